"""What happens in the library: filtering, adding, deleting and its undoing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from bot.access import admit, may_edit, require_editor
from bot.page.adding import Adding, Job, add_all, file_jobs, link_jobs, text_job
from bot.page.chat_events import Changes, say, sent
from bot.page.parts import Parts
from bot.page.render_library import (
    View,
    render_adding,
    render_filters,
    render_library,
    render_removed,
    render_trouble,
    sorted_by,
)
from bot.page.texts import texts_in
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
            self._parts.table: render_library(cards, view, language, editable=may_edit(request)),
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

    def add_files(
        self, paths: Sequence[str], view: View, language: str, request: gr.Request
    ) -> Iterator[Changes]:
        """Add the files that were chosen or dropped."""
        jobs = file_jobs(self._sibilla, [Path(path) for path in paths or ()])
        yield from self._add(jobs, view, language, request)

    def add_links(
        self, addresses: str, view: View, language: str, request: gr.Request
    ) -> Iterator[Changes]:
        """Fetch pages of the web and add them."""
        parts = self._parts
        jobs = link_jobs(self._sibilla, addresses)
        if not jobs:
            yield {parts.outcomes: render_trouble(texts_in(language).links_missing)}
            return
        for changes in self._add(jobs, view, language, request):
            yield changes
            if sound(changes.get(parts.adding)):
                yield {parts.links: ""}

    def add_text(
        self, title: str, text: str, view: View, language: str, request: gr.Request
    ) -> Iterator[Changes]:
        """Add a pasted text under its title."""
        parts = self._parts
        if not title.strip():
            yield {parts.outcomes: render_trouble(texts_in(language).title_missing)}
            return
        job = text_job(self._sibilla, title, text)
        for changes in self._add([job], view, language, request):
            yield changes
            if sound(changes.get(parts.adding)):
                yield {parts.text_title: "", parts.text: ""}

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

    def _add(
        self, jobs: Sequence[Job], view: View, language: str, request: gr.Request
    ) -> Iterator[Changes]:
        parts = self._parts
        try:
            require_editor(request)
            admit(request)
        except SibillaError as error:
            yield {parts.outcomes: render_trouble(tell_failure(error)[language])}
            return
        for adding in add_all(self._sibilla, jobs):
            changes: dict[Any, Any] = {
                parts.outcomes: render_adding(adding, language),
                parts.adding: adding,
            }
            yield changes | (self.show(view, language, request) if adding.finished else {})


def sound(adding: Adding | None) -> bool:
    """Whether all was added, so that what was typed need not be kept."""
    if adding is None or not adding.finished:
        return False
    return all(upload.status and not upload.reason for upload in adding.uploads)
