"""Feeds as they are written, RSS or Atom, as plain types that hold nothing harmful.

Taking a feed apart is left to a process of its own: a few kilobytes, written to that end, keep
the library busy for hours.
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from typing import Any

from corpus.errors import FetchRefused
from corpus.web.fetching import Fetched

FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "text/plain",  # what hosts of plain files send
)

# A feed of 9.5 MB with 2,000 items took 7 s on a busy machine, one of 50 items one second, most
# of it to start the process.
_SECONDS = 60.0
_MEGABYTES = 1_500


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An item of a feed. `id` is the same at each pull, `url` is http(s) or "", `title` is plain.

    `content` is HTML, not to be shown: what the feed itself holds of the text. `whole` says
    whether that looks like all of it.
    """

    id: str
    url: str
    title: str
    published: date | None = None
    author: str = ""
    content: str = ""
    whole: bool = False

    @property
    def page(self) -> bytes:
        """The content as a page that can be read like any other."""
        title = escape(self.title)
        return (
            f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head>'
            f"<body><article><h1>{title}</h1>{self.content}</article></body></html>"
        ).encode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title and its items, in its own order, which usually is newest first."""

    title: str
    items: tuple[FeedItem, ...]


def read_feed(fetched: Fetched, name: str, seconds: float = _SECONDS) -> Feed:
    """Read a feed; errors call it by `name`.

    Raises:
        FetchRefused: it is no feed, or cannot be taken apart within some seconds.
    """
    told = _take_apart("feed", fetched, name, seconds)
    if not told:
        raise FetchRefused("not-feed", name=name)
    items = [
        FeedItem(**item | {"published": day and date.fromisoformat(day)})
        for item in told["items"]
        for day in [item["published"]]
    ]
    return Feed(told["title"], tuple(items))


def find_feed(page: Fetched, name: str) -> str:
    """The address of the feed that a web page names as its own.

    Raises:
        FetchRefused: it names none.
    """
    told = _take_apart("page", page, name, _SECONDS)
    if not told:
        raise FetchRefused("not-feed", name=name)
    return str(told["url"])


def _take_apart(kind: str, fetched: Fetched, name: str, seconds: float) -> dict[str, Any]:
    """Have a page or feed taken apart by `corpus.feeds.parsing` in a process of its own."""
    header = {"kind": kind} | asdict(fetched) | {"content": None}
    # The paths of this process and not -m, which would import from the folder it stands in.
    paths = [path for path in sys.path if path]
    code = f"import sys; sys.path[:] = {paths!r}; from corpus.feeds.parsing import serve"
    try:
        ran = subprocess.run(
            [sys.executable, "-IB", "-c", f"{code}; serve({_MEGABYTES})"],
            input=json.dumps(header).encode() + b"\n" + fetched.content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise FetchRefused("feed-broken", name=name) from error
    told: dict[str, Any] = json.loads(ran.stdout)
    return told
