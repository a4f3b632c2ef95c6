"""The page for those who use a keyboard, a screen reader, large print or colours of their own.

axe-core finds nothing serious on its main states, in light and dark.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from bot.page.texts import TEXTS

from .axe import grave_faults
from .conftest import Visit
from .visitor import Visitor

pytestmark = pytest.mark.browser

QUESTION = {"en": "Why did OpenAI choose Cerebras?", "it": "Perché OpenAI ha scelto Cerebras?"}
REFUSED = {"en": "How do I make a good carbonara?", "it": "Come si fa una buona carbonara?"}
LOCALES = {"en": "en-US", "it": "it-IT"}


def test_dialogs_keep_the_focus_and_give_it_back(visit: Visit) -> None:
    visitor = visit()
    page, texts = visitor.page, TEXTS["en"]
    visitor.ask(QUESTION["en"])
    visitor.wait_until_kept()
    drawer = page.get_by_role("button", name=texts.conversations)
    drawer.press("Enter")
    names = []
    for _ in range(5):
        names.append(page.evaluate("document.activeElement.textContent"))
        page.keyboard.press("Tab")
    assert names == [texts.close, QUESTION["en"], texts.rename, texts.export, texts.delete]
    page.keyboard.press("Escape")
    expect(drawer).to_be_focused()
    read = visitor.source(0, 1).get_by_role("button", name=texts.read_article)
    read.press("Enter")
    expect(page.locator("#reader h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(read).to_be_focused()
    visitor.open_library()
    delete = page.locator("[data-remove]").first
    delete.press("Enter")
    expect(page.get_by_role("button", name=texts.cancel)).to_be_focused()
    page.keyboard.press("Escape")
    expect(delete).to_be_focused()


def test_the_page_can_be_used_from_the_keyboard_from_its_first_link_on(visit: Visit) -> None:
    visitor = visit()
    page, texts = visitor.page, TEXTS["en"]
    visitor.open_library()
    page.evaluate("document.activeElement.blur(); getSelection().collapse(document.body, 0)")
    page.locator(".skip").focus()
    expect(page.locator(".skip")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_label(texts.question_label)).to_be_focused()
    page.keyboard.type(QUESTION["en"])
    page.keyboard.press("Enter")
    visitor.turn(0)
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    for part in (".mark", "[data-copy]", ".permalink", "[data-retry]", ".thumb.up"):
        page.locator(f".turn {part}").first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert page.evaluate(outline) == "solid", part
    page.keyboard.press("Enter")
    expect(page.locator(".thumb.up")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(("width", "height"), [(640, 400), (320, 400)])
def test_at_200_and_400_percent_nothing_is_cut_off(visit: Visit, width: int, height: int) -> None:
    visitor = visit(viewport={"width": width, "height": height}, device_scale_factor=2)
    page = visitor.page
    turn = visitor.ask(QUESTION["en"])
    expect(page.locator("#question textarea")).to_be_in_viewport(ratio=1)
    assert visitor.overflow() <= 0
    turn.locator(".show-sources").click()
    expect(visitor.source(0, 1)).to_be_in_viewport()
    page.locator(".sources:visible .close-sheet").click()
    visitor.open_library()
    visitor.open_adder()
    assert visitor.overflow() <= 0
    for field in ("#links textarea", "#text textarea", ".follow input", "#look input"):
        page.locator(field).evaluate("(field) => field.scrollIntoView({block: 'center'})")
        expect(page.locator(field)).to_be_in_viewport(ratio=1)
    page.get_by_role("tab").nth(2).click()
    expect(page.locator(".about")).to_be_visible()
    assert visitor.overflow() <= 0


def test_who_wants_no_motion_gets_none(visit: Visit) -> None:
    visitor = visit(reduced_motion="reduce")
    visitor.ask(QUESTION["en"]).locator(".mark").first.click()
    running = "document.getAnimations().filter((one) => one.playState === 'running').length"
    moving = visitor.page.evaluate(running)
    assert moving == 0


def test_where_the_system_chooses_colours_what_is_chosen_still_shows(visit: Visit) -> None:
    visitor = visit(forced_colors="active")
    page = visitor.page
    mark = visitor.ask(QUESTION["en"]).locator(".mark").first
    style = "(element) => getComputedStyle(element)"
    assert mark.evaluate(f"{style}.borderTopStyle") == "solid"
    mark.click()
    assert mark.evaluate(f"{style}.outlineStyle") == "solid"
    chosen, other = (page.locator(f".switch [aria-pressed={state}]") for state in ("true", "false"))
    line = f"{style}.borderBottomColor"
    assert chosen.evaluate(line) != other.evaluate(line)
    shown = page.locator(".source mark").first.evaluate(f"{style}.backgroundColor")
    assert shown != page.locator("body").evaluate(f"{style}.backgroundColor")


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
    faults = {
        state: found
        for state in _states(visitor, language)
        if (found := grave_faults(visitor.page))
    }
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
    page.get_by_label(texts.look).check()
    visitor.add(("molo.txt", "The pier\n\nThe pier of Trapani is closed."))
    expect(page.locator(".looked-at")).to_be_visible()
    yield "looked at"
    page.get_by_role("button", name=texts.discard).click()
    expect(page.locator(".uploads li")).to_have_count(0)
    page.locator("[data-remove]").first.click()
    expect(page.locator("#confirm")).to_be_visible()
    yield "confirming"
    page.get_by_role("button", name=texts.cancel).click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.get_by_role("tab").nth(2).click()
    expect(page.locator(".about")).to_be_visible()
    yield "about"
