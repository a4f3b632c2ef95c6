"""The conversation as HTML: the welcome, questions, answers and failures."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from bot.answer import Answer, Support
from bot.page.dates import elided, full_date
from bot.page.markup import escape
from bot.page.render_answer import render_answer_text
from bot.page.stored import answer_as_text
from bot.page.texts import LANGUAGE_NAMES, LANGUAGES, texts_in
from bot.page.texts_kinds import Texts
from bot.page.turns import Turn

_WORD = re.compile(r"\w+")
_THUMB = (
    '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M2.5 9h3v8h-3zM5.5 9.5 9 2.5c1.2 0 2 .9 '
    '2 2.1L10.5 8h5a1.6 1.6 0 0 1 1.6 2l-1.4 5.7a1.7 1.7 0 0 1-1.7 1.3H5.5"/></svg>'
)


def render_conversation(
    turns: Sequence[Turn], language: str, examples: Sequence[tuple[str, str]]
) -> str:
    """The conversation in the page's language; while it is empty, a welcome with examples.

    `examples` are questions with their language.
    """
    texts = texts_in(language)
    last = len(turns) - 1
    inside = (
        "".join(_turn(number, turn, language, number == last) for number, turn in enumerate(turns))
        if turns
        else _welcome(texts, examples)
    )
    return (
        f'<div class="thread" role="log" aria-label="{escape(texts.conversation)}">{inside}</div>'
    )


def render_next(questions: Sequence[tuple[str, str]], language: str, after: int) -> str:
    """What may be asked after so many turns; `questions` come with their language."""
    texts = texts_in(language)
    if not questions:
        return ""
    return (
        f'<div class="next" data-after="{after}"><h3>{escape(texts.next)}</h3>'
        f"{_chips(questions, texts.next)}</div>"
    )


def render_place(before: int, language: str) -> str:
    """How many questions wait before the one just asked."""
    return _render_waiting(texts_in(language).in_line.format(count=before))


def render_reading(counts: tuple[int, int], language: str) -> str:
    """How many articles are read, of how many, while a question waits for them."""
    done, total = counts
    return _render_waiting(texts_in(language).first_reading.format(done=done, total=total))


def _render_waiting(told: str) -> str:
    return f'<p class="pending" role="status">{escape(told)}</p>'


def render_switch(language: str, account: str = "") -> str:
    """The switch between the page's languages, this one chosen, beside the way to log in or out."""
    buttons = "".join(
        f'<button type="button" lang="{other}" data-language="{other}" '
        f'aria-pressed="{str(other == language).lower()}">{LANGUAGE_NAMES[other]}</button>'
        for other in LANGUAGES
    )
    label = escape(texts_in(language).language_switch)
    switch = f'<div class="switch" role="group" aria-label="{label}">{buttons}</div>'
    return f'<div class="corner">{account}{switch}</div>'


def _welcome(texts: Texts, examples: Sequence[tuple[str, str]]) -> str:
    if not examples:
        return (
            f'<div class="welcome"><h2>{escape(texts.welcome)}</h2>'
            f"<p>{escape(texts.no_articles)}</p>"
            f'<button type="button" class="go" data-to-library>{escape(texts.to_library)}</button>'
            "</div>"
        )
    return (
        f'<div class="welcome"><h2>{escape(texts.welcome)}</h2>'
        f"<p>{escape(texts.examples)}</p>{_chips(examples, texts.examples)}</div>"
    )


def _chips(questions: Sequence[tuple[str, str]], label: str) -> str:
    chips = "".join(
        f'<li><button type="button" class="chip" lang="{escape(language)}" '
        f'data-ask="{escape(question)}">{escape(question)}</button></li>'
        for question, language in questions
    )
    return f'<ul class="chips" aria-label="{escape(label)}">{chips}</ul>'


def _turn(number: int, turn: Turn, language: str, last: bool) -> str:
    texts = texts_in(language)
    lang = f' lang="{escape(turn.answer.language)}"' if turn.answer else ""
    if turn.failure is not None:
        body = (
            f'<div class="failure" role="alert"><h3>{escape(texts.failure)}</h3>'
            f"<p>{escape(turn.failure.get(language, ''))}</p></div>"
        )
    elif turn.answer is not None:
        body = _answer(number, turn, turn.answer, language)
    elif turn.stopped:
        body = f'<p class="notice">{escape(texts.stopped_early)}</p>'
    else:
        body = f'<p class="pending">{escape(texts.searching)}</p>'
    after = "" if turn.pending else _actions(number, turn, texts, language, last)
    return (
        f'<section class="turn" id="turn-{number}" aria-busy="{str(turn.pending).lower()}">'
        f'<h2 class="question"{lang}>{escape(turn.question)}</h2>{body}{after}</section>'
    )


def _answer(number: int, turn: Turn, answer: Answer, language: str) -> str:
    texts = texts_in(language)
    lang = escape(answer.language)
    understood = (
        f'<p class="understood">{escape(texts.understood)} '
        f'<q lang="{lang}">{escape(answer.understood)}</q></p>'
        if _as_understood(answer) != answer.question
        else ""
    )
    kind = "answer abstained" if answer.abstained else "answer"
    if turn.pending:
        kind += " growing"
    body = render_answer_text(answer, number, texts)
    notices = [(answer.notice, answer.language)] if answer.notice else []
    if turn.stopped:
        notices.append((texts.stopped, language))
    notice = "".join(
        f'<p class="notice" lang="{escape(of)}">{escape(text)}</p>' for text, of in notices
    )
    return f'{understood}<div class="{kind}" lang="{lang}">{body}</div>{notice}' + (
        "" if turn.pending or turn.stopped else _grounds(answer, texts, language)
    )


def _as_understood(answer: Answer) -> str:
    """The question as understood where that says more than the question, else the question."""
    asked, understood = (
        set(_WORD.findall(text.casefold())) for text in (answer.question, answer.understood)
    )
    return answer.question if understood <= asked else answer.understood


def _grounds(answer: Answer, texts: Texts, language: str) -> str:
    """What the answer rests on, in a line: the day it speaks for, and who wrote it."""
    grounds = []
    if answer.as_of:
        grounds.append(elided(texts.as_of.format(date=full_date(answer.as_of, language))))
    if answer.model:
        supported = [item.support is Support.SUPPORTED for item in answer.sentences]
        told = texts.checked if supported and all(supported) else texts.written
        grounds.append(told.format(model=answer.model))
    elif answer.citations:
        grounds.append(texts.quoted)
    return f'<p class="as-of">{escape(" · ".join(grounds))}</p>' if grounds else ""


def _actions(number: int, turn: Turn, texts: Texts, language: str, last: bool) -> str:
    actions = []
    if turn.answer and (label := _sources_label(turn.answer, texts)):
        actions.append(
            f'<button type="button" class="show-sources" data-turn="{number}">'
            f"{escape(label)}</button>"
        )
    if turn.answer:
        text = escape(answer_as_text(turn.answer, language))
        link = escape(f"/?q={quote(_as_understood(turn.answer), safe='')}")
        actions.append(
            f'<button type="button" data-copy="{text}" aria-label="{escape(texts.copy_label)}">'
            f"{escape(texts.copy)}</button>"
            f'<a href="{link}" class="permalink" aria-label="{escape(texts.link_label)}">'
            f"{escape(texts.link)}</a>"
        )
    if last:
        actions.append(
            f'<button type="button" data-retry="{number}">{escape(texts.retry)}</button>'
        )
    if turn.answer and not turn.stopped:
        actions.append(_rating(number, turn, texts))
    return f'<div class="turn-actions">{"".join(actions)}</div>' + (
        _word(number, turn, texts) if turn.rating else ""
    )


def _sources_label(answer: Answer, texts: Texts) -> str:
    """What the button says that shows the sources where they are not beside the answer."""
    if answer.abstained:
        return f"{texts.nearest} ({len(answer.nearest)})" if answer.nearest else ""
    count = len(answer.citations)
    return texts.sources_count.format(count=count) if count else ""


def _rating(number: int, turn: Turn, texts: Texts) -> str:
    buttons = "".join(
        f'<button type="button" class="thumb {rating}" data-rate="{rating}" data-turn="{number}" '
        f'aria-label="{escape(label)}" aria-pressed="{str(turn.rating == rating).lower()}">'
        f"{_THUMB}</button>"
        for rating, label in (("up", texts.good), ("down", texts.bad))
    )
    return f'<span class="rating">{buttons}</span>'


def _word(number: int, turn: Turn, texts: Texts) -> str:
    if turn.remarked:
        return f'<p class="word" role="status">{escape(texts.thanks)}</p>'
    return (
        f'<form class="word" data-turn="{number}">'
        f'<label for="word-{number}">{escape(texts.word_label)}</label>'
        f'<input id="word-{number}" name="word" maxlength="500" autocomplete="off">'
        f'<button type="submit">{escape(texts.word_send)}</button></form>'
    )
