"""The vectors on a server of Chroma's own, which several Sibillas may read.

One data folder fills the collections of a library there; they bear its mark, and what does not is
left alone. A catalogue, one more collection, holds the articles themselves for those who follow
from other machines, and how far all has come: it goes last, so whoever sees a revision in it finds
the vectors too. A server that has lost its data, or gone back to older data, is told by it as well.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.errors import ChromaError, NotFoundError

from corpus.errors import ChromaUnavailable
from index.ledger import Ledger
from index.passage import ArticleCard, Filters, Vectors
from index.records import IndexedPassage
from index.server import ChromaServer, told
from index.vectors import VectorStore

# Every collection says in its metadata whose it is.
OWNER, REVISION, HASH = "sibilla-owner", "revision", "hash"
CATALOGUE = "catalogue"
_LISTED_AT_ONCE = 100
_PUBLISHED_AT_ONCE = 200


class ServedStore(VectorStore):
    """The collections of one index on a server; what is missing or strange there is told."""

    def __init__(
        self,
        client: ClientAPI,
        server: ChromaServer,
        prefix: str,
        progress: Callable[[], tuple[int, int]],
    ) -> None:
        """`progress` gives the revision that was taken in, and that of the ledger."""
        super().__init__(client, prefix, {OWNER: server.owner})
        self._server = server
        self._progress = progress

    def add(self, passages: Sequence[tuple[IndexedPassage, ArticleCard]]) -> None:
        """Put passages in as `VectorStore` does."""
        with self.asking(), self.writing():
            super().add(passages)

    def delete(self, language: str, keys: dict[str, int]) -> None:
        """Take passages out as `VectorStore` does."""
        with self.asking(), self.writing():
            super().delete(language, keys)

    def count(self, language: str) -> int:
        """How many passages of a language the server holds."""
        with self.asking():
            return super().count(language)

    def check(self, languages: Sequence[str]) -> int:
        """How many passages the server holds and finds, as in `VectorStore`."""
        self.forget()
        with self.asking():
            return super().check(languages)

    def nearest(self, name: str, question: Vectors, count: int, filters: Filters) -> list[str]:
        """As in a folder, but that a collection which is gone is an error, not an empty list."""
        for _ in range(2):
            with self.asking(), suppress(NotFoundError):
                if self.find(name):
                    return super().nearest(name, question, count, filters)
            self.forget()  # it may have been made anew, by another process, under this name
        applied, revision = self._progress()
        if 0 < applied < revision:
            return []  # the first passages of a language are on their way
        if not applied:
            raise ChromaUnavailable("filling", **self._place)
        raise ChromaUnavailable("lost", **self._place)

    def drop(self) -> None:
        """Delete the collections of this index, and none that is anybody else's."""
        self.forget()
        with self.asking():
            for collection in self._listed():
                if collection.name.startswith(self._prefix):
                    self._refuse_others(collection)
                    with suppress(NotFoundError):
                        self._client.delete_collection(collection.name)

    def drop_others(self) -> None:
        """Delete what this data folder has on the server of other embedding models."""
        with self.asking():
            for collection in self._listed():
                ours = (collection.metadata or {}).get(OWNER) == self._server.owner
                library = collection.name.partition(".")[0] == self._server.library
                if ours and library and not collection.name.startswith(self._prefix):
                    with suppress(NotFoundError):
                        self._client.delete_collection(collection.name)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Tell what goes wrong on the way to the server in our words."""
        with told(self._server):
            yield

    def catalogue(self) -> chromadb.Collection | None:
        """The catalogue as it is now, None when there is none."""
        with self.asking(), suppress(NotFoundError):
            return self._get(CATALOGUE)
        return None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Tell when the server cannot take something in."""
        try:
            yield
        except NotFoundError as error:
            self.forget()
            raise ChromaUnavailable("lost", **self._place) from error
        except ChromaError as error:
            cause = type(error).__name__
            raise ChromaUnavailable("failed", name=self._server.url, cause=cause) from error

    def _get(self, name: str) -> chromadb.Collection:
        collection = super()._get(name)
        self._refuse_others(collection)
        return collection

    def _listed(self) -> list[chromadb.Collection]:
        found: list[chromadb.Collection] = []
        while page := self._client.list_collections(limit=_LISTED_AT_ONCE, offset=len(found)):
            found += page
        return found

    def _refuse_others(self, collection: chromadb.Collection) -> None:
        owner = (collection.metadata or {}).get(OWNER)
        if owner is None or (self._server.owner and owner != self._server.owner):
            raise ChromaUnavailable("taken", **self._place)

    @property
    def _place(self) -> dict[str, str]:
        return {"name": self._server.url, "library": self._server.library}


class ServedVectors:
    """The vectors of one index in collections of their own on a server."""

    def __init__(self, server: ChromaServer, index_name: str, ledger: Ledger) -> None:
        """`index_name` tells encoder and format, as the folder of the index does."""
        self.server = server
        self.name = f"chroma:{server.place}"
        self.is_ours = bool(server.owner)
        self._prefix = f"{server.library}.{index_name}."
        self._ledger = ledger
        self._store: ServedStore | None = None
        self._opening = threading.Lock()

    def store(self) -> ServedStore:
        """The collections; the server is asked on first use.

        Raises:
            ChromaUnavailable: it does not answer.
        """
        with self._opening:
            if self._store is None:
                client = self.server.connect()
                self._store = ServedStore(client, self.server, self._prefix, self._progress)
            return self._store

    def exists(self) -> bool:
        """Whether the server has this library."""
        return self.store().catalogue() is not None

    def answers(self, languages: Sequence[str]) -> int | None:
        """How many passages the server holds; None when what it holds is damaged."""
        try:
            return self.store().check(languages)
        except (ChromaError, ValueError):
            return None

    answers_safely = answers

    def is_current(self) -> bool:
        """Whether the server still has what the ledger says it has taken in."""
        applied = self._ledger.applied(self.name)  # first: the other only grows
        if not applied or not self.is_ours:
            return True
        catalogue = self.store().catalogue()
        return catalogue is not None and int((catalogue.metadata or {})[REVISION]) >= applied

    def publish(self, revision: int) -> None:
        """Put the articles that changed into the catalogue, take out those that are gone.

        Noting the revision there comes last: whoever sees it finds everything.
        """
        store = self.store()
        changed = self._ledger.changed_since(self._ledger.applied(self.name))
        with store.asking(), store.writing():
            catalogue = store.find(CATALOGUE) or store.create(CATALOGUE)
            for first in range(0, len(changed), _PUBLISHED_AT_ONCE):
                rows = self._ledger.published(changed[first : first + _PUBLISHED_AT_ONCE])
                catalogue.upsert(
                    ids=[id for id, _, _ in rows],
                    embeddings=np.ones((len(rows), 1), dtype=np.float32),  # Chroma wants some
                    metadatas=[{HASH: digest} for _, digest, _ in rows],
                    documents=[markdown for _, _, markdown in rows],
                )
            known = self._ledger.states()
            if catalogue.count() > len(known):
                gone = [id for id in catalogue.get(include=[])["ids"] if id not in known]
                for first in range(0, len(gone), _PUBLISHED_AT_ONCE):
                    catalogue.delete(ids=gone[first : first + _PUBLISHED_AT_ONCE])
            catalogue.modify(metadata={OWNER: self.server.owner, REVISION: revision})

    def empty(self) -> None:
        """Delete the collections of this index."""
        self.store().drop()

    def forget_others(self) -> None:
        """Delete what this data folder has on the server of other embedding models."""
        self.store().drop_others()

    def reload(self) -> None:
        """See what another process has made anew."""
        if self._store:
            self._store.forget()

    def _progress(self) -> tuple[int, int]:
        return self._ledger.applied(self.name), self._ledger.revision

    def close(self) -> None:
        """Let go of the connection; another use opens it again."""
        with self._opening:
            if self._store:
                self._store.close()
                self._store = None
