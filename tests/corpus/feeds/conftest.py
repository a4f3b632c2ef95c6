"""What the tests of feeds share."""

import json
from typing import Any

import pytest

from corpus.feeds.parsing import parse_feed, parse_page
from corpus.web.fetching import Fetched


@pytest.fixture
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Feeds are taken apart by the same functions, but without starting a process for each."""

    def take_apart(kind: str, fetched: Fetched, name: str, seconds: float) -> Any:
        parse = parse_feed if kind == "feed" else parse_page
        return json.loads(json.dumps(parse(fetched)))

    monkeypatch.setattr("corpus.feeds.reading._take_apart", take_apart)
