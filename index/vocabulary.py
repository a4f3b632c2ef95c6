"""The vocabulary: every word of the corpus with its vector, to expand question words with.

The vectors of one language lie in a plain float32 file that is mapped, not loaded; row n is the
word at position n of the ledger. The file only grows and is derived: what is missing at its end
is appended from the ledger.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.ledger import Ledger
from index.lexical import Expansion
from index.passage import Vectors

# On the development half of the benchmark, MRR averaged over the four directions: 4 words above
# .6 gave .887, 6 .889, 10 .895, 20 above .5 .890.
MAX_EXPANSIONS = 10
MIN_COSINE = 0.6

_ROWS_AT_ONCE = 50_000


class Vocabulary:
    """The words of one language, found by the meaning of another word."""

    def __init__(self, path: Path, ledger: Ledger, language: str, dimension: int) -> None:
        self._path = path
        self._ledger = ledger
        self._language = language
        self._dimension = dimension
        self._vectors: Vectors = np.zeros((0, dimension), dtype=np.float32)
        self.reload()

    def catch_up(self) -> None:
        """Append the words that the ledger has and the file has not."""
        row_bytes = self._dimension * 4
        size = self._path.stat().st_size if self._path.exists() else 0
        wanted = self._ledger.count_words(self._language)
        rows = min(size // row_bytes, wanted)
        if rows == wanted and size == wanted * row_bytes:
            return
        with self._path.open("r+b" if self._path.exists() else "wb") as file:
            file.truncate(rows * row_bytes)  # a half-written row, after a crash
            file.seek(rows * row_bytes)
            for vector in self._ledger.word_vectors(self._language, first=rows):
                file.write(vector)
        self.reload()

    def reload(self) -> None:
        """Map the file as it is now."""
        size = self._path.stat().st_size if self._path.exists() else 0
        rows = min(size // (self._dimension * 4), self._ledger.count_words(self._language))
        if rows:
            shape = (rows, self._dimension)
            self._vectors = np.memmap(self._path, dtype=np.float32, mode="r", shape=shape)

    def expand(self, words: Sequence[str], vectors: Vectors) -> list[list[Expansion]]:
        """For each question word, the corpus words to look for, with their weights.

        `vectors` is (len(words), dimension). A weight is the cosine squared; the word itself, if
        the corpus has it, weighs 1.
        """
        if not words or not len(self._vectors):
            return [[] for _ in words]
        best_rows, best_cosines = self._nearest(vectors)
        expansions: list[list[Expansion]] = []
        for word, rows, cosines in zip(words, best_rows, best_cosines, strict=True):
            kept = [(row, cosine) for row, cosine in zip(rows, cosines, strict=True)
                    if cosine > MIN_COSINE]
            names = self._ledger.words_at(self._language, [row for row, _ in kept])
            weights = {name: min(float(cosine), 1.0) ** 2
                       for name, (_, cosine) in zip(names, kept, strict=True)}
            weights[word] = 1.0
            expansions.append([Expansion(name, weight) for name, weight in weights.items()])
        return expansions

    def _nearest(self, vectors: Vectors) -> tuple[np.ndarray, np.ndarray]:
        """Rows and cosines, each (n_words, up to MAX_EXPANSIONS), nearest first."""
        rows = np.zeros((len(vectors), 0), dtype=np.int64)
        cosines = np.zeros((len(vectors), 0), dtype=np.float32)
        for first in range(0, len(self._vectors), _ROWS_AT_ONCE):
            block = vectors @ self._vectors[first : first + _ROWS_AT_ONCE].T
            keep = min(MAX_EXPANSIONS, block.shape[1])
            top = np.argpartition(-block, keep - 1, axis=1)[:, :keep]
            rows = np.concatenate([rows, top + first], axis=1)
            cosines = np.concatenate([cosines, np.take_along_axis(block, top, axis=1)], axis=1)
        order = np.argsort(-cosines, axis=1)[:, :MAX_EXPANSIONS]
        return np.take_along_axis(rows, order, axis=1), np.take_along_axis(cosines, order, axis=1)
