"""The citation benchmark: `python -m tests.benchmarks.citations [--write] [--details]`.

Sentences about the demo corpus, half of them with one planted fault, are checked against the
passage that holds what they tell. Prints the tables of the section "Citations" of
`docs/benchmarks.md`, or writes them there.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answer import Support
from bot.checking.claim import Checked
from bot.checking.meaning import Meanings
from bot.checking.sentence import check_sentence
from index.embedding import make_encoder

from .citation_pairs import KINDS, Pair, Passages, halves, read_pairs
from .tables import Table, figure, write_section

_PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
_COMMAND = "python -m tests.benchmarks.citations --write"

# At least so many of the faults of these kinds each, of the others together; false alarms at most.
SHARP, SHARP_AT_LEAST, OTHERS_AT_LEAST, FALSE_AT_MOST = ("number", "date", "name"), 0.95, 0.6, 0.05


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with what the check said of it, and the seconds that took."""

    pair: Pair
    checked: Checked
    seconds: float

    @property
    def flagged(self) -> bool:
        """Whether the reader is warned of the sentence."""
        return self.checked.support is not Support.SUPPORTED


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.citations")
    parser.add_argument("--write", action="store_true", help=f"write the tables into {_PAGE.name}")
    parser.add_argument("--details", action="store_true", help="print what was judged wrongly")
    options = parser.parse_args(arguments)
    development, test = halves(judge(read_pairs()), lambda judged: judged.pair.story)
    tables = [by_kind(development, test), by_direction(development, test)]
    for table in tables:
        print(table.to_markdown(), end="\n\n")
    if options.details:
        print_details(development)
    if options.write:
        write_section(_PAGE, "citations", _COMMAND, tables)
    return 0


def judge(pairs: Sequence[Pair]) -> list[Judged]:
    """Check every pair."""
    meanings = Meanings(make_encoder())
    passages = Passages(meanings)
    judged = []
    for pair in pairs:
        passage = passages.holding(pair)
        began = time.perf_counter()
        checked = check_sentence(pair.sentence, pair.language, [passage], meanings)
        judged.append(Judged(pair, checked, time.perf_counter() - began))
    return judged


def by_kind(development: Sequence[Judged], test: Sequence[Judged]) -> Table:
    """How many of each kind of sentence are flagged."""
    rows = [
        (name, *_shares(lambda item, kinds=kinds: item.pair.fault in kinds, development, test), aim)
        for name, kinds, aim in (
            *((kind, (kind,), f"≥ {figure(SHARP_AT_LEAST, 2)}") for kind in SHARP),
            *((kind, (kind,), "") for kind in KINDS if kind not in SHARP),
            (
                "**all but number, date, name**",
                tuple(kind for kind in KINDS if kind not in SHARP),
                f"≥ {figure(OTHERS_AT_LEAST, 2)}",
            ),
            ("**true (false alarms)**", ("",), f"≤ {figure(FALSE_AT_MOST, 2)}"),
        )
    ]
    return Table(
        "Sentences flagged, by what was done to them",
        ("", "pairs", "development", "test", "all", "aim"),
        rows,
        "Flagged is every sentence that is not fully supported. Rules were tuned on the development"
        " half; no story is in both halves.",
    )


def by_direction(development: Sequence[Judged], test: Sequence[Judged]) -> Table:
    """False alarms and faults found by the languages of sentence and passage."""
    rows = []
    for direction in (("it", "it"), ("en", "en"), ("it", "en"), ("en", "it")):
        here = [item for item in (*development, *test) if item.pair.direction == direction]
        true = [item for item in here if not item.pair.fault]
        faulty = [item for item in here if item.pair.fault]
        rows.append(
            (
                f"{direction[0]}→{direction[1]}",
                str(len(here)),
                figure(_share(true)),
                figure(_share(faulty)),
                f"{1000 * sum(item.seconds for item in here) / max(len(here), 1):.0f}",
            )
        )
    return Table(
        "By language",
        ("", "pairs", "false alarms", "faults flagged", "ms a sentence"),
        rows,
        "The language of the sentence stands first, then that of the passage. Both halves together;"
        " the time includes the vectors of the passage's words when they are new.",
    )


def print_details(judged: Sequence[Judged]) -> None:
    """Every false alarm and every fault missed."""
    for item in judged:
        if item.flagged != bool(item.pair.fault):
            what = f"missed {item.pair.fault}" if item.pair.fault else "false alarm"
            said = ", ".join(f"{fault.kind} {fault.piece!r}" for fault in item.checked.faults)
            print(f"{what}: {item.pair.article} | {item.pair.sentence}")
            print(f"    {item.checked.support} {item.checked.score:.2f} {said}")


def _shares(
    wanted: Callable[[Judged], bool], development: Sequence[Judged], test: Sequence[Judged]
) -> tuple[str, ...]:
    ours = [item for item in development if wanted(item)]
    others = [item for item in test if wanted(item)]
    both = [*ours, *others]
    return str(len(both)), figure(_share(ours)), figure(_share(others)), figure(_share(both))


def _share(judged: Sequence[Judged]) -> float:
    return sum(item.flagged for item in judged) / max(len(judged), 1)


if __name__ == "__main__":
    raise SystemExit(main())
