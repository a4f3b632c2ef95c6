"""The only ways by which text becomes HTML: every piece is escaped here."""

import html
import re
from urllib.parse import urlsplit

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_LIST_LINE = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s", re.MULTILINE)


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


def highlighted(text: str, start: int, end: int) -> str:
    """The text as paragraphs, with `text[start:end]` marked."""
    return "".join(
        _paragraph(text[first:last], start - first, end - first) for first, last in paragraphs(text)
    )


def _paragraph(text: str, start: int, end: int) -> str:
    start, end = max(0, start), min(len(text), end)
    body = escape(text)
    if start < end:
        before, marked, after = text[:start], text[start:end], text[end:]
        body = f"{escape(before)}<mark>{escape(marked)}</mark>{escape(after)}"
    # Lines of prose flow together; those of a list keep their ends.
    opening = '<p class="lines">' if _LIST_LINE.search(text) else "<p>"
    return f"{opening}{body}</p>"
