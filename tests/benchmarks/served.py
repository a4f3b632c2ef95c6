"""What a Chroma server costs beside Chroma in the folder: the same library, the same questions.

Both are asked each question in turn, so that whatever else the machine does slows down both.
"""

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from corpus.library import DEMO_FOLDER, Library
from index.catalogue import Index
from index.embedding import EmbeddedEncoder
from index.server import ChromaServer
from tests.chroma_server import ChromaRun

from .tables import Table, write_section

_QUESTIONS = Path(__file__).parents[1] / "questions" / "demo.jsonl"
_PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
_COMMAND = "make bench-served"
_COUNT, _WARM_UP, _ROUNDS = 60, 10, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.served")
    parser.add_argument("--write", action="store_true", help=f"write the table into {_PAGE.name}")
    parser.add_argument("--articles", type=int, help="how many articles of the demo corpus")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sibilla-served-") as folder:
        chroma = ChromaRun(Path(folder) / "chroma")
        chroma.start()
        try:
            table = measure(Path(folder), chroma, options.articles)
        finally:
            chroma.stop()
    print(table.to_markdown())
    if options.write:
        write_section(_PAGE, "served", _COMMAND, [table])
    return 0


def measure(folder: Path, chroma: ChromaRun, articles: int | None) -> Table:
    """Index the demo corpus in both homes, then search and remove in turns."""
    demo = folder / "demo"
    demo.mkdir()
    for file in sorted(DEMO_FOLDER.glob("*.md"))[:articles]:
        shutil.copy(file, demo)
    encoder = EmbeddedEncoder()
    homes = {"folder": None, "server": ChromaServer(chroma.url, owner="benchmark")}
    indexes: dict[str, Index] = {}
    libraries: dict[str, Library] = {}
    filling: dict[str, float] = {}
    for name, server in homes.items():
        if libraries:  # the same articles and encodings, with an empty server
            shutil.copytree(folder / "folder", folder / name)
        libraries[name] = Library(folder / name, demo=demo)
        indexes[name] = index = Index(folder / name / "index", server=server)
        index.encoder = encoder
        index.sync(libraries[name])
        derived = index._derived
        filling[name] = _time(lambda: (derived._empty_chroma(), derived.catch_up()))  # noqa: B023
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()[:_COUNT]
    questions = [json.loads(line)["question"] for line in lines]
    searches: dict[str, list[float]] = {name: [] for name in homes}
    for question in questions * _ROUNDS:
        for name, index in indexes.items():
            searches[name].append(_time(lambda: index.search(question)))  # noqa: B023
    passages = indexes["folder"].passage_count
    changes: dict[str, list[float]] = {name: [] for name in homes}
    for card in indexes["folder"].cards()[:_WARM_UP]:
        for name, index in indexes.items():
            libraries[name].remove(card.id)
            changes[name].append(_time(lambda: index.sync(libraries[name])))  # noqa: B023
    for index in indexes.values():
        index.close()
    figures: list[tuple[str, Callable[[str], float]]] = [
        ("a search, p50", lambda name: float(np.percentile(searches[name][_WARM_UP:], 50))),
        ("a search, p95", lambda name: float(np.percentile(searches[name][_WARM_UP:], 95))),
        ("removing an article, p50", lambda name: float(np.median(changes[name]))),
        ("filling all vectors in again", lambda name: filling[name]),
    ]
    rows = [
        [
            what,
            f"{1000 * of('folder'):.1f} ms",
            f"{1000 * of('server'):.1f} ms",
            f"{of('server') / of('folder'):.2f}",
        ]
        for what, of in figures
    ]
    note = (
        f"Sibilla's own corpus, {passages} passages; `chroma run` on this machine, over loopback. "
        f"{len(searches['folder']) - _WARM_UP} searches in each, one after the other in turns."
    )
    return Table("Beside the folder", ("", "folder", "server", "ratio"), rows, note)


def _time(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())
