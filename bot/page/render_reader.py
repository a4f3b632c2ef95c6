"""A whole article as HTML, for reading inside the page."""

from datetime import date

from bot.page.article_markup import article_html
from bot.page.markup import escape, web_address
from bot.page.render_sources import article_facts
from bot.page.texts import texts_in
from corpus.article import Article


def render_reader(article: Article, start: int, end: int, language: str, today: date) -> str:
    """The article with `text[start:end]` marked, under its title and facts."""
    texts = texts_in(language)
    lang = escape(article.language)
    address = web_address(article.url)
    original = (
        f'<a href="{address}" target="_blank" rel="noopener noreferrer">'
        f"{escape(texts.open_original)}"
        f'<span class="visually-hidden"> ({escape(texts.new_tab)})</span></a>'
        if address
        else ""
    )
    back = (
        f'<button type="button" class="to-highlight">{escape(texts.to_highlight)}</button>'
        if end > start
        else ""
    )
    body = article_html(article.text, start, end)
    return (
        f'<h2 id="reader-title" tabindex="-1" lang="{lang}">{escape(article.title)}</h2>'
        f"{article_facts(article, language, today)}"
        f'<p class="actions">{back}{original}</p>'
        f'<div class="body" lang="{lang}">{body}{_origins(article)}</div>'
    )


def render_missing(language: str) -> str:
    """What is shown in place of an article that is no longer there."""
    return f'<h2 id="reader-title" tabindex="-1">{escape(texts_in(language).article_gone)}</h2>'


def _origins(article: Article) -> str:
    """Where the article has its facts from."""
    if not article.sources:
        return ""
    items = "".join(
        f"<li>{_origin(source.title, web_address(source.url))}</li>" for source in article.sources
    )
    heading = texts_in(article.language).sources
    return f'<h3 class="origins">{escape(heading)}</h3><ul class="origins">{items}</ul>'


def _origin(title: str, address: str) -> str:
    if not address:
        return escape(title)
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{escape(title)}</a>'
