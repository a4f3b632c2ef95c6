"""What the commands print: plain types for `--json`, and tables and text for people."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.phrases import long_date
from corpus.article import Article
from index.passage import ArticleCard, RankedPassage
from index.sync import SyncReport

if TYPE_CHECKING:
    from rich.console import Console

# Wider than any line: who pipes a list into another program wants no folded ones.
_WHOLE = 100_000


def standard_output() -> "Console":
    """Standard output; what is no terminal gets each line whole."""
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WHOLE)


def show_passages(found: Sequence[RankedPassage]) -> None:
    """Print passages with their score and where they stand."""
    from rich.text import Text

    console = standard_output()
    for item in found:
        console.print(Text(f"{item.score:6.2f}  {item.article.title}", style="bold"))
        console.print(Text(f"        {item.passage.key}", style="dim"))
        console.print(Text("        " + " ".join(item.passage.text.split())[:200]))


def passage_json(item: RankedPassage) -> dict[str, Any]:
    """A passage as `search --json` gives it."""
    return {
        "article": item.article.id,
        "passage": item.passage.number,
        "score": round(item.score, 4),
        "text": item.passage.text,
        "start": item.passage.start,
        "end": item.passage.end,
        "language": item.passage.language,
    }


def show_removed(ids: Sequence[str], language: str, *, dry_run: bool) -> None:
    """Print a line an article taken out, or to be."""
    words = {"en": ("removed", "would be removed"), "it": ("tolto", "verrebbe tolto")}
    _show_ids(ids, words[language][dry_run])


def show_restored(ids: Sequence[str], language: str) -> None:
    """Print a line an article brought back."""
    _show_ids(ids, "ripreso" if language == "it" else "restored")


def show_exported(count: int, target: Path, language: str) -> None:
    """Print how many articles are where now."""
    import typer

    typer.echo(f"{count} {'articoli' if language == 'it' else 'articles'}: {target}")


def _show_ids(ids: Sequence[str], word: str) -> None:
    import typer

    for id in ids:
        typer.echo(f"{word}: {id}")


def card_json(card: ArticleCard) -> dict[str, Any]:
    """An article as `list --json` gives it."""
    return {
        "article": card.id,
        "title": card.title,
        "outlet": card.outlet,
        "published": card.published and card.published.isoformat(),
        "updated": card.updated and card.updated.isoformat(),
        "url": card.url,
        "language": card.language,
        "passages": card.passages,
    }


_COLUMNS = {"en": ("published", "language", "title"), "it": ("data", "lingua", "titolo")}


def show_cards(cards: Sequence[ArticleCard], language: str) -> None:
    """Print a table of articles."""
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    table.add_column("id", no_wrap=True, min_width=max((len(card.id) for card in cards), default=0))
    for column in _COLUMNS[language]:
        table.add_column(column)
    for card in cards:
        published = card.published.isoformat() if card.published else ""
        table.add_row(card.id, published, card.language, card.title)
    standard_output().print(table)


def article_json(article: Article) -> dict[str, Any]:
    """An article as `show --json` gives it, with the text that offsets refer to."""
    return {
        "article": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published and article.published.isoformat(),
        "updated": article.updated and article.updated.isoformat(),
        "url": article.url,
        "language": article.language,
        "author": article.author,
        "pages": list(article.pages),
        "added": article.added and article.added.isoformat(),
        "text": article.text,
    }


def show_article(article: Article) -> None:
    """Print an article with its head."""
    import typer

    when = long_date(article.published, article.language) if article.published else ""
    about = [article.outlet, when, article.url]
    typer.echo(f"{article.title}\n{' · '.join(a for a in about if a)}\n\n{article.text}")


def sync_json(report: SyncReport, language: str) -> dict[str, Any]:
    """What a sync did, as `sync --json` gives it."""
    return {
        "added": list(report.added),
        "changed": list(report.changed),
        "removed": list(report.removed),
        "refused": {id: error.tell(language) for id, error in report.refused.items()},
    }


def show_sync(report: SyncReport, language: str) -> None:
    """Print how many articles came, changed and went, and which could not be read."""
    import typer

    counts = (len(report.added), len(report.changed), len(report.removed))
    if language == "it":
        typer.echo("{} aggiunti, {} cambiati, {} tolti".format(*counts))
    else:
        typer.echo("{} added, {} changed, {} removed".format(*counts))
    for error in report.refused.values():
        typer.echo(f"sibilla: {error.tell(language)}", err=True)
