"""One Chromium, one server and one indexed demo corpus for all browser tests."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from bot.settings import Settings
from bot.sibilla import Sibilla

from .visitor import CHROMIUM, Visitor, launch, served

Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def sibilla(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sibilla]:
    """A Sibilla over the demo corpus, indexed, in a folder of its own."""
    sibilla = Sibilla(Settings(data=tmp_path_factory.mktemp("data"), demo=True))
    sibilla.sync()
    yield sibilla
    sibilla.close()


@pytest.fixture(scope="session")
def address(sibilla: Sibilla) -> Iterator[str]:
    """Where the page is served."""
    with served(sibilla) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The real Chromium; without it the tests are skipped, or fail where it is required."""
    if not CHROMIUM.exists():
        reason = f"Chromium is not installed at {CHROMIUM}"
        if os.environ.get("REQUIRE_CHROMIUM") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Lets visitors in. None may load anything from elsewhere or see an error in the console."""
    yield from let_in(browser, address)


def let_in(browser: Browser, address: str) -> Iterator[Visit]:
    """Give the way in, then look at what the visitors saw."""
    visitors: list[Visitor] = []

    def arrive(**options: Any) -> Visitor:
        visitors.append(Visitor(browser, address, **options))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.close()
    assert [visitor.foreign for visitor in visitors] == [[] for _ in visitors]
    assert [visitor.complaints for visitor in visitors] == [[] for _ in visitors]
