"""The line before the answers: who asks when all slots are taken sees how many are before them."""

import inspect
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, aclosing
from dataclasses import replace
from functools import wraps
from typing import Any

import anyio
from anyio import to_thread

from bot.first_reading import FirstReading
from bot.page.growing import Answerer
from bot.page.parts import Parts
from bot.page.render_chat import render_place, render_reading
from bot.page.turns import tell_failure
from bot.slots import ASKS_AT_ONCE, Slots
from corpus.errors import TooBusy

Changes = dict[Any, Any]
Show = Callable[[Any, str], Changes]
"""What shows a conversation in a language."""

_SECONDS_BETWEEN_LOOKS = 0.2


class Line:
    """Lets questions of the page in, each when there is a slot for it."""

    def __init__(
        self,
        slots: Slots,
        parts: Parts,
        answerer: Answerer,
        reading: FirstReading,
        show: Show,
    ) -> None:
        self._slots = slots
        self._parts = parts
        self._answerer = answerer
        self._reading = reading
        self._show = show
        self._threads = anyio.CapacityLimiter(ASKS_AT_ONCE)

    def before(self, ask: Callable[..., Iterator[Changes]]) -> Callable[..., Any]:
        """The event `ask`, with a line before all that comes after the first changes it makes."""
        signature = inspect.signature(ask)

        @wraps(ask)  # Gradio reads from the signature what to hand over
        async def asking(*given: Any) -> AsyncIterator[Changes]:
            bound = signature.bind(*given).arguments
            async with aclosing(
                self._one_by_one(ask(*given), bound["language"], bound["request"])
            ) as changes:
                async for change in changes:
                    yield change

        return asking

    async def _one_by_one(self, answering: Any, language: str, request: Any) -> Any:
        parts = self._parts
        try:
            first = await self._step(answering)
            if first is None:
                return
            yield first
            turns = first.get(parts.turns, ())
            if not turns or not turns[-1].pending:  # refused, or nothing was asked
                return
            try:
                async with AsyncExitStack() as held:
                    async with aclosing(self._wait(held, language, request)) as waiting:
                        async for change in waiting:
                            if change is None:
                                return
                            yield change
                    while (change := await self._step(answering)) is not None:
                        yield change
            except TooBusy as error:
                turns = (*turns[:-1], replace(turns[-1], failure=tell_failure(error)))
                gone = {parts.next: "", parts.stop: {"visible": False, "__type__": "update"}}
                yield self._show(turns, language) | {parts.turns: turns} | gone
        finally:
            with anyio.CancelScope(shield=True):
                await to_thread.run_sync(answering.close, limiter=self._threads)

    async def _wait(self, held: AsyncExitStack, language: str, request: Any) -> Any:
        """What shows how long it still takes; None once the visitor wants the answer no more."""
        parts, shown = self._parts, ""
        with self._answerer.waiting(str(request.session_hash or "")) as under_way:
            async with aclosing(self._before(held, language)) as lines:
                async for line in lines:
                    if under_way.stopped.is_set():
                        yield None
                        return
                    if line != shown:
                        shown = line
                        yield {parts.next: line}
        if shown:
            yield {parts.next: ""}

    async def _before(self, held: AsyncExitStack, language: str) -> AsyncGenerator[str]:
        """All that comes before an answer: the first reading, and the line; `held` has the slot."""
        until = time.monotonic() + self._reading.patience
        while (counts := self._reading.counts) and time.monotonic() < until:
            yield render_reading(counts, language)
            await anyio.sleep(_SECONDS_BETWEEN_LOOKS)
        async for place in await held.enter_async_context(self._slots.in_line()):
            yield render_place(place, language)

    async def _step(self, answering: Iterator[Changes]) -> Changes | None:
        return await to_thread.run_sync(next, answering, None, limiter=self._threads)
