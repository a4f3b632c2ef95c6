"""`sibilla user add | list | remove`: who has a password of their own."""

import sys
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from bot.options import Data, Json
from bot.terminal_words import locale_language

app = typer.Typer(
    name="user",
    help="Who may ask over the network (readers), and who may change the library (editors).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

_AGAIN = {"en": "Once more: ", "it": "Ancora una volta: "}
_REMOVED = {"en": "removed", "it": "tolto"}
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name to log in with.")]


@app.command()
def add(
    name: Name,
    data: Data = None,
    role: Annotated[
        str, typer.Option(metavar="reader|editor", help="What the user may do.")
    ] = "reader",
) -> None:
    """Add a user, or give one another password and role.

    The password is asked for, or read from standard input when that is no terminal.
    """
    from bot.access.passwords import User, checked_name, hash_password, read_users, write_users
    from bot.access.visit import Role
    from corpus.errors import SettingWrong, Told

    checked_name(name)
    if role not in list(Role):
        raise SettingWrong(
            "setting",
            name="--role",
            cause=Told(f"{role} is not one of reader, editor", f"{role} non è né reader né editor"),
        )
    password = _ask_password()
    file = _users_file(data)
    user = User(name, Role(role), hash_password(password))
    write_users(file, read_users(file) | {name: user})
    typer.echo(f"{name}: {role} ({file})")


@app.command("list")
def list_users(data: Data = None, json: Json = False) -> None:
    """List the users and what they may do."""
    from bot.access.passwords import read_users
    from bot.shell import output

    users = read_users(_users_file(data)).values()
    listed = [{"name": user.name, "role": str(user.role)} for user in users]
    lines = "\n".join(f"{user.name}: {user.role}" for user in users)
    output(listed, json, lambda: typer.echo(lines))


@app.command()
def remove(name: Name, data: Data = None) -> None:
    """Take a user out; whoever is logged in under the name is out at once."""
    from bot.access.passwords import read_users, write_users
    from corpus.errors import SettingWrong

    file = _users_file(data)
    users = read_users(file)
    if name not in users:
        raise SettingWrong("user-unknown", name=name)
    write_users(file, {other: user for other, user in users.items() if other != name})
    typer.echo(f"{_REMOVED[locale_language()]}: {name}")


def _users_file(data: Path | None) -> Path:
    from bot.settings import load_settings

    return load_settings(data=data).users_file


def _ask_password() -> str:
    from corpus.errors import SettingWrong

    if sys.stdin.isatty():
        password = getpass("Password: ")
        if password and getpass(_AGAIN[locale_language()]) != password:
            raise SettingWrong("user-passwords")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise SettingWrong("user-password")
    return password
