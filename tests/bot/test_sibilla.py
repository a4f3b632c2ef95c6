"""Sibilla as a whole: what must hold of answers, however they are found."""

import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.sibilla import Sibilla
from corpus.errors import ArticleUnknown, SettingWrong
from corpus.library import Status
from index.passage import Filters

WHY = {"en": "Why did OpenAI choose Cerebras?", "it": "Perché OpenAI ha scelto Cerebras?"}
RECIPES = {
    "en": "How long should I boil spaghetti for a carbonara?",
    "it": "Per quanto tempo devo bollire gli spaghetti per la carbonara?",
}
ZEFIRO = "Zefiro Compute will build its data centre in Matera, next to a solar park."
WHERE = "Where will Zefiro Compute build its data centre?"

Open = Callable[..., Sibilla]


def cited(answer: Answer) -> list[str]:
    return [citation.article for citation in answer.citations]


def check_citations(sibilla: Sibilla, answer: Answer) -> None:
    """Every quotation stands where it says, in the text, and the answer's marks point to it."""
    marks = [int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)]
    assert marks == [citation.number for citation in answer.citations]
    assert marks == list(range(1, len(marks) + 1))
    for citation in answer.citations:
        article = sibilla.article(citation.article)
        assert article.text[citation.start : citation.end] == citation.quote
        assert citation.passage_start <= citation.start < citation.end <= citation.passage_end
        assert " ".join(citation.quote.split()) in answer.text
        assert (citation.title, citation.language) == (article.title, article.language)


# -- over the demo corpus


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_example_questions_cite_the_cerebras_story_in_their_language(
    demo_sibilla: Sibilla, language: str
) -> None:
    answer = demo_sibilla.ask(WHY[language])
    assert (answer.language, answer.abstained) == (language, False)
    assert cited(answer)[0] == f"openai-cerebras-750mw.{language}"


@pytest.mark.parametrize("language", ["en", "it"])
def test_reasons_come_before_what_adds_to_them(demo_sibilla: Sibilla, language: str) -> None:
    answer = demo_sibilla.ask(WHY[language])
    assert "Altman" not in answer.citations[0].quote
    assert re.search("latency|latenza", answer.text)


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Confronta Trainium3 e Ironwood", ("Trainium3", "Ironwood")),
        ("Chi ha investito di più in Anthropic, Amazon o Google?", ("Amazon", "Google")),
    ],
)
def test_a_comparison_speaks_of_both(
    demo_sibilla: Sibilla, question: str, sides: tuple[str, str]
) -> None:
    answer = demo_sibilla.ask(question, page_language="it")
    assert not answer.abstained
    assert all(any(side in c.quote for c in answer.citations) for side in sides)


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_recipe_is_refused_in_the_language_of_the_asker(
    demo_sibilla: Sibilla, language: str
) -> None:
    answer = demo_sibilla.ask(RECIPES[language], page_language="en" if language == "it" else "it")
    assert answer.abstained
    assert answer.language == language
    assert re.search({"en": r"\barticles\b", "it": r"\barticoli\b"}[language], answer.text)
    assert answer.citations == ()
    assert "[1]" not in answer.text
    assert answer.nearest


@pytest.mark.parametrize(
    "question",
    [
        *WHY.values(),
        "How much will OpenAI pay Oracle?",
        "Quanta elettricità consumano i data center?",
        "When does AMD deliver the first gigawatt to OpenAI?",
        "Che cos'è l'AI Factory di Cineca?",
        "Which companies signed deals for nuclear energy?",
        "Confronta Trainium3 e Ironwood",
    ],
)
def test_quotations_hold(demo_sibilla: Sibilla, question: str) -> None:
    answer = demo_sibilla.ask(question)
    check_citations(demo_sibilla, answer)
    assert bool(answer.citations) is not answer.abstained
    assert 0 <= answer.confidence <= 1
    assert set(cited(answer)) <= set(answer.ranked)
    assert answer.seconds > 0


@pytest.mark.parametrize("page_language", ["en", "it"])
def test_mere_names_are_answered_in_the_language_of_the_page(
    demo_sibilla: Sibilla, page_language: str
) -> None:
    assert demo_sibilla.ask("OpenAI Cerebras", (), page_language).language == page_language


def test_slips_of_the_finger_are_mended_and_what_was_understood_is_told(
    demo_sibilla: Sibilla,
) -> None:
    answer = demo_sibilla.ask("Why did OpneAI choose Cerebars?")
    assert answer.question == "Why did OpneAI choose Cerebars?"
    assert answer.understood == "Why did Openai choose Cerebras?"
    assert "openai-cerebras-750mw.en" in cited(answer)
    follow_up = demo_sibilla.ask("And how much is it worth?", ["Why did OpenAI choose Cerebars?"])
    assert "Cerebras" in follow_up.understood
    assert "Cerebars" not in follow_up.understood


def test_a_follow_up_is_searched_as_a_question_about_what_came_before(
    demo_sibilla: Sibilla,
) -> None:
    answer = demo_sibilla.ask("E quanto vale?", [WHY["it"]])
    assert "Cerebras" in answer.understood
    assert answer.question == "E quanto vale?"
    assert any("cerebras" in article for article in answer.ranked[:3])


@pytest.mark.parametrize("language", ["en", "it"])
def test_only_articles_of_the_wanted_language_are_cited(
    demo_sibilla: Sibilla, language: str
) -> None:
    answer = demo_sibilla.ask(WHY["en"], filters=Filters(language=language))
    assert {id.split(".")[-1] for id in answer.ranked} == {language}
    assert {citation.language for citation in answer.citations} <= {language}


@pytest.mark.parametrize("language", ["en", "it"])
def test_example_questions_begin_with_the_best_known_and_come_from_articles(
    demo_sibilla: Sibilla, language: str
) -> None:
    examples = demo_sibilla.example_questions(language, 4)
    assert len(set(examples)) == 4
    assert examples[0] == WHY[language]
    own = {
        question
        for card in demo_sibilla.articles()
        if card.language == language
        for question in demo_sibilla.article(card.id).questions
    }
    assert set(examples[1:]) <= own


def test_what_is_no_question_is_refused(demo_sibilla: Sibilla) -> None:
    with pytest.raises(SettingWrong, match="There is no question"):
        demo_sibilla.ask(" ")
    with pytest.raises(SettingWrong, match="There is no question"):
        demo_sibilla.search("?")
    with pytest.raises(SettingWrong, match="longer than 2000 characters"):
        demo_sibilla.ask("why " * 501)


# -- over small libraries


@pytest.mark.parametrize("language", ["en", "it"])
def test_an_empty_library_says_that_it_is_empty(
    open_sibilla: Open, data: Path, language: str
) -> None:
    sibilla = open_sibilla(data)
    for synced in (False, True):
        answer = sibilla.ask(WHY[language])
        assert answer.abstained
        expected = {"en": "There are no articles yet", "it": "Non ci sono ancora articoli"}
        assert answer.text.startswith(expected[language])
        assert answer.nearest == answer.ranked == ()
        assert sibilla.search(WHY[language]).passages == ()
        if not synced:
            sibilla.sync()
    assert sibilla.example_questions(language, 3) == []


def test_what_is_added_is_cited_at_once_and_what_is_removed_never_again(
    sibilla: Sibilla, tmp_path: Path
) -> None:
    (tmp_path / "zefiro.txt").write_text(ZEFIRO)
    [outcome] = sibilla.add_files([tmp_path / "zefiro.txt"])
    assert (outcome.status, outcome.article) == (Status.ADDED, "zefiro")
    answer = sibilla.ask(WHERE)
    assert cited(answer)[0] == "zefiro"
    check_citations(sibilla, answer)

    sibilla.remove("zefiro")
    after = sibilla.ask(WHERE)
    assert "zefiro" not in {*cited(after), *after.ranked}
    with pytest.raises(ArticleUnknown, match="No article has the id zefiro"):
        sibilla.article("zefiro")
    with pytest.raises(ArticleUnknown, match="No article has the id zefiro"):
        sibilla.remove("zefiro")


def test_a_document_that_was_replaced_is_quoted_as_it_is_now(
    sibilla: Sibilla, tmp_path: Path
) -> None:
    path = tmp_path / "zefiro.txt"
    path.write_text(ZEFIRO)
    sibilla.add_files([path])
    path.write_text(
        f"A correction of what was printed yesterday.\n\n{ZEFIRO}".replace("Matera", "Bari")
    )
    [outcome] = sibilla.add_files([path])
    assert outcome.status is Status.REPLACED
    answer = sibilla.ask(WHERE)
    assert cited(answer)[0] == "zefiro"
    assert "Bari" in answer.text
    assert "Matera" not in answer.text
    check_citations(sibilla, answer)


def test_documents_that_are_refused_stop_no_other(sibilla: Sibilla, tmp_path: Path) -> None:
    (tmp_path / "zefiro.txt").write_text(ZEFIRO)
    (tmp_path / "empty.md").touch()
    seen: list[int] = []
    paths = [tmp_path / "gone", tmp_path / "empty.md", tmp_path / "zefiro.txt"]
    outcomes = sibilla.add_files(paths, seen.append)
    assert [outcome.status for outcome in outcomes] == [
        Status.REFUSED,
        Status.REFUSED,
        Status.ADDED,
    ]
    assert [outcome.name for outcome in outcomes] == ["gone", "empty.md", "zefiro.txt"]
    assert seen == [1, 2, 3]


def test_adding_without_indexing_leaves_it_to_the_next_sync(
    sibilla: Sibilla, tmp_path: Path
) -> None:
    (tmp_path / "zefiro.txt").write_text(ZEFIRO)
    sibilla.add_files([tmp_path / "zefiro.txt"], sync=False)
    assert "zefiro" not in sibilla.ask(WHERE).ranked
    assert sibilla.sync().added == ("zefiro",)
    assert cited(sibilla.ask(WHERE))[0] == "zefiro"


def test_example_questions_without_the_demo_are_those_of_the_articles(sibilla: Sibilla) -> None:
    assert sibilla.example_questions("en", 5) == [
        "How much is the contract between OpenAI and Cerebras worth?"
    ]
    assert sibilla.example_questions("it", 0) == []


def test_questions_may_be_asked_while_articles_come_and_go(
    sibilla: Sibilla, tmp_path: Path
) -> None:
    (tmp_path / "zefiro.txt").write_text(ZEFIRO)
    failures: list[BaseException] = []
    stop = threading.Event()

    def keep_asking() -> None:
        try:
            while not stop.is_set():
                answer = sibilla.ask(WHERE)
                assert set(cited(answer)) <= set(answer.ranked)
                assert not re.search(r"\[2\]", answer.text) or len(answer.citations) > 1
        except BaseException as failure:  # told by the test's own thread
            failures.append(failure)

    askers = [threading.Thread(target=keep_asking) for _ in range(3)]
    for asker in askers:
        asker.start()
    for _ in range(8):
        sibilla.add_files([tmp_path / "zefiro.txt"])
        sibilla.remove("zefiro")
    stop.set()
    for asker in askers:
        asker.join()
    assert failures == []
    assert "zefiro" not in sibilla.ask(WHERE).ranked
