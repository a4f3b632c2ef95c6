"""Periods: which days' news a question asks for, if it does.

"La settimana scorsa" or "latest news" speak of when articles came out; "how much did Nvidia invest
in February 2026" of when something happened, which the articles' own words tell. So a month or a
year alone restricts nothing unless news are asked for.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from corpus.figure_words import NUMBER_WORDS
from corpus.language import LANGUAGES


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included; None where it is open."""

    since: date | None = None
    until: date | None = None


_NEWS = re.compile(
    r"\b(?:notizi[ae]|novità|articol[io]|sviluppi|news|articles?|headlines|developments|"
    r"(?:che )?(?:cosa|che cosa) (?:è|e['’]) successo|what(?:'s| has| is)? (?:happened|new))\b",
    re.IGNORECASE,
)
_LATEST = re.compile(
    r"\b(?:latest|newest|most recent|recent|ultim[aeio]|più recent[ei]|recentissim[aeio])\b"
    r"(?=[^?]{0,40}\b(?:news|articles?|headlines|developments|updates?|notizi[ae]|novità|"
    r"articol[io]|sviluppi|aggiornament[io])\b)|\bwhat(?:'s| is) new\b|\bche novità\b|"
    r"\bci sono novità\b",
    re.IGNORECASE,
)
_LATEST_NEWS = re.compile(
    r"\b(?:(?:quali|che cosa|what|qual)(?:['’]s| sono| are| è| is) )?(?:le |the |gli |l['’])?"
    r"(?:latest|newest|most recent|recent|ultim[aeio]|più recent[ei]|recentissim[aeio])\s+"
    r"(?:news|articles?|headlines|developments|updates?|notizi[ae]|novità|articol[io]|sviluppi|"
    r"aggiornament[io])\s*(?:(?:on|about|of|from|su|sul|sulla|sui|sugli|sulle|di|da|del|della)\b)?",
    re.IGNORECASE,
)
_UNITS = {
    "day": r"days?|giorn[oi]",
    "week": r"weeks?|settiman[ae]",
    "month": r"months?|mes[ei]",
    "year": r"years?|ann[oi]",
}
_ANY_UNIT = "|".join(_UNITS.values())
_LAST_N = re.compile(
    rf"\b(?:(?:in|over|during) the (?:last|past)|(?:ne)?(?:gl|ll)?[ie]? ultim[ie]) "
    rf"(?P<n>\d{{1,3}}|[a-zà-ù]+) (?P<unit>{_ANY_UNIT})\b",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"\b(?:this|quest[oa]|quest['’]) ?(?P<unit>week|month|settimana|mese)\b", re.IGNORECASE
)
_LAST = re.compile(
    r"\b(?:last (?P<unit>week|month)|(?:la |il )?(?P<unita>settimana|mese) scors[oa])\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(?P<day>yesterday|ieri|today|oggi)\b", re.IGNORECASE)
_DATE = (
    r"(?P<date>(?:\d{1,2}(?:°|º)? )?[a-zà-ù]+ \d{4}|[a-z]+ \d{1,2},? \d{4}|\d{4}-\d\d-\d\d|\d{4})"
)
_SINCE = re.compile(rf"\b(?:since|da(?:l|ll['’])?) {_DATE}\b", re.IGNORECASE)
_AFTER = re.compile(rf"\b(?:after|dopo(?: il)?) {_DATE}\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b(?:before|until|prima (?:del|di)|fino a(?:l)?) {_DATE}\b", re.IGNORECASE)
_IN = re.compile(rf"\b(?:in|of|from|nel|a|ad|di|del) {_DATE}\b", re.IGNORECASE)


def wants_latest(question: str) -> bool:
    """Whether a question asks for the newest there is ("ultime notizie", "what's new")."""
    return bool(_LATEST.search(question))


def without_latest(question: str) -> str:
    """The question without the words that ask for the newest, which no article answers to."""
    matter = " ".join(_LATEST_NEWS.sub(" ", question).split()).strip(" ,.:")
    return matter if re.search(r"\w{2}", matter) else question


def period_asked(question: str, today: date) -> Period | None:
    """The days whose articles a question asks for; None when it restricts none."""
    relative = _relative(question, today)
    if relative or not _NEWS.search(question):
        return relative
    for pattern, make in (
        (_SINCE, lambda first, last: Period(since=first)),
        (_AFTER, lambda first, last: Period(since=last + timedelta(days=1))),
        (_BEFORE, lambda first, last: Period(until=first - timedelta(days=1))),
        (_IN, Period),
    ):
        found = pattern.search(question)
        span = _span(found["date"]) if found else None
        if span:
            return make(*span)
    return None


def _relative(question: str, today: date) -> Period | None:
    if found := _LAST_N.search(question):
        count = _count(found["n"])
        return Period(since=today - timedelta(days=count * _days(found["unit"]))) if count else None
    if found := _LAST.search(question):
        if _days(found["unit"] or found["unita"]) == 7:
            monday = today - timedelta(days=today.weekday() + 7)
            return Period(monday, monday + timedelta(days=6))
        last_day = today.replace(day=1) - timedelta(days=1)
        return Period(last_day.replace(day=1), last_day)
    if found := _THIS.search(question):
        week = _days(found["unit"]) == 7
        return Period(today - timedelta(days=today.weekday()) if week else today.replace(day=1))
    if found := _DAY.search(question):
        day = today if found["day"].lower() in ("today", "oggi") else today - timedelta(days=1)
        return Period(day, day) if _NEWS.search(question) else None
    return None


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next((NUMBER_WORDS[lang][text] for lang in LANGUAGES if text in NUMBER_WORDS[lang]), 0)


def _days(unit: str) -> int:
    for days, name in ((1, "day"), (7, "week"), (30, "month"), (365, "year")):
        if re.fullmatch(_UNITS[name], unit, re.IGNORECASE):
            return days
    return 0


def _span(text: str) -> tuple[date, date] | None:
    """First and last day of a year, a month or a day as written in either language."""
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    from dateparser import parse  # half a second of imports, for questions with dates

    days = [
        parse(
            text,
            languages=list(LANGUAGES),
            settings={
                "PREFER_DAY_OF_MONTH": which,
                "RELATIVE_BASE": datetime.combine(date(2000, 1, 1), time()),
                "REQUIRE_PARTS": ["month", "year"],
            },
        )
        for which in ("first", "last")
    ]
    return (days[0].date(), days[1].date()) if days[0] and days[1] else None
