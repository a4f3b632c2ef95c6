"""What happens in the library: filtering, deleting and its undoing."""

from dataclasses import replace

import gradio as gr

from bot.access import admit, may_edit, require_editor
from bot.page.chat_events import Changes, say, sent
from bot.page.parts import Parts
from bot.page.render_adding import render_adding, render_removed
from bot.page.render_library import View, render_filters, render_library, sorted_by
from bot.page.turns import tell_failure
from bot.sibilla import Sibilla
from corpus.errors import SibillaError


class LibraryEvents:
    """The events of the library. Holds no visitor's state."""

    def __init__(self, parts: Parts, sibilla: Sibilla) -> None:
        self._parts = parts
        self._sibilla = sibilla

    def show(self, view: View, language: str, request: gr.Request) -> Changes:
        """The table and the filters as they are now; only editors see how to change them."""
        cards = self._sibilla.articles()
        return {
            self._parts.filters: render_filters(cards, view, language),
            self._parts.table: render_library(
                cards,
                view,
                language,
                editable=may_edit(request),
                reading=self._sibilla.first_reading.counts,
            ),
        }

    def search(self, wanted: str, view: View, language: str, request: gr.Request) -> Changes:
        """Only the articles with these words."""
        view = replace(view, wanted=wanted)
        return self.show(view, language, request) | {self._parts.view: view}

    def arrange(
        self, view: View, language: str, event: gr.EventData, request: gr.Request
    ) -> Changes:
        """Only the articles of a language or an outlet, or in another order."""
        if sort := sent(event, "sort", ""):
            view = sorted_by(view, str(sort))
        elif sent(event, "filter", "") == "language":
            view = replace(view, language=str(sent(event, "value", "")))
        elif sent(event, "filter", "") == "outlet":
            view = replace(view, outlet=str(sent(event, "value", "")))
        return self.show(view, language, request) | {self._parts.view: view}

    def remove(
        self,
        view: View,
        removed: tuple[str, ...],
        language: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Changes:
        """Delete an article; the visitor has already confirmed it."""
        parts, id = self._parts, str(sent(event, "remove", ""))
        try:
            require_editor(request)
            admit(request)
            article = self._sibilla.article(id)
            self._sibilla.remove(id)
        except SibillaError as error:
            return {parts.bridge: say(tell_failure(error)[language])}
        return self.show(view, language, request) | {
            parts.removed: (*removed, id),
            parts.outcomes: render_removed(article.title, id, language),
            parts.adding: None,
        }

    def restore(
        self,
        view: View,
        removed: tuple[str, ...],
        language: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Changes:
        """Bring an article back that this visitor deleted."""
        parts, id = self._parts, str(sent(event, "restore", ""))
        if id not in removed:
            return {}
        try:
            require_editor(request)
            admit(request)
            self._sibilla.restore(id)
        except SibillaError as error:
            return {parts.bridge: say(tell_failure(error)[language])}
        return self.show(view, language, request) | {
            parts.removed: tuple(other for other in removed if other != id),
            parts.outcomes: render_adding(None, language),
        }
