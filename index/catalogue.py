"""The index of one data folder: opened, kept in step with the articles, and searched."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from corpus.article import Article
from corpus.errors import ArticleUnknown
from corpus.library import Library
from index.derived import DerivedIndexes
from index.embedding import DEFAULT_MODEL, Encoder, make_encoder
from index.indexing import Indexing
from index.ledger import Ledger
from index.model_folders import (
    find_other_model,
    folder_of,
    forget_other_models,
    make_home,
    open_ledger,
)
from index.passage import ArticleCard, Filters
from index.place import IndexPlace
from index.recovery import Recovery
from index.retrieval import Findings
from index.searching import Searching
from index.sync import Progress, SyncReport
from index.upkeep import Upkeep
from index.writer_lock import WriterLock

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
        self._reranker = reranker
        self._place = IndexPlace(folder)
        self._root = self._place.folder
        self._folder = folder_of(self._root, model)
        self._lock = WriterLock(self._root)
        self._ledger = open_ledger(self._folder, self._lock)
        self._server = server
        home = make_home(self._folder, self._ledger, server)
        self._derived = DerivedIndexes(self._folder, self._ledger, home)
        self._upkeep = Upkeep(self._ledger, self._derived, self._lock)
        self._recovery = Recovery(self._ledger, self._derived, self._upkeep, self._lock)
        parts = (lambda: self.encoder, self._ledger, self._derived, self._upkeep)
        self._searching = Searching(*parts, reranker)
        self._indexing = Indexing(model, *parts, self._lock)
        self._library: Library | None = None
        self._previous = None if self._ledger.is_whole else self._find_previous()

    @cached_property
    def encoder(self) -> Encoder:
        """The embedding model of this index."""
        return make_encoder(self._model)

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
        return self._recovering(lambda: self._read_ledger.count())

    def cards(self) -> list[ArticleCard]:
        """The cards of all indexed articles, by id."""
        return self._recovering(lambda: self._read_ledger.cards())

    def holds(self, filters: Filters) -> bool:
        """Whether any indexed article is one that the filters admit."""
        return self._recovering(lambda: self._read_ledger.holds(filters))

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
        return self._recovering(
            lambda: self._ask(
                lambda previous: previous.search(question, count, filters, spread=spread),
                lambda: self._searching.search(question, count, filters, spread),
            )
        )

    def mend(self, question: str) -> str:
        """The question with its slips of the finger mended, as `search` does by itself.

        Raises:
            IndexBusy: the index needs mending while another process is writing it.
        """
        return self._recovering(
            lambda: self._ask(
                lambda previous: previous.mend(question), lambda: self._searching.mend(question)
            )
        )

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
        return self._recovering(lambda: self._sync(library, progress, thorough=thorough))

    def _sync(self, library: Library, progress: Progress, *, thorough: bool) -> SyncReport:
        return self._indexing.run(library, progress, self._forget_other_models, thorough=thorough)

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
        return self._indexing.in_step()

    def writing(self) -> AbstractContextManager[None]:
        """Hold the right to write; a server does for as long as it runs. See `WriterLock`."""
        return self._lock.writing()

    def close(self) -> None:
        """Let go of every file."""
        if self._previous:
            self._previous.close()
        self._derived.close()
        self._ledger.close()
        self._place.close()

    def _recovering(self, work: Callable[[], _Result]) -> _Result:
        """Do something; if the index is at fault when it fails, make that whole and try again."""
        library = self._library
        rebuild = (lambda: self._sync(library, _quietly, thorough=True)) if library else None
        return self._recovery.run(work, rebuild)

    @property
    def _read_ledger(self) -> Ledger:
        previous = self._previous
        return previous._ledger if previous else self._ledger

    def _find_previous(self) -> "Index | None":
        """The whole index of another model in the same folder, if there is one."""
        model = find_other_model(self._root, self._folder)
        return Index(self._root, model, self._reranker, self._server) if model else None

    def _ask(
        self, previous_one: Callable[["Index"], _Result], this_one: Callable[[], _Result]
    ) -> _Result:
        """Ask the index of the model used before as long as this one is not whole."""
        previous = self._previous
        if previous:
            try:
                return previous_one(previous)
            except Exception:  # whatever comes of files that the new index has just replaced
                if self._previous is previous:
                    raise
        return this_one()

    def _forget_other_models(self) -> None:
        """Delete the indexes of other models, now that this one is whole."""
        previous, self._previous = self._previous, None
        if previous:
            previous.close()
        forget_other_models(self._root, self._folder)
        self._derived.forget_other_models()


def _quietly(done: int, total: int) -> None:
    """Tell nobody how far it is."""
