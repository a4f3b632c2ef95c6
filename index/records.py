"""Records: what the ledger keeps of articles and passages, and how it writes them down."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corpus.article import Article
from corpus.markdown import article_to_markdown
from index.passage import ArticleCard, Passage, Sentence, Vectors

FORMAT_VERSION = 3

# Marks the start of a sentence among word positions; it also keeps every sentence non-empty.
SENTENCE_START = -1

WordPositions = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an index was made with; an index of another stamp is rebuilt, never half used."""

    model: str
    dimension: int
    chunking: int
    format: int = FORMAT_VERSION


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage with its vectors and its words.

    `vector` is (dimension,) and `sentence_vectors` (n_sentences, dimension), both float32 and
    L2-normalised. `words` is a flat int32 array: for each sentence `SENTENCE_START`, then the
    positions of its content words in the vocabulary of its language. `context` (dimension,) is
    the vector of what stands above the passage, its article's title and its heading.
    """

    passage: Passage
    vector: Vectors
    sentence_vectors: Vectors
    words: WordPositions
    context: Vectors


@dataclass(frozen=True, slots=True)
class PassageVectors:
    """What a passage is scored by, its text apart: see `IndexedPassage`."""

    key: str
    vector: Vectors
    sentence_vectors: Vectors
    words: WordPositions
    context: Vectors

    @property
    def article(self) -> str:
        """The id of the article that the passage stands in."""
        return self.key.rpartition("#")[0]


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article with its passages, as one write puts it into the ledger."""

    article: Article
    state: str
    hash: str
    passages: tuple[IndexedPassage, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """Passages that went at a revision; `keys` maps each to its number of sentences."""

    revision: int
    article: str
    language: str
    keys: dict[str, int]


def article_hash(article: Article) -> str:
    """What tells an article from any other version of it."""
    return hashlib.sha256(article_to_markdown(article).encode()).hexdigest()


def passage_to_json(passage: Passage) -> str:
    """A passage as text, its vectors and words apart."""
    return json.dumps(asdict(passage), ensure_ascii=False)


def passage_from_row(
    passage: str, vector: bytes, sentence_vectors: bytes, words: bytes, context: bytes
) -> IndexedPassage:
    """A passage from its text and the bytes of its vectors and words."""
    fields = json.loads(passage)
    fields["sentences"] = tuple(Sentence(**sentence) for sentence in fields["sentences"])
    own = vectors_from_row("", vector, sentence_vectors, words, context)
    return IndexedPassage(
        Passage(**fields), own.vector, own.sentence_vectors, own.words, own.context
    )


def vectors_from_row(
    key: str, vector: bytes, sentence_vectors: bytes, words: bytes, context: bytes
) -> PassageVectors:
    """What a passage is scored by, from the bytes of its vectors and words."""
    own = np.frombuffer(vector, dtype=np.float32)
    sentences = np.frombuffer(sentence_vectors, dtype=np.float32).reshape(-1, own.size)
    return PassageVectors(
        key,
        own,
        sentences,
        np.frombuffer(words, dtype=np.int32),
        np.frombuffer(context, dtype=np.float32),
    )


def card_to_json(article: Article, passages: int) -> str:
    """The card of an article that has so many passages, as text."""
    return json.dumps(
        {
            "id": article.id,
            "title": article.title,
            "language": article.language,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published and article.published.isoformat(),
            "updated": article.updated and article.updated.isoformat(),
            "passages": passages,
            "pages": article.pages,
        },
        ensure_ascii=False,
    )


def card_from_json(card: str) -> ArticleCard:
    """The card that `card_to_json` wrote."""
    fields = json.loads(card)
    for key in ("published", "updated"):
        fields[key] = date.fromisoformat(fields[key]) if fields[key] else None
    fields["pages"] = tuple(fields.get("pages", ()))
    return ArticleCard(**fields)
