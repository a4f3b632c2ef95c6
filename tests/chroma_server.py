"""Chroma's own server on loopback, as `chroma run` starts it."""

import itertools
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from index.server import ChromaServer

_names = itertools.count()


class ChromaRun:
    """A server that can be stopped, started again at its address, and made to lose its data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        chroma = Path(sys.executable).with_name("chroma")
        self._process = subprocess.Popen(
            [chroma, "run", "--path", self.folder, "--host", "127.0.0.1", "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(300):
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat", timeout=5)
            except httpx.TransportError:
                time.sleep(0.1)
            else:
                return
        raise TimeoutError("chroma run did not start")

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def lose_everything(self) -> None:
        """Start anew with no data, as on a new disk."""
        self.stop()
        shutil.rmtree(self.folder)
        self.start()

    def library(self, owner: str = "me") -> ChromaServer:
        """A place on the server that no other test has."""
        return ChromaServer(self.url, f"library{next(_names)}", owner)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
