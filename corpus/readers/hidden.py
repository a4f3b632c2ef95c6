"""Hidden text of web pages: what a reader of the page does not see must not be read either.

It is the usual way to slip instructions to a program, or words to a search engine, into a text.
"""

import re
from typing import Any

# Farther than this outside the page nobody scrolls, in pixels.
_OFF_SCREEN = 500
_DECLARATION = re.compile(r"\s*([a-z-]+)\s*:\s*([^;]+)", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# Rules for print, or for screens of some size, say nothing on what is seen here.
_AT_RULE = re.compile(r"@[^{};]+(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<kind>[.#])(?P<name>[\w-]+)", re.I)
_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|pt|em|rem|vw|vh|%|cm|in)?", re.IGNORECASE)
_PIXELS = {"em": 16, "rem": 16, "vw": 12, "vh": 8, "%": 12, "pt": 1.33, "cm": 38, "in": 96}
_WHITES = {"white", "#fff", "#ffffff", "rgb(255,255,255)", "hsl(0,0%,100%)", "#fffffe", "#fefefe"}
_NEVER_SHOWN = ("template", "noembed", "noframes")

Style = dict[str, str]


def remove_hidden(tree: Any) -> None:
    """Take out of an lxml tree every element that the page hides, with all that is in it.

    Looked at are the `hidden` attribute, inline styles, and the page's own style sheet where its
    selectors are a class or an id. What only scripts or style sheets from elsewhere hide stays.
    """
    hiding = _hiding_selectors(tree)
    for element in list(tree.iter("*")):
        if element.getparent() is None or element.tag in ("html", "body", "head"):
            continue
        if element.tag in _NEVER_SHOWN or _is_hidden(element, hiding):
            element.drop_tree()


def _is_hidden(element: Any, hiding: set[tuple[str, str, str]]) -> bool:
    if element.get("hidden") is not None and element.get("hidden", "").lower() != "until-found":
        return True
    if element.tag == "input":
        return bool(element.get("type", "").lower() == "hidden")
    for kind, names in ((".", element.get("class", "")), ("#", element.get("id", ""))):
        for name in names.split():
            if ("", kind, name) in hiding or (element.tag, kind, name) in hiding:
                return True
    style = _style(element.get("style", ""))
    return hides(style) or _is_white_on_white(element, style)


def hides(style: Style) -> bool:
    """Whether declarations of CSS make what they apply to invisible."""
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    if style.get("opacity") and _pixels(style["opacity"]) == 0:
        return True
    if style.get("font-size") and _pixels(style["font-size"]) in (0, 1):
        return True
    if style.get("clip", "").replace(" ", "").replace("px", "") in (
        "rect(0,0,0,0)",
        "rect(1,1,1,1)",
    ) or style.get("clip-path", "").replace(" ", "") in ("inset(100%)", "inset(50%)"):
        return True
    if style.get("overflow") == "hidden" and any(
        style.get(side) and _pixels(style[side]) in (0, 1) for side in ("width", "height")
    ):
        return True
    if style.get("position") in ("absolute", "fixed") and any(
        abs(_pixels(style.get(side, ""))) >= _OFF_SCREEN and style[side].startswith("-")
        for side in ("left", "top", "right", "bottom")
        if side in style
    ):
        return True
    return _pixels(style.get("text-indent", "")) <= -_OFF_SCREEN


def _is_white_on_white(element: Any, style: Style) -> bool:
    """Whether text is written white on what is white, or in the very colour of its ground."""
    colour = style.get("color") or (element.get("color", "") if element.tag == "font" else "")
    if not colour:
        return False
    ground = "white"
    node = element
    while node is not None:
        own = _style(node.get("style", ""))
        painted = own.get("background-color") or own.get("background") or node.get("bgcolor")
        if painted:
            ground = painted
            break
        node = node.getparent()
    if colour == "transparent" or _colour(colour) == _colour(ground):
        return True
    return _colour(colour) in _WHITES and _colour(ground) in _WHITES


def _hiding_selectors(tree: Any) -> set[tuple[str, str, str]]:
    """The classes and ids that the page's own style sheets hide, as (tag or "", kind, name)."""
    hiding: set[tuple[str, str, str]] = set()
    for sheet in tree.iter("style"):
        css = _AT_RULE.sub(" ", _COMMENT.sub(" ", sheet.text or ""))
        for selectors, declarations in _RULE.findall(css):
            if not hides(_style(declarations)):
                continue
            for selector in selectors.split(","):
                match = _SIMPLE_SELECTOR.fullmatch(selector.strip())
                if match:
                    hiding.add(((match["tag"] or "").lower(), match["kind"], match["name"]))
    return hiding


def _style(declarations: str) -> Style:
    return {
        name.lower(): value.lower().replace("!important", "").strip()
        for name, value in _DECLARATION.findall(declarations)
    }


def _colour(value: str) -> str:
    return value.lower().replace(" ", "").removesuffix("!important")


def _pixels(value: str) -> float:
    """A length in about so many pixels; one that cannot be read is far from any limit."""
    match = _LENGTH.match(value.strip())
    if not match:
        return 100.0
    return float(match[1]) * _PIXELS.get((match[2] or "").lower(), 1)
