"""Files of the index that are gone, cut short or changed: rebuilt, and the articles untouched."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import checkup
import pytest
from newsroom import Newsroom
from processes import Processes

STORIES = 12


def cut(share: float) -> Callable[[Path], object]:
    return lambda path: os.truncate(path, int(path.stat().st_size * share))


def cut_the_end(path: Path) -> None:
    os.truncate(path, max(0, path.stat().st_size - 100))


def flip(share: float, count: int = 40) -> Callable[[Path], None]:
    """Turn every bit of some bytes around, from a share of the file on."""

    def flip_one(path: Path) -> None:
        content = bytearray(path.read_bytes())
        first = int(len(content) * share)
        for position in range(first, min(first + count, len(content))):
            content[position] ^= 0xFF
        path.write_bytes(content)

    return flip_one


DAMAGE: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "emptied": cut(0),
    "halved": cut(0.5),
    "cut short": cut_the_end,
    **{f"changed at {share:.0%}": flip(share) for share in (0, 0.2, 0.4, 0.6, 0.8, 0.95)},
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, processes: Processes) -> Path:
    """A data folder that is whole, of which each case spoils a copy."""
    newsroom = Newsroom(tmp_path_factory.mktemp("whole"), processes, seed=7)
    newsroom.use("use-multilingual-v3")
    for _ in range(2):
        work = newsroom.add(STORIES // 2)
        assert newsroom.start(work).wait() == 0
    return newsroom.data


def files_of(data: Path) -> list[Path]:
    """The files of the index, locks apart."""
    found = (path for path in (data / "index").rglob("*") if path.is_file())
    return sorted(path.relative_to(data) for path in found if path.suffix != ".lock")


def articles_of(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (data / "articles").iterdir()}


def faults_after(
    data: Path, whole: Path, path: Path, damage: Callable[[Path], object], processes: Processes
) -> list[str]:
    """What is wrong on the start after one file was damaged."""
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(whole, data)
    damage(data / path)
    command = processes.call(checkup.examine, str(data))
    status = command.wait()
    if status:
        return [f"the next start ends with {status}: {command.err[-1000:]}"]
    if articles_of(data) != articles_of(whole):
        return ["an article has changed"]
    faults: list[str] = command.json["faults"]
    return faults


@pytest.mark.parametrize("share", [0.04, pytest.param(1, marks=pytest.mark.soak)])
def test_every_file_of_the_index_may_be_damaged(
    tmp_path: Path, whole: Path, processes: Processes, share: float
) -> None:
    cases = [(path, name) for path in files_of(whole) for name in DAMAGE]
    cases = random.Random(5).sample(cases, int(len(cases) * share))
    faults: dict[str, list[str]] = {}
    for number, (path, name) in enumerate(cases, 1):
        if found := faults_after(tmp_path / "data", whole, path, DAMAGE[name], processes):
            faults[f"{path} {name}"] = found
            print(f"damage {number}, {path} {name}: {found}", flush=True)
    print(f"{len(cases)} damages of {len(files_of(whole))} files, {len(faults)} with faults")
    assert faults == {}
