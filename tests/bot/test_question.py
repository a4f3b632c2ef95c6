"""Understanding a question: its language, and what it leaves unsaid."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.question import MAX_CHARACTERS, read_question, stand_alone
from corpus.errors import SettingWrong

WHY = "Perché OpenAI ha scelto Cerebras?"


@pytest.mark.parametrize(
    ("text", "page_language", "language"),
    [
        ("Why did OpenAI choose Cerebras?", "it", "en"),
        ("Perché OpenAI ha scelto Cerebras?", "en", "it"),
        ("Quanto vale?", "en", "it"),
        ("How much?", "it", "en"),
        ("OpenAI Cerebras", "it", "it"),
        ("OpenAI Cerebras", "en", "en"),
        ("Nvidia H200?", "it", "it"),
        ("TSMC", "en", "en"),
    ],
)
def test_a_question_has_its_own_language_and_mere_names_that_of_the_page(
    text: str, page_language: str, language: str
) -> None:
    assert read_question(text, page_language=page_language).language == language


def test_mere_names_have_the_language_of_the_conversation() -> None:
    assert read_question("AMD?", ["Quanto vale l'accordo?"], "en").language == "it"
    assert read_question("AMD?", ["How much is the deal?", "Oracle?"], "it").language == "en"


@pytest.mark.parametrize(
    ("text", "history", "understood"),
    [
        (WHY, [], WHY),
        ("E quanto vale?", [WHY], "Quanto vale? (OpenAI, Cerebras)"),
        ("E AMD?", [WHY], "Perché OpenAI ha scelto AMD?"),
        ("And AMD?", ["Why did OpenAI choose Cerebras?"], "Why did OpenAI choose AMD?"),
        ("How much is it worth?", ["Why did OpenAI choose Cerebras?"], "(OpenAI, Cerebras)"),
        ("E quando finisce?", [WHY, "E quanto vale?"], "Quando finisce? (OpenAI, Cerebras)"),
        (
            "How many Trainium chips does Anthropic use at Amazon?",
            [WHY],
            "How many Trainium chips does Anthropic use at Amazon?",
        ),
    ],
)
def test_a_follow_up_takes_up_what_it_leaves_unsaid(
    text: str, history: list[str], understood: str
) -> None:
    assert read_question(text, history).understood.endswith(understood)


@pytest.mark.parametrize("text", ["", "   ", "?", "¿…!", "\n\t"])
def test_a_question_without_words_is_refused(text: str) -> None:
    with pytest.raises(SettingWrong, match="There is no question") as refused:
        read_question(text)
    assert refused.value.tell("it").startswith("Non c'è una domanda.")


def test_a_question_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert read_question("a" * MAX_CHARACTERS).text == "a" * MAX_CHARACTERS
    with pytest.raises(SettingWrong, match=f"longer than {MAX_CHARACTERS} characters"):
        read_question("a" * (MAX_CHARACTERS + 1))
    padded = " " * MAX_CHARACTERS + "Why?"
    assert read_question(padded).text == "Why?"  # only what is asked counts


def test_a_question_is_put_on_one_line() -> None:
    assert read_question(" Why \n did\tit\u00a0rain? ").text == "Why did it rain?"


def test_half_a_character_is_replaced() -> None:
    """Terminals and JSON can send lone surrogates, which no encoder or database takes."""
    asked = read_question("Why caff\udce8?", ["Who \ud800 is it?"])
    asked.text.encode()
    asked.understood.encode()


def test_a_conversation_of_thousands_of_questions_is_no_burden() -> None:
    assert "Cerebras" in read_question("E quanto vale?", [WHY] * 5_000).understood
    assert read_question("AMD?", ["OpenAI?"] * 5_000, "it").language == "it"
    assert read_question("E quanto vale?", ["a" * 1_000_000]).understood


def test_empty_earlier_questions_are_passed_over() -> None:
    assert "Cerebras" in read_question("E quanto vale?", [WHY, "", " ?"]).understood


@given(
    st.text(st.characters(), max_size=200),
    st.lists(st.text(st.characters(), max_size=60), max_size=4),
    st.sampled_from(["it", "en"]),
)
def test_any_text_is_understood_or_refused_for_having_no_words(
    text: str, history: list[str], page_language: str
) -> None:
    if not re.search(r"\w", text):
        with pytest.raises(SettingWrong, match="There is no question"):
            read_question(text, history, page_language)
        return
    asked = read_question(text, history, page_language)
    assert asked.language in ("it", "en")
    assert asked.understood.strip()
    assert asked.text == " ".join(asked.text.split())


@pytest.mark.parametrize(
    ("before", "text", "understood"),
    [
        (
            "Quanta elettricità useranno i data center nel 2030?",
            "E nel 2035?",
            "Quanta elettricità useranno i data center nel 2035?",
        ),
        ("What did HPC6 cost in 2024?", "and in 2025?", "What did HPC6 cost in 2025?"),
    ],
)
def test_a_year_alone_takes_the_place_of_the_year_before(
    before: str, text: str, understood: str
) -> None:
    assert stand_alone(text, [before]) == understood


@pytest.mark.parametrize(
    ("before", "text", "understood"),
    [
        (
            "How much did Nvidia put into OpenAI in 2026?",
            "And what did OpenAI promise in exchange?",
            "What did OpenAI promise in exchange? (Nvidia)",
        ),
        (
            "What is GPT-5.3-Codex-Spark?",
            "and how does it do on Terminal-Bench?",
            "How does it do on Terminal-Bench? (GPT-5.3-Codex-Spark)",
        ),
        (
            "What share does the US take on H200 sales to China?",
            "And the H20?",
            "What share does the US take on H20 sales to China?",
        ),
        (
            "Perché OpenAI ha scelto Cerebras?",
            "E perché TSMC costruisce in Arizona?",
            "E perché TSMC costruisce in Arizona?",
        ),
    ],
)
def test_a_follow_up_with_names_of_its_own_takes_on_only_what_it_goes_on_with(
    before: str, text: str, understood: str
) -> None:
    assert stand_alone(text, [before]) == understood


def test_units_kinds_of_things_and_months_are_no_names() -> None:
    names = read_question("How many MW do the AMD GPUs of HUMAIN need by May 2026?").names
    assert names == ("AMD", "HUMAIN")
