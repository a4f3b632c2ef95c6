"""Serving: the page, with a watcher that indexes what comes into the folder of articles."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.sibilla import Sibilla
from corpus.errors import SibillaError

log = logging.getLogger("sibilla")

# What is put into the folder is searchable after about this many milliseconds.
_SETTLE_MS = 400


def serve(sibilla: Sibilla, *, open_browser: bool = True) -> None:
    """Serve the page until stopped; meanwhile this process alone writes the index.

    Raises:
        IndexBusy: another server runs on the same data folder.
    """
    from bot.page.serve import page_address
    from bot.page.serve import serve as serve_page

    settings = sibilla.settings
    address = page_address(settings.host, settings.port)
    with sibilla.index.writing(), watching(sibilla):
        serve_page(
            sibilla,
            settings.host,
            settings.port,
            open_browser,
            on_ready=lambda: print(f"Sibilla: {address}", flush=True),
        )


@contextmanager
def watching(sibilla: Sibilla) -> Iterator[None]:
    """Index, in the background, whatever other programs change in the folder of articles."""
    stop = threading.Event()
    watcher = threading.Thread(
        target=_watch, args=(sibilla, stop), name="sibilla-watcher", daemon=True
    )
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join(timeout=10)


def _watch(sibilla: Sibilla, stop: threading.Event) -> None:
    from watchfiles import watch

    # The list of removed demo articles lies beside the folder, so its parent is watched too.
    folders = (sibilla.library.folder, sibilla.library.data)
    changes = watch(
        *folders,
        recursive=False,
        stop_event=stop,
        step=_SETTLE_MS,
        debounce=2000,
        rust_timeout=_SETTLE_MS,
        yield_on_timeout=True,
    )
    unseen = True  # what came between the last sync and the first watch
    for changed in changes:
        if not changed and not unseen:
            continue
        unseen = False
        try:
            report = sibilla.sync()
        except SibillaError as error:
            # The next change tries again; until then the old index goes on serving.
            log.warning("%s", error)
            continue
        except Exception:
            log.exception("The articles could not be indexed; the next change tries again.")
            continue
        for refused in report.refused.values():
            log.warning("%s", refused)
