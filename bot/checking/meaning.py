"""How near in meaning words and sentences are, across languages, by the encoder's vectors."""

from collections.abc import Sequence
from threading import Lock

import numpy as np

from index.embedding import Encoder
from index.passage import Vectors

# Words and texts whose vectors are kept: a passage is checked against sentence after sentence.
_KEPT = 20_000


class Meanings:
    """Vectors of words and sentences, each encoded once. Safe to use from several threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._words: dict[str, Vectors] = {}
        self._texts: dict[str, Vectors] = {}
        self._lock = Lock()

    def words(self, words: Sequence[str]) -> Vectors:
        """Vectors of single words, (n_words, dimension) float32."""
        with self._lock:
            new = [word for word in dict.fromkeys(words) if word not in self._words]
            if len(self._words) + len(new) > _KEPT:
                self._words.clear()
                new = list(dict.fromkeys(words))
            self._words.update(zip(new, self._encoder.encode_words(new), strict=True))
            return self._stack([self._words[word] for word in words])

    def texts(self, texts: Sequence[str]) -> Vectors:
        """Vectors of sentences and clauses, (n_texts, dimension) float32."""
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._texts]
            if len(self._texts) + len(new) > _KEPT:
                self._texts.clear()
                new = list(dict.fromkeys(texts))
            self._texts.update(zip(new, self._encoder.encode_texts(new), strict=True))
            return self._stack([self._texts[text] for text in texts])

    def alike(self, words: Sequence[str], others: Sequence[str]) -> Vectors:
        """How alike each word is to each of the others: cosine squared, 1 for the word itself.

        (n_words, n_others) float32.
        """
        if not words or not others:
            return np.zeros((len(words), len(others)), dtype=np.float32)
        cosines = np.clip(self.words(words) @ self.words(others).T, 0, 1) ** 2
        places = {word: place for place, word in enumerate(others)}
        for row, word in enumerate(words):
            if word in places:
                cosines[row, places[word]] = 1.0
        return np.asarray(cosines, dtype=np.float32)

    def _stack(self, vectors: list[Vectors]) -> Vectors:
        if not vectors:
            return np.zeros((0, self._encoder.dimension), dtype=np.float32)
        return np.stack(vectors)
