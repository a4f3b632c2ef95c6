"""What is checked and what checking gives: a sentence, what it cites, and its faults."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from bot.answer import Support
from index.passage import RankedPassage, Sentence, Vectors


class FaultKind(StrEnum):
    """What is wrong with a sentence."""

    NUMBER = "number"
    UNIT = "unit"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    ROLES = "roles"
    INVENTED = "invented"
    QUOTATION = "quotation"
    MEANING = "meaning"
    NO_SOURCE = "no_source"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a sentence and the piece of it that has it; "" for the sentence as a whole."""

    kind: FaultKind
    piece: str = ""


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A passage as the check sees it.

    `context` is what its reader knows besides: the article's title and the heading.
    `sentence_vectors` is (n_sentences, dimension) float32, L2-normalised. `dates` are those that
    the article bears: "in May" in an article of 2026 is May 2026.
    """

    text: str
    language: str
    sentences: tuple[Sentence, ...]
    sentence_vectors: Vectors
    context: str = ""
    dates: tuple[date, ...] = ()

    @classmethod
    def of(cls, found: RankedPassage) -> "CitedPassage":
        """The passage that a search has found."""
        vectors = found.sentence_vectors
        if vectors is None:
            vectors = np.zeros((len(found.passage.sentences), 0), dtype=np.float32)
        return cls(
            text=found.passage.text,
            language=found.passage.language,
            sentences=found.passage.sentences,
            sentence_vectors=vectors,
            context=f"{found.article.title}. {found.passage.heading}",
            dates=tuple(day for day in (found.article.published, found.article.updated) if day),
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a sentence gave. `score` is how near in meaning it is to what it cites, 0 to 1;
    `evidence` numbers, for each passage, its sentences that say it, none where none does."""

    support: Support
    faults: tuple[Fault, ...]
    score: float
    evidence: tuple[tuple[int, ...], ...] = ()
