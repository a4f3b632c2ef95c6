"""The process that reads: what a document does to it, it does to that document only."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import DocumentRefused
from corpus.readers.reading_process import ReadingProcess

GOOD = (
    b"<html><body><article><h1>Zefiro</h1><p>Zefiro costruisce a Matera un centro di calcolo.</p>"
)
FILES = Path(__file__).parents[1] / "files"

# A reader of a format of its own for the tests, which does what its document says.
UNRULY = """
import os, time
from corpus.readers import child

def misbehave(content, name):
    exec(content)

_reader = child._reader
child._reader = lambda format: misbehave if format == "unruly" else _reader(format)
"""


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReadingProcess]:
    """A reading process with small limits, which can be made to misbehave."""
    (tmp_path / "unruly_child.py").write_text(f"{UNRULY}\nserve = child.serve\n")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    monkeypatch.setattr("corpus.readers.reading_process._CHILD", "unruly_child")
    made = ReadingProcess(seconds=3, megabytes=400)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("misdeed", "reason"),
    [
        ("time.sleep(60)", "too-slow"),
        ("while True: pass", "too-slow"),
        ("x = bytearray(2_000_000_000)", "memory"),
        ("os._exit(1)", "crashed"),
        ("os.kill(os.getpid(), 11)", "crashed"),
        ("f = lambda: f(); f()", "damaged"),
        ("raise ValueError('no such thing')", "damaged"),
        ("print('noise', flush=True); raise ValueError('x')", "damaged"),
    ],
)
def test_a_reader_that_hangs_crashes_or_eats_memory_loses_only_its_document(
    process: ReadingProcess, misdeed: str, reason: str
) -> None:
    assert process.read("html", GOOD, "good.html").title == "Zefiro"
    with pytest.raises(DocumentRefused) as refusal:
        process.read("unruly", misdeed.encode(), "bad.pdf")
    assert refusal.value.reason == reason
    assert "bad.pdf" in refusal.value.tell("it")
    assert process.read("html", GOOD, "good.html").title == "Zefiro"


def test_the_child_can_write_nothing(process: ReadingProcess, tmp_path: Path) -> None:
    target = tmp_path / "written"
    misdeed = f"with open({str(target)!r}, 'w') as file: file.write('x' * 100); file.flush()"
    with pytest.raises(DocumentRefused):
        process.read("unruly", misdeed.encode(), "bad.pdf")
    assert not target.exists() or target.read_bytes() == b""


def test_one_child_reads_a_whole_batch(process: ReadingProcess) -> None:
    process.read("html", GOOD, "a.html")
    first = process._process
    for number in range(20):
        process.read("html", GOOD, f"{number}.html")
    assert process._process is first


def test_a_child_that_was_killed_between_two_documents_is_replaced(process: ReadingProcess) -> None:
    process.read("html", GOOD, "a.html")
    assert process._process is not None
    os.kill(process._process.pid, signal.SIGKILL)
    time.sleep(0.2)
    assert process.read("html", GOOD, "b.html").id == "b"


def test_threads_take_turns(process: ReadingProcess) -> None:
    read: list[str] = []

    def work(number: int) -> None:
        read.append(process.read("html", GOOD, f"{number}.html").id)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(read) == [str(number) for number in range(8)]


def test_an_idle_child_ends(process: ReadingProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.readers.reading_process._IDLE_SECONDS", 0.3)
    process.read("html", GOOD, "a.html")
    child = process._process
    assert child is not None
    child.wait(timeout=5)
    assert process.read("html", GOOD, "b.html").id == "b"


def test_a_folder_named_like_ours_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "__init__.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    process = ReadingProcess(seconds=20)
    assert process.read("html", GOOD, "a.html").title == "Zefiro"
    process.close()
