"""Upkeep: what is derived from the ledger is mended once, and follows what this or others write."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import IndexBusy
from index.derived import DerivedIndexes
from index.ledger import Ledger
from index.priority import give_way
from index.records import Stamp
from index.retrieval import LanguagePart
from index.writer_lock import WriterLock

_NO_PARTS: tuple[int, list[LanguagePart]] = (-1, [])


class Upkeep:
    """Knows how far what this process has open is in step with the ledger."""

    def __init__(self, ledger: Ledger, derived: DerivedIndexes, lock: WriterLock) -> None:
        self._ledger = ledger
        self._derived = derived
        self._lock = lock
        self._changing = threading.RLock()
        self._mending = threading.RLock()
        self._renewing = threading.Lock()
        self._mended = False
        self._syncing = False
        self._seen = derived.mark
        self._parts = _NO_PARTS

    # -- for who writes

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Keep other threads from following changes, or making some, meanwhile."""
        with self._changing:
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other threads from mending as well."""
        with self._changing, self._mending:
            yield

    def take_stamp(self, stamp: Stamp) -> None:
        """Start the ledger over unless it bears this stamp already."""
        with self._mending:
            if self._ledger.stamp != stamp:
                self._ledger.start_over(stamp)
                self._mended = False

    def catch_up(self) -> None:
        """Mend what is derived, and put in what a sync that was broken off has left out."""
        self.mend()
        self._derived.catch_up()

    @contextmanager
    def syncing(self) -> Iterator[None]:
        """While a sync writes, a batch at a time, and takes each in with `take_in`."""
        self._syncing = True
        try:
            yield
        finally:
            self._syncing = False
        self._seen = self._derived.mark

    def take_in(self) -> None:
        """Bring what is derived in step with a batch that sync has written."""
        self.catch_up()
        give_way()
        self._renew_parts()

    # -- for who searches

    def follow(self) -> None:
        """See what another process has written, and finish what a crashed one has not.

        Raises:
            IndexBusy: the index needs mending while another process is writing it.
        """
        self.see_losses()
        if self._lock.is_held:  # this process is the writer
            self.mend()
            return
        with self._changing:
            mark = self._derived.mark
            if mark != self._seen:
                self._derived.reload()
                self._parts = _NO_PARTS
                self._seen = mark
            if not self._mended:
                try:
                    with self._lock.writing():
                        self.mend()
                except IndexBusy:
                    if not self._derived.can_be_read():
                        raise  # else the writer is alive and will finish it

    def language_parts(self) -> list[LanguagePart]:
        """The languages as they are now, or before the batch that sync is at."""
        if self._syncing and self._parts is not _NO_PARTS:
            return self._parts[1]  # whoever asks must not do what sync will do in a moment
        return self._renew_parts()

    # -- what is lost and mended

    def see_losses(self) -> None:
        """See whether a server has lost what it had."""
        if self._mended and not self._derived.is_current():
            self._mended = False

    def distrust(self) -> None:
        """What is derived is to be mended again, as far as this process may mend it."""
        self._mended = False

    def mend(self) -> None:
        """Mend the derived indexes, once; only while this process may write."""
        with self._mending:
            if not self._mended and self._ledger.stamp:
                self._derived.mend()
                self.look_anew()
                self._mended = True

    def look_anew(self) -> None:
        """What is derived was made anew: nothing that was known of it holds."""
        self._parts = _NO_PARTS
        self._seen = self._derived.mark

    def _renew_parts(self) -> list[LanguagePart]:
        with self._renewing:
            revision, parts = self._parts
            if revision != self._ledger.revision:
                revision = self._ledger.revision
                parts = [
                    LanguagePart.of(language, self._ledger, self._derived)
                    for language in self._ledger.languages()
                ]
                self._parts = revision, parts
            return parts
