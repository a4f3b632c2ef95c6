"""Sheets that show a state in all its pictures, so that many can be looked at in little time."""

from collections import defaultdict
from collections.abc import Iterable
from html import escape
from pathlib import Path

from playwright.sync_api import Browser

_WIDTH = 1560  # of a sheet, in CSS pixels
_STYLE = (
    "body { margin: 0; background: #777; font: 14px system-ui } "
    "h1 { margin: 4px 8px; font: inherit; color: #fff } "
    "div { display: flex; gap: 8px; padding: 0 8px 8px; align-items: start } "
    "img { display: block; min-width: 0 }"
)


def make_sheets(browser: Browser, folder: Path, widths: Iterable[int]) -> None:
    """Lay the pictures of each state and language out in one, a row for light and one for dark."""
    sheets = folder.resolve() / "sheets"
    sheets.mkdir(exist_ok=True)
    rows: dict[tuple[str, str], dict[str, dict[int, Path]]] = defaultdict(lambda: defaultdict(dict))
    for picture in folder.resolve().glob("*.png"):
        state, width, scheme, language = picture.stem.rsplit("-", 3)
        rows[state, language][scheme][int(width)] = picture
    page = browser.new_page(viewport={"width": _WIDTH, "height": 600})
    for (state, language), pictures in sorted(rows.items()):
        body = f"<h1>{escape(state)}, {language}</h1>" + "".join(
            "<div>"
            + "".join(_image(pictures[scheme].get(width), width) for width in sorted(widths))
            + "</div>"
            for scheme in sorted(pictures, reverse=True)
        )
        draft = sheets / "sheet.html"
        draft.write_text(f"<!doctype html><style>{_STYLE}</style>{body}", encoding="utf-8")
        page.goto(draft.as_uri())
        page.screenshot(path=sheets / f"{state}-{language}.png", full_page=True)
        draft.unlink()
    page.close()


def _image(picture: Path | None, width: int) -> str:
    return f'<img src="{picture.as_uri()}" style="flex: {width}">' if picture else ""
