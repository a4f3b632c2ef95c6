"""A folder of 500 documents of others, dropped onto the page: `make bench-adding-page`.

A server is started as a user starts it. In Chromium the folder is dropped as from a desktop's file
manager; until the last document is told, another visitor asks about the demo corpus again and again
and the first one's page is watched. Fails unless the report has a line for each document, the same
outcomes as `sibilla add` has for the folder, and every question was answered. Prints a table, or
writes it into `docs/benchmarks.md`. A folder given as argument is dropped instead.
"""

import argparse
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx
from playwright.sync_api import Playwright, expect, sync_playwright

from bot.page.texts import TEXTS
from bot.settings import Settings
from bot.sibilla import Sibilla
from tests.benchmarks.documents import make_mixed_folder
from tests.benchmarks.tables import Table, write_section
from tests.browser.visitor import Visitor, launch

DOCUMENTS = 500
_PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
_COMMAND = "python -m tests.benchmarks.adding_page --write"
_SERVE = [sys.executable, "-c", "from bot.cli import main; main()", "serve", "--no-browser"]
_PATIENCE = 3600.0
# A question may be asked while the whole machine is busy with something else.
_ANSWERED_WITHIN = 600.0
_BETWEEN_QUESTIONS = 10.0
_QUESTIONS = ("Why did OpenAI choose Cerebras?", "Perché OpenAI ha scelto Cerebras?")

# The longest time for which the page did nothing else, in milliseconds, is kept as it goes.
_WATCH = """() => {
  let last = performance.now();
  window.longestPause = 0;
  setInterval(() => {
    const now = performance.now();
    window.longestPause = Math.max(window.longestPause, now - last - 50);
    last = now;
  }, 50);
}"""
_LINES = """() => [...document.querySelectorAll(".uploads li")].map((line) => ({
  name: line.querySelector(".name").textContent, status: line.querySelector(".status").textContent,
}))"""


@dataclass(slots=True)
class Watched:
    """What was seen while the documents were added; times in seconds, memory in MB."""

    seconds: float = 0.0
    reading: float = 0.0
    answers: list[float] = field(default_factory=list)
    pause: float = 0.0
    heap: float = 0.0
    memory: float = 0.0
    counts: str = ""
    lines: list[dict[str, str]] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Drop the folder, look at the report, and compare it with the command's."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.adding_page")
    parser.add_argument("folder", type=Path, nargs="?", help="a folder of documents")
    parser.add_argument("--photograph", type=Path, help="where to put a picture of the report")
    parser.add_argument("--write", action="store_true", help=f"write the table into {_PAGE.name}")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        place = Path(temporary)
        folder = options.folder or place / "documents"
        if not options.folder:
            make_mixed_folder(folder, DOCUMENTS)
        with serving(place / "page") as (address, process):
            seen = drop(playwright, address, folder, process, options.photograph)
        told = command_outcomes(folder, place / "command")
    problems = differences(seen, told)
    table = to_table(seen, len(told))
    print(table.to_markdown(), *problems, sep="\n")
    if options.write and not problems:
        write_section(_PAGE, "adding-page", _COMMAND, [table])
    return int(bool(problems))


@contextmanager
def serving(data: Path) -> Iterator[tuple[str, int]]:
    """A server on that data folder: its address, and the number of its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [*_SERVE, "--data", str(data), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_until(lambda: _answers(address), _ANSWERED_WITHIN)
            yield address, server.pid
        finally:
            server.terminate()


def drop(
    playwright: Playwright, address: str, folder: Path, process: int, picture: Path | None
) -> Watched:
    """Drop the folder and watch until its report is there."""
    browser = launch(playwright)
    expect.set_options(timeout=_ANSWERED_WITHIN * 1000)
    editor, asker = Visitor(browser, address), Visitor(browser, address)
    page, seen = editor.page, Watched()
    for visitor in (editor, asker):
        visitor.context.set_default_timeout(_ANSWERED_WITHIN * 1000)
    editor.open_library()
    editor.open_adder()
    page.evaluate(_WATCH)
    editor.drop(folder)
    began = time.monotonic()
    finished = page.locator(".uploads h3")
    while not finished.count():
        if time.monotonic() - began > _PATIENCE:
            raise RuntimeError("the documents were not added in an hour")
        if not seen.reading and page.locator(".uploads progress[aria-label^=Indexing]").count():
            seen.reading = time.monotonic() - began
        seen.answers.append(_ask(asker, len(seen.answers)))
        page.wait_for_timeout(_BETWEEN_QUESTIONS * 1000)
    seen.seconds = time.monotonic() - began
    seen.counts = page.locator(".uploads .counts").inner_text()
    seen.lines = page.evaluate(_LINES)
    seen.pause = page.evaluate("window.longestPause") / 1000
    seen.heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
    seen.memory = peak_memory(process)
    if picture:
        page.screenshot(path=picture)
    expect(page.locator(".library tbody tr").first).to_be_visible()
    assert editor.complaints == asker.complaints == [], editor.complaints + asker.complaints
    browser.close()
    return seen


def _ask(asker: Visitor, number: int) -> float:
    """Ask in a conversation of its own; returns the seconds until the answer stands there."""
    asker.page.locator("#restart").click()
    expect(asker.page.locator(".turn")).to_have_count(0)
    began = time.monotonic()
    turn = asker.ask(_QUESTIONS[number % len(_QUESTIONS)])
    seconds = time.monotonic() - began
    expect(turn.locator(".answer .cite, .answer button, .answer a").first).to_be_visible()
    expect(asker.page.locator(".turn[aria-busy=false]")).to_have_count(1)
    return seconds


def peak_memory(process: int) -> float:
    """The most memory that the process ever held, in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1000


def command_outcomes(folder: Path, data: Path) -> list[tuple[str, str]]:
    """The name and status of each document, as `sibilla add` tells them; nothing is indexed."""
    sibilla = Sibilla(Settings(data=data, demo=True))
    words = TEXTS["en"].upload_status
    told = [(outcome.name, words[outcome.status]) for outcome in sibilla.add_each([folder])]
    sibilla.close()
    return told


def differences(seen: Watched, told: Sequence[tuple[str, str]]) -> list[str]:
    """What the page told otherwise than the command, a line each."""
    page = Counter((line["name"], line["status"].partition(",")[0]) for line in seen.lines)
    command = Counter(told)
    return [
        *(f"only on the page: {count} × {line}" for line, count in (page - command).items()),
        *(f"only at the command: {count} × {line}" for line, count in (command - page).items()),
    ]


def to_table(seen: Watched, documents: int) -> Table:
    """The figures as a table."""
    answers = sorted(seen.answers)
    rows = [
        ["until all were read", f"{seen.reading:.0f} s"],
        ["until all were indexed and told", f"{seen.seconds:.0f} s"],
        ["another visitor's answers meanwhile", str(len(answers))],
        ["each of them, median", f"{median(answers) * 1000:.0f} ms"],
        ["the longest", f"{answers[-1] * 1000:.0f} ms"],
        ["the longest time in which the page did not react", f"{seen.pause * 1000:.0f} ms"],
        ["memory of the page's scripts at the end", f"{seen.heap:.0f} MB"],
        ["memory of the server at most", f"{seen.memory:.0f} MB"],
    ]
    note = f"{documents} documents: {seen.counts}."
    return Table("A folder dropped onto the page", ["", ""], rows, note)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/api/status", timeout=5).is_success
    except httpx.TransportError:
        return False


def _wait_until(holds: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise RuntimeError("the server did not start")
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
