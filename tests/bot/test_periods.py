"""Periods: which days' news a question asks for."""

from datetime import date

import pytest

from bot.periods import Period, period_asked, wants_latest

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("Cosa è successo la settimana scorsa?", date(2026, 11, 16), date(2026, 11, 22)),
        ("What happened last week with Oracle?", date(2026, 11, 16), date(2026, 11, 22)),
        ("What did Meta announce last month?", date(2026, 10, 1), date(2026, 10, 31)),
        ("cosa ha annunciato questo mese Meta?", date(2026, 11, 1), None),
        ("negli ultimi tre mesi che fa Oracle?", date(2026, 8, 26), None),
        ("in the last 30 days", date(2026, 10, 25), None),
        ("notizie di ieri", date(2026, 11, 23), date(2026, 11, 23)),
        ("notizie di maggio 2026 su Meta", date(2026, 5, 1), date(2026, 5, 31)),
        ("news in May 2026 about Meta", date(2026, 5, 1), date(2026, 5, 31)),
        ("news from 14 January 2026", date(2026, 1, 14), date(2026, 1, 14)),
        ("Quali notizie dopo il 2025 su Cerebras?", date(2026, 1, 1), None),
        ("articles since March 2026", date(2026, 3, 1), None),
        ("news after March 2026", date(2026, 4, 1), None),
        ("articoli prima del 2026", None, date(2025, 12, 31)),
    ],
)
def test_days_are_understood_in_both_languages(
    question: str, since: date | None, until: date | None
) -> None:
    assert period_asked(question, TODAY) == Period(since, until)


@pytest.mark.parametrize(
    "question",
    [
        "How much did Nvidia put into OpenAI in February 2026?",
        "Perché OpenAI ha scelto Cerebras nel 2026?",
        "Why did OpenAI choose Cerebras?",
    ],
)
def test_when_something_happened_restricts_no_articles(question: str) -> None:
    assert period_asked(question, TODAY) is None


@pytest.mark.parametrize(
    ("question", "latest"),
    [
        ("Ultime notizie su OpenAI?", True),
        ("What's the latest news on Nvidia?", True),
        ("che novità ci sono su Meta?", True),
        ("What is the latest chip of Nvidia?", False),
        ("Qual è l'ultimo chip di Nvidia?", False),
    ],
)
def test_the_newest_is_asked_for_by_asking_for_news(question: str, latest: bool) -> None:
    assert wants_latest(question) is latest
