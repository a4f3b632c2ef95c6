"""A model's text read as lines of sentences with the passages that each cites, and written again.

Reading is forgiving, writing is strict: what `write_lines` gives is read back as the same lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.checking.cleaning import plain_text
from bot.checking.marks import take_marks, write_marks
from index.sentences import split_sentences

# Reading what was written gives the same lines; what does not at once, does after a few rounds.
_ROUNDS = 6
_BULLET = re.compile(r"\s*-\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence without its marks, and the numbers of the passages it cites."""

    text: str
    numbers: tuple[int, ...]

    @property
    def written(self) -> str:
        """The sentence with its marks behind it."""
        return self.text + write_marks(self.numbers)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text: a paragraph, or an item of a list. Without claims it is empty."""

    item: bool
    claims: tuple[Claim, ...]

    @property
    def opening(self) -> str:
        """What stands before its first sentence."""
        return "- " if self.item else ""


def read_lines(text: str, language: str, count: int, sources: str = "") -> list[Line]:
    """The lines of a model's text; marks of other passages than 1 to `count` are left out.

    A mark belongs to the sentence before it, also when it stands behind the full stop, or alone
    on the next line.
    """
    lines = _read(text, language, count, sources)
    for _ in range(_ROUNDS):
        written = write_lines(lines)
        if written == text:
            break
        text, lines = written, _read(written, language, count, sources)
    return lines


def write_lines(lines: Sequence[Line]) -> str:
    """The lines as text, each sentence with its marks behind it."""
    return "\n".join(
        line.opening + " ".join(claim.written for claim in line.claims) for line in lines
    )


def _read(text: str, language: str, count: int, sources: str) -> list[Line]:
    lines: list[Line] = []
    for written in plain_text(text, sources).split("\n"):
        bullet = _BULLET.match(written)
        line = Line(bool(bullet), _claims(written[bullet.end() if bullet else 0 :], language))
        if not line.claims and (numbers := _all_numbers(written)):
            _cite_more(lines, numbers)
            continue
        lines.append(line)
    kept = [_within(line, count) for line in lines]
    return _without_needless_breaks([line for line in kept if line.claims or not line.item])


def _claims(line: str, language: str) -> tuple[Claim, ...]:
    bare, marks = take_marks(line)
    sentences = split_sentences(bare, language)
    numbers: list[list[int]] = [[] for _ in sentences]
    for mark in marks:
        before = [n for n, sentence in enumerate(sentences) if sentence.start < mark.position]
        if sentences:
            numbers[before[-1] if before else 0] += mark.numbers
    return tuple(
        Claim(" ".join(sentence.text.split()), tuple(dict.fromkeys(cited)))
        for sentence, cited in zip(sentences, numbers, strict=True)
        if any(character.isalnum() for character in sentence.text)
    )


def _all_numbers(line: str) -> tuple[int, ...]:
    return tuple(number for mark in take_marks(line)[1] for number in mark.numbers)


def _cite_more(lines: list[Line], numbers: tuple[int, ...]) -> None:
    """Give the last sentence so far the marks of a line that has nothing else."""
    for place in range(len(lines) - 1, -1, -1):
        if claims := lines[place].claims:
            last = claims[-1]
            more = tuple(dict.fromkeys((*last.numbers, *numbers)))
            lines[place] = Line(lines[place].item, (*claims[:-1], Claim(last.text, more)))
            return


def _within(line: Line, count: int) -> Line:
    return Line(
        line.item,
        tuple(
            Claim(claim.text, tuple(n for n in claim.numbers if 1 <= n <= count))
            for claim in line.claims
        ),
    )


def _without_needless_breaks(lines: Sequence[Line]) -> list[Line]:
    """No empty line at either end, nor two in a row."""
    kept: list[Line] = []
    for line in lines:
        if line.claims or (kept and kept[-1].claims):
            kept.append(line)
    while kept and not kept[-1].claims:
        kept.pop()
    return kept
