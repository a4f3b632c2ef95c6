"""What stands around the rooms of the page, as HTML."""

import json

from bot.access import Visit
from bot.page.markup import escape
from bot.page.texts_kinds import Texts

# The texts that the scripts show by themselves.
_SCRIPT_TEXTS = (
    "close", "cancel", "undo", "copied", "copy_failed", "open_source", "conversations",
    "conversations_note", "conversations_none", "rename", "rename_label", "save", "delete",
    "export", "deleted", "store_full", "remove_question",
    "connection_lost", "trouble", "sending", "no_documents", "too_many", "add_first",
)  # fmt: skip


def render_nameplate(texts: Texts) -> str:
    """The name of the page, and in it the texts that the scripts show."""
    words = json.dumps({name: getattr(texts, name) for name in _SCRIPT_TEXTS}, ensure_ascii=False)
    return (
        f'<header><a class="skip" href="#question">{escape(texts.skip)}</a><h1>Sibilla</h1>'
        f'<p>{escape(texts.tagline)}</p><span id="words" hidden data-words="{escape(words)}">'
        "</span></header>"
    )


def render_account(texts: Texts, visit: Visit | None) -> str:
    """The way to log out, or in, where there are passwords."""
    if visit and visit.logged_in:
        shown = f"{texts.log_out} ({visit.name})" if visit.name else texts.log_out
        return (
            '<form class="account" method="post" action="/logout">'
            f'<button type="submit">{escape(shown)}</button></form>'
        )
    if visit and visit.may_log_in:
        return f'<a class="account" href="/login">{escape(texts.log_in)}</a>'
    return ""


def render_library_intro(texts: Texts, editor: bool) -> str:
    """What the library is, and for editors the button that shows how to add to it."""
    if not editor:
        return f"<p>{escape(texts.library_intro_reader)} {escape(texts.read_only)}</p>"
    return (
        f"<p>{escape(texts.library_intro)}</p>"
        '<button type="button" id="add-toggle" aria-expanded="false" aria-controls="adder">'
        f"{escape(texts.add)}</button>"
    )


def render_tools(texts: Texts) -> str:
    """What can be done with the conversation as a whole."""
    return (
        '<div class="tools"><button type="button" id="conversations" aria-haspopup="dialog">'
        f"{escape(texts.conversations)}</button>"
        f'<button type="button" id="restart">{escape(texts.restart)}</button></div>'
    )
