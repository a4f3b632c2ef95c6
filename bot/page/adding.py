"""Adding to the library, step by step, so that a page can show how far it is."""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bot.page.turns import tell_failure
from bot.sibilla import Sibilla
from corpus.errors import DocumentRefused
from corpus.library import Outcome, Status
from corpus.markdown import article_from_markdown
from corpus.readers import check_size, make_id

CHANGED = (Status.ADDED, Status.REPLACED)

Job = tuple[str, Callable[[], Sequence[Outcome]]]
"""What to add, by name, and the way to add it without indexing it."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What became of one document; `status` is None when something broke before it was known.

    `reason` is told by language, empty unless the document was refused or something broke. `near`
    is the id of another article in nearly the same words, or "".
    """

    name: str
    status: Status | None
    article: str
    reason: dict[str, str]
    near: str = ""


@dataclass(frozen=True, slots=True)
class Adding:
    """How far adding is: `done` of `total` documents or passages, and what is known so far."""

    uploads: tuple[Upload, ...]
    done: int
    total: int
    indexing: bool = False
    finished: bool = False


def file_jobs(sibilla: Sibilla, paths: Sequence[Path]) -> list[Job]:
    """A job for each file."""
    return [(path.name, partial(sibilla.add_files, [path], sync=False)) for path in paths]


def link_jobs(sibilla: Sibilla, text: str) -> list[Job]:
    """A job for each address of a text, one a line or set apart by spaces."""
    addresses = dict.fromkeys(text.split())
    return [(url, partial(sibilla.add_files, [url], sync=False)) for url in addresses]


def text_job(sibilla: Sibilla, title: str, text: str) -> Job:
    """The job that adds a pasted text under a title."""
    title = " ".join(title.split())

    def add() -> Sequence[Outcome]:
        try:
            check_size(len(text.encode()), title)
            if not text.strip():
                raise DocumentRefused("empty", name=title)
            article = article_from_markdown(text, make_id(f"{title}.md"))
            return [sibilla.library.add(replace(article, title=title), title)]
        except DocumentRefused as error:
            return [Outcome(title, Status.REFUSED, error=error)]

    return (title, add)


def add_all(sibilla: Sibilla, jobs: Sequence[Job]) -> Iterator[Adding]:
    """Do the jobs one after the other, then index what changed; the last step is finished."""
    uploads: tuple[Upload, ...] = ()
    yield Adding(uploads, 0, len(jobs))
    for done, (name, add) in enumerate(jobs, 1):
        try:
            uploads += tuple(_describe(outcome) for outcome in add())
        except Exception as error:
            uploads += (Upload(name, None, "", dict(tell_failure(error))),)
        yield Adding(uploads, done, len(jobs))
    if any(upload.status in CHANGED for upload in uploads):
        try:
            for done, total in _sync_steps(sibilla):
                yield Adding(uploads, done, total, indexing=True)
        except Exception as error:
            reason = dict(tell_failure(error))
            uploads = tuple(
                replace(upload, status=None, reason=reason) if upload.status in CHANGED else upload
                for upload in uploads
            )
    yield Adding(uploads, len(jobs), len(jobs), finished=True)


def _sync_steps(sibilla: Sibilla) -> Iterator[tuple[int, int]]:
    """Bring the index in step, giving what is done of how much as it goes on."""
    steps: queue.SimpleQueue[tuple[int, int] | Exception | None] = queue.SimpleQueue()

    def sync() -> None:
        try:
            sibilla.sync(lambda done, total: steps.put((done, total)))
            steps.put(None)
        except Exception as error:
            steps.put(error)

    threading.Thread(target=sync, name="sibilla-adding", daemon=True).start()
    while (step := steps.get()) is not None:
        if isinstance(step, Exception):
            raise step
        yield step


def _describe(outcome: Outcome) -> Upload:
    reason = dict(tell_failure(outcome.error)) if outcome.error else {}
    return Upload(outcome.name, outcome.status, outcome.article, reason, outcome.near)
