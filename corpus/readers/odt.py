"""OpenDocument texts: headings, paragraphs, lists and tables, without what is marked as hidden."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.language import detect_article_language
from corpus.markdown import clean_text, title_of
from corpus.readers import blocks
from corpus.readers.metadata import believable_date, believable_title
from corpus.readers.names import make_id
from corpus.readers.packed import Packed

_OFFICE, _TEXT, _TABLE, _STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "text", "table", "style")
)
# Deleted text that is kept for reviewers, notes, and what only shows on a condition.
_LEFT_OUT = frozenset(
    (
        f"{_TEXT}tracked-changes",
        f"{_TEXT}note",
        f"{_OFFICE}annotation",
        f"{_TEXT}hidden-text",
        f"{_TEXT}hidden-paragraph",
    )
)


def read_odt(content: bytes, name: str) -> Article:
    """Read an OpenDocument text; pictures, notes and what it refers to elsewhere are left out.

    Raises:
        DocumentRefused: it is locked, too large when unpacked, or holds no text.
    """
    document = Packed(content, name)
    manifest = "META-INF/manifest.xml"
    if manifest in document.places and b":encryption-data" in document.read(manifest):
        raise DocumentRefused("encrypted", name=name)
    tree = document.tree("content.xml")
    reader = _Reader(_hidden_styles(tree))
    [body, *_] = tree.iter(f"{_OFFICE}text")
    text = clean_text(blocks.join(blocks.together(reader.blocks(body)))).strip()
    if not text:
        raise DocumentRefused("empty", name=name)
    told = _told(document.tree("meta.xml")) if "meta.xml" in document.places else {}
    return Article(
        id=make_id(name),
        title=believable_title(told.get("title")) or reader.title or title_of(text),
        text=text,
        language=detect_article_language(text),
        published=_day(told.get("creation-date", "")),
        author=believable_title(told.get("creator") or told.get("initial-creator")),
    )


class _Reader:
    """Walks the body of a document; `title` is what its style says is the title."""

    def __init__(self, hidden_styles: set[str]) -> None:
        self._hidden_styles = hidden_styles
        self.title = ""

    def blocks(self, parent: Any, depth: int = -1) -> Iterator[str]:
        """The blocks within an element, which lies in a list `depth` levels down or in none."""
        for child in parent.iterchildren(tag=_elements()):
            if child.tag in _LEFT_OUT or child.get(f"{_TEXT}display") in ("none", "condition"):
                continue
            if child.tag == f"{_TEXT}h":
                level = child.get(f"{_TEXT}outline-level") or "1"
                yield blocks.heading(self._text(child), int(level) + 1 if level.isdecimal() else 2)
            elif child.tag == f"{_TEXT}p":
                yield self._paragraph(child, depth)
            elif child.tag == f"{_TABLE}table":
                rows = [
                    [self._text(cell) for cell in row.iterchildren(f"{_TABLE}table-cell")]
                    for row in child.iter(f"{_TABLE}table-row")
                ]
                yield blocks.table(rows, has_head=len(rows) > 1)
            else:
                yield from self.blocks(child, depth + (child.tag == f"{_TEXT}list"))

    def _paragraph(self, paragraph: Any, depth: int) -> str:
        text = self._text(paragraph)
        if paragraph.get(f"{_TEXT}style-name") == "Title" and not self.title:
            self.title = believable_title(text)
            return "" if self.title else blocks.paragraph(text)
        return blocks.bullet(text, depth) if depth >= 0 else blocks.paragraph(text)

    def _text(self, element: Any) -> str:
        return "".join(self._pieces(element))

    def _pieces(self, element: Any) -> Iterator[str]:
        """The text that shows within an element, in order."""
        if element.get(f"{_TEXT}style-name") in self._hidden_styles:
            return
        yield element.text or ""
        for child in element.iterchildren(tag=_elements()):
            if child.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
                yield " "
            elif child.tag not in _LEFT_OUT:
                yield from self._pieces(child)
                if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                    yield " "
            yield child.tail or ""


def _elements() -> Any:
    """What lxml calls elements, comments and instructions left out."""
    from lxml import etree

    return etree.Element


def _hidden_styles(tree: Any) -> set[str]:
    """The names of the styles whose text does not show."""
    return {
        style.get(f"{_STYLE}name")
        for style in tree.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}text-properties")
        if properties.get(f"{_TEXT}display") in ("none", "condition")
    }


def _told(meta: Any) -> dict[str, str]:
    """What the document says of itself, by the last part of each name."""
    told: dict[str, str] = {}
    for element in meta.iter(_elements()):
        if element.text and element.text.strip():
            told.setdefault(element.tag.rpartition("}")[2], " ".join(element.text.split()))
    return told


def _day(text: str) -> date | None:
    try:
        return believable_date(date.fromisoformat(text[:10]))
    except ValueError:
        return None
