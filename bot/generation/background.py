"""Work that waits for a server, in an event loop of its own, handed out piece by piece.

A request that is awaited can be cancelled at any moment, and its connection is closed with it; one
that a thread blocks in cannot.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Coroutine, Generator
from typing import Any, TypeVar

T = TypeVar("T")

# How long whoever reads waits for the next piece before it is his turn to stop the work.
_HEARTBEAT = 0.25
# How long stopping waits for the connection to be closed.
_SECONDS_TO_STOP = 2.0


def in_background(
    work: Callable[[Callable[[T], None]], Coroutine[Any, Any, None]],
) -> Generator[T | None, None, None]:
    """The pieces that `work` hands to its argument, and None whenever it is silent for a while.

    Raises what `work` raises. Closing the iterator cancels it and waits until it has ended.
    """
    pieces: queue.SimpleQueue[T | _End | None] = queue.SimpleQueue()
    ended = threading.Event()

    async def run() -> None:
        try:
            await work(pieces.put)
        finally:
            ended.set()

    future = asyncio.run_coroutine_threadsafe(run(), _LOOP.get())
    future.add_done_callback(lambda done: pieces.put(_End()))
    try:
        while not isinstance(piece := _next(pieces), _End):
            yield piece
        future.result()
    finally:
        if not future.done():
            future.cancel()
            ended.wait(_SECONDS_TO_STOP)


class _End:
    """Marks the end of the pieces."""


def _next(pieces: "queue.SimpleQueue[T | _End | None]") -> T | _End | None:
    try:
        return pieces.get(timeout=_HEARTBEAT)
    except queue.Empty:
        return None


class _Loop:
    """The one event loop of this process: providers' connections belong to the loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def get(self) -> asyncio.AbstractEventLoop:
        """The loop, running in a thread that does not keep the process alive."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                run = self._loop.run_forever
                threading.Thread(target=run, name="sibilla-models", daemon=True).start()
            return self._loop


_LOOP = _Loop()
