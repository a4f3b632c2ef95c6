"""What it takes to add a folder of 500 documents that nobody here wrote: `make bench-adding`.

`sibilla add` runs as a process of its own: once undisturbed and once more on what is there; then
on a new data folder, killed and interrupted while it reads and while it indexes, until it is
through. In the end both libraries must hold the same. A folder as argument is added instead.
"""

import contextlib
import json
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.documents import make_mixed_folder
from tests.benchmarks.tables import Table

DOCUMENTS = 500
_SIBILLA = [sys.executable, "-c", "from bot.cli import main; main()"]
# Shares of the articles at which a run is stopped, while it reads and while it indexes.
_STOPS = (
    ("SIGKILL while reading", signal.SIGKILL, "read", 0.3),
    ("Ctrl-C while reading", signal.SIGINT, "read", 0.6),
    ("SIGKILL while indexing", signal.SIGKILL, "indexed", 0.3),
    ("Ctrl-C while indexing", signal.SIGINT, "indexed", 0.6),
)


@dataclass(slots=True)
class Run:
    """One run of `sibilla add`: how it ended, what it said, and when reading was over."""

    what: str
    status: int = 0
    seconds: float = 0.0
    reading: float = 0.0
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    read: int = 0
    indexed: int = 0

    def row(self) -> tuple[str, ...]:
        """The run as a row of the table."""
        counts = Counter(outcome["status"] for outcome in self.outcomes)
        shown = [str(counts[status]) if self.outcomes else "" for status in _STATUSES]
        return (
            self.what,
            f"{self.reading:.0f}",
            f"{self.seconds:.0f}",
            str(self.status),
            *shown,
            str(self.read),
            str(self.indexed),
        )


_STATUSES = ("added", "replaced", "unchanged", "refused")


def add(what: str, folder: Path, data: Path, stop: Callable[[], int] = lambda: 0) -> Run:
    """Add the folder; `stop` says which signal to send now, 0 for none."""
    run = Run(what)
    known = count_read(data)
    began = changed = time.monotonic()
    process = subprocess.Popen(
        [*_SIBILLA, "add", "--json", "--data", str(data), "--no-demo", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    sent = 0
    with _polled(process):
        while process.poll() is None:
            if (now := count_read(data)) != known:
                known, changed = now, time.monotonic()
            if not sent and (sent := stop()):
                process.send_signal(sent)
            time.sleep(0.1)
    output = process.stdout.read()
    run.status = process.returncode
    run.seconds, run.reading = time.monotonic() - began, changed - began
    with contextlib.suppress(ValueError):  # a run that was stopped has said nothing
        run.outcomes = json.loads(output)
    run.read, run.indexed = count_read(data), len(indexed(data))
    print(*run.row(), sep=" | ", flush=True)
    return run


@contextlib.contextmanager
def _polled(process: "subprocess.Popen[str]") -> Iterator[None]:
    """Let no process outlive this one."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.kill()


def count_read(data: Path) -> int:
    """How many articles are written."""
    return len(list((data / "articles").glob("*.md")))


def indexed(data: Path) -> dict[str, tuple[str, int]]:
    """The language and the number of passages of each indexed article, read beside the writer."""
    for ledger in (data / "index").glob("*/ledger.sqlite"):
        with contextlib.suppress(sqlite3.Error):
            connection = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
            rows = connection.execute(
                "SELECT article, language, COUNT(*) FROM passages GROUP BY article"
            ).fetchall()
            connection.close()
            return {id: (language, passages) for id, language, passages in rows}
    return {}


def texts(data: Path) -> dict[str, str]:
    """The articles without the line that says when they were added."""
    return {
        path.name: "\n".join(
            line for line in path.read_text().splitlines() if not line.startswith("added:")
        )
        for path in sorted((data / "articles").glob("*.md"))
    }


def disturbed(folder: Path, data: Path, total: int) -> list[Run]:
    """Add the folder in runs that are stopped, and a last one that is not."""
    runs = []
    for what, number, count, share in _STOPS:

        def stop(number: int = number, count: str = count, share: float = share) -> int:
            done = count_read(data) if count == "read" else len(indexed(data))
            return number if done >= share * total else 0

        runs.append(add(what, folder, data, stop))
    return [*runs, add("the rest", folder, data)]


def measure(folder: Path, place: Path) -> list[Table]:
    """Add the folder undisturbed, again, and disturbed; fails unless all hold the same."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    one, two = place / "one", place / "two"
    runs = [add("undisturbed", folder, one), add("again", folder, one)]
    runs += disturbed(folder, two, count_read(one))
    first, again, last = runs[0], runs[1], runs[-1]
    assert {o["status"] for o in again.outcomes} <= {"unchanged", "refused"}, "added twice"
    assert texts(one) == texts(two), "a disturbed run gives another library"
    assert indexed(one) == indexed(two), "a disturbed run gives another index"
    assert first.indexed == first.read == last.indexed, "not everything is indexed"
    passages = sum(count for _, count in indexed(one).values())
    megabytes = sum(sizes) / 1e6
    note = (
        f"{len(sizes)} files of {megabytes:.0f} MB; {first.read} articles with {passages} passages."
    )
    heads = ("run", "reading, s", "in all, s", "exit status", *_STATUSES, "articles", "indexed")
    reasons = Counter(
        (outcome["name"].rpartition(".")[2], outcome["reason"].replace(outcome["name"], "…"))
        for outcome in first.outcomes
        if outcome["status"] == "refused"
    )
    refusals = [(f"{ending}: {why}", str(n)) for (ending, why), n in reasons.most_common()]
    return [
        Table("Adding documents", heads, [run.row() for run in runs], note),
        Table("Why documents were refused", ("format and reason", "documents"), refusals),
    ]


def main() -> None:
    """Make the folder, or take the one named, and measure."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[1]) if sys.argv[1:] else Path(temporary) / "documents"
        if not sys.argv[1:]:
            make_mixed_folder(folder, DOCUMENTS)
        tables = measure(folder, Path(temporary))
    print("\n\n".join(table.to_markdown() for table in tables))


if __name__ == "__main__":
    main()
