"""The lines of a PDF's pages, and which of them are headings, paragraphs or the same every page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from corpus.readers.pdf_hidden import HiddenText

# A heading is set so much larger than the body, and no longer than this.
_HEADING_SIZE = 1.12
_HEADING_CHARACTERS = 140
# Nobody can read text of such a size, in points: it was put there to be hidden.
_UNREADABLE = 1.5
# Between paragraphs lies so many times the usual distance of lines.
_PARAGRAPH_GAP = 1.35
# A first or last line that stands on so many pages, but for numbers, belongs to the pages.
_RUNNING_PAGES = 3
_RUNNING_LINES = 2
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_DOT_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\w*\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, its height above the page's bottom and its size, in points."""

    text: str
    height: float
    size: float


def read_lines(text_page: Any) -> list[Line]:
    """The lines of a page of PDFium's, in the order of the text.

    Tables of contents and text that does not show are left out.
    """
    lines: list[Line] = []
    hidden = HiddenText(text_page)
    position = 0
    for line in text_page.get_text_range().split("\r\n"):
        text = " ".join(line.split())
        if text and not _DOT_LEADERS.search(text):
            first = position + len(line) - len(line.lstrip())
            try:
                _, bottom, _, top = text_page.get_charbox(first, loose=True)
            except Exception:  # one beyond the last, where characters outside Unicode's first plane
                bottom = top = 0.0  # count twice
            size = round(top - bottom, 1)
            if not 0 < size < _UNREADABLE and not hidden.at(first):
                lines.append(Line(text, bottom, size))
        position += len(line) + 2
    return lines


def without_running_lines(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages without the heads and feet that stand on each, and without their numbers."""
    counted = Counter(
        key for page in pages for key in {_without_numbers(line.text) for line in _edges(page)}
    )
    kept = []
    for page in pages:
        edges = {
            id(line)
            for line in _edges(page)
            if counted[_without_numbers(line.text)] >= _RUNNING_PAGES
            or not re.search(r"[^\W\d_]{2}", line.text)
        }
        kept.append([line for line in page if id(line) not in edges])
    return kept


def body_size(pages: Sequence[list[Line]]) -> float:
    """The size that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def group(page: Sequence[Line], body: float, titles: set[str]) -> Iterator[tuple[bool, list[Line]]]:
    """Runs of lines that belong together, and whether each is a heading.

    `titles` are those of the file's own table of contents, as `outline_key` gives them.
    """
    gaps = [above.height - below.height for above, below in pairwise(page)]
    usual = median([gap for gap in gaps if gap > 0] or [0.0])
    run: list[Line] = []
    run_is_heading = False
    for line in page:
        is_heading = _is_heading(line, body, titles)
        gap = run[-1].height - line.height if run else 0.0
        apart = bool(usual) and gap > usual * _PARAGRAPH_GAP
        other_heading = is_heading and bool(run) and run[-1].size != line.size
        if run and (is_heading != run_is_heading or apart or other_heading):
            yield run_is_heading, run
            run = []
        run.append(line)
        run_is_heading = is_heading
    if run:
        yield run_is_heading, run


def outline_key(title: str) -> str:
    """A title without its number and in small letters, to compare it with a line."""
    return " ".join(re.sub(r"^[\W\d_]*", "", title).casefold().split())


def _is_heading(line: Line, body: float, titles: set[str]) -> bool:
    if len(line.text) > _HEADING_CHARACTERS or not re.search(r"[^\W\d_]{2}", line.text):
        return False
    if line.text.endswith((".", ",", ";", ":")):
        return False
    return line.size >= body * _HEADING_SIZE or outline_key(line.text) in titles


def _edges(page: Sequence[Line]) -> list[Line]:
    return [*page[:_RUNNING_LINES], *page[_RUNNING_LINES:][-_RUNNING_LINES:]]


def _without_numbers(text: str) -> str:
    return _NUMBER.sub("#", text.casefold())
