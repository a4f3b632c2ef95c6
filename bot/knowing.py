"""Knowing what is not known: whether the evidence answers the question at all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evidence import Evidence
from bot.mentions import Mentions
from bot.question import Question
from index.retrieval import Findings

# Chance that the corpus answers, by logistic regression on the best sentence's cosine and
# alignment, learned on the development half of the benchmark with and without the gold article;
# on articles left out it tells the two apart with an area under the curve of .93 (English), .79
# (Italian), .84 and .75 (across). There the absent article has many near relations.
_COSINE, _ALIGNMENT, _CONSTANT = 3.42, 7.08, -5.42
# Refusing costs more than answering with a quotation that its reader can judge.
THRESHOLD = 0.2
# The evidence weighed: the sentence to quote first need not be the one most like the question.
_WEIGHED = 5
# Names are looked for in this many of the best passages.
_READ = 8


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether to answer, how sure (0 to 1), and which names are missing."""

    answerable: bool
    confidence: float
    missing_names: tuple[str, ...] = ()


def judge(question: Question, findings: Findings, evidence: Sequence[Evidence]) -> Judgement:
    """Judge by the best combined sentence score and by the names that the question gives."""
    if not evidence:
        return Judgement(False, 0.0)
    evident = _CONSTANT + max(
        _COSINE * item.feature("similarity") + _ALIGNMENT * item.feature("alignment")
        for item in evidence[:_WEIGHED]
    )
    confidence = 1 / (1 + math.exp(-evident))
    missing = _missing_names(question, findings)
    if missing:
        confidence *= THRESHOLD
    return Judgement(confidence >= THRESHOLD, confidence, missing)


def _missing_names(question: Question, findings: Findings) -> tuple[str, ...]:
    """The names that none of the best passages has, nor anything that stands for them."""
    mentions = Mentions(question.names, findings.words)
    found = [
        mentions.found(f"{item.article.title} {item.passage.heading} {item.passage.text}")
        for item in findings.passages[:_READ]
    ]
    return tuple(
        name for number, name in enumerate(mentions.names) if not any(row[number] for row in found)
    )
