"""A visitor of the page: a Chromium of their own, and what it was asked to load."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, FilePayload, Locator, Playwright, Request, expect

from bot.page.serve import PageServer, create_app, listen, page_address
from bot.sibilla import Sibilla

CHROMIUM = Path("/usr/bin/chromium")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing but this machine is found: who asks for anything else gets no answer.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
_HOST = "127.0.0.1"

# What Gradio's client says when a page is left or reloaded while an event is under way.
_ON_LEAVING = ("AbortError: signal is aborted", "Unexpected error Connection errored out.")

# Adding documents indexes them, and two busy cores may take their time.
_PATIENCE = 20_000
expect.set_options(timeout=_PATIENCE)


class Visitor:
    """One browser context. `foreign` has every address it wanted beyond the server, and
    `complaints` every error that its console or its scripts raised."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.address = address
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(**({"locale": "en-US"} | options))
        self.context.set_default_timeout(_PATIENCE)
        self.page = self.context.new_page()
        self.page.on("request", self._judge)
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self._complain(str(error)))
        self.open()

    def open(self) -> None:
        """Load the page and wait until its texts are there."""
        self.page.goto(self.address)
        expect(self.page.locator("html[data-ready]")).to_be_attached()

    def ask(self, question: str) -> Locator:
        """Type a question, send it with Enter, and wait for what comes of it."""
        number = self.page.locator(".turn").count()
        self.page.locator("#question textarea").fill(question)
        self.page.keyboard.press("Enter")
        return self.turn(number)

    def turn(self, number: int) -> Locator:
        """The turn with this number, once its answer or failure is there."""
        turn = self.page.locator(f"#turn-{number}")
        expect(turn.locator(".answer, .failure")).to_be_visible()
        return turn

    def source(self, turn: int, number: int) -> Locator:
        """The card of a source."""
        return self.page.locator(f"#source-{turn}-{number}")

    def tap(self, target: Locator) -> None:
        """Press with a finger where there is a touch screen, with the mouse elsewhere."""
        if self.page.evaluate("navigator.maxTouchPoints > 0"):
            target.tap()
        else:
            target.click()

    def wait_until_kept(self) -> None:
        """Wait until the browser has kept the last answer."""
        self.page.wait_for_function(
            """() => {
              const id = sessionStorage.getItem("sibilla-current");
              const kept = JSON.parse(localStorage.getItem(`sibilla-conversation:${id}`));
              return kept?.markdown.includes(
                [...document.querySelectorAll(".question")].pop().textContent);
            }"""
        )
        expect(self.page.locator("#next .chip").first).to_be_visible()

    def open_library(self) -> None:
        """Go to the second tab."""
        self.page.get_by_role("tab").nth(1).click()
        expect(self.page.locator(".library")).to_be_visible()

    def add(self, *documents: tuple[str, str | bytes]) -> Locator:
        """Upload documents, given as name and content, and wait for what became of them."""
        field = self.page.locator("#adder input[type=file]")
        field.set_input_files(as_payloads(documents))
        lines = self.page.locator(".uploads li")
        expect(lines.filter(has_text=documents[-1][0])).to_be_visible()
        return lines

    def drop(self, path: Path) -> None:
        """Drag a file or a folder onto the page and let it go, as a file manager does."""
        session = self.context.new_cdp_session(self.page)
        data = {"items": [], "files": [str(path.absolute())], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            session.send(
                "Input.dispatchDragEvent", {"type": kind, "x": 400, "y": 300, "data": data}
            )
        session.detach()

    def open_adder(self) -> None:
        """Show the ways to add, on the second tab."""
        self.page.locator("#add-toggle").click()
        expect(self.page.locator("#adder")).to_be_visible()

    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    def close(self) -> None:
        """Leave, and forget everything."""
        self.context.close()

    def _judge(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.hostname != _HOST:
            self.foreign.append(request.url)

    def _listen(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self._complain(message.text)

    def _complain(self, text: str) -> None:
        if not text.startswith(_ON_LEAVING):
            self.complaints.append(text)


def as_payloads(documents: Sequence[tuple[str, str | bytes]]) -> list[FilePayload]:
    """Documents, given as name and content, as Playwright uploads them."""
    return [
        {
            "name": name,
            "mimeType": "text/plain",
            "buffer": content.encode() if isinstance(content, str) else content,
        }
        for name, content in documents
    ]


def launch(playwright: Playwright) -> Browser:
    """Start Debian's Chromium, with everything off that would call home."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)


@contextmanager
def served(sibilla: Sibilla, port: int = 0) -> Iterator[str]:
    """Serve the page for as long as the context lasts, by default on a free port.

    Gives its address.
    """
    ready = threading.Event()
    with listen(_HOST, port) as listener:
        server = PageServer(create_app(sibilla), ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            assert ready.wait(30), "the server did not start"
            yield page_address(_HOST, listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(10)
