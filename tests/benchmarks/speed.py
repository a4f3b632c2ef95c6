"""What retrieval costs on Sibilla's own corpus: a search, and indexing against bare encoding."""

import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.library import Library
from index.catalogue import Index
from index.embedding import Encoder
from index.passage import Vectors

from .tables import Table, figure

_QUESTIONS = Path(__file__).parents[1] / "questions" / "demo.jsonl"
_COUNT, _WARM_UP = 200, 10


class TimedEncoder:
    """An encoder that adds up the processor seconds it takes."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.dimension = encoder.name, encoder.dimension
        self.seconds = 0.0

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        return self._encoder.encode_questions(questions)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        began = time.process_time()
        vectors = self._encoder.encode_texts(texts)
        self.seconds += time.process_time() - began
        return vectors

    def encode_words(self, words: Sequence[str]) -> Vectors:
        began = time.process_time()
        vectors = self._encoder.encode_words(words)
        self.seconds += time.process_time() - began
        return vectors


def measure_cost(encoder: Encoder, data: Path) -> Table:
    """Index the demo corpus into `data`, encode the same texts alone, then search."""
    timed = TimedEncoder(encoder)
    index = Index(data / "index")
    index.encoder = timed
    began = time.process_time()
    index.sync(Library(data))
    indexing = time.process_time() - began
    texts, words = _encoded(index)
    began = time.process_time()
    encoder.encode_texts(texts)
    encoder.encode_words(words)
    bare = time.process_time() - began
    searches = _search_times(index)
    passages, articles = index.passage_count, len(index.cards())
    index.close()
    rows = [
        ["a search, p50", f"{np.percentile(searches, 50):.1f} ms"],
        ["a search, p95", f"{np.percentile(searches, 95):.1f} ms"],
        ["indexing from nothing, processor seconds", f"{indexing:.1f}"],
        ["share of them inside the encoder", figure(timed.seconds / indexing, 2)],
        ["the bare encoder on the same texts, processor seconds", f"{bare:.1f}"],
        ["rate of indexing against the bare encoder", figure(bare / indexing, 2)],
    ]
    note = (
        f"Sibilla's own corpus: {articles} articles, {passages} passages; {len(texts)} texts and "
        f"{len(words)} words to encode. {len(searches)} questions, warm."
    )
    return Table("Cost", ("", "measured"), rows, note)


def _encoded(index: Index) -> tuple[list[str], list[str]]:
    """The distinct texts and the words that indexing had to encode."""
    ledger = index._ledger
    texts: dict[str, None] = {}
    for card in index.cards():
        for item in ledger.passages_of(card.id):
            texts |= dict.fromkeys([item.passage.text, *(s.text for s in item.passage.sentences)])
    words: list[str] = []
    for language in ledger.languages():
        words += ledger.words_at(language, range(ledger.count_words(language)))
    return list(texts), words


def _search_times(index: Index) -> list[float]:
    """Milliseconds of each search, after a few to warm up."""
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines][:_COUNT]
    times = []
    for question in [*questions[:_WARM_UP], *questions]:
        began = time.perf_counter()
        index.search(question)
        times.append(1000 * (time.perf_counter() - began))
    return times[_WARM_UP:]
