"""Measure a load, and print a table: `python -m tests.load [SECONDS [PAUSE-FROM PAUSE-TO]]`."""

import sys
import tempfile
from pathlib import Path

from tests.load.measure import Load, Measured, add_articles, apply
from tests.load.server import server


def show(measured: Measured) -> None:
    """Print the figures of a load."""
    print("| what | count | p50 s | p95 s | slowest s |\n| --- | --- | --- | --- | --- |")
    for kind in ("page", "API", "suggestions", "adding", "removing"):
        if count := measured.count(kind):
            figures = (measured.quantile(share, kind) for share in (0.5, 0.95, 1.0))
            print(f"| {kind} | {count} | " + " | ".join(f"{f:.2f}" for f in figures) + " |")
    asked = measured.count("page", "API")
    print(
        f"{asked / measured.lasted:.1f} questions a second; server {measured.cpu:.2f} cores, "
        f"people {measured.load_cpu:.2f} cores; {len(measured.seen.faults)} faults"
    )
    for fault in measured.seen.faults[:10]:
        print(" ", fault[:1000])


def main() -> None:
    """Run one load of 32 people."""
    seconds, least, most = (*map(float, sys.argv[1:]), *(300.0, 10.0, 30.0)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as data, server(Path(data)) as served:
        add_articles(served, 32)
        measured = apply(Load(24, 8, seconds, (least, most)), served)
        show(measured)
        first, last = served.memory_at(min(60, seconds / 2)), served.memory_at(seconds)
        print(f"memory {first:.0f} MB after the first minute, {last:.0f} MB at the end")


if __name__ == "__main__":
    main()
