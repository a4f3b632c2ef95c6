"""What happens in the conversation: each event gives back what changes on the page."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import gradio as gr

from bot.access import admit
from bot.feedback import record_feedback
from bot.page.growing import Answerer
from bot.page.line import Line
from bot.page.parts import Parts
from bot.page.render_chat import render_conversation, render_next
from bot.page.render_reader import render_missing, render_reader
from bot.page.render_sources import render_sources
from bot.page.stored import conversation_as_markdown, from_stored, to_stored
from bot.page.texts import LANGUAGES, texts_in
from bot.page.turns import MAX_TURNS, Turn, tell_failure
from bot.sibilla import Sibilla
from bot.slots import Slots
from bot.suggestions import suggest_questions
from corpus.errors import ArticleUnknown, SibillaError

Changes = dict[Any, Any]
"""New values or properties, by part."""

_EXAMPLES = 3
_OTHER_EXAMPLES = 2


class ChatEvents:
    """The events of the conversation. Holds no visitor's state but the answers under way."""

    def __init__(self, parts: Parts, sibilla: Sibilla) -> None:
        self._parts = parts
        self._sibilla = sibilla
        self._answerer = Answerer(sibilla)

    def line(self, slots: Slots) -> Line:
        """The line in which questions wait for a slot."""
        return Line(slots, self._parts, self._answerer, self._sibilla.first_reading, self.show)

    def ask(
        self,
        typed: str,
        shown: str,
        turns: Sequence[Turn],
        language: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Changes]:
        """Show the question at once, then its answer as it grows.

        The question is the one typed, the one of a button (`ask`), or that of a turn to be
        asked again (`retry`, its number), which the new answer replaces.
        """
        parts, turns = self._parts, tuple(turns)
        if has_forgotten(shown, turns):
            yield {parts.bridge: message("forgotten")}
            return
        question, clear = str(sent(event, "ask", "")).strip(), {}
        retried = sent(event, "retry", None)
        if retried is not None and turns:
            question, turns = turns[-1].question, turns[:-1]
        elif not question:
            question, clear = typed.strip(), {parts.question: ""}
        if not question:
            yield clear
            return
        earlier = turns[-(MAX_TURNS - 1) :]
        turn = asked = Turn(question)
        try:
            admit(request)
        except SibillaError as error:
            refused = replace(turn, failure=tell_failure(error))
            yield self._with((*earlier, refused), language)
            return
        begun = {parts.stop: gr.update(visible=True), parts.next: "", parts.suggested: ()}
        yield self._with((*earlier, turn), language) | clear | begun
        for turn in self._answerer.grow(asked, earlier, language, session_of(request)):
            yield self._with((*earlier, turn), language)
        if turn.pending:  # stopped
            # Gradio sends an event's last changes once more at its end, which may be after the
            # changes of whoever stopped it: these must not bring the draft back.
            yield {parts.stop: gr.update(visible=False)}
            return
        yield {
            parts.stop: gr.update(visible=False),
            parts.bridge: keep((*earlier, turn), language),
        }

    def suggest(self, turns: Sequence[Turn], language: str) -> Changes:
        """Offer what may be asked next.

        An event of its own, because each suggestion is tried out: the next question need not
        wait for it.
        """
        parts = self._parts
        questions: tuple[tuple[str, str], ...] = ()
        if turns and turns[-1].answer and not turns[-1].pending:
            answer = turns[-1].answer
            asked = [turn.question for turn in turns]
            suggested = suggest_questions(self._sibilla, answer, asked[:-1])
            questions = tuple((question, answer.language) for question in suggested)
            if not (questions or answer.citations or answer.abstained):  # it only greets
                examples = self._examples(answer.language)
                fresh = [example for example in examples if example[0] not in asked]
                questions = tuple(fresh[:_EXAMPLES])
        return {
            parts.suggested: questions,
            parts.next: render_next(questions, language, len(turns)),
        }

    def stop(self, turns: Sequence[Turn], language: str, request: gr.Request) -> Changes:
        """The visitor breaks the answer off: what there is of it stays."""
        self._answerer.stop(session_of(request))
        parts, turns = self._parts, tuple(turns)
        hidden = {parts.stop: gr.update(visible=False)}
        if not turns or not turns[-1].pending:
            return hidden
        turns = (*turns[:-1], replace(turns[-1], stopped=True))
        return self._with(turns, language) | hidden | {parts.bridge: keep(turns, language)}

    def restart(self, language: str, request: gr.Request) -> Changes:
        """Begin a new conversation."""
        self._answerer.stop(session_of(request))
        parts = self._parts
        gone = {parts.stop: gr.update(visible=False), parts.next: "", parts.suggested: ()}
        return self._with((), language) | gone

    def reopen(self, language: str, event: gr.EventData, request: gr.Request) -> Changes:
        """Go on with a conversation that the visitor's browser kept."""
        self._answerer.stop(session_of(request))
        kept = from_stored(str(sent(event, "turns", "")))
        if kept is None:
            return {self._parts.bridge: say(texts_in(language).unreadable)}
        return self._with(kept, language) | {self._parts.stop: gr.update(visible=False)}

    def rate(
        self, turns: Sequence[Turn], language: str, event: gr.EventData, request: gr.Request
    ) -> Changes:
        """Note what the visitor thinks of an answer; the same thumb again takes it back."""
        turns, number = list(turns), sent(event, "turn", -1)
        if not isinstance(number, int) or number < 0:
            return {}
        if number >= len(turns):
            return {self._parts.bridge: message("forgotten")}
        turn, word = turns[number], sent(event, "word", None)
        if turn.answer is None:
            return {}
        if word is None:
            rating = sent(event, "rate", "")
            rating = rating if rating in ("up", "down") and rating != turn.rating else ""
            turn = replace(turn, rating=rating, remarked=False)
        else:
            turn = replace(turn, remarked=True)
        try:
            admit(request)
            record_feedback(
                self._sibilla.settings.data,
                question=turn.question,
                answer=turn.id,
                text=turn.answer.text if turn.answer else "",
                rating=turn.rating,
                word=str(word or ""),
            )
        except SibillaError as error:
            return {self._parts.bridge: say(tell_failure(error)[language])}
        turns[number] = turn
        return self._with(turns, language) | {self._parts.bridge: keep(turns, language)}

    def read(self, language: str, event: gr.EventData) -> str:
        """A whole article, for the reader, with the passage that is to be shown."""
        start, end = (
            value if isinstance(value := sent(event, name, 0), int) else 0
            for name in ("start", "end")
        )
        try:
            article = self._sibilla.article(str(sent(event, "read", "")))
        except ArticleUnknown:
            return message("article", html=render_missing(language))
        return message("article", html=render_reader(article, start, end, language, date.today()))

    def show(self, turns: Sequence[Turn], language: str) -> Changes:
        """The conversation and its sources, in this language."""
        parts = self._parts
        examples = [] if turns else self._examples(language)
        return {
            parts.conversation: render_conversation(turns, language, examples),
            parts.sources: render_sources(turns, language, date.today()),
        }

    def _with(self, turns: Sequence[Turn], language: str) -> Changes:
        return self.show(turns, language) | {self._parts.turns: tuple(turns)}

    def _examples(self, language: str) -> list[tuple[str, str]]:
        """Example questions, the page's own language first, each with its language.

        The other language's come after those of the same stories, which would be asked twice.
        """
        ask = self._sibilla.example_questions
        examples = [(question, language) for question in ask(language, _EXAMPLES)]
        for other in LANGUAGES:
            if other != language:
                found = ask(other, _EXAMPLES + _OTHER_EXAMPLES)[len(examples) :]
                examples += [(question, other) for question in found]
        return examples


def sent(event: gr.EventData, name: str, default: Any) -> Any:
    """What a button of our own HTML sent under this name."""
    data = event._data  # None when a part of Gradio's own was clicked; event.name then breaks
    return data.get(name, default) if isinstance(data, dict) else default


def has_forgotten(shown: object, turns: Sequence[Turn]) -> bool:
    """Whether a page shows more turns than its session has: then the session is another.

    A server that was started anew, or that a page has not been in touch with for an hour, knows
    nothing of it any more.
    """
    return str(shown).isdecimal() and int(str(shown)) > len(turns)


def session_of(request: gr.Request) -> str:
    """The visitor's session: a tab of a browser, for as long as the page stays open in it."""
    return str(request.session_hash or "")


def message(kind: str, **content: Any) -> str:
    """A message for the scripts. No two are equal, or the second would not be noticed."""
    return json.dumps({"kind": kind, "at": time.monotonic_ns(), **content})


def say(text: str) -> str:
    """The message that shows a short text for a moment."""
    return message("say", text=text)


def keep(turns: Sequence[Turn], language: str) -> str:
    """The message that has the browser keep the conversation."""
    return message(
        "keep",
        title=turns[0].question[:200],
        turns=to_stored(turns),
        markdown=conversation_as_markdown(turns, language),
    )
