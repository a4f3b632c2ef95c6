"""An encoder that keeps what it encoded, for a large library that is built often."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np

from index.embedding import Encoder
from index.passage import Vectors

_AT_ONCE = 500
# Of the texts one in so many is remembered, to measure the encoder's own rate on.
_EVERY = 20


class KeptEncodings:
    """Stands in for an encoder; what it has seen before it reads from a file.

    `seconds` adds up the processor's time in here, so that an indexer's own work is the rest.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self._encoder = encoder
        self.name, self.dimension = encoder.name, encoder.dimension
        self.reset()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._kept = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._kept.execute("PRAGMA journal_mode = WAL")
        self._kept.execute("PRAGMA synchronous = OFF")  # it can be made again
        self._kept.execute(
            "CREATE TABLE IF NOT EXISTS kept (hash BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"
        )

    def reset(self) -> None:
        """Begin to count anew."""
        self.seconds = 0.0
        self._letters = 0
        self._some: list[str] = []

    def bare_seconds(self, sample: int) -> float:
        """How long the encoder alone would take for all that was asked, told from a sample."""
        chosen = self._some[:: max(1, len(self._some) // sample)]
        began = time.process_time()
        self._encoder.encode_texts(chosen)
        seconds = time.process_time() - began
        return seconds / max(sum(map(len, chosen)), 1) * self._letters

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        return self._encoder.encode_questions(questions)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        return self._keeping("text", texts, self._encoder.encode_texts)

    def encode_words(self, words: Sequence[str]) -> Vectors:
        return self._keeping("word", words, self._encoder.encode_words)

    def _keeping(
        self, kind: str, texts: Sequence[str], encode: Callable[[Sequence[str]], Vectors]
    ) -> Vectors:
        began = time.process_time()
        self._letters += sum(map(len, texts))
        self._some += texts[::_EVERY]
        hashes = [blake2b(f"{kind}:{t}".encode(), digest_size=16).digest() for t in texts]
        known: dict[bytes, bytes] = {}
        for first in range(0, len(hashes), _AT_ONCE):
            some = hashes[first : first + _AT_ONCE]
            marks = ",".join("?" * len(some))
            rows = self._kept.execute(
                f"SELECT hash, vector FROM kept WHERE hash IN ({marks})",  # marks
                some,
            )
            known.update(rows)
        new = [n for n, hash in enumerate(hashes) if hash not in known]
        if new:
            vectors = encode([texts[n] for n in new])
            made = [(hashes[n], v.tobytes()) for n, v in zip(new, vectors, strict=True)]
            self._kept.execute("BEGIN")
            self._kept.executemany("INSERT OR IGNORE INTO kept VALUES (?, ?)", made)
            self._kept.execute("COMMIT")
            known.update(made)
        found = b"".join(known[hash] for hash in hashes)
        self.seconds += time.process_time() - began
        return np.frombuffer(found, dtype=np.float32).reshape(len(texts), self.dimension)
