"""`sibilla add`, step by step: each document as it is read, then the index, then the sum."""

from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

import typer

from bot.options import NOTHING_DONE, SOME_DONE
from bot.shell import interruptible, output, sync_first
from bot.sibilla import Sibilla
from bot.terminal_adding import (
    INDEXING_INTERRUPTED,
    INTERRUPTED,
    outcome_json,
    preview_json,
    show_outcome,
    show_previews,
    show_sum,
)
from bot.terminal_progress import progress_bar
from bot.terminal_words import locale_language
from corpus.intake import count_files
from corpus.library import Outcome, Status


def add_documents(
    sibilla: Sibilla, documents: Sequence[Path | str], *, json: bool, skip_near: bool
) -> None:
    """Add documents as `take_in` does."""
    total = sum(count_files(given) if isinstance(given, Path) else 1 for given in documents)
    take_in(sibilla, sibilla.add_each(documents, skip_near=skip_near), total, json=json)


def take_in(
    sibilla: Sibilla, results: Generator[Outcome], total: int = 0, *, json: bool = False
) -> None:
    """Say of each document what became of it as it comes, then index what is new.

    There are at least `total` documents, 0 if nobody knows. Ctrl-C leaves whole what was added.
    Exits with the status that says how much was.
    """
    language = locale_language()
    outcomes: list[Outcome] = []
    with (
        interruptible(INTERRUPTED) as note,
        progress_bar("reading", language) as report,
        closing(results),
    ):
        for outcome in results:
            outcomes.append(outcome)
            note(len(outcomes))
            if not json:
                show_outcome(outcome, language)
            # Those in ZIP files come on top.
            report(len(outcomes), max(total, len(outcomes)) if total else 0)
    with interruptible(INDEXING_INTERRUPTED) as note:
        note(len(outcomes))
        indexed = sync_first(sibilla)
    output(
        [outcome_json(outcome, language) for outcome in outcomes],
        json,
        lambda: show_sum(outcomes, language, indexed=indexed),
    )
    _leave(sum(outcome.status is Status.REFUSED for outcome in outcomes), len(outcomes))


def preview_documents(sibilla: Sibilla, documents: Sequence[Path | str], *, json: bool) -> None:
    """Show what adding would read, and add nothing; exits as adding would."""
    language = locale_language()
    previews = [
        preview_json(found, language) for document in documents for found in sibilla.find(document)
    ]
    output(previews, json, lambda: show_previews(previews, language))
    _leave(sum(bool(preview["reason"]) for preview in previews), len(previews))


def _leave(refused: int, of: int) -> None:
    if refused:
        raise typer.Exit(SOME_DONE if refused < of else NOTHING_DONE)
