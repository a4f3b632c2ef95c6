"""Sides: what a comparison puts next to each other."""

from collections.abc import Sequence

from bot.checking.name_words import names_any, thing_called
from bot.evidence import Evidence
from bot.question import Question
from bot.wanted import Kind
from index.words import split_words

# A sentence on the side that lacks one may score this much less than the best one.
_WORTH_COMPARING = 6.0


def sides(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """For each thing that a question compares the best sentence on it; one may serve for all."""
    if question.kind is not Kind.COMPARE or len(question.names) < 2:
        return []
    found: list[Evidence] = []
    left = list(question.names)
    for item in evidence:
        if not left or item.score < evidence[0].score - _WORTH_COMPARING:
            break
        met = [name for name in left if _speaks_of(item, name)]
        if met:
            found.append(item)
            left = [name for name in left if name not in met]
    return found


def _speaks_of(item: Evidence, name: str) -> bool:
    words = set(split_words(item.core_text))
    things = thing_called(name)
    wanted = split_words(name)
    return 2 * sum(word in words for word in wanted) >= len(wanted) or (
        bool(things) and names_any(things, item.core_text)
    )
