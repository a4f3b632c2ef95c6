"""The conversation as HTML: the welcome, questions, answers and failures."""

import re
from collections.abc import Sequence

from bot.answer import Answer
from bot.page.dates import full_date
from bot.page.markup import escape, paragraphs
from bot.page.texts import LANGUAGE_NAMES, LANGUAGES, Texts, texts_in
from bot.page.turns import Turn

# Marks with the word before them, which they hug: none may begin a line alone.
_MARKED_WORD = re.compile(r"(\S{0,30})((?:[ \u00a0]?\[\d{1,3}\])+)")
_MARK = re.compile(r"\[(\d{1,3})\]")


def render_conversation(
    turns: Sequence[Turn], language: str, examples: Sequence[tuple[str, str]]
) -> str:
    """The conversation in the page's language; while it is empty, a welcome with examples.

    `examples` are questions with their language.
    """
    texts = texts_in(language)
    inside = (
        "".join(_turn(number, turn, language) for number, turn in enumerate(turns))
        if turns
        else _welcome(texts, examples)
    )
    return (
        f'<div class="thread" role="log" aria-label="{escape(texts.conversation)}">{inside}</div>'
    )


def render_switch(language: str) -> str:
    """The switch between the page's languages, this one chosen."""
    buttons = "".join(
        f'<button type="button" lang="{other}" data-language="{other}" '
        f'aria-pressed="{str(other == language).lower()}">{LANGUAGE_NAMES[other]}</button>'
        for other in LANGUAGES
    )
    label = escape(texts_in(language).language_switch)
    return f'<div class="switch" role="group" aria-label="{label}">{buttons}</div>'


def _welcome(texts: Texts, examples: Sequence[tuple[str, str]]) -> str:
    if not examples:
        return (
            f'<div class="welcome"><h2>{escape(texts.welcome)}</h2>'
            f"<p>{escape(texts.no_articles)}</p></div>"
        )
    chips = "".join(
        f'<li><button type="button" class="chip" lang="{escape(language)}" '
        f'data-ask="{escape(question)}">{escape(question)}</button></li>'
        for question, language in examples
    )
    return (
        f'<div class="welcome"><h2>{escape(texts.welcome)}</h2>'
        f'<p id="examples-label">{escape(texts.examples)}</p>'
        f'<ul class="chips" aria-labelledby="examples-label">{chips}</ul></div>'
    )


def _turn(number: int, turn: Turn, language: str) -> str:
    texts = texts_in(language)
    lang = f' lang="{escape(turn.answer.language)}"' if turn.answer else ""
    if turn.failure is not None:
        body = (
            f'<div class="failure" role="alert"><h3>{escape(texts.failure)}</h3>'
            f"<p>{escape(turn.failure[language])}</p></div>"
        )
    elif turn.answer is None:
        body = f'<p class="pending">{escape(texts.searching)}</p>'
    else:
        body = _answer(number, turn.answer, language)
    return (
        f'<section class="turn" id="turn-{number}">'
        f'<h2 class="question"{lang}>{escape(turn.question)}</h2>{body}</section>'
    )


def _answer(number: int, answer: Answer, language: str) -> str:
    texts = texts_in(language)
    understood = (
        f'<p class="understood">{escape(texts.understood)} '
        f'<q lang="{escape(answer.language)}">{escape(answer.understood)}</q></p>'
        if answer.understood != answer.question
        else ""
    )
    as_of = (
        f'<p class="as-of">{escape(texts.as_of.format(date=full_date(answer.as_of, language)))}</p>'
        if answer.as_of
        else ""
    )
    kind = "answer abstained" if answer.abstained else "answer"
    body = render_answer_text(answer, number, texts)
    return f'{understood}<div class="{kind}" lang="{escape(answer.language)}">{body}</div>{as_of}'


def render_answer_text(answer: Answer, turn: int, texts: Texts) -> str:
    """The answer's text as paragraphs, each `[n]` that has a citation as a mark to open it."""
    titles = {citation.number: citation.title for citation in answer.citations}

    def render(text: str) -> str:
        # Of three pieces the second is a word and the third its marks.
        pieces = _MARKED_WORD.split(text)
        return "".join(
            marked(piece, pieces[place + 1]) if place % 3 == 1 else _lines(piece)
            for place, piece in enumerate(pieces)
            if place % 3 != 2
        )

    def marked(word: str, marks: str) -> str:
        numbers = [int(number) for number in _MARK.findall(marks)]
        if any(number not in titles for number in numbers):
            return _lines(word + marks)
        buttons = "".join(_mark(turn, number, titles[number], texts) for number in numbers)
        return f'<span class="nowrap">{_lines(word)}{buttons}</span>'

    spans = paragraphs(answer.text)
    return "".join(f"<p>{render(answer.text[start:end])}</p>" for start, end in spans)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _mark(turn: int, number: int, title: str, texts: Texts) -> str:
    label = escape(texts.mark.format(number=number, title=title))
    # The brackets are hidden from the eye only: copied text keeps "[1]".
    return (
        f'<sup><button type="button" class="mark" data-turn="{turn}" data-number="{number}" '
        f'aria-controls="source-{turn}-{number}" aria-label="{label}">'
        f'<span class="bracket">[</span>{number}<span class="bracket">]</span></button></sup>'
    )
