"""Blocks: headings, paragraphs, lists and tables of any format as the Markdown that is kept."""

import re
from collections.abc import Iterable, Iterator, Sequence

# A line that would be taken for a heading, or for the fence of code, though it is neither.
_LOOKS_LIKE_MARKDOWN = re.compile(r"^ {0,3}(?=#{1,6}(?:[ \t]|$)|`{3}|~{3})", re.MULTILINE)
_DEEPEST = 6


def heading(text: str, level: int) -> str:
    """A heading on one line; levels outside 1 to 6 become the nearest."""
    line = " ".join(text.split())
    return f"{'#' * min(max(level, 1), _DEEPEST)} {line}" if line else ""


def paragraph(text: str) -> str:
    """A paragraph in one line."""
    return plain(" ".join(text.split()))


def plain(text: str) -> str:
    """Lines as they are, indented where they would look like Markdown's headings or fences."""
    return _LOOKS_LIKE_MARKDOWN.sub("    ", text)


def bullet(text: str, depth: int = 0) -> str:
    """An entry of a list, `depth` levels down."""
    line = " ".join(text.split())
    return f"{'  ' * depth}- {line}" if line else ""


def table(rows: Sequence[Sequence[str]], *, has_head: bool) -> str:
    """A table as a list: a line a row, each cell after the name of its column.

    "Year: 2026; Power: 40 MW." can be found, understood and quoted by itself, which a row of
    bare cells cannot. A table without a head has its cells alone.
    """
    lines = [[" ".join(cell.split()) for cell in row] for row in rows]
    lines = [row for row in lines if any(row)]
    if not lines:
        return ""
    if len(lines[0]) == 1 or len(lines) == 1:  # it only lays out the page
        return "\n\n".join(paragraph("; ".join(filter(None, row))) for row in lines)
    head = lines.pop(0) if has_head else []
    return "\n".join(_row(head, row) for row in lines)


def _row(head: Sequence[str], row: Sequence[str]) -> str:
    cells = []
    for position, cell in enumerate(row):
        column = head[position] if position < len(head) else ""
        if cell:
            cells.append(f"{column}: {cell}" if column else cell)
    line = "; ".join(cells)
    return f"- {line}" if line.endswith((".", "!", "?")) else f"- {line}."


def together(blocks: Iterable[str]) -> Iterator[str]:
    """The blocks, with entries of a list that follow each other joined into one block."""
    entries: list[str] = []
    for block in blocks:
        is_entry = block.lstrip().startswith("- ") and "\n" not in block
        if entries and not is_entry:
            yield "\n".join(entries)
            entries = []
        if is_entry:
            entries.append(block)
        else:
            yield block
    yield "\n".join(entries)


def join(blocks: Iterable[str]) -> str:
    """Blocks as one text, an empty line between them; empty ones are left out."""
    return "\n\n".join(block for block in blocks if block.strip())
