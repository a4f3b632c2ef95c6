"""Who asks when all slots are taken is told the place in line, or to come back."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import httpx
import pytest

from bot.sibilla import Sibilla
from bot.slots import Slots
from tests.load.page_client import Page, Tab
from tests.load.running import run

ServeOne = Callable[[Sibilla], AbstractContextManager[httpx.Client]]
HOW_MUCH = "How much is the contract between OpenAI and Cerebras worth?"


@pytest.fixture
def held(sibilla: Sibilla, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Answers are held back until this is set; one at a time is made, and one may wait."""
    hold, stream = threading.Event(), sibilla.stream

    def held_back(*given: Any, **named: Any) -> Any:
        hold.wait(20)
        yield from stream(*given, **named)

    monkeypatch.setattr(sibilla, "stream", held_back)
    monkeypatch.setattr("bot.page.serve.Slots", partial(Slots, at_once=1, waiting=1))
    yield hold
    hold.set()


async def asked(client: httpx.AsyncClient, page: Page, tab: Tab | None = None) -> asyncio.Task[str]:
    """A question under way in a tab, which shows it already."""
    tab = tab or Tab(client, page)
    asking = asyncio.create_task(tab.ask(HOW_MUCH))
    await asyncio.wait_for(tab.begun.wait(), 20)
    return asking


def test_the_second_waits_in_line_and_the_third_is_refused(
    sibilla: Sibilla, held: threading.Event, serve_one: ServeOne
) -> None:
    async def ask_all(address: httpx.URL) -> list[str]:
        async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as client:
            page = await Page.read(client)
            first, second = [await asked(client, page) for _ in range(2)]
            refused = await Tab(client, page).ask(HOW_MUCH)
            held.set()
            return [await first, await second, refused]

    with serve_one(sibilla) as client:
        first, second, third = run(ask_all(client.base_url))
    assert "ten billion dollars" in first
    assert "Before yours in line" not in first
    assert "Before yours in line: 0" in second
    assert "ten billion dollars" in second
    assert "ten billion dollars" not in third
    assert "busy" in third or "many" in third


def test_who_is_stopped_in_line_leaves_it(
    sibilla: Sibilla, held: threading.Event, serve_one: ServeOne
) -> None:
    async def stop_one(address: httpx.URL) -> tuple[str, str]:
        async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as client:
            page = await Page.read(client)
            answering = await asked(client, page)
            waiting = Tab(client, page)
            asking = await asked(client, page, waiting)
            await waiting.join("stop", [None, None])  # the answer comes on the stream that is open
            stopped = await asking
            held.set()
            await answering
            return stopped, await Tab(client, page).ask(HOW_MUCH)

    with serve_one(sibilla) as client:
        stopped, after = run(stop_one(client.base_url))
    assert "ten billion dollars" not in stopped
    assert "ten billion dollars" in after


def test_gradio_keeps_no_record_of_events(sibilla: Sibilla, serve_one: ServeOne) -> None:
    from bot.page.layout import build_page

    async def ask_twice(address: httpx.URL) -> None:
        async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as client:
            tab = Tab(client, await Page.read(client))
            await tab.ask(HOW_MUCH)
            await tab.ask(HOW_MUCH)

    pages = []

    def built(*given: Any) -> Any:
        pages.append(build_page(*given))
        return pages[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.page.serve.build_page", built)
        with serve_one(sibilla) as client:
            run(ask_twice(client.base_url))
    [page] = pages
    assert len(page._queue.event_analytics) <= 1
    assert page._queue.cached_event_analytics_summary == {"functions": {}}
