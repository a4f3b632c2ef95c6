"""Quarters, halves of a year and weekdays: the parts of dates that `corpus.figures` leaves out."""

import re

from bot.checking.claim import Fault, FaultKind

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
PERIOD = re.compile(
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


def check_periods(sentence: str, source: str) -> list[Fault]:
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


def _parts(text: str) -> list[tuple[tuple[str, int], str]]:
    parts = []
    for match in PERIOD.finditer(text):
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
