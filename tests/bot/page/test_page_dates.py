"""Dates in words and by age."""

from datetime import date

import pytest

from bot.page.dates import age, elided, full_date

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "english", "italian"),
    [
        (date(2026, 1, 14), "14 January 2026", "14 gennaio 2026"),
        (date(2026, 5, 1), "1 May 2026", "1º maggio 2026"),
        (date(2025, 12, 31), "31 December 2025", "31 dicembre 2025"),
    ],
)
def test_a_date_is_written_in_words(day: date, english: str, italian: str) -> None:
    assert (full_date(day, "en"), full_date(day, "it")) == (english, italian)


def test_italian_articles_are_elided_before_the_eighth_and_the_eleventh() -> None:
    assert elided("dati al 8 maggio 2026") == "dati all’8 maggio 2026"
    assert elided("dal 11 marzo 2024 al 1º maggio") == "dall’11 marzo 2024 al 1º maggio"
    assert elided("aggiornato il 8 maggio 2026") == "aggiornato l’8 maggio 2026"
    assert elided("il 18 maggio, updated 8 May") == "il 18 maggio, updated 8 May"


@pytest.mark.parametrize(
    ("day", "english", "italian"),
    [
        (TODAY, "today", "oggi"),
        (date(2026, 11, 22), "yesterday", "ieri"),
        (date(2026, 11, 21), "2 days ago", "2 giorni fa"),
        (date(2026, 10, 24), "30 days ago", "30 giorni fa"),
        (date(2026, 10, 23), "1 month ago", "1 mese fa"),
        (date(2026, 1, 14), "10 months ago", "10 mesi fa"),
        (date(2025, 11, 24), "11 months ago", "11 mesi fa"),
        (date(2025, 11, 23), "1 year ago", "1 anno fa"),
        (date(2024, 3, 13), "2 years ago", "2 anni fa"),
        (date(2026, 11, 24), "in 1 day", "fra 1 giorno"),
        (date(2027, 2, 1), "in 2 months", "fra 2 mesi"),
    ],
)
def test_an_age_is_told_in_whole_days_months_or_years(
    day: date, english: str, italian: str
) -> None:
    assert (age(day, TODAY, "en"), age(day, TODAY, "it")) == (english, italian)
