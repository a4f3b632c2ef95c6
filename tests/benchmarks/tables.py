"""Markdown tables, and putting them into a page between two marks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_BEGIN = "<!-- {name}: begin, written by `{command}` -->"
_END = "<!-- {name}: end -->"


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; `note` says what one must know to read it."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def to_markdown(self) -> str:
        """The table as GitHub shows it: first column left, figures right."""
        rule = ["---", *["---:"] * (len(self.header) - 1)]
        lines = [_line(self.header), _line(rule), *map(_line, self.rows)]
        parts = [f"### {self.title}", self.note, "\n".join(lines)]
        return "\n\n".join(part for part in parts if part)


def figure(value: float, digits: int = 3) -> str:
    """A share or a mean as this project prints it: ".882", "1.000"."""
    text = f"{value:.{digits}f}"
    return text[1:] if text.startswith("0.") else text


def write_section(page: Path, name: str, command: str, tables: Iterable[Table]) -> None:
    """Replace what stands between the page's two marks of this name.

    Raises:
        ValueError: the page has no such marks.
    """
    begin, end = _BEGIN.format(name=name, command=command), _END.format(name=name)
    text = page.read_text(encoding="utf-8")
    before, found_begin, rest = text.partition(begin)
    _, found_end, after = rest.partition(end)
    if not (found_begin and found_end):
        raise ValueError(f"{page} needs the lines {begin} and {end}")
    body = "\n\n".join(table.to_markdown() for table in tables)
    page.write_text(f"{before}{begin}\n\n{body}\n\n{end}{after}", encoding="utf-8")


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
