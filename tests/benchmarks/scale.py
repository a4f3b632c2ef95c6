"""How Sibilla grows: `python -m tests.benchmarks.scale [--sizes N,N] [--write]`.

One library grows from size to size, since nothing may have to be built anew for it to grow. Texts
are encoded once and their vectors kept in the folder, for an hour of encoding is not what is
measured: an indexer's own work is, and the encoder's rate apart from it.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .manuals import PACKAGES
from .tables import Table, figure, write_section

_ROOT = Path(__file__).parents[2]
_PAGE = _ROOT / "docs" / "benchmarks.md"
_COMMAND = "make bench-scale"
_SIZES = (2_000, 20_000, 100_000)
_NOTE = (
    "Seconds in brackets, and what is said of the processor, are its time, which other programs do "
    "not lengthen; indexing is measured by it, as if by one core. "
    "Passages of Debian's manuals in both languages, half of the largest library varied from them, "
    "beside the demo corpus. Indexing: an indexer's own work and what the bare encoder takes for "
    "the same texts, one after the other. Memory is the peak of a process that starts, answers, "
    "adds and removes; that of the one that indexed is given beside it. Adding and removing one "
    "article counts from the command to where answers know it. Start-up is from opening "
    "the library to the first answer."
)

Figures = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build and measure a library of each size; without the manuals, say so and succeed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale")
    parser.add_argument("--sizes", default=",".join(map(str, _SIZES)), help="passages, by commas")
    parser.add_argument("--data", type=Path, default=_ROOT / "build" / "scale")
    parser.add_argument("--write", action="store_true", help=f"write the table into {_PAGE.name}")
    parser.add_argument("--keep", action="store_true", help="grow the library that is there")
    options = parser.parse_args(arguments)
    if not Path("/usr/share/doc/debian/FAQ/it").is_dir():
        print(f"Skipped: it needs the packages {' '.join(PACKAGES)}.")
        return 0
    if not options.keep:
        shutil.rmtree(options.data / "library", ignore_errors=True)
    measured = [measure(options.data, int(size)) for size in options.sizes.split(",")]
    table = tabulate(measured)
    print(table.to_markdown())
    if options.write:
        write_section(_PAGE, "scale", _COMMAND, [table])
    return 0


def measure(data: Path, size: int) -> Figures:
    """Let the library grow to a size and measure it there."""
    grown = _step("grow", data, size)
    figures = _step("measure", data, size) | {"recall": _step("compare", data, size)}
    figures |= {"grown": grown, "passages": grown["passages"]}
    (data / f"figures-{size}.json").write_text(json.dumps(figures, indent=1) + "\n")
    return figures


def _step(step: str, data: Path, size: int) -> Figures:
    module = f"{__package__}.scale_steps"
    done = subprocess.run(
        [sys.executable, "-m", module, step, str(data), str(size)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    print(f"{step} {size:,}: {found}", file=sys.stderr, flush=True)
    return found


def tabulate(measured: Sequence[Figures]) -> Table:
    """The table, one column a size."""
    header = ["", *(f"{found['passages']:,} passages" for found in measured)]
    rows = [
        ["articles", *(f"{found['articles']:,}" for found in measured)],
        ["indexing, passages a second", *(f"{_rate(found):.0f}" for found in measured)],
        ["its rate against the bare encoder", *(figure(_share(f), 2) for f in measured)],
        ["articles on disk", *(_megabytes(found["text"]) for found in measured)],
        ["index on disk", *(_megabytes(found["disk"]) for found in measured)],
        ["peak memory, answering", *(_megabytes(found["memory"]) for found in measured)],
        ["peak memory, indexing", *(_megabytes(f["grown"]["memory"]) for f in measured)],
        *_rows("a search, p50 / p95", "search", measured),
        *_rows("one among the articles of the latest day, p50 / p95", "filtered", measured),
        *_rows("an answer, p50 / p95", "ask", measured),
        ["adding one article", *(_seconds(found["add"]) for found in measured)],
        ["removing one article", *(_seconds(found["remove"]) for found in measured)],
        ["start-up to the first answer", *(_seconds(found["start"]) for found in measured)],
        ["a look at the folder without changes", *(f"{found['look']:.2f} s" for found in measured)],
        ["nearest passages found, of 100", *(_of_hundred(f, "passages") for f in measured)],
        ["nearest sentences found, of 100", *(_of_hundred(f, "sentences") for f in measured)],
    ]
    return Table("Growing", header, rows, _NOTE)


def _rate(found: Figures) -> float:
    return float(1 / (found["grown"]["own"] + found["grown"]["bare"]))


def _share(found: Figures) -> float:
    return float(found["grown"]["bare"] * _rate(found))


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"


def _rows(title: str, key: str, measured: Sequence[Figures]) -> list[list[str]]:
    """One row by the clock, one by the processor."""
    clock = [_pair(found[key][:2]) for found in measured]
    return [[title, *clock], [f"{title}, processor", *(_pair(f[key][2:]) for f in measured)]]


def _seconds(both: Sequence[float]) -> str:
    return f"{both[0]:.1f} s ({both[1]:.1f})"


def _pair(times: Sequence[float]) -> str:
    return f"{times[0]:.0f} / {times[1]:.0f} ms"


def _of_hundred(found: Figures, kind: str) -> str:
    return f"{100 * found['recall'][kind]:.1f}"


if __name__ == "__main__":
    raise SystemExit(main())
