"""Dates as the page writes them: in full, and by their age."""

import re
from datetime import date

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
}
_UNITS = {
    "en": {"day": ("day", "days"), "month": ("month", "months"), "year": ("year", "years")},
    "it": {"day": ("giorno", "giorni"), "month": ("mese", "mesi"), "year": ("anno", "anni")},
}
_WORDS = {
    "en": {"today": "today", "yesterday": "yesterday", "past": "{} ago", "future": "in {}"},
    "it": {"today": "oggi", "yesterday": "ieri", "past": "{} fa", "future": "fra {}"},
}


_ELIDED = {"il": "l’", "al": "all’", "dal": "dall’"}
_BEFORE_A_VOWEL = re.compile(r"\b(il|al|dal) (?=(?:8|11) )")


def month_name(day: date, language: str) -> str:
    """The name of the date's month."""
    return _MONTHS[language].split()[day.month - 1]


def full_date(day: date, language: str) -> str:
    """The date in words: "14 January 2026", "1º maggio 2026"."""
    number = "1º" if language == "it" and day.day == 1 else str(day.day)
    return f"{number} {month_name(day, language)} {day.year}"


def elided(text: str) -> str:
    """The text with Italian articles elided before a day: "al 8 maggio" becomes "all’8 maggio"."""
    return _BEFORE_A_VOWEL.sub(lambda found: _ELIDED[found[1]], text)


def age(day: date, today: date, language: str) -> str:
    """How long ago the date was, in whole days, months or years: "10 months ago", "ieri"."""
    words = _WORDS[language]
    days = (today - day).days
    if days in (0, 1):
        return words["yesterday" if days else "today"]
    earlier, later = (day, today) if days > 0 else (today, day)
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    months -= later.day < earlier.day
    if months >= 12:
        span = _count(months // 12, "year", language)
    elif months:
        span = _count(months, "month", language)
    else:
        span = _count(abs(days), "day", language)
    return words["past" if days > 0 else "future"].format(span)


def _count(number: int, unit: str, language: str) -> str:
    one, many = _UNITS[language][unit]
    return f"{number} {one if number == 1 else many}"
