"""Clues: the places in a text that could be what a question asks for.

A figure for "how much", a date for "when", a reason for "why". Each has a strength between 0 and
1: how far such a thing in a sentence tells that it answers. What the question itself says is no
clue to its answer.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.names import proper_names
from bot.wanted import Kind, Measure, measure_wanted, unit_wanted
from corpus.figures import Figure, find_figures
from corpus.language import LANGUAGES


@dataclass(frozen=True, slots=True)
class Clue:
    """`text[start:end]` could be what is asked for."""

    start: int
    end: int
    strength: float


ClueFinder = Callable[[str, str], list[Clue]]
"""Finds the clues in a text of a language."""

_NUMBER_WORD = (
    r"\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|"
    r"due|tre|quattro|cinque|sei|sette|otto|nove|dieci|quindici|venti"
)
_MEASURES = {
    Measure.DURATION: re.compile(
        rf"\b(?:{_NUMBER_WORD}|an?|one|un[oa]?)[ -](?:years?|months?|weeks?|days?|hours?|minutes?|"
        r"ann[oi]|mes[ei]|settiman[ae]|giorn[oi]|or[ae]|minut[oi])\b",
        re.IGNORECASE,
    ),
    Measure.TEMPERATURE: re.compile(r"\d[\d.,]*\s?(?:°\s?[CF]?|gradi\b|degrees\b)", re.IGNORECASE),
    Measure.MULTIPLE: re.compile(
        rf"\b(?:{_NUMBER_WORD})(?:x\b|\s(?:times|volte)\b)|"
        r"\b(?:twice|double|triple|half|doppio|triplo|metà)\b",
        re.IGNORECASE,
    ),
}
_REASON = re.compile(
    r"\b(?:because|so that|in order to|reasons?|due to|thanks to|owing to|"
    r"for th(?:is|at) reason|(?:that|which) is why|perch[eé]|poich[eé]|dato che|siccome|"
    r"visto che|per questo|per questa ragione|a causa|per via d\w+|grazie a\w*|in modo da|"
    r"così da|motiv[oi]|ragion[ei])\b",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"\b(?:since|therefore|aims? to|driven by|as a result|want(?:s|ed)? to|meant to|need\w*|"
    r"fear\w*|worr\w+|risk\w*|depend\w*|allow\w*|to (?:avoid|reduce|cut|secure|keep|make|gain|"
    r"widen|lower|get|give|offer|meet|pay|build|support|help|protect)|"
    r"consent\w*|permett\w*|serv[eo]\w*|vuole|voleva|vogliono|tem\w+|rischi\w*|dipend\w+|"
    r"allo scopo|bisogno|per (?:non )?[a-z]+(?:are|ere|ire|arre|orre|urre|rsi|rlo|rla|rli|rne))\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:in|at|near|outside|of|from|a|ad|di|nel|nello|nella|nell[’']|negli|nei|presso|vicino|"
    r"dell[’']|della|del)\s*(?:the |al |alla |all[’'])?(?P<place>[A-ZÀ-Þ][\w’'-]+"
    r"(?:[ -][A-ZÀ-Þ][\w’'-]+)*)"
)

# Of an amount: in the unit asked for, in another, a bare number where things are counted, and
# any where the question tells no unit.
_IN_UNIT, _OTHER_UNIT, _COUNTED, _ANY_UNIT = 1.0, 0.15, 0.8, 0.6
_SAID_REASON, _SAID_PURPOSE = 1.0, 0.4
# A name of several words is rather a person or a place than a product.
_LONG_NAME, _SHORT_NAME = 1.0, 0.7
_NAMED_PLACE = 0.8


def clue_finder(kind: Kind, question: str, names: Sequence[str]) -> ClueFinder:
    """What finds the clues to a question of a kind; `names` are those it gives."""
    known = " ".join(names).lower()
    asked = {_said(figure) for language in LANGUAGES for figure in figures_of(question, language)}

    def figures(text: str, language: str) -> list[Figure]:
        return [figure for figure in figures_of(text, language) if _said(figure) not in asked]

    finders: dict[Kind, ClueFinder] = {
        Kind.AMOUNT: _amounts(question, figures),
        Kind.WHEN: lambda text, language: [
            Clue(f.start, f.end, 1.0) for f in figures(text, language) if is_date(f)
        ],
        Kind.WHY: lambda text, language: _reasons(text),
        Kind.WHERE: lambda text, language: _places(text, known),
        Kind.WHO: lambda text, language: _new_names(text, known),
        Kind.LIST: lambda text, language: _listed(_new_names(text, known)),
        Kind.COMPARE: lambda text, language: _compared(text, names, figures(text, language)),
    }
    return finders.get(kind, lambda text, language: [])


@lru_cache(maxsize=8192)
def figures_of(text: str, language: str) -> tuple[Figure, ...]:
    """The figures of a sentence; the same sentences come up for question after question."""
    return tuple(find_figures(text, language))


def is_date(figure: Figure) -> bool:
    """Whether a figure is a date or a year."""
    return figure.unit == "date" or (not figure.unit and 1900 < figure.value < 2100)


def _said(figure: Figure) -> tuple[object, ...]:
    return figure.value, figure.unit, figure.date


def _amounts(question: str, figures: Callable[[str, str], list[Figure]]) -> ClueFinder:
    measure, units = measure_wanted(question), unit_wanted(question)

    def strength(figure: Figure) -> float:
        if units:
            return _IN_UNIT if figure.unit in units else _OTHER_UNIT
        if measure is Measure.COUNT:
            return _OTHER_UNIT if figure.unit else _COUNTED
        return _ANY_UNIT

    def find(text: str, language: str) -> list[Clue]:
        pattern = _MEASURES.get(measure) if measure else None
        written = [Clue(*m.span(), 1.0) for m in pattern.finditer(text)] if pattern else []
        if pattern and measure is not Measure.MULTIPLE:
            return written
        return written + [
            Clue(f.start, f.end, strength(f)) for f in figures(text, language) if not is_date(f)
        ]

    return find


def _reasons(text: str) -> list[Clue]:
    return [Clue(*m.span(), _SAID_REASON) for m in _REASON.finditer(text)] + [
        Clue(*m.span(), _SAID_PURPOSE) for m in _PURPOSE.finditer(text)
    ]


def _places(text: str, known: str) -> list[Clue]:
    return [
        Clue(*match.span("place"), _NAMED_PLACE)
        for match in _PLACE.finditer(text)
        if match["place"].split()[-1].lower() not in known
    ]


def _new_names(text: str, known: str) -> list[Clue]:
    clues = []
    for name in proper_names(text):
        if name.lower() not in known:
            start = text.find(name)
            strength = _LONG_NAME if " " in name else _SHORT_NAME
            clues.append(Clue(start, start + len(name), strength))
    return clues


def _listed(names: list[Clue]) -> list[Clue]:
    """Names as parts of a list: the more there are, the rather it is one."""
    strength = min(1.0, 0.1 + 0.25 * len(names))
    return [Clue(name.start, name.end, strength) for name in names]


def _compared(text: str, names: Sequence[str], figures: list[Figure]) -> list[Clue]:
    """Two figures, and both names, make a comparison."""
    lowered = text.lower()
    present = sum(name.lower() in lowered for name in names)
    amounts = [figure for figure in figures if not is_date(figure)]
    strength = 0.5 if present >= 2 else 0.1
    if len(amounts) >= 2 and present:
        strength += 0.5
    elif amounts:
        strength += 0.2
    if not amounts:
        return [Clue(0, len(text), strength)] if present >= 2 else []
    return [Clue(figure.start, figure.end, strength) for figure in amounts]
