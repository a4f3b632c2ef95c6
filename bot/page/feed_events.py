"""What happens with feeds: they are followed, left, and pulled."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from bot.access import admit, may_edit, require_editor
from bot.page.adding import Adding, Stage, Upload, describe, in_steps, index_all
from bot.page.adding_events import AddingEvents
from bot.page.chat_events import Changes, say, sent
from bot.page.parts import Parts
from bot.page.render_adding import render_trouble
from bot.page.render_feeds import render_feeds
from bot.page.render_library import View
from bot.page.texts import texts_in
from bot.page.turns import tell_failure
from bot.sibilla import Sibilla
from corpus.errors import SibillaError
from corpus.feeds.pulling import Pulled
from corpus.library import Status


class FeedEvents:
    """The events of feeds, for editors only. Holds no visitor's state."""

    def __init__(self, parts: Parts, sibilla: Sibilla, adding: AddingEvents) -> None:
        self._parts = parts
        self._sibilla = sibilla
        self._adding = adding

    def show(self, language: str, request: gr.Request) -> Changes:
        """The feeds that are followed; whoever may not add does not see them."""
        if not may_edit(request):
            return {self._parts.feeds: ""}
        try:
            return {self._parts.feeds: render_feeds(self._sibilla.feeds.all(), language)}
        except SibillaError as error:
            return {self._parts.feeds: render_trouble(tell_failure(error)[language])}

    def follow(self, language: str, event: gr.EventData, request: gr.Request) -> Iterator[Changes]:
        """Follow a feed, or the feed of a page."""
        url, texts = str(sent(event, "url", "")).strip(), texts_in(language)
        if not url:
            yield {self._parts.bridge: say(texts.links_missing)}
            return
        yield {self._parts.bridge: say(texts.reading_feed), self._parts.outcomes: ""}
        try:
            require_editor(request)
            admit(request)
            feed, is_new = self._sibilla.feeds.add(url)
        except Exception as error:  # whatever it is, it is told in its place on the page
            yield {self._parts.outcomes: render_trouble(tell_failure(error)[language])}
            return
        told = texts.followed if is_new else texts.followed_already
        yield self.show(language, request) | {
            self._parts.bridge: say(told.format(name=feed.title or feed.url))
        }

    def leave(self, language: str, event: gr.EventData, request: gr.Request) -> Changes:
        """Follow a feed no longer; its articles stay."""
        url = str(sent(event, "url", ""))
        try:
            require_editor(request)
            admit(request)
            self._sibilla.feeds.remove(url)
        except SibillaError as error:
            return {self._parts.bridge: say(tell_failure(error)[language])}
        told = texts_in(language).unfollowed.format(name=sent(event, "name", url))
        return self.show(language, request) | {self._parts.bridge: say(told)}

    def pull(self, view: View, language: str, request: gr.Request) -> Iterator[Changes]:
        """Add what is new in the feeds, and tell what became of each item."""
        yield from self._adding.follow(self._pull(), view, language, request)
        yield self.show(language, request)

    def _pull(self) -> Iterator[Adding]:
        uploads: list[Upload] = []
        reports: list[Pulled] = []

        def work(tell: Any) -> None:
            for report in self._sibilla.feeds.pull((), lambda done: tell((done, 0))):
                reports.append(report)
                tell((0, 0))

        yield Adding((), 0, 0)
        try:
            for done, _ in in_steps(work):
                uploads = [upload for report in tuple(reports) for upload in _uploads(report)]
                yield Adding(tuple(uploads), len(uploads) + done, 0)
        except Exception as error:  # whatever it is, it is told among what was pulled
            reason = dict(tell_failure(error))
            uploads.append(Upload(texts_in("en").feeds, None, "", reason))
            yield Adding(tuple(uploads), 1, 1, Stage.FINISHED)
            return
        yield from index_all(self._sibilla, uploads, sum(report.left for report in reports))


def _uploads(report: Pulled) -> tuple[Upload, ...]:
    if report.error:
        reason = dict(tell_failure(report.error))
        return (Upload(report.title or report.url, Status.REFUSED, "", reason),)
    return describe(report.outcomes)
