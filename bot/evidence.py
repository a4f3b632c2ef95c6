"""Evidence: which sentences of the passages found answer the question best.

A sentence scores its cosine with the question, plus the share of the question's words it has a
counterpart for, plus what speaks for its passage, plus a bonus when it holds the kind of thing
asked for: an amount, a date, a cause, a name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.question import Kind, Question, proper_names
from corpus.figures import find_figures
from index.passage import RankedPassage
from index.question_words import coverage
from index.retrieval import Findings

# Sentences are looked for in this many of the best passages.
PASSAGES_READ = 12

# Weights beside the cosine, which weighs 1.
COVERAGE = 1.0
PASSAGE = 0.3
KIND = 0.2
OWN_LANGUAGE = 0.1

_CAUSE = re.compile(
    r"\b(because|since|due to|in order to|so that|so as to|reasons?|therefore|thanks to|aims? to|"
    r"driven by|as a result|wants? to|meant to|to avoid|to reduce|to cut|to secure|depend\w*|"
    r"perch[eé]|poich[eé]|dato che|siccome|a causa d\w+|per via d\w+|grazie a\w*|motiv\w+|"
    r"ragion\w+|in modo da|così da|allo scopo|consente|permette|evitare|ridurre|vuole|dipend\w+|"
    r"serve a|servono a|per (?:non )?[a-z]+(?:are|ere|ire)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence, or several in a row, that answer the question.

    `first` and `last` number the passage's sentences, both included; `core` is the one that was
    chosen, the others being there so that it can be understood. `coverage` and `similarity` are
    those of the core, `score` the sum they were ranked by.
    """

    found: RankedPassage
    first: int
    last: int
    core: int
    score: float
    similarity: float
    coverage: float

    @property
    def start(self) -> int:
        """Offset of the quotation in its article."""
        return self.found.passage.sentences[self.first].start

    @property
    def end(self) -> int:
        """Offset just behind the quotation in its article."""
        return self.found.passage.sentences[self.last].end

    @property
    def text(self) -> str:
        """The quotation, as it stands in the article."""
        passage = self.found.passage
        return passage.text[self.start - passage.start : self.end - passage.start]

    @property
    def vector(self) -> np.ndarray:
        """The core sentence's vector (dimension,), zeros when it was not kept."""
        vectors = self.found.sentence_vectors
        return vectors[self.core] if vectors is not None else np.zeros(1, dtype=np.float32)


def find_evidence(question: Question, findings: Findings) -> list[Evidence]:
    """Every sentence of the best passages as evidence, best first."""
    passages = findings.passages[:PASSAGES_READ]
    if not passages:
        return []
    best, worst = passages[0].score, passages[-1].score
    spread = (best - worst) or 1.0
    evidence = [
        item
        for found in passages
        for item in _of_passage(question, findings, found, (found.score - worst) / spread)
    ]
    return sorted(evidence, key=lambda item: -item.score)


def holds_kind(kind: Kind, text: str, language: str, names: Sequence[str] = ()) -> bool:
    """Whether a text holds the kind of thing asked for; `names` are those the question gives."""
    if kind is Kind.AMOUNT:
        return any(figure.unit != "date" for figure in find_figures(text, language))
    if kind is Kind.WHEN:
        return any(
            figure.unit == "date" or not figure.unit and 1900 < figure.value < 2100
            for figure in find_figures(text, language)
        )
    if kind is Kind.WHY:
        return bool(_CAUSE.search(text))
    if kind in (Kind.WHO, Kind.LIST):
        known = " ".join(names).lower()
        return any(name.lower() not in known for name in proper_names(text))
    return False


def _of_passage(
    question: Question, findings: Findings, found: RankedPassage, standing: float
) -> list[Evidence]:
    evidence = []
    passage, card = found.passage, found.article
    own_language = OWN_LANGUAGE if passage.language == question.language else 0.0
    # What the title says need not be said again by each sentence.
    context = coverage(findings.words, f"{card.title} {passage.heading}", passage.language)
    for number, sentence in enumerate(passage.sentences):
        alone = coverage(findings.words, sentence.text, passage.language)
        together = coverage(findings.words, f"{card.title} {sentence.text}", passage.language)
        covered = (alone + max(together, context)) / 2
        bonus = KIND if holds_kind(
            question.kind, sentence.text, passage.language, question.names
        ) else 0.0
        similarity = found.sentence_similarities[number]
        evidence.append(
            Evidence(
                found=found,
                first=number,
                last=number,
                core=number,
                score=similarity + COVERAGE * covered + PASSAGE * standing + bonus + own_language,
                similarity=similarity,
                coverage=covered,
            )
        )
    return evidence
