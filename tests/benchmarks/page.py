"""How long a visitor of the page waits: `python -m tests.benchmarks.page [--write]`.

A server is started as a user starts it, on an empty data folder and again on the same one, and
opened in Chromium; then questions of the demo corpus are sent, each timed inside the browser from
the key that sends it to the first word of its answer on the screen. Prints the table of the
section "The page" of `docs/benchmarks.md`, or writes it there.
"""

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.visitor import launch

from .tables import Table, write_section

_PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
_COMMAND = "python -m tests.benchmarks.page --write"
_QUESTIONS = Path(__file__).parents[1] / "questions" / "demo.jsonl"
_COUNT = 40
_PATIENCE = 120.0

START_AT_MOST, ANSWER_AT_MOST = 10.0, 0.3
"""Seconds from starting the server to a page that takes a question, and to an answer (median)."""

_TIME = """(question) => new Promise((resolve) => {
  const number = document.querySelectorAll(".turn").length;
  const box = document.querySelector("#question textarea");
  box.value = question;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => {
    const sent = performance.now();
    new MutationObserver((_, observer) => {
      const turn = document.getElementById(`turn-${number}`);
      if (!turn?.querySelector(".answer")) return;
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.now() - sent));
    }).observe(document, { childList: true, subtree: true });
    box.dispatchEvent(new KeyboardEvent("keypress", { key: "Enter", bubbles: true }));
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  }, 50);
})"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.page")
    parser.add_argument("--write", action="store_true", help=f"write the table into {_PAGE.name}")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        browser = launch(playwright)
        with serving(data, browser) as (first, _):
            pass
        with serving(data, browser) as (again, page):
            answers = sorted(time_answers(page))
        browser.close()
    late = answers[int(len(answers) * 0.95)]
    rows = [
        ["From the command to a page that takes questions, first start", f"{first:.1f} s"],
        ["The same, when the demo corpus is indexed already", f"{again:.1f} s"],
        ["From sending a question to its answer, median", f"{median(answers) * 1000:.0f} ms"],
        ["The same, 95th percentile", f"{late * 1000:.0f} ms"],
    ]
    table = Table("What a visitor waits for", ["", ""], rows, f"{_COUNT} questions.")
    print(table.to_markdown())
    if options.write:
        write_section(_PAGE, "page", _COMMAND, [table])
    return int(max(first, again) > START_AT_MOST or median(answers) > ANSWER_AT_MOST)


@contextmanager
def serving(data: str, browser: Browser) -> Iterator[tuple[float, Page]]:
    """A server on that data folder, with the seconds until its page took questions."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    began = time.perf_counter()
    program = [sys.executable, "-c", "from bot.cli import main; main()", "serve"]
    command = [*program, "--data", data, "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(address, server)
            page.goto(address)
            expect(page.locator("html[data-ready] .chip").first).to_be_visible(timeout=60_000)
            yield time.perf_counter() - began, page
        finally:
            server.terminate()
    context.close()


def time_answers(page: Page) -> list[float]:
    """The seconds that each question's answer took to come, after one to warm up."""
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()
    asked = [line["question"] for line in map(json.loads, lines) if not line.get("history")]
    chosen = asked[:: max(1, len(asked) // _COUNT)][: _COUNT + 1]
    seconds = []
    for question in chosen:
        page.locator("#restart").click()
        expect(page.locator(".turn")).to_have_count(0)
        seconds.append(page.evaluate(_TIME, question) / 1000)
        expect(page.locator(".turn[aria-busy=false]")).to_have_count(1)
        page.wait_for_timeout(1500)  # suggestions are sought meanwhile; a reader reads
    return seconds[1:]


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            httpx.get(address, timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.02)
    raise RuntimeError("the server did not start")


if __name__ == "__main__":
    sys.exit(main())
