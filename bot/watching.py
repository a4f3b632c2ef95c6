"""Watching: what a server does beside serving, so that answers follow what comes and goes."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import inf

from bot.sibilla import Sibilla
from corpus.errors import SibillaError
from corpus.watched import FolderReport

log = logging.getLogger("sibilla")

# What is put into a folder is searchable after about this many milliseconds.
_SETTLE_MS = 400
# Network drives tell of no changes, so folders are also looked through by themselves.
_LOOK_EVERY_SECONDS = 60
# How long until a folder that is missing, or cannot be watched, is looked for again.
_LOOK_AGAIN_SECONDS = 2
# What failed, for want of room on the disk perhaps, is tried again even if nothing changes.
_TRY_AGAIN_SECONDS = 30
# How often to look whether a feed's time has come.
_DUE_EVERY_SECONDS = 15

Job = Callable[[Sibilla, threading.Event], None]
"""What goes on in a thread until the event is set."""


@contextmanager
def watching(sibilla: Sibilla) -> Iterator[None]:
    """Follow, in the background, the folder of articles, watched folders and feeds."""
    jobs: dict[str, Job] = {"articles": _watch_articles}
    if sibilla.folders.folders:
        jobs["folders"] = _watch_folders
    if sibilla.settings.feeds_every:
        jobs["feeds"] = _pull_feeds
    if sibilla.settings.chroma:
        jobs["chroma"] = _watch_server
    stop = threading.Event()
    threads = [
        threading.Thread(target=job, args=(sibilla, stop), name=f"sibilla-{name}", daemon=True)
        for name, job in jobs.items()
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=10)


def _watch_articles(sibilla: Sibilla, stop: threading.Event) -> None:
    """Index whatever changes in the folder of articles, whoever changed it."""
    from watchfiles import watch

    if sibilla.first_reading.counts:  # whoever asks waits for it, even where nothing can be watched
        _try("The articles could not be indexed", lambda: _index(sibilla, stop))
    # The list of removed demo articles lies beside the folder, so its parent is watched too.
    changes = watch(
        sibilla.library.folder,
        sibilla.library.data,
        recursive=False,
        stop_event=stop,
        step=_SETTLE_MS,
        debounce=2000,
        rust_timeout=_SETTLE_MS,
        yield_on_timeout=True,
    )
    due = 0.0  # at once: what came between the last sync and the first watch
    for changed in changes:
        if changed or time.monotonic() >= due:
            done = _try("The articles could not be indexed", lambda: _index(sibilla, stop))
            due = inf if done else time.monotonic() + _TRY_AGAIN_SECONDS


def _index(sibilla: Sibilla, stop: threading.Event) -> None:
    def go_on(done: int, total: int) -> None:
        if stop.is_set():
            raise _Stopped

    with suppress(_Stopped):
        for refused in sibilla.sync(go_on).refused.values():
            log.warning("%s", refused)


def _watch_server(sibilla: Sibilla, stop: threading.Event) -> None:
    """Index what is new where this library is followed, and what the server missed or lost."""
    reachable = True
    while not stop.wait(_LOOK_AGAIN_SECONDS):
        try:
            if sibilla.follow() or not sibilla.index.in_step():
                _index(sibilla, stop)
        except SibillaError as error:
            if reachable:  # once each time it goes, not every two seconds
                log.warning("%s", error)
            reachable = False
        else:
            reachable = True


def _watch_folders(sibilla: Sibilla, stop: threading.Event) -> None:
    """Take documents from the watched folders into the folder of articles, and out of it."""
    while not stop.is_set():
        _try("The watched folders could not be read", lambda: _watch_present(sibilla, stop))
        stop.wait(_LOOK_AGAIN_SECONDS)


def _watch_present(sibilla: Sibilla, stop: threading.Event) -> None:
    """Follow the folders that are there until stopped, or until one comes or is gone."""
    from watchfiles import watch

    present = [folder for folder in sibilla.folders.folders if folder.is_dir()]
    report, looked = _follow(sibilla), time.monotonic()
    if not present:
        return
    changes = watch(
        *present,
        recursive=True,
        watch_filter=None,
        stop_event=stop,
        step=_SETTLE_MS // 2,
        debounce=1000,
        rust_timeout=_SETTLE_MS,
        yield_on_timeout=True,
    )
    for changed in changes:
        late = time.monotonic() - looked > _LOOK_EVERY_SECONDS
        if changed or report.pending or late:
            report, looked = _follow(sibilla), time.monotonic()
        if present != [folder for folder in sibilla.folders.folders if folder.is_dir()]:
            return


def _follow(sibilla: Sibilla) -> FolderReport:
    report = sibilla.sync_folders()
    for outcome in report.outcomes:
        if outcome.error:
            log.warning("%s", outcome.error)
    return report


def _pull_feeds(sibilla: Sibilla, stop: threading.Event) -> None:
    """Pull each feed when its time has come; the folder of articles is watched anyway."""
    while not stop.is_set():
        _try("The feeds could not be pulled", lambda: _pull_due(sibilla, stop))
        stop.wait(_DUE_EVERY_SECONDS)


def _pull_due(sibilla: Sibilla, stop: threading.Event) -> None:
    def go_on(done: int) -> None:
        if stop.is_set():
            raise _Stopped

    due = sibilla.feeds.due(sibilla.settings.feeds_every)
    with suppress(_Stopped):
        for report in sibilla.feeds.pull(due, go_on) if due else ():
            refusals = [report.error, *(outcome.error for outcome in report.outcomes)]
            for error in filter(None, refusals):
                log.warning("%s: %s", report.url, error)
            go_on(0)


class _Stopped(Exception):
    """The server stops; what was done so far is kept."""


def _try(failure: str, work: Callable[[], None]) -> bool:
    """Do it, and tell whether it was done; what fails is logged, and will be tried again."""
    try:
        work()
    except SibillaError as error:
        log.warning("%s", error)
    except Exception:  # a mistake of ours must not end the watching: the next try may do
        log.exception("%s; it will be tried again.", failure)
    else:
        return True
    return False
