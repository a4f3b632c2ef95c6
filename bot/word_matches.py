"""Which of a question's words a text has, or a true counterpart of, in either language."""

from collections.abc import Sequence

import numpy as np

from index.passage import Vectors
from index.question_words import MIN_COUNTERPART, AskedWord
from index.words import split_words, words_with_starts


class WordMatches:
    """Looks for the words of one question in texts; made once a question.

    Arrays of (n_words,) have, per content word of the question, how near in meaning the nearest
    word of a text is: cosine squared, 0 below what retrieval expands by.
    """

    def __init__(self, words: Sequence[AskedWord], names: Sequence[str]) -> None:
        """`names` are the proper names of the question."""
        self._size = len(words)
        self._idf = np.array([asked.idf for asked in words], dtype=np.float32)
        of_names = set(split_words(" ".join(names)))
        self._is_name = np.array([asked.word in of_names for asked in words], dtype=bool)
        self._by_word: dict[str, dict[str, Vectors]] = {}
        self._own: dict[str, Vectors] = {}
        for number, asked in enumerate(words):
            self._own[asked.word] = self._unit(number, 1.0)
            for language, counterparts in asked.counterparts.items():
                known = self._by_word.setdefault(language, {})
                for word, weight in counterparts.items():
                    row = self._unit(number, weight)
                    known[word] = np.maximum(known[word], row) if word in known else row

    def met(self, text: str, language: str) -> Vectors:
        """For each word of the question, how well the text has it, (n_words,)."""
        known = self._by_word.get(language, self._own)
        rows = [known[word] for word in set(split_words(text)) if word in known]
        return np.max(rows, axis=0) if rows else np.zeros(self._size, dtype=np.float32)

    def met_by_word(self, text: str, language: str) -> tuple[Vectors, Vectors]:
        """The offsets of the text's words, (n,), and what each meets, (n, n_words)."""
        known = self._by_word.get(language, self._own)
        nothing = np.zeros(self._size, dtype=np.float32)
        words = words_with_starts(text)
        starts = np.array([start for _, start in words], dtype=np.float32)
        return starts, np.array([known.get(word, nothing) for word, _ in words])

    def share(
        self, met: Vectors, *, weights: Vectors | None = None, of_a_name: float = 1.0
    ) -> float:
        """The share of the question that is met, 0 to 1, its words weighted by idf.

        `weights` (n_words,) takes the place of idf; words of names count `of_a_name` of theirs.
        """
        worth = self._idf if weights is None else weights
        worth = np.where(self._is_name, of_a_name * worth, worth)
        total = float(worth.sum())
        return float(worth @ met) / total if total else 0.0

    def rarity_among(self, met: Vectors) -> Vectors:
        """Each word's inverse document frequency among some texts; `met` is (n_texts, n_words)."""
        frequency = (met >= MIN_COUNTERPART).sum(axis=0)
        rarity = np.log(1 + (len(met) - frequency + 0.5) / (frequency + 0.5))
        return np.asarray(rarity * (self._idf > 0), dtype=np.float32)

    def _unit(self, number: int, weight: float) -> Vectors:
        row = np.zeros(self._size, dtype=np.float32)
        row[number] = weight
        return row
