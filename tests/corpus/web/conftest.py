"""What the tests of the web share: an invented internet with one site on it."""

from collections.abc import Callable, Iterator

import pytest
from internet import PUBLIC, Internet, Page, Site

from corpus.errors import FetchRefused
from corpus.web.fetching import Fetcher
from corpus.web.visit import Limits

TYPES = ("text/html", "text/plain")
QUICK = Limits(seconds=1.5, megabytes=0.2)


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


Refused = Callable[[str], FetchRefused]


@pytest.fixture
def refused(fetcher: Fetcher) -> Refused:
    """Fetches a URL that must be refused; the refusal."""

    def refuse(url: str) -> FetchRefused:
        with pytest.raises(FetchRefused) as caught:
            fetcher.fetch(url, TYPES)
        return caught.value

    return refuse
