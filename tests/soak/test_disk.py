"""A disk that is full or cannot be written: told with what to do, and nothing is lost."""

import contextlib
import json
import subprocess
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from newsroom import Newsroom, Work
from processes import HUMBLE, Blow, Processes, wait_until
from serving import served

from bot.feedback import record_feedback
from corpus.errors import LibraryUnusable

FULL = {"en": "There is no room left on the disk of ", "it": "non c'è più posto. Libera spazio"}
READ_ONLY = {"en": "cannot be written: questions are answered", "it": "non si può scrivere"}
LOCALE = {"en": "en_GB.UTF-8", "it": "it_IT.UTF-8"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "none", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@contextlib.contextmanager
def filled(disk: Path, left: int = 0) -> Iterator[None]:
    """Within, the disk has only so many bytes left."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 4_096)
    size = ballast.stat().st_size
    with ballast.open("r+b") as file:
        file.truncate(size - left)
    yield
    ballast.unlink()


WORKS: dict[str, Callable[[Newsroom], Work]] = {
    "add": lambda newsroom: newsroom.add(20, 2),
    "edit": lambda newsroom: newsroom.edit(3),
    "rebuild": Newsroom.rebuild,
    "remove": lambda newsroom: newsroom.remove(5),
    "change model": Newsroom.change_model,
}


@pytest.mark.parametrize(
    "lefts",
    [
        (0, 60_000),
        pytest.param((0, 8_192, 30_000, 90_000, 200_000, 400_000), marks=pytest.mark.soak),
    ],
    ids=["short", "long"],
)
def test_a_full_disk_is_told_and_nothing_is_lost(
    small_disk: Path, processes: Processes, lefts: tuple[int, ...]
) -> None:
    newsroom = Newsroom(small_disk, processes, seed=3)
    newsroom.do(newsroom.add(25))
    told = 0
    for number, left in enumerate(lefts):
        for name, prepare in WORKS.items():
            language = ("en", "it")[number % 2]
            work = prepare(newsroom)
            with filled(small_disk, left):
                command = newsroom.start(work, LANG=LOCALE[language])
                status = command.wait()
                newsroom.take_at_its_word(work, command, status)
            if status:
                told += 1
                assert FULL[language] in command.err, f"{name} with {left} bytes: {command.err}"
                assert len(command.err.splitlines()) == 1, command.err
            assert newsroom.check() == [], f"after {name} with {left} bytes left: {command.err}"
            if len(newsroom.ids) < 15:
                newsroom.do(newsroom.add(15))
    print(f"{len(lefts) * len(WORKS)} commands on a full disk, {told} told so")
    assert told >= len(lefts)


@pytest.mark.soak
def test_a_server_goes_on_by_itself_when_there_is_room_again(
    small_disk: Path, processes: Processes
) -> None:
    newsroom = Newsroom(small_disk, processes, seed=4)
    newsroom.do(newsroom.add(25))
    assert newsroom.check() == []
    with served(newsroom) as server:
        with filled(small_disk, left=60_000):
            marks = newsroom.write_by_hand(12)
            wait_until(lambda: FULL["en"] in server.command.err)
            assert not any(map(server.find, marks))
        freed = time.monotonic()
        wait_until(lambda: all(map(server.find, marks)))
        print(f"indexed {time.monotonic() - freed:.0f} s after there was room again")
    assert newsroom.check() == []


def test_what_readers_thought_is_whole_lines_on_a_full_disk(small_disk: Path) -> None:
    said = {"question": "q", "answer": "a", "text": "t" * 3_000, "rating": "up"}
    record_feedback(small_disk, **said)
    with filled(small_disk, left=3_000), pytest.raises(LibraryUnusable, match="no room left"):
        deque(record_feedback(small_disk, **said) for _ in range(10))
    record_feedback(small_disk, **said)
    lines = (small_disk / "feedback.jsonl").read_text().splitlines()
    assert {json.loads(line)["text"] for line in lines} == {said["text"]}


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_read_only_folder_can_be_asked_and_refuses_to_be_changed(
    newsroom: Newsroom, processes: Processes, language: str
) -> None:
    newsroom.do(newsroom.add(8))
    assert newsroom.check() == []
    mark, id = next(iter(newsroom.ids.items()))
    work = newsroom.add(1)
    before = contents(newsroom.data)
    with read_only(newsroom.data):
        where = ("--data", newsroom.data, "--no-demo")
        given = {"LANG": LOCALE[language], "SIBILLA_EMBEDDING": "chance", HUMBLE: "yes"}
        for arguments, answer in (
            (("search", "--json", mark), f'"article": "{id}"'),
            (("list",), id),
            (("show", id), mark),
        ):
            command = processes.sibilla(*arguments, *where, **given)
            assert command.wait() == 0, command.err
            assert answer in command.out
        for arguments in (work.arguments, ("remove", id)):
            command = processes.sibilla(*arguments, *where, **given)
            assert command.wait() == 2, command.out
            assert READ_ONLY[language] in command.err
            assert len(command.err.splitlines()) == 1, command.err
    assert contents(newsroom.data) == before


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Within, nobody without special rights may write into a folder or what is in it."""
    paths = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    yield
    for path, mode in modes.items():
        path.chmod(mode)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_blows_of_the_harness_are_blows(newsroom: Newsroom) -> None:
    command = newsroom.start(newsroom.add(1), Blow("corpus.library:write_whole"))
    assert command.wait() == -9
