"""The right to write an index, which one process at a time can have."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import IndexBusy


class WriterLock:
    """A lock file in the folder of the index; all threads of the process share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / "writer.lock", thread_local=False)
        self._changing = threading.Lock()

    @property
    def is_held(self) -> bool:
        """Whether this process is the writer."""
        return self._lock.is_locked

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write; it may be nested.

        Raises:
            IndexBusy: another process has it.
        """
        try:
            with self._changing:
                self._lock.acquire(timeout=0)
        except Timeout as error:
            raise IndexBusy("locked", name=self._folder) from error
        try:
            yield
        finally:
            with self._changing:
                self._lock.release()
