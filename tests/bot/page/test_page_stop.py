"""A stopped answer stays as the visitor left it, whatever comes last."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.answer import Answer
from bot.sibilla import Sibilla
from tests.load.page_client import Page, Tab
from tests.load.running import run

ServeOne = Callable[[Sibilla], AbstractContextManager[httpx.Client]]


def test_the_end_of_a_stopped_answer_does_not_bring_its_draft_back(
    sibilla: Sibilla, monkeypatch: pytest.MonkeyPatch, serve_one: ServeOne
) -> None:
    whole = sibilla.ask("Why did OpenAI choose Cerebras?")
    left = threading.Event()

    def half(*given: Any, **named: Any) -> Iterator[Answer]:
        yield replace(whole, text="Half a draft", complete=False)
        left.wait(20)

    monkeypatch.setattr(sibilla, "stream", half)

    async def stop_it(address: httpx.URL) -> list[str]:
        async with httpx.AsyncClient(base_url=address, timeout=30, trust_env=False) as client:
            tab = Tab(client, await Page.read(client))
            asking = asyncio.create_task(tab.ask("Why?"))
            await asyncio.wait_for(tab.begun.wait(), 20)
            await asyncio.sleep(1)  # the draft is there
            await tab.join("stop", [None, None])
            return (await asking).splitlines()

    with serve_one(sibilla) as client:
        *before, last = run(stop_it(client.base_url))
    left.set()
    assert "Half a draft" in "".join(before)
    assert "Half a draft" not in last
