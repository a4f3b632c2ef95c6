"""An article's Markdown as safe HTML, with a quotation marked in it.

markdown-it reads it with raw HTML off, so that whatever looks like a tag is shown as text. Of
links only those of the web are kept; a picture is shown by its alternative text, so that no
article can make a browser fetch anything.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.page.markup import escape, web_address

# The signs of a block (a list's dash, a heading's hashes, a table's bar) stay outside a mark.
_BLOCK_SIGNS = re.compile(r"(?:\s|[#>|]|[-*+](?=\s)|\d{1,9}[.)](?=\s))+")
_PRIVATE_USE = range(0xE000, 0xF8FF)


@lru_cache(maxsize=1024)  # a conversation is drawn again whenever it grows
def article_html(text: str, start: int = 0, end: int = 0, *, top_heading: int = 2) -> str:
    """The Markdown as HTML, with `text[start:end]` marked; headings begin at `<h{top_heading}>`.

    The first mark is the one to scroll to: a quotation over several blocks has a mark in each.
    """
    opening, closing = _unused(text)
    start, end = max(0, start), min(len(text), end)
    if not text[text.rfind("\n", 0, start) + 1 : start].strip():
        signs = _BLOCK_SIGNS.match(text, start, end)
        start = signs.end() if signs else start
    if start < end:
        text = f"{text[:start]}{opening}{text[start:end]}{closing}{text[end:]}"
    env = {"opening": opening, "closing": closing, "marking": False, "top": top_heading}
    parser = _parser()
    return str(parser.renderer.render(parser.parse(text, env), parser.options, env))


def _unused(text: str) -> tuple[str, str]:
    """Two characters for private use that the text has not."""
    free = (chr(code) for code in _PRIVATE_USE if chr(code) not in text)
    return next(free), next(free)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    rules: dict[str, Any] = {
        "text": _render_text,
        "text_special": _render_text,
        "code_inline": _render_code,
        "code_block": _render_block,
        "fence": _render_block,
        "image": _render_image,
        "heading_open": _render_heading,
        "heading_close": _render_heading,
        "link_open": _render_link_open,
        "link_close": _render_link_close,
        "table_open": lambda *_: '<div class="wide" tabindex="0"><table>',
        "table_close": lambda *_: "</table></div>",
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, _as_method(rule))
    return parser


def _as_method(rule: Any) -> Any:
    return lambda renderer, tokens, place, options, env: rule(tokens, place, env)


def _render_text(tokens: Sequence[Token], place: int, env: dict[str, Any]) -> str:
    return _marked(tokens[place].content, env)


def _render_code(tokens: Sequence[Token], place: int, env: dict[str, Any]) -> str:
    return f"<code>{_marked(tokens[place].content, env)}</code>"


def _render_block(tokens: Sequence[Token], place: int, env: dict[str, Any]) -> str:
    return f'<pre tabindex="0"><code>{_marked(tokens[place].content, env)}</code></pre>'


def _render_image(tokens: Sequence[Token], place: int, env: dict[str, Any]) -> str:
    return _marked(tokens[place].content, env)


def _render_heading(tokens: Sequence[Token], place: int, env: dict[str, Any]) -> str:
    token = tokens[place]
    level = min(6, int(token.tag[1]) + int(env["top"]) - 1)
    return f"<h{level}>" if token.nesting == 1 else f"</h{level}>"


def _render_link_open(tokens: Sequence[Token], place: int, env: dict[str, Any]) -> str:
    address = web_address(_without_signs(str(tokens[place].attrGet("href") or ""), env))
    env.setdefault("links", []).append(bool(address))
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">' if address else ""


def _render_link_close(tokens: Sequence[Token], place: int, env: dict[str, Any]) -> str:
    return "</a>" if env["links"].pop() else ""


def _without_signs(text: str, env: dict[str, Any]) -> str:
    return text.replace(env["opening"], "").replace(env["closing"], "")


def _marked(text: str, env: dict[str, Any]) -> str:
    """The text, escaped, with what lies between the two signs inside `<mark>`."""
    pieces = re.split(f"([{env['opening']}{env['closing']}])", text)
    markup = []
    for piece in pieces:
        if piece == env["opening"]:
            env["marking"] = True
        elif piece == env["closing"]:
            env["marking"] = False
        elif piece:
            body = escape(piece)
            markup.append(f"<mark>{body}</mark>" if env["marking"] else body)
    return "".join(markup)
