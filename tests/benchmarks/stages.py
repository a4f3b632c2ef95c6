"""Where the time of an answer goes: `python -m tests.benchmarks.stages [--write]`.

The questions of the demo set are asked of the demo corpus, warm, one after the other, and the time
spent in each stage is added up. Prints the table of the section "Stages of an answer" of
`docs/benchmarks.md`, or writes it there.
"""

import argparse
import functools
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from bot import answering
from bot import sibilla as asking
from bot.settings import Settings
from bot.sibilla import Sibilla
from index import retrieval
from index.catalogue import Index
from index.embedding import EmbeddedEncoder
from index.ledger import Ledger
from index.lexical import LexicalIndex
from index.scoring import Asked, PassageArrays
from index.vectors import VectorStore
from index.vocabulary import Vocabulary

from .tables import Table, write_section

_PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
_QUESTIONS = Path(__file__).parents[1] / "questions" / "demo.jsonl"
_COMMAND = "python -m tests.benchmarks.stages --write"
_WARM_UP = 20

# The functions that make up each stage. Time within a stage that another function of this list
# takes is counted there and not here.
_STAGES: dict[str, list[tuple[Any, str]]] = {
    "mending slips of the finger": [(Index, "mend")],
    "understanding the question": [(asking, "read_question")],
    "encoding the question and its words": [
        (EmbeddedEncoder, "encode_questions"),
        (EmbeddedEncoder, "encode_words"),
    ],
    "expanding words in the vocabularies": [(Vocabulary, "compare"), (Vocabulary, "expand")],
    "candidates by words": [(LexicalIndex, "search")],
    "candidates by vectors": [
        (VectorStore, "nearest_passages"),
        (VectorStore, "nearest_sentences"),
    ],
    "reading candidates from the ledger": [
        (Ledger, "passage_vectors"),
        (Ledger, "passages"),
        (Ledger, "cards_of"),
        (PassageArrays, "of"),
    ],
    "scoring": [(Asked, "score"), (retrieval, "measure")],
    "the rest of the search": [(Index, "search")],
    "evidence: the sentences that answer": [(answering, "find_evidence")],
    "judging whether it is known": [(answering, "judge")],
    "composing, with its citations": [(asking, "answer_from")],
}


class Stopwatch:
    """Seconds by stage; what is inside an inner stage is not the outer one's."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._inner: list[float] = []

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The function, whose time counts for the stage."""

        @functools.wraps(work)
        def measured(*given: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            began = time.perf_counter()
            try:
                return work(*given, **named)
            finally:
                took = time.perf_counter() - began
                self.seconds[stage] += took - self._inner.pop()
                if self._inner:
                    self._inner[-1] += took

        return measured


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.stages")
    parser.add_argument("--write", action="store_true", help=f"write the table into {_PAGE.name}")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as data:
        table = measure(Path(data))
    print(table.to_markdown())
    if options.write:
        write_section(_PAGE, "stages", _COMMAND, [table])
    return 0


def measure(data: Path) -> Table:
    """The table; `data` is an empty folder, which gets the demo corpus."""
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    sibilla = Sibilla(Settings(data=data))
    sibilla.sync()
    for case in cases[:_WARM_UP]:
        sibilla.ask(case["question"], case.get("history", ()))
    plain = [_ask(sibilla, case) for case in cases]
    by_stage: list[dict[str, float]] = []
    watched: list[float] = []
    for case in cases:
        stopwatch = Stopwatch()
        with _watched(stopwatch):
            watched.append(_ask(sibilla, case))
        by_stage.append(dict(stopwatch.seconds))
    passages = sibilla.index.passage_count
    sibilla.close()
    total = sum(watched)
    rows = [_row(name, [stages.get(name, 0.0) for stages in by_stage], total) for name in _STAGES]
    left = [whole - sum(stages.values()) for whole, stages in zip(watched, by_stage, strict=True)]
    rows.append(_row("what is left", left, total))
    rows.append(_row("**an answer, measured in stages**", watched, total))
    rows.append([*_row("**an answer**", plain, sum(plain))[:3], ""])
    note = f"{len(cases)} questions, one after the other, {passages} passages; milliseconds."
    return Table("Stages of an answer", ("", "p50", "p95", "share"), rows, note)


def _ask(sibilla: Sibilla, case: dict[str, Any]) -> float:
    began = time.perf_counter()
    sibilla.ask(case["question"], case.get("history", ()))
    return time.perf_counter() - began


@contextmanager
def _watched(stopwatch: Stopwatch) -> Iterator[None]:
    with ExitStack() as stack:
        for stage, functions in _STAGES.items():
            for owner, name in functions:
                own = vars(owner)[name]
                made = stopwatch.timed(stage, getattr(owner, name))
                bound = isinstance(own, classmethod)  # to its class, by now
                setattr(owner, name, staticmethod(made) if bound else made)
                stack.callback(setattr, owner, name, own)
        yield


def _row(name: str, seconds: Sequence[float], total: float) -> list[str]:
    p50, p95 = 1000 * np.percentile(seconds, [50, 95])
    return [name, f"{p50:.1f}", f"{p95:.1f}", f"{sum(seconds) / total:.0%}"]


if __name__ == "__main__":
    raise SystemExit(main())
