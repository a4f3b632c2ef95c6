"""Answers written by a chat model over real HTTP: streamed, checked, replaced where need be."""

import time
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from model_server import TRUE, VALE, WORTH, Writing, endless, in_turn, says, silent, stalls_after

from bot.answer import Answer, Support
from bot.generation.notices import NOTICES
from bot.sibilla import Sibilla


def same(answer: Answer, other: Answer) -> bool:
    """Whether two answers say the same, whatever their notices and how long they took."""
    return replace(answer, notice="", seconds=0) == replace(other, notice="", seconds=0)


# -- what comes, in which order


def test_sources_come_first_then_words_then_the_checked_answer(writing: Writing) -> None:
    written = writing(says(TRUE, pause=0.01))
    answers = list(written.sibilla.stream(WORTH))
    drafts, last = answers[:-1], answers[-1]
    assert last.complete
    assert not any(draft.complete for draft in drafts)
    first_found = next(n for n, draft in enumerate(drafts) if draft.ranked)
    assert drafts[first_found].text == ""
    grown = [draft.text for draft in drafts[first_found:]]
    assert len(set(grown)) > 5
    assert all(later.startswith(earlier) for earlier, later in pairwise(grown))
    assert (last.model, last.notice, last.abstained) == ("small", "", False)
    assert [sentence.support for sentence in last.sentences] == [Support.SUPPORTED]
    assert [citation.article for citation in last.citations] == ["cerebras.en"]


def test_marks_are_numbered_as_they_appear_while_the_text_grows(writing: Writing) -> None:
    text = "The deal covers 750 megawatts [5]. The contract is worth ten billion dollars [1]."
    drafts = [answer for answer in writing(says(text)).sibilla.stream(WORTH) if answer.text]
    assert "megawatts [1]." in drafts[-2].text
    assert [citation.number for citation in drafts[-2].citations] == [1, 2]
    assert not any(draft.text.rstrip().endswith("[") for draft in drafts)
    for citation in drafts[-1].citations:
        assert citation.quote.split()


def test_every_quotation_of_a_written_answer_stands_in_its_article(writing: Writing) -> None:
    written = writing(says(TRUE))
    for answer in written.sibilla.stream(WORTH):
        for citation in answer.citations:
            text = written.sibilla.article(citation.article).text
            assert text[citation.start : citation.end] == citation.quote


def test_what_is_not_in_the_articles_is_flagged_and_what_is_stays(writing: Writing) -> None:
    answer = writing(says(f"{TRUE} Batman signed it for 55 euros [2].")).ask()
    assert [s.support for s in answer.sentences] == [Support.SUPPORTED, Support.UNSUPPORTED]
    assert answer.sentences[1].faults
    assert not answer.notice


def test_half_a_character_from_a_model_is_left_out(writing: Writing) -> None:
    broken = TRUE.replace("contract", "con\ud83dtract", 1)
    answer = writing(says(f"\ud800 {broken} It is worth\udc00 ten billion dollars [1].")).ask()
    assert not answer.notice
    assert answer.text.encode()  # which half a character cannot be
    assert "contract" in answer.text


def test_the_model_is_told_the_language_of_the_asker(writing: Writing) -> None:
    text = "Il contratto tra OpenAI e Cerebras vale dieci miliardi di dollari [1]."
    written = writing(says(text))
    answer = written.ask(VALE)
    assert (answer.language, answer.notice) == ("it", "")
    assert "Rispondi in italiano" in written.prompts[0]
    assert f"Domanda: {VALE}" in written.prompts[0]


def test_thoughts_of_a_reasoning_model_are_not_shown(writing: Writing) -> None:
    written = writing(says(f"<think>It may be [3] or 99 dollars.</think> {TRUE}"))
    for answer in written.sibilla.stream(WORTH):
        assert "99" not in answer.text
        assert "think" not in answer.text
    assert answer.sentences[0].support is Support.SUPPORTED


# -- no answer in the passages


@pytest.mark.parametrize(
    "reply",
    [
        "NOT_IN_THE_PASSAGES",
        "NOT_IN_THE_PASSAGES.",
        "**NOT_IN_THE_PASSAGES** because nobody says it.",
        "The passages do not contain this information.",
        "I cannot find the answer in the articles.",
        "I passaggi non contengono questa informazione.",
        "Non è indicato nei passaggi quanto valga.",
    ],
)
def test_a_model_that_finds_no_answer_makes_an_honest_abstention(
    writing: Writing, reply: str
) -> None:
    written = writing(says(reply, pause=0.005))
    answers = list(written.sibilla.stream(WORTH))
    assert not any("NOT_IN" in answer.text for answer in answers)
    last = answers[-1]
    assert (last.abstained, last.model, last.notice) == (True, "small", "")
    assert last.text.startswith("The articles do not answer this question.")
    assert (last.citations, bool(last.nearest)) == ((), True)


def test_an_answer_that_mentions_what_is_missing_is_no_abstention(writing: Writing) -> None:
    answer = writing(says(f"{TRUE} The passages do not say when it ends.")).ask()
    assert not answer.abstained
    assert "ten billion" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "How do I cook a risotto with saffron?",
        "Why did AMD buy TSMC?",
        "Perché AMD ha comprato TSMC?",
        "How much money did Tramontanix raise?",
    ],
)
def test_where_a_model_could_only_invent_it_is_not_asked(
    writing: Writing, question: str, demo_sibilla: Sibilla
) -> None:
    written = writing(says(TRUE), over=demo_sibilla)
    answer = written.ask(question)
    assert answer.abstained
    assert written.prompts == []
    assert same(answer, demo_sibilla.ask(question))


# -- instead of an answer that is worth nothing


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("Bananas are yellow and grow in Spain [1].", "nothing_supported"),
        ("[1] [2] [3]", "garbled"),
        ("\u200b\u200b .", "garbled"),
    ],
)
def test_an_answer_with_nothing_supported_is_replaced_by_quotations(
    writing: Writing, plain: Sibilla, text: str, notice: str
) -> None:
    answer = writing(says(text)).ask()
    assert answer.notice == getattr(NOTICES["en"], notice)
    assert answer.model == ""
    assert same(answer, plain.ask(WORTH))


def test_an_answer_that_does_not_end_is_cut_after_a_sentence(writing: Writing) -> None:
    written = writing(endless)
    answer = written.ask()
    assert answer.notice == NOTICES["en"].cut
    assert (
        answer.text == "The contract between OpenAI and Cerebras is worth ten billion dollars. [1]"
    )
    assert written.server.disconnected.wait(5)


def test_an_answer_is_cut_where_time_is_up(writing: Writing) -> None:
    began = time.monotonic()
    answer = writing(says(" ".join([TRUE] * 99), pause=0.05), model_timeout=3).ask()
    assert answer.notice == NOTICES["en"].cut
    assert 8 < time.monotonic() - began < 25


def test_an_answer_that_the_server_cut_loses_its_last_words(writing: Writing) -> None:
    answer = writing(says(f"{TRUE} The deal covers 750 mega", finish="length")).ask()
    assert answer.notice == NOTICES["en"].cut
    assert (
        answer.text == "The contract between OpenAI and Cerebras is worth ten billion dollars. [1]"
    )


# -- stopping


@pytest.mark.parametrize("behaviour", [endless, silent(30), stalls_after("The contract")])
def test_closing_the_stream_closes_the_request(writing: Writing, behaviour: Any) -> None:
    written = writing(behaviour)
    answers = written.sibilla.stream(WORTH)
    while not written.prompts:
        next(answers)
    next(answers)
    began = time.monotonic()
    answers.close()
    assert time.monotonic() - began < 5
    assert written.server.disconnected.wait(5)


def test_a_silent_model_still_lets_the_reader_stop(writing: Writing) -> None:
    written = writing(silent(30))
    with closing(written.sibilla.stream(WORTH)) as answers:
        for _ in range(5):
            began = time.monotonic()
            assert not next(answers).complete
            assert time.monotonic() - began < 5


def test_several_may_ask_at_once(writing: Writing) -> None:
    written = writing(says(TRUE, pause=0.01))
    streams = [written.sibilla.stream(WORTH) for _ in range(3)]
    last: dict[int, Answer] = {}
    while len(last) < 3 or not all(answer.complete for answer in last.values()):
        for number, stream in enumerate(streams):
            last[number] = next(stream, last.get(number))
    assert {answer.text for answer in last.values()} == {TRUE.replace(" [1].", ". [1]")}


# -- off and on


def test_switching_the_model_off_and_on_loses_nothing(
    writing: Writing, open_sibilla: Any, news: Path
) -> None:
    before = open_sibilla(news).ask(WORTH)
    assert writing(says(TRUE)).ask().model == "small"
    off = open_sibilla(news)
    assert same(off.ask(WORTH), before)
    assert off.sync().added == ()
    assert writing(in_turn(says(TRUE))).ask().model == "small"
