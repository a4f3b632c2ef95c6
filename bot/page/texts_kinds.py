"""What texts the page has; `{…}` places in them are filled by `str.format`."""

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.library import Status


@dataclass(frozen=True, slots=True)
class Texts:
    """The page's texts in one language."""

    # The page
    code: str
    thousands: str
    log_in: str
    log_out: str
    tagline: str
    language_switch: str
    skip: str
    chat_tab: str
    library_tab: str
    about_tab: str
    close: str
    cancel: str
    undo: str
    copied: str
    copy_failed: str
    connection_lost: str
    trouble: str

    # The conversation
    conversation: str
    welcome: str
    examples: str
    no_articles: str
    to_library: str
    question_label: str
    question_placeholder: str
    ask: str
    stop: str
    restart: str
    searching: str
    first_reading: str
    in_line: str
    understood: str
    as_of: str
    quoted: str
    checked: str
    written: str
    stopped: str
    stopped_early: str
    mark: str
    open_source: str
    partly: str
    unsupported: str
    copy: str
    copy_label: str
    link: str
    link_label: str
    retry: str
    good: str
    bad: str
    word_label: str
    word_send: str
    thanks: str
    next: str
    failure: str
    internal_failure: str

    # Sources and the reader
    sources: str
    sources_count: str
    sources_of: str
    sources_empty: str
    source_gone: str
    nearest: str
    nearest_none: str
    page: str
    updated: str
    undated: str
    read_article: str
    open_original: str
    new_tab: str
    to_highlight: str
    article_gone: str

    # Conversations kept in the browser
    conversations: str
    conversations_note: str
    conversations_none: str
    rename: str
    rename_label: str
    save: str
    delete: str
    export: str
    deleted: str
    unreadable: str
    store_full: str

    # The library
    library_intro: str
    add: str
    add_files: str
    add_files_hint: str
    upload: str
    add_links: str
    links_label: str
    links_missing: str
    fetch: str
    add_text: str
    title_label: str
    text_label: str
    title_missing: str
    look: str
    read_heading: str
    add_read: str
    discard: str
    discarded: str
    word_one: str
    word_many: str
    passage_one: str
    passage_many: str
    sending: str
    no_documents: str
    too_many: str
    add_first: str
    feeds: str
    feeds_hint: str
    feed_label: str
    follow: str
    reading_feed: str
    followed: str
    followed_already: str
    unfollow: str
    unfollowed: str
    pull: str
    pulling: str
    pulled: str
    never_pulled: str
    feed_waiting: str
    nothing_new: str
    library_intro_reader: str
    read_only: str
    reading: str
    indexing: str
    upload_results: str
    upload_status: Mapping[Status, str]
    upload_count_one: Mapping[Status | None, str]
    upload_count_many: Mapping[Status | None, str]
    near: str
    upload_broken: str
    read_it: str
    remove_question: str
    filter_label: str
    filter_placeholder: str
    any_language: str
    any_outlet: str
    sort_by: str
    count_one: str
    count_many: str
    count_filtered: str
    library_empty: str
    none_found: str
    more: str
    column_title: str
    column_outlet: str
    column_published: str
    column_language: str
    column_passages: str
    column_actions: str

    # About
    about_corpus: str
    about_covers: str
    about_plot: str
    about_table: str
    about_month: str
    about_undated: str
    about_with: str
    about_encoder: str
    about_encoder_built_in: str
    about_writer: str
    about_extractive: str
    about_model: str
    about_network: str
    about_offline: str
    about_how: str
    about_steps: tuple[str, ...]
    about_doubts: str
    about_doubts_text: str
    language_names: Mapping[str, str]
