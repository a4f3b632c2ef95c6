"""EPUB books: the chapters in their order, each a page of XHTML in a ZIP file."""

import posixpath
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.language import detect_article_language
from corpus.markdown import title_of
from corpus.readers import blocks
from corpus.readers.html import read_html
from corpus.readers.metadata import believable_date, believable_title
from corpus.readers.names import make_id
from corpus.readers.packed import Packed

_MAX_CHAPTERS = 2_000
_CONTAINER = "META-INF/container.xml"
# Books with these are for programs that know who bought them.
_RIGHTS = frozenset(("META-INF/rights.xml", "META-INF/license.lcpl"))
_PAGES = ("application/xhtml+xml", "text/html")


def read_epub(content: bytes, name: str) -> Article:
    """Read an EPUB book, without its cover, navigation and pictures.

    Raises:
        DocumentRefused: it is locked, too large when unpacked, or holds no text.
    """
    book = Packed(content, name)
    if _RIGHTS & book.places:
        raise DocumentRefused("encrypted", name=name)
    [root, *_] = book.tree(_CONTAINER).xpath("//*[local-name()='rootfile']/@full-path")
    package = book.tree(root)
    pages = _pages(package, posixpath.dirname(root))
    chapters = (_chapter(book.read(place), name) for place in pages if place in book.places)
    text = blocks.join(chapters)
    if not text:
        raise DocumentRefused("empty", name=name)
    return Article(
        id=make_id(name),
        title=believable_title(_told(package, "title")) or title_of(text),
        text=text,
        language=detect_article_language(text),
        published=_published(_told(package, "date")),
        author=believable_title(_told(package, "creator")),
    )


def _pages(package: Any, folder: str) -> Iterator[str]:
    """The places of the chapters, in the order in which they are to be read."""
    items = {item.get("id"): item for item in package.xpath("//*[local-name()='item']")}
    order = dict.fromkeys(package.xpath("//*[local-name()='itemref']/@idref"))
    for id in list(order)[:_MAX_CHAPTERS]:
        item = items.get(id)
        if item is None or item.get("media-type") not in _PAGES:
            continue
        if "nav" not in (item.get("properties") or "").split():
            place = unquote(urlsplit(item.get("href") or "").path)
            yield posixpath.normpath(posixpath.join(folder, place))


def _chapter(page: bytes, name: str) -> str:
    """A chapter with its heading; "" for covers and others that have no text."""
    try:
        article = read_html(page, name)
    except DocumentRefused:
        return ""
    return blocks.join([blocks.heading(article.title, 1), article.text])


def _told(package: Any, tag: str) -> str:
    """What the book says of itself under a name of Dublin Core, the first time."""
    [found, *_] = package.xpath(f"//*[local-name()='metadata']/*[local-name()='{tag}']") or [None]
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _published(text: str) -> date | None:
    try:
        return believable_date(date.fromisoformat(text[:10]))
    except ValueError:
        return None
