"""Take pictures of the page's main states: `python -m tests.browser.screenshots FOLDER`.

Every state at three widths, light and dark, in both languages. Names say which:
`answered-1280-dark-it.png`.
"""

import argparse
import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bot.settings import Settings
from bot.sibilla import Sibilla

from .visitor import Visitor, launch, served

WIDTHS = {1280: 800, 768: 1024, 390: 844}
"""Widths of a laptop, a tablet and a phone, with their heights, in CSS pixels."""

_LOCALES = {"en": "en-GB", "it": "it-IT"}
_QUESTIONS = {
    "en": ("Why did OpenAI choose Cerebras?", "What is the best way to cook spaghetti?"),
    "it": ("Perché OpenAI ha scelto Cerebras?", "Come si cuociono bene gli spaghetti?"),
}
_MILLISECONDS_TO_SETTLE = 600  # scrolling is smooth


def take_all(folder: Path) -> None:
    """Take every picture into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        sibilla = Sibilla(Settings(data=Path(data), demo=True))
        sibilla.sync()
        browser = launch(playwright)
        with served(sibilla) as address:
            for width, scheme, language in itertools.product(
                WIDTHS, ("light", "dark"), ("en", "it")
            ):
                options: dict[str, Any] = {
                    "locale": _LOCALES[language],
                    "viewport": {"width": width, "height": WIDTHS[width]},
                    "color_scheme": scheme,
                    "is_mobile": width < 600,
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
    answerable, unanswerable = _QUESTIONS[language]
    yield "empty"
    turn = visitor.ask(answerable)
    yield "answered"
    turn.locator(".mark").first.click()
    yield "source"
    visitor.ask(unanswerable)
    yield "refused"
    visitor.open_library()
    yield "library"
    visitor.add(("report.pdf", b"%PDF"), ("empty.txt", ""))
    yield "uploaded"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    take_all(parser.parse_args().folder)
