"""The words of the ledger: the vocabulary of each language, with a vector for each word."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from index.ledger_file import LedgerFile
from index.passage import Vectors


class LedgerWords(LedgerFile):
    """Words have positions, which are given once and stay, whatever becomes of the articles."""

    def add_words(self, language: str, words: Sequence[str], vectors: Vectors) -> None:
        """Put new words into a language's vocabulary, in order; `vectors` is (n, dimension)."""
        with self._write():
            first = self.count_words(language)
            self._connection.executemany(
                "INSERT INTO words VALUES (?, ?, ?, ?)",
                [
                    (language, first + n, word, vector.astype(np.float32).tobytes())
                    for n, (word, vector) in enumerate(zip(words, vectors, strict=True))
                ],
            )

    def word_positions(self, language: str, words: Iterable[str]) -> dict[str, int]:
        """The positions of those of `words` that are in a language's vocabulary."""
        query = "SELECT position FROM words WHERE language = ? AND word = ?"
        positions: dict[str, int] = {}
        for word in words:
            row = self._connection.execute(query, (language, word)).fetchone()
            if row:
                positions[word] = row[0]
        return positions

    def words_at(self, language: str, positions: Sequence[int]) -> list[str]:
        """The words at these positions of a language's vocabulary, in the same order."""
        query = "SELECT word FROM words WHERE language = ? AND position = ?"
        return [
            self._connection.execute(query, (language, int(position))).fetchone()[0]
            for position in positions
        ]

    def word_vectors(self, language: str, first: int = 0) -> Iterator[bytes]:
        """The vectors of a language's vocabulary from position `first` on, as float32 bytes."""
        rows = self._connection.execute(
            "SELECT vector FROM words WHERE language = ? AND position >= ? ORDER BY position",
            (language, first),
        )
        return (vector for (vector,) in rows)

    def count_words(self, language: str) -> int:
        """How many words of a language have a vector."""
        query = "SELECT COALESCE(MAX(position) + 1, 0) FROM words WHERE language = ?"
        return int(self._connection.execute(query, (language,)).fetchone()[0])
