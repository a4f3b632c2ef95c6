"""The only ways by which text becomes HTML: every piece is escaped here."""

import html
import re
from urllib.parse import urlsplit

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


def escape(text: str) -> str:
    """The text as it stands, for the inside of an element or of a quoted attribute."""
    return html.escape(text, quote=True)


def web_address(url: str) -> str:
    """The address, escaped for an attribute, if it leads to the web; "" for any other."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return escape(url.strip()) if parts.scheme in ("http", "https") and parts.netloc else ""


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs of a text start and end: runs between empty lines."""
    spans, start = [], 0
    for gap in _PARAGRAPH.finditer(text):
        spans.append((start, gap.start()))
        start = gap.end()
    spans.append((start, len(text)))
    return [(start, end) for start, end in spans if text[start:end].strip()]
