"""The answer and its citations, as every way of asking gives them."""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from index.passage import ArticleCard, RankedPassage


class Support(StrEnum):
    """What checking a sentence against what it cites has shown."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quotation. `quote == article.text[start:end]` for the article as indexed.

    `passage_start` and `passage_end` are the offsets of the passage around the quotation, and
    `page` is where it begins in a document that has pages, such as a PDF.
    """

    number: int
    article: str
    title: str
    outlet: str
    published: date | None
    updated: date | None
    url: str
    language: str
    quote: str
    start: int
    end: int
    passage_start: int
    passage_end: int
    heading: str = ""
    support: Support = Support.SUPPORTED
    page: int | None = None

    @classmethod
    def of(
        cls,
        found: RankedPassage,
        number: int,
        first: int,
        last: int,
        support: Support = Support.SUPPORTED,
    ) -> "Citation":
        """A citation that quotes a passage's sentences from `first` to `last`, counted from 0."""
        passage, card = found.passage, found.article
        start, end = passage.sentences[first].start, passage.sentences[last].end
        return cls(
            number=number,
            article=card.id,
            title=card.title,
            outlet=card.outlet,
            published=card.published,
            updated=card.updated,
            url=card.url,
            language=card.language,
            quote=passage.text[start - passage.start : end - passage.start],
            start=start,
            end=end,
            passage_start=passage.start,
            passage_end=passage.end,
            heading=passage.heading,
            page=card.page_at(start),
            support=support,
        )

    def as_json(self) -> dict[str, Any]:
        """The citation in plain types, as `ask --json` prints it."""
        return asdict(self) | {
            "published": self.published and self.published.isoformat(),
            "updated": self.updated and self.updated.isoformat(),
            "support": str(self.support),
            "supported": self.support is Support.SUPPORTED,
        }


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer, `answer.text[start:end]` with its marks, and how it is supported.

    `numbers` are the citations it was checked against. `faults` say, in the answer's language,
    what stands in none of them; there are none when the sentence is supported.
    """

    start: int
    end: int
    support: Support
    numbers: tuple[int, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in the asker's language, its text carrying `[n]` marks for `citations`.

    The text is plain: paragraphs are set apart by an empty line, and the lines of a list begin
    with "- ".

    `understood` is the question as it was searched, equal to `question` unless it was a
    follow-up. `abstained` says that the corpus does not hold the answer: then there are no
    citations, and `nearest` lists the closest articles. `confidence` is between 0 and 1.
    `as_of` is the latest date among the cited articles. `model` names the chat model that wrote
    the text, "" when it is made of quotations; `notice` tells, in the answer's language, what
    went otherwise than asked, such as a model that did not answer. `sentences` are what checking
    the text gave. `complete` is False while a text is still being written: then it is not checked.
    """

    question: str
    understood: str
    language: str
    text: str
    abstained: bool
    confidence: float
    citations: tuple[Citation, ...] = ()
    nearest: tuple[ArticleCard, ...] = ()
    ranked: tuple[str, ...] = ()
    as_of: date | None = None
    seconds: float = 0.0
    model: str = ""
    notice: str = ""
    sentences: tuple[AnswerSentence, ...] = ()
    complete: bool = True

    def as_json(self) -> dict[str, Any]:
        """The answer in plain types, as `ask --json` prints it."""
        return {
            "question": self.question,
            "understood": self.understood,
            "language": self.language,
            "text": self.text,
            "abstained": self.abstained,
            "confidence": round(self.confidence, 4),
            "as_of": self.as_of and self.as_of.isoformat(),
            "citations": [citation.as_json() for citation in self.citations],
            "nearest": [{"article": card.id, "title": card.title} for card in self.nearest],
            "model": self.model,
            "notice": self.notice,
            "sentences": [asdict(item) for item in self.sentences],
            "seconds": round(self.seconds, 4),
        }
