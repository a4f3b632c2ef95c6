"""The marks of citations in a model's text: `[1]`, `[1][2]`, `[1, 2]`, `【1】`, `［１］`…"""

import re
from dataclasses import dataclass

# A mark names at most so many passages; a longer list or range is a slip of the model.
_MOST = 40
_OPEN, _CLOSE = r"[\[【［〔]", r"[\]】］〕]"
_LABEL = r"(?:(?:passages?|passagg[io]|sources?|font[ei]|doc(?:ument[oi]?|uments?)?|n\.?|#|†)\s*)?"
_DIGITS = r"[0-9０-９]{1,6}"
_ITEM = rf"{_LABEL}\^?{_DIGITS}(?:[†‡:][^\]\[】［\n]{{0,20}})?"
_MARK = re.compile(
    rf"[ \t\u00a0]*{_OPEN}\s*(?P<list>{_ITEM}(?:\s*(?:[,;&，、–‑-]|e|and)\s*{_ITEM})*)\s*{_CLOSE}"
    rf"|[ \t\u00a0]*{_OPEN}\s*(?P<wanted>citation needed|citazione necessaria|senza fonte|source\??"
    rf"|fonte\??|n|\?)?\s*{_CLOSE}",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"({_DIGITS})\s*[–‑-]\s*({_DIGITS})")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: where it stands in a text without marks, and the numbers it gives."""

    position: int
    numbers: tuple[int, ...]


def take_marks(text: str) -> tuple[str, list[Mark]]:
    """A text without its marks, and the marks with the position each stood at.

    The space before a mark goes with it. Marks without a number ("[citation needed]") go too.
    """
    marks: list[Mark] = []
    bare: list[str] = []
    length = last = 0
    for match in _MARK.finditer(text):
        bare.append(text[last : match.start()])
        length += len(bare[-1])
        position = length
        last = match.end()
        if bare[-1] and not bare[-1].isspace() and text[last : last + 1].isalnum():
            bare.append(" ")  # "…dollars.[1]Then"
            length += 1
        if numbers := _numbers(match["list"] or ""):
            marks.append(Mark(position, numbers))
    bare.append(text[last:])
    return "".join(bare), marks


def write_marks(numbers: tuple[int, ...]) -> str:
    """Marks as they stand behind a sentence: " [1][2]", "" for none."""
    return " " + "".join(f"[{number}]" for number in numbers) if numbers else ""


def _numbers(written: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for first, last in _RANGE.findall(written):
        if int(first) < int(last) <= int(first) + _MOST:
            numbers += range(int(first), int(last) + 1)
    numbers += [int(digits) for digits in re.findall(rf"(?<![†‡:\d]){_DIGITS}", written)]
    return tuple(sorted(dict.fromkeys(numbers)))[:_MOST]
