"""What the page does: each event takes a visitor's own state and gives back what changes."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import gradio as gr

from bot.access import admit, require_editor
from bot.page.markup import escape
from bot.page.parts import Parts
from bot.page.render_chat import render_conversation, render_switch
from bot.page.render_library import render_library, render_uploading, render_uploads
from bot.page.render_sources import render_sources
from bot.page.texts import LANGUAGES, choose_language, texts_in
from bot.page.turns import (
    MAX_TURNS,
    Turn,
    Upload,
    add_documents,
    answer_question,
    tell_failure,
)
from bot.sibilla import Sibilla
from corpus.errors import SibillaError, TooBusy

Changes = dict[Any, Any]
"""New values or properties, by part."""

EXAMPLES_PER_LANGUAGE = 3


class Events:
    """The events of one page over one Sibilla. Holds no visitor's state."""

    def __init__(self, parts: Parts, sibilla: Sibilla) -> None:
        self._parts = parts
        self._sibilla = sibilla

    def open(self, remembered: str, request: gr.Request) -> Changes:
        """A visitor comes: the page speaks the language chosen before, or the browser's."""
        language = remembered
        if language not in LANGUAGES:
            language = choose_language(request.headers.get("accept-language", ""))
        return self._dress(language, (), (), "")

    def switch(
        self,
        turns: Sequence[Turn],
        uploads: Sequence[Upload],
        wanted: str,
        event: gr.EventData,
    ) -> Changes:
        """The visitor picks a language: every text changes, the conversation stays."""
        language = event.language if event.language in LANGUAGES else "en"
        return {self._parts.remembered: language} | self._dress(language, turns, uploads, wanted)

    def ask(
        self, question: str, turns: Sequence[Turn], language: str, request: gr.Request
    ) -> Iterator[Changes]:
        """Show the question at once, then its answer."""
        question = question.strip()
        if not question:
            yield {self._parts.question: ""}
            return
        earlier = tuple(turns)[-(MAX_TURNS - 1) :]
        parts = self._parts
        try:
            admit(request)
        except TooBusy as error:
            turn = Turn(question, failure=tell_failure(error))
            yield self._show((*earlier, turn), language) | {parts.turns: (*earlier, turn)}
            return
        yield self._show((*earlier, Turn(question)), language) | {parts.question: ""}
        turn = answer_question(self._sibilla, question, earlier, language)
        yield self._show((*earlier, turn), language) | {parts.turns: (*earlier, turn)}

    def ask_example(
        self, turns: Sequence[Turn], language: str, event: gr.EventData, request: gr.Request
    ) -> Iterator[Changes]:
        """Ask the example question that was clicked."""
        yield from self.ask(str(event.ask), turns, language, request)

    def restart(self, language: str) -> Changes:
        """Begin a new conversation."""
        return self._show((), language) | {self._parts.turns: ()}

    def filter(self, wanted: str, language: str) -> str:
        """The table of the articles that match."""
        return render_library(self._sibilla.articles(), wanted, language)

    def upload(
        self, paths: Sequence[str], wanted: str, language: str, request: gr.Request
    ) -> Iterator[Changes]:
        """Add the uploaded documents, and show what became of each and the new table."""
        parts = self._parts
        yield {parts.outcomes: render_uploading(language)}
        try:
            require_editor(request)
            admit(request)
            uploads = add_documents(self._sibilla, [Path(path) for path in paths])
        except SibillaError as error:
            uploads = tuple(
                Upload(Path(path).name, None, "", tell_failure(error)) for path in paths
            )
        yield {
            parts.uploads: uploads,
            parts.outcomes: render_uploads(uploads, language),
            parts.table: self.filter(wanted, language),
        }

    def _show(self, turns: Sequence[Turn], language: str) -> Changes:
        parts = self._parts
        examples = [] if turns else self._examples(language)
        return {
            parts.conversation: render_conversation(turns, language, examples),
            parts.sources: render_sources(turns, language, date.today()),
            parts.restart: gr.update(visible=bool(turns), value=texts_in(language).restart),
        }

    def _dress(
        self, language: str, turns: Sequence[Turn], uploads: Sequence[Upload], wanted: str
    ) -> Changes:
        """Every text of the page in this language."""
        parts, texts = self._parts, texts_in(language)
        return self._show(turns, language) | {
            parts.language: language,
            parts.switch: render_switch(language),
            parts.nameplate: f"<header><h1>Sibilla</h1><p>{escape(texts.tagline)}</p></header>",
            parts.chat_tab: gr.update(label=texts.chat_tab),
            parts.library_tab: gr.update(label=texts.library_tab),
            parts.question: gr.update(
                label=texts.question_label, placeholder=texts.question_placeholder
            ),
            parts.ask: gr.update(value=texts.ask),
            parts.library_intro: f"<p>{escape(texts.library_intro)}</p>",
            parts.filter: gr.update(label=texts.filter_label, placeholder=texts.filter_placeholder),
            parts.upload: gr.update(label=texts.upload),
            parts.upload_hint: f"<p>{escape(texts.upload_hint)}</p>",
            parts.outcomes: render_uploads(uploads, language),
            parts.table: self.filter(wanted, language),
        }

    def _examples(self, language: str) -> list[tuple[str, str]]:
        """Example questions of both languages, the page's own first, each with its language."""
        languages = sorted(LANGUAGES, key=lambda other: other != language)
        return [
            (question, language)
            for language in languages
            for question in self._sibilla.example_questions(language, EXAMPLES_PER_LANGUAGE)
        ]


def connect(parts: Parts, page: gr.Blocks, sibilla: Sibilla) -> None:
    """Connect the parts of the page with its events."""
    events = Events(parts, sibilla)
    # Private keeps them out of the API's list; what an event may do, it checks itself.
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    texts = [
        parts.language, parts.switch, parts.conversation, parts.sources, parts.restart,
        parts.nameplate, parts.chat_tab, parts.library_tab, parts.question, parts.ask,
        parts.library_intro, parts.filter, parts.upload, parts.upload_hint, parts.outcomes,
        parts.table,
    ]  # fmt: skip
    page.load(events.open, parts.remembered, texts, **quiet)
    parts.switch.click(
        events.switch,
        [parts.turns, parts.uploads, parts.filter],
        [parts.remembered, *texts],
        **quiet,
    )

    answer = [
        parts.conversation, parts.sources, parts.restart, parts.turns, parts.question,
    ]  # fmt: skip
    gr.on(
        [parts.question.submit, parts.ask.click],
        events.ask,
        [parts.question, parts.turns, parts.language],
        answer,
        **quiet,
    )
    parts.conversation.click(events.ask_example, [parts.turns, parts.language], answer, **quiet)
    parts.restart.click(events.restart, parts.language, answer, **quiet)

    library = [parts.filter, parts.language]
    parts.filter.change(events.filter, library, parts.table, trigger_mode="always_last", **quiet)
    parts.library_tab.select(events.filter, library, parts.table, **quiet)
    parts.upload.upload(
        events.upload,
        [parts.upload, *library],
        [parts.uploads, parts.outcomes, parts.table],
        **quiet,
    )
