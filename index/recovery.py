"""Recovery: what is done when the index breaks while it is used.

Opening looks at little, so that it is quick. What is damaged deeper inside shows itself by an
error of SQLite, Chroma or tantivy in the middle of a search or a sync.
"""

import logging
import sqlite3
import time

from index.derived import DerivedIndexes
from index.ledger import Ledger

log = logging.getLogger("sibilla")

# What reading a damaged record brings about, tantivy's errors among them; Chroma's have a class of
# their own, and what both panic with is not even an Exception.
_DAMAGE = (sqlite3.Error, OSError, ValueError, TypeError, LookupError)
# An error that comes again this soon is not one of the files: it is ours, and is to be told.
_APART_SECONDS = 600


class Recovery:
    """Makes an index whole again after an error that it may be to blame for."""

    def __init__(self, ledger: Ledger, derived: DerivedIndexes) -> None:
        self._ledger = ledger
        self._derived = derived
        self._last = -float(_APART_SECONDS)

    def attempt(self, error: BaseException, *, from_articles: bool) -> bool:
        """Fill the derived indexes again, or empty all when the ledger is damaged.

        The latter only with `from_articles`: an empty index must not look like an empty library.

        Only the process that holds the index lock may call this. False when the error is of
        another kind, or when it was done a moment ago, so that doing it again would not help.
        """
        if not _may_be_damage(error) or time.monotonic() - self._last < _APART_SECONDS:
            return False
        self._last = time.monotonic()
        log.warning("The index is made whole after an error: %s", error)
        if self._ledger.is_sound():
            self._derived.refill()
            return True
        if not from_articles:
            return False
        self._derived.close()
        self._ledger.begin_anew()
        return True


def _may_be_damage(error: BaseException) -> bool:
    return (
        isinstance(error, _DAMAGE)
        or not isinstance(error, Exception)
        or type(error).__module__.startswith("chromadb")
    )
