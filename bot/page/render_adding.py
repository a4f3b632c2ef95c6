"""Adding as HTML: how far it is, what was read, and what became of each document."""

from collections.abc import Sequence

from bot.page.adding import CHANGED, Adding, Reading, Stage, Upload
from bot.page.dates import full_date
from bot.page.markup import escape
from bot.page.texts import texts_in
from bot.page.texts_kinds import Texts
from corpus.library import Status

FEW = 8
"""So many documents are told line by line; more are told in groups that can be opened."""

# What needs a look comes first.
_ORDER = (
    None,
    Status.REFUSED,
    Status.SKIPPED,
    Status.REPLACED,
    Status.ADDED,
    Status.UNCHANGED,
    Status.REMOVED,
)


def render_adding(adding: Adding | None, language: str) -> str:
    """How far adding is, or what of it waits for the visitor's word, or what became of it."""
    if adding is None:
        return '<div class="uploads"></div>'
    if adding.stage is Stage.READ:
        return _read(adding, language)
    if adding.finished:
        return _finished(adding, language)
    return _under_way(adding, language)


def render_removed(name: str, article: str, language: str) -> str:
    """That an article was deleted, with the way back."""
    texts = texts_in(language)
    return (
        f'<div class="uploads" role="status"><p class="removed">'
        f"{escape(texts.deleted.format(name=name))} "
        f'<button type="button" data-restore="{escape(article)}">{escape(texts.undo)}</button>'
        "</p></div>"
    )


def render_trouble(reason: str) -> str:
    """Why something was not done."""
    return f'<div class="uploads" role="status"><p class="trouble">{escape(reason)}</p></div>'


def _under_way(adding: Adding, language: str) -> str:
    texts = texts_in(language)
    if adding.stage is Stage.INDEXING:
        doing = texts.indexing
    elif not adding.total:
        doing = texts.pulling
    else:
        at = min(adding.done + 1, adding.total)
        doing = texts.reading.format(done=at, total=adding.total)
    value = f' value="{adding.done}" max="{adding.total}"' if adding.total else ""
    # Of many only those that need a look: the others are counted.
    few = adding.total <= FEW and len(adding.uploads) <= FEW
    shown = [upload for upload in adding.uploads if few or upload.reason]
    lines = "".join(_upload(upload, adding, language) for upload in shown[-FEW:])
    counts = "" if few else f'<p class="counts">{_counts(adding.uploads, texts)}</p>'
    return (
        f'<div class="uploads"><p class="pending">{escape(doing)}</p>'
        f'<progress aria-label="{escape(doing)}"{value}></progress>'
        f"{counts}<ul>{lines}</ul></div>"
    )


def _finished(adding: Adding, language: str) -> str:
    texts = texts_in(language)
    told = f"<h3>{escape(texts.upload_results)}</h3>"
    if not adding.uploads:
        told += f"<p>{escape(texts.nothing_new)}</p>"
    if adding.waiting:
        told += f"<p>{escape(texts.feed_waiting.format(count=adding.waiting))}</p>"
    uploads = sorted(adding.uploads, key=lambda upload: _ORDER.index(upload.status))
    if len(uploads) <= FEW:
        lines = "".join(_upload(upload, adding, language) for upload in uploads)
        return f'<div class="uploads" role="status">{told}<ul>{lines}</ul></div>'
    groups = ""
    for status in _ORDER:
        group = [upload for upload in uploads if upload.status is status]
        if group:
            lines = "".join(_upload(upload, adding, language) for upload in group)
            opened = " open" if status in (None, Status.REFUSED) else ""
            groups += (
                f"<details{opened}><summary>{_counts(group, texts)}</summary>"
                f'<ul tabindex="0">{lines}</ul></details>'
            )
    counts = f'<p class="counts" role="status">{_counts(uploads, texts)}</p>'
    return f'<div class="uploads">{told}{counts}{groups}</div>'


def _counts(uploads: Sequence[Upload], texts: Texts) -> str:
    counts = []
    for status in _ORDER:
        count = sum(upload.status is status for upload in uploads)
        if count:
            told = texts.upload_count_one if count == 1 else texts.upload_count_many
            counts.append(told[status].format(count=count))
    return escape(", ".join(counts))


def _read(adding: Adding, language: str) -> str:
    """What was read and is not yet added: a card each, with the choice to leave it out."""
    texts = texts_in(language)
    cards = "".join(
        _upload(upload, adding, language) if upload.reason else _card(number, upload, texts)
        for number, upload in sorted(enumerate(adding.uploads), key=lambda pair: not pair[1].reason)
    )
    can_add = any(not upload.reason for upload in adding.uploads)
    add = (
        f'<button type="button" class="go" data-decide="add">{escape(texts.add_read)}</button>'
        if can_add
        else ""
    )
    return (
        f'<div class="uploads looked-at"><h3 role="status">{escape(texts.read_heading)}</h3>'
        f'<ul tabindex="0">{cards}</ul><p class="decide">{add}<button type="button" '
        f'data-decide="discard">{escape(texts.discard)}</button></p></div>'
    )


def _card(number: int, upload: Upload, texts: Texts) -> str:
    reading = upload.reading
    if reading is None:
        return ""
    lang = escape(reading.language)
    name = f"<span>{escape(upload.name)}</span> " if upload.name != reading.title else ""
    return (
        f'<li><label><input type="checkbox" data-number="{number}" checked> '
        f'<span class="title" lang="{lang}">{escape(reading.title)}</span></label>'
        f'<p class="facts">{name}{_facts(reading, texts)}</p>'
        f'<p class="opening" lang="{lang}">{escape(reading.opening)}</p></li>'
    )


def _facts(reading: Reading, texts: Texts) -> str:
    language = texts.code
    day = full_date(reading.published, language) if reading.published else texts.undated
    facts = [reading.outlet] if reading.outlet else []
    facts += [day, texts.language_names.get(reading.language, reading.language)]
    facts.append(_size(reading, texts))
    return "".join(f"<span>{escape(fact)}</span> " for fact in facts)


def _size(reading: Reading, texts: Texts) -> str:
    words = f"{reading.words:,}".replace(",", texts.thousands)
    told = (texts.word_one if reading.words == 1 else texts.word_many).format(count=words)
    if not reading.passages:
        return told
    passages = texts.passage_one if reading.passages == 1 else texts.passage_many
    return f"{told}, {passages.format(count=reading.passages)}"


def _upload(upload: Upload, adding: Adding, language: str) -> str:
    texts = texts_in(language)
    status = texts.upload_broken
    if upload.status:
        status = texts.upload_status.get(upload.status, str(upload.status))
    detail = ""
    if upload.near and upload.status is not Status.SKIPPED:
        status = f"{status}, {texts.near}"
    if upload.near:
        detail = f" {_read_button(upload.near, upload.near, upload.near)}"
    if upload.reason:
        detail = f' <span class="reason">{escape(upload.reason[language])}</span>'
    elif upload.article and (adding.finished or upload.status not in CHANGED):
        detail += f" {_read_button(upload.article, texts.read_it, upload.name)}"
    if upload.reading and not upload.reason:
        title = upload.reading.title
        named = f'<span lang="{escape(upload.reading.language)}">{escape(title)}</span> '
        named = named if title != upload.name else ""
        detail += f'<span class="facts">{named}{_facts(upload.reading, texts)}</span>'
    return (
        f'<li class="{"refused" if upload.reason else "kept"}">'
        f'<span class="name">{escape(upload.name)}</span> '
        f'<span class="status">{escape(status)}</span>{detail}</li>'
    )


def _read_button(article: str, shown: str, name: str) -> str:
    label = "" if shown == name else f' aria-label="{escape(f"{shown}: {name}")}"'
    return (
        f'<button type="button" class="read" data-read="{escape(article)}"{label}>'
        f"{escape(shown)}</button>"
    )
