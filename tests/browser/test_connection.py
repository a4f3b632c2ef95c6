"""A server that goes away, comes back, or takes no more requests: what the page says and keeps."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.page.texts import TEXTS
from bot.settings import Settings
from bot.sibilla import Sibilla

from .visitor import Visitor, served

pytestmark = pytest.mark.browser

ONE = "Why did OpenAI choose Cerebras?"
OTHER = "How much electricity will data centres use in 2030?"
IT = TEXTS["it"]


@pytest.fixture
def strict(sibilla: Sibilla) -> Iterator[Sibilla]:
    """A Sibilla on the same folder that takes one question a minute, and twenty requests."""
    settings = Settings(data=sibilla.settings.data, demo=True, per_minute=1)
    strict = Sibilla(settings)
    yield strict
    strict.close()


def test_a_server_that_is_gone_is_told_and_the_question_is_asked_once_it_is_back(
    browser: Browser, sibilla: Sibilla
) -> None:
    with served(sibilla) as address:
        port = int(address.rpartition(":")[2])
        visitor = Visitor(browser, address, locale="it-IT")
        page = visitor.page
        visitor.ask(ONE)
        visitor.wait_until_kept()
    page.locator("#question textarea").fill(OTHER)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(IT.connection_lost)
    assert "Connection" not in page.locator("body").inner_text()
    with served(sibilla, port):
        expect(page.locator(".turn .question")).to_have_text([ONE, OTHER])
        expect(visitor.turn(1).locator(".mark").first).to_be_visible()
        expect(page.locator("#lost")).to_have_count(0)
        visitor.close()


def test_after_a_restart_unnoticed_by_the_page_nothing_of_the_conversation_is_lost(
    browser: Browser, sibilla: Sibilla
) -> None:
    with served(sibilla) as address:
        port = int(address.rpartition(":")[2])
        visitor = Visitor(browser, address)
        visitor.ask(ONE)
        visitor.wait_until_kept()
    with served(sibilla, port):
        visitor.page.locator("#question textarea").fill(OTHER)
        visitor.page.keyboard.press("Enter")
        expect(visitor.page.locator(".turn .question")).to_have_text([ONE, OTHER])
        expect(visitor.turn(1).locator(".mark").first).to_be_visible()
        visitor.close()


def test_a_draft_outlives_the_loss_of_the_server(browser: Browser, sibilla: Sibilla) -> None:
    with served(sibilla) as address:
        port = int(address.rpartition(":")[2])
        visitor = Visitor(browser, address)
        box = visitor.page.locator("#question textarea")
        box.fill("A long question that is not yet")
    visitor.page.get_by_role("tab").nth(1).click()
    expect(visitor.page.locator("#lost")).to_be_visible()
    with served(sibilla, port):
        expect(visitor.page.locator("#lost")).to_have_count(0)
        expect(box).to_have_value("A long question that is not yet")
        expect(visitor.page.locator(".turn")).to_have_count(0)
        visitor.close()


def test_who_asks_too_much_is_told_why_nothing_happens(browser: Browser, strict: Sibilla) -> None:
    with served(strict) as address:
        visitor = Visitor(browser, address, locale="it-IT")
        page = visitor.page
        visitor.open_library()
        for number in range(30):
            page.get_by_label(IT.filter_label).fill(f"cerebras {number}")
            page.wait_for_timeout(30)
        expect(page.locator("#toast")).to_contain_text("Sono state troppe richieste")
        visitor.close()
