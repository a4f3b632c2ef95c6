"""How long a fresh process takes: `python -m tests.benchmarks.cold [--times N] [--write]`.

`--help`, a question and a list over the demo corpus, already indexed, and `serve` until its page
can be read and until it has answered a question. Each in processes of its own, several times.
Prints the table of the section "Cold starts" of `docs/benchmarks.md`, or writes it there.
"""

import argparse
import json
import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from .tables import Table, write_section

_ROOT = Path(__file__).parents[2]
_PAGE = _ROOT / "docs" / "benchmarks.md"
_COMMAND = "python -m tests.benchmarks.cold --write"
_SIBILLA = "import sys; sys.argv[0] = 'sibilla'; from bot.cli import main; main()"
_QUESTION = "Perché OpenAI ha scelto Cerebras?"
_TIMES = 5
_AIMS = {"--help": 0.3, "ask": 2.5, "serve": 10.0}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.cold")
    parser.add_argument("--times", type=int, default=_TIMES)
    parser.add_argument("--write", action="store_true", help=f"write the table into {_PAGE.name}")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as data:
        table = measure(data, options.times)
    print(table.to_markdown())
    if options.write:
        write_section(_PAGE, "cold", _COMMAND, [table])
    return 0


def measure(data: str, times: int) -> Table:
    """The table; `data` is an empty folder, which gets the demo corpus."""
    _run("sync", "--data", data)
    answered: list[float] = []

    def serve() -> float:
        page, answer = _serve(data)
        answered.append(answer)
        return page

    works: dict[str, tuple[Callable[[], float], float | None]] = {
        "`sibilla --help`": (lambda: _run("--help"), _AIMS["--help"]),
        "`sibilla list`": (lambda: _run("list", "--data", data), None),
        '`sibilla ask "…"`': (lambda: _run("ask", _QUESTION, "--data", data), _AIMS["ask"]),
        "`sibilla serve`, to its page": (serve, _AIMS["serve"]),
    }
    rows = []
    for name, (work, aim) in works.items():
        work()  # the files are in the system's memory from here on
        answered.clear()
        busy = _seconds_of_children()
        seconds = [work() for _ in range(times)]
        busy = (_seconds_of_children() - busy) / times
        rows.append(_row(name, seconds, busy, aim))
    rows.append(_row("`sibilla serve`, to its first answer", answered, None, None))
    note = (
        f"Each {times} times, in a process of its own, over the demo corpus already indexed. The "
        "third column is the time that processors worked for it, whatever else they did."
    )
    return Table("Cold starts", ("", "seconds, median", "longest", "processor", "aim"), rows, note)


def _row(name: str, seconds: Sequence[float], busy: float | None, aim: float | None) -> list[str]:
    figures = (statistics.median(seconds), max(seconds), busy, aim)
    return [name, *("–" if value is None else f"{value:.2f}" for value in figures)]


def _run(*arguments: str) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-c", _SIBILLA, *arguments]
    subprocess.run(command, cwd=_ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def _serve(data: str) -> tuple[float, float]:
    """Seconds until the page can be read, and until a question asked then is answered."""
    port = _free_port()
    options = ["--data", data, "--no-browser", "--port", str(port)]
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-c", _SIBILLA, "serve", *options],
        cwd=_ROOT,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"GRADIO_ANALYTICS_ENABLED": "False"},
    )
    try:
        while not _fetch(f"http://127.0.0.1:{port}/"):
            time.sleep(0.05)
        page = time.perf_counter() - began
        body = json.dumps({"question": _QUESTION}).encode()
        headers = {"Content-Type": "application/json"}
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/api/ask", body, headers)
        urllib.request.urlopen(asked, timeout=60).read()
        return page, time.perf_counter() - began
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def _fetch(address: str) -> bytes:
    with suppress(OSError):
        return bytes(urllib.request.urlopen(address, timeout=30).read())
    return b""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
