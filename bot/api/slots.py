"""Slots: so many questions are answered at once, so many wait, and the rest are told to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import anyio

from corpus.errors import TooBusy

ASKS_AT_ONCE = 8
"""More threads than cores, since a chat model is mostly waited for."""
_WAITING_AT_MOST = 64
_SECONDS_TO_WAIT = 20.0
_SECONDS_TO_COME_BACK = 10


class Slots:
    """Room for `at_once` to work and `waiting` to wait, each at most `seconds`."""

    def __init__(
        self,
        at_once: int = ASKS_AT_ONCE,
        waiting: int = _WAITING_AT_MOST,
        seconds: float = _SECONDS_TO_WAIT,
    ) -> None:
        self._room = anyio.Semaphore(at_once)
        self._waiting_at_most = waiting
        self._seconds = seconds
        self._waiting = 0

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Hold a slot, waiting for one if need be.

        Raises:
            TooBusy: too many wait already, or it took too long.
        """
        await self._wait()
        try:
            yield
        finally:
            self._room.release()

    async def _wait(self) -> None:
        with suppress(anyio.WouldBlock):
            self._room.acquire_nowait()
            return
        if self._waiting >= self._waiting_at_most:
            raise TooBusy("asks", seconds=_SECONDS_TO_COME_BACK)
        self._waiting += 1
        try:
            with anyio.fail_after(self._seconds):
                await self._room.acquire()
        except TimeoutError as error:
            raise TooBusy("asks", seconds=_SECONDS_TO_COME_BACK) from error
        finally:
            self._waiting -= 1
