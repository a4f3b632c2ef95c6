"""The library as HTML: its filters and the table of articles."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.page.dates import full_date
from bot.page.markup import escape
from bot.page.texts import texts_in
from bot.page.texts_kinds import Texts
from index.passage import ArticleCard

MAX_ROWS = 200
"""How many articles the table shows: a page of thousands would take seconds to draw."""


@dataclass(frozen=True, slots=True)
class View:
    """What a visitor wants to see of the library; "" stands for all."""

    wanted: str = ""
    language: str = ""
    outlet: str = ""
    sort: str = "published"
    descending: bool = True


_ORDERS: dict[str, Callable[[ArticleCard], Any]] = {
    "title": lambda card: _plain(card.title),
    "outlet": lambda card: _plain(card.outlet),
    "published": lambda card: str(card.published or ""),
    "language": lambda card: card.language,
    "passages": lambda card: card.passages,
}


def sorted_by(view: View, column: str) -> View:
    """The view sorted by a column; by the one it is sorted by already, the other way round."""
    if column not in _ORDERS:
        return view
    turned = not view.descending if column == view.sort else column in ("published", "passages")
    return View(view.wanted, view.language, view.outlet, column, turned)


def render_filters(articles: Sequence[ArticleCard], view: View, language: str) -> str:
    """The choices of language and outlet."""
    texts = texts_in(language)
    names = texts.language_names
    languages = {card.language: names.get(card.language, card.language) for card in articles}
    outlets = {card.outlet: card.outlet for card in articles if card.outlet}
    return (
        '<div class="filters">'
        + _select("language", texts.column_language, texts.any_language, languages, view.language)
        + _select("outlet", texts.column_outlet, texts.any_outlet, outlets, view.outlet)
        + "</div>"
    )


def _select(name: str, label: str, every: str, options: dict[str, str], chosen: str) -> str:
    items = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>'
        f"{escape(shown)}</option>"
        for value, shown in [("", every), *sorted(options.items(), key=lambda item: item[1])]
    )
    return f'<select data-filter="{name}" aria-label="{escape(label)}">{items}</select>'


def render_library(
    articles: Sequence[ArticleCard],
    view: View,
    language: str,
    *,
    editable: bool = True,
    reading: tuple[int, int] | None = None,
) -> str:
    """The table of the articles that a view asks for; with `editable` each can be deleted.

    `reading` tells how many are read, of how many, while they are read for the first time.
    """
    texts = texts_in(language)
    found = [article for article in articles if _in_view(article, view, language)]
    found.sort(key=_ORDERS["title"])
    found.sort(key=_ORDERS[view.sort], reverse=view.descending)
    count = f'<p class="count" role="status">{_count(len(found), len(articles), texts)}</p>'
    if not articles:
        told = texts.library_empty
        if reading:
            told = texts.first_reading.format(done=reading[0], total=reading[1])
        empty = f'<p class="none" role="status">{escape(told)}</p>'
        return f'<div class="library empty">{empty}</div>'
    if not found:
        none = escape(texts.none_found)
        return f'<div class="library">{count}<p class="none">{none}</p></div>'
    rows = "".join(_row(article, language, editable) for article in found[:MAX_ROWS])
    more = (
        f'<p class="none">{escape(texts.more.format(count=len(found) - MAX_ROWS))}</p>'
        if len(found) > MAX_ROWS
        else ""
    )
    return (
        f'<div class="library">{count}<table><thead><tr>{_columns(view, texts, editable)}</tr>'
        f"</thead><tbody>{rows}</tbody></table>{more}</div>"
    )


def _columns(view: View, texts: Texts, editable: bool) -> str:
    columns = {
        "title": texts.column_title,
        "outlet": texts.column_outlet,
        "published": texts.column_published,
        "language": texts.column_language,
        "passages": texts.column_passages,
    }
    heads = []
    for name, shown in columns.items():
        way = ("descending" if view.descending else "ascending") if name == view.sort else "none"
        label = escape(texts.sort_by.format(column=shown))
        heads.append(
            f'<th scope="col" class="by-{name}" aria-sort="{way}"><button type="button" '
            f'data-sort="{name}" title="{label}">{escape(shown)}</button></th>'
        )
    if editable:
        hidden = f'<span class="visually-hidden">{escape(texts.column_actions)}</span>'
        heads.append(f'<th scope="col" class="by-edit">{hidden}</th>')
    return "".join(heads)


def _in_view(article: ArticleCard, view: View, language: str) -> bool:
    return (
        view.language in ("", article.language)
        and view.outlet in ("", article.outlet)
        and matches(article, view.wanted, language)
    )


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


def _row(article: ArticleCard, language: str, editable: bool) -> str:
    texts = texts_in(language)
    day = full_date(article.published, language) if article.published else texts.undated
    name = texts.language_names.get(article.language, article.language)
    lang, id = escape(article.language), escape(article.id)
    delete = (
        f'<td class="edit"><button type="button" data-remove="{id}" '
        f'data-name="{escape(article.title)}" '
        f'aria-label="{escape(f"{texts.delete}: {article.title}")}">{escape(texts.delete)}'
        "</button></td>"
        if editable
        else ""
    )
    return (
        f'<tr data-article="{id}"><th scope="row" lang="{lang}">'
        f'<button type="button" class="title" data-read="{id}">{escape(article.title)}</button>'
        f'</th><td class="outlet">{escape(article.outlet)}</td>'
        f'<td class="published">{escape(day)}</td>'
        f'<td class="language">{escape(name)}</td>'
        f'<td class="passages">{article.passages}</td>{delete}</tr>'
    )
