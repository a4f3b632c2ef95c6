"""The press: a feed on this machine, whose items are stories with a page each."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from stories import Story


class Press:
    """Publishes stories in a feed, the newest first."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.stories: list[Story] = []

    @property
    def feed(self) -> str:
        """The address of the feed."""
        return f"http://{self.host}/feed"

    def page(self, path: str) -> tuple[str, str] | None:
        """What is at a path, and its type."""
        if path == "/feed":
            items = "".join(map(self._item, reversed(self.stories)))
            channel = f"<channel><title>The Press</title>{items}</channel>"
            return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>', "application/rss+xml"
        for story in self.stories:
            if path == f"/{story.mark}":
                return story.text, "text/plain"
        return None

    def _item(self, story: Story) -> str:
        link = escape(f"http://{self.host}/{story.mark}")
        return (
            f"<item><guid>{story.mark}</guid><title>{story.file_name}</title><link>{link}</link>"
            "<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate></item>"
        )


@contextmanager
def open_press() -> Iterator[Press]:
    """A press that can be read as long as this lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = press.page(self.path)
            text, media_type = found or ("", "text/plain")
            content = text.encode()
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", f"{media_type}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *given: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        press = Press(f"127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield press
        server.shutdown()
