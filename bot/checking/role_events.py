"""Who does what to whom in a text, as far as what stands around its names makes it plain.

There is no parser here: the verb behind a name has it as its agent, or the name behind "by" when
it is passive. Some verbs are put into classes by which of the two parties gives. Where the order
of words does not make it plain, nothing is read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.checking.name_words import things_named
from bot.checking.polarity_words import DENIALS
from bot.checking.role_words import (
    AGENT,
    AUXILIARIES,
    BE,
    GIVING,
    NO_VERB,
    NOUN_BEFORE,
    NOUN_BEHIND,
    OWNED,
    PARTICIPLE,
    PREPOSITION,
    SHARE_OF,
    SHARES_BEHIND,
    TAKING,
)
from index.words import is_function_word, split_words

# A verb is looked for in so many words behind its agent.
_NEAR = 5
KNOWN_VERBS = (*GIVING.values(), *TAKING.values())
_WORD = re.compile(r"[^\W_]+")
_CLAUSE_END = re.compile(r"[.;:!?]\s|,\s(?:which|that|who|che|il quale|la quale|while|mentre)\b")
_JOINED = re.compile(
    r"\s*(?:,|and|e|ed|&)\s*(?:the\s+|il\s+|la\s+|con\s+)?(?:[A-ZÀ-Þ]\w*\s+)*(?:con\s+la\s+)?"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text has a name of the sentence that is checked: `text[start:end]`."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Act:
    """A name that does something, and the verb for it."""

    agent: str
    verb: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """Something that goes from one name to another."""

    giver: str
    taker: str
    kind: str


def owners_in(text: str, places: list[Place]) -> set[tuple[str, str]]:
    """The names that have somebody: "ASML's finance chief", "i clienti italiani di AWS"."""
    return {
        (kind, place.name)
        for place in places
        for kind, (before, behind) in OWNED.items()
        if before.search(text[: place.start]) or behind.match(text, place.end)
    }


def shares_in(text: str, places: list[Place]) -> set[tuple[str, str]]:
    """The names whose shares a text speaks of, each with the percentage, "" without one."""
    shares = set()
    for place in places:
        if found := SHARE_OF.search(text[: place.start]):
            shares.add((found["figure"] or "", place.name))
        elif SHARES_BEHIND.match(text, place.end):
            shares.add(("", place.name))
    return shares


def transfers_in(text: str, places: list[Place]) -> Iterator[Transfer]:
    for one, other in _neighbours(text, places):
        between = text[one.end : other.start]
        if DENIALS.search(between):
            continue
        passive = _is_passive(between)
        for kind, giving in GIVING.items():
            gives, takes = giving.search(between), TAKING[kind].search(between)
            if bool(gives) == bool(takes):
                continue
            if bool(gives) != passive:
                yield Transfer(one.name, other.name, kind)
            else:
                yield Transfer(other.name, one.name, kind)


def acts_in(text: str, places: list[Place]) -> Iterator[Act]:
    """What the names of a text do, as far as the words around them make it plain."""
    for number, place in enumerate(places):
        before = text[places[number - 1].end if number else 0 : place.start]
        if AGENT.search(before):
            words = _telling(reversed(split_words(before)))[:1]
            if words and (BE.search(before) or PARTICIPLE.match(words[0])):
                yield Act(place.name, words[0])
        elif not PREPOSITION.search(before):
            behind, following = _behind(text, places, number)
            if verb := _verb_of(behind, following):
                yield Act(place.name, verb)


def _behind(text: str, places: list[Place], number: int) -> tuple[str, str]:
    """What stands between a name, with those it is joined to, and the next; and all the rest."""
    last = number
    while last + 1 < len(places) and _JOINED.fullmatch(
        text[places[last].end : places[last + 1].start]
    ):
        last += 1
    rest = _CLAUSE_END.split(text[places[last].end :], maxsplit=1)[0]
    length = places[last + 1].start - places[last].end if last + 1 < len(places) else len(rest)
    return rest[:length], rest


def _verb_of(behind: str, rest: str) -> str:
    """The verb that stands right behind its subject; "" when that is no subject, or passive."""
    if NO_VERB.match(behind) or NOUN_BEHIND.match(rest) or _is_passive(behind):
        return ""
    words = split_words(behind)
    telling = _telling(iter(words[:_NEAR]))
    if not telling or DENIALS.search(behind):
        return ""
    place = words.index(telling[0])
    if place and BE.search(" ".join(words[:place])) and PARTICIPLE.match(telling[0]):
        return ""  # "the systems will be installed": they do not install
    following = words[place + 1] if place + 1 < len(words) else ""
    known = any(pattern.match(telling[0]) for pattern in KNOWN_VERBS)
    if (
        not place
        and not known
        and (following in NOUN_BEFORE or not rest[len(behind) - 1 :].strip())
    ):
        return ""  # "SiPearl processors."
    return telling[0]


def _telling(words: Iterator[str]) -> list[str]:
    """The telling words, auxiliaries left out."""
    return [
        word
        for word in words
        if len(word) > 2
        and word.isalpha()
        and word not in AUXILIARIES
        and not is_function_word(word)
    ]


def _is_passive(between: str) -> bool:
    """Whether what stands between two names makes the second one the agent."""
    agent = AGENT.search(between)
    if not agent:
        return False
    words = split_words(between[: agent.start()])
    return bool(BE.search(between) or (words and PARTICIPLE.match(words[-1])))


def _neighbours(text: str, places: list[Place]) -> Iterator[tuple[Place, Place]]:
    for number, one in enumerate(places):
        for other in places[number + 1 :]:
            if one.name == other.name or _CLAUSE_END.search(text[one.end : other.start]):
                break
            yield one, other


def places_of(text: str, names: Sequence[str]) -> list[Place]:
    """Where a text has the names, in its own spelling or as the table of names has them."""
    found = []
    for name in names:
        pattern = r"\b" + r"\W+".join(map(re.escape, _WORD.findall(name))) + r"\b"
        matches = list(re.finditer(pattern, text, re.IGNORECASE))
        if not matches and (things := things_named(name)):
            matches = [m for m in re.finditer(r"[A-ZÀ-Þ]\w+", text) if things_named(m[0]) & things]
        found += [Place(match.start(), match.end(), name) for match in matches]
    found.sort(key=lambda place: (place.start, -place.end))
    kept: list[Place] = []
    for place in found:
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept
