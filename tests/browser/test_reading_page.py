"""Quotations at their marks, the panel of sources, and the reader of whole articles."""

import pytest
from playwright.sync_api import expect

from bot.page.texts import TEXTS
from bot.sibilla import Sibilla

from .conftest import Visit

pytestmark = pytest.mark.browser

QUESTION = "Why did OpenAI choose Cerebras?"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def test_the_mouse_over_a_mark_shows_the_quoted_sentence(visit: Visit, sibilla: Sibilla) -> None:
    citation = sibilla.ask(QUESTION).citations[0]
    visitor = visit()
    visitor.ask(QUESTION).locator(".mark").first.hover()
    peek = visitor.page.locator("#peek")
    expect(peek).to_contain_text(citation.quote)
    expect(peek).to_contain_text(citation.title)
    visitor.page.mouse.move(2, 2)
    expect(peek).to_have_count(0)


def test_from_the_keyboard_a_mark_shows_its_quotation_and_escape_closes_it(visit: Visit) -> None:
    visitor = visit()
    mark = visitor.ask(QUESTION).locator(".mark").first
    visitor.page.locator("#question textarea").focus()
    for _ in range(30):
        visitor.page.keyboard.press("Shift+Tab")
        if visitor.page.evaluate("document.activeElement.matches('.mark')"):
            break
    peek = visitor.page.locator("#peek")
    expect(peek).to_be_visible()
    expect(visitor.page.locator(":focus")).to_have_attribute("aria-describedby", "peek")
    visitor.page.keyboard.press("Escape")
    expect(peek).to_have_count(0)
    expect(mark).not_to_have_attribute("aria-describedby", "peek")


def test_on_a_phone_a_tap_shows_the_quotation_and_opens_the_sources_as_a_sheet(
    visit: Visit,
) -> None:
    visitor = visit(**PHONE)
    mark = visitor.ask(QUESTION).locator(".mark").first
    expect(visitor.source(0, 1)).to_be_hidden()
    mark.tap()
    visitor.page.get_by_role("button", name=TEXTS["en"].open_source).tap()
    source = visitor.source(0, 1)
    expect(source.locator("mark").first).to_be_in_viewport()
    assert visitor.overflow() <= 0
    visitor.page.locator(".sources:visible .close-sheet").tap()
    expect(source).to_be_hidden()
    expect(mark).to_be_focused()
    visitor.turn(0).locator(".show-sources").tap()
    expect(source).to_be_visible()


def test_a_whole_article_opens_at_the_quoted_passage_and_closes_with_escape(
    visit: Visit, sibilla: Sibilla
) -> None:
    citation = sibilla.ask(QUESTION).citations[0]
    visitor = visit()
    visitor.ask(QUESTION)
    visitor.source(0, 1).get_by_role("button", name=TEXTS["en"].read_article).click()
    reader = visitor.page.get_by_role("dialog", name=citation.title)
    expect(reader.locator("mark").first).to_be_in_viewport()
    assert "".join(reader.locator("mark").all_text_contents()) == citation.quote
    expect(reader.locator(".body")).to_have_attribute("lang", citation.language)
    expect(reader.locator(".body h3").first).to_be_attached()
    visitor.page.keyboard.press("Escape")
    expect(reader).to_be_hidden()


def test_the_nearest_articles_of_a_refusal_can_be_read(visit: Visit) -> None:
    visitor = visit()
    visitor.ask("How do I make a good carbonara?")
    nearest = visitor.page.locator(".nearest [data-read]").first
    title = nearest.inner_text()
    nearest.click()
    expect(visitor.page.locator("#reader h2")).to_have_text(title)


@pytest.mark.parametrize(("locale", "language"), [("en-US", "en"), ("it-IT", "it")])
def test_the_about_tab_says_what_is_covered_and_with_what_it_works(
    visit: Visit, sibilla: Sibilla, locale: str, language: str
) -> None:
    visitor = visit(locale=locale)
    visitor.page.get_by_role("tab").nth(2).click()
    about = visitor.page.locator(".about")
    texts = TEXTS[language]
    expect(about).to_contain_text(texts.count_many.format(count=len(sibilla.articles())))
    expect(about).to_contain_text(sibilla.index.model)
    expect(about.get_by_role("img", name=texts.about_plot)).to_be_visible()
    about.locator("summary").click()
    expect(about.locator("tbody tr").first).to_be_visible()
