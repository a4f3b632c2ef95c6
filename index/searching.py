"""Searching: a retriever over what is indexed now, and the best of what it finds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property

from corpus.errors import ChromaUnavailable
from index.derived import DerivedIndexes
from index.embedding import Encoder
from index.ledger import Ledger
from index.passage import Filters
from index.priority import answering
from index.recency import favour_recent
from index.reranking import RERANKED, Reranker
from index.retrieval import Findings, Retriever
from index.upkeep import Upkeep


class Searching:
    """Searches one index, bringing what it uses in step first."""

    def __init__(
        self,
        encoder: Callable[[], Encoder],
        ledger: Ledger,
        derived: DerivedIndexes,
        upkeep: Upkeep,
        reranker: str,
    ) -> None:
        """`encoder` loads the model when it is first asked for it; `reranker` may be ""."""
        self._encoder = encoder
        self._ledger = ledger
        self._derived = derived
        self._upkeep = upkeep
        self._reranker_name = reranker

    @cached_property
    def _reranker(self) -> Reranker | None:
        return Reranker(self._reranker_name) if self._reranker_name else None

    def search(self, question: str, count: int, filters: Filters | None, spread: bool) -> Findings:
        """See `Index.search`."""
        try:
            with self._ready() as retriever:
                findings = retriever.search(question, max(count, RERANKED), filters, spread=spread)
        except ChromaUnavailable as error:
            if error.reason != "lost":
                raise
            self._upkeep.distrust()
            with self._ready() as retriever:
                findings = retriever.search(question, max(count, RERANKED), filters, spread=spread)
        ranked = findings.passages
        if filters and filters.recent:
            ranked = favour_recent(ranked)
        if self._reranker:
            ranked = tuple(self._reranker.rerank(findings.question, ranked))
        return replace(findings, passages=ranked[:count])

    def mend(self, question: str) -> str:
        """See `Index.mend`."""
        with self._ready() as retriever:
            return retriever.mend(question)

    @contextmanager
    def _ready(self) -> Iterator[Retriever]:
        """A retriever over what is indexed now, for as long as nothing it uses is closed."""
        with answering():
            self._upkeep.follow()
            with self._derived.in_use():
                parts = self._upkeep.language_parts
                yield Retriever(self._encoder(), self._ledger, self._derived, parts)
