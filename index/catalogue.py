"""The index of one data folder: opened, kept in step with the articles, and searched."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from filelock import FileLock, Timeout

from corpus.article import Article
from corpus.errors import (
    ArticleUnknown,
    ChromaUnavailable,
    IndexBusy,
    LibraryUnusable,
    SibillaError,
    is_full,
)
from corpus.library import Library
from index.chunking import CHUNKING_VERSION
from index.derived import DerivedIndexes
from index.embedded_vectors import EmbeddedVectors
from index.embedding import DEFAULT_MODEL, Encoder, make_encoder
from index.ledger import Ledger
from index.passage import ArticleCard, Filters
from index.place import IndexPlace
from index.priority import answering, give_way
from index.recency import favour_recent
from index.records import FORMAT_VERSION, Stamp
from index.recovery import Recovery
from index.reranking import RERANKED, Reranker
from index.retrieval import Findings, LanguagePart, Retriever
from index.sync import Progress, Synchroniser, SyncReport
from index.vectors import VectorHome

if TYPE_CHECKING:
    from index.following import Follower
    from index.server import ChromaServer

_Result = TypeVar("_Result")


class Index:
    """What is indexed of a library, and the search over it.

    Any number of processes may read; one at a time writes, holding a lock file. Each embedding
    model has a folder of its own: the index of another model is built beside the old one, which
    answers until the new one is whole.
    """

    def __init__(
        self,
        folder: Path,
        model: str = DEFAULT_MODEL,
        reranker: str = "",
        server: "ChromaServer | None" = None,
    ) -> None:
        """Open the index in `folder`, or an empty one; models are loaded when first needed.

        `reranker` names a cross-encoder that orders what is found anew; "" leaves it out. With
        a `server`, vectors are kept there instead of in the folder.

        Raises:
            LibraryUnusable: the folder cannot be used, or a newer Sibilla made what is in it.
        """
        self._model = model
        self._reranker_name = reranker
        self._place = IndexPlace(folder)
        self._root = self._place.folder
        self._folder = self._root / _folder_name(model)
        self._lock = FileLock(self._root / "writer.lock", thread_local=False)
        self._lock_changing = threading.Lock()
        self._ledger = self._open_ledger()
        self._server = server
        home = _make_home(self._folder, self._ledger, server)
        self._derived = DerivedIndexes(self._folder, self._ledger, home)
        self._recovery = Recovery(self._ledger, self._derived)
        self._library: Library | None = None
        self._changing = threading.RLock()
        self._mending = threading.RLock()
        self._mended = False
        self._behind = False
        self._seen = self._derived.mark
        self._parts: tuple[int, list[LanguagePart]] = _NO_PARTS
        self._renewing = threading.Lock()
        self._syncing = False
        self._previous = None if self._ledger.is_whole else self._find_previous()

    @cached_property
    def encoder(self) -> Encoder:
        """The embedding model of this index."""
        return make_encoder(self._model)

    @cached_property
    def _reranker(self) -> Reranker | None:
        return Reranker(self._reranker_name) if self._reranker_name else None

    def warm_up(self) -> None:
        """Begin to load the built-in encoder in the background, while Chroma is opened."""
        if self._model == DEFAULT_MODEL:
            load = self.encoder.encode_words
            threading.Thread(target=load, args=(["Sibilla"],), daemon=True).start()

    @property
    def model(self) -> str:
        """The name of the embedding model that answers now."""
        return self._previous.model if self._previous else self._model

    @property
    def revision(self) -> int:
        """Grows whenever an article comes, changes or goes."""
        return self._ledger.revision

    @property
    def passage_count(self) -> int:
        """How many passages can be found."""
        return self._read_ledger.count()

    def cards(self) -> list[ArticleCard]:
        """The cards of all indexed articles, by id."""
        return self._recovering(lambda: self._read_ledger.cards())

    def holds(self, filters: Filters) -> bool:
        """Whether any indexed article is one that the filters admit."""
        return self._read_ledger.holds(filters)

    def article(self, id: str) -> Article:
        """An article as indexed: the text that every offset refers to.

        Raises:
            ArticleUnknown: it is not in the index.
        """
        try:
            article = self._recovering(lambda: self._read_ledger.article(id))
        except UnicodeEncodeError:  # half a surrogate pair, which SQLite cannot hold
            article = None
        if article is None:
            raise ArticleUnknown("unknown", id=id)
        return article

    def search(
        self,
        question: str,
        count: int = 10,
        filters: Filters | None = None,
        *,
        spread: bool = True,
    ) -> Findings:
        """The best `count` passages for a question, best first, and its words as understood.

        With `spread`, no article fills the list (see `Retriever.search`).

        Raises:
            IndexBusy: the index needs mending while another process is writing it.
            ChromaUnavailable: vectors are kept on a server, and it does not answer.
        """
        return self._recovering(lambda: self._search(question, count, filters, spread))

    def _search(self, question: str, count: int, filters: Filters | None, spread: bool) -> Findings:
        previous = self._previous
        if previous:
            try:
                return previous.search(question, count, filters, spread=spread)
            except Exception:  # whatever comes of files that the new index has just replaced
                if self._previous is previous:
                    raise
        try:
            with self._ready() as retriever:
                findings = retriever.search(question, max(count, RERANKED), filters, spread=spread)
        except ChromaUnavailable as error:
            if error.reason != "lost":
                raise
            self._mended = False  # as far as this process may mend it
            with self._ready() as retriever:
                findings = retriever.search(question, max(count, RERANKED), filters, spread=spread)
        ranked = findings.passages
        if filters and filters.recent:
            ranked = favour_recent(ranked)
        if self._reranker:
            ranked = tuple(self._reranker.rerank(findings.question, ranked))
        return replace(findings, passages=ranked[:count])

    def mend(self, question: str) -> str:
        """The question with its slips of the finger mended, as `search` does by itself.

        Raises:
            IndexBusy: the index needs mending while another process is writing it.
        """
        previous = self._previous
        if previous:
            try:
                return previous.mend(question)
            except Exception:  # as in `search`
                if self._previous is previous:
                    raise
        with self._ready() as retriever:
            return retriever.mend(question)

    def sync(
        self,
        library: Library,
        progress: Progress = lambda done, total: None,
        *,
        thorough: bool = True,
    ) -> SyncReport:
        """Bring the index in step with the library; unchanged text is not encoded again.

        Unless `thorough`, what searches use is opened, and mended, only if something is new.

        Raises:
            IndexBusy: another process is writing it.
            ChromaUnavailable: vectors are kept on a server, and it does not answer.
        """
        self._library = library
        return self._recovering(lambda: self._sync(library, progress, thorough))

    def _sync(self, library: Library, progress: Progress, thorough: bool) -> SyncReport:
        with self.writing(), self._changing:
            self._behind = True
            self._see_losses()
            library.sweep()
            stamp = Stamp(self._model, self.encoder.dimension, CHUNKING_VERSION)
            with self._mending:
                if self._ledger.stamp != stamp:
                    self._ledger.start_over(stamp)
                    self._mended = False
            if thorough or self._derived.is_behind():
                self._mend()
                self._derived.catch_up()  # in case the last sync was broken off
            synchroniser = Synchroniser(library, self._ledger, self.encoder)
            self._syncing = True
            try:
                report = synchroniser.run(progress, self._take_in)
            finally:
                self._syncing = False
            self._seen = self._derived.mark
            self._ledger.set_whole()
            self._forget_other_models()
            self._behind = False
            return report

    def follower(self, library: Library) -> "Follower":
        """What copies the articles that another Sibilla published on the server."""
        from index.following import Follower
        from index.served_vectors import ServedVectors

        assert self._server
        return Follower(library, ServedVectors(self._server, self._folder.name, self._ledger))

    def in_step(self) -> bool:
        """Whether the last sync came to its end and nothing was lost since.

        Raises:
            ChromaUnavailable: vectors are kept on a server, and it does not answer.
        """
        return self._derived.is_current() and not self._behind

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write, which one process at a time can have.

        It may be nested, and all threads of the process share it: a server holds it for as long
        as it runs.

        Raises:
            IndexBusy: another process has it.
        """
        try:
            with self._lock_changing:
                self._lock.acquire(timeout=0)
        except Timeout as error:
            raise IndexBusy("locked", name=self._root) from error
        try:
            yield
        finally:
            with self._lock_changing:
                self._lock.release()

    def close(self) -> None:
        """Let go of every file."""
        if self._previous:
            self._previous.close()
        self._derived.close()
        self._ledger.close()
        self._place.close()

    def _open_ledger(self) -> Ledger:
        """The ledger, a new one if what is there is damaged: the articles are elsewhere."""
        path = self._folder / "ledger.sqlite"
        try:
            return Ledger(path)
        except LibraryUnusable as error:
            if error.reason != "damaged":
                raise
            try:
                with self.writing():
                    shutil.rmtree(self._folder)
                    return Ledger(path)
            except IndexBusy:
                raise error from None

    def _recovering(self, work: Callable[[], _Result]) -> _Result:
        """Do something; if the index is at fault when it fails, make that whole and try again.

        Raises:
            LibraryUnusable: the disk is full.
        """
        try:
            return work()
        except SibillaError:
            raise
        except BaseException as error:  # what Chroma and tantivy panic with is no Exception
            if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
                raise
            if is_full(error):
                raise LibraryUnusable("full", name=self._root) from error
            if not self._recover(error):
                raise
        return work()

    def _recover(self, error: BaseException) -> bool:
        """Make the index whole again; False when it is not to blame or another one writes it."""
        try:
            with self.writing(), self._changing, self._mending:
                if not self._recovery.attempt(error, from_articles=bool(self._library)):
                    return False
                self._parts, self._seen = _NO_PARTS, self._derived.mark
                if self._library and not self._ledger.stamp:
                    self._sync(self._library, lambda done, total: None, thorough=True)
                return True
        except IndexBusy:
            return False

    @property
    def _read_ledger(self) -> Ledger:
        previous = self._previous
        return previous._ledger if previous else self._ledger

    def _find_previous(self) -> "Index | None":
        """The whole index of another model in the same folder, if there is one."""
        for ledger_file in sorted(self._root.glob("*/ledger.sqlite")):
            if ledger_file.parent == self._folder:
                continue
            try:
                ledger = Ledger(ledger_file)
                stamp, whole = ledger.stamp, ledger.is_whole
                ledger.close()
            except LibraryUnusable:
                continue  # of a newer Sibilla, or damaged: it is of no use to this one
            if stamp and whole and _folder_name(stamp.model) == ledger_file.parent.name:
                return Index(self._root, stamp.model, self._reranker_name, self._server)
        return None

    @contextmanager
    def _ready(self) -> Iterator[Retriever]:
        """A retriever over what is indexed now, for as long as nothing it uses is closed."""
        with answering():
            self._follow_other_writers()
            with self._derived.in_use():
                yield Retriever(self.encoder, self._ledger, self._derived, self._language_parts)

    def _follow_other_writers(self) -> None:
        """See what another process has written, and finish what a crashed one has not."""
        self._see_losses()
        if self._lock.is_locked:  # this process is the writer
            self._mend()
            return
        with self._changing:
            mark = self._derived.mark
            if mark != self._seen:
                self._derived.reload()
                self._parts = _NO_PARTS
                self._seen = mark
            if not self._mended:
                try:
                    with self.writing():
                        self._mend()
                except IndexBusy:
                    if not self._derived.can_be_read():
                        raise  # else the writer is alive and will finish it

    def _see_losses(self) -> None:
        """See whether a server has lost what it had."""
        if self._mended and not self._derived.is_current():
            self._mended = False

    def _mend(self) -> None:
        """Mend the derived indexes, once; only while this process may write."""
        with self._mending:
            if not self._mended and self._ledger.stamp:
                self._derived.mend()
                self._parts = _NO_PARTS
                self._seen = self._derived.mark
                self._mended = True

    def _take_in(self) -> None:
        """Bring what is derived in step with a batch that sync has written."""
        self._mend()
        self._derived.catch_up()
        give_way()
        self._renew_parts()

    def _language_parts(self) -> list[LanguagePart]:
        """The languages as they are now, or before the batch that sync is at."""
        if self._syncing and self._parts is not _NO_PARTS:
            return self._parts[1]  # whoever asks must not do what sync will do in a moment
        return self._renew_parts()

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

    def _forget_other_models(self) -> None:
        """Delete the indexes of other models, now that this one is whole."""
        previous, self._previous = self._previous, None
        if previous:
            previous.close()
        for folder in self._root.iterdir():
            if folder.is_dir() and folder != self._folder:
                shutil.rmtree(folder, ignore_errors=True)
        self._derived.forget_other_models()


_NO_PARTS: tuple[int, list[LanguagePart]] = (-1, [])


def _make_home(folder: Path, ledger: Ledger, server: "ChromaServer | None") -> VectorHome:
    if server is None:
        return EmbeddedVectors(folder)
    from index.served_vectors import ServedVectors

    return ServedVectors(server, folder.name, ledger)


def _folder_name(model: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", model.lower()).strip("-")[-60:]
    return f"{slug}.c{CHUNKING_VERSION}.f{FORMAT_VERSION}"
