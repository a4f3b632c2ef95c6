"""Figures in Italian and English prose: numbers, amounts, measures and dates, in one notation.

"$10bn", "10 miliardi di dollari" and "10.000 milioni di dollari" are one figure; so are
"14 gennaio 2026" and "January 14, 2026", or "750 MW" and "0.75 GW". Digits inside names
("GPT-5", "H100", "Q1") are not figures: a name is checked as a name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

MONTH_NAMES = {
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre".split(),
    "en": "January February March April May June July August September October November "
    "December".split(),
}
_MONTH_NUMBERS = {
    name.lower(): number for names in MONTH_NAMES.values() for number, name in enumerate(names, 1)
} | {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES["en"], 1) if number != 5}

_UNITS_IT = "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove"
_UNITS_EN = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS_IT = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta"
_TENS_EN = "twenty thirty forty fifty sixty seventy eighty ninety"


def _number_words() -> dict[str, int]:
    words = {word: n for names in (_UNITS_IT, _UNITS_EN) for n, word in enumerate(names.split())}
    for n, word in enumerate(_TENS_EN.split(), 2):
        words[word] = n * 10
        words |= {f"{word}-{unit}": n * 10 + m for m, unit in enumerate(_UNITS_EN.split()[:10]) if m}
    for n, word in enumerate(_TENS_IT.split(), 2):
        words[word] = n * 10
        for m, unit in enumerate(_UNITS_IT.split()[:10]):
            if m:  # "ventuno", "trentotto": the vowel falls before a vowel
                words[(word[:-1] if unit[0] in "ou" else word) + unit] = n * 10 + m
    for m, unit in enumerate(_UNITS_IT.split()[:10]):
        if m > 1:
            words[unit + "cento"] = m * 100
    return words | {"cento": 100, "hundred": 100, "mille": 1000, "dozen": 12, "dozzina": 12}


NUMBER_WORDS = _number_words()
# "one", "uno" and "zero" are seldom a quantity; they count only before a multiplier.
_PLAIN_WORDS = {word for word, n in NUMBER_WORDS.items() if n > 1}

_MULTIPLIERS = {
    **dict.fromkeys(("thousand", "mila", "k"), 10**3),
    **dict.fromkeys(("million", "millions", "milione", "milioni", "mn", "mln", "m"), 10**6),
    **dict.fromkeys(("billion", "billions", "miliardo", "miliardi", "bn", "mld", "b"), 10**9),
    **dict.fromkeys(("trillion", "trillions", "mila miliardi", "bilione", "bilioni", "tn", "t"), 10**12),
    **dict.fromkeys(("hundred", "cento", "centinaia"), 100),
}
# Single letters are multipliers only when glued to a digit ("$10B"), never as words.
_MULTIPLIER_WORDS = sorted((m for m in _MULTIPLIERS if len(m) > 1), key=len, reverse=True)

_MEASURES: dict[str, tuple[str, Decimal]] = {}
for _prefix, _scale in (("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15)):
    for _symbol, _unit in (("W", "W"), ("Wh", "Wh"), ("B", "B"), ("B/s", "B/s"), ("b/s", "b/s")):
        _MEASURES[_prefix + _symbol] = (_unit, Decimal(10) ** _scale)
for _names, _unit, _scale in (
    ("kilowatt kilowatts chilowatt", "W", 3), ("megawatt megawatts", "W", 6),
    ("gigawatt gigawatts", "W", 9), ("terawatt terawatts", "W", 12),
    ("kilowatt-hours kilowattora chilowattora", "Wh", 3),
    ("megawatt-hours megawattora", "Wh", 6), ("gigawatt-hours gigawattora", "Wh", 9),
    ("terawatt-hours terawattora", "Wh", 12), ("gigabyte gigabytes", "B", 9),
    ("terabyte terabytes", "B", 12), ("petabyte petabytes", "B", 15),
    ("petaflops petaflop", "FLOPS", 15), ("exaflops exaflop", "FLOPS", 18),
    ("dollar dollars dollaro dollari usd", "USD", 0), ("euro euros eur", "EUR", 0),
    ("pound pounds sterlina sterline gbp", "GBP", 0), ("yuan renminbi", "CNY", 0), ("yen", "JPY", 0),
    ("% percent per-cent per-cento", "%", 0), ("nm", "nm", 0), ("km", "km", 0),
):
    for _name in _names.split():
        _MEASURES[_name.replace("per-cent", "per cent")] = (_unit, Decimal(10) ** _scale)
_MEASURES_ANY_CASE = {name.lower(): measure for name, measure in _MEASURES.items()}
_CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}

_MONTH = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)\b"
    rf"|\b(?P<d1>[0-3]?\d|primo)(?:°|º|st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{_MONTH})\b\.?(?:,?\s+(?:del\s+)?(?P<y1>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<m2>{_MONTH})\b\.?\s+(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\d)(?:,?\s+(?P<y2>(?:19|20)\d\d)\b)?"
    rf"|\b(?P<m3>{_MONTH})\b\.?,?\s+(?:of\s+|del\s+)?(?P<y3>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_DIGITS = r"\d{1,3}(?:[.,\u202f\u00a0]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_WORDS = "|".join(sorted(map(re.escape, NUMBER_WORDS), key=len, reverse=True))
_MULTIPLIER = "|".join(m.replace(" ", r"\s+") for m in _MULTIPLIER_WORDS)
_UNIT = "|".join(
    re.escape(u).replace(r"\ ", r"\s+") for u in sorted(_MEASURES, key=len, reverse=True)
)
_NUMBER = re.compile(
    rf"(?<!\w)(?:(?:US|A)?(?P<sign>[$€£¥])\s?)?"
    rf"(?:(?P<digits>{_DIGITS})(?:(?P<glued>bn|mln|mld|mn|tn|[kmbt])(?![^\W\d_]))?"
    rf"|(?P<word>{_WORDS}|an?|un|half\s+a|mezzo)(?!\w))"
    rf"(?:[\s\u00a0-]*(?P<multiplier>{_MULTIPLIER})\b)?"
    rf"(?:[\s\u00a0-]*(?:di\s+)?(?:US\s+)?(?P<unit>{_UNIT})(?![\w/]))?",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"[A-Za-zÀ-ÿ][-‑]$")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text.

    `value` is in base units: 750 MW is 750000000 with unit "W". `unit` is "" for a bare number,
    "date" for a date, whose `value` is then 0 and whose known parts are in `date`
    (year, month, day; None where the text does not say). `text[start:end]` is the figure as written.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    date: tuple[int | None, int | None, int | None] | None = None
    in_words: bool = False

    def agrees_with(self, other: "Figure") -> bool:
        """Whether two figures say the same, as far as both say something.

        A bare number agrees with the same number under any unit, and a date without a year
        with the same day of any year.
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


def find_figures(text: str, language: str) -> list[Figure]:
    """All figures of a text, in order; `language` ("it" or "en") settles 1.000 and 1,000."""
    found: list[Figure] = []
    taken: list[tuple[int, int]] = []
    for match in _DATE.finditer(text):
        date = _read_date(match)
        if date is not None:
            found.append(Figure(Decimal(0), "date", match.start(), match.end(), date))
            taken.append(match.span())
    for match in _NUMBER.finditer(text):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        if match["digits"] and _NAME_BEFORE.search(text[: match.start()]):
            continue
        figure = _read_number(match, language)
        if figure is not None:
            found.append(figure)
    return sorted(found, key=lambda figure: figure.start)


def missing_figures(figures: Iterable[Figure], among: Iterable[Figure]) -> list[Figure]:
    """Those of `figures` that no figure of `among` agrees with."""
    others = list(among)
    return [figure for figure in figures if not any(figure.agrees_with(other) for other in others)]


def _read_date(match: re.Match[str]) -> tuple[int | None, int | None, int | None] | None:
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
    else:
        name = match["m1"] or match["m2"] or match["m3"]
        month = _MONTH_NUMBERS[name.lower()]
        written_year = match["y1"] or match["y2"] or match["y3"]
        written_day = (match["d1"] or match["d2"] or "").lower()
        if not written_year and not written_day:
            return None
        day_number = 1 if written_day == "primo" else int(written_day or 0)
        return (int(written_year) if written_year else None, month, day_number or None) if day_number <= 31 else None
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _read_number(match: re.Match[str], language: str) -> Figure | None:
    word = (match["word"] or "").lower()
    multiplier = _MULTIPLIERS.get(re.sub(r"\s+", " ", (match["multiplier"] or "").lower()), 1)
    if word:
        if word not in _PLAIN_WORDS and multiplier == 1:
            return None
        halved = word.startswith("half") or word == "mezzo"
        value = Decimal("0.5") if halved else Decimal(NUMBER_WORDS.get(word, 1))
    else:
        if match.string[match.end() : match.end() + 1].isalpha():
            return None  # "4NP", "57th", "3D": the digits belong to a word
        value = _read_digits(match["digits"], language)
    value *= multiplier * _MULTIPLIERS.get((match["glued"] or "").lower(), 1)
    unit, scale = _measure(re.sub(r"\s+", " ", match["unit"] or ""))
    if match["sign"]:
        unit, scale = _CURRENCY_SIGNS[match["sign"]], Decimal(1)
    return Figure(value * scale, unit, match.start(), match.end(), in_words=bool(word))


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
    return _MEASURES.get(name) or _MEASURES.get(name.lower()) or _MEASURES_ANY_CASE[name.lower()]
