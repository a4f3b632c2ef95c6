"""Measure loads, and print their tables: `python -m tests.load [SECONDS]`, 300 if not told.

First 32 people who read and think between their questions, with an editor among them; then as many
who ask again at once, for a tenth of the time; then 200 who all ask at the same moment.
"""

import sys
import tempfile
from pathlib import Path

from tests.load.measure import Load, Measured, add_articles, apply
from tests.load.running import run
from tests.load.rush import rush_api, rush_page
from tests.load.server import Served, server

PAUSE = (10.0, 30.0)
"""Seconds to read an answer of a few sentences with its sources, and to think of a question."""

_KINDS = {
    "page": "question on the page",
    "API": "question to the API",
    "suggestions": "suggestions after an answer",
    "adding": "article added",
    "removing": "article removed",
}


def show(measured: Measured, served: Served) -> None:
    """Print the figures of a load."""
    print("| what | how many | p50 s | p95 s | slowest s |\n| --- | --- | --- | --- | --- |")
    for kind, name in _KINDS.items():
        if count := measured.count(kind):
            figures = (measured.quantile(share, kind) for share in (0.5, 0.95, 1.0))
            print(f"| {name} | {count} | " + " | ".join(f"{f:.2f}" for f in figures) + " |")
    asked = measured.count("page", "API")
    first, last = (served.memory_at(moment) for moment in (60, measured.lasted))
    print(
        f"\n{asked / measured.lasted:.1f} questions a second; server {measured.cpu:.2f} cores, "
        f"people {measured.load_cpu:.2f} cores; memory {first:.0f} MB after a minute, "
        f"{last:.0f} MB at the end; {len(measured.seen.faults)} faults\n",
        flush=True,
    )
    for fault in measured.seen.faults[:10]:
        print(" ", fault[:1000])


def main() -> None:
    """Apply one load after the other to one server."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 300.0
    with tempfile.TemporaryDirectory() as data, server(Path(data)) as served:
        add_articles(served, 32)
        show(apply(Load(24, 8, seconds, PAUSE), served), served)
        served.samples.clear()
        show(apply(Load(24, 8, seconds / 10, (0, 0), edit_every=0), served), served)
        for name, rush in (("page", rush_page), ("API", rush_api)):
            came = run(rush(served.address, 200))
            print(f"200 at once, {name}: {dict(came.served)}, slowest {came.slowest:.1f} s")


if __name__ == "__main__":
    main()
