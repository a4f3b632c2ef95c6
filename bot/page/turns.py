"""What one visitor's conversation holds: its questions, answers and the passages quoted."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answer import Answer, Citation
from bot.page.texts import LANGUAGES, TEXTS
from bot.sibilla import Sibilla
from corpus.errors import SibillaError
from corpus.library import Outcome, Status

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
    """A question and what came of it: an answer, a failure told by language, or nothing yet."""

    question: str
    answer: Answer | None = None
    sources: tuple[Source, ...] = ()
    failure: Mapping[str, str] | None = None

    @property
    def pending(self) -> bool:
        """Whether the answer is still being sought."""
        return self.answer is None and self.failure is None


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of one document; `status` is None when something broke before it was known.

    `reason` is told by language, empty unless the document was refused or something broke.
    """

    name: str
    status: Status | None
    article: str
    reason: Mapping[str, str]


def answer_question(
    sibilla: Sibilla, question: str, turns: Sequence[Turn], page_language: str
) -> Turn:
    """Ask Sibilla, with the conversation so far, and gather what the answer quotes."""
    history = [turn.question for turn in turns if turn.answer]
    try:
        answer = sibilla.ask(question, history, page_language)
        return Turn(question, answer, gather_sources(sibilla, answer))
    except Exception as error:
        return Turn(question, failure=tell_failure(error))


def gather_sources(sibilla: Sibilla, answer: Answer) -> tuple[Source, ...]:
    """The passage of every citation of an answer."""
    return tuple(_find_source(sibilla, citation) for citation in answer.citations)


def add_documents(sibilla: Sibilla, paths: Sequence[Path]) -> tuple[Upload, ...]:
    """Add documents to the library and say what became of each."""
    try:
        return tuple(_describe(outcome) for outcome in sibilla.add_files(paths))
    except Exception as error:
        reason = tell_failure(error)
        return tuple(Upload(path.name, None, "", reason) for path in paths)


def tell_failure(error: Exception) -> Mapping[str, str]:
    """What to tell a visitor of an error, by language. One that nobody foresaw is logged."""
    if isinstance(error, SibillaError):
        return {language: error.tell(language) for language in LANGUAGES}
    _log.error("Unexpected error", exc_info=error)
    return {language: TEXTS[language].internal_failure for language in LANGUAGES}


def _find_source(sibilla: Sibilla, citation: Citation) -> Source:
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


def _describe(outcome: Outcome) -> Upload:
    reason = tell_failure(outcome.error) if outcome.error else {}
    return Upload(outcome.name, outcome.status, outcome.article, reason)
