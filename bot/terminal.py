"""What the commands print: plain types for `--json`, and tables and text for people."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.phrases import long_date
from bot.settings import Settings
from corpus.article import Article
from index.passage import ArticleCard, RankedPassage
from index.sync import SyncReport

if TYPE_CHECKING:
    from rich.console import Console

    from bot.sibilla import Sibilla

# Wider than any line: who pipes a list into another program wants no folded ones.
_WHOLE = 100_000


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error that appears with the first step; total 0 means unknown.

    There is none when standard error is no terminal.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    task = bar.add_task(label, total=None)

    def report(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total or None)

    try:
        yield report
    finally:
        bar.stop()


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


def show_cards(cards: Sequence[ArticleCard]) -> None:
    """Print a table of articles."""
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    table.add_column("id", no_wrap=True, min_width=max((len(card.id) for card in cards), default=0))
    for column in ("published", "language", "title"):
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


def status_json(sibilla: "Sibilla") -> dict[str, Any]:
    """What is in the library and with what it is searched, as `status --json` gives it."""
    cards = sibilla.articles()
    languages = sorted({card.language for card in cards})
    return {
        "data": str(sibilla.settings.data),
        "demo": sibilla.settings.demo,
        "articles": {
            language: sum(card.language == language for card in cards) for language in languages
        },
        "passages": sibilla.index.passage_count,
        "not_indexed_yet": len(set(sibilla.library.files()) - {card.id for card in cards}),
        "embedding": sibilla.index.model,
        "reranker": sibilla.settings.reranker or None,
        "answerer": sibilla.settings.answerer,
    }


def model_json(settings: Settings, language: str) -> dict[str, Any]:
    """What came of asking the chat model for a word, which takes some seconds at most."""
    if not settings.has_model:
        return {}
    from bot.generation.trial import try_model

    trial = try_model(settings)
    works = trial.failure is None
    return {
        "model": trial.name,
        "model_works": works,
        "model_seconds": round(trial.seconds, 2) if works else None,
        "model_problem": trial.failure.tell(language) if trial.failure else None,
    }


def show_status(described: dict[str, Any]) -> None:
    """Print the status, a line an entry; what is not known is left out."""
    import typer

    described = {name: value for name, value in described.items() if value is not None}
    for name, value in described.items():
        shown = (
            ", ".join(f"{count} {key}" for key, count in value.items())
            if isinstance(value, dict)
            else value
        )
        typer.echo(f"{name.replace('_', ' ')}: {shown}")


def show_report(report: dict[str, Any]) -> None:
    """Print an evaluation as a table: a line a figure, a column a language."""
    from rich.table import Table

    columns = {"all": report, **report["languages"]}
    table = Table("figure", *columns, box=None, header_style="bold")
    rows = [name for name in report if name not in ("languages", "kinds")]
    for name in rows:
        table.add_row(name, *(_cell(figures.get(name)) for figures in columns.values()))
    for kind in report.get("kinds", {}):
        cells = (_cell(figures.get("kinds", {}).get(kind)) for figures in columns.values())
        table.add_row(f"right: {kind}", *cells)
    standard_output().print(table)


def _cell(value: Any) -> str:
    return "–" if value is None else str(value)
