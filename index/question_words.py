"""The question's content words, as the corpus knows them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.lexical import Expansion, LexicalIndex
from index.words import split_words

# A corpus word stands for a question word from this cosine squared on.
MIN_COUNTERPART = 0.5


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A content word of the question with what stands for it in the corpus.

    `idf` is its inverse document frequency where it is commonest, largest for a word that the
    corpus does not have. `counterparts` maps, per language, corpus words to how close in meaning
    they are (cosine squared, 1 for the word itself).
    """

    word: str
    idf: float
    counterparts: dict[str, dict[str, float]]


def ask_words(
    words: Sequence[str],
    expansions: dict[str, list[list[Expansion]]],
    idf: dict[str, Sequence[float]],
) -> tuple[AskedWord, ...]:
    """The words with their expansions and idf of every language put together."""
    return tuple(
        AskedWord(
            word,
            min((float(values[n]) for values in idf.values()), default=0.0),
            {
                language: {e.word: e.weight for e in lists[n]}
                for language, lists in expansions.items()
            },
        )
        for n, word in enumerate(words)
    )


def inverse_frequency(lexical: LexicalIndex, expansions: Sequence[Expansion]) -> float:
    """BM25's idf of the commonest true counterpart; that of an absent word when there is none."""
    total = lexical.count()
    frequency = max(
        (lexical.document_frequency(e.word) for e in expansions if e.weight >= MIN_COUNTERPART),
        default=0,
    )
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def coverage(words: Sequence[AskedWord], text: str, language: str) -> float:
    """The idf-weighted share of the question's words with a counterpart in a text, 0 to 1."""
    total = sum(asked.idf for asked in words)
    if not total:
        return 0.0
    present = set(split_words(text))
    met = sum(
        asked.idf
        for asked in words
        if any(
            weight >= MIN_COUNTERPART and word in present
            for word, weight in asked.counterparts.get(language, {asked.word: 1.0}).items()
        )
    )
    return met / total
