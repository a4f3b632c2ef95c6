"""Indexing: one whole sync, from the right to write to the mark that the index is whole."""

from collections.abc import Callable

from corpus.library import Library
from index.chunking import CHUNKING_VERSION
from index.derived import DerivedIndexes
from index.embedding import Encoder
from index.ledger import Ledger
from index.records import Stamp
from index.sync import Progress, Synchroniser, SyncReport
from index.upkeep import Upkeep
from index.writer_lock import WriterLock


class Indexing:
    """Brings the ledger in step with the articles, and what is derived in step with the ledger."""

    def __init__(
        self,
        model: str,
        encoder: Callable[[], Encoder],
        ledger: Ledger,
        derived: DerivedIndexes,
        upkeep: Upkeep,
        lock: WriterLock,
    ) -> None:
        """`encoder` loads the embedding model of that name when it is first asked for it."""
        self._model = model
        self._encoder = encoder
        self._ledger = ledger
        self._derived = derived
        self._upkeep = upkeep
        self._lock = lock
        self._behind = False

    def run(
        self,
        library: Library,
        progress: Progress,
        when_whole: Callable[[], None],
        *,
        thorough: bool,
    ) -> SyncReport:
        """See `Index.sync`; `when_whole` is called as soon as everything can be found."""
        with self._lock.writing(), self._upkeep.changing():
            self._behind = True
            self._upkeep.see_losses()
            library.sweep()
            encoder = self._encoder()
            self._upkeep.take_stamp(Stamp(self._model, encoder.dimension, CHUNKING_VERSION))
            if thorough or self._derived.is_behind():
                self._upkeep.catch_up()
            synchroniser = Synchroniser(library, self._ledger, encoder)
            with self._upkeep.syncing():
                report = synchroniser.run(progress, self._upkeep.take_in)
            self._ledger.set_whole()
            when_whole()
            self._behind = False
            return report

    def in_step(self) -> bool:
        """See `Index.in_step`."""
        return self._derived.is_current() and not self._behind
