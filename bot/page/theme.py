"""The look of the page: a Gradio theme over our own tokens, the style sheet and the script."""

from functools import cache
from pathlib import Path
from urllib.parse import quote

import gradio as gr

from corpus.readers import MAX_MEGABYTES
from corpus.readers.formats import ENDINGS

_FOLDER = Path(__file__).parent
_STYLES = (
    "style_base.css",
    "style_chat.css",
    "style_sources.css",
    "style_library.css",
    "style_adding.css",
    "style_forced.css",
)
_SCRIPTS = (
    "page.js",
    "conversations.js",
    "sources.js",
    "connection.js",
    "opening.js",
    "dropping.js",
)
_SANS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "sans-serif")
_FILES_AT_ONCE = 1_000  # Gradio's own limit, which it tells in English
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="6" fill="#0a5a62"/>'
    '<text x="16" y="24" font-family="Georgia,serif" font-size="24" font-weight="700" '
    'text-anchor="middle" fill="#fff">S</text></svg>'
)

# Gradio's variables, by token of style_base.css. A token has its own dark twin there.
_TOKENS = {
    "body_background_fill": "paper",
    "body_text_color": "ink",
    "body_text_color_subdued": "faded",
    "background_fill_primary": "paper",
    "background_fill_secondary": "paper",
    "border_color_primary": "rule",
    "border_color_accent": "accent",
    "color_accent_soft": "tint",
    "block_background_fill": "paper",
    "block_border_color": "rule",
    "block_label_text_color": "faded",
    "block_title_text_color": "ink",
    "input_background_fill": "sheet",
    "input_background_fill_focus": "sheet",
    "input_border_color": "edge",
    "input_border_color_focus": "accent",
    "input_placeholder_color": "faded",
    "button_primary_background_fill": "accent",
    "button_primary_background_fill_hover": "accent-strong",
    "button_primary_text_color": "on-accent",
    "button_primary_border_color": "accent",
    "button_secondary_background_fill": "paper",
    "button_secondary_background_fill_hover": "tint",
    "button_secondary_text_color": "ink",
    "button_secondary_border_color": "edge",
    "checkbox_background_color": "sheet",
    "checkbox_background_color_selected": "accent",
    "checkbox_border_color": "edge",
    "checkbox_border_color_selected": "accent",
    "link_text_color": "accent",
    "link_text_color_hover": "accent-strong",
    "link_text_color_visited": "accent",
    "link_text_color_active": "accent-strong",
    "error_background_fill": "paper",
    "error_text_color": "ink",
    "error_border_color": "edge",
}


def build_theme() -> gr.themes.Base:
    """A theme of system fonts, with no shadow, on the colours of the style sheet."""
    theme = gr.themes.Base(font=_SANS, font_mono=_MONO, radius_size=gr.themes.sizes.radius_none)
    colours = {
        f"{variable}{suffix}": f"var(--{token})"
        for variable, token in _TOKENS.items()
        for suffix in ("", "_dark")
    }
    flat = {"block_shadow": "none", "input_shadow": "none", "input_shadow_focus": "none"}
    return theme.set(**colours, **flat, block_border_width="0px", block_padding="0px")


@cache
def head() -> str:
    """What goes into the page's head: the style sheets and the scripts, inline.

    Inline, because Gradio prefixes every rule of a style sheet that it is given, and because
    nothing is then left to load.
    """
    style = "\n".join(_read(name) for name in _STYLES)
    script = "\n".join(_read(name) for name in _SCRIPTS)
    return (
        '<meta name="color-scheme" content="light dark">'
        f'<meta name="upload-limit" content="{MAX_MEGABYTES * 1_000_000}">'
        f'<meta name="document-endings" content="{" ".join(ENDINGS)}">'
        f'<meta name="upload-count" content="{_FILES_AT_ONCE}">'
        f'<link rel="icon" type="image/svg+xml" href="data:image/svg+xml,{quote(_ICON)}">'
        f"<style>{style}</style><script>{script}</script>"
    )


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
