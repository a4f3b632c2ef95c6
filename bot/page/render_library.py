"""The library as HTML: the table of articles, and what became of added documents."""

import unicodedata
from collections.abc import Sequence

from bot.page.dates import full_date
from bot.page.markup import escape, web_address
from bot.page.texts import Texts, texts_in
from bot.page.turns import Upload
from index.passage import ArticleCard

MAX_ROWS = 200
"""How many articles the table shows: a page of thousands would take seconds to draw."""


def render_library(articles: Sequence[ArticleCard], wanted: str, language: str) -> str:
    """The table of the articles that match the filter, the latest first."""
    texts = texts_in(language)
    found = [article for article in articles if matches(article, wanted, language)]
    found.sort(key=lambda article: article.title.casefold())
    found.sort(key=lambda article: str(article.published or ""), reverse=True)
    count = f'<p class="count" role="status">{_count(len(found), len(articles), texts)}</p>'
    if not found:
        empty = texts.none_found if articles else texts.no_articles
        return f'<div class="library">{count}<p class="none">{escape(empty)}</p></div>'
    columns = (
        texts.column_title,
        texts.column_outlet,
        texts.column_published,
        texts.column_language,
        texts.column_id,
    )
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    rows = "".join(_row(article, language) for article in found[:MAX_ROWS])
    more = (
        f'<p class="none">{escape(texts.more.format(count=len(found) - MAX_ROWS))}</p>'
        if len(found) > MAX_ROWS
        else ""
    )
    return (
        f'<div class="library">{count}<table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{more}</div>"
    )


def render_uploads(uploads: Sequence[Upload], language: str) -> str:
    """A line per document with what became of it; nothing when there is none."""
    if not uploads:
        return '<div class="uploads" role="status"></div>'
    texts = texts_in(language)
    lines = "".join(_upload(upload, language) for upload in uploads)
    return (
        f'<div class="uploads" role="status"><h3>{escape(texts.upload_results)}</h3>'
        f"<ul>{lines}</ul></div>"
    )


def render_uploading(language: str) -> str:
    """What stands in the place of the outcomes while documents are read."""
    waiting = escape(texts_in(language).uploading)
    return f'<div class="uploads" role="status"><p class="pending">{waiting}</p></div>'


def matches(article: ArticleCard, wanted: str, language: str) -> bool:
    """Whether every word of the filter occurs in what the table shows of the article."""
    shown = " ".join(
        (
            article.title,
            article.outlet,
            article.id,
            str(article.published or ""),
            full_date(article.published, language) if article.published else "",
            texts_in(language).language_names.get(article.language, article.language),
        )
    )
    return all(word in _plain(shown) for word in _plain(wanted).split())


def _plain(text: str) -> str:
    """The text without case and accents, so that "perche" finds "Perché"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _count(found: int, total: int, texts: Texts) -> str:
    if found < total:
        return escape(texts.count_filtered.format(shown=found, count=total))
    return escape(texts.count_one if total == 1 else texts.count_many.format(count=total))


def _row(article: ArticleCard, language: str) -> str:
    texts = texts_in(language)
    address = web_address(article.url)
    title = escape(article.title)
    if address:
        title = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{title}</a>'
    day = full_date(article.published, language) if article.published else texts.undated
    name = texts.language_names.get(article.language, article.language)
    return (
        f'<tr><th scope="row" lang="{escape(article.language)}">{title}</th>'
        f'<td class="outlet">{escape(article.outlet)}</td>'
        f'<td class="published">{escape(day)}</td>'
        f"<td>{escape(name)}</td><td><code>{escape(article.id)}</code></td></tr>"
    )


def _upload(upload: Upload, language: str) -> str:
    texts = texts_in(language)
    status = texts.upload_status[upload.status] if upload.status else texts.upload_broken
    detail = ""
    if upload.reason:
        detail = f' <span class="reason">{escape(upload.reason[language])}</span>'
    elif upload.article:
        detail = f" <code>{escape(upload.article)}</code>"
    return (
        f'<li class="{"refused" if upload.reason else "kept"}">'
        f'<span class="name">{escape(upload.name)}</span> '
        f'<span class="status">{escape(status)}</span>{detail}</li>'
    )
