"""An article as a Markdown file with front matter, and back."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any

import yaml
from frontmatter.default_handlers import YAMLHandler

from corpus.article import Article, Source
from corpus.errors import DocumentRefused, Told
from corpus.language import detect_article_language

_TITLE_LENGTH = 90
_PAGE_DIGITS = 10
# A header longer than this is no header of ours, and YAML takes a second for each 100,000.
_HEADER_CHARACTERS = 200_000
_OPENING_QUOTES = tuple("«“‘\"'")
_FRONT_MATTER = YAMLHandler()
_LANGUAGE_CODES = dict.fromkeys(("italian", "italiano", "ita"), "it") | dict.fromkeys(
    ("english", "inglese", "eng"), "en"
)


def article_from_markdown(markdown: str, id: str) -> Article:
    """Read an article from the text of a Markdown file; front matter may be missing.

    Without a title, the level-1 heading at the top of the text is taken, else its first line;
    without a language, it is detected. Keys that Sibilla does not know are passed over.

    Raises:
        DocumentRefused: the front matter is not YAML or a known key has a wrong type, or there
            is no text.
    """
    fields, text = _split(clean_text(markdown), id)
    title = _string(fields, "title", id)
    if not title:
        title, text = _title_from(text)
    if not text:
        raise DocumentRefused("empty", name=id)
    return Article(
        id=id,
        title=title,
        text=text,
        language=_language(fields, id) or detect_article_language(text),
        published=_date(_moment(fields, "published", id)),
        updated=_date(_moment(fields, "updated", id)),
        outlet=_string(fields, "outlet", id),
        url=_string(fields, "url", id),
        added=_moment(fields, "added", id),
        entities=_strings(fields, "entities", id),
        sources=_sources(fields, id),
        questions=_strings(fields, "questions", id),
        author=_string(fields, "author", id),
        pages=_pages(fields, id),
    )


def article_from_text(text: str, id: str) -> Article:
    """Read an article from a plain text, where "---" and "#" are just characters.

    Raises:
        DocumentRefused: there is no text.
    """
    text = clean_text(text).strip()
    if not text:
        raise DocumentRefused("empty", name=id)
    title, text = _split_headline(text)
    return Article(id=id, title=title, text=text, language=detect_article_language(text))


def article_to_markdown(article: Article) -> str:
    """The Markdown file of an article; `article_from_markdown` reads it back unchanged."""
    fields: dict[str, Any] = {"title": article.title}
    if article.published:
        fields["published"] = article.published
    if article.updated:
        fields["updated"] = article.updated
    fields["language"] = article.language
    for name in ("outlet", "author", "url"):
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
    if article.pages:
        header += f"pages: {list(article.pages)}\n"  # on one line, however many
    return f"---\n{header}---\n\n{article.text}\n"


def clean_text(text: str) -> str:
    """One form for every text: NFC, plain line ends, and only characters that show or set apart.

    Control characters go, and so do those that show nothing or turn the direction of writing:
    they can hide one text inside another.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # First the characters: what they kept apart may compose.
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


# Control characters but for tab and line end, halves of surrogate pairs, what Unicode says is no
# character, and by name: soft hyphen, Arabic letter mark, Mongolian vowel separator, zero-width
# space and joiners, marks and overrides of direction, word joiner and invisible operators,
# variation selectors, the byte-order mark, annotations, and the tags, which mirror all of ASCII.
_UNSEEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\ud800-\udfff\ufffe\uffff\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


class _TextLoader(yaml.BaseLoader):
    """Reads every value as the text it is written as: a title "12:30" or "No" is no number.

    In Python, because the C loader crashes the process on deeply nested brackets.
    """


_TextLoader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)
_TextLoader.add_constructor("tag:yaml.org,2002:null", lambda loader, node: None)


def _split(markdown: str, id: str) -> tuple[dict[str, Any], str]:
    """The fields of the front matter and the text; what stands between rules is no such thing."""
    markdown = markdown.strip()
    if not _FRONT_MATTER.detect(markdown):
        return {}, markdown
    try:
        header, text = _FRONT_MATTER.split(markdown)
    except ValueError:
        return {}, markdown  # one rule only
    if len(header) > _HEADER_CHARACTERS:
        raise DocumentRefused(
            "front-matter", name=id, cause=Told("it is too long", "è troppo lunga")
        )
    try:
        fields = _TextLoader(header).get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        cause = str(getattr(error, "problem", None) or error).splitlines()[0]
        raise DocumentRefused("front-matter", name=id, cause=cause) from error
    if fields is not None and not isinstance(fields, dict):
        return {}, markdown
    return fields or {}, text.strip()


def _title_from(text: str) -> tuple[str, str]:
    """A title for a text that has none, and the text without the heading it was taken from."""
    first, _, rest = text.partition("\n")
    heading = _one_line(first.removeprefix("# "))
    if first.startswith("# ") and heading:
        return heading, rest.strip() or heading
    return _split_headline(text)


def _split_headline(text: str) -> tuple[str, str]:
    """A title for a text without front matter or heading, and the text to keep.

    A short line that stands alone at the top and is no sentence is a headline, and leaves the
    text; otherwise the title is the first line, cut where it is long, and the text stays whole.
    """
    first, _, rest = text.partition("\n\n")
    line = _one_line(first)
    if rest.strip() and "\n" not in first.strip() and _is_headline(line):
        return line, rest.strip()
    return title_of(text), text


def _is_headline(line: str) -> bool:
    starts_well = line[:1].isalnum() or line[:1] in _OPENING_QUOTES
    ends_well = not line.endswith((".", "!", ":", ";", ",", "…"))
    return starts_well and ends_well and len(line) <= _TITLE_LENGTH


def title_of(text: str) -> str:
    """The first line of a text that says something, cut where it is long."""
    lines = (_one_line(line.lstrip("# ")) for line in text.splitlines())
    line = next((line for line in lines if line), _one_line(text))
    if len(line) <= _TITLE_LENGTH:
        return line
    return line[:_TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _string(fields: dict[str, Any], key: str, id: str) -> str:
    value = fields.get(key)
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        raise DocumentRefused(
            "front-matter",
            name=id,
            cause=Told(f"{key} must be a text", f"{key} deve essere un testo"),
        )
    # Cleaned once more: "\x00" in YAML's quotes becomes the character itself.
    return _one_line(clean_text(str(value)))


def _language(fields: dict[str, Any], id: str) -> str:
    """The language code that the front matter gives, or ""."""
    written = _string(fields, "language", id).lower()
    if not written or written in _LANGUAGE_CODES:
        return _LANGUAGE_CODES.get(written, "")
    if not re.fullmatch(r"[a-z]{2}(?:[-_]\w+)*", written):
        cause = Told(
            f"language must be a code such as it or en, not {written!r}",
            f"language deve essere un codice come it o en, non {written!r}",
        )
        raise DocumentRefused("front-matter", name=id, cause=cause)
    return written[:2]


def _strings(fields: dict[str, Any], key: str, id: str) -> tuple[str, ...]:
    value = fields.get(key) or []
    if not isinstance(value, list) or any(isinstance(item, (dict, list)) for item in value):
        cause = Told(f"{key} must be a list of texts", f"{key} deve essere un elenco di testi")
        raise DocumentRefused("front-matter", name=id, cause=cause)
    return tuple(_one_line(clean_text(str(item))) for item in value if item is not None)


def _sources(fields: dict[str, Any], id: str) -> tuple[Source, ...]:
    value = fields.get("sources") or []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        cause = Told("sources must be a list of mappings", "sources deve essere un elenco di voci")
        raise DocumentRefused("front-matter", name=id, cause=cause)
    return tuple(
        Source(*(_string(item, key, id) for key in ("title", "url", "published"))) for item in value
    )


def _pages(fields: dict[str, Any], id: str) -> tuple[int, ...]:
    written = _strings(fields, "pages", id)
    if not all(page.isdecimal() and len(page) < _PAGE_DIGITS for page in written):
        cause = Told("pages must be a list of numbers", "pages deve essere un elenco di numeri")
        raise DocumentRefused("front-matter", name=id, cause=cause)
    return tuple(sorted(int(page) for page in written))


def _moment(fields: dict[str, Any], key: str, id: str) -> datetime | None:
    value = _string(fields, key, id)
    if not value:
        return None
    try:
        # YAML allows a space before the offset from UTC, ISO 8601 does not.
        return datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", value))
    except ValueError as error:
        cause = Told(
            f"{key} must be a date such as 2026-01-14, not {value!r}",
            f"{key} deve essere una data come 2026-01-14, non {value!r}",
        )
        raise DocumentRefused("front-matter", name=id, cause=cause) from error


def _date(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
