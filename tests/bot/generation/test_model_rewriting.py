"""Follow-ups are rewritten by the model where it can be trusted, and by rules where it cannot."""

import time

import pytest
from model_server import TRUE, Behaviour, Writing, endless, fails, in_turn, says, silent

from bot.generation.rewriting import needs_rewriting, rewritten
from bot.question import read_question

BEFORE = "Why did OpenAI choose Cerebras?"
FOLLOW_UP = "And how much is it worth?"
GOOD = "How much is the contract between OpenAI and Cerebras worth?"
BY_RULES = "How much is it worth? (OpenAI, Cerebras)"


def test_a_follow_up_is_searched_as_the_model_rewrote_it_which_is_shown(writing: Writing) -> None:
    written = writing(in_turn(says(GOOD), says(TRUE)))
    answers = list(written.sibilla.stream(FOLLOW_UP, [BEFORE]))
    assert {answer.question for answer in answers} == {FOLLOW_UP}
    assert answers[-1].understood == GOOD
    assert (answers[-1].model, answers[-1].notice) == ("small", "")
    asked, answered = written.prompts
    assert f"- {BEFORE}" in asked
    assert f"Last question: {FOLLOW_UP}" in asked
    assert f"Question: {GOOD}" in answered


def test_an_italian_follow_up_is_rewritten_in_italian(writing: Writing) -> None:
    good = "Quanto vale il contratto tra OpenAI e Cerebras?"
    reply = "Il contratto tra OpenAI e Cerebras vale dieci miliardi di dollari [1]."
    written = writing(in_turn(says(good), says(reply)))
    answer = written.ask("E quanto vale?", "Perché OpenAI ha scelto Cerebras?")
    assert (answer.understood, answer.language) == (good, "it")
    assert "Ultima domanda: E quanto vale?" in written.prompts[0]


@pytest.mark.parametrize("behaviour", [endless, says(""), says("\n\n"), says("Sì, certo.")])
def test_where_rewriting_goes_wrong_the_rules_do_it(writing: Writing, behaviour: Behaviour) -> None:
    answer = writing(in_turn(behaviour, says(TRUE))).ask(FOLLOW_UP, BEFORE)
    assert (answer.understood, answer.model, answer.notice) == (BY_RULES, "small", "")


def test_a_slow_model_does_not_hold_up_the_question(writing: Writing) -> None:
    written = writing(in_turn(silent(30), says(TRUE)), model_timeout=3)
    began = time.monotonic()
    answer = written.ask(FOLLOW_UP, BEFORE)
    assert answer.understood == BY_RULES
    assert answer.model == "small"
    assert time.monotonic() - began < 10


def test_a_model_that_refuses_the_rewriting_is_not_asked_for_the_answer(writing: Writing) -> None:
    written = writing(fails(401))
    answer = written.ask(FOLLOW_UP, BEFORE)
    assert answer.understood == BY_RULES
    assert "SIBILLA_MODEL_KEY" in answer.notice
    assert len(written.prompts) == 1


@pytest.mark.parametrize(
    "written",
    [
        "How much is the contract between OpenAI and Microsoft worth?",  # a name invented
        "How much is the contract worth since 2019?",  # a number invented
        "Quanto vale il contratto tra OpenAI e Cerebras?",  # another language
        "What colour is the sky?",  # nothing of the question left
        "The contract is worth:\nten billion dollars.",  # an answer
        "worth " * 99,
        "???",
        "",
    ],
)
def test_a_rewriting_that_drops_or_invents_is_not_trusted(written: str) -> None:
    asked = read_question(FOLLOW_UP, [BEFORE])
    assert rewritten(asked, written, [BEFORE]) is None


def test_a_rewriting_that_drops_a_name_or_a_number_of_the_question_is_not_trusted() -> None:
    asked = read_question("And what did AMD sell in 2025?", [BEFORE])
    assert rewritten(asked, "What did OpenAI sell in 2025?", [BEFORE]) is None
    assert rewritten(asked, "What did AMD sell?", [BEFORE]) is None
    assert rewritten(asked, "What did AMD sell to OpenAI in 2025?", [BEFORE]) is not None


@pytest.mark.parametrize(
    "dress", ["{}", "Question: {}", '"{}"', "**{}**", "Rewritten question: {}"]
)
def test_what_stands_around_a_rewritten_question_is_taken_off(dress: str) -> None:
    asked = read_question(FOLLOW_UP, [BEFORE])
    question = rewritten(asked, dress.format(GOOD), [BEFORE])
    assert question is not None
    assert (question.understood, question.text) == (GOOD, FOLLOW_UP)
    assert set(question.names) == {"OpenAI", "Cerebras"}


def test_a_question_that_stands_alone_costs_no_request() -> None:
    assert not needs_rewriting(read_question(GOOD, [BEFORE]), [BEFORE])
    assert not needs_rewriting(read_question(FOLLOW_UP), [])
    assert needs_rewriting(read_question(FOLLOW_UP, [BEFORE]), [BEFORE])
