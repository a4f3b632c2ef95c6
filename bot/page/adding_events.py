"""What happens when something is added: files, links, texts, at once or after a look at them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from bot.access import admit, require_editor
from bot.page.adding import (
    Adding,
    Offer,
    Stage,
    add_all,
    file_offers,
    link_offers,
    read_all,
    seldom,
    text_offer,
)
from bot.page.chat_events import Changes, say, sent
from bot.page.library_events import LibraryEvents
from bot.page.parts import Parts
from bot.page.render_adding import render_adding, render_trouble
from bot.page.render_library import View
from bot.page.texts import texts_in
from bot.page.turns import tell_failure
from bot.sibilla import Sibilla
from corpus.errors import SibillaError


class AddingEvents:
    """The events of adding. Holds no visitor's state."""

    def __init__(self, parts: Parts, sibilla: Sibilla, library: LibraryEvents) -> None:
        self._parts = parts
        self._sibilla = sibilla
        self._library = library

    def add_files(
        self, paths: Sequence[str], look: bool, view: View, language: str, request: gr.Request
    ) -> Iterator[Changes]:
        """Take the files that were chosen or dropped."""
        offers = file_offers(self._sibilla, [Path(path) for path in paths or ()])
        yield from self._take(offers, look, view, language, request)

    def add_links(
        self, addresses: str, look: bool, view: View, language: str, request: gr.Request
    ) -> Iterator[Changes]:
        """Fetch pages of the web."""
        offers = link_offers(self._sibilla, addresses)
        if not offers:
            yield {self._parts.outcomes: render_trouble(texts_in(language).links_missing)}
            return
        yield from self._take(offers, look, view, language, request, ("links",))

    def add_text(
        self, title: str, text: str, look: bool, view: View, language: str, request: gr.Request
    ) -> Iterator[Changes]:
        """Take a pasted text under its title."""
        if not title.strip():
            yield {self._parts.outcomes: render_trouble(texts_in(language).title_missing)}
            return
        fields = ("text_title", "text")
        yield from self._take([text_offer(title, text)], look, view, language, request, fields)

    def decide(
        self,
        adding: Adding | None,
        view: View,
        language: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Changes]:
        """Add what was read and looked at, but for what the visitor left out; or nothing of it."""
        parts = self._parts
        if adding is None or adding.stage is not Stage.READ:
            return
        if not sent(event, "add", False):
            discarded = texts_in(language).discarded
            yield {
                parts.outcomes: render_adding(None, language),
                parts.adding: None,
                parts.bridge: say(discarded),
            }
            return
        left = sent(event, "left", [])
        left = set(left) if isinstance(left, list) else set()
        chosen = [
            Offer(found.name, lambda found=found: [found])  # type: ignore[misc]
            for number, found in enumerate(adding.found)
            if number not in left and (found.article or found.error)
        ]
        yield from self._take(chosen, False, view, language, request, adding.fields)

    def _take(
        self,
        offers: Sequence[Offer],
        look: bool,
        view: View,
        language: str,
        request: gr.Request,
        fields: tuple[str, ...] = (),
    ) -> Iterator[Changes]:
        steps = read_all(offers) if look else add_all(self._sibilla, offers)
        marked = (replace(step, fields=fields) for step in steps)
        yield from self.follow(marked, view, language, request)

    def follow(
        self, steps: Iterator[Adding], view: View, language: str, request: gr.Request
    ) -> Iterator[Changes]:
        """Show step by step how far adding is, if whoever asked for it may add."""
        parts = self._parts
        try:
            require_editor(request)
            admit(request)
        except SibillaError as error:
            yield {parts.outcomes: render_trouble(tell_failure(error)[language])}
            return
        for adding in seldom(steps):
            changes: dict[Any, Any] = {parts.outcomes: render_adding(adding, language)}
            if adding.stage in (Stage.READ, Stage.FINISHED):
                changes[parts.adding] = adding
            if adding.finished:
                changes |= self._library.show(view, language, request)
                if _sound(adding):
                    changes |= {getattr(parts, field): "" for field in adding.fields}
            yield changes


def _sound(adding: Adding) -> bool:
    """Whether all was added, so that what was typed need not be kept."""
    return all(upload.status and not upload.reason for upload in adding.uploads)
