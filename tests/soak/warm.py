"""What a process of the harness has loaded before it starts: everything but the data folder.

A fork server imports this once, so that a command takes tenths of a second instead of several.
The encoder is warm as well, but no thread is running yet and no file of the library is open.
"""

import importlib
import zlib
from collections.abc import Sequence
from functools import cache

import chromadb.api.rust  # noqa: F401
import numpy as np
import pypdfium2  # noqa: F401
import simplemma  # noqa: F401
import tantivy  # noqa: F401

import index.catalogue
from corpus.readers import read_content
from index.chunking import split_passages
from index.embedding import DEFAULT_MODEL, EmbeddedEncoder, Encoder, make_encoder
from index.passage import Vectors
from index.words import split_words

for _name in ("cli", "shell", "sibilla", "feed_commands", "terminal_adding", "terminal_answer"):
    importlib.import_module(f"bot.{_name}")
for _name in ("feeds.pulling", "web.pages", "readers.html", "readers.reading_process"):
    importlib.import_module(f"corpus.{_name}")

_ENCODER = EmbeddedEncoder()
_ENCODER.encode_texts(["Warm.", "Caldo."])


class ChanceEncoder:
    """Another model: each word has a direction of its own, and a text is the sum of its words."""

    name = "chance"
    dimension = 128

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        return self.encode_texts(questions)

    def encode_words(self, words: Sequence[str]) -> Vectors:
        return self.encode_texts(words)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        rows = [sum(map(_direction, split_words(text) or [""])) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(-1, self.dimension)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@cache
def _direction(word: str) -> Vectors:
    return np.random.default_rng(zlib.crc32(word.encode())).standard_normal(ChanceEncoder.dimension)


def _warm_encoder(name: str = DEFAULT_MODEL) -> Encoder:
    """The encoder that is warm, or another model that costs nothing."""
    if name == "chance":
        return ChanceEncoder()
    return _ENCODER if name == DEFAULT_MODEL else make_encoder(name)


index.catalogue.make_encoder = _warm_encoder


def _read_something() -> None:
    """Load what reading and splitting texts loads when first used: dictionaries above all."""
    for text in ("The pump of the plant is cold.", "La pompa dell'impianto è fredda."):
        article = read_content(f"{text} {text}".encode(), "warm.txt")
        split_passages(article)


_read_something()
