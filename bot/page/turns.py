"""What one visitor's conversation holds: its questions, answers and the passages quoted."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from bot.answer import Answer, Citation
from bot.page.texts import LANGUAGES, TEXTS
from corpus.errors import SibillaError

if TYPE_CHECKING:
    from bot.sibilla import Sibilla

_log = logging.getLogger(__name__)

MAX_TURNS = 50
"""How many turns of a conversation are kept; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Source:
    """A citation with the passage it stands in, as it was when the answer was given.

    `passage[start:end]` is the quotation. `gone` says that the article no longer held it: then
    the passage is the quotation alone.
    """

    citation: Citation
    passage: str
    start: int
    end: int
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it: an answer, a failure told by language, or nothing yet.

    `rating` is "up", "down" or "" for none, and `remarked` says that a word came with it.
    `stopped` says that the visitor broke the answer off. `id` names the turn in the feedback.
    """

    question: str
    answer: Answer | None = None
    sources: tuple[Source, ...] = ()
    failure: Mapping[str, str] | None = None
    rating: str = ""
    remarked: bool = False
    stopped: bool = False
    id: str = field(default_factory=lambda: uuid4().hex)

    @property
    def pending(self) -> bool:
        """Whether the answer is still being sought or written."""
        if self.stopped or self.failure is not None:
            return False
        return self.answer is None or not self.answer.complete


def gather_sources(
    sibilla: "Sibilla", answer: Answer, known: Sequence[Source] = ()
) -> tuple[Source, ...]:
    """The passage of every citation of an answer; those of `known` are not looked up again."""
    found = {source.citation: source for source in known}
    return tuple(
        found.get(citation) or _find_source(sibilla, citation) for citation in answer.citations
    )


def tell_failure(error: Exception) -> Mapping[str, str]:
    """What to tell a visitor of an error, by language. One that nobody foresaw is logged."""
    if isinstance(error, SibillaError):
        return {language: error.tell(language) for language in LANGUAGES}
    _log.error("Unexpected error", exc_info=error)
    return {language: TEXTS[language].internal_failure for language in LANGUAGES}


def _find_source(sibilla: "Sibilla", citation: Citation) -> Source:
    try:
        text = sibilla.article(citation.article).text
    except SibillaError:
        text = ""
    # The article may have been replaced or removed between the search and this look at it.
    if text[citation.start : citation.end] != citation.quote:
        return Source(citation, citation.quote, 0, len(citation.quote), gone=True)
    first = min(citation.passage_start, citation.start)
    last = max(citation.passage_end, citation.end)
    return Source(citation, text[first:last], citation.start - first, citation.end - first)
