"""The parts of the page that texts and events reach, by name."""

from dataclasses import dataclass

import gradio as gr


@dataclass(frozen=True, slots=True)
class Parts:
    """Every part that changes. `language`, `turns` and `uploads` are one visitor's own state."""

    language: gr.State
    turns: gr.State
    uploads: gr.State
    remembered: gr.BrowserState
    nameplate: gr.HTML
    switch: gr.HTML
    chat_tab: gr.Tab
    library_tab: gr.Tab
    conversation: gr.HTML
    question: gr.Textbox
    ask: gr.Button
    restart: gr.Button
    sources: gr.HTML
    library_intro: gr.HTML
    filter: gr.Textbox
    upload: gr.UploadButton
    upload_hint: gr.HTML
    outcomes: gr.HTML
    table: gr.HTML
