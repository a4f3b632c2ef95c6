"""What `status` and `eval` print: figures by name, for `--json` and for people."""

from typing import TYPE_CHECKING, Any

from bot.settings import Settings
from bot.terminal import standard_output

if TYPE_CHECKING:
    from bot.sibilla import Sibilla


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


def show_status(described: dict[str, Any], language: str) -> None:
    """Print the status, a line an entry; what is not known is left out."""
    import typer

    names = STATUS_NAMES[language]
    for name, value in described.items():
        if value is None:
            continue
        shown = value
        if isinstance(value, dict):
            shown = ", ".join(f"{count} {key}" for key, count in value.items())
        elif isinstance(value, bool):
            shown = _YES_NO[language][value]
        typer.echo(f"{names.get(name, name.replace('_', ' '))}: {shown}")


_YES_NO = {"en": ("no", "yes"), "it": ("no", "sì")}
# English names are those of `status --json`.
STATUS_NAMES: dict[str, dict[str, str]] = {
    "en": {},
    "it": {
        "data": "dati",
        "demo": "corpus dimostrativo",
        "articles": "articoli",
        "passages": "passi",
        "not_indexed_yet": "non ancora indicizzati",
        "embedding": "modello di embedding",
        "reranker": "reranker",
        "answerer": "risposte",
        "model": "modello",
        "model_works": "il modello funziona",
        "model_seconds": "secondi del modello",
        "model_problem": "problema del modello",
    },
}
REPORT_NAMES: dict[str, dict[str, str]] = {
    "en": {},
    "it": {
        "questions": "domande",
        "hit@1": "trovati al 1º posto",
        "hit@5": "trovati nei primi 5",
        "hit@10": "trovati nei primi 10",
        "seconds_p50": "secondi, p50",
        "seconds_p95": "secondi, p95",
        "right": "giuste",
        "right_article_cited": "citato l'articolo giusto",
        "citations_supported": "citazioni confermate",
        "quotes_hold": "citazioni letterali",
        "abstained_rightly": "astenuta a ragione",
        "abstained_wrongly": "astenuta a torto",
    },
}


def show_report(report: dict[str, Any], language: str) -> None:
    """Print an evaluation as a table: a line a figure, a column a language."""
    from rich.table import Table

    heads, names = _REPORT_HEADS[language], REPORT_NAMES[language]
    columns = {heads["all"]: report, **report["languages"]}
    table = Table(heads["figure"], *columns, box=None, header_style="bold")
    rows = [name for name in report if name not in ("languages", "kinds")]
    for name in rows:
        cells = (_cell(figures.get(name)) for figures in columns.values())
        table.add_row(names.get(name, name), *cells)
    for kind in report.get("kinds", {}):
        cells = (_cell(figures.get("kinds", {}).get(kind)) for figures in columns.values())
        table.add_row(f"{heads['right']}: {kind}", *cells)
    standard_output().print(table)


_REPORT_HEADS = {
    "en": {"all": "all", "figure": "figure", "right": "right"},
    "it": {"all": "tutte", "figure": "misura", "right": "giuste"},
}


def _cell(value: Any) -> str:
    return "–" if value is None else str(value)
