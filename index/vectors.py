"""Chroma: passages and sentences by nearness of meaning.

Passages and sentences of each language have a collection of their own: on 20,000 vectors a query
without a filter took 1.5 ms, the same with a `where` that matches everything 49 ms. Everything
in Chroma is derived from the ledger; when it does not open, it is refilled from there.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from index.passage import ArticleCard, Filters, Vectors, day_number
from index.priority import give_way
from index.records import IndexedPassage

if TYPE_CHECKING:
    import chromadb
    from chromadb.api import ClientAPI
    from chromadb.api.types import Metadata

# While a collection is small, everything stays in Chroma's log and no index file is rewritten in
# place: of 114 kills during writes none destroyed a collection, against 14 of 163 with the default
# of 1,000. The log is read again at each start, though, a millisecond a vector: beyond this size a
# collection is written to its files, every so many vectors.
_LOG_ONLY = 1_000_000
_LARGE = 20_000
_WRITTEN_EVERY = 5_000
# How many vectors a search keeps in view. Of the 100 nearest among 10,000 passages and 41,000
# sentences, Chroma's 100 find 86, 400 find 98, at .6 and .9 ms more; 1,000 find 99.5, at 1.6 and 3.
_IN_VIEW = 400

_PASSAGES, _SENTENCES = "passages", "sentences"
# Chroma refuses more records than this in one call.
_BATCH = 5_000
# A server of Chroma's takes 40 MiB in one call: so many float32 numbers, in base64, are 16 MB.
_BATCH_NUMBERS = 3_000_000
# Taking in this many keeps a question waiting for 60 ms; by the thousand it is a fifth faster and
# keeps it waiting for half a second.
_STEP = 200
# A vector is this near to itself, in cosine distance: float32 rounding and no more.
_SAME = 1e-3


class VectorStore:
    """The Chroma collections of one index, wherever Chroma keeps them."""

    def __init__(
        self, client: "ClientAPI", prefix: str = "", metadata: Mapping[str, str] | None = None
    ) -> None:
        """`prefix` goes before the names of the collections, `metadata` onto new ones."""
        self._client = client
        self._prefix = prefix
        self._metadata = dict(metadata or {})
        self._collections: dict[str, chromadb.Collection] = {}
        # A collection has grown, and what was changed in it for that waits for a new opening.
        self.wants_reopening = False

    def forget(self) -> None:
        """Look up each collection anew: it may have been made again under its name."""
        self._collections.clear()

    def close(self) -> None:
        """Let go of Chroma; the store is of no use afterwards."""
        self._collections.clear()
        self._client.close()  # type: ignore[attr-defined]  # it is there, on the class within

    def add(self, passages: Sequence[tuple[IndexedPassage, ArticleCard]]) -> None:
        """Put passages in, with their sentences; those of the same key are replaced."""
        for language in {item.passage.language for item, _ in passages}:
            chosen = [(i, card) for i, card in passages if i.passage.language == language]
            self._upsert(
                f"{_PASSAGES}-{language}",
                [item.passage.key for item, _ in chosen],
                np.array([item.vector for item, _ in chosen], dtype=np.float32),
                [_metadata(item, card) for item, card in chosen],
                [item.passage.text for item, _ in chosen],
            )
            keys = [
                sentence_key(item.passage.key, number)
                for item, _ in chosen
                for number in range(len(item.passage.sentences))
            ]
            # There are five times as many as passages: only what filters ask for.
            metadata: list[Metadata] = [
                {"outlet": card.outlet, "published": day_number(card.published)}
                for item, card in chosen
                for _ in item.passage.sentences
            ]
            vectors = np.concatenate([item.sentence_vectors for item, _ in chosen])
            self._upsert(f"{_SENTENCES}-{language}", keys, vectors, metadata, None)

    def delete(self, language: str, keys: dict[str, int]) -> None:
        """Take passages out; `keys` maps each to its number of sentences."""
        sentences = [sentence_key(key, n) for key, count in keys.items() for n in range(count)]
        for name, ids in ((_PASSAGES, list(keys)), (_SENTENCES, sentences)):
            collection = self.find(f"{name}-{language}")
            if collection is None:
                continue
            for first in range(0, len(ids), _BATCH):
                collection.delete(ids=ids[first : first + _BATCH])

    def nearest_passages(
        self, language: str, question: Vectors, count: int, filters: Filters
    ) -> list[str]:
        """The keys of the passages nearest to a question vector (dimension,), nearest first."""
        return self.nearest(f"{_PASSAGES}-{language}", question, count, filters)

    def nearest_sentences(
        self, language: str, question: Vectors, count: int, filters: Filters
    ) -> list[str]:
        """The keys of the passages that hold the nearest sentences, nearest first, each once."""
        found = self.nearest(f"{_SENTENCES}-{language}", question, count, filters)
        return list(dict.fromkeys(key.rpartition(".")[0] for key in found))

    def count(self, language: str) -> int:
        """How many passages of a language Chroma holds."""
        collection = self.find(f"{_PASSAGES}-{language}")
        return collection.count() if collection else 0

    def check(self, languages: Sequence[str]) -> int:
        """How many passages of these languages Chroma holds and finds by their vectors.

        Raises a Chroma error, or ValueError, when a collection does not find what it holds.
        """
        for language in languages:
            for name in (f"{_PASSAGES}-{language}", f"{_SENTENCES}-{language}"):
                if not self.count(language):
                    break
                collection = self._get(name)
                # What counts right may still fail, or kill the process, when it is searched.
                vectors = collection.get(limit=1, include=["embeddings"])["embeddings"]
                found = collection.query(
                    query_embeddings=vectors, n_results=1, include=["distances"]
                )
                distances = (found["distances"] or [[]])[0]
                if not distances or distances[0] > _SAME:
                    raise ValueError(f"{name} does not find what it holds")
        return sum(self.count(language) for language in languages)

    def nearest(self, name: str, question: Vectors, count: int, filters: Filters) -> list[str]:
        """The ids nearest to a question vector in one collection; none when it is missing."""
        collection = self.find(name)
        if not collection:
            return []
        result = collection.query(
            query_embeddings=np.asarray(question, dtype=np.float32)[None, :],
            n_results=count,  # it gives as many as there are
            where=_where(filters),
            include=[],
        )
        return result["ids"][0]

    def _upsert(
        self,
        name: str,
        ids: list[str],
        vectors: Vectors,
        metadata: "Sequence[Metadata]",
        documents: list[str] | None,
    ) -> None:
        collection = self.find(name) or self.create(name)
        size = min(_STEP, max(1, _BATCH_NUMBERS // vectors.shape[1]))
        for first in range(0, len(ids), size):
            batch = slice(first, first + size)
            give_way()
            collection.upsert(
                ids=ids[batch],
                embeddings=vectors[batch],
                metadatas=list(metadata[batch]),
                documents=documents[batch] if documents else None,
            )
        if _keep_log_short(collection):
            self.wants_reopening = True

    def find(self, name: str) -> "chromadb.Collection | None":
        """A collection, None when there is none: a process that only reads must make none."""
        from chromadb.errors import NotFoundError

        found = self._collections.get(name)
        if found is None:
            try:
                found = self._collections[name] = self._get(name)
            except NotFoundError:
                return None
        return found

    def _get(self, name: str) -> "chromadb.Collection":
        # Without embedding_function=None Chroma attaches a model that it downloads.
        return self._client.get_collection(self._prefix + name, embedding_function=None)

    def create(self, name: str) -> "chromadb.Collection":
        """Make a collection that is not there yet."""
        made = self._collections[name] = self._client.create_collection(
            self._prefix + name,
            metadata=self._metadata or None,
            embedding_function=None,
            configuration={
                "hnsw": {"space": "cosine", "sync_threshold": _LOG_ONLY, "ef_search": _IN_VIEW}
            },
        )
        return made


class VectorHome(Protocol):
    """Where the vectors of one index are kept: in a folder, or on a server of Chroma's."""

    @property
    def name(self) -> str:
        """What the ledger calls it when it notes how far it has come."""

    @property
    def is_ours(self) -> bool:
        """Whether this data folder fills it; else another one does."""

    def store(self) -> VectorStore:
        """The collections, opened on first use."""

    def exists(self) -> bool:
        """Whether there is anything to open, which opening would otherwise make."""

    def answers(self, languages: Sequence[str]) -> int | None:
        """How many passages it holds; None when what it holds is damaged."""

    def answers_safely(self, languages: Sequence[str]) -> int | None:
        """As `answers`, even if a damaged store kills the process that opens it."""

    def is_current(self) -> bool:
        """Whether it still has what it had taken in."""

    def publish(self, revision: int) -> None:
        """Everything up to this revision of the ledger is in: let others know."""

    def empty(self) -> None:
        """Throw the vectors away."""

    def forget_others(self) -> None:
        """Throw away what this data folder has there of other embedding models."""

    def reload(self) -> None:
        """See what another process has written."""

    def close(self) -> None:
        """Let go of it; another use opens it again."""


def _keep_log_short(collection: "chromadb.Collection") -> bool:
    """Have a collection that has just grown large written to its files.

    Chroma does so from when it is opened again.
    """
    own = collection.configuration_json["hnsw"]
    if own["sync_threshold"] != _LOG_ONLY or collection.count() <= _LARGE:
        return False
    # Those made by older versions keep fewer in view, which matters from now on.
    collection.modify(
        configuration={"hnsw": {"sync_threshold": _WRITTEN_EVERY, "ef_search": _IN_VIEW}}
    )
    return True


def sentence_key(passage_key: str, number: int) -> str:
    """The name of a sentence in Chroma: its passage's key and its number there."""
    return f"{passage_key}.{number}"


def _metadata(item: IndexedPassage, card: ArticleCard) -> dict[str, str | int | float | bool]:
    passage = item.passage
    return {
        "article": passage.article,
        "title": card.title,
        "heading": passage.heading,
        "start": passage.start,
        "end": passage.end,
        "language": passage.language,
        "outlet": card.outlet,
        "url": card.url,
        "published": day_number(card.published),
    }


def _where(filters: Filters) -> dict[str, Any] | None:
    conditions: list[dict[str, Any]] = []
    if filters.since:
        conditions.append({"published": {"$gte": day_number(filters.since)}})
    if filters.until:
        conditions.append({"published": {"$lte": day_number(filters.until)}})
        conditions.append({"published": {"$gt": 0}})
    if filters.outlet:
        conditions.append({"outlet": filters.outlet})
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    return {"$and": conditions}
