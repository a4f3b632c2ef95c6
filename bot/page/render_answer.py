"""An answer as HTML: its paragraphs and lists, its citation marks, and signs of doubt."""

import json
import re
from collections.abc import Sequence

from bot.answer import Answer, AnswerSentence, Support
from bot.page.markup import escape, paragraphs
from bot.page.texts_kinds import Texts

# Marks with the word before them, which they hug: none may begin a line alone.
_MARKED_WORD = re.compile(r"(\S{0,30})((?:[ \u00a0]?\[\d{1,3}\])+)")
_MARK = re.compile(r"\[(\d{1,3})\]")
_LIST_LINE = re.compile(r"^- +", re.MULTILINE)
_SIGNS = {Support.PARTLY: "~", Support.UNSUPPORTED: "?"}
_HUGGED = "</span>"  # the end of a word that hugs its marks

Span = tuple[int, int]


def render_answer_text(answer: Answer, turn: int, texts: Texts) -> str:
    """The answer's text as paragraphs and lists.

    Each `[n]` that has a citation is a mark that opens it; a sentence that its sources do not
    wholly support is underlined, with a sign that says what is missing.
    """
    return "".join(
        _list(answer, span, turn, texts)
        if is_list
        else f"<p>{_passage(answer, span, turn, texts)}</p>"
        for span, is_list in _blocks(answer.text)
    )


def _blocks(text: str) -> list[tuple[Span, bool]]:
    """Where paragraphs and lists start and end, and which are lists."""
    blocks: list[tuple[Span, bool]] = []
    for start, end in paragraphs(text):
        first = _LIST_LINE.search(text, start, end)
        # A list may follow the line that introduces it without an empty line between.
        begins = first.start() if first else end
        if text[start:begins].strip():
            blocks.append(((start, begins), False))
        if begins < end:
            blocks.append(((begins, end), True))
    return blocks


def _list(answer: Answer, span: Span, turn: int, texts: Texts) -> str:
    starts = list(_LIST_LINE.finditer(answer.text, *span))
    ends = [found.start() for found in starts[1:]] + [span[1]]
    items = "".join(
        f"<li>{_passage(answer, (found.end(), end), turn, texts)}</li>"
        for found, end in zip(starts, ends, strict=True)
    )
    return f"<ul>{items}</ul>"


def _passage(answer: Answer, span: Span, turn: int, texts: Texts) -> str:
    """A stretch of the text, its doubtful sentences set apart."""
    text, (place, last) = answer.text, span
    last = place + len(text[place:last].rstrip())
    markup: list[str] = []
    for sentence in sorted(answer.sentences, key=lambda item: item.start):
        start, end = max(sentence.start, place), min(sentence.end, last)
        if sentence.support is Support.SUPPORTED or start >= end:
            continue
        markup.append(_words(answer, text[place:start], turn, texts))
        body = _words(answer, text[start:end], turn, texts)
        sign = _sign(sentence, texts) if sentence.end <= last else ""
        # Kept on the line of the last mark, where there is one.
        if body.endswith(_HUGGED):
            body, sign = body.removesuffix(_HUGGED), f"{sign}{_HUGGED}"
        markup.append(f'<span class="doubt {sentence.support}">{body}{sign}</span>')
        place = end
    markup.append(_words(answer, text[place:last], turn, texts))
    return "".join(markup)


def _sign(sentence: AnswerSentence, texts: Texts) -> str:
    said = texts.partly if sentence.support is Support.PARTLY else texts.unsupported
    label = ". ".join([said, *sentence.faults])
    faults = escape(json.dumps(sentence.faults, ensure_ascii=False))
    return (
        f'<button type="button" class="sign {sentence.support}" aria-label="{escape(label)}" '
        f'data-said="{escape(said)}" data-faults="{faults}">{_SIGNS[sentence.support]}</button>'
    )


def _words(answer: Answer, text: str, turn: int, texts: Texts) -> str:
    titles = {citation.number: citation.title for citation in answer.citations}
    # Of three pieces the second is a word and the third its marks.
    pieces = _MARKED_WORD.split(text)
    markup: list[str] = []
    for place in range(0, len(pieces) - 1, 3):
        before, word, marks = pieces[place : place + 3]
        numbers = [int(number) for number in _MARK.findall(marks)]
        markup.append(_lines(before))
        if all(number in titles for number in numbers):
            markup.append(_marked(word, numbers, titles, turn, texts))
        else:
            markup.append(_lines(word + marks))
    return "".join([*markup, _lines(pieces[-1])])


def _marked(
    word: str, numbers: Sequence[int], titles: dict[int, str], turn: int, texts: Texts
) -> str:
    buttons = "".join(_mark(turn, number, titles[number], texts) for number in numbers)
    return f'<span class="nowrap">{_lines(word)}{buttons}</span>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _mark(turn: int, number: int, title: str, texts: Texts) -> str:
    label = escape(texts.mark.format(number=number, title=title))
    # The brackets are hidden from the eye only: copied text keeps "[1]".
    return (
        f'<sup><button type="button" class="mark" data-turn="{turn}" data-number="{number}" '
        f'aria-label="{label}">'
        f'<span class="bracket">[</span>{number}<span class="bracket">]</span></button></sup>'
    )
