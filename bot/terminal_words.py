"""In which language, and how, a command complains; light, since each command needs it."""

import os

import typer


def locale_language() -> str:
    """The language of the user's terminal: Italian, or English for any other."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return "it" if (locale or "").lower().startswith("it") else "en"


def complain(sentence: str) -> None:
    """Print one line on standard error."""
    typer.echo(f"sibilla: {sentence}", err=True)
