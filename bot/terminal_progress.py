"""The bar that shows how far something is, how fast it goes and how long it will take."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Task

_DOING = {
    "en": {
        "reading": "Reading",
        "indexing": "Indexing",
        "asking": "Asking",
        "pulling": "Reading feeds",
    },
    "it": {
        "reading": "Lettura",
        "indexing": "Indicizzazione",
        "asking": "Domande",
        "pulling": "Lettura dei feed",
    },
}
_LEFT = {"en": "{time} left", "it": "ancora {time}"}
# What is counted in bytes: the rest is counted in documents, questions or items.
_IN_BYTES = frozenset({"indexing"})

Report = Callable[[int, int], None]
"""Told how much is done, of how much to do; a total of 0 means unknown."""


@contextmanager
def progress_bar(doing: str, language: str) -> Iterator[Report]:
    """A bar on standard error that appears with the first step.

    `doing` is "reading", "indexing" (told in bytes), "asking" or "pulling". There is no bar when
    standard error is no terminal. What is printed meanwhile stands above the bar.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[told]}"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
        # What goes into a pipe or a file must not end up on the terminal, where the bar is.
        redirect_stdout=sys.stdout.isatty(),
    )
    task = bar.add_task(_DOING[language][doing], total=None, told="")

    def report(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total or None)
        bar.update(task, told=told(bar.tasks[task], language, in_bytes=doing in _IN_BYTES))

    try:
        yield report
    finally:
        bar.stop()


def told(task: "Task", language: str, *, in_bytes: bool) -> str:
    """How far a task is, how fast it goes and how long it will take, as far as that is known."""
    done, total = int(task.completed), int(task.total or 0)
    speed = task.speed or 0.0
    parts = [f"{done}/{total}" if total else str(done)]
    if in_bytes:
        parts = [f"{100 * done // total if total else 100} %"]
    if speed:
        parts.append(_rate(speed, language, in_bytes=in_bytes))
    if speed and total > done:
        parts.append(_LEFT[language].format(time=_clock((total - done) / speed)))
    return "  ".join(parts)


def _rate(speed: float, language: str, *, in_bytes: bool) -> str:
    amount = speed / 1_000 if in_bytes else speed
    shown = f"{amount:.0f}" if amount >= 10 else f"{amount:.1f}"
    if language == "it":
        shown = shown.replace(".", ",")
    return f"{shown} kB/s" if in_bytes else f"{shown}/s"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
