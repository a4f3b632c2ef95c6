"""What is rendered from answers and articles: safe, complete, in both languages."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer, AnswerSentence, Citation, Support
from bot.page.adding import Adding, Reading, Stage, Upload
from bot.page.article_markup import article_html
from bot.page.markup import escape, web_address
from bot.page.render_adding import render_adding, render_removed
from bot.page.render_chat import render_conversation, render_next
from bot.page.render_library import (
    MAX_ROWS,
    View,
    matches,
    render_filters,
    render_library,
    sorted_by,
)
from bot.page.render_reader import render_reader
from bot.page.render_sources import render_sources
from bot.page.texts import TEXTS
from bot.page.turns import Source, Turn, tell_failure
from corpus.article import Article
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
        assert f'class="mark" data-turn="{number}" data-number="1"' in conversation
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


def test_the_question_as_understood_is_shown_only_when_it_says_more() -> None:
    assert "Understood as:" not in shown(chat(ANSWER))
    assert "Intesa come: Why so?" in shown(chat(replace(ANSWER, understood="Why so?"), "it"))


@pytest.mark.parametrize(
    ("language", "written"), [("en", "as of 31 May 2026"), ("it", "dati al 31 maggio 2026")]
)
def test_the_date_an_answer_speaks_for_is_shown(language: str, written: str) -> None:
    assert written in shown(chat(ANSWER, language))
    shortened = chat(replace(ANSWER, question="Any news on Cerebras?", understood="Cerebras?"))
    assert "Understood as" not in shortened
    assert "/?q=Any%20news%20on%20Cerebras%3F" in shortened


def test_a_greeting_leaves_the_sources_of_the_answer_before_in_view() -> None:
    greeting = replace(ANSWER, text="Hello!", citations=())
    turns = [Turn("Why?", ANSWER, (SOURCE,)), Turn("Hello!", greeting)]
    assert 'class="sources" data-turn="0">' in render_sources(turns, "en", TODAY)
    assert "passages that an answer quotes appear here" in shown(panel(greeting))


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
        render_library([card], View(), "en"),
        render_filters([card], View(), "en"),
        render_adding(Adding((upload,), 1, 1, stage=Stage.FINISHED), "en"),
        render_removed(HOSTILE, HOSTILE, "en"),
        render_reader(Article(HOSTILE, HOSTILE, HOSTILE, HOSTILE), 0, 9, "en", TODAY),
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


def test_a_doubtful_sentence_says_what_is_missing_and_a_sound_one_nothing() -> None:
    text = "Sound. [1] The deal is worth 5 billion. [1]"
    doubt = AnswerSentence(11, len(text), Support.UNSUPPORTED, (1,), ("5 billion <b>",))
    markup = chat(replace(ANSWER, text=text, sentences=(
        AnswerSentence(0, 10, Support.SUPPORTED, (1,)), doubt)))  # fmt: skip
    assert markup.count('class="doubt') == 1
    assert '<span class="doubt unsupported">The deal is worth 5 billion.'.split("5")[0] in markup
    assert f'aria-label="{TEXTS["en"].unsupported}. 5 billion &lt;b&gt;"' in markup


def test_lines_of_a_list_become_a_list_and_keep_their_marks() -> None:
    markup = chat(replace(ANSWER, text="Two things:\n- one [1]\n- two\n\nThat is all."))
    assert "<p>Two things:</p><ul><li>" in markup
    assert markup.count("<li>") == 2
    assert markup.count('class="mark"') == 1
    assert "</ul><p>That is all.</p>" in markup


def test_a_notice_and_who_wrote_the_answer_are_told() -> None:
    sound = (AnswerSentence(0, 10, Support.SUPPORTED, (1,)),)
    text = shown(chat(replace(ANSWER, notice="The model is away.", model="")))
    assert "The model is away." in text
    assert TEXTS["en"].quoted in text
    text = shown(chat(replace(ANSWER, model="small", sentences=sound), "it"))
    assert "scritta da small, ogni frase confrontata" in text
    unsure = (replace(sound[0], support=Support.PARTLY),)
    assert "every sentence checked" not in shown(chat(replace(ANSWER, model="m", sentences=unsure)))


def test_a_growing_answer_offers_nothing_to_do_yet() -> None:
    assert "data-copy" in chat(ANSWER)
    assert "data-copy" not in chat(replace(ANSWER, complete=False))
    assert 'aria-busy="true"' in chat(replace(ANSWER, complete=False))


def test_suggestions_are_buttons_in_their_own_language() -> None:
    markup = render_next([("E poi?", "it")], "en", 1)
    assert 'lang="it" data-ask="E poi?"' in markup
    assert TEXTS["en"].next in shown(markup)
    assert render_next([], "en", 1) == ""


def test_the_copied_answer_has_its_numbered_sources_and_the_link_asks_it_again() -> None:
    markup = html.unescape(chat(replace(ANSWER, understood="Why & how?")))
    assert "[1] A title, Sibilla, 14 January 2026, https://example.org/a?b=1&c=2" in markup
    assert 'href="/?q=Why%20%26%20how%3F"' in markup


def test_an_article_is_read_with_its_headings_lists_tables_and_the_passage_marked() -> None:
    text = "Intro.\n\n## Part\n\n- one\n- two **bold**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    start = text.index("- two")
    markup = article_html(text, start, text.index("\n\n| a"))
    assert "<h3>Part</h3>" in markup
    assert "<li><mark>two </mark><strong><mark>bold</mark></strong></li>" in markup
    assert "<td>2</td>" in markup


def test_an_article_makes_no_browser_fetch_anything_nor_run_anything() -> None:
    text = (
        "![picture](https://example.org/x.png) [bad](javascript:x) [good](https://example.org/) "
        "[near](/file) <img src=x onerror=x()>\n\n<script>x()</script>"
    )
    markup = article_html(text)
    assert re.findall(r"<(?!/)(\w+)", markup) == ["p", "a", "p"]
    assert 'href="https://example.org/"' in markup
    assert "<script>x()</script>" in shown(markup)


@given(st.text(alphabet=st.characters(codec="utf-8")), st.integers(0, 60), st.integers(0, 60))
def test_no_text_of_an_article_becomes_other_markup_than_ours(
    text: str, start: int, length: int
) -> None:
    markup = article_html(f"<b onclick=x>{text}</b>", start, start + length)
    tags = set(re.findall(r"<(/?\w+)", markup))
    ours = "p br h2 h3 h4 h5 h6 ul ol li a strong em code pre blockquote hr mark div table"
    ours += " thead tbody tr th td"
    assert {tag.removeprefix("/") for tag in tags} <= set(ours.split())
    assert "onclick=x" in shown(markup)


@given(st.lists(st.sampled_from(["One two.", "Three & four.", "<b> five."]), min_size=1), st.data())
def test_a_quotation_is_marked_whole_and_nothing_else(
    texts: list[str], data: st.DataObject
) -> None:
    text = "\n\n".join(texts)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    marked = "".join(re.findall(r"<mark>(.*?)</mark>", article_html(text, start, end), re.DOTALL))
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
    text = shown(render_library([undated, older, CARD], View(), "en"))
    assert text.startswith("3 articles")
    assert text.index("A title") < text.index("Older") < text.index("Undated one")
    assert shown(render_library([older, CARD], View("older"), "it")).startswith("1 di 2 articoli")


def test_the_library_is_narrowed_by_language_and_outlet_and_sorted_both_ways() -> None:
    italian = replace(CARD, id="b.it", title="Un titolo", language="it", outlet="Corriere")
    cards = [CARD, italian]
    assert "Un titolo" not in shown(render_library(cards, View(language="en"), "en"))
    assert "A title" not in shown(render_library(cards, View(outlet="Corriere"), "en"))
    by_title = sorted_by(View(), "title")
    up, down = (
        shown(render_library(cards, v, "en")) for v in (by_title, sorted_by(by_title, "title"))
    )
    assert up.index("A title") < up.index("Un titolo")
    assert down.index("A title") > down.index("Un titolo")
    assert 'aria-sort="ascending"' in render_library(cards, by_title, "en")
    assert sorted_by(View(), "nonsense") == View()


def test_readers_are_offered_no_way_to_delete() -> None:
    assert "data-remove" in render_library([CARD], View(), "en")
    assert "data-remove" not in render_library([CARD], View(), "en", editable=False)


def test_a_long_library_shows_its_first_rows_and_says_how_many_more() -> None:
    cards = [replace(CARD, id=f"a{number}") for number in range(MAX_ROWS + 5)]
    markup = render_library(cards, View(), "en")
    assert markup.count("<tr data-article=") == MAX_ROWS
    assert "5 more" in shown(markup)


def test_an_empty_library_says_so() -> None:
    assert TEXTS["it"].library_empty in shown(render_library([], View(), "it"))
    assert escape(TEXTS["it"].no_articles) in render_conversation([], "it", [])


def test_each_added_document_has_a_line_with_what_became_of_it() -> None:
    uploads = [
        Upload("a.md", Status.ADDED, "a", {}),
        Upload("b.md", Status.UNCHANGED, "b", {}),
        Upload("c.md", Status.REFUSED, "", {"en": "Too large.", "it": "Troppo grande."}),
        Upload("d.md", None, "", {"en": "Busy.", "it": "Occupata."}),
    ]
    done = Adding(tuple(uploads), 4, 4, stage=Stage.FINISHED)
    text = shown(render_adding(done, "en").replace("</li>", "\n"))
    for line in (
        "a.md added Read it",
        "b.md already in the library Read it",
        "c.md refused Too large.",
        "d.md not finished Busy.",
    ):
        assert line in text
    assert "rifiutato Troppo grande." in shown(render_adding(done, "it"))


def test_a_document_in_nearly_the_same_words_as_another_says_of_which() -> None:
    near = Upload("a.md", Status.ADDED, "a", {}, near="b")
    left_out = Upload("c.md", Status.SKIPPED, "", {}, near="b")
    markup = render_adding(Adding((near, left_out), 2, 2, stage=Stage.FINISHED), "en")
    assert "a.md added, nearly the same as b Read it" in shown(markup)
    assert markup.count('data-read="b"') == 2


def test_a_document_that_was_read_shows_what_was_understood_of_it() -> None:
    day = date(2026, 3, 4)
    reading = Reading(HOSTILE, "Herald", day, "en", 1234, 9, "It begins.")
    read = Adding((Upload("a.md", None, "", {}, reading=reading),), 1, 1, Stage.READ)
    markup = render_adding(read, "it")
    text = shown(markup)
    for fact in ("Herald", "4 marzo 2026", "inglese", "1.234 parole, 9 brani", "It begins."):
        assert fact in text
    assert escape(HOSTILE) in markup
    assert TEXTS["it"].add_read in text


def test_many_documents_are_told_in_groups_those_that_failed_first_and_open() -> None:
    reason = {"en": "Too large.", "it": "Troppo grande."}
    uploads = [Upload(f"{n}.md", Status.ADDED, f"a{n}", {}) for n in range(30)]
    uploads += [Upload("z.md", Status.REFUSED, "", reason), Upload("y.md", None, "", reason)]
    markup = render_adding(Adding(tuple(uploads), 32, 32, Stage.FINISHED), "en")
    assert "1 not finished, 1 refused, 30 added" in shown(markup)
    assert re.findall(r"<details( open)?>", markup) == [" open", " open", ""]
    assert markup.index("y.md") < markup.index("z.md") < markup.index("0.md")


def test_while_many_documents_are_read_only_those_that_failed_have_a_line() -> None:
    reason = {"en": "Too large.", "it": "Troppo grande."}
    uploads = [Upload(f"{n}.md", Status.ADDED, f"a{n}", {}) for n in range(30)]
    uploads.append(Upload("z.md", Status.REFUSED, "", reason))
    markup = render_adding(Adding(tuple(uploads), 31, 90), "en")
    assert "Reading 32 of 90…1 refused, 30 added" in shown(markup)
    assert markup.count("<li") == 1


def test_adding_shows_how_far_it_is() -> None:
    markup = render_adding(Adding((), 1, 4), "en")
    assert "Reading 2 of 4…" in shown(markup)
    assert 'value="1" max="4"' in markup
    assert TEXTS["it"].indexing in shown(
        render_adding(Adding((), 9, 20, stage=Stage.INDEXING), "it")
    )
