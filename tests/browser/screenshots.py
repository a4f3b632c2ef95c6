"""Take pictures of the page's main states: `python -m tests.browser.screenshots FOLDER`.

Every state at three widths, light and dark, in both languages, unless options ask for fewer.
Names say which: `answered-1280-dark-it.png`.
"""

import argparse
import itertools
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import expect, sync_playwright

from bot.page.texts import TEXTS
from bot.settings import Settings
from corpus.feeds.register import Register, Subscription

from .scripted import BROKEN, DOUBTFUL, LONG, SLOW, Scripted
from .visitor import Visitor, as_payloads, launch, served

WIDTHS = {1280: 800, 800: 1024, 360: 740}
"""Widths of a laptop, a tablet and a phone, with their heights, in CSS pixels."""

SCHEMES = ("light", "dark")
_LOCALES = {"en": "en-GB", "it": "it-IT"}
_QUESTIONS = {
    "en": ("Why did OpenAI choose Cerebras?", "What is the best way to cook spaghetti?"),
    "it": ("Perché OpenAI ha scelto Cerebras?", "Come si cuociono bene gli spaghetti?"),
}
_ARTICLE = {
    "en": "---\ntitle: A data centre warms the swimming pool of Merano\npublished: 2026-03-04\n"
    "outlet: Harbour Herald\n---\n\nThe pool of Merano is heated by {mark} servers since March. "
    "They stand in the cellar, in a bath of oil, and give off ninety kilowatts day and night.",
    "it": "---\ntitle: Un centro dati scalda la piscina di Merano\npublished: 2026-03-04\n"
    "outlet: Gazzetta del Porto\n---\n\nDa marzo la piscina di Merano è scaldata da {mark} server. "
    "Stanno in cantina, in un bagno d'olio, e cedono novanta chilowatt giorno e notte.",
}
_MILLISECONDS_TO_SETTLE = 600  # scrolling is smooth


def take_all(
    folder: Path, widths: Sequence[int], schemes: Sequence[str], languages: Sequence[str]
) -> None:
    """Take every picture into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        sibilla = Scripted(Settings(data=Path(data), demo=True))
        sibilla.sync()
        feed = "https://herald.example/feed.xml"
        Register(Path(data)).add(Subscription(feed, "Harbour Herald", "2026-11-20T08:30:00+00:00"))
        browser = launch(playwright)
        with served(sibilla) as address:
            for width, scheme, language in itertools.product(widths, schemes, languages):
                options: dict[str, Any] = {
                    "locale": _LOCALES[language],
                    "viewport": {"width": width, "height": WIDTHS[width]},
                    "color_scheme": scheme,
                    "is_mobile": width < 600,
                    "has_touch": width < 600,
                    "device_scale_factor": 2 if width < 600 else 1,
                }
                visitor = Visitor(browser, address, **options)
                for state in _states(visitor, language):
                    visitor.page.wait_for_timeout(_MILLISECONDS_TO_SETTLE)
                    name = f"{state}-{width}-{scheme}-{language}.png"
                    visitor.page.screenshot(path=folder / name)
                visitor.close()
        browser.close()
        sibilla.close()


def _states(visitor: Visitor, language: str) -> Iterator[str]:
    """Bring the page into each state in turn, and give the state's name."""
    yield from _reading_states(visitor, language)
    page = visitor.page
    page.locator("#restart").click()
    expect(page.locator(".welcome")).to_be_visible()
    visitor.ask(SLOW)
    yield "growing"
    page.locator("#stop").click()
    expect(page.locator(".notice")).to_be_visible()
    yield "stopped"
    visitor.ask(DOUBTFUL)
    page.locator(".sign").first.focus()
    yield "doubtful"
    visitor.ask(BROKEN)
    yield "broken"
    turn = visitor.ask(LONG)
    expect(turn).to_have_attribute("aria-busy", "false")
    yield "long"
    yield from _library_states(visitor, language)
    page.get_by_role("tab").nth(2).click()
    expect(page.locator(".about")).to_be_visible()
    yield "about"
    visitor.context.set_offline(True)
    page.get_by_role("tab").nth(0).click()
    page.locator("#question textarea").fill(_QUESTIONS[language][0])
    page.keyboard.press("Enter")
    expect(page.locator("#lost")).to_be_visible()
    yield "lost"


def _reading_states(visitor: Visitor, language: str) -> Iterator[str]:
    page = visitor.page
    answerable, unanswerable = _QUESTIONS[language]
    yield "empty"
    turn = visitor.ask(answerable)
    expect(page.locator(".next")).to_be_visible()
    yield "answered"
    mark = turn.locator(".mark").first
    if page.evaluate("navigator.maxTouchPoints > 0"):
        mark.tap()
    else:
        mark.hover()
    expect(page.locator("#peek")).to_be_visible()
    yield "quotation"
    visitor.tap(page.locator(".open-source"))
    yield "source"
    visitor.tap(page.locator(".sources:visible [data-read]").first)
    expect(page.locator("#reader")).to_be_visible()
    yield "article"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator("#conversations").click()
    yield "conversations"
    page.keyboard.press("Escape")
    visitor.ask(unanswerable)
    yield "refused"


def _library_states(visitor: Visitor, language: str) -> Iterator[str]:
    page, texts = visitor.page, TEXTS[language]
    mark = uuid4().hex[:6]  # so that no text is there already
    visitor.open_library()
    yield "library"
    page.get_by_label(texts.filter_label).fill("zzz")
    expect(page.locator(".library .none")).to_be_visible()
    yield "nothing-found"
    page.get_by_label(texts.filter_label).fill("")
    visitor.open_adder()
    yield "adder"
    page.get_by_label(texts.look).check()
    visitor.add(("report.bin", b"\0\1\2"), (f"{mark}.md", _ARTICLE[language].format(mark=mark)))
    expect(page.locator(".looked-at li")).to_have_count(2)
    yield "looked-at"
    page.locator("[data-decide=add]").click()
    expect(page.locator(".uploads[role=status] h3")).to_be_visible()
    yield "added"
    page.get_by_label(texts.look).uncheck()
    batch = [(f"{mark}-{n}.txt", f"Line {n} {mark}\n\nThe tram {mark} {n}.") for n in range(60)]
    batch += [(f"empty-{n}.txt", "") for n in range(3)]
    page.locator("#adder input[type=file]").set_input_files(as_payloads(batch))
    expect(page.locator(".uploads .counts")).to_contain_text("3 ")
    yield "adding"
    expect(page.locator(".uploads details")).to_have_count(2)
    yield "batch"
    page.locator("[data-remove]").first.click()
    yield "confirming"
    page.get_by_role("dialog").get_by_role("button", name=texts.delete).click()
    expect(page.locator("[data-restore]")).to_be_visible()
    yield "deleted"
    page.locator("[data-restore]").click()
    expect(page.locator("[data-restore]")).to_have_count(0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--width", type=int, nargs="+", choices=WIDTHS, default=list(WIDTHS))
    parser.add_argument("--scheme", nargs="+", choices=SCHEMES, default=SCHEMES)
    parser.add_argument("--language", nargs="+", choices=_LOCALES, default=list(_LOCALES))
    asked = parser.parse_args()
    take_all(asked.folder, asked.width, asked.scheme, asked.language)
