"""Evaluation: its figures against hand-made results, and what it reads and writes."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Citation, Support
from bot.evaluation import (
    MAX_RANKED,
    Case,
    Result,
    auroc,
    evaluate,
    read_cases,
    report,
    write_details,
)
from bot.sibilla import Sibilla
from corpus.errors import DocumentRefused, SettingWrong

# -- the area under the curve


@pytest.mark.parametrize(
    ("scores", "positive", "area"),
    [
        ([0.9, 0.8, 0.2, 0.1], [True, True, False, False], 1.0),
        ([0.1, 0.2, 0.8, 0.9], [True, True, False, False], 0.0),
        ([0.5, 0.5], [True, False], 0.5),
        # Fawcett 2006, "An introduction to ROC analysis", figure 3's first ten instances.
        (
            [0.9, 0.8, 0.7, 0.6, 0.55, 0.54, 0.53, 0.52, 0.51, 0.505],
            [True, True, False, True, True, True, False, False, True, False],
            18 / 24,
        ),
        ([0.8, 0.4, 0.4, 0.1], [True, True, False, False], 3.5 / 4),
        ([0.3, 0.4], [True, True], None),
        ([0.3, 0.4], [False, False], None),
        ([], [], None),
    ],
)
def test_auroc_is_the_share_of_pairs_in_the_right_order(
    scores: list[float], positive: list[bool], area: float | None
) -> None:
    assert auroc(scores, positive) == area


# Quarters are exact, so that monotone maps keep ties and order.
SCORED = st.lists(st.tuples(st.integers(-40, 40).map(lambda n: n / 4), st.booleans()), min_size=2)


@given(SCORED)
def test_auroc_turns_round_with_the_scores_and_with_the_labels(
    scored: list[tuple[float, bool]],
) -> None:
    scores, positive = [s for s, _ in scored], [p for _, p in scored]
    area = auroc(scores, positive)
    if area is None:
        assert len(set(positive)) == 1
        return
    assert 0 <= area <= 1
    assert auroc([-score for score in scores], positive) == pytest.approx(1 - area)
    assert auroc(scores, [not label for label in positive]) == pytest.approx(1 - area)


@given(SCORED)
def test_auroc_depends_on_the_order_of_scores_alone(scored: list[tuple[float, bool]]) -> None:
    scores, positive = [s for s, _ in scored], [p for _, p in scored]
    assert auroc([8 * score + 3 for score in scores], positive) == auroc(scores, positive)
    assert auroc(scores[::-1], positive[::-1]) == auroc(scores, positive)


# -- one result


def make_case(**fields: Any) -> Case:
    fields["answers"] = tuple(re.compile(a, re.IGNORECASE) for a in fields.pop("answers", ()))
    return Case("Why?", **fields)


def make_answer(
    text: str = "Because. [1]", *, cited: tuple[str, ...] = (), **fields: Any
) -> Answer:
    support = fields.pop("support", Support.SUPPORTED)
    citations = tuple(
        Citation(n, id, id, "", None, None, "", "en", "Because.", 0, 8, 0, 8, "", support)
        for n, id in enumerate(cited, 1)
    )
    fields = {"abstained": False, "confidence": 0.5} | fields
    return Answer("Why?", "Why?", "en", text, citations=citations, **fields)


def make_result(case: Case, answer: Answer | None = None, **fields: Any) -> Result:
    fields = {"language": "en", "ranked": (), "seconds": 0.1} | fields
    return Result(case, understood="Why?", answer=answer, **fields)


@pytest.mark.parametrize(
    ("documents", "ranked", "rank"),
    [
        (("a",), ("a", "b"), 1),
        (("b",), ("a", "b"), 2),
        (("c", "b"), ("a", "b", "c"), 2),
        (("d",), ("a", "b"), 0),
        (("d",), (), 0),
        ((), ("a",), 0),
    ],
)
def test_the_rank_is_that_of_the_first_right_article(
    documents: tuple[str, ...], ranked: tuple[str, ...], rank: int
) -> None:
    assert make_result(make_case(documents=documents), ranked=ranked).rank == rank


@pytest.mark.parametrize(
    ("case", "answer", "right"),
    [
        ({"answers": ["30 MW", "forty"]}, {"text": "It takes FORTY megawatts. [1]"}, True),
        ({"answers": ["30 MW"]}, {"text": "It takes 40 MW. [1]"}, False),
        ({"answers": ["articles"]}, {"text": "The articles do not say.", "abstained": True}, False),
        ({"answerable": False}, {"abstained": True}, True),
        ({"answerable": False}, {}, False),
        ({}, {}, None),
    ],
)
def test_an_answer_is_right_when_it_matches_or_rightly_abstains(
    case: dict[str, Any], answer: dict[str, Any], right: bool | None
) -> None:
    assert make_result(make_case(**case), make_answer(**answer)).right is right


def test_nothing_is_right_or_wrong_when_only_retrieval_was_asked_for() -> None:
    assert make_result(make_case(answers=["x"])).right is None


# -- figures over results


def test_ranks_become_hits_and_a_mean_reciprocal_rank() -> None:
    ranked = tuple(f"a{n}" for n in range(1, 13))
    results = [
        make_result(make_case(documents=(wanted,)), ranked=ranked)
        for wanted in ("a1", "a4", "a10", "a12", "none")
    ]
    results.append(make_result(make_case(answerable=False), ranked=ranked))
    figures = report(results)
    assert figures["questions"] == 6
    assert [figures[f"hit@{depth}"] for depth in (1, 5, 10)] == [0.2, 0.4, 0.6]
    assert figures["mrr"] == round((1 + 1 / 4 + 1 / 10 + 1 / 12 + 0) / 5, 4)
    assert "right" not in figures


def test_answers_citations_and_refusals_are_counted_over_the_questions_they_concern() -> None:
    known = make_case(documents=("a",), answers=["because"], kind="why")
    unknown = make_case(answerable=False, kind="unknown")
    results = [
        make_result(known, make_answer(cited=("a", "b"), confidence=0.9), quotes_hold=(True, True)),
        make_result(
            known,
            make_answer("No. [1]", cited=("b",), support=Support.UNSUPPORTED, confidence=0.6),
            quotes_hold=(False,),
        ),
        make_result(known, make_answer("I do not know.", abstained=True, confidence=0.2)),
        make_result(unknown, make_answer("I do not know.", abstained=True, confidence=0.1)),
        make_result(unknown, make_answer(cited=("a",), confidence=0.6), quotes_hold=(True,)),
        make_result(make_case(), make_answer(confidence=0.8)),
    ]
    figures = report(results)
    assert figures["right"] == round(1 / 3, 4)
    assert figures["right_article_cited"] == 0.5  # of those that were answered
    assert figures["citations_supported"] == 0.75
    assert figures["quotes_hold"] == 0.75
    assert figures["abstained_rightly"] == 0.5
    assert figures["abstained_wrongly"] == 0.25
    # 0.9 and 0.8 beat both, 0.6 beats one and ties with one, 0.2 beats one
    assert figures["auroc"] == round((2 + 2 + 1.5 + 1) / 8, 4)
    assert figures["kinds"] == {"unknown": 0.5, "why": round(1 / 3, 4)}


def test_each_language_has_figures_of_its_own() -> None:
    case = make_case(documents=("a",))
    results = [
        make_result(case, ranked=("a",), language="it", seconds=0.2),
        make_result(case, ranked=("b",), language="en", seconds=0.4),
    ]
    figures = report(results)
    assert figures["hit@1"] == 0.5
    assert figures["languages"]["it"]["hit@1"] == 1.0
    assert figures["languages"]["en"]["hit@1"] == 0.0
    assert figures["languages"]["it"]["seconds_p50"] == 0.2
    assert figures["seconds_p50"] == 0.3


def test_a_share_over_no_questions_is_none_rather_than_zero() -> None:
    figures = report([make_result(make_case(answers=["x"]), make_answer())])
    assert figures["abstained_rightly"] is None
    assert figures["citations_supported"] is None
    assert figures["auroc"] is None
    assert report([]) == {"questions": 0, "languages": {}}


# -- the file of questions


def write_lines(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "questions.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def test_a_line_says_what_counts_as_right(tmp_path: Path) -> None:
    line = {
        "question": "E quanto vale?",
        "language": "it",
        "history": ["Perché OpenAI ha scelto Cerebras?"],
        "documents": ["a.it", "a.en"],
        "answers": ["10 miliardi", "\\$\\d+"],
        "kind": "how-much",
        "direction": "it->it",
    }
    [case] = read_cases(write_lines(tmp_path, line, "", "  "))
    assert case.history == ("Perché OpenAI ha scelto Cerebras?",)
    assert case.documents == ("a.it", "a.en")
    assert (case.language, case.kind, case.answerable) == ("it", "how-much", True)
    assert case.answers[1].search("about $10 BILLION")
    [plain] = read_cases(write_lines(tmp_path, {"question": "Why?", "answers": None}))
    assert plain == Case("Why?")


@pytest.mark.parametrize("answer", ["(or so", "C++", "$5 [sic", "*"])
def test_an_answer_that_is_no_regular_expression_is_taken_literally(
    tmp_path: Path, answer: str
) -> None:
    [case] = read_cases(write_lines(tmp_path, {"question": "Why?", "answers": [answer]}))
    text = f"It says {answer.upper()}, twice."
    assert make_result(case, make_answer(text)).right is True
    assert make_result(case, make_answer("It says nothing of that.")).right is False


def test_a_byte_order_mark_and_line_separators_inside_texts_are_fine(tmp_path: Path) -> None:
    line = json.dumps({"question": "Why\u2028though\x85?"}, ensure_ascii=False)
    path = tmp_path / "questions.jsonl"
    path.write_bytes(f"\ufeff{line}\r\n{line}\r\n".encode())
    assert [case.question for case in read_cases(path)] == ["Why\u2028though\x85?"] * 2


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ('{"question": "Why', "Unterminated"),
        ("why?", "Expecting value"),
        ([], "it needs a text"),
        ({"quesiton": "Why?"}, "it needs a text"),
        ({"question": 5}, "it needs a text"),
        ({"question": " "}, "empty"),
        ({"question": "why " * 600}, "too long"),
        ({"question": "Why?", "answers": "because"}, '"answers" must be a list of texts'),
        ({"question": "Why?", "answers": [5]}, '"answers" must be a list of texts'),
        ({"question": "Why?", "documents": "a.it"}, '"documents" must be a list'),
        ({"question": "Why?", "history": "Who?"}, '"history" must be a list'),
        ({"question": "Why?", "language": 5}, '"language" must be a text'),
        ({"question": "Why?", "kind": ["why"]}, '"kind" must be a text'),
        ({"question": "Why?", "answerable": "no"}, '"answerable" must be true or false'),
    ],
)
def test_a_line_that_is_no_question_is_told_with_its_number(
    tmp_path: Path, line: object, cause: str
) -> None:
    path = write_lines(tmp_path, {"question": "Who?"}, line)
    with pytest.raises(SettingWrong, match=rf"Line 2 of questions\.jsonl .*{re.escape(cause)}"):
        read_cases(path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentRefused, match="There is no file"):
        read_cases(tmp_path / "gone.jsonl")
    with pytest.raises(DocumentRefused, match="Is a directory"):
        read_cases(tmp_path)
    (tmp_path / "latin.jsonl").write_bytes(b'{"question": "caff\xe8"}')
    with pytest.raises(DocumentRefused, match="not UTF-8"):
        read_cases(tmp_path / "latin.jsonl")


# -- over a real library


CASES = (
    Case(
        "When should the first reactor of Google start?",
        documents=("reactors.en",),
        answers=(re.compile("2030"),),
    ),
    Case("E quanto vale?", "it", history=("Perché OpenAI ha scelto Cerebras?",)),
    Case("How do I cook a risotto with saffron?", answerable=False),
)


def details_of(results: list[Result]) -> list[dict[str, Any]]:
    file = io.StringIO()
    write_details(results, file)
    return [json.loads(line) for line in file.getvalue().splitlines()]


def test_every_question_is_asked_in_order_and_its_details_written(sibilla: Sibilla) -> None:
    seen: list[int] = []
    results = evaluate(sibilla, CASES, progress=seen.append)
    assert seen == [1, 2, 3]
    details = details_of(results)
    assert [line["question"] for line in details] == [case.question for case in CASES]
    for line in details:
        assert list(line) == [
            "question",
            "language",
            "history",
            "understood",
            "text",
            "abstained",
            "confidence",
            "cited",
            "ranked",
            "right",
            "seconds",
        ]
        assert 0 <= line["confidence"] <= 1
        assert set(line["cited"]) <= set(line["ranked"])
    first, follow_up, recipe = details
    assert first["ranked"][0] == "reactors.en"
    assert (follow_up["language"], follow_up["right"]) == ("it", None)
    assert "Cerebras" in follow_up["understood"]
    assert recipe["abstained"] is recipe["right"] is True
    assert report(results)["quotes_hold"] == 1.0


def test_retrieval_alone_ranks_articles_and_answers_nothing(sibilla: Sibilla) -> None:
    results = evaluate(sibilla, CASES, retrieval_only=True)
    for line in details_of(results):
        assert list(line) == ["question", "language", "history", "understood", "ranked", "seconds"]
    assert [result.language for result in results] == ["en", "it", "en"]
    assert report(results)["hit@1"] == 1.0


@pytest.mark.parametrize("retrieval_only", [True, False])
@pytest.mark.parametrize("language", ["it", "en"])
def test_candidates_can_be_of_one_language_alone(
    sibilla: Sibilla, language: str, retrieval_only: bool
) -> None:
    results = evaluate(sibilla, CASES, language=language, retrieval_only=retrieval_only)
    for result in results:
        assert result.ranked
        assert {id.split(".")[1] for id in result.ranked} == {language}


def test_at_most_fifty_articles_are_ranked(
    open_sibilla: Callable[[Path], Sibilla], data: Path
) -> None:
    sibilla = open_sibilla(data)
    for number in range(MAX_RANKED + 5):
        path = sibilla.library.folder / f"reactor-{number}.md"
        path.write_text(f"# Reactor {number}\n\nReactor {number} starts in {2030 + number}.\n")
    sibilla.sync()
    [result] = evaluate(sibilla, [Case("When does the reactor start?")], retrieval_only=True)
    assert len(result.ranked) == len(set(result.ranked)) == MAX_RANKED
