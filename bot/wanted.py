"""What a question wants, and whether a text holds such a thing: an amount, a date, a cause…"""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache

from bot.names import proper_names
from corpus.figures import Figure, find_figures


class Kind(StrEnum):
    """What kind of answer a question wants."""

    WHY = "why"
    AMOUNT = "amount"
    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    LIST = "list"
    COMPARE = "compare"
    OTHER = "other"


# Tried in this order: "why … more than" asks for a cause, "how much more than" for an amount.
_KINDS = {
    Kind.WHY: r"why|perch[eéè]|come mai|how come|what led|what made|come si spiega|"
    r"per (?:quale|quali|che) (?:motiv\w+|ragion\w+)|"
    r"(?:what|which) (?:is|are|was|were)? ?(?:the )?reasons?",
    Kind.COMPARE: r"compare[ds]?|versus|vs\.?|difference between|confront\w+|"
    r"differenz\w+ (?:tra|fra)|"
    r"rispetto a\w*|meglio|better than|(?:more|less|bigger|larger|faster|cheaper) than|"
    r"which (?:is|has) (?:more|the \w+est)|o invece",
    Kind.AMOUNT: r"how (?:much|many|large|big|long|far|fast|powerful|hot|high)|quant[oaie]|"
    r"what (?:price|amount|share|percentage|cut|size|capacity)|worth|costs?|costa|costano|"
    r"che (?:percentuale|quota|prezzo|cifra|potenza)|a quanto|vale|valore|prezzo",
    Kind.WHEN: r"when|quando|(?:what|which) (?:date|day|year|month)|since when|by when|"
    r"in (?:che|quale) (?:anno|data|mese|giorno)|che giorno|entro quando",
    Kind.WHERE: r"where|dove|dov|in (?:which|what) (?:country|city|state|place)|"
    r"in (?:che|quale) (?:paese|città|stato|regione)",
    Kind.WHO: r"who|whom|whose|chi",
    Kind.LIST: r"(?:which|what) (?:\w+ )?(?:companies|firms|countries|chips|customers|suppliers|"
    r"states|cities|banks|investors)|quali|list|elenc\w+",
}
_KIND_PATTERNS = {
    kind: re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE) for kind, pattern in _KINDS.items()
}

_CAUSE = re.compile(
    r"\b(because|since|due to|in order to|so that|so as to|reasons?|therefore|thanks to|aims? to|"
    r"driven by|as a result|wants? to|meant to|to (?:avoid|reduce|cut|secure|keep|make|gain|widen)|"
    r"depend\w*|perch[eé]|poich[eé]|dato che|siccome|a causa d\w+|per via d\w+|grazie a\w*|"
    r"motiv\w+|ragion\w+|in modo da|così da|allo scopo|consente|permette|serve a|servono a|"
    r"vuole|dipend\w+|per (?:non )?[a-z]+(?:are|ere|ire|arre|orre|urre|rsi|rlo|rla)\b)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:in|at|near|outside|a|ad|nel|nello|nella|nell'|negli|nei|presso|vicino)\s*"
    r"(?:the |al |alla |all')?[A-ZÀ-Þ][\w’'-]+"
)

# Words of a question that say what unit the amount has.
_UNIT_WORDS: list[tuple[re.Pattern[str], frozenset[str]]] = [
    (
        re.compile(r"\b(share|percent\w*|proportion|cut|quota|percentual\w+|fetta)\b", re.I),
        frozenset({"%"}),
    ),
    (
        re.compile(
            r"\b(price|pay\w*|paid|cost\w*|spen[dt]\w*|worth|invest\w*|raise\w*|valu\w+|"
            r"revenue\w*|money|borrow\w*|sold[io]|pag[ah]\w*|cost[aio]\w*|vale\w*|valore|"
            r"prezz[oi]|spend\w+|spes[ae]|ricav\w+|raccolt\w*|debit\w*|fattur\w*)\b",
            re.I,
        ),
        frozenset({"USD", "EUR", "GBP", "CNY", "JPY"}),
    ),
    (
        re.compile(r"\b(power|megawatts?|gigawatts?|capacity|potenza|capacità)\b", re.I),
        frozenset({"W"}),
    ),
    (
        re.compile(r"\b(electricity|energy|elettricità|energia|corrente)\b", re.I),
        frozenset({"Wh", "W"}),
    ),
    (re.compile(r"\b(memory|memoria|bandwidth|banda)\b", re.I), frozenset({"B", "B/s"})),
]
_DURATION = re.compile(r"\b(how long|quanto tempo|quanto dur\w+|per quanti (?:anni|mesi))\b", re.I)
_TIME_UNIT = re.compile(
    r"\b(years?|months?|weeks?|days?|hours?|minutes?|ann[oi]|mes[ei]|settiman[ae]|giorn[oi]|"
    r"or[ae]|minut[oi])\b",
    re.I,
)


def kind_of(text: str) -> Kind:
    """What kind of answer the words of a question ask for."""
    for kind, pattern in _KIND_PATTERNS.items():
        if pattern.search(text):
            return kind
    return Kind.OTHER


def unit_wanted(question: str) -> frozenset[str]:
    """The units that an amount asked for may have; empty when any will do."""
    for pattern, units in _UNIT_WORDS:
        if pattern.search(question):
            return units
    return frozenset()


def fitness(kind: Kind, question: str, names: Sequence[str]) -> Callable[[str, str], float]:
    """How well a text fits what is asked, as a function of the text and its language.

    1 for an amount in the very unit asked for, which tells much; 0.5 for the kind of thing asked
    for otherwise, which many sentences hold; 0 without it. What the question itself says is no
    answer to it.
    """
    known = " ".join(names).lower()
    asked = frozenset(
        (figure.value, figure.unit)
        for language in ("it", "en")
        for figure in find_figures(question, language)
    )

    def new_names(text: str) -> bool:
        return any(name.lower() not in known for name in proper_names(text))

    def amount(text: str, language: str) -> float:
        figures = [f for f in figures_of(text, language) if (f.value, f.unit) not in asked]
        return _amount_fitness(question, text, figures)

    def date(text: str, language: str) -> float:
        return float(
            any(
                _is_date(f)
                for f in figures_of(text, language)
                if (f.value, f.unit) not in asked or f.date
            )
        )

    tests: dict[Kind, Callable[[str, str], float]] = {
        Kind.AMOUNT: amount,
        Kind.WHEN: date,
        Kind.WHY: lambda text, language: 0.5 * bool(_CAUSE.search(text)),
        Kind.WHERE: lambda text, language: 0.5 * _names_place(text, known),
        Kind.WHO: lambda text, language: 0.5 * new_names(text),
        Kind.LIST: lambda text, language: 0.5 * new_names(text),
    }
    return tests.get(kind, lambda text, language: 0.0)


@lru_cache(maxsize=8192)
def figures_of(text: str, language: str) -> tuple[Figure, ...]:
    """The figures of a sentence; the same sentences come up for question after question."""
    return tuple(find_figures(text, language))


def _amount_fitness(question: str, text: str, figures: Sequence[Figure]) -> float:
    amounts = [f for f in figures if f.unit != "date" and not _is_date(f)]
    if not amounts:
        return 0.0
    if _DURATION.search(question):
        return 1.0 if _TIME_UNIT.search(text) else 0.2
    wanted = unit_wanted(question)
    if wanted:
        return 1.0 if any(f.unit in wanted for f in amounts) else 0.2
    return 0.5


def _is_date(figure: Figure) -> bool:
    return figure.unit == "date" or (not figure.unit and 1900 < figure.value < 2100)


def _names_place(text: str, known: str) -> bool:
    return any(match.group().split()[-1].lower() not in known for match in _PLACE.finditer(text))
