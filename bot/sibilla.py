"""Sibilla: the library, the index and the answerer, wired together once for every way to ask."""

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from bot.answer import Answer
from bot.answering import answer_from, answer_small_talk, answer_without_period
from bot.first_reading import FirstReading
from bot.phrases import phrases
from bot.question import MAX_CHARACTERS, Question, read_question, tidy
from bot.settings import Settings
from corpus.article import Article
from corpus.errors import ArticleUnknown, DocumentRefused
from corpus.intake import Found, Intake, find_articles
from corpus.library import Library, Outcome, Status
from corpus.library_id import library_id
from corpus.watched import SETTLE_SECONDS, FolderReport, WatchedFolders
from corpus.web.urls import read_hosts
from index.catalogue import Index
from index.passage import ArticleCard, Filters
from index.priority import answering, give_way
from index.retrieval import Findings
from index.sync import Progress, SyncReport

if TYPE_CHECKING:
    from bot.generation.writing import Writer
    from corpus.feeds.pulling import Feeds
    from corpus.web.fetching import Fetcher
    from index.following import Follower
    from index.server import ChromaServer

# Passages behind one answer; evaluation ranks as many articles as it can.
DEPTH = 60

_EXAMPLES = {
    "en": ("Why did OpenAI choose Cerebras?",),
    "it": ("Perché OpenAI ha scelto Cerebras?",),
}


class Sibilla:
    """One data folder, ready to be asked. Safe to use from several threads."""

    def __init__(self, settings: Settings, today: Callable[[], date] = date.today) -> None:
        """Open the data folder; nothing is indexed yet. `today` is the clock.

        Raises:
            LibraryUnusable: the folder cannot be used.
        """
        self.settings = settings
        self._today = today
        self.library = Library(
            settings.data, with_demo=settings.demo and not settings.follow, is_copy=settings.follow
        )
        self.folders = WatchedFolders(self.library, settings.watched_folders)
        self.first_reading = FirstReading()
        server = _chroma_server(settings) if settings.chroma else None
        self.index = Index(settings.data / "index", settings.embedding, settings.reranker, server)

    @cached_property
    def fetcher(self) -> "Fetcher":
        """What fetches pages of the web."""
        from corpus.web.fetching import Fetcher

        return Fetcher(read_hosts(self.settings.unguarded_hosts))

    @cached_property
    def _follower(self) -> "Follower":
        return self.index.follower(Library(self.settings.data, with_demo=False))

    @cached_property
    def _writer(self) -> "Writer":
        from bot.generation.writing import Writer  # a second of imports, for those with a model

        return Writer(self.settings, self.index, DEPTH)

    @cached_property
    def feeds(self) -> "Feeds":
        """The feeds that are followed; what pulling them adds is not indexed by itself."""
        from corpus.feeds.pulling import Feeds

        return Feeds(self.library, self.fetcher)

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        page_language: str = "en",
        filters: Filters | None = None,
    ) -> Answer:
        """Answer a question in its own language.

        `history` has the earlier questions of the conversation, oldest first; `page_language` is
        the language to answer in when the question's words tell none.

        Raises:
            SettingWrong: there is no question, or it is too long.
            TooBusy: the articles are being read for the first time, and none is known yet.
        """
        return deque(self.stream(question, history, page_language, filters), maxlen=1).pop()

    def stream(
        self,
        question: str,
        history: Sequence[str] = (),
        page_language: str = "en",
        filters: Filters | None = None,
    ) -> Generator[Answer, None, None]:
        """Answer a question as `ask` does, giving what there is so far again and again.

        The last answer is the complete one. Closing the iterator stops what is being made, the
        request to a chat model included.
        """
        began = time.perf_counter()
        with closing(self._answers(question, history, page_language, filters)) as answers:
            for answer in answers:
                taken = time.perf_counter() - began
                yield replace(answer, seconds=taken, notice=self._notice(answer))

    def _answers(
        self,
        question: str,
        history: Sequence[str],
        page_language: str,
        filters: Filters | None,
    ) -> Generator[Answer, None, None]:
        with answering():
            asked = self._read(question, history, page_language)
        if asked.small_talk:
            yield answer_small_talk(asked, asked.small_talk)
            return
        self.first_reading.wait(lambda: self.index.passage_count)
        narrowed = asked.narrowed(filters)
        if asked.period and narrowed and not self.index.holds(narrowed):
            nearest = self.index.search(asked.understood, DEPTH, filters, spread=False)
            yield answer_without_period(asked, nearest)
            return
        if self.settings.has_model:
            yield from self._writer.stream(asked, history, narrowed)
            return
        with answering():
            answer = self._quoted(asked, narrowed)
        yield answer

    def search(self, question: str, count: int = 10, filters: Filters | None = None) -> Findings:
        """The passages nearest to a question, best first, without an answer.

        Raises:
            SettingWrong: there is no question.
            TooBusy: the articles are being read for the first time, and none is known yet.
        """
        self.first_reading.wait(lambda: self.index.passage_count)
        return self.index.search(tidy(question), count, filters)

    def sync(
        self, progress: Progress = lambda done, total: None, *, thorough: bool = True
    ) -> SyncReport:
        """Bring the index in step with the articles on disk, once these are in step themselves
        with the library that they are copies of, if they are.

        Unless `thorough`, what searches use is opened, and mended, only if something is new.
        """
        try:
            self.follow()
            noting = self.first_reading.noting(progress)
            report = self.index.sync(self.library, noting, thorough=thorough)
        except BaseException as error:
            self.first_reading.end(error if isinstance(error, Exception) else None)
            raise
        self.first_reading.end()
        return report

    def follow(self) -> bool:
        """Copy what is new in the library that this one follows; returns whether anything was.

        Raises:
            IndexBusy: another process is at it.
        """
        if not self.settings.follow:
            return False
        with self.index.writing():
            return self._follower.follow()

    def sync_folders(self, wait: float = 0) -> FolderReport:
        """Bring the library, not yet the index, in step with the watched folders.

        Files that are being written are waited for, `wait` seconds at most.
        """
        until = time.monotonic() + wait
        report = self.folders.sync()
        while report.pending and time.monotonic() < until:
            time.sleep(SETTLE_SECONDS / 4)
            report = report.then(self.folders.sync())
        return report

    def articles(self, filters: Filters | None = None) -> list[ArticleCard]:
        """The cards of the indexed articles, or of those that the filters admit."""
        cards = self.index.cards()
        return [card for card in cards if filters.admit(card)] if filters else cards

    def article(self, id: str) -> Article:
        """An article as indexed: the text that citations' offsets refer to."""
        return self.index.article(id)

    def add_files(
        self,
        documents: Iterable[Path | str],
        progress: Callable[[int], None] = lambda done: None,
        *,
        sync: bool = True,
        skip_near: bool = False,
    ) -> list[Outcome]:
        """Add documents; one that is refused stops no other.

        A path is a file, or a folder or ZIP file of them; a text is the URL of a page, and
        nothing else. `progress` is told how many are done. With `skip_near`, what the library
        nearly has is left out. When this returns they can be asked about, unless `sync` is False.
        """
        outcomes: list[Outcome] = []
        for outcome in self.add_each(documents, skip_near=skip_near):
            outcomes.append(outcome)
            progress(len(outcomes))
        if sync and any(outcome.status in _CHANGED for outcome in outcomes):
            self.sync()
        return outcomes

    def add_each(
        self, documents: Iterable[Path | str], *, skip_near: bool = False
    ) -> Generator[Outcome, None, None]:
        """Add documents as `add_files` does, saying of each at once what became of it.

        Nothing is indexed. Closing the iterator leaves out the rest.
        """
        intake = Intake(self.library, skip_near=skip_near)
        added: list[str] = []
        try:
            for document in documents:
                for found in self.find(document):
                    give_way()
                    outcome = intake.put(found)
                    added += [outcome.article] if outcome.article else []
                    yield outcome
        finally:
            # What was added by hand does not go with a watched file that has the same text.
            self.folders.release(added)

    def intake(self) -> Callable[[Found], Outcome]:
        """A batch that documents are put into the library with, one by one, not yet indexed."""
        intake = Intake(self.library)

        def put(found: Found) -> Outcome:
            give_way()
            outcome = intake.put(found)
            self.folders.release([outcome.article] if outcome.article else [])
            return outcome

        return put

    def find(self, document: Path | str) -> Iterator[Found]:
        """The documents that adding a path or URL would take, read; nothing is written."""
        if isinstance(document, Path):
            yield from find_articles(document)
            return
        place = PurePosixPath(document)
        try:
            yield Found(document, place, self._fetch(document))
        except DocumentRefused as error:
            yield Found(document, place, error=error)

    def remove(self, id: str) -> None:
        """Take an article out of the library and of every answer.

        Raises:
            ArticleUnknown: there is none with this id.
        """
        self.library.remove(id)
        self.sync()

    def remove_all(self, ids: Iterable[str]) -> list[str]:
        """Take articles out as `remove` does; returns the ids of those that were there."""
        removed = self.library.remove_all(ids)
        if removed:
            self.sync()
        return removed

    def restore(self, id: str) -> None:
        """Bring back what was last removed or replaced under this id.

        Raises:
            ArticleUnknown: nothing of this id is kept.
        """
        self.library.restore(id)
        self.sync()

    def example_questions(self, language: str, count: int) -> list[str]:
        """Questions that the articles of a language say they answer, a few for a start."""
        examples = list(_EXAMPLES.get(language, ())) if self.settings.demo else []
        cards = [card for card in self.articles() if card.language == language]
        # Spread over the library rather than its first letters.
        step = max(1, len(cards) // max(count, 1))
        for card in cards[step // 2 :: step]:
            try:
                examples += self.article(card.id).questions[:1]
            except ArticleUnknown:
                continue
        return list(dict.fromkeys(examples))[:count]

    def close(self) -> None:
        """Let go of every file."""
        self.index.close()
        self.library.close()

    def _quoted(self, asked: Question, filters: Filters | None) -> Answer:
        return answer_from(asked, self.index.search(asked.understood, DEPTH, filters, spread=False))

    def _notice(self, answer: Answer) -> str:
        """What an answer is told with: its own notice, or that not all articles are read yet."""
        counts = self.first_reading.counts
        greets = not (answer.citations or answer.abstained)
        if answer.notice or greets or not counts:
            return answer.notice
        return phrases(answer.language).still_reading.format(done=counts[0], total=counts[1])

    def _read(self, question: str, history: Sequence[str], page_language: str) -> Question:
        """Understand a question, its slips of the finger mended first, and those before it."""
        mended = [self._mend(text) for text in (*history, question)]
        asked = read_question(mended[-1], mended[:-1], page_language, self._today())
        return replace(asked, text=tidy(question))

    def _mend(self, text: str) -> str:
        # What is too long for a question is refused, and what is empty, when it is read.
        return self.index.mend(text) if len(text) <= MAX_CHARACTERS else text

    def _fetch(self, url: str) -> Article:
        from corpus.web.pages import fetch_article

        return fetch_article(self.fetcher, url)


def _chroma_server(settings: Settings) -> "ChromaServer":
    from index.server import ChromaServer

    return ChromaServer(
        settings.chroma,
        settings.chroma_library,
        "" if settings.follow else library_id(settings.data),
        settings.chroma_token.get_secret_value(),
        settings.chroma_tenant,
        settings.chroma_database,
    )


_CHANGED = (Status.ADDED, Status.REPLACED)
