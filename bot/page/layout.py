"""Where the page's parts stand. What they do is in `events`."""

import gradio as gr

from bot.page.events import connect
from bot.page.parts import Parts
from bot.page.texts import texts_in
from bot.sibilla import Sibilla

# How a click on a button of our own HTML reaches Python: with what the button stands for.
_ON_CLICK = """element.addEventListener("click", (event) => {{
  const button = event.target.closest("[data-{name}]");
  if (button) trigger("click", {{ {name}: button.dataset.{name} }});
}});"""

_ANSWERS_AT_ONCE = 8
_WAITING_AT_MOST = 64


def build_page(sibilla: Sibilla) -> gr.Blocks:
    """Build the page over an open Sibilla, without serving it."""
    # Uploaded files are copied into the library at once; Gradio's copies go after an hour.
    with gr.Blocks(
        title="Sibilla", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
    ) as page:
        connect(_place_parts(), page, sibilla)
    page.queue(default_concurrency_limit=_ANSWERS_AT_ONCE, max_size=_WAITING_AT_MOST)
    return page


def _place_parts() -> Parts:
    texts = texts_in("en")
    language, turns, uploads = gr.State("en"), gr.State(()), gr.State(())
    # The language is no secret; a fixed key lets the choice outlive a restart of the server.
    remembered = gr.BrowserState("", storage_key="sibilla-language", secret="-")  # noqa: S106
    with gr.Row(elem_id="masthead"):
        nameplate = _html("nameplate")
        switch = _html("language", _ON_CLICK.format(name="language"))
    with gr.Tabs(elem_id="rooms"):
        with gr.Tab(texts.chat_tab, id="chat") as chat_tab:
            restart = gr.Button(texts.restart, visible=False, elem_id="restart")
            with gr.Row(elem_id="desk"):
                with gr.Column(elem_id="column"):
                    conversation = _html("conversation", _ON_CLICK.format(name="ask"))
                    with gr.Row(elem_id="composer"):
                        question = gr.Textbox(
                            "", show_label=False, container=False, max_lines=5, elem_id="question"
                        )
                        ask = gr.Button(texts.ask, variant="primary", elem_id="ask")
                with gr.Column(elem_id="margin"):
                    sources = _html("sources")
        with gr.Tab(texts.library_tab, id="library") as library_tab:
            library_intro = _html("library-intro")
            with gr.Row(elem_id="shelf"):
                filter_box = gr.Textbox("", show_label=False, container=False, elem_id="filter")
                upload = gr.UploadButton(texts.upload, file_count="multiple", elem_id="upload")
                upload_hint = _html("upload-hint")
            outcomes = _html("outcomes")
            table = _html("table")
    return Parts(
        turns=turns,
        uploads=uploads,
        remembered=remembered,
        nameplate=nameplate,
        language=language,
        switch=switch,
        chat_tab=chat_tab,
        library_tab=library_tab,
        conversation=conversation,
        question=question,
        ask=ask,
        restart=restart,
        sources=sources,
        library_intro=library_intro,
        filter=filter_box,
        upload=upload,
        upload_hint=upload_hint,
        outcomes=outcomes,
        table=table,
    )


def _html(name: str, on_click: str | None = None) -> gr.HTML:
    return gr.HTML(elem_id=name, js_on_load=on_click, apply_default_css=False)
