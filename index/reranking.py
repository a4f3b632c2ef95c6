"""Reranking: a cross-encoder reads question and passage together and orders the best anew.

Off by default: it needs a model of its own and reads every passage for every question, about a
hundred times the work of everything else.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index.hub import load_model
from index.passage import RankedPassage

# Passages read by the cross-encoder; the rest keep their order behind them.
RERANKED = 20


class Reranker:
    """A sentence-transformers cross-encoder, by hub name or folder."""

    def __init__(self, name: str) -> None:
        """Load the model.

        Raises:
            SettingWrong: `name` looks like a folder and there is none, or none with a model.
            EncoderUnavailable: the hub does not have it, or cannot be reached.
        """
        self._model = load_model(name, "CrossEncoder")
        self.name = name

    def rerank(self, question: str, found: Sequence[RankedPassage]) -> list[RankedPassage]:
        """The passages in the model's order, the first `RERANKED` of them at least.

        They share out the scores they had, so that a score still says how well a passage fits
        beside those that were not read.
        """
        read, rest = list(found[:RERANKED]), list(found[RERANKED:])
        if len(read) < 2:
            return [*read, *rest]
        pairs = [(question, item.passage.text) for item in read]
        order = np.argsort(-np.asarray(self._model.predict(pairs, show_progress_bar=False)))
        scores = sorted((item.score for item in read), reverse=True)
        reordered = [
            replace(read[place], score=score) for place, score in zip(order, scores, strict=True)
        ]
        return [*reordered, *rest]
