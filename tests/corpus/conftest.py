"""What the tests of web and feeds share: an invented internet with one site on it."""

from collections.abc import Iterator

import pytest
from internet import PUBLIC, QUICK, Internet, Page, Site

from corpus.web.fetching import Fetcher


@pytest.fixture
def site() -> Iterator[Site]:
    """A real HTTP server on loopback."""
    site = Site()
    site.pages["/page"] = Page("<p>Chips and reactors.</p>")
    yield site
    site.close()


@pytest.fixture
def internet(site: Site) -> Internet:
    """An internet on which news.example has the site at a public address."""
    internet = Internet()
    internet.names["news.example"] = [PUBLIC]
    internet.servers[PUBLIC, 80] = site.port
    return internet


@pytest.fixture
def fetcher(internet: Internet) -> Fetcher:
    """A fetcher on that internet, with small limits."""
    return Fetcher(network=internet.network(), limits=QUICK)
