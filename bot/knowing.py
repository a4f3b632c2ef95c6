"""Knowing what is not known: whether the evidence answers the question at all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evidence import Evidence
from bot.question import Question
from index.retrieval import Findings
from index.words import split_words

# The best sentence's cosine plus coverage, below which most questions are none of the corpus's.
THRESHOLD = 0.75
# How steeply confidence rises around the threshold.
_STEEPNESS = 8.0
# Names are looked for in this many of the best passages.
_READ = 8


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether to answer, how sure (0 to 1, 0.5 at the threshold), and which names are missing."""

    answerable: bool
    confidence: float
    missing_names: tuple[str, ...] = ()


def judge(question: Question, findings: Findings, evidence: Sequence[Evidence]) -> Judgement:
    """Judge by the best combined sentence score and by the names that the question gives."""
    if not evidence:
        return Judgement(False, 0.0)
    best = max(item.similarity + item.coverage for item in evidence)
    missing = _missing_names(question, findings)
    confidence = 1 / (1 + math.exp(-_STEEPNESS * (best - THRESHOLD)))
    if missing:
        confidence /= 2
    return Judgement(best >= THRESHOLD and not missing, confidence, missing)


def _missing_names(question: Question, findings: Findings) -> tuple[str, ...]:
    """The names that none of the best passages has, nor anything that stands for them."""
    read = findings.passages[:_READ]
    texts = [
        set(split_words(f"{found.article.title} {found.passage.heading} {found.passage.text}"))
        for found in read
    ]
    counterparts = {
        asked.word: {
            word
            for matches in asked.counterparts.values()
            for word, weight in matches.items()
            if weight >= 0.5
        }
        for asked in findings.words
    }
    missing = []
    for name in question.names:
        words = [word for word in split_words(name) if word in counterparts]
        if words and not any(
            all(counterparts[word] & present for word in words) for present in texts
        ):
            missing.append(name)
    return tuple(missing)
