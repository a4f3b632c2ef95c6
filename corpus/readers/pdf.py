"""PDF files: their text, with the page that each part stands on."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.language import detect_article_language
from corpus.markdown import clean_text, title_of
from corpus.readers import blocks
from corpus.readers.metadata import believable_date, believable_title
from corpus.readers.names import make_id
from corpus.readers.pdf_lines import (
    Line,
    body_size,
    group,
    outline_key,
    read_lines,
    without_running_lines,
)

# Fewer letters a page are stamps and page numbers on a picture of the text.
_LETTERS_PER_PAGE = 15
_TITLE_SIZE = 1.3
_TITLE_CHARACTERS = 200
_HYPHENATED = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zà-ÿ])")
_BULLET = re.compile(r"^[•‣▪◦●■]\s+", re.MULTILINE)
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
_SENTENCE_END = re.compile(r"[.!?:…»”\"]$")


def read_pdf(content: bytes, name: str) -> Article:
    """Read a PDF file; `pages` of the article has where each of its pages begins.

    Heads, feet and tables of contents are left out. Larger lines, and those that the file's own
    outline lists, become headings.

    Raises:
        DocumentRefused: it is encrypted, or a scan without text, or damaged.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentRefused("encrypted", name=name) from error
        raise DocumentRefused("damaged", name=name, cause=error) from error
    read = [read_lines(page.get_textpage()) for page in document]
    letters = sum(char.isalpha() for page in read for line in page for char in line.text)
    if letters < _LETTERS_PER_PAGE * len(read):
        if _has_pictures(document):
            raise DocumentRefused("scanned", name=name)
        raise DocumentRefused("empty", name=name)
    pages = without_running_lines(read)
    text, starts = _join_pages(pages, _outline_titles(document))
    if not text:
        raise DocumentRefused("empty", name=name)
    metadata = document.get_metadata_dict()
    return Article(
        id=make_id(name),
        title=believable_title(metadata.get("Title")) or _title(pages, text),
        text=text,
        language=detect_article_language(text),
        published=_created(metadata),
        author=_author(metadata),
        pages=starts,
    )


def _join_pages(pages: Sequence[list[Line]], titles: set[str]) -> tuple[str, tuple[int, ...]]:
    """The text of all pages, and the offset at which each begins."""
    body = body_size(pages)
    sizes = sorted({line.size for page in pages for line in page if line.size > body}, reverse=True)
    text = ""
    starts: list[int] = []
    for page in pages:
        found = clean_text(blocks.join(_blocks(page, body, sizes, titles))).strip()
        goes_on = found[:1].islower() and not _SENTENCE_END.search(text)
        if text and found:
            text += "\n" if goes_on else "\n\n"
        starts.append(len(text))
        text += found
    return text, tuple(starts)


def _blocks(
    page: Sequence[Line], body: float, sizes: Sequence[float], titles: set[str]
) -> Iterable[str]:
    for is_heading, lines in group(page, body, titles):
        if is_heading:
            size = lines[0].size
            rank = sizes.index(size) if size in sizes else len(sizes)
            yield blocks.heading(" ".join(line.text for line in lines), min(2 + rank, 4))
        else:
            joined = _HYPHENATED.sub("", "\n".join(line.text for line in lines))
            yield blocks.plain(_BULLET.sub("- ", joined))


def _title(pages: Sequence[list[Line]], text: str) -> str:
    """The largest lines of the first page that has any, or else the first line."""
    first = next((page for page in pages if page), [])
    largest = max((line.size for line in first), default=0.0)
    if largest >= body_size(pages) * _TITLE_SIZE:
        title = " ".join(line.text for line in first if line.size == largest)
        if len(title) <= _TITLE_CHARACTERS and believable_title(title):
            return believable_title(title)
    return title_of(text)


def _outline_titles(document: Any) -> set[str]:
    try:
        return {outline_key(entry.get_title() or "") for entry in document.get_toc()} - {""}
    except Exception:  # a damaged outline takes nothing from the text
        return set()


def _created(metadata: dict[str, str]) -> date | None:
    for name in ("CreationDate", "ModDate"):
        match = _DATE.match(metadata.get(name) or "")
        with suppress(ValueError):
            if match and (found := believable_date(date(*map(int, match.groups())))):
                return found
    return None


def _author(metadata: dict[str, str]) -> str:
    return " ".join(clean_text(metadata.get("Author") or "").split())[:_TITLE_CHARACTERS]


def _has_pictures(document: Any) -> bool:
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    return any(
        True
        for number in range(min(len(document), 3))
        for _ in document[number].get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3)
    )
