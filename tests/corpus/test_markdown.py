import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.article import Article, Source
from corpus.errors import DocumentRefused
from corpus.markdown import (
    article_from_markdown,
    article_from_text,
    article_to_markdown,
    clean_text,
)

FULL = """---
title: "OpenAI sceglie Cerebras: 750 MW"
published: 2026-01-14
updated: 2026-02-01
language: it
outlet: Sibilla
url: https://example.org/a?b=1#c
added: 2026-11-23 22:41:15+00:00
entities:
  - OpenAI
  - Cerebras Systems
sources:
  - title: "Una fonte: con due punti"
    url: https://example.org/fonte
    published: 2026-01
  - title: Un'altra
    url: https://example.org/altra
questions:
  - "Perché OpenAI ha scelto Cerebras?"
reviewed-by: nobody
---

OpenAI compra 750 MW.

## Perché

È più veloce.
"""


def read(markdown: str) -> Article:
    return article_from_markdown(markdown, "an-id")


def test_every_field_of_the_front_matter_is_read_and_unknown_keys_are_passed_over() -> None:
    assert read(FULL) == Article(
        id="an-id",
        title="OpenAI sceglie Cerebras: 750 MW",
        text="OpenAI compra 750 MW.\n\n## Perché\n\nÈ più veloce.",
        language="it",
        published=date(2026, 1, 14),
        updated=date(2026, 2, 1),
        outlet="Sibilla",
        url="https://example.org/a?b=1#c",
        added=datetime(2026, 11, 23, 22, 41, 15, tzinfo=UTC),
        entities=("OpenAI", "Cerebras Systems"),
        sources=(
            Source("Una fonte: con due punti", "https://example.org/fonte", "2026-01"),
            Source("Un'altra", "https://example.org/altra"),
        ),
        questions=("Perché OpenAI ha scelto Cerebras?",),
    )


def test_full_article_is_written_and_read_back_unchanged() -> None:
    article = read(FULL)
    assert read(article_to_markdown(article)) == article


@pytest.mark.parametrize(
    ("markdown", "title", "text"),
    [
        ("# A deal\n\nIt is done.", "A deal", "It is done."),
        ("# A  deal\tis on \n\nIt is done.", "A deal is on", "It is done."),
        ("# A deal", "A deal", "A deal"),
        ("A deal\nIt is done.", "A deal", "A deal\nIt is done."),
        ("## A deal\n\nIt is done.", "A deal", "## A deal\n\nIt is done."),
        ("It is done.\n\n# A deal", "It is done.", "It is done.\n\n# A deal"),
        ("# \n\nIt is done.", "It is done.", "# \n\nIt is done."),
        ("#hashtag", "hashtag", "#hashtag"),
        ("###", "###", "###"),
        ("---\ntitle: Given\n---\n\n# A deal\n\nDone.", "Given", "# A deal\n\nDone."),
        ("---\noutlet: X\n---\n# A deal\n\nDone.", "A deal", "Done."),
        ("---\ntitle: ''\n---\nA deal", "A deal", "A deal"),
        ("---\ntitle:\n---\nA deal", "A deal", "A deal"),
        ("---\ntitle: ~\n---\nA deal", "A deal", "A deal"),
        ("---\n---\nA deal", "A deal", "A deal"),
        ("---\n# a comment\n---\nA deal", "A deal", "A deal"),
    ],
)
def test_title_is_given_or_the_heading_at_the_top_or_the_first_line(
    markdown: str, title: str, text: str
) -> None:
    article = read(markdown)
    assert (article.title, article.text) == (title, text)


def test_long_first_line_is_cut_between_words() -> None:
    title = read("word " * 40).title
    assert title == "word " * 17 + "word…"
    assert read("w" * 200).title == "w" * 90 + "…"


@pytest.mark.parametrize(
    "written", ["12:30", "010", "1_000", "0x1F", "1.10", "Yes", "no", "on", "2026-01-14", "=", "<<"]
)
def test_title_is_the_text_as_written_and_never_a_number_or_a_truth(written: str) -> None:
    assert read(f"---\ntitle: {written}\n---\nText.").title == written


@pytest.mark.parametrize(
    "markdown",
    [
        "---\n\nA thought between rules.\n\n---\n\nAnother thought.",
        "---\n- a\n- list\n---\nText.",
        "---\nOnly one rule.",
        "-----\n'quoted'\n-----\nText.",
        "{\n} is no front matter",
        "{\nnot JSON\n}\nText.",
        "+++\ntitle = 1\n+++\nText.",
    ],
)
def test_what_is_no_mapping_between_rules_is_text(markdown: str) -> None:
    assert read(markdown).text == markdown


def test_rules_inside_the_text_are_kept() -> None:
    assert read("---\ntitle: A\n---\nOne.\n\n---\n\nTwo.\n\n---\n").text == (
        "One.\n\n---\n\nTwo.\n\n---"
    )
    text = "---\nOne.\n---"
    assert read(article_to_markdown(replace(read(FULL), text=text))).text == text


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("it", "it"),
        ("EN", "en"),
        ("en-GB", "en"),
        ("it_IT", "it"),
        ("italiano", "it"),
        ("English", "en"),
        ("eng", "en"),
        ("fr", "fr"),
        ("no", "no"),
    ],
)
def test_language_is_a_two_letter_code(written: str, language: str) -> None:
    assert read(f"---\nlanguage: {written}\n---\nThe text.").language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [("L'accordo è stato firmato.", "it"), ("The deal was signed.", "en")],
)
def test_language_is_detected_where_it_is_not_given(text: str, language: str) -> None:
    assert read(text).language == language
    assert read(f"---\nlanguage:\n---\n{text}").language == language


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-01-14", date(2026, 1, 14)),
        ("'2026-01-14'", date(2026, 1, 14)),
        ("2026-01-14T10:00:00Z", date(2026, 1, 14)),
        ("2026-01-14 10:00:00 +01:00", date(2026, 1, 14)),
        ("2026-01-14 23:30:00-05:00", date(2026, 1, 14)),
        ("null", None),
        ("~", None),
        ("''", None),
        ("", None),
    ],
)
def test_publication_date_is_the_day_written(written: str, expected: date | None) -> None:
    assert read(f"---\npublished: {written}\n---\nText.").published == expected


def test_an_article_without_front_matter_bears_no_date_and_no_outlet() -> None:
    article = read("The deal was signed on 14 January 2026.")
    assert (article.published, article.updated, article.added) == (None, None, None)
    assert (article.outlet, article.url) == ("", "")
    assert (article.entities, article.sources, article.questions) == ((), (), ())


@pytest.mark.parametrize(
    ("header", "cause"),
    [
        ("title: [a", "did not find|expected"),
        ("title: a: b", "mapping values are not allowed"),
        ("a\nb: c", "mapping values are not allowed"),
        ("title: {a: b}", "title must be a text"),
        ("title: [a]", "title must be a text"),
        ("published: 2026-02-30", "published must be a date such as 2026-01-14, not '2026-02-30'"),
        ("updated: ieri", "updated must be a date such as 2026-01-14, not 'ieri'"),
        ("added: 2026", "added must be a date"),
        ("published: [2026-01-14]", "published must be a text"),
        ("language: klingon", "language must be a code such as it or en, not 'klingon'"),
        ("language: 42", "language must be a code"),
        ("entities: OpenAI", "entities must be a list of texts"),
        ("questions: [{a: b}]", "questions must be a list of texts"),
        ("sources: https://example.org", "sources must be a list of mappings"),
        ("sources: [https://example.org]", "sources must be a list of mappings"),
        ("sources: [{title: [a]}]", "title must be a text"),
        ("? [a, b]\n: c", "unhashable"),
        ("a: &x [*x]", "recursive"),
        ("title: a\n...\nb: c", "expected"),
    ],
)
def test_wrong_front_matter_is_refused_with_its_cause(header: str, cause: str) -> None:
    with pytest.raises(DocumentRefused, match=cause) as refusal:
        read(f"---\n{header}\n---\nText.")
    assert refusal.value.reason == "front-matter"
    assert refusal.value.details["name"] == "an-id"
    assert "L'intestazione di an-id è sbagliata" in refusal.value.tell("it")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deeply_nested_front_matter_is_refused_and_does_not_crash_the_process(opening: str) -> None:
    """The C loader of PyYAML ends the process with a segmentation fault here."""
    with pytest.raises(DocumentRefused, match="front matter"):
        read(f"---\ntitle: x\na:\n  {opening * 50_000}\n---\nText.")


@pytest.mark.parametrize("key", ["title", "published", "language", "entities", "sources"])
def test_front_matter_that_multiplies_itself_is_refused_at_once(key: str) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    with pytest.raises(DocumentRefused, match=f"{key} must be"):
        read("---\n" + "\n".join(lines) + f"\n{key}: *a11\n---\nText.")


@pytest.mark.parametrize("nothing", ["", " \n\t\n", "\ufeff", "\x00\x01", "---\ntitle: A\n---\n"])
def test_a_document_without_text_is_refused(nothing: str) -> None:
    with pytest.raises(DocumentRefused, match="an-id holds no text"):
        read(nothing)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("caffe\u0300", "caffè"),
        ("e\x00\u0301", "é"),
        ("\ufeffa\ufeffb", "ab"),
        ("a\x00\x07\x85b\tc", "ab\tc"),
        ("a\ud800b", "ab"),
        ("a\u00a0b\u2019", "a\u00a0b\u2019"),
    ],
)
def test_texts_are_brought_into_one_form(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


@pytest.mark.parametrize("escaped", ["\\0", "\\x07", "\\uD800", "\\N", "\\n"])
def test_characters_escaped_in_the_front_matter_are_cleaned_too(escaped: str) -> None:
    article = read(f'---\ntitle: "a{escaped} b"\n---\nText.')
    assert article.title == "a b"
    assert article.text_hash
    assert read(article_to_markdown(article)) == article


def test_plain_text_is_no_markdown() -> None:
    text = "---\ntitle: not a title\n---\n# 1 of 2\n\nThe deal was signed."
    article = article_from_text(text, "an-id")
    assert article == Article("an-id", "---", text, "en")
    assert article_from_text("# 1 di 2\nL'accordo è fatto.", "x").title == "1 di 2"
    assert article_from_text("{\n'a': 1\n}", "x").text == "{\n'a': 1\n}"
    with pytest.raises(DocumentRefused, match="x holds no text"):
        article_from_text("\ufeff \n", "x")


@settings(deadline=None)
@given(st.text())
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    clean.encode()


# Clean, as every reader makes them: on one line, or with lines.
LINE = st.text().map(lambda text: " ".join(clean_text(text).split()))
TITLE = LINE.filter(bool)
TEXT = st.text().map(lambda text: clean_text(clean_text(text).strip())).filter(bool)
MOMENT = st.datetimes(
    min_value=datetime(1000, 1, 1),
    timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=5, minutes=30))]),
)
ARTICLES = st.builds(
    Article,
    id=st.just("an-id"),
    title=TITLE,
    text=TEXT,
    language=st.sampled_from(["it", "en", "no", "fr"]),
    published=st.none() | st.dates(min_value=date(1000, 1, 1)),
    updated=st.none() | st.dates(min_value=date(1000, 1, 1)),
    outlet=LINE,
    url=LINE,
    added=st.none() | MOMENT,
    entities=st.lists(LINE).map(tuple),
    sources=st.lists(st.builds(Source, LINE, LINE, LINE)).map(tuple),
    questions=st.lists(LINE).map(tuple),
)


@settings(deadline=None)
@given(ARTICLES)
@example(Article("an-id", "---", "---\na: b\n---", "it"))
@example(Article("an-id", "~", "# heading", "it", outlet="null", entities=("", "~", "- a")))
@example(Article("an-id", "\ufffd\u0301: 'a' \"b\" #c", "…", "en", url="{}", questions=("[]?",)))
@example(Article("an-id", "word " * 600 + "end", "x" * 3000, "en"))
def test_article_is_read_back_as_it_was_written(article: Article) -> None:
    assert article_from_markdown(article_to_markdown(article), "an-id") == article


@settings(deadline=None)
@given(st.text(), st.sampled_from([article_from_markdown, article_from_text]))
@example("---\n{}\n---\n#", article_from_markdown)
@example("# \u2028a", article_from_markdown)
def test_any_text_becomes_an_article_that_keeps_or_is_refused(text, read_article) -> None:  # type: ignore[no-untyped-def]
    try:
        article = read_article(text, "an-id")
    except DocumentRefused:
        return
    assert article.title
    assert article.text
    assert article_from_markdown(article_to_markdown(article), "an-id") == article


@pytest.mark.parametrize(
    ("text", "title", "kept"),
    [
        ("Riapre il ponte\n\nIl ponte è aperto.", "Riapre il ponte", "Il ponte è aperto."),
        ("Is it open?\n\nYes, it is.", "Is it open?", "Yes, it is."),
        ("It is open.\n\nYes.", "It is open.", "It is open.\n\nYes."),
        ("First line\nsecond line\n\nMore.", "First line", "First line\nsecond line\n\nMore."),
        ("Only a headline", "Only a headline", "Only a headline"),
    ],
)
def test_headline_of_a_plain_text_is_its_title_and_not_quoted_as_a_sentence(
    text: str, title: str, kept: str
) -> None:
    article = article_from_text(text, "a")
    assert (article.title, article.text) == (title, kept)
