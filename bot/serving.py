"""Serving: the page, while the library is followed in the background."""

import ctypes
from contextlib import ExitStack, suppress

from bot.sibilla import Sibilla
from bot.watching import watching

# glibc gives nearly every thread a heap of its own and hands little back. A server has dozens:
# with two heaps it kept 606 MB after 200 questions, without a limit 757 MB after 98.
_M_ARENA_MAX, _HEAPS = -8, 2


def serve(sibilla: Sibilla, *, open_browser: bool = True) -> None:
    """Serve the page until stopped; meanwhile this process alone writes the index.

    Raises:
        IndexBusy: another server runs on the same data folder.
    """
    from bot.page.serve import page_address
    from bot.page.serve import serve as serve_page
    from bot.shell import sync_first

    _limit_heaps()
    settings = sibilla.settings
    address = page_address(settings.host, settings.port)
    with sibilla.index.writing(), ExitStack() as background:
        if not sibilla.index.passage_count:
            if settings.chroma:  # whether the server answers is told at once
                sync_first(sibilla, optional=False)
            elif waiting := len(sibilla.library.files()):
                sibilla.first_reading.await_one(waiting)

        def ready() -> None:
            print(f"Sibilla: {address}", flush=True)
            # Only now: going through the articles would hold up the page.
            background.enter_context(watching(sibilla))

        serve_page(sibilla, settings.host, settings.port, open_browser, on_ready=ready)


def _limit_heaps() -> None:
    with suppress(AttributeError, OSError, TypeError):  # no glibc
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _HEAPS)
