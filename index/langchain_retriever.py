"""Sibilla's retrieval and encoder for LangChain programs.

The only room of the index that imports LangChain, whose import alone costs about a second.
"""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from index.catalogue import Index
from index.embedding import Encoder
from index.passage import Filters, RankedPassage
from index.retrieval import Findings


class SibillaDocument(Document):
    """A passage for LangChain, with the whole search it came from for Sibilla's own answerer.

    `findings` is not part of what LangChain stores or prints.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    findings: Findings | None = Field(default=None, exclude=True, repr=False)

    @classmethod
    def lc_id(cls) -> list[str]:
        """Stored under the name of a plain document, which every LangChain program can load."""
        return Document.lc_id()


class SibillaRetriever(BaseRetriever):
    """Finds the passages for a question, as LangChain documents ready to be cited.

    `k` is how many; it and `filters` may also be given with each call:
    `retriever.invoke(question, k=3, filters=Filters(language="it"))`. With `spread` no article
    fills the list.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    index: Index
    k: int = Field(default=10, ge=1)
    filters: Filters = Filters()
    spread: bool = True

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        k: int | None = None,
        filters: Filters | None = None,
    ) -> list[Document]:
        findings = self.index.search(
            query, k or self.k, filters or self.filters, spread=self.spread
        )
        return [to_document(found, findings) for found in findings.passages]


class SibillaEmbeddings(Embeddings):
    """An encoder of Sibilla's behind LangChain's interface for embedding models."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, L2-normalised."""
        vectors: list[list[float]] = self._encoder.encode_texts(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, L2-normalised."""
        vector: list[float] = self._encoder.encode_questions([text])[0].tolist()
        return vector


def to_document(found: RankedPassage, findings: Findings) -> SibillaDocument:
    """A passage as a LangChain document, its metadata holding all that a citation needs."""
    passage, card = found.passage, found.article
    metadata: dict[str, Any] = {
        "article": card.id,
        "passage": passage.number,
        "title": card.title,
        "heading": passage.heading,
        "outlet": card.outlet,
        "published": card.published.isoformat() if card.published else "",
        "url": card.url,
        "language": passage.language,
        "start": passage.start,
        "end": passage.end,
        "score": found.score,
    }
    return SibillaDocument(
        id=passage.key, page_content=passage.text, metadata=metadata, findings=findings
    )
