"""Passages and sentences: what is encoded, searched and quoted."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corpus.article import page_at

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: `text == article.text[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences under one heading: `text == article.text[start:end]`.

    `number` counts the passages of its article from 0; `heading` is "" before the first one.
    """

    article: str
    number: int
    heading: str
    start: int
    end: int
    text: str
    language: str
    sentences: tuple[Sentence, ...]

    @property
    def key(self) -> str:
        """The passage's name in every index."""
        return f"{self.article}#{self.number}"


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """What a reader needs to know of the article that a passage stands in."""

    id: str
    title: str
    language: str
    outlet: str = ""
    url: str = ""
    published: date | None = None
    updated: date | None = None
    passages: int = 0
    pages: tuple[int, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The number, from 1, of the page that an offset of its text stands on, if it has pages."""
        return page_at(self.pages, offset)


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage found for a question, with the scores that placed it.

    `score` is the fused one, a sum of standardised scores (0 is an average passage of its
    language); `similarity` is the cosine of passage and question; `sentence_similarities` has
    one cosine a sentence, in order; `alignments` says, also a sentence each, how much of the
    question's words it has a like word for (0 to 1); `lexical` is the expanded word score;
    `context` is the cosine of the question and the article's title with the passage's heading.
    `sentence_vectors` is (n_sentences, dimension) float32, L2-normalised.
    """

    passage: Passage
    article: ArticleCard
    score: float
    similarity: float
    lexical: float
    sentence_similarities: tuple[float, ...] = ()
    alignments: tuple[float, ...] = ()
    context: float = 0.0
    sentence_vectors: Vectors | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which passages may be found. Dates are inclusive and compared with the article's own.

    `recent` leaves none out, but has newer articles stand higher.
    """

    language: str = ""
    since: date | None = None
    until: date | None = None
    outlet: str = ""
    recent: bool = False

    @property
    def narrow(self) -> bool:
        """Whether they leave passages out within a language."""
        return bool(self.since or self.until or self.outlet)

    def admit(self, card: ArticleCard) -> bool:
        """Whether an article is among those that may be found; an undated one is in no period."""
        if self.language not in ("", card.language) or self.outlet not in ("", card.outlet):
            return False
        first, last = self.since or date.min, self.until or date.max
        if (self.since or self.until) and not card.published:
            return False
        return not card.published or first <= card.published <= last


def day_number(day: date | None) -> int:
    """A date as a number to compare: days since 0001-01-01; 0 for an unknown date."""
    return day.toordinal() if day else 0
