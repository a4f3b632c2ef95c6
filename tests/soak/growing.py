"""Growing: a process that puts vectors into Chroma without a break, and one that looks for them.

`bare` is Chroma as it comes; `refilled` is Chroma as it comes, filled again from the ledger when
it is broken; `sibilla` is what Sibilla does.
"""

import json
import sys
from itertools import count
from pathlib import Path

import chromadb
import numpy as np

import index.vectors
from corpus.article import Article
from index.derived import DerivedIndexes
from index.embedded_vectors import EmbeddedVectors
from index.ledger import Ledger
from index.passage import Filters, Passage, Sentence, Vectors
from index.records import IndexedArticle, IndexedPassage, Stamp

_DIMENSION = 128
_AT_ONCE = 100
# Chroma's own; Sibilla's is `index.vectors._LOG_ONLY`.
_DEFAULT_THRESHOLD = 1_000
_MODEL = "chance"


def vector_of(number: int) -> Vectors:
    """The vector that the record of this number has."""
    vector = np.random.default_rng(number).standard_normal(_DIMENSION)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def grow(folder: str, kind: str) -> None:
    """Put records in for ever; their number is printed when they are in."""
    if kind == "bare":
        collection = _bare(folder)
        for first in count(collection.count(), _AT_ONCE):
            numbers = range(first, first + _AT_ONCE)
            vectors = np.array([vector_of(number) for number in numbers])
            collection.upsert(ids=[f"{number}" for number in numbers], embeddings=vectors)
            print(first + _AT_ONCE, flush=True)
    ledger, derived = _sibilla(folder, kind)
    for first in count(ledger.count(), _AT_ONCE):
        ledger.write([_article(number) for number in range(first, first + _AT_ONCE)])
        derived.catch_up()
        print(first + _AT_ONCE, flush=True)


def look(folder: str, kind: str, wanted: int) -> None:
    """Print how many records are held, and how many of the wanted ones are not found."""
    if kind == "bare":
        collection = _bare(folder)
        found = [
            collection.query(query_embeddings=[vector_of(number)], n_results=1)["ids"][0]
            for number in _sample(wanted)
        ]
        held = collection.count()
        lost = sum(
            near != [f"{number}"] for near, number in zip(found, _sample(wanted), strict=True)
        )
    else:
        _, derived = _sibilla(folder, kind)
        held = derived.vectors.count("en")
        lost = sum(
            derived.vectors.nearest_passages("en", vector_of(number), 1, Filters())
            != [f"{number}#0"]
            for number in _sample(wanted)
        )
    json.dump({"held": held, "lost": lost}, sys.stdout)


def _sample(wanted: int) -> list[int]:
    return np.random.default_rng(1).permutation(wanted)[:300].tolist()


def _bare(folder: str) -> chromadb.Collection:
    client = chromadb.PersistentClient(folder)
    return client.get_or_create_collection("records", embedding_function=None)


def _sibilla(folder: str, kind: str) -> tuple[Ledger, DerivedIndexes]:
    if kind == "refilled":
        index.vectors._LOG_ONLY = _DEFAULT_THRESHOLD
    ledger = Ledger(Path(folder) / "ledger.sqlite")
    if not ledger.stamp:
        ledger.start_over(Stamp(_MODEL, _DIMENSION, 1))
    derived = DerivedIndexes(Path(folder), ledger, EmbeddedVectors(Path(folder)))
    derived.mend()
    return ledger, derived


def _article(number: int) -> IndexedArticle:
    article, vector = (
        Article(f"{number}", f"T{number}", f"It is {number}.", "en"),
        vector_of(number),
    )
    sentence = Sentence(0, len(article.text), article.text)
    passage = Passage(
        article.id, 0, "", 0, len(article.text), article.text, article.language, (sentence,)
    )
    words = np.array([-1], dtype=np.int32)
    item = IndexedPassage(passage, vector, vector[np.newaxis], words, vector)
    return IndexedArticle(article, "", "", (item,))
