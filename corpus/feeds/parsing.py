"""Taking feeds apart, in a process of its own: from bytes to what is in them, as JSON has it."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from email.utils import parsedate_to_datetime
from hashlib import sha256
from io import BytesIO
from typing import Any
from xml.sax import SAXParseException

from corpus.errors import FetchRefused
from corpus.markdown import clean_text
from corpus.readers.child import limit_process
from corpus.web.fetching import NO_VALIDATORS, Fetched
from corpus.web.urls import WebAddress, read_url

# A teaser has a few hundred characters; what has more and does not break off is the whole text.
_WHOLE_CHARACTERS = 1_500
_BREAKS_OFF = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|&#8230;)\s*\]|read more|continue reading|leggi tutto|"
    r"continua a leggere|continua)\W*$",
    re.IGNORECASE,
)
_TITLE_CHARACTERS = 300
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def serve(megabytes: int) -> None:
    """Answer what comes on standard input, a header and the bytes, with what is in it as JSON."""
    limit_process(megabytes)
    header = json.loads(sys.stdin.buffer.readline())
    parse = parse_feed if header.pop("kind") == "feed" else parse_page
    header |= {"content": sys.stdin.buffer.read(), "validators": NO_VALIDATORS}
    sys.stdout.write(json.dumps(parse(Fetched(**header))))


def parse_feed(fetched: Fetched) -> dict[str, Any]:
    """The `title` and the `items` of a feed; empty when it is none."""
    import feedparser

    kind = f"{fetched.media_type}; charset={fetched.charset}" if fetched.charset else ""
    headers = {"content-location": fetched.url, "content-type": kind or fetched.media_type}
    # As a stream: what is passed as bytes might be taken for the name of a file. What an item
    # holds is read like any page, so its markup need not be cleaned here, which takes long.
    try:
        parsed = feedparser.parse(
            BytesIO(fetched.content),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception:  # it stumbles in ways of its own over tags in places it did not foresee
        return {}
    cut_off = isinstance(parsed.get("bozo_exception"), SAXParseException) and not parsed.entries
    if not parsed.get("version") or cut_off:
        return {}
    base = read_url(fetched.url)
    items: dict[str, dict[str, Any]] = {}
    for entry in parsed.entries:
        item = _read_item(entry, base)
        items.setdefault(item["id"], item)
    return {"title": plain_title(parsed.feed.get("title")), "items": list(items.values())}


def parse_page(fetched: Fetched) -> dict[str, Any]:
    """The `url` of the feed that a page names as its own; empty when it names none."""
    from lxml import html

    try:
        tree = html.document_fromstring(fetched.content, base_url=fetched.url)
    except (ValueError, html.etree.ParserError):
        return {}
    for link in tree.iter("link"):
        is_feed = link.get("type", "").lower() in ("application/rss+xml", "application/atom+xml")
        if is_feed and "alternate" in link.get("rel", "").lower().split():
            with suppress(FetchRefused):
                return {"url": read_url(link.get("href", ""), read_url(fetched.url)).text}
    return {}


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


def _read_item(entry: Any, base: WebAddress) -> dict[str, Any]:
    content = max(_texts(entry), key=len, default="")
    plain = _rough_text(content)
    url = ""
    with suppress(FetchRefused):  # such as "javascript:"
        url = read_url(str(entry.get("link") or ""), base).text if entry.get("link") else ""
    title = plain_title(entry.get("title"))
    told = entry.get("id") or url or f"{title}\n{content}"
    day = _day(entry, "published") or _day(entry, "updated")
    return {
        "id": sha256(str(told).encode("utf-8", "replace")).hexdigest()[:24],
        "url": url,
        "title": title,
        "published": day and day.isoformat(),
        "author": plain_title(entry.get("author")),
        "content": content,
        "whole": len(plain) >= _WHOLE_CHARACTERS and not _BREAKS_OFF.search(plain[-100:]),
    }


def _texts(entry: Any) -> Iterator[str]:
    for content in entry.get("content") or ():
        yield str(content.get("value") or "")
    yield str(entry.get("summary") or "")


def _rough_text(markup: str) -> str:
    """The text in a piece of HTML, roughly: enough to see how long it is and how it ends."""
    return " ".join(re.sub(r"<[^<>]*>", " ", markup).split())


def _day(entry: Any, name: str) -> date | None:
    """The day as the feed writes it, in the time zone of whoever wrote it."""
    written = str(entry.get(name) or "").strip()
    with suppress(ValueError):
        return date.fromisoformat(written[:10]) if _DAY.match(written) else _mail_day(written)
    moment = entry.get(f"{name}_parsed")
    return date(*moment[:3]) if moment else None


def _mail_day(written: str) -> date:
    return parsedate_to_datetime(written).date()
