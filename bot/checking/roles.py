"""Whether who does something to whom is as in the source, or the other way round.

There is no parser here, only what stands around names: the verb behind a name has it as its
agent, or the name behind "by" when it is passive. "A supplies B", "B buys from A" and "B is
supplied by A" are one event, so some verbs are put into classes by which of the two gives. Where
the order of words does not make it plain, nothing is said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.checking.claim import Fault, FaultKind
from bot.checking.meaning import Meanings
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

# Two verbs are the same from this likeness on.
_SAME_VERB = 0.5
# A verb is looked for in so many words behind its agent.
_NEAR = 5
_KNOWN_VERBS = (*GIVING.values(), *TAKING.values())
_WORD = re.compile(r"[^\W_]+")
_CLAUSE_END = re.compile(r"[.;:!?]\s|,\s(?:which|that|who|che|il quale|la quale|while|mentre)\b")
_JOINED = re.compile(
    r"\s*(?:,|and|e|ed|&)\s*(?:the\s+|il\s+|la\s+|con\s+)?(?:[A-ZÀ-Þ]\w*\s+)*(?:con\s+la\s+)?"
)


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class _Act:
    """A name that does something, and the verb for it."""

    agent: str
    verb: str


@dataclass(frozen=True, slots=True)
class _Transfer:
    """Something that goes from one name to another."""

    giver: str
    taker: str
    kind: str


def check_roles(
    sentence: str, names: Sequence[str], evidence: Sequence[str], meanings: Meanings
) -> list[Fault]:
    """A fault when two names of a sentence have changed places, seen from its source."""
    ours = _places(sentence, names)
    if len({place.name for place in ours}) < 2:
        return []
    texts = [(text, _places(text, names)) for text in evidence]
    for found in (
        _swapped_owners(sentence, ours, texts),
        _swapped_shares(sentence, ours, texts),
        _swapped_transfers(sentence, ours, texts),
        _swapped_agents(sentence, ours, texts, meanings),
    ):
        if found:
            return [Fault(FaultKind.ROLES, found)]
    return []


_Texts = Sequence[tuple[str, "list[_Place]"]]


def _swapped_owners(sentence: str, ours: list[_Place], texts: _Texts) -> str:
    """Whose customer, partner or head somebody is, where the source says it of another name."""
    told = {owned for text, places in texts for owned in _owners(text, places)}
    mine = {place.name for place in ours}
    for kind, name in _owners(sentence, ours):
        owners = {owner for same, owner in told if same == kind}
        if owners & mine and name not in owners:
            return name
    return ""


def _owners(text: str, places: list[_Place]) -> set[tuple[str, str]]:
    """The names that have somebody: "ASML's finance chief", "i clienti italiani di AWS"."""
    return {
        (kind, place.name)
        for place in places
        for kind, (before, behind) in OWNED.items()
        if before.search(text[: place.start]) or behind.match(text, place.end)
    }


def _swapped_shares(sentence: str, ours: list[_Place], texts: _Texts) -> str:
    """A name whose shares are spoken of, where the source speaks of the other one's."""
    claimed = _shares(sentence, ours)
    told = {share for text, places in texts for share in _shares(text, places)}
    mine = {place.name for place in ours}
    for figure, name in claimed:
        owners = {other for same, other in told if same == figure}
        if owners & mine and name not in owners:
            return name
    return ""


def _shares(text: str, places: list[_Place]) -> set[tuple[str, str]]:
    """The names whose shares a text speaks of, each with the percentage, "" without one."""
    shares = set()
    for place in places:
        if found := SHARE_OF.search(text[: place.start]):
            shares.add((found["figure"] or "", place.name))
        elif SHARES_BEHIND.match(text, place.end):
            shares.add(("", place.name))
    return shares


def _swapped_transfers(sentence: str, ours: list[_Place], texts: _Texts) -> str:
    """Giver and taker, where the source has them the other way round only."""
    told = {transfer for text, places in texts for transfer in _transfers(text, places)}
    for claim in _transfers(sentence, ours):
        if claim not in told and _Transfer(claim.taker, claim.giver, claim.kind) in told:
            return f"{claim.giver} → {claim.taker}"
    return ""


def _transfers(text: str, places: list[_Place]) -> Iterator[_Transfer]:
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
                yield _Transfer(one.name, other.name, kind)
            else:
                yield _Transfer(other.name, one.name, kind)


def _swapped_agents(sentence: str, ours: list[_Place], texts: _Texts, meanings: Meanings) -> str:
    """A name that does what in the source another name of the sentence does."""
    told = [act for text, places in texts for act in _acts(text, places)]
    for claim in _acts(sentence, ours):
        same = [act for act in told if _same_verb(claim.verb, act.verb, meanings)]
        agents = {act.agent for act in same}
        if agents and claim.agent not in agents:
            return f"{claim.agent} {claim.verb}"
    return ""


def _acts(text: str, places: list[_Place]) -> Iterator[_Act]:
    """What the names of a text do, as far as the words around them make it plain."""
    for number, place in enumerate(places):
        before = text[places[number - 1].end if number else 0 : place.start]
        if AGENT.search(before):
            words = _telling(reversed(split_words(before)))[:1]
            if words and (BE.search(before) or PARTICIPLE.match(words[0])):
                yield _Act(place.name, words[0])
        elif not PREPOSITION.search(before):
            behind, following = _behind(text, places, number)
            if verb := _verb_of(behind, following):
                yield _Act(place.name, verb)


def _behind(text: str, places: list[_Place], number: int) -> tuple[str, str]:
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
    known = any(pattern.match(telling[0]) for pattern in _KNOWN_VERBS)
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


def _same_verb(one: str, other: str, meanings: Meanings) -> bool:
    of_one_class = any(p.match(one) and p.match(other) for p in _KNOWN_VERBS)
    return of_one_class or bool(meanings.alike([one], [other])[0, 0] >= _SAME_VERB)


def _is_passive(between: str) -> bool:
    """Whether what stands between two names makes the second one the agent."""
    agent = AGENT.search(between)
    if not agent:
        return False
    words = split_words(between[: agent.start()])
    return bool(BE.search(between) or (words and PARTICIPLE.match(words[-1])))


def _neighbours(text: str, places: list[_Place]) -> Iterator[tuple[_Place, _Place]]:
    for number, one in enumerate(places):
        for other in places[number + 1 :]:
            if one.name == other.name or _CLAUSE_END.search(text[one.end : other.start]):
                break
            yield one, other


def _places(text: str, names: Sequence[str]) -> list[_Place]:
    """Where a text has the names, in its own spelling or as the table of names has them."""
    found = []
    for name in names:
        pattern = r"\b" + r"\W+".join(map(re.escape, _WORD.findall(name))) + r"\b"
        matches = list(re.finditer(pattern, text, re.IGNORECASE))
        if not matches and (things := things_named(name)):
            matches = [m for m in re.finditer(r"[A-ZÀ-Þ]\w+", text) if things_named(m[0]) & things]
        found += [_Place(match.start(), match.end(), name) for match in matches]
    found.sort(key=lambda place: (place.start, -place.end))
    kept: list[_Place] = []
    for place in found:
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept
