"""The parts of the page that texts and events reach, by name."""

from dataclasses import dataclass

import gradio as gr


@dataclass(frozen=True, slots=True)
class Parts:
    """Every part that changes. `language` to `removed` are one visitor's own state.

    `opening` carries what only the scripts know: when the page is loaded, the conversation that
    the browser kept; when something is asked, how many turns are shown. `bridge` shows nothing: it
    brings clicks on our own HTML to Python, and messages to the scripts.
    """

    language: gr.State
    turns: gr.State
    suggested: gr.State
    view: gr.State
    adding: gr.State
    removed: gr.State
    remembered: gr.BrowserState
    opening: gr.Textbox
    bridge: gr.HTML
    nameplate: gr.HTML
    switch: gr.HTML
    chat_tab: gr.Tab
    library_tab: gr.Tab
    about_tab: gr.Tab
    tools: gr.HTML
    conversation: gr.HTML
    next: gr.HTML
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    sources: gr.HTML
    library_intro: gr.HTML
    filter: gr.Textbox
    filters: gr.HTML
    adder: gr.Column
    files_hint: gr.HTML
    upload: gr.UploadButton
    links_hint: gr.HTML
    links: gr.Textbox
    fetch: gr.Button
    text_hint: gr.HTML
    text_title: gr.Textbox
    text: gr.Textbox
    add_text: gr.Button
    look: gr.Checkbox
    feeds: gr.HTML
    outcomes: gr.HTML
    table: gr.HTML
    about: gr.HTML

    def dressed(self) -> list[gr.blocks.Block]:
        """What changes with the language of the page."""
        states = ("suggested", "view", "adding", "removed", "remembered", "opening")
        return [getattr(self, name) for name in self.__slots__ if name not in states]
