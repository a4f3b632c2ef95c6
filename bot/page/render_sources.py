"""The sources panel as HTML: one card per citation, or the nearest articles."""

from collections.abc import Sequence
from datetime import date

from bot.answer import Answer, Citation
from bot.page.article_markup import article_html
from bot.page.dates import age, elided, full_date
from bot.page.markup import escape, web_address
from bot.page.texts import texts_in
from bot.page.texts_kinds import Texts
from bot.page.turns import Source, Turn
from corpus.article import Article
from index.passage import ArticleCard


def render_sources(turns: Sequence[Turn], language: str, today: date) -> str:
    """The sources of every answer, those of the latest shown; they stay while the next is sought.

    Marks of an earlier answer show that answer's own: the page's script swaps them.
    """
    texts = texts_in(language)
    answers = [
        (number, turn, turn.answer)
        for number, turn in enumerate(turns)
        # What only greets has none, nor has what is hardly begun.
        if turn.answer and (turn.answer.citations or turn.answer.abstained)
    ]
    if not answers:
        return (
            f'<div class="panel"><section class="sources empty">{_head(texts.sources, texts)}'
            f"<p>{escape(texts.sources_empty)}</p></section></div>"
        )
    latest = answers[-1][0]
    sections = "".join(
        f'<section class="sources" data-turn="{number}"{"" if number == latest else " hidden"}>'
        f"{_sources_of(number, turn, answer, language, today)}</section>"
        for number, turn, answer in answers
    )
    return f'<div class="panel">{sections}</div>'


def _sources_of(number: int, turn: Turn, answer: Answer, language: str, today: date) -> str:
    texts = texts_in(language)
    if answer.abstained:
        heading, body = texts.nearest, _nearest(answer, language, today)
    else:
        cards = "".join(_card(number, source, language, today) for source in turn.sources)
        heading, body = texts.sources, f"<ol>{cards}</ol>"
    question = escape(texts.sources_of.format(question=turn.question))
    return f'{_head(heading, texts)}<p class="sources-of">{question}</p>{body}'


def _head(heading: str, texts: Texts) -> str:
    # On a phone the panel is a sheet that is closed again.
    return (
        f'<button type="button" class="close-sheet">{escape(texts.close)}</button>'
        f"<h2>{escape(heading)}</h2>"
    )


def _card(turn: int, source: Source, language: str, today: date) -> str:
    citation, texts = source.citation, texts_in(language)
    lang = escape(citation.language)
    heading = (
        f'<p class="heading" lang="{lang}">{escape(citation.heading)}</p>'
        if citation.heading
        else ""
    )
    gone = f'<p class="gone">{escape(texts.source_gone)}</p>' if source.gone else ""
    return (
        f'<li><article class="source" id="source-{turn}-{citation.number}" tabindex="-1" '
        f'aria-labelledby="title-{turn}-{citation.number}">'
        f'<h3 id="title-{turn}-{citation.number}" lang="{lang}">'
        f'<span class="number">{citation.number}</span> {escape(citation.title)}</h3>'
        f"{article_facts(citation, language, today)}{gone}{heading}"
        f'<blockquote lang="{lang}">{_passage(source)}</blockquote>'
        f"{_actions(source, texts)}</article></li>"
    )


def _passage(source: Source) -> str:
    return article_html(source.passage, source.start, source.end, top_heading=4)


def _actions(source: Source, texts: Texts) -> str:
    citation = source.citation
    # What is no longer there cannot be opened.
    read = (
        ""
        if source.gone
        else f'<button type="button" data-read="{escape(citation.article)}" '
        f'data-start="{citation.start}" data-end="{citation.end}">'
        f"{escape(texts.read_article)}</button>"
    )
    address = web_address(citation.url)
    link = (
        f'<a href="{address}" target="_blank" rel="noopener noreferrer">'
        f"{escape(texts.open_original)}"
        f'<span class="visually-hidden"> ({escape(texts.new_tab)})</span></a>'
        if address
        else ""
    )
    return f'<p class="actions">{read}{link}</p>'


def _nearest(answer: Answer, language: str, today: date) -> str:
    texts = texts_in(language)
    if not answer.nearest:
        return f"<p>{escape(texts.nearest_none)}</p>"
    items = "".join(
        f'<li><h3 lang="{escape(card.language)}">{_title(card)}</h3>'
        f"{article_facts(card, language, today)}</li>"
        for card in answer.nearest
    )
    return f'<ul class="nearest">{items}</ul>'


def _title(card: ArticleCard) -> str:
    return (
        f'<button type="button" class="title" data-read="{escape(card.id)}">'
        f"{escape(card.title)}</button>"
    )


def article_facts(article: Citation | ArticleCard | Article, language: str, today: date) -> str:
    """Outlet, date and age, revision and language, in a line."""
    texts = texts_in(language)
    facts = [escape(article.outlet)] if article.outlet else []
    if article.published:
        day = full_date(article.published, language)
        written = f"{day}, {age(article.published, today, language)}"
        facts.append(f'<time datetime="{article.published}">{escape(written)}</time>')
    else:
        facts.append(escape(texts.undated))
    if article.updated and article.updated != article.published:
        updated = elided(texts.updated.format(date=full_date(article.updated, language)))
        facts.append(f'<time datetime="{article.updated}">{escape(updated)}</time>')
    if isinstance(article, Citation) and article.page:
        facts.append(escape(texts.page.format(number=article.page)))
    facts.append(escape(texts.language_names.get(article.language, article.language)))
    return f'<p class="facts">{" ".join(f"<span>{fact}</span>" for fact in facts)}</p>'
