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


# Tried first, wherever they stand: "why … more than" asks for a cause, not for a comparison.
_ANYWHERE = {
    Kind.WHY: r"why|perch[eéè]|come mai|how come|what led|come si spiega|"
    r"(?:per )?(?:quale|quali|che) (?:motiv\w+|ragion\w+)|"
    r"(?:what|which) (?:is|are|was|were)? ?(?:the )?reasons?|"
    r"what(?:'s| is| was) the (?:\w+ )?(?:point|danger|risk|purpose|sense|appeal|worry|objection)|"
    r"what (?:drove|pushed|worried|spooked|convinced|prompted|explains|justifies|makes|made|"
    r"keeps)|"
    r"what do(?:es)? .+ (?:get|gain) (?:out of|from)|a che (?:serv\w+|scopo|pro)|"
    r"a (?:che )?cosa (?:dovrebbe )?serv\w+|che (?:vantaggio|interesse)|"
    r"what (?:is|are) [^?]+ for\?|(?:che )?cosa (?:(?:ha|aveva) (?:spinto|convinto)|spinge\w*|"
    r"spiega|preoccupa\w*|teme\w*|rende|frena|ci guadagna\w*)|che senso ha|"
    r"giustific\w+|justif\w+|worried about",
    Kind.COMPARE: r"compare[ds]?|versus|vs\.?|difference between|confront\w+|"
    r"differenz\w+ (?:tra|fra)|stacks? up|"
    r"rispetto a\w*|meglio|better than|(?:more|less|bigger|larger|faster|cheaper) than|"
    r"which (?:is|has) (?:more|the \w+est)|o invece|"
    r"(?:più|meno|more|less)\b[^?]*\b(?:oppure|o|or)|"
    r"(?:chi|quale?|who|which)\b[^?]*\b(?:più|meno|maggior\w*|more|less|most|\w+er)\b[^?]*"
    r"\b(?:oppure|o|or)|(?:tra|fra|between) [^?,]+ (?:e|and) [^?,]+,? (?:chi|quale?|who|which)",
}
# "which French state": words between which and what is asked for, no verb among them.
_DESCRIBED = (
    r"(?:(?!(?:is|are|was|were|did|does|do|has|had|will|would|could|cut|è|ha|ne)\b)[\w-]+ ){0,3}?"
)
# Of these the first in the question decides: "which ministers were there when …" asks for names.
_ASKING = {
    Kind.AMOUNT: r"how (?:much|many|large|big|long|far|fast|powerful|hot|high|heavy)|quant[oaie]|"
    r"what cut|(?:what|which|che|quale|qual è (?:il|la)|what(?:'s| is| was) the) (?:\w+ )?"
    r"(?:price|amount|share|percentage|size|capacity|slice|fraction|sum|total|revenue|interest|factor|"
    r"valuation|percentuale|quota|prezzo|cifra|potenza|somma|fetta|valutazione|capacità|fatturato)",
    Kind.WHEN: r"when|quando|(?:what|which) (?:date|day|year|month)|"
    r"(?:che|quale) (?:anno|data|mese|giorno)",
    Kind.WHERE: r"where|dove|dov|"
    rf"(?:which|what|che|quale) {_DESCRIBED}(?:country|city|state|place|town|region|area|paese|"
    r"città|stato|regione|zona|località|cittadina|posto)|"
    rf"in (?:which|what|quali) {_DESCRIBED}(?:countries|cities|states|places|towns|regions|"
    r"paesi|città|stati|regioni|zone)",
    Kind.WHO: r"who|whom|whose|chi|"
    rf"(?:which|what|quale) {_DESCRIBED}(?:company|firm|boss|chief|ministers?|politicians?|"
    r"executives?|manager|bank|fund|person|investor|supplier|customer|regulator|agency|group|"
    r"azienda|società|impresa|banca|fondo|dirigente|ministr[oi]|fornitore|cliente|capo|gruppo)",
    Kind.LIST: rf"(?:which|what) {_DESCRIBED}(?:companies|firms|countries|chips|customers|"
    r"suppliers|states|cities|banks|investors|bodies|partners|machines|funds|names)|quali|list|"
    r"elenc\w+|name (?:the )?(?:two|three|four|five)",
    Kind.OTHER: r"(?:^|(?<=^(?:a|e) )|(?<=^(?:in|at|on|by|of|to|ed|ma|di|da|su) )|"
    r"(?<=^(?:and|but|for|con|per) )|(?<=^(?:from|with) ))(?:what|which|how|che|cosa|quale?|come)",
}
# Where nothing else tells: "what is the deal worth?"
_AMOUNT_WORDS = r"worth|costs?|costa|costano|vale|valore|prezzo|revenue|ricav\w+"


def _compiled(patterns: dict[Kind, str]) -> dict[Kind, re.Pattern[str]]:
    return {
        kind: re.compile(rf"(?<!\w)(?:{pattern})\b", re.IGNORECASE)
        for kind, pattern in patterns.items()
    }


_ANYWHERE_PATTERNS, _ASKING_PATTERNS = _compiled(_ANYWHERE), _compiled(_ASKING)
_AMOUNT_PATTERN = re.compile(rf"\b(?:{_AMOUNT_WORDS})\b", re.IGNORECASE)

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
    for kind, pattern in _ANYWHERE_PATTERNS.items():
        if pattern.search(text):
            return kind
    found = [
        (match.start(), number, kind)
        for number, (kind, pattern) in enumerate(_ASKING_PATTERNS.items())
        if (match := pattern.search(text))
    ]
    kind = min(found)[2] if found else Kind.OTHER
    return Kind.AMOUNT if kind is Kind.OTHER and _AMOUNT_PATTERN.search(text) else kind


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
