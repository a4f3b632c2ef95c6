"""The first reading: a new server's page is up before its articles are indexed.

What is asked meanwhile waits for them, so that nobody is told that nothing is known.
"""

import threading
from collections.abc import Callable

from corpus.errors import TooBusy
from index.sync import Progress

_PATIENCE = 20.0
_SECONDS_TO_COME_BACK = 10


class FirstReading:
    """Whether the first reading is under way, and how far; none is until one is awaited."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        """`patience` is how many seconds a question waits at most."""
        self.patience = patience
        self._over = threading.Event()
        self._over.set()
        self._counts = (0, 0)
        self._failure: Exception | None = None

    def await_one(self, total: int) -> None:
        """Say that so many articles are about to be read for the first time."""
        self._counts = 0, total
        self._over.clear()

    @property
    def counts(self) -> tuple[int, int] | None:
        """How many are read, and of how many; None when no first reading is under way."""
        return None if self._over.is_set() else self._counts

    def noting(self, progress: Progress) -> Progress:
        """A progress that is noted here too."""

        def report(done: int, total: int) -> None:
            self._counts = done, total
            progress(done, total)

        return report

    def end(self, failure: Exception | None = None) -> None:
        """A reading is over, or has failed: what is asked fails like the first one, until one
        succeeds. What was read once still answers when a later one fails.
        """
        if self._failure or not self._over.is_set():
            self._failure = failure
        self._over.set()

    def wait(self, count_known: Callable[[], int]) -> None:
        """Wait until it is over, or for as long as a question waits.

        Raises:
            Exception: what it failed with.
            TooBusy: it is not over, and nothing is known yet that could answer.
        """
        over = self._over.wait(self.patience)
        if self._failure:
            raise self._failure
        if not over and not count_known():
            done, total = self._counts
            raise TooBusy("reading", seconds=_SECONDS_TO_COME_BACK, done=done, total=total)
