"""Checkup: start Sibilla on a data folder as the next user would, and look for what is wrong."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import tantivy
from stories import mark_of

from bot.settings import Settings
from bot.sibilla import Sibilla
from corpus.errors import SibillaError
from corpus.library import read_article
from index.catalogue import Index
from index.chunking import CHUNKING_VERSION
from index.passage import Filters
from index.records import Stamp
from index.vectors import sentence_key

# What may lie in a data folder of which nothing is under way.
_AT_REST = {
    "articles",
    "trash",
    "index",
    "feeds.json",
    "feeds.lock",
    "feeds-pull.lock",
    "watched-files.json",
    "watched-files.lock",
    "removed-demo-articles.txt",
    "feedback.jsonl",
}


def examine(data: str, embedding: str = "use-multilingual-v3") -> None:
    """Start, sync, and print the articles and every fault found, as JSON."""
    settings = Settings(data=Path(data), demo=False, embedding=embedding)
    faults: list[str] = []
    articles: dict[str, str] = {}
    kept: list[str] = []
    _let_an_hour_pass(Path(data))
    try:
        sibilla = Sibilla(settings)
        report = sibilla.sync()
        faults += [f"refused: {id}: {error}" for id, error in report.refused.items()]
        articles = {id: sibilla.library.get(id).text for id in sibilla.library.files()}
        kept = [read_article(path, path.stem).text for path in (Path(data) / "trash").glob("*.md")]
        for check in (_search, _ledger, _chroma, _words, _leftovers):
            faults += check(sibilla, articles)
        sibilla.close()
    except SibillaError as error:
        faults.append(f"it does not start: {error}")
    except Exception as error:
        faults.append(f"it breaks: {type(error).__name__}: {error}")
    json.dump({"articles": articles, "kept": kept, "faults": faults}, sys.stdout)


def _let_an_hour_pass(data: Path) -> None:
    """So that nobody can still be writing what was left half-written."""
    for path in data.glob("**/.*.tmp"):
        os.utime(path, (0, 0))


# Stories are so alike that a word of one's own does not always bring it to the very top.
_FIRST = 20
# Its graph misses some of many vectors that are nearly alike, as those of our stories are.
_MISSED_BY_CHROMA = 0.2

Check = Callable[[Sibilla, dict[str, str]], Iterator[str]]


def _ledger(sibilla: Sibilla, articles: dict[str, str]) -> Iterator[str]:
    index = sibilla.index
    ledger = index._ledger
    if ledger.stamp != Stamp(index.model, index.encoder.dimension, CHUNKING_VERSION):
        yield f"the stamp is {ledger.stamp}"
    if not ledger.is_whole:
        yield "the index is not whole"
    for name in ("chroma", "lexical"):
        if ledger.applied(name) != ledger.revision:
            yield f"{name} is at {ledger.applied(name)} of {ledger.revision}"
    indexed = {card.id for card in sibilla.articles()}
    for id in indexed ^ articles.keys():
        yield f"{id} is only in the {'index' if id in indexed else 'library'}"
    for id in indexed & articles.keys():
        if sibilla.article(id).text != articles[id]:
            yield f"{id} is another text in the index"
        quoted = [item.passage for item in ledger.passages_of(id)]
        if not quoted or any(articles[id][p.start : p.end] != p.text for p in quoted):
            yield f"the passages of {id} are not its own"


def _chroma(sibilla: Sibilla, articles: dict[str, str]) -> Iterator[str]:
    ledger, vectors = sibilla.index._ledger, sibilla.index._derived.vectors
    for language in ("en", "it"):
        passages = {
            item.passage.key: item
            for card in ledger.cards()
            if card.language == language
            for item in ledger.passages_of(card.id)
        }
        sentences = {
            sentence_key(key, n)
            for key, i in passages.items()
            for n in range(len(i.sentence_vectors))
        }
        for name, wanted in (("passages", passages.keys()), ("sentences", sentences)):
            collection = vectors.find(f"{name}-{language}")
            held = collection.get(include=["embeddings"]) if collection else {"ids": []}
            if set(held["ids"]) != wanted:
                yield f"Chroma holds {len(held['ids'])} {name} ({language}), not {len(wanted)}"
            elif name == "passages" and held["ids"]:
                own = [passages[key].vector for key in held["ids"]]
                if not np.allclose(np.asarray(held["embeddings"]), np.asarray(own), atol=1e-3):
                    yield f"the vectors of passages ({language}) in Chroma are others"
        lost = [
            key
            for key, item in passages.items()
            if key not in vectors.nearest_passages(language, item.vector, 5, Filters())
        ]
        if len(lost) > _MISSED_BY_CHROMA * len(passages):
            yield f"Chroma does not find {len(lost)} of {len(passages)} passages ({language})"


def _words(sibilla: Sibilla, articles: dict[str, str]) -> Iterator[str]:
    index: Index = sibilla.index
    for language in index._ledger.languages():
        searcher = index._derived.lexical(language)._index.searcher()
        hits = searcher.search(tantivy.Query.all_query(), limit=100_000).hits
        held = sorted(searcher.doc(address)["key"][0] for _, address in hits)
        wanted = sorted(
            item.passage.key
            for card in index._ledger.cards()
            if card.language == language
            for item in index._ledger.passages_of(card.id)
        )
        if held != wanted:
            yield f"the words of {len(held)} passages ({language}) are held, not of {len(wanted)}"
        rows = index._ledger.count_words(language)
        size = (index._folder / f"vocabulary-{language}.f32").stat().st_size
        if size != rows * index.encoder.dimension * 4:
            yield f"the vocabulary ({language}) has {size} bytes for {rows} words"


def _search(sibilla: Sibilla, articles: dict[str, str]) -> Iterator[str]:
    for id, text in articles.items():
        found = [ranked.article.id for ranked in sibilla.search(mark_of(text), _FIRST).passages]
        if id not in found:
            asked = sibilla.index.mend(mark_of(text))
            yield f"{id} is not found by {mark_of(text)} ({asked}), only {found}"
        for stranger in set(found) - articles.keys():
            yield f"{stranger} answers and is not there"


def _leftovers(sibilla: Sibilla, articles: dict[str, str]) -> Iterator[str]:
    data = sibilla.settings.data
    yield from (f"left behind: {name}" for name in {p.name for p in data.iterdir()} - _AT_REST)
    for pattern in ("articles/.*", "trash/.*", "index/*/*.discarded*", "index/*/opening-*"):
        yield from (f"left behind: {path.relative_to(data)}" for path in data.glob(pattern))
    if len(indexes := list(data.glob("index/*/"))) != 1:
        yield f"there are {len(indexes)} indexes"
