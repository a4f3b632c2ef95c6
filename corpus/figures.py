"""Figures in Italian and English prose: numbers, amounts, measures and dates, in one notation.

"$10bn", "10 miliardi di dollari" and "10.000 milioni di dollari" are one figure; so are
"14 gennaio 2026" and "January 14, 2026", or "750 MW" and "0.75 GW". Digits inside names
("GPT-5", "H100", "Q1") are not figures: a name is checked as a name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.figure_words import (
    CURRENCY_SIGNS,
    MEASURES,
    MEASURES_ANY_CASE,
    MONTH_NUMBERS,
    MULTIPLIERS,
    NUMBER_WORDS,
)
from corpus.figure_words import MONTH_NAMES as MONTH_NAMES

# In lower case and without a year these are a verb: "of the 10 may be".
_VERBS = ("may", "march")

_MONTH = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)\b"
    rf"|\b(?P<d1>[0-3]?\d|primo)(?:°|º|st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\b"
    rf"(?:\.?,?\s+(?:del\s+)?(?P<y1>{_YEAR})\b)?"
    rf"|\b(?P<m2>{_MONTH})\b\.?\s+(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\d)"
    rf"(?:,?\s+(?P<y2>{_YEAR})\b)?"
    rf"|\b(?P<m3>{_MONTH})\b\.?,?\s+(?:of\s+|del\s+)?(?P<y3>{_YEAR})\b",
    re.IGNORECASE,
)
_DIGITS = r"\d{1,3}(?:[.,\u202f\u00a0]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
# Single letters are multipliers only when glued to a digit ("$10B"), never as words.
_MULTIPLIER = "|".join(
    sorted((word for word in MULTIPLIERS if len(word) > 1), key=len, reverse=True)
)
_UNIT = "|".join(
    re.escape(u).replace(r"\ ", r"\s+") for u in sorted(MEASURES, key=len, reverse=True)
)


def _number_pattern(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(NUMBER_WORDS[language], key=len, reverse=True)))
    return re.compile(
        rf"(?<!\w)(?:(?:US|A)?(?P<sign>[$€£¥])\s?)?"
        rf"(?:(?P<digits>{_DIGITS})(?:(?P<glued>bn|mln|mld|mn|tn|[kmbt])(?![^\W\d_]))?"
        rf"|(?P<word>{words}|an?|un|half\s+a|mezzo)(?!\w))"
        rf"(?P<half_before>\s+and\s+a\s+half(?=\s+(?:{_MULTIPLIER})\b))?"
        rf"(?:[\s\u00a0-]*(?P<multiplier>{_MULTIPLIER})\b"
        rf"(?:\s+(?:di\s+)?(?P<multiplier_again>{_MULTIPLIER})\b)?"
        rf"(?P<half_behind>\s+e\s+mezzo\b)?)?"
        rf"(?:[\s\u00a0-]*(?:di\s+)?(?:US\s+)?(?P<unit>{_UNIT})(?![\w/])"
        rf"|[ \u202f\u00a0]?(?P<sign_behind>[$€£¥])(?!\s?\d))?",
        re.IGNORECASE,
    )


_NUMBER = {language: _number_pattern(language) for language in NUMBER_WORDS}
# Digits that belong to a name: "GPT-5", "v6.0"; those of "mid-2027" do not.
_NAME = re.compile(
    r"(?<!\w)(?!(?:mid|pre|post|early|late|end|metà|fine|inizio)[-‑])"
    r"[^\W\d_][^\W_]*(?:[-‑](?=\d)|(?<=\d))\d*(?:[.,]\d+)*",
    re.IGNORECASE,
)
# Letters that a pattern takes for i, s and k when it ignores case, but no table has.
_ODD_LETTERS = str.maketrans("ıİſK", "iIsk")
# More digits than any quantity has.
_LONGEST = 40
# Between the two numbers of a range, whose first may leave its unit to the second:
# "$115-125 billion", "10 to 20 MW".
_RANGE = re.compile(r"\s?[-–‑]\s?|\s+to\s+")
# These need a word before the first number: "da 28 a 50 MW", "tra i 180 e i 190 miliardi".
_RANGE_FROM = re.compile(r"\s+(?:a|al|ai|and|e|e\s+il?)\s+", re.IGNORECASE)
_FROM = re.compile(
    r"\b(?:da|dal|dai|between|tra|fra)(?:\s+(?:il?|about|circa))?\s+(?:[\d.,]+\s?[-–‑]\s?)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text.

    `value` is in base units: 750 MW is 750000000 with unit "W". `unit` is "" for a bare number,
    "date" for a date, whose `value` is then 0 and whose known parts are in `date`
    (year, month, day; None where the text does not say). `text[start:end]` is the figure as
    written.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    date: tuple[int | None, int | None, int | None] | None = None
    in_words: bool = False

    def agrees_with(self, other: "Figure") -> bool:
        """Whether two figures say the same, as far as both say something.

        A bare number agrees with the same value under any unit (so 28 with 28 dollars, not with
        28 MW, which are 28000000 W), and a date without a year with the same day of any year.
        """
        if self.date and other.date:
            pairs = list(zip(self.date, other.date, strict=True))
            known = [(a, b) for a, b in pairs if a is not None and b is not None]
            return bool(known) and all(a == b for a, b in known)
        if self.date or other.date:
            # A bare year in one text, a full date in the other.
            bare, dated = (other, self) if self.date else (self, other)
            assert dated.date is not None
            return not bare.unit and dated.date[0] is not None and bare.value == dated.date[0]
        same_unit = self.unit == other.unit or not self.unit or not other.unit
        return same_unit and self.value == other.value


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as found: `scale` is what its multiplier and unit make of it.

    `bare` when it has neither, `vague` when it is "one", "a" or "half a".
    """

    figure: Figure
    scale: Decimal
    bare: bool
    digits: str
    vague: bool


def find_figures(text: str, language: str) -> list[Figure]:
    """All figures of a text, in order; `language` ("it" or "en") settles 1.000 and 1,000."""
    text = text.translate(_ODD_LETTERS)
    found: list[Figure] = []
    taken = [match.span() for match in _NAME.finditer(text)]
    for match in _DATE.finditer(text):
        date = _read_date(match)
        if date is not None:
            end = match.start() + len(match[0].rstrip("."))
            found.append(Figure(Decimal(0), "date", match.start(), end, date))
            taken.append(match.span())
    numbers = [
        number
        for match in _NUMBER[_one_of_ours(language)].finditer(text)
        if not any(match.start() < end and start < match.end() for start, end in taken)
        and (number := _read_number(match, language))
    ]
    return sorted(found + _share_units(text, numbers), key=lambda figure: figure.start)


def missing_figures(figures: Iterable[Figure], among: Iterable[Figure]) -> list[Figure]:
    """Those of `figures` that no figure of `among` agrees with."""
    others = list(among)
    return [figure for figure in figures if not any(figure.agrees_with(other) for other in others)]


def _read_date(match: re.Match[str]) -> tuple[int | None, int | None, int | None] | None:
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
    name = match["m1"] or match["m2"] or match["m3"]
    written_year = match["y1"] or match["y2"] or match["y3"]
    written_day = (match["d1"] or match["d2"] or "").lower()
    if name in _VERBS and not written_year:
        return None
    day = 1 if written_day == "primo" else int(written_day or 0)
    if day > 31:
        return None
    return int(written_year) if written_year else None, MONTH_NUMBERS[name.lower()], day or None


def _read_number(match: re.Match[str], language: str) -> _Number | None:
    scale = Decimal(1)
    for name in ("glued", "multiplier", "multiplier_again"):
        scale *= MULTIPLIERS.get((match[name] or "").lower(), 1)
    word, digits = (match["word"] or "").lower(), match["digits"] or ""
    # "one", "a", "half a" are seldom a quantity; they count only before a multiplier or unit.
    value = Decimal(NUMBER_WORDS[_one_of_ours(language)].get(word, 1))
    vague = bool(word) and value <= 1
    if vague and scale == 1 and not match["unit"]:
        return None
    if word.startswith("half") or word == "mezzo":
        value = Decimal("0.5")
    if digits:
        if match.string[match.end() : match.end() + 1].isalpha() or len(digits) > _LONGEST:
            return None  # "4NP", "57th", "3D": the digits belong to a word
        value = _read_digits(digits, language)
    if match["half_before"] or match["half_behind"]:
        value += Decimal("0.5")
    unit, unit_scale = _measure(re.sub(r"\s+", " ", match["unit"] or ""))
    if sign := match["sign"] or match["sign_behind"]:
        unit, unit_scale = CURRENCY_SIGNS[sign], Decimal(1)
    scale *= unit_scale
    figure = Figure(value * scale, unit, match.start(), match.end(), in_words=bool(word))
    bare = scale == 1 and (not unit or bool(match["sign"]))
    return _Number(figure, scale, bare, digits, vague)


def _share_units(text: str, numbers: list[_Number]) -> list[Figure]:
    """The figures, where the first number of a range has the scale and unit of the second."""
    figures: list[Figure] = []
    following: _Number | None = None
    for number in reversed(numbers):
        if number.bare and following and _is_range(text, number, following):
            scale, unit = following.scale, number.figure.unit or following.figure.unit
            figure = replace(number.figure, value=number.figure.value * scale, unit=unit)
            number = replace(number, figure=figure, scale=scale, bare=False)
        figures.append(number.figure)
        following = number
    return figures


def _is_range(text: str, first: _Number, second: _Number) -> bool:
    if second.bare or second.vague:
        return False
    if re.fullmatch(r"(?:19|20)\d\d", first.digits) and not first.figure.unit:
        return False  # "by 2028 to 5 GW": a year
    between = text[first.figure.end : second.figure.start]
    before = text[max(0, first.figure.start - 30) : first.figure.start]
    return bool(
        _RANGE.fullmatch(between) or (_RANGE_FROM.fullmatch(between) and _FROM.search(before))
    )


def _read_digits(digits: str, language: str) -> Decimal:
    """The value of "1.234,5" in Italian or "1,234.5" in English; a lone wrong mark is a decimal."""
    digits = re.sub(r"[\u202f\u00a0]", "", digits)
    thousands, decimal = (".", ",") if language == "it" else (",", ".")
    grouped = rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+(?:{re.escape(decimal)}\d+)?"
    if re.fullmatch(grouped, digits):
        digits = digits.replace(thousands, "")
    return Decimal(re.sub(r"[.,](?=.*[.,])", "", digits).replace(",", "."))


def _measure(name: str) -> tuple[str, Decimal]:
    if not name:
        return "", Decimal(1)
    return MEASURES.get(name) or MEASURES.get(name.lower()) or MEASURES_ANY_CASE[name.lower()]


def _one_of_ours(language: str) -> str:
    return language if language in NUMBER_WORDS else "en"
