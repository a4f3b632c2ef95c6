"""Whether the numbers, amounts and dates of a sentence stand in what it cites.

`corpus.figures` reads them; here they are compared as a reader would. A hedge ("about", "nearly",
"oltre") allows the distance it speaks of, a date may be less precise than the source but never
more, and words that hold a number ("half", "triennale", "Q3") count as one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from bot.checking.claim import Fault, FaultKind
from corpus.figure_words import MEASURES, MONTH_NUMBERS
from corpus.figures import Figure, find_figures

# "About 10 billion" may stand for 9.6 to 10.5; "over 10" for 10 to 11.5, "nearly 10" for 8.5 to 10.
_ABOUT, _BEYOND = Decimal("0.05"), Decimal("0.15")
_HEDGES = {
    "about": r"about|around|some|roughly|approximately|circa|intorno (?:a|ai|alle?)|approx\.?|~|"
    r"più o meno|grosso modo|all'incirca|on the order of|nell'ordine d\w+|un(?:a|o)? \w+ina di",
    "over": r"over|more than|above|at least|upwards of|oltre|più d[ei]\w*|superior[ei] a\w*|"
    r"almeno|exceed\w*|supera\w*|beyond|past|topp\w+",
    "under": r"nearly|almost|under|less than|below|close to|just short of|up to|at most|quasi|"
    r"meno d[ei]\w*|poco meno d\w+|inferior[ei] a\w*|fino a\w*|al massimo|sotto",
}
_HEDGE = {
    kind: re.compile(rf"(?<!\w)(?:{words})\s*(?:i|gli|le|il|the|a|an)?\s*(?:US)?$", re.IGNORECASE)
    for kind, words in _HEDGES.items()
}
_BEFORE = 24
_THOUSAND = Decimal(1000)
_YEAR = re.compile(r"(?:19|20)\d\d")

_TIME = {
    "year": "years?|yearly|ann[oi]|annual[ei]?",
    "month": "months?|monthly|mes[ei]|mensil[ei]",
    "week": "weeks?|weekly|settiman[ae]",
    "day": "days?|giorn[oi]|daily",
    "hour": "hours?|hourly|or[ae]",
    "minute": "minutes?|minut[oi]",
    "second": "seconds?|second[oi]",
}
_TIME_WORDS = "|".join(rf"(?P<{unit}>(?:{words})\b)" for unit, words in _TIME.items())
_TIME_BEHIND = re.compile(rf"[\s-]*(?:{_TIME_WORDS})", re.IGNORECASE)
# Words that hold a number. Those of the source may be said in digits, and the other way round.
_HOLDING: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), value, unit)
    for pattern, value, unit in (
        (r"half|halves|halved?|halving|metà|dimezza\w*", "50", "%"),
        (r"double[ds]?|doubling|twice|twofold|doppi[oa]|raddoppi\w+", "2", ""),
        (r"triple[ds]?|tripling|threefold|tripl[oia]\w*", "3", ""),
        (r"quadrupl\w+|fourfold", "4", ""),
        (r"tenfold|decupl\w+", "10", ""),
        (r"biennal[ei]|biennio", "2", "year"),
        (r"triennal[ei]|triennio", "3", "year"),
        (r"quadriennal[ei]|quadriennio", "4", "year"),
        (r"quinquennal[ei]|quinquennio", "5", "year"),
        (r"decennal[ei]|decennio|decades?", "10", "year"),
        (r"ventennal[ei]|ventennio", "20", "year"),
        (r"semestral[ei]|half-year\w*", "6", "month"),
        (
            r"(?:in|for|during|over) (?:the|a|that) quarter|nel trimestre|in un trimestre",
            "3",
            "month",
        ),
        (r"dozzina|dozen", "12", ""),
        (r"(?:a|one) year|un anno", "1", "year"),
        (r"(?:a|one) month|un mese", "1", "month"),
        (r"sole|single|unic[oa]|only one|solitari[oa]", "1", ""),
    )
)
_FRACTION = re.compile(
    r"\b(?P<upper>an?|one|two|three|four|un|due|tre|quattro)[\s-]"
    r"(?P<lower>thirds?|quarters?|fifths?|tenths?|terz[oi]|quart[oi]|quint[oi]|decim[oi])\b"
    r"(?!\s+(?:of\s+20|del\s+20|20\d\d))",
    re.IGNORECASE,
)
_UPPER = {"a": 1, "an": 1, "one": 1, "un": 1, "two": 2, "due": 2, "three": 3, "tre": 3}
_UPPER |= {"four": 4, "quattro": 4}
_LOWER = {"thi": 3, "ter": 3, "qua": 4, "fif": 5, "qui": 5, "ten": 10, "dec": 10}
# "Two thirds" may be said of 66 or 67 %, and of 65.
_FRACTION_SLACK = Decimal(2)
_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            "first 1st prim[oa] 1[°ºª] I",
            "second 2nd second[oa] 2[°ºª] II",
            "third 3rd terz[oa] 3[°ºª] III",
            "fourth 4th quart[oa] 4[°ºª] IV last ultim[oa]",
        ),
        1,
    )
    for word in words.split()
}
_PART = re.compile(
    rf"\b(?P<ordinal>{'|'.join(_ORDINALS)})\s+(?:fiscal\s+)?"
    r"(?:(?P<quarter>quarter|trimestr\w+)|(?P<half>half|semestre|metà))\b|\bQ(?P<q>[1-4])\b"
    r"|\b(?P<months>(?:first|last) three months|(?:primi|ultimi) tre mesi)\b"
    r"|\b(?P<tq>[1-4])Q\b|\bH(?P<h>[12])\b",
    re.IGNORECASE,
)
_WEEKDAYS = (
    "monday lunedì",
    "tuesday martedì",
    "wednesday mercoledì",
    "thursday giovedì",
    "friday venerdì",
    "saturday sabato",
    "sunday domenica",
)
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(' '.join(_WEEKDAYS).split())})\b", re.IGNORECASE)
# "May" and "March" need a word before them that only a month follows.
_MONTH_ALONE = re.compile(
    rf"(?:\b(?:in|by|since|until|from|of|early|late|mid|last|next|this|between|and|to|di|a|ad|da|"
    rf"entro|tra|fra|e|fine|inizio|metà|scorso)[\s-]+|\b(?:nel|del|dal|all|nell|dell|dall)['’]\s?|"
    rf"\b(?:nel|del|dal|al|lo)\s+)(?P<month>{'|'.join(MONTH_NUMBERS)})\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?[-–‑]\s?|\s+(?:to|a|ai|and|e)\s+(?:i\s+)?")
# "The two companies" counts nothing new.
_DEFINITE = re.compile(
    r"\b(?:the|these|those|both|its|their|all|i|le|gli|quest[ei]|quell[ei]|dei|delle|degli|ai|alle|"
    r"dai|dalle|sui|nei|nelle|tra|fra|entramb[ei]|tutt[ei]\s+e)\s+$",
    re.IGNORECASE,
)


# Units that come in kilo, mega, giga.
_SIZED = ("W", "Wh", "B", "FLOPS", "B/s", "b/s")
_POWERS = sorted(name for name, (unit, _) in MEASURES.items() if unit in _SIZED[:4])
_UNIT_WORD = re.compile(
    rf"\b(?:{'|'.join(name for name in _POWERS if name.islower() and name.isalpha())})\b",
    re.IGNORECASE,
)
_UNIT_SIGN = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(n for n in _POWERS if len(n) < 4)})\b")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with what stands around it that changes its meaning.

    `time` is the unit of time it counts ("" for none), `hedge` "about", "over", "under" or "".
    """

    figure: Figure
    written: str
    time: str = ""
    hedge: str = ""


def check_quantities(
    sentence: str, language: str, sources: Sequence[tuple[str, str]], dates: Sequence[date]
) -> list[Fault]:
    """The numbers, units and dates of a sentence that no source has.

    `sources` are texts with their languages, `dates` those that the cited articles bear.
    """
    claimed = [*_quantities(_without_parts(sentence), language), *_fractions(sentence)]
    given = [
        quantity
        for text, source_language in sources
        for quantity in (*_quantities(text, source_language), *_held(text))
    ]
    faults = []
    for quantity in claimed:
        if _passes(quantity, sentence, given) or any(_says(other, quantity) for other in given):
            continue
        if _is_elliptic(quantity, claimed, given):
            continue
        if quantity.figure.unit == "date" or _is_year(quantity.figure):
            if not _date_given(quantity.figure, given, dates):
                faults.append(Fault(FaultKind.DATE, quantity.written))
            continue
        faults.append(Fault(_kind(quantity, given), quantity.written))
    faults = faults or _check_ranges(sentence, claimed, sources)
    source = " ".join(text for text, _ in sources)
    return faults + _check_units(sentence, source) + _check_parts(sentence, source)


def count_quantities(sentence: str, language: str) -> int:
    """How many numbers, amounts and dates a sentence has."""
    return len(_quantities(sentence, language))


def _quantities(text: str, language: str) -> list[Quantity]:
    figures = find_figures(text, language)
    found = []
    for figure in figures:
        before = text[max(0, figure.start - _BEFORE) : figure.start]
        hedge = next((kind for kind, words in _HEDGE.items() if words.search(before)), "")
        time = _TIME_BEHIND.match(text, figure.end) if not figure.unit else None
        written = text[figure.start : figure.end].strip()
        found.append(Quantity(figure, written, (time and time.lastgroup) or "", hedge))
    taken = [(figure.start, figure.end) for figure in figures if figure.unit == "date"]
    for match in _MONTH_ALONE.finditer(text):
        start, end = match.span("month")
        if any(start < last and first < end for first, last in taken):
            continue
        if match["month"].lower() in ("may", "march", "mar", "set") and match["month"].islower():
            continue
        figure = Figure(
            Decimal(0), "date", start, end, (None, MONTH_NUMBERS[match["month"].lower()], None)
        )
        found.append(Quantity(figure, match["month"]))
    return found


def _held(text: str) -> list[Quantity]:
    """Numbers that a text gives in words such as "half" or "triennale"."""
    held = []
    for pattern, value, unit in _HOLDING:
        if match := pattern.search(text):
            time = unit if unit in _TIME else ""
            figure = Figure(Decimal(value), "" if time else unit, match.start(), match.end())
            held.append(Quantity(figure, match[0], time))
    return held + _fractions(text)


def _fractions(text: str) -> list[Quantity]:
    """Fractions as percentages, with the same slack as a hedge: "two thirds" is about 67 %."""
    fractions = []
    for match in _FRACTION.finditer(text):
        upper, lower = _UPPER[match["upper"].lower()], _LOWER[match["lower"][:3].lower()]
        value = Decimal(round(100 * upper / lower))
        figure = Figure(value, "%", match.start(), match.end())
        fractions.append(Quantity(figure, match[0], hedge="fraction"))
    return fractions


def _passes(quantity: Quantity, sentence: str, given: Iterable[Quantity]) -> bool:
    """Whether a number needs no source, since it says nothing that could be wrong.

    "The two companies", "in two parts" count what the source lists; "a gigawatt" names a unit.
    """
    figure, written = quantity.figure, quantity.written.lower()
    if written in ("two", "due") and not quantity.time:
        return True
    if re.match(r"(?:an?|un)\s", written) and figure.unit not in ("", "USD", "EUR", "GBP"):
        return any(other.figure.unit == figure.unit for other in given)
    if figure.unit or not figure.in_words or figure.value > 3 or quantity.time:
        return False
    return bool(_DEFINITE.search(sentence[: figure.start]))


def _is_elliptic(
    quantity: Quantity, claimed: Iterable[Quantity], given: Iterable[Quantity]
) -> bool:
    """Whether a bare number leaves its unit to another of the sentence: "of 1.7 billion, 1.3 …"."""
    bare = quantity.figure
    if bare.unit or not bare.value or quantity.time:
        return False
    return any(
        given_figure.value == bare.value * other.value / _mantissa(other.value)
        and given_figure.unit == other.unit
        for other in (q.figure for q in claimed if q.figure.unit and q.figure.value)
        for given_figure in (q.figure for q in given)
    )


def _mantissa(value: Decimal) -> Decimal:
    """A value as it is written before its thousand, million or giga: 1.3 of 1300000000."""
    while value >= _THOUSAND:
        value /= _THOUSAND
    return value


def _says(given: Quantity, claimed: Quantity) -> bool:
    """Whether a figure of the source bears one of the sentence out."""
    one, other = given.figure, claimed.figure
    if other.unit == "date" or one.unit == "date":
        return False
    if claimed.time and given.time and claimed.time != given.time:
        return False
    if one.unit and other.unit and one.unit != other.unit:
        return False
    if one.value == other.value:
        return True
    if other.value == 0 or one.unit != other.unit or _is_year(other):
        return False
    if "fraction" in (claimed.hedge, given.hedge):
        return abs(one.value - other.value) <= _FRACTION_SLACK
    distance = (one.value - other.value) / other.value
    if claimed.hedge == "about":
        return abs(distance) <= _ABOUT
    if claimed.hedge == "over":
        return 0 <= distance <= _BEYOND
    return claimed.hedge == "under" and -_BEYOND <= distance <= 0


def _is_year(figure: Figure) -> bool:
    return not figure.unit and not figure.in_words and 1900 <= figure.value < 2100


def _date_given(claimed: Figure, given: Iterable[Quantity], dates: Sequence[date]) -> bool:
    """Whether a date, or its parts together, are in the sources; it may be less precise."""
    years = {int(q.figure.value) for q in given if _is_year(q.figure)}
    years |= {q.figure.date[0] for q in given if q.figure.date and q.figure.date[0]}
    own_years = {day.year for day in dates}
    if claimed.date is None:
        return int(claimed.value) in years | own_years
    year, month, day = claimed.date
    for other in (q.figure.date for q in given if q.figure.date):
        if month != other[1] or (day is not None and day != other[2]):
            continue
        if year is None or other[0] == year:
            return True
        if other[0] is None and year in years | own_years:
            return True
    return any(
        (year in (None, own.year)) and month == own.month and day in (None, own.day)
        for own in dates
    )


def _kind(quantity: Quantity, given: Iterable[Quantity]) -> FaultKind:
    """A wrong unit when a source has the same digits with another one, else a wrong number."""
    digits = _significant(quantity.figure.value)
    for other in given:
        if _significant(other.figure.value) != digits:
            continue
        unit, time = other.figure.unit, other.time
        if (unit, time) != (quantity.figure.unit, quantity.time) or unit in _SIZED:
            return FaultKind.UNIT
    return FaultKind.NUMBER


def _significant(value: Decimal) -> str:
    return format(value.normalize(), "E").split("E")[0]


def _check_ranges(
    sentence: str, claimed: Sequence[Quantity], sources: Sequence[tuple[str, str]]
) -> list[Fault]:
    """Ranges, "125-145 billion", whose ends stand in the sources but not beside each other."""
    faults = []
    for one, other in pairwise(claimed):
        if not _RANGE.fullmatch(sentence[one.figure.end : other.figure.start]):
            continue
        if one.figure.unit != other.figure.unit or one.figure.unit == "date":
            continue
        if one.figure.in_words != other.figure.in_words:
            continue
        beside = any(
            first.figure.value == one.figure.value and second.figure.value == other.figure.value
            for text, language in sources
            for first, second in pairwise(_quantities(text, language))
        )
        if not beside:
            faults.append(Fault(FaultKind.NUMBER, f"{one.written} – {other.written}"))
    return faults


def _check_units(sentence: str, source: str) -> list[Fault]:
    """Units without a number, "each gigawatt", that the sources have in another size only."""
    given = {MEASURES[match[0].lower()] for match in _UNIT_WORD.finditer(source)}
    given |= {MEASURES[match[0]] for match in _UNIT_SIGN.finditer(source)}
    units = {unit for unit, _ in given}
    return [
        Fault(FaultKind.UNIT, match[0])
        for match in _UNIT_WORD.finditer(sentence)
        if MEASURES[match[0].lower()] not in given
        and MEASURES[match[0].lower()][0] in units
        and not re.search(r"\d\s*$", sentence[: match.start()])
    ]


def _check_parts(sentence: str, source: str) -> list[Fault]:
    """Quarters, halves and weekdays that the sources do not have."""
    faults = []
    known = {part for part, _ in _parts(source)}
    for part, written in _parts(sentence):
        if part not in known:
            faults.append(Fault(FaultKind.DATE, written))
    days = {_weekday(match[0]) for match in _WEEKDAY.finditer(source)}
    for match in _WEEKDAY.finditer(sentence):
        if _weekday(match[0]) not in days:
            faults.append(Fault(FaultKind.DATE, match[0]))
    return faults


def _without_parts(text: str) -> str:
    """A text without its quarters, halves and fractions, which are checked apart."""
    for pattern in (_PART, _FRACTION):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text


def _parts(text: str) -> list[tuple[tuple[str, int], str]]:
    parts = []
    for match in _PART.finditer(text):
        if match["q"] or match["tq"]:
            parts.append((("quarter", int(match["q"] or match["tq"])), match[0]))
        elif match["months"]:
            first = match[0].lower().startswith(("first", "primi"))
            parts.append((("quarter", 1 if first else 4), match[0]))
        elif match["h"]:
            parts.append((("half", int(match["h"])), match[0]))
        else:
            kind = "quarter" if match["quarter"] else "half"
            number = _ordinal(match["ordinal"])
            number = 2 if kind == "half" and number == 4 else number
            parts.append(((kind, number), match[0]))
    return parts


def _ordinal(word: str) -> int:
    return next(
        number
        for pattern, number in _ORDINALS.items()
        if re.fullmatch(pattern, word, re.IGNORECASE)
    )


def _weekday(word: str) -> int:
    return next(n for n, words in enumerate(_WEEKDAYS) if word.lower() in words.split())
