"""What the commands share: opening the data folder, indexing first, progress, printing."""

import json
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import typer

from bot.settings import Settings, load_settings
from bot.sibilla import Sibilla
from bot.terminal_progress import progress_bar
from bot.terminal_words import complain, locale_language
from corpus.errors import ChromaUnavailable, IndexBusy, SettingWrong, Told
from corpus.language import LANGUAGES
from index.passage import Filters


@contextmanager
def opened(data: Path | None, no_demo: bool, **given: Any) -> Iterator[Sibilla]:
    """Sibilla on the data folder that options and environment choose."""
    settings: Settings = load_settings(data=data, demo=False if no_demo else None, **given)
    sibilla = Sibilla(settings)
    try:
        yield sibilla
    finally:
        sibilla.close()


def sync_first(sibilla: Sibilla, *, optional: bool = True, searching: bool = False) -> bool | None:
    """Index what is new; when optional and another process is at it, leave it to that one.

    Chroma is only opened, which takes a second, for who is `searching` or if something is new.
    What comes while a Chroma server is down is indexed when it is back; who is `searching` is
    told here that nothing can be found.
    Returns whether all is indexed: False when it is left to another process, None when it waits for
    that server.
    """
    if searching:
        sibilla.index.warm_up()
    try:
        with progress_bar("indexing", locale_language()) as report_progress:
            report = sibilla.sync(report_progress, thorough=searching)
    except IndexBusy:
        if not optional:
            raise
        return False
    except ChromaUnavailable as unavailable:
        if searching or not optional:
            raise
        complain(unavailable.tell(locale_language()))
        return None
    for error in report.refused.values():
        complain(error.tell(locale_language()))
    return True


@contextmanager
def interruptible(sentence: Mapping[str, str]) -> Iterator[Callable[[int], None]]:
    """Tell, when Ctrl-C ends what is under way, how many were done; they are to be noted.

    `sentence` has the place {done}, by language.
    """
    count = 0

    def note(done: int) -> None:
        nonlocal count
        count = done

    try:
        yield note
    except KeyboardInterrupt:
        complain(sentence[locale_language()].format(done=count))
        raise typer.Exit(128 + signal.SIGINT) from None


def checked_language(code: str) -> str:
    """A language given with --in, or "" for all."""
    if code and code not in LANGUAGES:
        raise SettingWrong(
            "setting",
            name="--in",
            cause=Told(f"{code} is not one of it, en", f"{code} non è né it né en"),
        )
    return code


def read_filters(language: str, since: str, until: str, outlet: str) -> Filters:
    """The filters that options give; empty ones do not filter."""
    return Filters(
        language=checked_language(language),
        since=_day(since, "--since"),
        until=_day(until, "--until"),
        outlet=outlet,
    )


def _day(text: str, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        cause = Told(
            f"{text} is not a date such as 2026-01-31", f"{text} non è una data come 2026-01-31"
        )
        raise SettingWrong("setting", name=option, cause=cause) from error


def output(value: Any, as_json: bool, show: Callable[[], object]) -> None:
    """Print a value as JSON, or let `show` print it for people."""
    if as_json:
        typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
    else:
        show()
