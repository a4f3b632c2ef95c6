"""Recovery: what is done when the index breaks while it is used.

Opening looks at little, so that it is quick. What is damaged deeper inside shows itself by an
error of SQLite, Chroma or tantivy in the middle of a search or a sync.
"""

import logging
import sqlite3
import time
from collections.abc import Callable
from typing import TypeVar

from corpus.errors import IndexBusy, LibraryUnusable, SibillaError, is_full
from index.derived import DerivedIndexes
from index.ledger import Ledger
from index.upkeep import Upkeep
from index.writer_lock import WriterLock

log = logging.getLogger("sibilla")

# What reading a damaged record brings about, tantivy's errors among them; Chroma's have a class of
# their own, and what both panic with is not even an Exception.
_DAMAGE = (sqlite3.Error, OSError, ValueError, TypeError, LookupError)
# An error that comes again this soon is not one of the files: it is ours, and is to be told.
_APART_SECONDS = 600

_Result = TypeVar("_Result")


class Recovery:
    """Makes an index whole again after an error that it may be to blame for."""

    def __init__(
        self, ledger: Ledger, derived: DerivedIndexes, upkeep: Upkeep, lock: WriterLock
    ) -> None:
        self._ledger = ledger
        self._derived = derived
        self._upkeep = upkeep
        self._lock = lock
        self._last = -float(_APART_SECONDS)

    def run(self, work: Callable[[], _Result], rebuild: Callable[[], object] | None) -> _Result:
        """Do something; if the index is at fault when it fails, make that whole and try again.

        `rebuild` fills the index from the articles; without one, a damaged ledger is left as it
        is: an empty index must not look like an empty library.

        Raises:
            LibraryUnusable: the disk is full.
            RuntimeError: one of the libraries panicked, and making it whole did not help.
        """
        try:
            try:
                return work()
            except SibillaError:
                raise
            except BaseException as error:  # what Chroma and tantivy panic with is no Exception
                if not _is_failure(error):
                    raise
                if is_full(error):
                    raise LibraryUnusable("full", name=self._ledger.path.parents[1]) from error
                if not self._recover(error, rebuild):
                    raise
            return work()
        except Exception:
            raise
        except BaseException as error:  # would pass by all who tell the user of failures
            if not _is_failure(error):
                raise
            raise RuntimeError(f"the index panicked: {error}") from error

    def _recover(self, error: BaseException, rebuild: Callable[[], object] | None) -> bool:
        """Make the index whole again.

        False when it is not to blame, when another process writes it, or when it was made whole a
        moment ago, so that doing it again would not help.
        """
        if not _may_be_damage(error) or time.monotonic() - self._last < _APART_SECONDS:
            return False
        try:
            with self._lock.writing(), self._upkeep.alone():
                self._last = time.monotonic()
                log.warning("The index is made whole after an error: %s", error)
                if self._ledger.is_sound():
                    self._derived.refill()
                elif rebuild:
                    self._derived.close()
                    self._ledger.begin_anew()
                else:
                    return False
                self._upkeep.look_anew()
                if rebuild and not self._ledger.stamp:
                    rebuild()
                return True
        except IndexBusy:
            return False


def _is_failure(error: BaseException) -> bool:
    """Whether an error is none by which somebody ends what is being done."""
    return not isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit))


def _may_be_damage(error: BaseException) -> bool:
    return (
        isinstance(error, _DAMAGE)
        or not isinstance(error, Exception)
        or type(error).__module__.startswith("chromadb")
    )
