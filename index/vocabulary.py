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
        shape = (rows, self._dimension)
        self._vectors = (  # an empty file cannot be mapped
            np.memmap(self._path, dtype=np.float32, mode="r", shape=shape)
            if rows
            else np.zeros(shape, dtype=np.float32)
        )

    def compare(self, vectors: Vectors) -> Vectors:
        """Cosines of question words with every word here, (n_words, n_vocabulary + 1) float32.

        The last column is 0: it is what `SENTENCE_START` picks among word positions.
        """
        cosines = np.zeros((len(vectors), len(self._vectors) + 1), dtype=np.float32)
        if len(vectors) and len(self._vectors):
            # This way round is a fifth faster: 11 ms for six words against 24,700.
            cosines[:, :-1] = (self._vectors @ vectors.T).T
        return cosines

    def expand(self, words: Sequence[str], cosines: Vectors) -> list[list[Expansion]]:
        """For each question word, the corpus words to look for, with their weights.

        `cosines` is what `compare` gave for the words. A weight is the cosine squared; the word
        itself weighs 1.
        """
        return [self._expand(word, row[:-1]) for word, row in zip(words, cosines, strict=True)]

    def _expand(self, word: str, cosines: Vectors) -> list[Expansion]:
        near = np.flatnonzero(cosines > MIN_COSINE)
        if len(near) > MAX_EXPANSIONS:
            near = near[np.argpartition(-cosines[near], MAX_EXPANSIONS - 1)[:MAX_EXPANSIONS]]
        names = self._ledger.words_at(self._language, near.tolist())
        weights = {
            name: min(float(cosines[position]), 1.0) ** 2
            for name, position in zip(names, near, strict=True)
        }
        weights[word] = 1.0
        return [Expansion(name, weight) for name, weight in weights.items()]
