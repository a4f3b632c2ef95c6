"""Alignment: how well the words of a sentence answer to the words of a question.

Each question word is matched with the word of the sentence that is nearest in meaning (a greedy
alignment, as in BERTScore, Zhang et al. 2020, over static word vectors); the cosines squared are
averaged by the question words' inverse document frequency. It works across languages, since the
vectors do, and says how much of the question a single sentence covers.
"""

from collections.abc import Sequence

import numpy as np

from index.passage import Vectors
from index.records import SENTENCE_START, IndexedPassage


def align(items: Sequence[IndexedPassage], cosines: Vectors, idf: Vectors) -> list[Vectors]:
    """For each passage, the alignment of its sentences and, last, of the whole passage.

    `cosines` is (n_words, n_vocabulary + 1) with a last column of 0; `idf` is (n_words,). Each
    array is (n_sentences + 1,), between 0 and 1.
    """
    if not items:
        return []
    total = float(idf.sum())
    if not total:
        return [np.zeros(len(item.passage.sentences) + 1, dtype=np.float32) for item in items]
    # A word that came after the cosines were computed takes the last column, too.
    words = np.minimum(np.concatenate([item.words for item in items]), cosines.shape[1] - 1)
    starts = np.flatnonzero(words == SENTENCE_START)
    best = np.maximum.reduceat(cosines[:, words], starts, axis=1)
    squared = np.clip(best, 0, 1) ** 2  # (n_words, all sentences)
    of_sentence = (idf / total) @ squared
    counts = [len(item.passage.sentences) for item in items]
    firsts = np.concatenate([[0], np.cumsum(counts)])[:-1]
    of_passage = (idf / total) @ np.maximum.reduceat(squared, firsts, axis=1)
    return [
        np.append(of_sentence[first : first + count], whole).astype(np.float32)
        for first, count, whole in zip(firsts, counts, of_passage, strict=True)
    ]
