"""What retrieval costs on Sibilla's own corpus: a search, and indexing against bare encoding."""

import json
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from corpus.library import DEMO_FOLDER, Library
from index.catalogue import Index
from index.embedding import Encoder
from index.passage import Vectors

from .tables import Table, figure

_QUESTIONS = Path(__file__).parents[1] / "questions" / "demo.jsonl"
_COUNT, _WARM_UP = 200, 10
_AT_ONCE = 32


class TimedEncoder:
    """An encoder that adds up how long it encodes."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.dimension = encoder.name, encoder.dimension
        self.seconds = 0.0

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        return self._encoder.encode_questions(questions)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        began = time.perf_counter()
        vectors = self._encoder.encode_texts(texts)
        self.seconds += time.perf_counter() - began
        return vectors

    def encode_words(self, words: Sequence[str]) -> Vectors:
        began = time.perf_counter()
        vectors = self._encoder.encode_words(words)
        self.seconds += time.perf_counter() - began
        return vectors


def measure_cost(encoder: Encoder, data: Path) -> Table:
    """Index the demo corpus into `data`, encode the same texts alone, then search.

    Indexing and bare encoding take turns, a few articles each, so that whatever else the machine
    does slows down both.
    """
    timed = TimedEncoder(encoder)
    index = Index(data / "index")
    index.encoder = timed
    library = Library(data, with_demo=False)
    files = sorted(DEMO_FOLDER.glob("*.md"))
    indexing = bare = 0.0
    known: set[str] = set()
    for first in range(0, len(files), _AT_ONCE):
        for file in files[first : first + _AT_ONCE]:
            shutil.copy(file, library.folder)
        indexing += _time(lambda: index.sync(library))
        texts, words = _encoded(index)
        new_texts, new_words = sorted(texts - known), sorted(words - known)
        known |= texts | words
        bare += _time(lambda: (encoder.encode_texts(new_texts), encoder.encode_words(new_words)))  # noqa: B023
    inside = timed.seconds
    searches = _search_times(index)
    rows = [
        ["a search, p50", f"{np.percentile(searches, 50):.1f} ms"],
        ["a search, p95", f"{np.percentile(searches, 95):.1f} ms"],
        ["indexing from nothing", f"{indexing:.1f} s"],
        ["of it inside the encoder", figure(inside / indexing, 2)],
        ["the bare encoder on the same texts", f"{bare:.1f} s"],
        ["rate of indexing against the bare encoder", figure(bare / indexing, 2)],
    ]
    note = (
        f"Sibilla's own corpus: {len(files)} articles, {index.passage_count} passages, "
        f"{len(known)} texts and words to encode. {len(searches)} questions, warm."
    )
    index.close()
    return Table("Cost", ("", "measured"), rows, note)


def _encoded(index: Index) -> tuple[set[str], set[str]]:
    """The texts and the words that indexing has encoded."""
    ledger = index._ledger
    texts: set[str] = set()
    for card in index.cards():
        for item in ledger.passages_of(card.id):
            heading = item.passage.heading
            texts |= {item.passage.text, *(s.text for s in item.passage.sentences)}
            texts.add(f"{card.title}. {heading}" if heading else card.title)
    words: set[str] = set()
    for language in ledger.languages():
        words.update(ledger.words_at(language, range(ledger.count_words(language))))
    return texts, words


def _time(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


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
