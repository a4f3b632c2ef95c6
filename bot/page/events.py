"""What the page does: it opens and changes its language; and which part calls which event."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from bot.access import may_edit, visit_of
from bot.page.adding import Adding
from bot.page.adding_events import AddingEvents
from bot.page.chat_events import Changes, ChatEvents, has_forgotten, message, say, sent
from bot.page.feed_events import FeedEvents
from bot.page.library_events import LibraryEvents
from bot.page.line import Line
from bot.page.markup import escape
from bot.page.parts import Parts
from bot.page.render_about import render_about
from bot.page.render_adding import render_adding
from bot.page.render_chat import render_next, render_switch
from bot.page.render_frame import (
    render_account,
    render_library_intro,
    render_nameplate,
    render_tools,
)
from bot.page.render_library import View
from bot.page.stored import from_stored
from bot.page.texts import LANGUAGES, choose_language, texts_in
from bot.page.texts_kinds import Texts
from bot.page.turns import Turn
from bot.sibilla import Sibilla
from bot.slots import Slots
from corpus.readers import MAX_MEGABYTES, format_names

_OPENING = "(remembered) => [remembered, sibilla.opening()]"
_ASKING = "(typed, _, ...rest) => [typed, String(sibilla.shown()), ...rest]"


class PageEvents:
    """The events of the page as a whole. Holds no visitor's state."""

    def __init__(self, parts: Parts, sibilla: Sibilla) -> None:
        self._parts = parts
        self._sibilla = sibilla
        self.chat = ChatEvents(parts, sibilla)
        self.library = LibraryEvents(parts, sibilla)
        self.adding = AddingEvents(parts, sibilla, self.library)
        self.feeds = FeedEvents(parts, sibilla, self.adding)

    def open(self, remembered: str, opening: str, request: gr.Request) -> Changes:
        """A visitor comes: the page speaks the language chosen before, or the browser's.

        `opening` is the conversation that this tab was at, as the browser kept it.
        """
        language = remembered
        if language not in LANGUAGES:
            language = choose_language(request.headers.get("accept-language", ""))
        turns = from_stored(opening) if opening else ()
        told = {self._parts.bridge: say(texts_in(language).unreadable)} if turns is None else {}
        turns = turns or ()
        return (
            self._dress(language, turns, View(), None, request) | {self._parts.turns: turns} | told
        )

    def switch(
        self,
        turns: Sequence[Turn],
        suggested: Sequence[tuple[str, str]],
        view: View,
        adding: Adding | None,
        event: gr.EventData,
        request: gr.Request,
    ) -> Changes:
        """The visitor picks a language: every text changes, the conversation stays."""
        language = event.language if event.language in LANGUAGES else "en"
        if has_forgotten(sent(event, "shown", 0), turns):
            return {self._parts.remembered: language, self._parts.bridge: message("forgotten")}
        dressed = self._dress(language, turns, view, adding, request)
        parts = self._parts
        return dressed | {
            parts.remembered: language,
            parts.next: render_next(suggested, language, len(turns)),
        }

    def about(self, language: str) -> str:
        """What the corpus covers and how answers are made, as things stand now."""
        return render_about(self._sibilla, language)

    def _dress(
        self,
        language: str,
        turns: Sequence[Turn],
        view: View,
        adding: Adding | None,
        request: gr.Request,
    ) -> Changes:
        """Every text of the page in this language."""
        parts, texts = self._parts, texts_in(language)
        return (
            self.chat.show(turns, language)
            | self.library.show(view, language, request)
            | self._dress_library(texts, may_edit(request))
            | self.feeds.show(language, request)
            | {
                parts.language: language,
                parts.switch: render_switch(language, render_account(texts, visit_of(request))),
                parts.nameplate: render_nameplate(texts),
                parts.tools: render_tools(texts),
                parts.chat_tab: gr.update(label=texts.chat_tab),
                parts.library_tab: gr.update(label=texts.library_tab),
                parts.about_tab: gr.update(label=texts.about_tab),
                parts.question: gr.update(
                    label=texts.question_label, placeholder=texts.question_placeholder
                ),
                parts.ask: gr.update(value=texts.ask),
                parts.stop: gr.update(value=texts.stop),
                parts.outcomes: render_adding(adding, language),
                parts.about: self.about(language),
            }
        )

    def _dress_library(self, texts: Texts, editor: bool) -> Changes:
        parts = self._parts
        hint = texts.add_files_hint.format(formats=format_names(), limit=MAX_MEGABYTES)
        return {
            parts.library_intro: render_library_intro(texts, editor),
            parts.adder: gr.update(visible=editor),
            parts.filter: gr.update(label=texts.filter_label, placeholder=texts.filter_placeholder),
            parts.look: gr.update(label=texts.look),
            parts.upload: gr.update(label=texts.upload),
            parts.files_hint: f"<h3>{escape(texts.add_files)}</h3><p>{escape(hint)}</p>",
            parts.links_hint: f"<h3>{escape(texts.add_links)}</h3>",
            parts.links: gr.update(label=texts.links_label, placeholder=texts.links_label),
            parts.fetch: gr.update(value=texts.fetch),
            parts.text_hint: f"<h3>{escape(texts.add_text)}</h3>",
            parts.text_title: gr.update(label=texts.title_label, placeholder=texts.title_label),
            parts.text: gr.update(label=texts.text_label, placeholder=texts.text_label),
            parts.add_text: gr.update(value=texts.add),
        }


def connect(parts: Parts, page: gr.Blocks, sibilla: Sibilla, slots: Slots) -> None:
    """Connect the parts of the page with its events."""
    events = PageEvents(parts, sibilla)
    # Private keeps them out of the API's list; what an event may do, it checks itself.
    quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
    dressed = parts.dressed()
    opened = page.load(
        events.open, [parts.remembered, parts.opening], dressed, js=_OPENING, **quiet
    )
    state = [parts.turns, parts.suggested, parts.view, parts.adding]
    parts.switch.click(events.switch, state, [parts.remembered, *dressed], **quiet)
    parts.about_tab.select(events.about, parts.language, parts.about, **quiet)
    line = events.chat.line(slots)
    _connect_chat(parts, events.chat, line, opened, quiet)
    _connect_library(parts, events.library, quiet)
    _connect_adding(parts, events.adding, events.feeds, quiet)


def _connect_chat(
    parts: Parts, chat: ChatEvents, line: Line, opened: gr.events.Dependency, quiet: dict[str, Any]
) -> None:
    suggestions = [parts.next, parts.suggested]
    talk = [parts.conversation, parts.sources, parts.turns, parts.bridge, parts.stop, *suggestions]
    turns = [parts.turns, parts.language]
    # One listener for all ways to ask: while it is at work, it takes no second question.
    ways = [parts.question.submit, parts.ask.click, parts.bridge.click]
    told = [parts.question, parts.opening, *turns]
    asking = gr.on(
        ways,
        line.before(chat.ask),
        told,
        [*talk, parts.question],
        js=_ASKING,
        concurrency_limit=None,  # the line has its own
        **quiet,
    )
    stopping = parts.stop.click(chat.stop, turns, talk, **quiet)
    reopening = parts.bridge.edit(chat.reopen, parts.language, talk, **quiet)
    parts.bridge.clear(chat.restart, parts.language, talk, **quiet)
    # Gradio's own `cancels` is not used: where the event has hardly begun, its client loses the
    # stream. An answer is stopped by the answerer; a late suggestion is hidden by the script.
    for before in (opened, asking, stopping, reopening):
        before.then(chat.suggest, turns, suggestions, trigger_mode="always_last", **quiet)
    parts.bridge.like(chat.rate, turns, talk, **quiet)
    parts.bridge.select(chat.read, parts.language, parts.bridge, **quiet)


def _connect_library(parts: Parts, library: LibraryEvents, quiet: dict[str, Any]) -> None:
    table = [parts.filters, parts.table]
    now = [parts.view, parts.language]
    parts.library_tab.select(library.show, now, table, **quiet)
    parts.filter.change(
        library.search,
        [parts.filter, *now],
        [*table, parts.view],
        trigger_mode="always_last",
        **quiet,
    )
    parts.bridge.input(library.arrange, now, [*table, parts.view], **quiet)
    removing = [parts.view, parts.removed, parts.language]
    changed = [*table, parts.outcomes, parts.adding, parts.removed, parts.bridge]
    parts.bridge.delete(library.remove, removing, changed, **quiet)
    parts.bridge.undo(library.restore, removing, changed, **quiet)


def _connect_adding(
    parts: Parts, adding: AddingEvents, feeds: FeedEvents, quiet: dict[str, Any]
) -> None:
    now = [parts.view, parts.language]
    how = [parts.look, *now]
    fields = [parts.links, parts.text_title, parts.text]
    added = [parts.filters, parts.table, parts.outcomes, parts.adding, *fields]
    parts.upload.upload(adding.add_files, [parts.upload, *how], added, **quiet)
    parts.fetch.click(adding.add_links, [parts.links, *how], added, **quiet)
    parts.add_text.click(adding.add_text, [parts.text_title, parts.text, *how], added, **quiet)
    parts.bridge.apply(adding.decide, [parts.adding, *now], [*added, parts.bridge], **quiet)
    followed = [parts.feeds, parts.outcomes, parts.bridge]
    parts.library_tab.select(feeds.show, parts.language, parts.feeds, **quiet)
    parts.bridge.submit(feeds.follow, parts.language, followed, **quiet)
    parts.bridge.release(feeds.leave, parts.language, followed, **quiet)
    parts.bridge.download(feeds.pull, now, [*added, parts.feeds], **quiet)
