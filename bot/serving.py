"""Serving: the page, while the library is followed in the background."""

from contextlib import ExitStack

from bot.sibilla import Sibilla
from bot.watching import watching


def serve(sibilla: Sibilla, *, open_browser: bool = True) -> None:
    """Serve the page until stopped; meanwhile this process alone writes the index.

    Raises:
        IndexBusy: another server runs on the same data folder.
    """
    from bot.page.serve import page_address
    from bot.page.serve import serve as serve_page

    settings = sibilla.settings
    address = page_address(settings.host, settings.port)
    with sibilla.index.writing(), ExitStack() as background:

        def ready() -> None:
            print(f"Sibilla: {address}", flush=True)
            # Only now: going through the articles would hold up the page.
            background.enter_context(watching(sibilla))

        serve_page(sibilla, settings.host, settings.port, open_browser, on_ready=ready)
