"""A real server in a process of its own, and how much memory and time it takes."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

_SECONDS_TO_START = 300  # the demo corpus is indexed first


@dataclass
class Served:
    """A server that runs: where, and its process."""

    address: str
    pid: int
    samples: list[tuple[float, float]] = field(default_factory=list)
    """Resident memory in MB, by seconds since it was first looked at."""

    def memory(self) -> float:
        """Its resident memory now, in MB."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise AssertionError("no VmRSS")

    def seconds_of_cpu(self) -> float:
        """The time of cores it has taken so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @contextmanager
    def watched(self, every: float = 1.0) -> Iterator[None]:
        """Note its memory again and again."""
        over = threading.Event()
        began = time.monotonic()

        def watch() -> None:
            while not over.wait(every):
                self.samples.append((time.monotonic() - began, self.memory()))

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()

    def memory_at(self, seconds: float) -> float:
        """The middle one of the five samples around a moment, in MB."""
        near = sorted(self.samples, key=lambda sample: abs(sample[0] - seconds))[:5]
        return sorted(megabytes for _, megabytes in near)[len(near) // 2]


@contextmanager
def server(data: Path, **settings: str) -> Iterator[Served]:
    """`sibilla serve` over a data folder, with the demo corpus, on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if "SIBILLA" not in name}
    code = "from bot.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--no-browser", "--port", str(port)],
        env=environment | {"SIBILLA_DATA": str(data)} | settings,
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        yield Served(address, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        while time.monotonic() < until:
            assert process.poll() is None, f"the server ended with {process.returncode}"
            try:
                status = client.get("/api/status").raise_for_status().json()
            except httpx.HTTPError:
                status = {"not_indexed_yet": "unknown"}
            if status["not_indexed_yet"]:
                time.sleep(0.5)
                continue
            # The first question waits for the encoder; it belongs to the start.
            client.post("/api/ask", json={"question": "Nvidia?"}).raise_for_status()
            return
    raise AssertionError("the server did not start")
