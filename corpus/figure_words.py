"""The words that figures are written with in Italian and English: months, numbers, units."""

from decimal import Decimal

_MONTHS_IT = (
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
)
_MONTHS_EN = "January February March April May June July August September October November December"
MONTH_NAMES = {"it": _MONTHS_IT.split(), "en": _MONTHS_EN.split()}
MONTH_NUMBERS = {
    name.lower(): number for names in MONTH_NAMES.values() for number, name in enumerate(names, 1)
} | {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES["en"], 1) if number != 5}
MONTH_NUMBERS["sept"] = 9

_UNITS_IT = (
    "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici "
    "quindici sedici diciassette diciotto diciannove"
)
_UNITS_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS_IT = "venti trenta quaranta cinquanta sessanta settanta ottanta novanta"
_TENS_EN = "twenty thirty forty fifty sixty seventy eighty ninety"


def _italian_words() -> dict[str, int]:
    units = _UNITS_IT.split()
    words = {word: n for n, word in enumerate(units)}
    for n, word in enumerate(_TENS_IT.split(), 2):
        words[word] = n * 10
        for m, unit in enumerate(units[1:10], 1):
            # "ventuno", "trentotto": the vowel falls before a vowel; "ventitré" has an accent.
            words[(word[:-1] if unit[0] in "ou" else word) + unit] = n * 10 + m
        words[f"{word}tré"] = n * 10 + 3
    small = {word: n for word, n in words.items() if n > 1}
    words |= {f"cento{word}": 100 + n for word, n in small.items()}
    words |= {f"{units[n]}cento": n * 100 for n in range(2, 10)} | {"cento": 100}
    words |= {f"{word}mila": n * 1000 for word, n in words.items() if n > 1}
    return words | {"mille": 1000, "dozzina": 12}


def _english_words() -> dict[str, int]:
    units = _UNITS_EN.split()
    words = {word: n for n, word in enumerate(units)}
    for n, word in enumerate(_TENS_EN.split(), 2):
        words[word] = n * 10
        words |= {f"{word}-{unit}": n * 10 + m for m, unit in enumerate(units[1:10], 1)}
    return words | {"hundred": 100, "dozen": 12}


NUMBER_WORDS = {"it": _italian_words(), "en": _english_words()}

MULTIPLIERS = {
    **dict.fromkeys(("thousand", "mila", "k"), 10**3),
    **dict.fromkeys(("million", "millions", "milione", "milioni", "mn", "mln", "m"), 10**6),
    **dict.fromkeys(("billion", "billions", "miliardo", "miliardi", "bn", "mld", "b"), 10**9),
    **dict.fromkeys(("trillion", "trillions", "bilione", "bilioni", "tn", "t"), 10**12),
    **dict.fromkeys(("quadrillion", "quadrillions"), 10**15),
    **dict.fromkeys(("hundred", "cento", "centinaia"), 100),
}

# The unit and its scale, by the name of the measure as written.
MEASURES: dict[str, tuple[str, Decimal]] = {}
_RATES = (" per second", " a second", " al secondo", "/s")
for _prefix, _symbol, _power in (
    ("kilo", "k", 3),
    ("chilo", "k", 3),
    ("mega", "M", 6),
    ("giga", "G", 9),
    ("tera", "T", 12),
    ("peta", "P", 15),
    ("exa", "E", 18),
    ("zetta", "Z", 21),
):
    _scale = Decimal(10) ** _power
    for _unit in ("W", "Wh", "FLOPS", "B", "B/s", "b/s"):
        MEASURES[_symbol + _unit] = (_unit, _scale)
    MEASURES[f"{_symbol}bps"] = ("b/s", _scale)
    for _name, _unit in (
        *((f"watt{plural}", "W") for plural in ("", "s")),
        *((f"watt{hours}", "Wh") for hours in ("ora", "-hour", "-hours", " hour", " hours")),
        *((f"flop{plural}", "FLOPS") for plural in ("", "s")),
        *((f"byte{plural}", "B") for plural in ("", "s")),
        *((f"byte{plural}{rate}", "B/s") for plural in ("", "s") for rate in _RATES),
        *((f"bit{plural}{rate}", "b/s") for plural in ("", "s") for rate in _RATES),
    ):
        MEASURES[_prefix + _name] = (_unit, _scale)
for _names, _unit in (
    ("dollar dollars dollaro dollari usd", "USD"),
    ("euro euros eur", "EUR"),
    ("pound pounds sterlina sterline gbp", "GBP"),
    ("yuan renminbi", "CNY"),
    ("yen", "JPY"),
    ("% percent percento per-cent per-cento", "%"),
    ("nm nanometre nanometres nanometer nanometers nanometro nanometri", "nm"),
    ("km kilometre kilometres kilometer kilometers chilometro chilometri", "km"),
):
    for _name in _names.split():
        MEASURES[_name.replace("per-", "per ")] = (_unit, Decimal(1))
# "gw" and "Mw" are read too where the exact spelling is not known.
MEASURES_ANY_CASE = {name.lower(): measure for name, measure in MEASURES.items()}
CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
