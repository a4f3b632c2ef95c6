"""Knowing what is not known: whether the evidence answers the question at all."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.aliases import named_outright
from bot.evidence import Evidence
from bot.mentions import Mentions
from bot.premises import other_figure, other_roles, premise_told
from bot.question import Question
from bot.wanted import Kind, unit_wanted
from index.retrieval import Findings
from index.words import split_words

# Chance that the corpus answers, by logistic regression on the best sentence's cosine and
# alignment, learned on the development half of the benchmark with and without the gold article;
# on articles left out it tells the two apart with an area under the curve of .93 (English), .79
# (Italian), .84 and .75 (across). There the absent article has many near relations.
_COSINE, _ALIGNMENT, _CONSTANT = 3.42, 7.08, -5.42
# Refusing costs more than answering with a quotation that its reader can judge.
THRESHOLD = 0.2
# Log of the odds that a question is on what the articles are about at all, by logistic regression
# (`python -m tests.benchmarks.knowing`) on the best sentences' scores and on the chance above.
# At the threshold 56 of 58 questions out of the domain are below when they are left out of the
# learning, .01 of those with an answer in demo.jsonl and .14 of those in paraphrased.jsonl.
ON_TOPIC = {"score": 0.31, "similarity": 7.8, "sought": -3.1, "context": 15.3, "evident": 1.25}
ON_TOPIC_CONSTANT = -5.04
ON_TOPIC_THRESHOLD = 0.8
# The evidence weighed: the sentence to quote first need not be the one most like the question.
_WEIGHED = 5
# The sentences that may be quoted.
_QUOTED = 3
# A detail asked for must stand near the question's words in one of the best sentences, which must
# speak of what is named, unless one is about as like the question as any could be. On the demo
# questions this takes near-domain ones from .38 refused to .62, and those with an answer from .04
# to .07.
_DETAILS = (Kind.AMOUNT, Kind.WHEN, Kind.WHO, Kind.WHERE)
_SAID_NEAR = 0.05
_OF_WHAT_IS_NAMED = 0.5
_LIKE_THE_QUESTION = 0.45
# A word of a name with a number, but for years.
_NUMBERED = re.compile(r"(?!(?:19|20)\d\d\b)[^\W\d_]*\d\w*")
# Names are looked for in this many of the best passages.
_READ = 8


class Lack(StrEnum):
    """What the corpus lacks for an answer."""

    NAMES = "names"
    FIGURE = "figure"
    PREMISE = "premise"
    DETAIL = "detail"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether to answer, how sure (0 to 1), and what is lacking if not.

    `instead` is the sentence that tells otherwise what the question takes for granted.
    """

    confidence: float
    lack: Lack | None = None
    missing_names: tuple[str, ...] = ()
    instead: Evidence | None = None

    @property
    def answerable(self) -> bool:
        """Whether there is an answer to give."""
        return self.lack is None


def judge(question: Question, findings: Findings, evidence: Sequence[Evidence]) -> Judgement:
    """Judge by the best sentences' scores, and by what the question names, wants and supposes."""
    if not evidence:
        return Judgement(0.0, Lack.ANSWER)
    best = evidence[:_WEIGHED]
    signs = signs_of(best)
    confidence = 1 / (1 + math.exp(-signs["evident"]))
    missing = _missing_names(question, findings)
    numbered = any(character.isdigit() for name in missing for character in name)
    if missing and (numbered or not _may_be_translated(question, best)):
        return Judgement(confidence * THRESHOLD, Lack.NAMES, missing)
    if on_topic(signs) < ON_TOPIC_THRESHOLD and not _names_alone(question, findings):
        return Judgement(confidence, Lack.ANSWER)
    apart = _names_apart(question, findings, best[:_QUOTED])
    if apart and not _may_be_translated(question, best):
        return Judgement(confidence * THRESHOLD, Lack.NAMES, apart)
    if instead := _told_otherwise(question, findings, evidence):
        return Judgement(confidence * THRESHOLD, Lack.PREMISE, instead=instead)
    if _wants_figure(question) and all(item.feature("clue") < 1 for item in best[:_QUOTED]):
        return Judgement(confidence * THRESHOLD, Lack.FIGURE)
    if question.kind is Kind.WHY and not premise_told(question, findings.words, evidence):
        return Judgement(confidence * THRESHOLD, Lack.PREMISE)
    if question.kind in _DETAILS and not _detail_told(question, findings, best):
        return Judgement(confidence * THRESHOLD, Lack.DETAIL)
    return Judgement(confidence)


def _names_alone(question: Question, findings: Findings) -> bool:
    """Whether a question says little but names, all of which are known: "Trainium3 o Ironwood?"."""
    names = set(split_words(" ".join(question.names)))
    others = [asked.word for asked in findings.words if asked.word not in names]
    return bool(names) and (not others or (len(others) == 1 and question.kind is Kind.COMPARE))


def _may_be_translated(question: Question, best: Sequence[Evidence]) -> bool:
    """Whether names may stand there in the other language ("Egitto", "Egypt")."""
    return any(
        item.found.passage.language != question.language
        and item.feature("similarity") >= _LIKE_THE_QUESTION
        for item in best
    )


def signs_of(evidence: Sequence[Evidence]) -> dict[str, float]:
    """What the best sentences tell of whether they answer at all.

    `score`, their best, `similarity`, `sought` and `context`, the best of each, and `evident`, the
    log of the odds that the corpus answers.
    """
    best = evidence[:_WEIGHED]
    signs = {
        name: max(item.feature(name) for item in best)
        for name in ("similarity", "sought", "context")
    }
    evident = max(
        _COSINE * item.feature("similarity") + _ALIGNMENT * item.feature("alignment")
        for item in best
    )
    return signs | {"score": max(i.score for i in best), "evident": evident + _CONSTANT}


def on_topic(signs: Mapping[str, float]) -> float:
    """The log of the odds that a question is on what the articles are about."""
    return ON_TOPIC_CONSTANT + sum(weight * signs[name] for name, weight in ON_TOPIC.items())


def _wants_figure(question: Question) -> bool:
    return question.kind is Kind.AMOUNT and bool(unit_wanted(question.understood))


def _detail_told(question: Question, findings: Findings, best: Sequence[Evidence]) -> bool:
    """Whether a sentence gives such a detail in the words of the question, of what it names."""
    if max(item.feature("similarity") for item in best) >= _LIKE_THE_QUESTION:
        return True
    names = set(split_words(" ".join(question.names)))
    if all(asked.word in names for asked in findings.words):
        return True  # "Where is Project Rainier?": there is no word to look for
    return any(
        item.feature("near") >= _SAID_NEAR and item.feature("names") >= _OF_WHAT_IS_NAMED
        for item in best
    )


def _names_apart(
    question: Question, findings: Findings, quoted: Sequence[Evidence]
) -> tuple[str, ...]:
    """The names that the best sentence's passage lacks, where no quoted one's has them all.

    What is told of Mistral in one article and of Spain in another says nothing of Mistral in
    Spain. A list or comparison may take its names from several.
    """
    named = named_outright(question.names, question.understood)
    together = any(item.feature("all_names") == 1.0 for item in quoted)
    if together or len(named) < 2 or question.kind in (Kind.LIST, Kind.COMPARE):
        return ()
    mentions, best = Mentions(named, findings.words), quoted[0].found
    there = mentions.found(f"{best.article.title} {best.passage.heading} {best.passage.text}")
    return tuple(name for name, found in zip(named, there, strict=True) if not found)


def _told_otherwise(
    question: Question, findings: Findings, evidence: Sequence[Evidence]
) -> Evidence | None:
    """A sentence that gives another figure than the question does, or exchanges its names."""
    if figure := other_figure(question, evidence):
        return figure
    if question.kind not in (Kind.WHY, Kind.WHEN) or findings.encoder is None:
        return None
    return other_roles(question, evidence, findings.encoder)


def _missing_names(question: Question, findings: Findings) -> tuple[str, ...]:
    """The names that none of the best passages has, nor anything that stands for them.

    A number in a name must stand there as it is: the articles know Maia 200, not Maia 300.
    """
    named = named_outright(question.names, question.understood)
    words = {
        word
        for item in findings.passages[:_READ]
        for word in split_words(f"{item.article.title} {item.passage.text}")
    }
    numbered = {
        name
        for name in named
        if any(word not in words for word in split_words(name) if _NUMBERED.fullmatch(word))
    }
    mentions = Mentions(named, findings.words)
    found = [
        mentions.found(f"{item.article.title} {item.passage.heading} {item.passage.text}")
        for item in findings.passages[:_READ]
    ]
    return tuple(
        name
        for number, name in enumerate(mentions.names)
        if name in numbered or not any(row[number] for row in found)
    )
