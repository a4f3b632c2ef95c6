"""What a question wants: an amount and in which unit, a date, a cause…"""

import re
from enum import StrEnum


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
    r"(?:what|which) (?:is|are|was|were)? ?(?:the )?reasons?|"
    r"what(?:'s| is| was) the (?:point|danger|risk|purpose|sense)|"
    r"what (?:drove|pushed|worried|spooked|convinced|prompted|explains)|"
    r"what do(?:es)? .+ (?:get|gain) (?:out of|from)|a che (?:serv\w+|scopo|pro)|"
    r"(?:che )?cosa (?:ha spinto|spinge|ha convinto|spiega|ci guadagna\w*)|che senso ha",
    Kind.COMPARE: r"compare[ds]?|versus|vs\.?|difference between|confront\w+|"
    r"differenz\w+ (?:tra|fra)|"
    r"rispetto a\w*|meglio|better than|(?:more|less|bigger|larger|faster|cheaper) than|"
    r"which (?:is|has) (?:more|the \w+est)|o invece|"
    r"(?:chi|quale?|who|which)\b[^?]*\b(?:più|meno|maggior\w*|more|less|most|\w+er)\b[^?]*"
    r"\b(?:oppure|o|or)|(?:tra|fra|between) [^?,]+ (?:e|and) [^?,]+, (?:chi|quale?|who|which)",
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

MONEY = frozenset({"USD", "EUR", "GBP", "CNY", "JPY"})

# Words of a question that say what unit the amount has.
_UNIT_WORDS: list[tuple[re.Pattern[str], frozenset[str]]] = [
    (
        re.compile(
            r"\b(share price|(?:a|per) share|(?:per|ad) azione|fundin\w+|dollars?|dollari|euros?|"
            r"soldi|incassat\w*|budget|bill|finanzi\w*|valuation)\b",
            re.I,
        ),
        MONEY,
    ),
    (
        re.compile(
            r"\b(share|percent\w*|proportion|fraction|portion|cut|quota|percentual\w+|fetta|"
            r"che parte|what part)\b",
            re.I,
        ),
        frozenset({"%"}),
    ),
    (re.compile(r"\b(terawatt\w*|[tgkm]wh|kilowatt\w*)\b", re.I), frozenset({"Wh"})),
    (
        re.compile(
            r"\b(price|pay\w*|paid|cost\w*|spen[dt]\w*|worth|invest\w*|raise\w*|valu\w+|"
            r"revenue\w*|money|borrow\w*|sold[io]|pag[ah]\w*|cost[aio]\w*|vale\w*|valore|"
            r"prezz[oi]|spend\w+|spes[ae]|ricav\w+|raccolt\w*|debit\w*|fattur\w*)\b",
            re.I,
        ),
        MONEY,
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


class Measure(StrEnum):
    """What is measured where it is no unit that figures are written with."""

    DURATION = "duration"
    TEMPERATURE = "temperature"
    MULTIPLE = "multiple"
    COUNT = "count"


_MEASURES = {
    Measure.DURATION: r"how long|quanto tempo|quanto dur\w+|(?:per )?quanti (?:anni|mesi|giorni)|"
    r"how many (?:years|months|days|weeks|hours)",
    Measure.TEMPERATURE: r"hot|cold|temperatur\w+|cald[ao]|fredd[ao]|gradi|degrees",
    Measure.MULTIPLE: r"how many times|quante volte|times (?:faster|more)|volte (?:più|di più)|"
    r"how much (?:faster|better|quicker)",
    Measure.COUNT: r"how many|quant[ie]",
}
_MEASURE_PATTERNS = {
    measure: re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
    for measure, pattern in _MEASURES.items()
}


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


def measure_wanted(question: str) -> Measure | None:
    """What a question measures besides units: how long, how hot, how many times, how many."""
    for measure, pattern in _MEASURE_PATTERNS.items():
        if pattern.search(question):
            return measure
    return None
