"""Take pictures of the page: `python -m tests.browser.screenshots FOLDER`.

The main states on a laptop and a phone in English; with `--all` every state at three widths, light
and dark, in both languages. A sheet for each state and language is in `FOLDER/sheets`. Names say
which: `answered-1280-dark-it.png`. With `--axe`, what axe-core finds on the way is printed.
"""

import argparse
import itertools
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Literal
from unittest.mock import patch

from playwright.sync_api import Browser, sync_playwright
from pydantic import SecretStr

from bot.settings import Settings
from bot.sibilla import Sibilla
from bot.slots import Slots
from corpus.feeds.register import Register, Subscription
from tests.internet import Site

from . import states
from .axe import grave_faults
from .scripted import Scripted
from .sheets import make_sheets
from .states import PASSWORD, Scene, Walk
from .visitor import Visitor, launch, served

HEIGHTS = {360: 740, 768: 1024, 1280: 800}
"""Widths of a phone, a tablet and a laptop, with their heights, in CSS pixels."""

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_LOCALES = {"en": "en-GB", "it": "it-IT"}
_MILLISECONDS_TO_SETTLE = 150

WALKS: dict[str, tuple[str, Walk]] = {
    "read": ("demo", states.read),
    "converse": ("demo", states.converse),
    "write": ("demo", states.write),
    "wait": ("demo", states.wait),
    "shelve": ("demo", states.shelve),
    "grow": ("growing", states.grow),
    "learn": ("demo", states.learn),
    "lose": ("demo", states.lose),
    "begin": ("empty", states.begin),
    "enter": ("guarded", states.enter),
}
"""Each walk by name, with the server that it goes to."""

_MAIN = ("read", "converse", "shelve", "learn")


def take_all(
    folder: Path,
    walks: Sequence[str],
    widths: Sequence[int],
    schemes: Sequence[Scheme],
    languages: Sequence[str],
    *,
    axe: bool = False,
) -> None:
    """Take every picture of these walks into the folder, and make the sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    with _servers() as addresses, sync_playwright() as playwright:
        browser = launch(playwright)
        for walk, width, language in itertools.product(walks, widths, languages):
            where, states_of = WALKS[walk]
            visitor = _visitor(browser, addresses[where], width, language)
            crowd: tuple[Visitor, ...] = ()
            if walk == "wait":
                crowd = tuple(Visitor(browser, addresses[where]) for _ in range(2))
            for state in states_of(Scene(visitor, language, crowd)):
                for scheme in schemes:
                    visitor.page.emulate_media(color_scheme=scheme)
                    visitor.page.wait_for_timeout(_MILLISECONDS_TO_SETTLE)
                    name = f"{state}-{width}-{scheme}-{language}.png"
                    visitor.page.screenshot(path=folder / name)
                    for fault in grave_faults(visitor.page) if axe else ():
                        print(name, *fault, sep="\n    ")
            for one in (visitor, *crowd):
                one.close()
        make_sheets(browser, folder, widths)
        browser.close()


def _visitor(browser: Browser, address: str, width: int, language: str) -> Visitor:
    phone = width < 600
    options: dict[str, Any] = {
        "locale": _LOCALES[language],
        "viewport": {"width": width, "height": HEIGHTS[width]},
        "reduced_motion": "reduce",  # scrolling is smooth otherwise
        "is_mobile": phone,
        "has_touch": phone,
        "device_scale_factor": 2 if phone else 1,
    }
    return Visitor(browser, address, **options)


@contextmanager
def _servers() -> Iterator[dict[str, str]]:
    """Serve the demo corpus, one that grows, an empty one and one with a door, by name."""
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        site = Site()
        stack.callback(site.close)
        host = f"127.0.0.1:{site.port}"
        demo, growing = data / "demo", data / "growing"
        with closing(Sibilla(Settings(data=demo, demo=True))) as indexing:
            indexing.sync()
        shutil.copytree(demo, growing)
        feed = Subscription(f"http://{host}/feed", "Harbour Herald", "2026-11-20T08:30:00+00:00")
        Register(growing).add(feed)
        password = SecretStr(PASSWORD)
        sibillas = {
            "demo": Scripted(Settings(data=demo, demo=True)),
            "growing": Sibilla(Settings(data=growing, demo=True, unguarded_hosts=host)),
            "empty": Sibilla(Settings(data=data / "empty", demo=False)),
            "guarded": Sibilla(Settings(data=demo, demo=True, password=password, open=True)),
        }
        # One is answered at a time, so that a line is soon there.
        stack.enter_context(patch("bot.page.serve.Slots", partial(Slots, 1)))
        addresses = {}
        for name, sibilla in sibillas.items():
            stack.callback(sibilla.close)
            addresses[name] = stack.enter_context(served(sibilla))
        yield addresses


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--all", action="store_true", help="every state in every way")
    parser.add_argument("--axe", action="store_true", help="tell what axe-core finds")
    parser.add_argument("--walk", nargs="+", choices=WALKS)
    parser.add_argument("--width", type=int, nargs="+", choices=HEIGHTS)
    parser.add_argument("--scheme", nargs="+", choices=SCHEMES)
    parser.add_argument("--language", nargs="+", choices=_LOCALES)
    asked = parser.parse_args()
    everything = asked.all
    take_all(
        asked.folder,
        asked.walk or (list(WALKS) if everything else _MAIN),
        asked.width or (list(HEIGHTS) if everything else [360, 1280]),
        asked.scheme or (SCHEMES if everything else ["light"]),
        asked.language or (list(_LOCALES) if everything else ["en"]),
        axe=asked.axe,
    )
