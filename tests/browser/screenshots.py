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

from playwright.sync_api import expect, sync_playwright

from bot.settings import Settings

from .scripted import BROKEN, DOUBTFUL, SLOW, Scripted
from .visitor import Visitor, launch, served

WIDTHS = {1280: 800, 800: 1024, 360: 740}
"""Widths of a laptop, a tablet and a phone, with their heights, in CSS pixels."""

SCHEMES = ("light", "dark")
_LOCALES = {"en": "en-GB", "it": "it-IT"}
_QUESTIONS = {
    "en": ("Why did OpenAI choose Cerebras?", "What is the best way to cook spaghetti?"),
    "it": ("Perché OpenAI ha scelto Cerebras?", "Come si cuociono bene gli spaghetti?"),
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
    yield from _library_states(visitor)
    page.get_by_role("tab").nth(2).click()
    expect(page.locator(".about")).to_be_visible()
    yield "about"


def _reading_states(visitor: Visitor, language: str) -> Iterator[str]:
    page = visitor.page
    answerable, unanswerable = _QUESTIONS[language]
    yield "empty"
    turn = visitor.ask(answerable)
    expect(page.locator(".next")).to_be_visible()
    yield "answered"
    visitor.tap(turn.locator(".mark").first)
    yield "quotation"
    if page.locator("#peek").count():
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


def _library_states(visitor: Visitor) -> Iterator[str]:
    page = visitor.page
    visitor.open_library()
    yield "library"
    visitor.open_adder()
    visitor.add(("report.bin", b"\0\1\2"), ("empty.txt", ""))
    yield "adding"
    page.locator("[data-remove]").first.click()
    yield "confirming"
    page.keyboard.press("Escape")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--width", type=int, nargs="+", choices=WIDTHS, default=list(WIDTHS))
    parser.add_argument("--scheme", nargs="+", choices=SCHEMES, default=SCHEMES)
    parser.add_argument("--language", nargs="+", choices=_LOCALES, default=list(_LOCALES))
    asked = parser.parse_args()
    take_all(asked.folder, asked.width, asked.scheme, asked.language)
