"""Knowing what is not known: whether the evidence answers the question at all."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.evidence import Evidence
from bot.mentions import Mentions
from bot.question import Question
from bot.wanted import Kind, unit_wanted
from index.question_words import coverage
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
# The sentences that may be quoted.
_QUOTED = 3
# Names are looked for in this many of the best passages.
_READ = 8


# What a "why" may take for granted only if the evidence says it, in these or like words: that
# something was bought, sold, given up, closed, lost. "Choose" or "want" are told in too many ways
# to be looked for.
_DRASTIC = re.compile(
    r"(?:bought|buy\w*|acquir\w+|s[eo]ll\w*|sold|resold|merge\w*|cancel\w*|withdr\w+|quit\w*|left|"
    r"abandon\w*|clos\w+|shut\w*|stop\w*|halt\w*|suspend\w*|fall|fell|lost?|lose|fir(?:e|ed|ing)|"
    r"ban|banned|reject\w*|sued|broke|"
    r"compr\w+|acquist\w+|acquisi\w+|vend\w+|rivend\w+|fus[oaei]\b|annull\w+|cancell\w+|"
    r"ritir\w+|abbandon\w+|lasci\w+|chius\w+|chiud\w+|ferm\w+|interrott\w+|sospes\w+|"
    r"cal(?:at|o)\w*|cadut\w+|pers[oaei]|licenzi\w+|viet\w+|respint\w+|denunci\w+|mollat\w+)"
)


class Lack(StrEnum):
    """What the corpus lacks for an answer."""

    NAMES = "names"
    FIGURE = "figure"
    PREMISE = "premise"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether to answer, how sure (0 to 1), and what is lacking if not."""

    confidence: float
    lack: Lack | None = None
    missing_names: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether there is an answer to give."""
        return self.lack is None


def judge(question: Question, findings: Findings, evidence: Sequence[Evidence]) -> Judgement:
    """Judge by the best sentences' scores, and by what the question names, wants and supposes."""
    if not evidence:
        return Judgement(0.0, Lack.ANSWER)
    best = evidence[:_WEIGHED]
    evident = _CONSTANT + max(
        _COSINE * item.feature("similarity") + _ALIGNMENT * item.feature("alignment")
        for item in best
    )
    confidence = 1 / (1 + math.exp(-evident))
    missing = _missing_names(question, findings)
    if missing:
        return Judgement(confidence * THRESHOLD, Lack.NAMES, missing)
    if confidence < THRESHOLD:
        return Judgement(confidence, Lack.ANSWER)
    if _wants_figure(question) and all(item.feature("fit") < 1 for item in best[:_QUOTED]):
        return Judgement(confidence * THRESHOLD, Lack.FIGURE)
    if question.kind is Kind.WHY and not _premise_told(findings, best[:_QUOTED]):
        return Judgement(confidence * THRESHOLD, Lack.PREMISE)
    return Judgement(confidence)


def _wants_figure(question: Question) -> bool:
    return question.kind is Kind.AMOUNT and bool(unit_wanted(question.understood))


def _premise_told(findings: Findings, best: Sequence[Evidence]) -> bool:
    """Whether the passages of the best evidence tell the drastic thing that a question supposes."""
    drastic = [asked for asked in findings.words if _DRASTIC.fullmatch(asked.word)]
    return not drastic or any(
        coverage(drastic, f"{item.found.article.title} {passage.text}", passage.language) > 0
        for item in best
        for passage in (item.found.passage,)
    )


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
