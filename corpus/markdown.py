"""An article as a Markdown file with front matter, and back."""

import unicodedata
from datetime import date, datetime
from typing import Any

import frontmatter
import yaml

from corpus.article import Article, Source
from corpus.errors import DocumentRefused
from corpus.language import detect_language

_TITLE_LENGTH = 90


def article_from_markdown(markdown: str, id: str) -> Article:
    """Read an article from the text of a Markdown file; front matter may be missing.

    Without a title, the first level-1 heading is taken, else the first line; without a language,
    it is detected. Keys that Sibilla does not know are passed over.

    Raises:
        DocumentRefused: the front matter is not YAML or a known key has a wrong type, or there
            is no text.
    """
    markdown = clean_text(markdown)
    try:
        post = frontmatter.loads(markdown)
    except (yaml.YAMLError, ValueError) as error:
        cause = str(getattr(error, "problem", None) or error).splitlines()[0]
        raise DocumentRefused("front-matter", name=id, cause=cause) from error
    fields: dict[str, Any] = post.metadata
    text = post.content.strip()
    title = _string(fields, "title", id)
    if not title:
        title, text = _title_from(text)
    if not text:
        raise DocumentRefused("empty", name=id)
    return Article(
        id=id,
        title=title,
        text=text,
        language=(_string(fields, "language", id) or detect_language(text)).lower()[:2],
        published=_date(fields, "published", id),
        updated=_date(fields, "updated", id),
        outlet=_string(fields, "outlet", id),
        url=_string(fields, "url", id),
        added=_moment(fields, "added", id),
        entities=_strings(fields, "entities", id),
        sources=_sources(fields, id),
        questions=_strings(fields, "questions", id),
    )


def article_to_markdown(article: Article) -> str:
    """The Markdown file of an article; `article_from_markdown` reads it back unchanged."""
    fields: dict[str, Any] = {"title": article.title}
    if article.published:
        fields["published"] = article.published
    if article.updated:
        fields["updated"] = article.updated
    fields["language"] = article.language
    for name in ("outlet", "url"):
        if value := getattr(article, name):
            fields[name] = value
    if article.added:
        fields["added"] = article.added
    if article.entities:
        fields["entities"] = list(article.entities)
    if article.sources:
        fields["sources"] = [
            {"title": source.title, "url": source.url}
            | ({"published": source.published} if source.published else {})
            for source in article.sources
        ]
    if article.questions:
        fields["questions"] = list(article.questions)
    header = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{header}---\n\n{article.text}\n"


def clean_text(text: str) -> str:
    """One form for every text: NFC, plain line ends, no control characters, no byte-order mark."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))\
        .removeprefix("\ufeff")


def _title_from(text: str) -> tuple[str, str]:
    """A title for a text that has none, and the text without the heading it was taken from."""
    first, _, rest = text.partition("\n")
    if first.startswith("# "):
        return first[2:].strip(), rest.strip() or first[2:].strip()
    line = first.lstrip("# ").strip()
    if len(line) <= _TITLE_LENGTH:
        return line, text
    return line[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…", text


def _string(fields: dict[str, Any], key: str, id: str) -> str:
    value = fields.get(key)
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        raise DocumentRefused("front-matter", name=id, cause=f"{key} must be a text")
    return " ".join(str(value).split())


def _strings(fields: dict[str, Any], key: str, id: str) -> tuple[str, ...]:
    value = fields.get(key) or []
    if not isinstance(value, list) or any(isinstance(item, (dict, list)) for item in value):
        raise DocumentRefused("front-matter", name=id, cause=f"{key} must be a list of texts")
    return tuple(" ".join(str(item).split()) for item in value)


def _sources(fields: dict[str, Any], id: str) -> tuple[Source, ...]:
    value = fields.get("sources") or []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise DocumentRefused("front-matter", name=id, cause="sources must be a list of mappings")
    return tuple(
        Source(*(_string(item, key, id) for key in ("title", "url", "published")))
        for item in value
    )


def _date(fields: dict[str, Any], key: str, id: str) -> date | None:
    value = fields.get(key)
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(str(value).strip()).date()
    except ValueError as error:
        cause = f"{key} must be a date such as 2026-01-14, not {value!r}"
        raise DocumentRefused("front-matter", name=id, cause=cause) from error


def _moment(fields: dict[str, Any], key: str, id: str) -> datetime | None:
    value = fields.get(key)
    if value is None or isinstance(value, datetime):
        return value
    day = _date(fields, key, id)
    return datetime(day.year, day.month, day.day) if day else None
