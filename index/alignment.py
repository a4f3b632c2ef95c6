"""Alignment: how well the words of a sentence answer to the words of a question.

Each question word is matched with the word of the sentence that is nearest in meaning (a greedy
alignment, as in BERTScore, Zhang et al. 2020, over static word vectors); the cosines squared are
averaged by the question words' inverse document frequency. It works across languages, since the
vectors do, and says how much of the question a single sentence covers.
"""

import numpy as np
from numpy.typing import NDArray

from index.passage import Vectors
from index.records import SENTENCE_START, WordPositions


def align(
    words: WordPositions, firsts: NDArray[np.int64], cosines: Vectors, idf: Vectors
) -> tuple[Vectors, Vectors]:
    """The alignments of m sentences, (m,), and of the n passages they make up, (n,).

    `words` has the word positions of all sentences, each after a `SENTENCE_START`; `firsts` (n,)
    says at which sentence each passage begins. `cosines` is (n_words, n_vocabulary + 1) with a
    last column of 0; `idf` is (n_words,). Alignments lie between 0 and 1.
    """
    starts = np.flatnonzero(words == SENTENCE_START)
    total = float(idf.sum())
    if not total:
        return np.zeros(len(starts), dtype=np.float32), np.zeros(len(firsts), dtype=np.float32)
    # A word that came after the cosines were computed takes the last column, too.
    words = np.minimum(words, cosines.shape[1] - 1)
    best = np.maximum.reduceat(np.take(cosines, words, axis=1), starts, axis=1)
    squared = np.clip(best, 0, 1) ** 2  # (n_words, m)
    shares = idf / total
    of_passages = shares @ np.maximum.reduceat(squared, firsts, axis=1)
    return (shares @ squared).astype(np.float32), of_passages.astype(np.float32)
