"""Where the page's parts stand. What they do is in `events`."""

from typing import Any

import gradio as gr

from bot.page.events import connect
from bot.page.parts import Parts
from bot.page.render_library import View
from bot.page.texts import texts_in
from bot.sibilla import Sibilla
from bot.slots import Slots

# The scripts reach Python, and Python the scripts, through this one part.
_BRIDGE = """
sibilla.trigger = trigger;
watch("value", () => sibilla.receive(JSON.parse(props.value)));
"""
_LANGUAGE = """element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-language]");
  if (button) trigger("click", { language: button.dataset.language, shown: sibilla.shown() });
});"""

# Of each event but asking, which has a line of its own; what waits here waits for moments.
_EVENTS_AT_ONCE = 8
_WAITING_AT_MOST = 512
_MAX_PASTED = 500_000  # characters; the gate lets no request of over 2 MB in


def build_page(sibilla: Sibilla, slots: Slots | None = None) -> gr.Blocks:
    """Build the page over an open Sibilla, without serving it."""
    # Uploaded files are copied into the library at once; Gradio's copies go after an hour.
    with gr.Blocks(
        title="Sibilla", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
    ) as page:
        connect(_place_parts(), page, sibilla, slots or Slots())
    page.queue(default_concurrency_limit=_EVENTS_AT_ONCE, max_size=_WAITING_AT_MOST)
    return page


def _place_parts() -> Parts:
    texts = texts_in("en")
    parts: dict[str, Any] = {
        "language": gr.State("en"),
        "turns": gr.State(()),
        "suggested": gr.State(()),
        "view": gr.State(View()),
        "adding": gr.State(None),
        "removed": gr.State(()),
        # The language is no secret; a fixed key lets the choice outlive a restart of the server.
        "remembered": gr.BrowserState("", storage_key="sibilla-language", secret="-"),  # noqa: S106
        "opening": gr.Textbox("", visible=False),
        "bridge": gr.HTML(html_template="", js_on_load=_BRIDGE, elem_id="bridge", visible="hidden"),
    }
    with gr.Row(elem_id="masthead"):
        parts["nameplate"] = _html("nameplate")
        parts["switch"] = _html("language", _LANGUAGE)
    with gr.Tabs(elem_id="rooms"):
        with gr.Tab(texts.chat_tab, id="chat") as parts["chat_tab"]:
            parts |= _place_chat()
        with gr.Tab(texts.library_tab, id="library") as parts["library_tab"]:
            parts |= _place_library()
        with gr.Tab(texts.about_tab, id="about") as parts["about_tab"]:
            parts["about"] = _html("about")
    return Parts(**parts)


def _place_chat() -> dict[str, Any]:
    texts = texts_in("en")
    parts: dict[str, Any] = {"tools": _html("tools")}
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="column"):
            parts["conversation"] = _html("conversation")
            parts["next"] = _html("next")
            with gr.Row(elem_id="composer"):
                parts["question"] = _box("question", max_lines=5)
                parts["ask"] = gr.Button(texts.ask, variant="primary", elem_id="ask")
                parts["stop"] = gr.Button(texts.stop, visible=False, elem_id="stop")
        with gr.Column(elem_id="margin"):
            parts["sources"] = _html("sources")
    return parts


def _place_library() -> dict[str, Any]:
    texts = texts_in("en")
    parts: dict[str, Any] = {"library_intro": _html("library-intro")}
    with gr.Column(elem_id="adder") as parts["adder"]:
        parts["look"] = gr.Checkbox(
            False, label=texts.look, container=False, elem_id="look", interactive=True
        )
        with gr.Column(elem_classes="way"):
            parts["files_hint"] = _html("files-hint")
            parts["upload"] = gr.UploadButton(texts.upload, file_count="multiple", elem_id="upload")
        with gr.Column(elem_classes="way"):
            parts["links_hint"] = _html("links-hint")
            parts["links"] = _box("links", lines=2, max_lines=6)
            parts["fetch"] = gr.Button(texts.fetch, elem_id="fetch")
        with gr.Column(elem_classes="way"):
            parts["text_hint"] = _html("text-hint")
            parts["text_title"] = _box("text-title", max_lines=1, max_length=300)
            parts["text"] = _box("text", lines=3, max_lines=8, max_length=_MAX_PASTED)
            parts["add_text"] = gr.Button(texts.add, elem_id="add-text")
        with gr.Column(elem_classes="way"):
            parts["feeds"] = _html("feeds")
    parts["outcomes"] = _html("outcomes")
    with gr.Row(elem_id="shelf"):
        parts["filter"] = _box("filter")
        parts["filters"] = _html("filters")
    parts["table"] = _html("table")
    return parts


def _html(name: str, on_load: str | None = None) -> gr.HTML:
    return gr.HTML(elem_id=name, js_on_load=on_load, apply_default_css=False)


def _box(name: str, **options: Any) -> gr.Textbox:
    return gr.Textbox("", show_label=False, container=False, elem_id=name, **options)
