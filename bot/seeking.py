"""Seeking: what the vector of an answer is like, told from the vector of its question.

An encoder puts a question near texts on the same matter, which need not answer it. So a correction
of low rank is added to the question's vector before sentences are compared with it: `v + (v A) B`,
made unit length again, with A (dimension, rank) and B (rank, dimension) learned by a softmax over
all sentences (`python -m tests.benchmarks.seeking`). It belongs to the built-in encoder; vectors of
others are left as they are.
"""

from functools import cache
from pathlib import Path

import numpy as np

from bot.question import Question
from index.embedding import DEFAULT_MODEL, Encoder
from index.passage import Vectors

WEIGHTS_FILE = Path(__file__).with_name("seeking.npz")

Correction = tuple[Vectors, Vectors]
"""A (dimension, rank) and B (rank, dimension)."""


def sought(question: Question, encoder: Encoder) -> Vectors:
    """Two vectors (2, dimension) that answers are near to.

    The first is of the question, the second of what it says besides names: those are all over an
    article that speaks of them, and do not tell which of its sentences answers.
    """
    vectors = encoder.encode_questions([question.understood, _without_names(question)])
    return corrected(vectors, correction()) if encoder.name == DEFAULT_MODEL else vectors


def corrected(vectors: Vectors, by: Correction) -> Vectors:
    """Vectors of questions (n, dimension), moved towards where answers are, L2-normalised."""
    towards, back = by
    moved = vectors + (vectors @ towards) @ back
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


@cache
def correction() -> Correction:
    """The correction that was learned."""
    with np.load(WEIGHTS_FILE) as stored:
        return stored["towards"].astype(np.float32), stored["back"].astype(np.float32)


def _without_names(question: Question) -> str:
    text = question.understood
    for name in question.names:
        text = text.replace(name, " ")
    return " ".join(text.split()) or question.understood
