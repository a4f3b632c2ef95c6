"""The retrieval benchmark: `python -m tests.benchmarks.retrieval [--bench FOLDER] [--write]`.

Prints the tables of the section "Retrieval" of `docs/benchmarks.md`, or writes them there.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.catalogue import Index
from index.embedding import make_encoder

from .ablations import ablate_sample, ablate_scores, ablate_words
from .bilingual import read_questions, write_library
from .exhaustive import Laboratory
from .ideas import learned_weights, try_ideas, try_typos
from .searches import measure_directions, measure_mixed, measure_pools, measure_sources
from .speed import measure_cost
from .tables import Table, write_section

_ROOT = Path(__file__).parents[2]
_BENCH = _ROOT.parent / "shared" / "bench"
_PAGE = _ROOT / "docs" / "benchmarks.md"
_COMMAND = "python -m tests.benchmarks.retrieval --write"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; without its data, say so and succeed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.retrieval")
    parser.add_argument("--bench", type=Path, default=_BENCH, help="the benchmark's folder")
    parser.add_argument("--write", action="store_true", help=f"write the tables into {_PAGE.name}")
    options = parser.parse_args(arguments)
    if not (options.bench / "documents.jsonl").is_file():
        print(f"Skipped: the retrieval benchmark's data is not in {options.bench}.")
        return 0
    began = time.perf_counter()
    tables: list[Table] = []
    with tempfile.TemporaryDirectory() as data:
        for table in measure(options.bench, Path(data)):
            print(table.to_markdown(), end="\n\n", flush=True)
            tables.append(table)
    if options.write:
        write_section(_PAGE, "retrieval", _COMMAND, tables)
    print(f"{time.perf_counter() - began:.0f} seconds in all.")
    return 0


def measure(bench: Path, data: Path) -> Iterator[Table]:
    """All tables, in the order in which they are to be read; `data` is an empty folder."""
    encoder = make_encoder()
    questions = read_questions(bench)
    index = Index(data / "bench" / "index")
    index.encoder = encoder
    index.sync(write_library(bench, data / "bench"))
    laboratory = Laboratory.of(index, questions)
    yield measure_directions(index, questions)
    yield measure_mixed(index, questions, laboratory)
    yield measure_pools(index, questions)
    yield measure_sources(laboratory)
    yield ablate_scores(laboratory)
    yield ablate_words(laboratory)
    yield ablate_sample(laboratory, index)
    weights, learned = learned_weights(laboratory)
    yield weights
    yield try_ideas(laboratory, learned)
    yield try_typos(laboratory)
    index.close()
    yield measure_cost(encoder, data / "demo")


if __name__ == "__main__":
    raise SystemExit(main())
