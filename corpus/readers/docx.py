"""Word files: headings, paragraphs, lists and tables, without what is marked as hidden."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.language import detect_article_language
from corpus.markdown import clean_text, title_of
from corpus.readers import blocks
from corpus.readers.metadata import believable_date, believable_title
from corpus.readers.names import make_id

# What a document of the allowed size can become when unpacked; more is a bomb.
_MAX_UNPACKED = 200_000_000
# The date of the template that python-docx makes documents from.
_TEMPLATE_DATE = datetime(2013, 12, 23)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|titolo|überschrift|titre)\s*(\d)", re.IGNORECASE)
_OFF = ("0", "false", "off")
# Half points: text of one point or less cannot be read.
_UNREADABLE = 2


def read_docx(content: bytes, name: str) -> Article:
    """Read a Word document; pictures, notes and what it refers to elsewhere are not fetched.

    Raises:
        DocumentRefused: it is no Word document, is damaged, or holds no text.
    """
    _check(content, name)
    from docx import Document

    document = Document(io.BytesIO(content))
    styles = {style.style_id: style.name or "" for style in document.styles}
    hidden_styles = {
        style.style_id
        for style in document.styles
        if style.element.rPr is not None and _hides(style.element.rPr)
    }
    reader = _Reader(styles, hidden_styles)
    found = blocks.join(blocks.together(reader.blocks(document.element.body)))
    text = clean_text(found).strip()
    if not text:
        raise DocumentRefused("empty", name=name)
    properties = document.core_properties
    title = believable_title(properties.title) or reader.title
    return Article(
        id=make_id(name),
        title=title or title_of(text),
        text=text,
        language=detect_article_language(text),
        published=_published(properties),
        author=_author(properties),
    )


class _Reader:
    """Walks the body of a document; `title` is what its style says is the title."""

    def __init__(self, styles: dict[str, str], hidden_styles: set[str]) -> None:
        self._styles = styles
        self._hidden_styles = hidden_styles
        self.title = ""

    def blocks(self, parent: Any) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{_W}p":
                yield self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                rows = [
                    [self._cell(cell) for cell in row.iterchildren(f"{_W}tc")]
                    for row in child.iterchildren(f"{_W}tr")
                ]
                yield blocks.table(rows, has_head=len(rows) > 1)
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Any) -> str:
        text = self._text(paragraph)
        style_id = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = self._styles.get(style_id.get(f"{_W}val"), "") if style_id is not None else ""
        if heading := _HEADING.match(style):
            return blocks.heading(text, int(heading[1]) + 1)
        if style.lower() in ("title", "titolo") and not self.title:
            self.title = believable_title(text)
            return "" if self.title else blocks.paragraph(text)
        level = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
        if paragraph.find(f"{_W}pPr/{_W}numPr") is not None or style.lower().startswith("list "):
            return blocks.bullet(text, int(level.get(f"{_W}val") or 0) if level is not None else 0)
        return blocks.paragraph(text)

    def _cell(self, cell: Any) -> str:
        return " ".join(self._text(paragraph) for paragraph in cell.iter(f"{_W}p"))

    def _text(self, paragraph: Any) -> str:
        """The text that shows: what is hidden or was deleted under revision is none of it."""
        parts: list[str] = []
        for run in paragraph.iter(f"{_W}r"):
            if any(above.tag in (f"{_W}del", f"{_W}moveFrom") for above in run.iterancestors()):
                continue
            properties = run.find(f"{_W}rPr")
            if properties is not None and self._is_hidden(properties):
                continue
            for piece in run:
                if piece.tag == f"{_W}t":
                    parts.append(piece.text or "")
                elif piece.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
                    parts.append(" ")
                elif piece.tag == f"{_W}noBreakHyphen":
                    parts.append("-")
        return "".join(parts)

    def _is_hidden(self, properties: Any) -> bool:
        style = properties.find(f"{_W}rStyle")
        if style is not None and style.get(f"{_W}val") in self._hidden_styles:
            return True
        return _hides(properties)


def _hides(properties: Any) -> bool:
    """Whether properties of a run make it invisible: hidden, white on white, or tiny."""
    for name in ("vanish", "webHidden", "specVanish"):
        mark = properties.find(f"{_W}{name}")
        if mark is not None and (mark.get(f"{_W}val") or "1").lower() not in _OFF:
            return True
    size = properties.find(f"{_W}sz")
    half_points = (size.get(f"{_W}val") or "") if size is not None else ""
    if half_points.isdecimal() and int(half_points) <= _UNREADABLE:
        return True
    colour = properties.find(f"{_W}color")
    is_white = colour is not None and (colour.get(f"{_W}val") or "").lower() == "ffffff"
    return is_white and not _is_painted(properties)


def _is_painted(properties: Any) -> bool:
    """Whether the ground of a run may have a colour: its own, its cell's or its table's."""
    if properties.find(f"{_W}highlight") is not None:
        return True
    for element in (properties, *properties.iterancestors()):
        for ground in element.iterchildren(f"{_W}shd"):
            if (ground.get(f"{_W}fill") or "auto").lower() not in ("auto", "ffffff"):
                return True
        for own in ("pPr", "tcPr", "tblPr"):
            inner = element.find(f"{_W}{own}/{_W}shd")
            if inner is not None and (inner.get(f"{_W}fill") or "auto").lower() not in (
                "auto",
                "ffffff",
            ):
                return True
        style = element.find(f"{_W}tblPr/{_W}tblStyle")
        if style is not None and style.get(f"{_W}val") not in ("TableGrid", "TableNormal"):
            return True
    return False


def _check(content: bytes, name: str) -> None:
    """Refuse what would unpack into too much, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
            if any(entry.flag_bits & 1 for entry in package.infolist()):
                raise DocumentRefused("encrypted", name=name)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise DocumentRefused("damaged", name=name, cause=error) from error
    if unpacked > _MAX_UNPACKED:
        raise DocumentRefused("bomb", name=name)


def _published(properties: Any) -> Any:
    try:
        created = properties.created
    except ValueError:
        return None
    if created is not None and created.replace(tzinfo=None).date() == _TEMPLATE_DATE.date():
        return None
    return believable_date(created)


def _author(properties: Any) -> str:
    author = " ".join(clean_text(properties.author or "").split())
    return "" if author.lower() in ("python-docx", "user", "utente", "admin") else author
