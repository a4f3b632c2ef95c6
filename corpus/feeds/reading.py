"""Feeds as they are written, RSS or Atom, as plain types that hold nothing harmful."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from hashlib import sha256
from html import escape
from io import BytesIO
from typing import Any

from corpus.errors import FetchRefused
from corpus.markdown import clean_text
from corpus.web.fetching import Fetched
from corpus.web.urls import read_url

FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "text/plain",  # what hosts of plain files send
)

# A teaser has a few hundred characters; what has more and does not break off is the whole text.
_WHOLE_CHARACTERS = 1_500
_BREAKS_OFF = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|&#8230;)\s*\]|read more|continue reading|leggi tutto|"
    r"continua a leggere|continua)\W*$",
    re.IGNORECASE,
)
_TITLE_CHARACTERS = 300
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


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
        ).encode()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title and its items, in its own order, which usually is newest first."""

    title: str
    items: tuple[FeedItem, ...]


def read_feed(fetched: Fetched, name: str) -> Feed:
    """Read a feed; errors call it by `name`.

    Raises:
        FetchRefused: it is no feed.
    """
    import feedparser

    kind = f"{fetched.media_type}; charset={fetched.charset}" if fetched.charset else ""
    headers = {"content-location": fetched.url, "content-type": kind or fetched.media_type}
    # As a stream: what is passed as bytes might be taken for the name of a file.
    parsed = feedparser.parse(BytesIO(fetched.content), response_headers=headers)
    if not parsed.get("version"):
        raise FetchRefused("not-feed", name=name)
    items: dict[str, FeedItem] = {}
    for entry in parsed.entries:
        item = _read_item(entry)
        items.setdefault(item.id, item)
    return Feed(plain_title(parsed.feed.get("title")), tuple(items.values()))


def plain_title(written: object) -> str:
    """A title without markup, on one line."""
    text = str(written or "")
    if "<" in text or "&" in text:
        from lxml import etree, html

        with suppress(etree.ParserError, etree.XMLSyntaxError, ValueError):
            tree = html.fragment_fromstring(clean_text(text), create_parent="div")
            etree.strip_elements(tree, "script", "style", with_tail=False)
            text = tree.text_content()
    return " ".join(clean_text(text).split())[:_TITLE_CHARACTERS]


def find_feed(fetched: Fetched) -> str:
    """The address of the feed that a page names as its own, or ""."""
    from lxml import html

    try:
        tree = html.document_fromstring(fetched.content, base_url=fetched.url)
    except (ValueError, html.etree.ParserError):
        return ""
    for link in tree.iter("link"):
        is_feed = link.get("type", "").lower() in ("application/rss+xml", "application/atom+xml")
        if is_feed and "alternate" in link.get("rel", "").lower().split():
            with suppress(FetchRefused):
                return read_url(link.get("href", ""), read_url(fetched.url)).text
    return ""


def _read_item(entry: Any) -> FeedItem:
    content = max(_texts(entry), key=len, default="")
    plain = _rough_text(content)
    url = ""
    with suppress(FetchRefused):  # such as "javascript:"
        url = read_url(str(entry.get("link") or "")).text
    title = plain_title(entry.get("title"))
    told = entry.get("id") or url or f"{title}\n{content}"
    return FeedItem(
        id=sha256(str(told).encode("utf-8", "replace")).hexdigest()[:24],
        url=url,
        title=title,
        published=_day(entry, "published") or _day(entry, "updated"),
        author=plain_title(entry.get("author")),
        content=content,
        whole=len(plain) >= _WHOLE_CHARACTERS and not _BREAKS_OFF.search(plain),
    )


def _texts(entry: Any) -> Iterator[str]:
    for content in entry.get("content") or ():
        yield str(content.get("value") or "")
    yield str(entry.get("summary") or "")


def _rough_text(markup: str) -> str:
    """The text in a piece of HTML, roughly: enough to see how long it is and how it ends."""
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def _day(entry: Any, name: str) -> date | None:
    """The day as the feed writes it, in the time zone of whoever wrote it."""
    written = str(entry.get(name) or "").strip()
    with suppress(ValueError):
        return date.fromisoformat(written[:10]) if _DAY.match(written) else _mail_day(written)
    moment = entry.get(f"{name}_parsed")
    return date(*moment[:3]) if moment else None


def _mail_day(written: str) -> date:
    return parsedate_to_datetime(written).date()
