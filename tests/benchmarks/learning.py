"""Learning the weights: softmax regression of the gold passage among its nearest rivals.

`index.fusion.WEIGHTS` comes from here. Each question is tested with weights that were learned
without any question of its topic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.passage import Vectors

from .bilingual import BenchQuestion
from .exhaustive import Columns, Laboratory, Measured, Passages, standardise

_RIVALS, _FOLDS, _STEPS, _RATE, _RIDGE = 60, 5, 150, 0.05, 1e-3


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights by score, learned on everything, and how weights learned on the rest did.

    `spread` is half the range of each weight over the folds. What was measured of a question
    comes from the fold that had not seen its topic.
    """

    weights: dict[str, float]
    spread: dict[str, float]
    measured: Measured


@dataclass(frozen=True, slots=True)
class _Examples:
    """Questions with their candidates: `scores` (k, c, n_scores), masks (k, c), topics (k,)."""

    scores: Vectors
    is_candidate: NDArray[np.bool_]
    is_gold: NDArray[np.bool_]
    topics: NDArray[np.str_]


def cross_validate(
    laboratory: Laboratory, names: Sequence[str], columns: Mapping[str, Columns] | None = None
) -> Learned:
    """Learn weights for the scores of these names on all topics but a fifth, and test there."""
    columns, questions = columns or laboratory.columns, laboratory.questions
    stacked = {
        language: np.stack([standardise(of[name]) for name in names], axis=2)
        for language, of in columns.items()
    }
    examples = _gather(laboratory.passages, stacked, questions)
    topics = sorted({q.topic for q in questions})
    topic_of = np.array([q.topic for q in questions])
    of_folds = []
    totals = {language: np.zeros(of.shape[:2], np.float32) for language, of in stacked.items()}
    for fold in range(_FOLDS):
        held_out = topics[fold::_FOLDS]
        weights = _learn(examples, ~np.isin(examples.topics, held_out))
        of_folds.append(weights)
        rows = np.isin(topic_of, held_out)
        for language, of in stacked.items():
            totals[language][rows] = of[rows] @ weights
    weights = _learn(examples, np.ones(len(examples.topics), dtype=bool))
    spread = np.ptp(of_folds, axis=0) / 2
    return Learned(
        dict(zip(names, weights.tolist(), strict=True)),
        dict(zip(names, spread.tolist(), strict=True)),
        laboratory.measure(totals),
    )


def _gather(
    passages: Mapping[str, Passages],
    stacked: Mapping[str, Vectors],
    questions: Sequence[BenchQuestion],
) -> _Examples:
    """The gold passages of each question and language, with their nearest rivals.

    Nearest by the unweighted sum of the scores; an article may have several passages.
    """
    width = _RIVALS + 10
    scores, is_candidate, is_gold, topics = [], [], [], []
    for language, of in stacked.items():
        firsts = np.append(passages[language].first_passages, of.shape[1])
        nearest = np.argsort(-of.sum(axis=2), axis=1)[:, :_RIVALS]
        for row, question in enumerate(questions):
            article = passages[language].article_rows[question.gold[language]]
            gold = np.arange(firsts[article], firsts[article + 1])
            kept = np.union1d(nearest[row], gold)
            padding = (0, width - len(kept))
            scores.append(np.pad(of[row, kept], (padding, (0, 0))))
            is_candidate.append(np.pad(np.ones(len(kept), dtype=bool), padding))
            is_gold.append(np.pad(np.isin(kept, gold), padding))
            topics.append(question.topic)
    return _Examples(np.array(scores), np.array(is_candidate), np.array(is_gold), np.array(topics))


def _learn(examples: _Examples, chosen: NDArray[np.bool_]) -> Vectors:
    """Weights (n_scores,) that make the gold passages likely, by Adam (Kingma and Ba 2015)."""
    scores, is_gold = examples.scores[chosen], examples.is_gold[chosen]
    is_candidate = examples.is_candidate[chosen]
    weights = np.ones(scores.shape[2], dtype=np.float32)
    momentum, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        sums = scores @ weights
        # Minus the logarithm of the share of all probability that gold passages have.
        excess = _softmax(sums, is_candidate) - _softmax(sums, is_gold)
        gradient = np.einsum("kc,kcs->s", excess, scores) / len(scores) + 2 * _RIDGE * weights
        momentum = 0.9 * momentum + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        speed = np.sqrt(square / (1 - 0.999**step)) + 1e-8
        weights = weights - _RATE * momentum / (1 - 0.9**step) / speed
    return np.asarray(weights)


def _softmax(sums: Vectors, mask: NDArray[np.bool_]) -> Vectors:
    """Probabilities (k, c) among what the mask lets through."""
    masked = np.where(mask, sums, -np.inf)
    exponentials = np.exp(masked - masked.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))
