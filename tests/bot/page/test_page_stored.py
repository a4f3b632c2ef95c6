"""Conversations as browsers keep them, and as files to take away."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, AnswerSentence, Citation, Support
from bot.page.stored import MAX_CHARACTERS, conversation_as_markdown, from_stored, to_stored
from bot.page.turns import MAX_TURNS, Source, Turn

CITATION = Citation(
    1, "a.it", "Un titolo", "Sibilla", date(2026, 1, 14), None, "https://example.org/a", "it",
    "Una frase.", 3, 13, 0, 40,
)  # fmt: skip
ANSWER = Answer(
    "Perché?", "Perché?", "it", "Una frase. [1]", False, 0.9, (CITATION,),
    as_of=date(2026, 1, 14),
    sentences=(AnswerSentence(0, 14, Support.PARTLY, (1,), ("manca una data",)),),
)  # fmt: skip
TURN = Turn("Perché?", ANSWER, (Source(CITATION, "Ah. Una frase.", 4, 14),), rating="up")


def test_a_kept_conversation_comes_back_as_it_was() -> None:
    turns = (TURN, Turn("E poi?", failure={"en": "No.", "it": "No."}))
    assert from_stored(to_stored(turns)) == turns


def test_a_turn_without_an_answer_yet_is_not_kept() -> None:
    assert from_stored(to_stored([TURN, Turn("E poi?")])) == (TURN,)


@given(st.text() | st.sampled_from(['[{"question": 1}]', "{}", "null", '[{"answer": {}}]']))
def test_what_is_no_conversation_is_not_read(text: str) -> None:
    assert from_stored(text) in (None, ())


def test_a_conversation_that_grew_too_long_keeps_its_latest_turns() -> None:
    long = replace(TURN, answer=replace(ANSWER, text="parola " * 40_000))
    stored = to_stored([replace(long, question=str(number)) for number in range(MAX_TURNS)])
    assert len(stored) <= MAX_CHARACTERS
    kept = from_stored(stored)
    assert kept
    assert kept[-1].question == str(MAX_TURNS - 1)


def test_an_exported_conversation_has_numbered_sources_under_each_answer() -> None:
    markdown = conversation_as_markdown([TURN, Turn("E poi?")], "it")
    assert markdown.startswith("# Perché?\n\n## Perché?\n\nUna frase. [1]\n")
    assert "### Fonti" in markdown
    assert "[1]\\: Un titolo, Sibilla, 14 gennaio 2026, https://example.org/a" in markdown
    assert "> Una frase." in markdown
