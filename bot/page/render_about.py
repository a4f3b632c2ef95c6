"""What the corpus covers, what Sibilla works with, and how answers are made, as HTML."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.page.dates import elided, full_date, month_name
from bot.page.markup import escape
from bot.page.texts import texts_in
from bot.page.texts_kinds import Texts
from index.embedding import DEFAULT_MODEL
from index.passage import ArticleCard

if TYPE_CHECKING:
    from bot.sibilla import Sibilla

Months = Mapping[str, Counter[str]]
"""How many articles of each language a month has, by month as "2026-01", oldest first."""

_HEIGHT = 120  # of the tallest bar, in the plot's own units
_WIDTH = 640
_GAP = 3
_MAX_BARS = 36  # months; a longer past is shown by its last three years


def render_about(sibilla: "Sibilla", language: str) -> str:
    """The whole of the About tab."""
    texts = texts_in(language)
    cards = sibilla.articles()
    steps = "".join(f"<li>{escape(step)}</li>" for step in texts.about_steps)
    return (
        '<div class="about">'
        f"<section><h2>{escape(texts.about_corpus)}</h2>{_corpus(cards, texts, language)}</section>"
        f"<section><h2>{escape(texts.about_how)}</h2><ol>{steps}</ol></section>"
        f"<section><h2>{escape(texts.about_with)}</h2>{_tools(sibilla, texts)}</section>"
        f"<section><h2>{escape(texts.about_doubts)}</h2>"
        f"<p>{escape(texts.about_doubts_text)}</p></section></div>"
    )


def count_by_month(cards: Sequence[ArticleCard]) -> Months:
    """How many articles each month has, by language; months between without any are there too."""
    dated = [card for card in cards if card.published]
    if not dated:
        return {}
    counts: dict[str, Counter[str]] = {}
    days = [card.published for card in dated if card.published]
    year, month = min(days).year, min(days).month
    while (year, month) <= (max(days).year, max(days).month):
        counts[f"{year}-{month:02}"] = Counter()
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    for card in dated:
        counts[f"{card.published:%Y-%m}"][card.language] += 1
    return dict(list(counts.items())[-_MAX_BARS:])


def _corpus(cards: Sequence[ArticleCard], texts: Texts, language: str) -> str:
    if not cards:
        return f"<p>{escape(texts.no_articles)}</p>"
    days = [card.published for card in cards if card.published]
    count = texts.count_one if len(cards) == 1 else texts.count_many.format(count=len(cards))
    told = ""
    if days:
        told = texts.about_covers.format(
            articles=count,
            languages=_languages(cards, texts),
            first=full_date(min(days), language),
            last=full_date(max(days), language),
            passages=sum(card.passages for card in cards),
        )
        told = elided(told)
    undated = len(cards) - len(days)
    if undated:
        told = f"{told} ({texts.about_undated.format(count=undated)})".strip()
    months = count_by_month(cards)
    return (
        f"<p>{escape(told)}</p>{_plot(months, texts, language)}"
        if months
        else (f"<p>{escape(told)}</p>")
    )


def _languages(cards: Sequence[ArticleCard], texts: Texts) -> str:
    counts = Counter(card.language for card in cards)
    return ", ".join(
        f"{texts.language_names.get(name, name)} ({count})" for name, count in counts.most_common()
    )


def _plot(months: Months, texts: Texts, language: str) -> str:
    languages = sorted({name for counts in months.values() for name in counts})
    legend = "".join(
        f'<li><span class="swatch bar-{place % 4}"></span>'
        f"{escape(texts.language_names.get(name, name))}</li>"
        for place, name in enumerate(languages)
    )
    label = escape(texts.about_plot)
    return (
        f'<figure><figcaption>{label}<ul class="legend">{legend}</ul></figcaption>'
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT + 28}" role="img" aria-label="{label}">'
        f"{_bars(months, languages, language)}</svg>"
        f"{_table(months, languages, texts, language)}</figure>"
    )


def _bars(months: Months, languages: Sequence[str], language: str) -> str:
    tallest = max(counts.total() for counts in months.values())
    step = _WIDTH / max(len(months), 6)
    labelled = max(1, round(len(months) / 6))
    shapes = []
    for place, (month, counts) in enumerate(months.items()):
        left, bottom = place * step, float(_HEIGHT)
        for rank, name in enumerate(languages):
            height = counts[name] / tallest * _HEIGHT
            bottom -= height
            shapes.append(
                f'<rect class="bar-{rank % 4}" x="{left:.1f}" y="{bottom:.1f}" '
                f'width="{step - _GAP:.1f}" height="{height:.1f}"><title>'
                f"{escape(f'{_month(month, language)}: {counts[name]}')}</title></rect>"
            )
        if place % labelled == 0:
            shapes.append(
                f'<text x="{left:.1f}" y="{_HEIGHT + 20}">{escape(_short(month, language))}</text>'
            )
    return "".join(shapes)


def _table(months: Months, languages: Sequence[str], texts: Texts, language: str) -> str:
    heads = "".join(
        f'<th scope="col">{escape(head)}</th>'
        for head in (texts.about_month, *(texts.language_names.get(n, n) for n in languages))
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(_month(month, language))}</th>'
        + "".join(f"<td>{counts[name]}</td>" for name in languages)
        + "</tr>"
        for month, counts in months.items()
    )
    return (
        f"<details><summary>{escape(texts.about_table)}</summary>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></details>"
    )


def _month(month: str, language: str) -> str:
    day = date.fromisoformat(f"{month}-01")
    return f"{month_name(day, language)} {day.year}"


def _short(month: str, language: str) -> str:
    day = date.fromisoformat(f"{month}-01")
    return f"{month_name(day, language)[:3]} {day.year}"


def _tools(sibilla: "Sibilla", texts: Texts) -> str:
    encoder = sibilla.index.model
    if encoder == DEFAULT_MODEL:
        encoder = texts.about_encoder_built_in.format(model=encoder)
    settings = sibilla.settings
    model = settings.model or settings.model_url if settings.has_model else ""
    writer = texts.about_model.format(model=model) if model else texts.about_extractive
    facts = {
        texts.about_writer: writer,
        texts.about_encoder: encoder,
        texts.about_network: texts.about_offline,
    }
    return (
        "<dl>"
        + "".join(f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in facts.items())
        + "</dl>"
    )
