"""Slots: so many questions are answered at once, so many wait in line, and the rest are told to.

The page and the API have one line between them, so that neither can starve the other.
"""

import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio

from corpus.errors import TooBusy

ASKS_AT_ONCE = 8
"""More threads than cores, since a chat model is mostly waited for."""
_WAITING_AT_MOST = 64
_SECONDS_TO_WAIT = 20.0
_SECONDS_TO_COME_BACK = 10
_SECONDS_BETWEEN_LOOKS = 0.2


class Slots:
    """Room for `at_once` to work and `waiting` to wait, each at most `seconds`.

    To be used within one event loop.
    """

    def __init__(
        self,
        at_once: int = ASKS_AT_ONCE,
        waiting: int = _WAITING_AT_MOST,
        seconds: float = _SECONDS_TO_WAIT,
    ) -> None:
        self._free = at_once
        self._waiting_at_most = waiting
        self._seconds = seconds
        self._line: deque[anyio.Event] = deque()

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Hold a slot, waiting for one if need be.

        Raises:
            TooBusy: too many wait already, or it took too long.
        """
        async with self.in_line() as places:
            async for _ in places:
                pass
            yield

    @asynccontextmanager
    async def in_line(self) -> AsyncIterator[AsyncIterator[int]]:
        """Stand in line for a slot; it is held from the end of the places that come to the exit.

        A place is how many wait before this one; it comes again every so often, changed or not,
        so that whoever waits can see whether it is still worth it.

        Raises:
            TooBusy: too many wait already, or it took too long.
        """
        called = anyio.Event()
        if self._free:
            self._free -= 1
            called.set()
        elif len(self._line) >= self._waiting_at_most:
            raise TooBusy("asks", seconds=_SECONDS_TO_COME_BACK)
        else:
            self._line.append(called)
        try:
            yield self._places(called)
        finally:
            if called.is_set():
                self._call_next()
            else:
                self._line.remove(called)

    async def _places(self, called: anyio.Event) -> AsyncIterator[int]:
        until = time.monotonic() + self._seconds
        while not called.is_set():
            yield self._line.index(called)
            with anyio.move_on_after(_SECONDS_BETWEEN_LOOKS):
                await called.wait()
            if not called.is_set() and time.monotonic() >= until:
                raise TooBusy("asks", seconds=_SECONDS_TO_COME_BACK)

    def _call_next(self) -> None:
        if self._line:
            self._line.popleft().set()
        else:
            self._free += 1
