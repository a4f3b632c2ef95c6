"""Commands beside another process that writes the index."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

Command = Callable[..., Any]


@pytest.fixture
def writer() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Starts processes that hold the right to write an index, as a server does."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom index.catalogue import Index\n"
        "with Index(Path(sys.argv[1]) / 'index').writing():\n"
        "    print('writing', flush=True)\n    sys.stdin.read()\n"
    )
    started: list[subprocess.Popen[str]] = []

    def start(data: Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(data)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        return process

    yield start
    for process in started:
        process.communicate("", timeout=20)


def test_while_another_process_writes_one_can_ask_and_add_but_not_sync(
    command: Command, news: Path, document: Path, writer: Callable[[Path], Any]
) -> None:
    writer(news)
    where = ("--data", news, "--no-demo")
    question = "How much is the contract between OpenAI and Cerebras worth?"
    assert command("ask", "--json", question, *where).json["citations"]

    ran = command("add", document, *where)
    assert (ran.status, ran.err) == (0, "")
    assert "Another Sibilla is running on this folder and will index what was added." in ran.out
    assert (news / "articles" / "zefiro.md").exists()

    ran = command("sync", *where)
    assert ran.status == 2
    assert "Another Sibilla is writing the index" in ran.complaint


def test_a_second_server_on_the_same_folder_is_refused(
    command: Command, news: Path, writer: Callable[[Path], Any]
) -> None:
    writer(news)
    ran = command("serve", "--no-browser", "--data", news, "--no-demo")
    assert ran.status == 2
    assert "Another Sibilla is writing the index" in ran.complaint


def test_a_port_that_is_taken_is_told_at_once(command: Command, news: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = command("serve", "--no-browser", "--port", port, "--data", news, "--no-demo")
    assert ran.status == 2
    assert f"127.0.0.1:{port}" in ran.complaint


def test_a_server_that_is_terminated_leaves_the_index_whole(
    process: Command, news: Path, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code = "from bot.cli import main; main()"
    arguments = ["serve", "--no-browser", "--port", str(port), "--data", str(news), "--no-demo"]
    server = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    try:
        _wait_until(lambda: _listens(port), server)
    finally:
        server.send_signal(signal.SIGTERM)
        _, complaints = server.communicate(timeout=30)
    assert "Traceback" not in complaints
    listed = process("list", "--json", "--data", news, "--no-demo")
    assert len(listed.json) == 4


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(done: Callable[[], bool], server: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 60
    while not done():
        assert server.poll() is None, server.stderr and server.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_while_another_process_builds_the_first_index_there_is_nothing_to_cite_yet(
    command: Command, data: Path, writer: Callable[[Path], Any]
) -> None:
    writer(data)
    ran = command("ask", "--json", "Why Cerebras?", "--data", data, "--no-demo")
    assert (ran.status, ran.err) == (0, "")
    assert ran.json["abstained"] is True
