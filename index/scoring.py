"""Scoring: all scores of many passages but that of the lexical index, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.alignment import align
from index.lexical import Expansion
from index.passage import Vectors
from index.records import PassageVectors, WordPositions


@dataclass(frozen=True, slots=True)
class PassageArrays:
    """Passages in one piece, to be scored together.

    `vectors` and `contexts` are (n, dimension), `sentence_vectors` (m, dimension) with the
    sentences of all; those of passage i begin at row `firsts[i]`. `words` has the passages' word
    positions one after the other.
    """

    items: tuple[PassageVectors, ...]
    vectors: Vectors
    contexts: Vectors
    sentence_vectors: Vectors
    words: WordPositions
    firsts: NDArray[np.int64]

    @classmethod
    def of(cls, items: Sequence[PassageVectors]) -> "PassageArrays":
        """The arrays of these passages, of which there is at least one."""
        counts = [len(item.sentence_vectors) for item in items]
        return cls(
            tuple(items),
            np.array([item.vector for item in items]),
            np.array([item.context for item in items]),
            np.concatenate([item.sentence_vectors for item in items]),
            np.concatenate([item.words for item in items]),
            np.concatenate([[0], np.cumsum(counts)])[:-1].astype(np.int64),
        )

    def sentences_of(self, row: int) -> slice:
        """Where the sentences of a passage stand among those of all."""
        first = int(self.firsts[row])
        return slice(first, first + len(self.items[row].sentence_vectors))


@dataclass(frozen=True, slots=True)
class Scores:
    """What passages scored: `columns` is (n, 5), a passage's cosine, its best sentence's, its
    alignment, its best sentence's, the cosine of its title and heading; `similarities` and
    `alignments` are (m,), a sentence each.
    """

    columns: Vectors
    similarities: Vectors
    alignments: Vectors


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as one language's part sees it.

    `vector` is (dimension,), `cosines` (n_words, n_vocabulary + 1), `idf` (n_words,).
    """

    vector: Vectors
    expansions: list[list[Expansion]]
    cosines: Vectors
    idf: Vectors

    def score(self, passages: PassageArrays) -> Scores:
        """All scores but the lexical one."""
        similarities = passages.sentence_vectors @ self.vector
        aligned, of_passages = align(passages.words, passages.firsts, self.cosines, self.idf)
        columns = np.stack(
            [
                passages.vectors @ self.vector,
                np.maximum.reduceat(similarities, passages.firsts),
                of_passages,
                np.maximum.reduceat(aligned, passages.firsts),
                passages.contexts @ self.vector,
            ],
            axis=1,
        )
        return Scores(columns.astype(np.float32), similarities, aligned)
