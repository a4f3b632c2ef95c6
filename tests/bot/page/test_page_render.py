"""What is rendered from answers and articles: safe, complete, in both languages."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, Citation
from bot.page.markup import escape, highlighted, web_address
from bot.page.render_chat import render_conversation
from bot.page.render_library import MAX_ROWS, matches, render_library, render_uploads
from bot.page.render_sources import render_sources
from bot.page.texts import TEXTS
from bot.page.turns import Source, Turn, Upload, tell_failure
from corpus.errors import ArticleUnknown
from corpus.library import Status
from index.passage import ArticleCard

TODAY = date(2026, 11, 23)
HOSTILE = "<img src=x onerror='x()'> & \"<script>x()</script>\""

CITATION = Citation(
    number=1,
    article="a.en",
    title="A title",
    outlet="Sibilla",
    published=date(2026, 1, 14),
    updated=date(2026, 5, 31),
    url="https://example.org/a?b=1&c=2",
    language="en",
    quote="Second sentence.",
    start=16,
    end=32,
    passage_start=0,
    passage_end=48,
    heading="A heading",
)
SOURCE = Source(CITATION, "First sentence. Second sentence. Third sentence.", 16, 32)
ANSWER = Answer(
    question="Why?",
    understood="Why?",
    language="en",
    text="“Second sentence.” [1]",
    abstained=False,
    confidence=0.9,
    citations=(CITATION,),
    as_of=date(2026, 5, 31),
)
CARD = ArticleCard("a.en", "A title", "en", "Sibilla", "https://example.org", date(2026, 1, 14))


def chat(answer: Answer, language: str = "en") -> str:
    return render_conversation([Turn(answer.question, answer)], language, [])


def panel(answer: Answer, sources: Sequence[Source] = (), language: str = "en") -> str:
    return render_sources([Turn(answer.question, answer, tuple(sources))], language, TODAY)


def shown(markup: str) -> str:
    """The text that a reader of the markup sees."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def test_a_mark_opens_the_source_of_its_own_answer() -> None:
    turns = [Turn("Why?", ANSWER, (SOURCE,)), Turn("Why?", ANSWER, (SOURCE,))]
    conversation = render_conversation(turns, "en", [])
    sources = render_sources(turns, "en", TODAY)
    for number in (0, 1):
        assert f'aria-controls="source-{number}-1"' in conversation
        assert f'id="source-{number}-1"' in sources


def test_only_the_sources_of_the_latest_answer_are_shown_at_first() -> None:
    turns = [Turn("Why?", ANSWER, (SOURCE,)), Turn("Why?", ANSWER, (SOURCE,))]
    sections = re.findall(r"<section[^>]*>", render_sources(turns, "en", TODAY))
    assert ["hidden" in section for section in sections] == [True, False]


def test_the_sources_stay_while_the_next_answer_is_sought() -> None:
    answered = Turn("Why?", ANSWER, (SOURCE,))
    before = render_sources([answered], "en", TODAY)
    assert render_sources([answered, Turn("And then?")], "en", TODAY) == before
    assert TEXTS["en"].sources_empty in shown(render_sources([Turn("Why?")], "en", TODAY))


def test_a_number_in_brackets_without_a_citation_stays_text() -> None:
    markup = chat(replace(ANSWER, text="Not cited [7], cited [1]."))
    assert markup.count('class="mark"') == 1
    assert "Not cited [7]" in shown(markup)


def test_a_mark_stays_on_the_line_of_the_word_before_it() -> None:
    markup = chat(replace(ANSWER, text="Second sentence. [1] [1] More"))
    kept_together = re.search(r'<span class="nowrap">(.*?)</span></button></sup></span> ', markup)
    assert kept_together is not None
    assert shown(kept_together[0]) == "sentence.[1][1] "


def test_paragraphs_and_lines_of_an_answer_are_kept() -> None:
    markup = chat(replace(ANSWER, text="One.\nTwo.\n\nThree."))
    assert "<p>One.<br>Two.</p><p>Three.</p>" in markup


def test_the_question_as_understood_is_shown_only_when_it_differs() -> None:
    assert "Understood as:" not in shown(chat(ANSWER))
    assert "Intesa come: Why so?" in shown(chat(replace(ANSWER, understood="Why so?"), "it"))


@pytest.mark.parametrize(
    ("language", "written"), [("en", "as of 31 May 2026"), ("it", "dati al 31 maggio 2026")]
)
def test_the_date_an_answer_speaks_for_is_shown(language: str, written: str) -> None:
    assert written in shown(chat(ANSWER, language))


def test_a_failure_is_told_in_the_language_of_the_page_and_is_no_answer() -> None:
    turn = Turn("Why?", failure=tell_failure(ArticleUnknown("unknown", id="<x>")))
    markup = render_conversation([turn], "it", [])
    assert "Nessun articolo ha l'identificativo <x>." in shown(markup)
    assert 'class="answer' not in markup


def test_an_unforeseen_error_is_logged_and_told_without_its_details(
    caplog: pytest.LogCaptureFixture,
) -> None:
    failure = tell_failure(RuntimeError("secret detail"))
    assert failure["en"] == TEXTS["en"].internal_failure
    assert "secret detail" in caplog.text


def test_a_source_shows_where_it_is_from_how_old_and_what_was_quoted() -> None:
    text = shown(panel(ANSWER, [SOURCE]))
    for part in ("A title", "Sibilla", "14 January 2026, 10 months ago", "A heading", "English"):
        assert part in text
    assert "<mark>Second sentence.</mark>" in panel(ANSWER, [SOURCE])


def test_a_source_that_changed_since_says_so() -> None:
    gone = replace(SOURCE, passage=CITATION.quote, start=0, end=16, gone=True)
    assert TEXTS["en"].source_gone in shown(panel(ANSWER, [gone]))


def test_a_refusal_lists_the_nearest_articles_and_cites_none() -> None:
    refusal = replace(ANSWER, abstained=True, citations=(), nearest=(CARD,), text="Not known.")
    markup = panel(refusal)
    assert TEXTS["en"].nearest in shown(markup)
    assert "A title" in shown(markup)
    assert "<mark>" not in markup


def test_nothing_from_an_article_or_a_visitor_becomes_markup() -> None:
    citation = replace(
        CITATION, title=HOSTILE, outlet=HOSTILE, heading=HOSTILE, language=HOSTILE, url=HOSTILE
    )
    answer = replace(
        ANSWER, question=HOSTILE, understood=HOSTILE + "?", text=HOSTILE + " [1]",
        language=HOSTILE, citations=(citation,),
    )  # fmt: skip
    card = ArticleCard(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    source = Source(citation, HOSTILE + HOSTILE, 0, len(HOSTILE))
    upload = Upload(HOSTILE, Status.REFUSED, HOSTILE, {"en": HOSTILE})
    refusal = replace(answer, abstained=True, nearest=(card,))
    for markup in (
        chat(answer),
        panel(answer, [source]),
        panel(refusal),
        render_conversation([], "en", [(HOSTILE, HOSTILE)]),
        render_library([card], "", "en"),
        render_uploads([upload], "en"),
    ):
        assert HOSTILE in shown(markup)
        assert not re.search(r"<(img|script)", markup)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&amp;c=2"),
        ("HTTP://example.org", "HTTP://example.org"),
        ('https://example.org/"onclick="x', "https://example.org/&quot;onclick=&quot;x"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        ("https:", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str, address: str) -> None:
    assert web_address(url) == address


def test_a_highlight_across_paragraphs_is_marked_in_each() -> None:
    markup = highlighted("One two.\n\nThree four.", 4, 15)
    assert markup == "<p>One <mark>two.</mark></p><p><mark>Three</mark> four.</p>"


def test_lines_of_a_list_keep_their_ends() -> None:
    assert highlighted("- one\n- two", 0, 0) == '<p class="lines">- one\n- two</p>'


@given(st.text(), st.integers(0, 40), st.integers(0, 40))
def test_highlighting_loses_no_text_and_marks_just_what_was_asked(
    text: str, start: int, length: int
) -> None:
    start, end = min(start, len(text)), min(start + length, len(text))
    markup = highlighted(text, start, end)
    marked = "".join(re.findall(r"<mark>(.*?)</mark>", markup, re.DOTALL))
    assert "".join(shown(markup).split()) == "".join(text.split())
    assert "".join(html.unescape(marked).split()) == "".join(text[start:end].split())


def test_the_filter_wants_every_word_and_minds_neither_case_nor_accents() -> None:
    card = replace(CARD, title="Perché Cerebras", language="it")
    assert matches(card, "perche CEREBRAS", "en")
    assert matches(card, "january italian", "en")
    assert matches(card, "gennaio italiano", "it")
    assert matches(card, "", "en")
    assert not matches(card, "cerebras nvidia", "en")


def test_the_library_lists_the_latest_first_and_says_how_many_match() -> None:
    older = replace(CARD, id="b", title="Older", published=date(2025, 1, 1))
    undated = replace(CARD, id="c", title="Undated one", published=None)
    text = shown(render_library([undated, older, CARD], "", "en"))
    assert text.startswith("3 articles")
    assert text.index("A title") < text.index("Older") < text.index("Undated one")
    assert shown(render_library([older, CARD], "older", "it")).startswith("1 di 2 articoli")


def test_a_long_library_shows_its_first_rows_and_says_how_many_more() -> None:
    cards = [replace(CARD, id=f"a{number}") for number in range(MAX_ROWS + 5)]
    markup = render_library(cards, "", "en")
    assert markup.count("<tr>") == MAX_ROWS + 1
    assert "5 more" in shown(markup)


def test_an_empty_library_says_so() -> None:
    assert TEXTS["it"].no_articles in shown(render_library([], "", "it"))
    assert escape(TEXTS["it"].no_articles) in render_conversation([], "it", [])


def test_each_added_document_has_a_line_with_what_became_of_it() -> None:
    uploads = [
        Upload("a.md", Status.ADDED, "a", {}),
        Upload("b.md", Status.UNCHANGED, "b", {}),
        Upload("c.md", Status.REFUSED, "", {"en": "Too large.", "it": "Troppo grande."}),
        Upload("d.md", None, "", {"en": "Busy.", "it": "Occupata."}),
    ]
    text = shown(render_uploads(uploads, "en").replace("</li>", "\n"))
    for line in (
        "a.md added a",
        "b.md already in the library b",
        "c.md refused Too large.",
        "d.md not finished Busy.",
    ):
        assert line in text
    assert "rifiutato Troppo grande." in shown(render_uploads(uploads, "it"))
