"""The command line's own words: its help, and what is wrong with how a command was called.

typer has these in English. Where the terminal is Italian the texts of the commands give way to
those of `usage_italian`, which has them by the English ones.
"""

import inspect
import re
from collections.abc import Sequence
from typing import Any

import typer
from typer.exceptions import TyperException

from bot.options import NOTHING_DONE
from bot.terminal_words import complain, locale_language

_HINT = {
    "en": "`{command} --help` shows how it is called.",
    "it": "`{command} --help` mostra come si usa.",
}
_ABORTED = {"en": "Nothing was done.", "it": "Non è stato fatto nulla."}
# What typer adds to the help of an option, in brackets.
_DEFAULT, _REQUIRED = "[default: ", "[required]"
_ITALIAN_DEFAULT, _ITALIAN_REQUIRED = "[se non lo dici: ", "[necessario]"


def run(app: typer.Typer) -> int:
    """Run the command that the arguments name; returns the exit status.

    What is wrong with the arguments is one line on standard error and status 2.
    """
    language = locale_language()
    command = typer.main.get_command(app)
    _prepare(command, language)
    try:
        status: Any = command(prog_name=app.info.name, standalone_mode=False)
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # its message is the help
            typer.echo(error.format_message(), err=True)
        else:
            complain(told_usage(error, language))
        return NOTHING_DONE
    except typer.Abort:
        complain(_ABORTED[language])
        return NOTHING_DONE
    return status if isinstance(status, int) else 0


def told_usage(error: TyperException, language: str) -> str:
    """What is wrong with the arguments, and where to look, in a language."""
    message = error.format_message().rstrip(".")
    if language == "it":
        message = _complaint_in_italian(message, error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "sibilla"
    end = "" if message.endswith("?") else "."
    return f"{message}{end} {_HINT[language].format(command=command)}"


def _complaint_in_italian(message: str, error: TyperException) -> str:
    from bot.usage_italian import COMPLAINTS

    for english, italian in COMPLAINTS.items():
        places = re.escape(english).replace(r"\{\}", "(.*)")
        found = re.fullmatch(places, message, re.DOTALL)
        if found:
            values = list(found.groups())
            if error.__cause__ and values:  # the last says what is wrong with a value
                values[-1] = _fault_in_italian(error.__cause__, values[-1])
            return italian.format(*values)
    return message


def _fault_in_italian(cause: BaseException, english: str) -> str:
    from pydantic import ValidationError

    from bot.faults import told_fault

    if isinstance(cause, ValidationError):
        return told_fault(cause.errors()[0]).it
    return english


class _Formatter(typer.Context.formatter_class):  # type: ignore[misc, valid-type]
    """The help as text, without the types that Python has for arguments.

    typer keeps the name of the class that this extends private.
    """

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, re.sub(r"\{([^{}|]+)\}", r"\1", args), prefix)

    def write_dl(self, rows: Sequence[tuple[str, str]], *given: int, **named: int) -> None:
        untyped = [(re.sub(r" <[\w\[\]]+>$", "", name), text) for name, text in rows]
        super().write_dl(untyped, *given, **named)


class _ItalianFormatter(_Formatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for english, italian in _ITALIAN_FRAME.items():
            args = args.replace(english, italian)
        super().write_usage(prog, args, prefix or "Uso: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_ITALIAN_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], *given: int, **named: int) -> None:
        super().write_dl([(name, _bracketed(text)) for name, text in rows], *given, **named)


_ITALIAN_FRAME = {
    "[OPTIONS]": "[OPZIONI]",
    "COMMAND [ARGS]...": "COMANDO [ARGOMENTI]...",
}
_ITALIAN_HEADINGS = {"Arguments": "Argomenti", "Options": "Opzioni", "Commands": "Comandi"}


class _Context(typer.Context):
    formatter_class = _Formatter


class _ItalianContext(typer.Context):
    formatter_class = _ItalianFormatter


def _bracketed(text: str) -> str:
    return text.replace(_DEFAULT, _ITALIAN_DEFAULT).replace(_REQUIRED, _ITALIAN_REQUIRED)


def _prepare(command: Any, language: str) -> None:
    """Put the texts of a command, its options and its own commands into a language."""
    command.rich_markup_mode = None  # its frames take as long to load as all the rest
    command.context_class = _Context
    if language == "it":
        _translate(command)
    # A sentence is longer than what is left of it in a list of commands.
    command.short_help = inspect.cleandoc(command.help or "").partition("\n\n")[0]
    for sub in getattr(command, "commands", {}).values():
        _prepare(sub, language)


def _translate(command: Any) -> None:
    from bot.usage_italian import METAVARS, TEXTS

    command.context_class = _ItalianContext
    paragraphs = [" ".join(part.split()) for part in (command.help or "").split("\n\n")]
    command.help = "\n\n".join(TEXTS.get(part, part) for part in paragraphs)
    for parameter in command.get_params(_ItalianContext(command)):
        parameter.help = TEXTS.get(parameter.help, parameter.help)
        parameter.metavar = METAVARS.get(parameter.metavar, parameter.metavar)
