"""Serving: a server on a newsroom's folder, and what it finds."""

import contextlib
import json
import signal
import socket
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from newsroom import Newsroom, Work
from processes import Command, wait_until


@dataclass(frozen=True)
class Server:
    """A server that is running."""

    port: int
    command: Command

    def find(self, mark: str) -> set[str]:
        """The articles that it finds for a word."""
        url = f"http://127.0.0.1:{self.port}/api/search?question={mark}&top=5"
        with urllib.request.urlopen(url, timeout=60) as answer:
            found: list[dict[str, Any]] = json.load(answer)
        return {item["article"] for item in found if mark in item["text"]}


@contextlib.contextmanager
def served(newsroom: Newsroom) -> Iterator[Server]:
    """A server on the folder; it must end well and without a mistake of ours."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    command = newsroom.start(Work(("serve", "--no-browser", "--port", port)))
    wait_until(lambda: f":{port}" in command.out or command.process.exitcode is not None)
    assert command.process.exitcode is None, command.err
    yield Server(port, command)
    command.process.terminate()
    assert command.wait() in (0, 128 + signal.SIGTERM), command.err
    assert "Traceback" not in command.err
