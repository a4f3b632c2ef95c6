"""What axe-core finds wrong with a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passed need not be described
}
_GRAVE = ("serious", "critical")


def grave_faults(page: Page) -> list[Any]:
    """The serious faults of the page as it is now: the rule, and the elements that break it."""
    found = Axe().run(page, options=_OPTIONS).response["violations"]
    return [
        (fault["id"], [node["html"][:160] for node in fault["nodes"]][:3])
        for fault in found
        if fault["impact"] in _GRAVE
    ]
