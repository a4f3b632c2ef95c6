"""Answers that a chat model writes: they grow, are stopped, fail, and are doubted."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.page.texts import TEXTS
from bot.sibilla import Sibilla

from .conftest import Visit, let_in
from .scripted import AWAY, BROKEN, DOUBTFUL, FAULT, LONG, NOTICES, SLOW, Scripted
from .visitor import served

pytestmark = pytest.mark.browser

EN = TEXTS["en"]


@pytest.fixture(scope="module")
def scripted(sibilla: Sibilla) -> Iterator[Scripted]:
    """A Sibilla on the same folder whose answers are scripted."""
    scripted = Scripted(sibilla.settings)
    yield scripted
    scripted.close()


@pytest.fixture(scope="module")
def scripted_address(scripted: Scripted) -> Iterator[str]:
    with served(scripted) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, scripted_address: str) -> Iterator[Visit]:
    """Lets visitors in where answers are scripted."""
    yield from let_in(browser, scripted_address)


def test_an_answer_grows_and_can_be_stopped_and_what_is_there_stays(
    visit: Visit, scripted: Scripted
) -> None:
    visitor = visit()
    turn = visitor.ask(SLOW)
    expect(turn).to_have_attribute("aria-busy", "true")
    first = turn.locator(".answer").inner_text()
    stop = visitor.page.get_by_role("button", name=EN.stop)
    expect(stop).to_be_visible()
    expect(turn.locator(".answer")).not_to_have_text(first)
    stop.click()
    expect(turn.locator(".notice")).to_have_text(EN.stopped)
    assert scripted.closed.wait(20), "the stream was not closed"
    expect(turn).to_have_attribute("aria-busy", "false")
    expect(stop).to_be_hidden()
    kept = turn.locator(".answer").inner_text()
    visitor.page.wait_for_timeout(500)
    assert turn.locator(".answer").inner_text() == kept
    visitor.ask(AWAY)


def test_while_a_long_answer_grows_what_is_above_does_not_move(visit: Visit) -> None:
    visitor = visit()
    visitor.page.emulate_media(reduced_motion="reduce")
    visitor.ask(AWAY)
    turn = visitor.ask(LONG)
    expect(turn).to_have_attribute("aria-busy", "true")
    visitor.page.evaluate(
        """() => {
          window.tops = new Set();
          const top = (element) => Math.round(element.getBoundingClientRect().top);
          const above = ".question, #turn-0 .answer, #turn-0 .turn-actions";
          const look = () => {
            tops.add([...document.querySelectorAll(above)].map(top).join());
            if (document.querySelector("[aria-busy=true]")) requestAnimationFrame(look);
          };
          look();
        }"""
    )
    expect(turn).to_have_attribute("aria-busy", "false")
    assert len(visitor.page.evaluate("[...tops]")) == 1
    expect(turn.locator(".answer ul")).to_have_count(40)
    expect(turn.locator(".answer li .mark")).to_have_count(40)
    expect(visitor.page.locator("#question textarea")).to_be_in_viewport()
    assert visitor.overflow() <= 0


def test_a_model_server_that_breaks_off_is_told_and_asked_again(visit: Visit) -> None:
    visitor = visit(locale="it-IT")
    turn = visitor.ask(BROKEN)
    expect(turn.locator(".failure")).to_contain_text(TEXTS["it"].internal_failure)
    assert "secret detail" not in visitor.page.content()
    turn.get_by_role("button", name=TEXTS["it"].retry).click()
    expect(turn.locator(".failure")).to_be_visible()
    expect(visitor.page.locator(".turn")).to_have_count(1)


def test_a_notice_of_the_model_is_shown_with_the_answer(visit: Visit) -> None:
    turn = visit().ask(AWAY)
    expect(turn.locator(".notice")).to_have_text(NOTICES["en"])
    expect(turn.locator(".mark").first).to_be_visible()


def test_doubtful_sentences_have_a_sign_that_says_why(visit: Visit) -> None:
    visitor = visit()
    turn = visitor.ask(DOUBTFUL)
    expect(turn.locator(".doubt")).to_have_count(2)
    sign = turn.get_by_role("button", name=f"{EN.unsupported}. {FAULT}")
    sign.hover()
    peek = visitor.page.locator("#peek")
    expect(peek).to_contain_text(EN.unsupported)
    expect(peek.locator("li")).to_have_text(FAULT)
    expect(turn.get_by_role("button", name=EN.partly)).to_be_visible()
    expect(turn.locator(".as-of")).to_contain_text(EN.written.format(model="small"))


def test_another_conversation_is_not_written_into_by_an_answer_under_way(visit: Visit) -> None:
    visitor = visit()
    visitor.ask(SLOW)
    visitor.page.get_by_role("button", name=EN.restart).click()
    expect(visitor.page.locator(".welcome")).to_be_visible()
    visitor.page.wait_for_timeout(600)
    expect(visitor.page.locator(".turn")).to_have_count(0)
