"""The words that quantities are told with beside their figures, Italian and English together."""

import re

from corpus.figure_words import MEASURES, MONTH_NUMBERS

_HEDGES = {
    "about": r"about|around|some|roughly|approximately|circa|intorno (?:a|ai|alle?)|approx\.?|~|"
    r"più o meno|grosso modo|all'incirca|on the order of|nell'ordine d\w+|un(?:a|o)? \w+ina di",
    "over": r"over|more than|above|at least|upwards of|oltre|più d[ei]\w*|superior[ei] a\w*|"
    r"almeno|exceed\w*|supera\w*|beyond|past|topp\w+",
    "under": r"nearly|almost|under|less than|below|close to|just short of|up to|at most|quasi|"
    r"meno d[ei]\w*|poco meno d\w+|inferior[ei] a\w*|fino a\w*|al massimo|sotto",
}
HEDGE = {
    kind: re.compile(rf"(?<!\w)(?:{words})\s*(?:i|gli|le|il|the|a|an)?\s*(?:US)?$", re.IGNORECASE)
    for kind, words in _HEDGES.items()
}
TIME = {
    "year": "years?|yearly|ann[oi]|annual[ei]?",
    "month": "months?|monthly|mes[ei]|mensil[ei]",
    "week": "weeks?|weekly|settiman[ae]",
    "day": "days?|giorn[oi]|daily",
    "hour": "hours?|hourly|or[ae]",
    "minute": "minutes?|minut[oi]",
    "second": "seconds?|second[oi]",
}
_TIME_WORDS = "|".join(rf"(?P<{unit}>(?:{words})\b)" for unit, words in TIME.items())
TIME_BEHIND = re.compile(rf"[\s-]*(?:{_TIME_WORDS})", re.IGNORECASE)
# Words that hold a number. Those of the source may be said in digits, and the other way round.
HOLDING: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
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
FRACTION = re.compile(
    r"\b(?P<upper>an?|one|two|three|four|un|due|tre|quattro)[\s-]"
    r"(?P<lower>thirds?|quarters?|fifths?|tenths?|terz[oi]|quart[oi]|quint[oi]|decim[oi])\b"
    r"(?!\s+(?:of\s+20|del\s+20|20\d\d))",
    re.IGNORECASE,
)
UPPER = {"a": 1, "an": 1, "one": 1, "un": 1, "two": 2, "due": 2, "three": 3, "tre": 3}
UPPER |= {"four": 4, "quattro": 4}
LOWER = {"thi": 3, "ter": 3, "qua": 4, "fif": 5, "qui": 5, "ten": 10, "dec": 10}
# "May" and "March" need a word before them that only a month follows.
MONTH_ALONE = re.compile(
    rf"(?:\b(?:in|by|since|until|from|of|early|late|mid|last|next|this|between|and|to|di|a|ad|da|"
    rf"entro|tra|fra|e|fine|inizio|metà|scorso)[\s-]+|\b(?:nel|del|dal|all|nell|dell|dall)['’]\s?|"
    rf"\b(?:nel|del|dal|al|lo)\s+)(?P<month>{'|'.join(MONTH_NUMBERS)})\b",
    re.IGNORECASE,
)
RANGE = re.compile(r"\s?[-–‑]\s?|\s+(?:to|a|ai|and|e)\s+(?:i\s+)?")
# "The two companies" counts nothing new.
DEFINITE = re.compile(
    r"\b(?:the|these|those|both|its|their|all|i|le|gli|quest[ei]|quell[ei]|dei|delle|degli|ai|alle|"
    r"dai|dalle|sui|nei|nelle|tra|fra|entramb[ei]|tutt[ei]\s+e)\s+$",
    re.IGNORECASE,
)


# Units that come in kilo, mega, giga.
SIZED = ("W", "Wh", "B", "FLOPS", "B/s", "b/s")
_POWERS = sorted(name for name, (unit, _) in MEASURES.items() if unit in SIZED[:4])
UNIT_WORD = re.compile(
    rf"\b(?:{'|'.join(name for name in _POWERS if name.islower() and name.isalpha())})\b",
    re.IGNORECASE,
)
UNIT_SIGN = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(n for n in _POWERS if len(n) < 4)})\b")
