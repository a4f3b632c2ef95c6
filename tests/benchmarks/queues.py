"""Answers while articles are added: `python -m tests.benchmarks.queues [--write]`.

Two people ask, each anew half a second after an answer, while a thousand articles come in: added
in the same process, by `sibilla add` beside a server, and by a process that indexes them itself.
Prints the table of the section "Queues" of `docs/benchmarks.md`, or writes it there.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bot.settings import Settings
from bot.sibilla import Sibilla
from bot.watching import watching

from .newsroom import write_articles
from .tables import Table, write_section

_ROOT = Path(__file__).parents[2]
_PAGE = _ROOT / "docs" / "benchmarks.md"
_QUESTIONS = Path(__file__).parents[1] / "questions" / "demo.jsonl"
_COMMAND = "python -m tests.benchmarks.queues --write"
_ARTICLES = 1000
_ASKERS, _PAUSE = 2, 0.5
_QUIET_SECONDS = 20
_ADD = "import sys; sys.argv[0] = 'sibilla'; from bot.cli import main; main()"


@dataclass
class Asked:
    """How long each answer took, in seconds, and how many articles came meanwhile."""

    seconds: list[float] = field(default_factory=list)
    articles: int = 0
    lasted: float = 0.0

    def row(self, name: str) -> list[str]:
        """As the table has it."""
        milliseconds = 1000 * np.array(self.seconds)
        p50, p95, p99 = np.percentile(milliseconds, [50, 95, 99])
        rate = f"{self.articles / self.lasted:.1f}" if self.articles else "–"
        shown = [f"{value:.0f}" for value in (p50, p95, p99, milliseconds.max())]
        return [name, f"{len(self.seconds)}", *shown, rate]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.queues")
    parser.add_argument("--articles", type=int, default=_ARTICLES)
    parser.add_argument("--only", default="", help="a word of the rows to measure")
    parser.add_argument("--write", action="store_true", help=f"write the table into {_PAGE.name}")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        table = measure(Path(folder), options.articles, options.only)
    print(table.to_markdown())
    if options.write:
        write_section(_PAGE, "queues", _COMMAND, [table])
    return 0


def measure(folder: Path, count: int, only: str = "") -> Table:
    """The table; `folder` is empty."""
    news = folder / "news"
    write_articles(news, count)
    base = folder / "base"
    with _opened(base) as sibilla:
        sibilla.sync()
    cases: dict[str, Callable[[Sibilla, Path], None]] = {
        "nothing is added": lambda sibilla, news: time.sleep(_QUIET_SECONDS),
        "articles added in the same process": _add_here,
        "`sibilla add` beside the server": _add_beside_server,
        "another process adds and indexes": _add_elsewhere,
    }
    rows = []
    for name, work in cases.items():
        if only in name:
            rows.append(_ask_during(base, folder / "data", news, work).row(name))
            print(rows[-1], file=sys.stderr, flush=True)
    header = ("while", "answers", "p50 ms", "p95 ms", "p99 ms", "longest ms", "articles/s")
    note = (
        f"{count} articles of about 250 words come to the demo corpus; {_ASKERS} people ask, each "
        f"{_PAUSE} s after the last answer."
    )
    return Table("Answers while articles are added", header, rows, note)


def _add_here(sibilla: Sibilla, news: Path) -> None:
    sibilla.add_files([news])


def _add_beside_server(sibilla: Sibilla, news: Path) -> None:
    with sibilla.index.writing(), watching(sibilla):
        _run_add(sibilla, news)
        while len(sibilla.articles()) < len(sibilla.library.files()):
            time.sleep(0.2)


def _add_elsewhere(sibilla: Sibilla, news: Path) -> None:
    _run_add(sibilla, news)


def _run_add(sibilla: Sibilla, news: Path) -> None:
    command = [sys.executable, "-c", _ADD, "add", str(news), "--data", str(sibilla.settings.data)]
    subprocess.run(command, cwd=_ROOT, check=True, stdout=subprocess.DEVNULL)


def _ask_during(base: Path, data: Path, news: Path, work: Callable[[Sibilla, Path], None]) -> Asked:
    """Ask again and again until the work is done, on a copy of the library in `base`."""
    shutil.copytree(base, data)
    result, stop = Asked(), threading.Event()
    with _opened(data) as sibilla:
        sibilla.sync()
        questions = _questions()
        for question in questions[:10]:
            sibilla.ask(question)
        before = len(sibilla.articles())
        askers = [
            threading.Thread(target=_ask, args=(sibilla, questions[n::_ASKERS], result, stop))
            for n in range(_ASKERS)
        ]
        for asker in askers:
            asker.start()
        began = time.perf_counter()
        try:
            work(sibilla, news)
        finally:
            result.lasted = time.perf_counter() - began
            stop.set()
            for asker in askers:
                asker.join()
        result.articles = len(sibilla.articles()) - before
    shutil.rmtree(data)
    return result


def _ask(sibilla: Sibilla, questions: list[str], result: Asked, stop: threading.Event) -> None:
    number = 0
    while not stop.wait(_PAUSE):
        began = time.perf_counter()
        sibilla.ask(questions[number % len(questions)])
        result.seconds.append(time.perf_counter() - began)
        number += 1


def _questions() -> list[str]:
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines]


@contextmanager
def _opened(data: Path) -> Iterator[Sibilla]:
    sibilla = Sibilla(Settings(data=data))
    try:
        yield sibilla
    finally:
        sibilla.close()


if __name__ == "__main__":
    raise SystemExit(main())
