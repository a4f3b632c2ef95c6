"""Who logged in can log out, and who may not add sees nothing of it."""

import pytest
from playwright.sync_api import Browser, expect
from pydantic import SecretStr

from bot.page.texts import TEXTS
from bot.settings import Settings
from bot.sibilla import Sibilla

from .visitor import Visitor, served

pytestmark = pytest.mark.browser

IT = TEXTS["it"]


def test_an_editor_logs_in_from_the_page_and_out_again(browser: Browser, sibilla: Sibilla) -> None:
    data = sibilla.settings.data
    guarded = Sibilla(Settings(data=data, demo=True, password=SecretStr("salvia"), open=True))
    with served(guarded) as address:
        visitor = Visitor(browser, address, locale="it-IT")
        page = visitor.page
        visitor.open_library()
        expect(page.locator("#add-toggle")).to_have_count(0)
        expect(page.locator("#feeds form")).to_have_count(0)
        page.get_by_role("link", name=IT.log_in).click()
        page.locator("[type=password]").fill("salvia")
        page.keyboard.press("Enter")
        expect(page.locator("html[data-ready]")).to_be_attached()
        visitor.open_library()
        visitor.open_adder()
        page.get_by_role("button", name=IT.log_out).click()
        page.goto(address)
        visitor.open_library()
        expect(page.locator("#add-toggle")).to_have_count(0)
        expect(page.get_by_role("link", name=IT.log_in)).to_be_visible()
        visitor.close()
    guarded.close()


def test_where_there_is_no_password_nobody_can_log_out(browser: Browser, address: str) -> None:
    visitor = Visitor(browser, address)
    expect(visitor.page.locator(".switch")).to_be_visible()
    expect(visitor.page.locator(".account")).to_have_count(0)
    visitor.close()
