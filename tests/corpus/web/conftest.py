"""What the tests of the web share: refusals."""

from collections.abc import Callable

import pytest

from corpus.errors import FetchRefused
from corpus.web.fetching import Fetcher

TYPES = ("text/html", "text/plain")

Refused = Callable[[str], FetchRefused]


@pytest.fixture
def refused(fetcher: Fetcher) -> Refused:
    """Fetches a URL that must be refused; the refusal."""

    def refuse(url: str) -> FetchRefused:
        with pytest.raises(FetchRefused) as caught:
            fetcher.fetch(url, TYPES)
        return caught.value

    return refuse
