"""What axe-core finds on the page's main states: nothing serious, in light and dark."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bot.page.texts import TEXTS

from .conftest import Visit
from .visitor import Visitor

pytestmark = pytest.mark.browser

QUESTION = {"en": "Why did OpenAI choose Cerebras?", "it": "Perché OpenAI ha scelto Cerebras?"}
REFUSED = {"en": "How do I make a good carbonara?", "it": "Come si fa una buona carbonara?"}
LOCALES = {"en": "en-US", "it": "it-IT"}
STANDARD = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 1280), ("it", "dark", 360)]
)
def test_no_state_of_the_page_has_a_serious_fault(
    visit: Visit, language: str, scheme: str, width: int
) -> None:
    visitor = visit(
        locale=LOCALES[language],
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
    )
    faults = {state: found for state in _states(visitor, language) if (found := _faults(visitor))}
    assert faults == {}


def _states(visitor: Visitor, language: str) -> Iterator[str]:
    """Bring the page into each of its main states, and give the state's name."""
    page, texts = visitor.page, TEXTS[language]
    yield "empty"
    turn = visitor.ask(QUESTION[language])
    expect(page.locator("#next .chip").first).to_be_visible()
    turn.get_by_role("button", name=texts.good).click()
    expect(turn.locator(".word input")).to_be_visible()
    yield "answered"
    turn.locator(".mark").first.click()
    yield "source"
    page.locator(".sources:visible [data-read]").first.click()
    expect(page.locator("#reader")).to_be_visible()
    yield "reader"
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Escape")
    page.locator("#conversations").click()
    expect(page.locator("#drawer")).to_be_visible()
    yield "conversations"
    page.keyboard.press("Escape")
    visitor.ask(REFUSED[language])
    yield "refused"
    visitor.open_library()
    visitor.open_adder()
    visitor.add(("nothing.txt", ""))
    yield "library"
    page.locator("[data-remove]").first.click()
    expect(page.locator("#confirm")).to_be_visible()
    yield "confirming"
    page.get_by_role("button", name=texts.cancel).click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.get_by_role("tab").nth(2).click()
    expect(page.locator(".about")).to_be_visible()
    yield "about"


def _faults(visitor: Visitor) -> list[Any]:
    found = Axe().run(visitor.page, options=STANDARD).response["violations"]
    return [
        (fault["id"], [node["html"][:160] for node in fault["nodes"]][:3])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
