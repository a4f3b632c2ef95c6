"""Whether who does something to whom is as in the source, or the other way round.

Two names with a verb between them have roles. "A supplies B", "B buys from A" and "B is supplied
by A" are one event, so verbs are put into a few classes by which of the two gives; a verb of none
is compared with itself only. Where the grammar is not plain nothing is said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.checking.claim import Fault, FaultKind
from bot.checking.meaning import Meanings
from bot.checking.name_words import things_named
from bot.checking.role_words import GIVING, PASSIVE, TAKING
from index.words import is_function_word, split_words

# Two verbs of no class are the same from this likeness on.
_SAME_VERB = 0.55
# Further apart two names are hardly subject and object of one verb.
_FARTHEST = 12
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Event:
    """What stands between two names: who acts on whom, and by which word."""

    actor: str
    other: str
    kind: str
    verb: str


def check_roles(
    sentence: str, names: Sequence[str], evidence: Sequence[str], meanings: Meanings
) -> list[Fault]:
    """A fault when two names have changed places around the same kind of event."""
    claimed = list(_events(sentence, names))
    if not claimed:
        return []
    told = [event for text in evidence for event in _events(text, names)]
    faults = []
    for event in claimed:
        same = [other for other in told if _same_event(event, other, meanings)]
        reversed_ = [other for other in same if other.actor == event.other]
        if reversed_ and len(reversed_) == len(same):
            faults.append(Fault(FaultKind.ROLES, f"{event.actor} → {event.other}"))
    return faults[:1]


def _events(text: str, names: Sequence[str]) -> Iterator[_Event]:
    """The events that two of the names have between them in a text."""
    places = sorted(_places(text, names))
    for (_, end, name), (start, _, other) in pairwise(places):
        between = text[end:start]
        words = split_words(between)
        if name == other or len(words) > _FARTHEST or re.search(r"[.;:!?]\s", between):
            continue
        yield from _read(name, other, between, words)


def _read(first: str, second: str, between: str, words: Sequence[str]) -> Iterator[_Event]:
    passive = bool(PASSIVE.search(between))
    for kind, giving in GIVING.items():
        gives, takes = giving.search(between), TAKING[kind].search(between)
        if bool(gives) == bool(takes):
            continue
        found = gives or takes
        assert found is not None
        first_gives = bool(gives) != passive
        actor, other = (first, second) if first_gives else (second, first)
        yield _Event(actor, other, kind, found[0].lower())
    telling = [word for word in words if not is_function_word(word) and len(word) > 3]
    if telling:
        actor, other = (second, first) if passive else (first, second)
        yield _Event(actor, other, "", telling[0])


def _same_event(one: _Event, other: _Event, meanings: Meanings) -> bool:
    if {one.actor, one.other} != {other.actor, other.other} or one.kind != other.kind:
        return False
    return bool(one.kind) or float(meanings.alike([one.verb], [other.verb])[0, 0]) >= _SAME_VERB


def _places(text: str, names: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where a text has the names, in its own spelling or as the table of names has them."""
    for name in names:
        pattern = r"\b" + r"\W+".join(map(re.escape, _WORD.findall(name))) + r"(?:['’]s)?\b"
        found = list(re.finditer(pattern, text, re.IGNORECASE))
        if not found and (things := things_named(name)):
            found = [m for m in re.finditer(r"[A-ZÀ-Þ]\w+", text) if things_named(m[0]) & things]
        for match in found:
            yield match.start(), match.end(), name
