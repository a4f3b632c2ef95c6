"""The chat: questions, answers, sources, languages, and what must not happen."""

import json
import re

import pytest
from playwright.sync_api import expect

from bot.feedback import FILE
from bot.page.texts import TEXTS
from bot.sibilla import Sibilla

from .conftest import Visit

pytestmark = pytest.mark.browser

ENGLISH = "Why did OpenAI choose Cerebras?"
ITALIAN = "Perché OpenAI ha scelto Cerebras?"


@pytest.mark.parametrize(("question", "language"), [(ENGLISH, "en"), (ITALIAN, "it")])
def test_an_example_question_is_answered_from_its_article(
    visit: Visit, question: str, language: str
) -> None:
    visitor = visit(locale=language)
    visitor.page.get_by_role("button", name=question, exact=True).click()
    turn = visitor.turn(0)
    expect(turn.locator(".question")).to_have_text(question)
    expect(turn.locator(".answer")).to_have_attribute("lang", language)
    expect(turn.locator(".mark").first).to_be_visible()
    expect(visitor.page.locator(".source").first).to_contain_text("Cerebras")


def test_clicking_a_citation_opens_its_source_with_the_quotation_highlighted(
    visit: Visit, sibilla: Sibilla
) -> None:
    citation = sibilla.ask(ENGLISH).citations[-1]
    visitor = visit()
    mark = visitor.ask(ENGLISH).get_by_role("button", name=f"Source {citation.number}:")
    expect(mark).to_have_text(f"[{citation.number}]")
    mark.click()
    source = visitor.source(0, citation.number)
    expect(source.locator("mark").first).to_be_in_viewport()
    expect(source).to_be_focused()
    expect(source.locator("h3")).to_contain_text(citation.title)
    highlighted = "\n\n".join(source.locator("mark").all_text_contents())
    assert highlighted == citation.quote


def test_a_mark_of_an_earlier_answer_opens_that_answers_source(visit: Visit) -> None:
    visitor = visit()
    first = visitor.ask(ENGLISH)
    visitor.ask("How much electricity will data centres use in 2030?")
    expect(visitor.source(0, 1)).to_be_hidden()
    first.locator(".mark").first.click()
    expect(visitor.source(0, 1)).to_be_visible()
    expect(visitor.source(1, 1)).to_be_hidden()


def test_a_refusal_cites_nothing_and_offers_the_nearest_articles(visit: Visit) -> None:
    visitor = visit()
    turn = visitor.ask("How do I make a good carbonara?")
    expect(turn.locator(".answer.abstained")).to_be_visible()
    expect(turn.locator(".mark")).to_have_count(0)
    panel = visitor.page.locator(".sources:visible")
    expect(panel.locator("h2")).to_have_text(TEXTS["en"].nearest)
    expect(panel.locator(".nearest li").first).to_be_visible()


def test_a_follow_up_shows_how_it_was_understood(visit: Visit, sibilla: Sibilla) -> None:
    follow_up = "And how much is it worth?"
    understood = sibilla.ask(follow_up, [ENGLISH]).understood
    assert understood != follow_up
    visitor = visit()
    visitor.ask(ENGLISH)
    expect(visitor.ask(follow_up).locator(".understood q")).to_have_text(understood)


def test_a_failure_says_what_was_wrong_and_is_no_refusal(visit: Visit) -> None:
    visitor = visit(locale="it-IT")
    turn = visitor.ask("perché " * 2000)
    expect(turn.locator(".failure")).to_contain_text("La domanda supera")
    expect(turn.locator(".abstained")).to_have_count(0)


def test_an_empty_question_asks_nothing(visit: Visit) -> None:
    visitor = visit()
    visitor.page.locator("#question textarea").fill("   ")
    visitor.page.get_by_role("button", name=TEXTS["en"].ask, exact=True).click()
    expect(visitor.page.locator("#question textarea")).to_have_value("")
    expect(visitor.page.locator(".turn")).to_have_count(0)


def test_a_new_conversation_begins_empty(visit: Visit) -> None:
    visitor = visit()
    visitor.ask(ENGLISH)
    visitor.page.get_by_role("button", name=TEXTS["en"].restart).click()
    expect(visitor.page.locator(".turn")).to_have_count(0)
    expect(visitor.page.locator(".welcome")).to_be_visible()
    expect(visitor.page.locator(".source")).to_have_count(0)


def test_an_italian_browser_gets_an_italian_page(visit: Visit) -> None:
    visitor = visit(locale="it-IT")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "it")
    expect(visitor.page.locator("#nameplate")).to_contain_text(TEXTS["it"].tagline)
    expect(visitor.page.locator(".chip").first).to_have_text(ITALIAN)


def test_the_switch_changes_every_text_and_keeps_the_conversation(visit: Visit) -> None:
    visitor = visit()
    visitor.ask(ENGLISH)
    answer = visitor.page.locator(".answer").inner_text()
    visitor.page.get_by_role("button", name="Italiano").click()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "it")
    texts, page = TEXTS["it"], visitor.page
    expect(page.get_by_role("tab")).to_have_text(
        [texts.chat_tab, texts.library_tab, texts.about_tab]
    )
    expect(page.get_by_label(texts.question_label)).to_have_attribute(
        "placeholder", texts.question_placeholder
    )
    expect(page.locator("#ask")).to_have_text(texts.ask)
    expect(page.locator("#restart")).to_have_text(texts.restart)
    expect(page.locator(".sources h2:visible")).to_have_text(texts.sources)
    expect(page.locator(".as-of")).to_contain_text("dati al")
    assert page.locator(".answer").inner_text() == answer
    visitor.open_library()
    expect(page.locator("#library-intro p")).to_have_text(texts.library_intro)
    expect(page.locator("#upload")).to_have_text(texts.upload)
    english = {text for text in _plain_texts("en") if text not in _plain_texts("it")}
    shown = page.locator("body").inner_text()
    assert [text for text in english if text in shown] == []


def test_the_chosen_language_is_remembered(visit: Visit) -> None:
    visitor = visit()
    visitor.page.get_by_role("button", name="Italiano").click()
    expect(visitor.page.locator("html")).to_have_attribute("lang", "it")
    visitor.open()
    expect(visitor.page.locator("#nameplate")).to_contain_text(TEXTS["it"].tagline)


def test_suggestions_follow_an_answer_and_are_answered(visit: Visit) -> None:
    visitor = visit(locale="it-IT")
    visitor.ask(ITALIAN)
    chips = visitor.page.locator(".next .chip")
    expect(chips.first).to_be_visible()
    asked = chips.first.inner_text()
    assert asked != ITALIAN
    expect(chips.first).to_have_attribute("lang", "it")
    chips.first.click()
    turn = visitor.turn(1)
    expect(turn.locator(".question")).to_have_text(asked)
    expect(turn.locator(".answer:not(.abstained) .mark").first).to_be_visible()
    expect(chips.first).to_be_visible()
    assert not {ITALIAN, asked} & set(chips.all_inner_texts())


def test_an_address_with_a_question_asks_it_once(visit: Visit) -> None:
    visitor = visit()
    visitor.ask(ENGLISH)
    link = visitor.turn(0).locator(".permalink").get_attribute("href")
    visitor.page.get_by_role("button", name=TEXTS["en"].restart).click()
    expect(visitor.page.locator(".turn")).to_have_count(0)
    visitor.page.goto(f"{visitor.address}{link}")
    expect(visitor.turn(0).locator(".question")).to_have_text(ENGLISH)
    assert "?" not in visitor.page.url
    expect(visitor.page.locator(".next")).to_be_visible()
    visitor.page.reload()
    expect(visitor.page.locator(".turn")).to_have_count(1)


def test_an_answer_is_copied_with_its_numbered_sources(visit: Visit, sibilla: Sibilla) -> None:
    visitor = visit(permissions=["clipboard-read", "clipboard-write"])
    turn = visitor.ask(ENGLISH)
    turn.get_by_role("button", name=TEXTS["en"].copy_label).click()
    expect(visitor.page.locator("#toast")).to_have_text(TEXTS["en"].copied)
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    answer = sibilla.ask(ENGLISH)
    assert copied.startswith(answer.text)
    for citation in answer.citations:
        assert f"[{citation.number}] {citation.title}" in copied


def test_what_a_visitor_thinks_of_an_answer_is_kept_with_their_word(
    visit: Visit, sibilla: Sibilla
) -> None:
    file = sibilla.settings.data / FILE
    visitor = visit()
    turn = visitor.ask(ENGLISH)
    thumb = turn.get_by_role("button", name=TEXTS["en"].bad)
    thumb.click()
    expect(thumb).to_have_attribute("aria-pressed", "true")
    turn.get_by_label(TEXTS["en"].word_label).fill("Too short")
    visitor.page.keyboard.press("Enter")
    expect(turn.locator(".word")).to_have_text(TEXTS["en"].thanks)
    line = json.loads(file.read_text("utf-8").splitlines()[-1])
    assert (line["question"], line["rating"], line["word"]) == (ENGLISH, "down", "Too short")


def test_asking_again_replaces_the_last_answer(visit: Visit) -> None:
    visitor = visit()
    turn = visitor.ask(ENGLISH)
    rated = turn.get_by_role("button", name=TEXTS["en"].good)
    rated.click()
    expect(rated).to_have_attribute("aria-pressed", "true")
    turn.get_by_role("button", name=TEXTS["en"].retry).click()
    expect(rated).to_have_attribute("aria-pressed", "false")  # another answer, not yet rated
    expect(visitor.page.locator(".turn")).to_have_count(1)


def test_two_visitors_do_not_see_each_others_conversation(visit: Visit) -> None:
    anna, bruno = visit(), visit(locale="it-IT")
    anna.ask(ENGLISH)
    bruno.ask(ITALIAN)
    anna.ask("How much electricity will data centres use in 2030?")
    expect(anna.page.locator(".turn")).to_have_count(2)
    expect(bruno.page.locator(".turn .question")).to_have_text([ITALIAN])
    expect(bruno.page.locator("html")).to_have_attribute("lang", "it")


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_no_width_scrolls_sideways_and_the_question_box_stays_in_view(
    visit: Visit, width: int
) -> None:
    visitor = visit(viewport={"width": width, "height": 740})
    box = visitor.page.locator("#question textarea")
    expect(box).to_be_in_viewport(ratio=1)
    assert visitor.overflow() <= 0
    visitor.ask(ENGLISH)
    expect(box).to_be_in_viewport(ratio=1)
    assert visitor.overflow() <= 0
    visitor.open_library()
    assert visitor.overflow() <= 0


def test_from_the_keyboard_one_goes_from_question_to_article_and_back(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.get_by_role("button", name=ENGLISH, exact=True).focus()
    page.keyboard.press("Enter")
    mark = visitor.turn(0).locator(".mark").first
    mark.focus()
    page.keyboard.press("Enter")
    expect(visitor.source(0, 1)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#reader h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(visitor.source(0, 1).locator("[data-read]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()


def test_the_page_keeps_itself_to_itself(visit: Visit) -> None:
    visitor = visit()
    response = visitor.page.goto(visitor.address)
    assert response is not None
    headers = response.headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert visitor.page.locator("footer").count() == 0


def _plain_texts(language: str) -> set[str]:
    """The texts that are shown as they stand: no places to fill, no lone words."""
    texts = TEXTS[language]
    values = [getattr(texts, name) for name in texts.__slots__]
    return {text for text in values if isinstance(text, str) and re.match(r"^[^{]+ [^{]+$", text)}
