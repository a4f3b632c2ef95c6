"""Conversations: kept in the visitor's own browser, listed, renamed, deleted, exported."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.page.texts import TEXTS

from .conftest import Visit

pytestmark = pytest.mark.browser

ONE = "Why did OpenAI choose Cerebras?"
OTHER = "How much electricity will data centres use in 2030?"
EN = TEXTS["en"]


def test_a_reload_goes_on_with_the_conversation(visit: Visit) -> None:
    visitor = visit()
    answer = visitor.ask(ONE).locator(".answer").inner_text()
    visitor.wait_until_kept()
    visitor.open()
    expect(visitor.turn(0).locator(".answer")).to_have_text(answer, use_inner_text=True)
    visitor.turn(0).locator(".mark").first.click()
    expect(visitor.source(0, 1).locator("mark").first).to_be_in_viewport()
    follow_up = visitor.ask("And how much is it worth?")
    expect(follow_up.locator(".understood")).to_be_visible()


def test_earlier_conversations_are_listed_and_can_be_gone_on_with(visit: Visit) -> None:
    visitor = visit()
    visitor.ask(ONE)
    visitor.wait_until_kept()
    visitor.page.get_by_role("button", name=EN.restart).click()
    expect(visitor.page.locator(".turn")).to_have_count(0)
    visitor.ask(OTHER)
    visitor.wait_until_kept()
    visitor.page.get_by_role("button", name=EN.conversations).click()
    drawer = visitor.page.get_by_role("dialog")
    expect(drawer.locator(".name")).to_have_text([OTHER, ONE])
    drawer.get_by_role("button", name=ONE, exact=True).click()
    expect(visitor.page.locator(".turn .question")).to_have_text([ONE])


def test_a_conversation_is_renamed_deleted_and_brought_back(visit: Visit) -> None:
    visitor = visit()
    visitor.ask(ONE)
    visitor.wait_until_kept()
    visitor.page.get_by_role("button", name=EN.conversations).click()
    drawer = visitor.page.get_by_role("dialog")
    drawer.get_by_role("button", name=EN.rename).click()
    drawer.get_by_label(EN.rename_label).fill("Chips <b>")
    visitor.page.keyboard.press("Enter")
    expect(drawer.locator(".name")).to_have_text("Chips <b>")
    drawer.get_by_role("button", name=EN.delete).click()
    expect(drawer.locator(".note")).to_have_text(EN.conversations_none)
    visitor.page.get_by_role("button", name=EN.undo).click()
    expect(drawer.locator(".name")).to_have_text("Chips <b>")


def test_a_conversation_is_exported_as_markdown_with_numbered_sources(visit: Visit) -> None:
    visitor = visit()
    visitor.ask(ONE)
    visitor.wait_until_kept()
    visitor.page.get_by_role("button", name=EN.conversations).click()
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("dialog").get_by_role("button", name=EN.export).click()
    assert download.value.suggested_filename == "Why-did-OpenAI-choose-Cerebras-.md"
    markdown = Path(download.value.path()).read_text("utf-8")
    assert f"## {ONE}" in markdown
    assert "[1]\\: " in markdown


def test_another_visitor_finds_no_conversation_of_anybody_else(visit: Visit) -> None:
    anna, bruno = visit(), visit()
    anna.ask(ONE)
    anna.wait_until_kept()
    bruno.page.get_by_role("button", name=EN.conversations).click()
    expect(bruno.page.locator("#drawer .note")).to_have_text(EN.conversations_none)


def test_a_conversation_that_cannot_be_read_is_told_and_the_page_opens(visit: Visit) -> None:
    visitor = visit(locale="it-IT")
    visitor.page.evaluate(
        """() => {
          localStorage.setItem("sibilla-conversation:x", JSON.stringify({ turns: "[{]" }));
          sessionStorage.setItem("sibilla-current", "x");
        }"""
    )
    visitor.open()
    expect(visitor.page.locator("#toast")).to_have_text(TEXTS["it"].unreadable)
    expect(visitor.page.locator(".welcome")).to_be_visible()
