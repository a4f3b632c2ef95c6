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
from bot.checking.periods import PERIOD, check_periods
from bot.checking.quantity_words import (
    DEFINITE,
    FRACTION,
    HEDGE,
    HOLDING,
    LOWER,
    MONTH_ALONE,
    RANGE,
    SIZED,
    TIME,
    TIME_BEHIND,
    UNIT_SIGN,
    UNIT_WORD,
    UPPER,
)
from corpus.figure_words import MEASURES, MONTH_NUMBERS
from corpus.figures import Figure, find_figures

# "About 10 billion" may stand for 9.5 to 10.5; "over 10" for 10 to 11.5, "nearly 10" for 8.5 to 10.
_ABOUT, _BEYOND = Decimal("0.05"), Decimal("0.15")
_BEFORE = 24
_THOUSAND = Decimal(1000)

# "Two thirds" may be said of 66 or 67 %, and of 65.
_FRACTION_SLACK = Decimal(2)


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
    return faults + _check_units(sentence, source) + check_periods(sentence, source)


def count_quantities(sentence: str, language: str) -> int:
    """How many numbers, amounts and dates a sentence has."""
    return len(_quantities(sentence, language))


def _quantities(text: str, language: str) -> list[Quantity]:
    figures = find_figures(text, language)
    found = []
    for figure in figures:
        before = text[max(0, figure.start - _BEFORE) : figure.start]
        hedge = next((kind for kind, words in HEDGE.items() if words.search(before)), "")
        time = TIME_BEHIND.match(text, figure.end) if not figure.unit else None
        written = text[figure.start : figure.end].strip()
        found.append(Quantity(figure, written, (time and time.lastgroup) or "", hedge))
    taken = [(figure.start, figure.end) for figure in figures if figure.unit == "date"]
    for match in MONTH_ALONE.finditer(text):
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
    for pattern, value, unit in HOLDING:
        if match := pattern.search(text):
            time = unit if unit in TIME else ""
            figure = Figure(Decimal(value), "" if time else unit, match.start(), match.end())
            held.append(Quantity(figure, match[0], time))
    return held + _fractions(text)


def _fractions(text: str) -> list[Quantity]:
    """Fractions as percentages, with the same slack as a hedge: "two thirds" is about 67 %."""
    fractions = []
    for match in FRACTION.finditer(text):
        upper, lower = UPPER[match["upper"].lower()], LOWER[match["lower"][:3].lower()]
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
    return bool(DEFINITE.search(sentence[: figure.start]))


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
        if (unit, time) != (quantity.figure.unit, quantity.time) or unit in SIZED:
            return FaultKind.UNIT
    return FaultKind.NUMBER


def _significant(value: Decimal) -> str:
    return format(value.normalize(), "E").split("E")[0]


def _check_ranges(
    sentence: str, claimed: Sequence[Quantity], sources: Sequence[tuple[str, str]]
) -> list[Fault]:
    """Ranges, "125-145 billion", whose ends stand in the sources but not beside each other."""
    faults = []
    told = {
        (first.figure.value, second.figure.value)
        for text, language in sources
        for first, second in pairwise(_quantities(text, language))
    }
    for one, other in pairwise(claimed):
        if not RANGE.fullmatch(sentence[one.figure.end : other.figure.start]):
            continue
        if one.figure.unit != other.figure.unit or one.figure.unit == "date":
            continue
        if one.figure.in_words != other.figure.in_words:
            continue
        if (one.figure.value, other.figure.value) not in told:
            faults.append(Fault(FaultKind.NUMBER, f"{one.written} – {other.written}"))
    return faults


def _check_units(sentence: str, source: str) -> list[Fault]:
    """Units without a number, "each gigawatt", that the sources have in another size only."""
    given = {MEASURES[match[0].lower()] for match in UNIT_WORD.finditer(source)}
    given |= {MEASURES[match[0]] for match in UNIT_SIGN.finditer(source)}
    units = {unit for unit, _ in given}
    return [
        Fault(FaultKind.UNIT, match[0])
        for match in UNIT_WORD.finditer(sentence)
        if MEASURES[match[0].lower()] not in given
        and MEASURES[match[0].lower()][0] in units
        and not re.search(r"\d\s*$", sentence[: match.start()])
    ]


def _without_parts(text: str) -> str:
    """A text without its quarters, halves and fractions, which are checked apart."""
    for pattern in (PERIOD, FRACTION):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text
