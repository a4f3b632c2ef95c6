"""Pages: from a URL to the article behind it, not yet in the library."""

import re
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from corpus.addresses import same_place, tidy_address
from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.readers import READERS, make_id, read_content, read_page
from corpus.web.fetching import Fetched, Fetcher

# Media types and the ending that says how to read them; a format no reader reads is not fetched.
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "application/pdf": ".pdf",
}
PAGE_TYPES = tuple(type for type, ending in _ENDINGS.items() if ending in READERS)
"""The media types of pages that become articles."""

_SLUG_CHARACTERS = 60


def fetch_article(fetcher: Fetcher, url: str, *, trusted: bool = True) -> Article:
    """The article on a page; its id is made of the page's own address.

    `trusted` says that the user wrote the URL. An outlet that the page does not name is its host.

    Raises:
        DocumentRefused: the page is not fetched, or no article can be read from it.
    """
    fetched = fetcher.fetch(url, PAGE_TYPES, trusted=trusted)
    assert fetched  # only what is asked for by its validators can be unchanged
    return article_from_page(fetched, url)


def article_from_page(fetched: Fetched, name: str) -> Article:
    """The article in what was fetched; errors call it by `name`.

    Raises:
        DocumentRefused: no article can be read from it.
    """
    ending = _ENDINGS[fetched.media_type]
    if ending == ".html":
        article = read_page(fetched.content, name, url=fetched.url, charset=fetched.charset)
    else:
        content = fetched.content
        if ending != ".pdf" and fetched.charset:
            with suppress(LookupError, ValueError):
                content = content.decode(fetched.charset).encode()
        try:
            article = read_content(content, f"{name}{ending}")
        except DocumentRefused as error:
            raise DocumentRefused(error.reason, **(error.details | {"name": name})) from error
    address = article.url if ending == ".html" else tidy_address(fetched.url)
    address = address or fetched.url
    return replace(
        article,
        id=page_id(address),
        url=address,
        outlet=article.outlet or (urlsplit(address).hostname or "").removeprefix("www."),
    )


def page_id(url: str) -> str:
    """An article id from an address: the same for the same page, readable, and no other page's."""
    parts = urlsplit(url)
    steps = [unquote(step) for step in parts.path.split("/") if step]
    last = (
        re.sub(r"\.(?:html?|php|aspx?|md|txt|pdf)$", "", steps.pop(), flags=re.I) if steps else ""
    )
    # "index" and "20481" say little by themselves.
    while steps and len(re.findall(r"[^\W\d_]", last)) < 6:
        last = f"{steps.pop()}-{last}"
    slug = make_id(f"{last or parts.hostname or ''}.html")[:_SLUG_CHARACTERS].strip("-._").lower()
    digest = sha256((same_place(url) or url).encode()).hexdigest()
    return f"{slug}-{digest[:8]}"
