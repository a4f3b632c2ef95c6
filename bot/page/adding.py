"""Adding to the library, step by step, so that a page can show how far it is."""

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path, PurePosixPath

from bot.page.turns import tell_failure
from bot.sibilla import Sibilla
from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.intake import Found
from corpus.library import Outcome, Status
from corpus.markdown import article_from_markdown
from corpus.readers import check_size, make_id
from index.chunking import split_passages

CHANGED = (Status.ADDED, Status.REPLACED)

_SECONDS_BETWEEN_STEPS = 0.2
"""Of what comes faster, only the newest is shown: drawing hundreds of lines takes time too."""

_OPENING = 280  # characters of a text that show whether it was read well
_COUNTED = 500_000  # characters; to cut a longer text into passages takes seconds


class Stage(StrEnum):
    """How far adding is; `READ` waits for the visitor to say what of it is to be added."""

    READING = "reading"
    READ = "read"
    INDEXING = "indexing"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that is to be added, by name, and how to read the documents that it holds."""

    name: str
    find: Callable[[], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a document; `opening` is how its text begins.

    `passages` is 0 where they were not counted.
    """

    title: str
    outlet: str
    published: date | None
    language: str
    words: int
    passages: int
    opening: str


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of one document; `status` is None when nothing has yet, or something broke.

    `reason` is told by language, empty unless the document was refused or something broke. `near`
    is the id of another article in nearly the same words, or "".
    """

    name: str
    status: Status | None
    article: str
    reason: dict[str, str]
    near: str = ""
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Adding:
    """How far adding is: `done` of `total` documents or passages, and what is known so far.

    `total` is 0 while nobody knows it. `found` has the documents that wait to be added, in the
    order of `uploads`. `waiting` items of feeds are left for the next pull. `fields` are the parts
    of the page that hold what was typed, to be emptied once it is in the library.
    """

    uploads: tuple[Upload, ...]
    done: int
    total: int
    stage: Stage = Stage.READING
    found: tuple[Found, ...] = ()
    waiting: int = 0
    fields: tuple[str, ...] = ()

    @property
    def finished(self) -> bool:
        """Whether nothing more comes."""
        return self.stage is Stage.FINISHED


def file_offers(sibilla: Sibilla, paths: Sequence[Path]) -> list[Offer]:
    """An offer for each file."""
    return [Offer(path.name, partial(sibilla.find, path)) for path in paths]


def link_offers(sibilla: Sibilla, text: str) -> list[Offer]:
    """An offer for each address of a text, one a line or set apart by spaces."""
    return [Offer(url, partial(sibilla.find, url)) for url in dict.fromkeys(text.split())]


def text_offer(title: str, text: str) -> Offer:
    """The offer of a pasted text under a title."""
    title = " ".join(title.split())
    place = PurePosixPath(title)

    def find() -> Iterator[Found]:
        try:
            check_size(len(text.encode()), title)
            if not text.strip():
                raise DocumentRefused("empty", name=title)
            article = article_from_markdown(text, make_id(f"{title}.md"))
            yield Found(title, place, replace(article, title=title))
        except DocumentRefused as error:
            yield Found(title, place, error=error)

    return Offer(title, find)


def read_all(offers: Sequence[Offer]) -> Iterator[Adding]:
    """Read what is offered; the last step waits for the visitor's word."""
    uploads: list[Upload] = []
    found: list[Found] = []
    for done, item in _read(offers):
        if isinstance(item, Upload):
            uploads.append(item)
            found.append(Found(item.name, PurePosixPath(item.name)))
        elif item:
            reason = dict(tell_failure(item.error)) if item.error else {}
            status = Status.REFUSED if item.error else None
            reading = _look(item.article, count=True)
            uploads.append(Upload(item.name, status, "", reason, reading=reading))
            found.append(item)
        yield Adding(tuple(uploads), done, len(offers))
    yield Adding(tuple(uploads), len(offers), len(offers), Stage.READ, tuple(found))


def add_all(sibilla: Sibilla, offers: Sequence[Offer]) -> Iterator[Adding]:
    """Add what is offered, then index what changed; the last step is finished."""
    uploads: list[Upload] = []
    put = sibilla.intake()
    for done, item in _read(offers):
        if isinstance(item, Upload):
            uploads.append(item)
        elif item:
            try:
                uploads.append(_describe(put(item), item.article))
            except Exception as error:  # whatever it is, the others are added
                uploads.append(Upload(item.name, None, "", dict(tell_failure(error))))
        yield Adding(tuple(uploads), done, len(offers))
    yield from index_all(sibilla, uploads)


def index_all(sibilla: Sibilla, uploads: Sequence[Upload], waiting: int = 0) -> Iterator[Adding]:
    """Index what was added; the last step is finished."""
    uploads = tuple(uploads)
    if any(upload.status in CHANGED for upload in uploads):
        try:
            for done, total in in_steps(lambda tell: sibilla.sync(lambda *step: tell(step))):
                yield Adding(uploads, done, total, Stage.INDEXING)
        except Exception as error:  # what was added is told of, with why it cannot be found yet
            reason = dict(tell_failure(error))
            uploads = tuple(
                replace(upload, status=None, reason=reason) if upload.status in CHANGED else upload
                for upload in uploads
            )
    count = len(uploads)
    yield Adding(uploads, count, count, Stage.FINISHED, waiting=waiting)


def describe(outcomes: Iterable[Outcome]) -> tuple[Upload, ...]:
    """What became of documents whose text is not at hand."""
    return tuple(_describe(outcome, None) for outcome in outcomes)


def in_steps(work: Callable[[Callable[[object], None]], object]) -> Iterator[tuple[int, int]]:
    """Do it in a thread of its own, giving what it tells of its progress as it goes on."""
    steps: queue.SimpleQueue[object] = queue.SimpleQueue()
    ended = object()

    def run() -> None:
        try:
            work(steps.put)
            steps.put(ended)
        except Exception as error:  # raised again in the thread that waits
            steps.put(error)

    threading.Thread(target=run, name="sibilla-adding", daemon=True).start()
    while (step := steps.get()) is not ended:
        if isinstance(step, Exception):
            raise step
        yield step  # type: ignore[misc]


def seldom(steps: Iterable[Adding]) -> Iterator[Adding]:
    """The steps without those that come too fast to be seen; the first and the last always."""
    shown = -_SECONDS_BETWEEN_STEPS
    for step in steps:
        now = time.monotonic()
        if now - shown >= _SECONDS_BETWEEN_STEPS or step.stage in (Stage.READ, Stage.FINISHED):
            shown = now
            yield step


def _read(offers: Sequence[Offer]) -> Iterator[tuple[int, Found | Upload | None]]:
    """How many offers are done with, and each document read; what breaks is an upload already."""
    yield 0, None
    for done, offer in enumerate(offers):
        try:
            for found in offer.find():
                yield done, found
        except Exception as error:  # whatever it is, the other offers are read
            yield done, Upload(offer.name, None, "", dict(tell_failure(error)))
        yield done + 1, None


def _describe(outcome: Outcome, article: Article | None) -> Upload:
    reason = dict(tell_failure(outcome.error)) if outcome.error else {}
    return Upload(
        outcome.name, outcome.status, outcome.article, reason, outcome.near, _look(article)
    )


def _look(article: Article | None, *, count: bool = False) -> Reading | None:
    if article is None:
        return None
    count = count and len(article.text) <= _COUNTED
    text = " ".join(article.text[: 4 * _OPENING].split())
    return Reading(
        article.title,
        article.outlet,
        article.published,
        article.language,
        len(article.text.split()),
        len(split_passages(article)) if count else 0,
        text if len(text) <= _OPENING else f"{text[:_OPENING].rsplit(' ', 1)[0]}…",
    )
