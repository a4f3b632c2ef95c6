"""The command line's own words, in both languages: help, and what is wrong with a call."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from terminals import typed_into

from bot.cli import app
from bot.usage_italian import METAVARS, TEXTS

Command = Callable[..., Any]
ITALIAN = {"LANG": "it_IT.UTF-8"}
# Written alike in both languages.
ALIKE = {"ID", "URL", "FILE.jsonl", "OUT.jsonl", "it|en", "reader|editor"}


def commands(command: Any = None) -> Iterator[Any]:
    """The command and all below it, as typer makes them."""
    command = command or typer.main.get_command(app)
    yield command
    for sub in getattr(command, "commands", {}).values():
        yield from commands(sub)


def texts_of(command: Any) -> set[str]:
    """The paragraphs of a command's help, and the help of its arguments and options."""
    paragraphs = {" ".join(part.split()) for part in command.help.split("\n\n")}
    return paragraphs | {parameter.help for parameter in command.params}


def test_every_command_argument_and_option_has_its_help_in_both_languages() -> None:
    english = set.union(*(texts_of(command) for command in commands()))
    assert english | {"Show this message and exit."} == set(TEXTS)
    assert not [text for text, italian in TEXTS.items() if text == italian]


def test_every_word_that_stands_for_a_value_has_its_italian() -> None:
    words = {parameter.metavar for command in commands() for parameter in command.params}
    assert words - ALIKE - {None} == set(METAVARS)


ENGLISH_SEARCH = """Usage: sibilla search [OPTIONS] QUESTION

  List the passages nearest to a question, without an answer.

Arguments:
  QUESTION  What to look for.  [required]

Options:
  --data FOLDER  The data folder to use.
  --no-demo      Leave the demo corpus out.
  --json         Print JSON.
  --top NUMBER   How many passages.  [default: 10; 1<=x<=1000]
  --in it|en     Only articles in this language.
  --since DATE   Only articles of this day or later.
  --until DATE   Only articles of this day or before.
  --outlet NAME  Only articles of this outlet.
  --help         Show this message and exit.
"""
ITALIAN_SEARCH = """Uso: sibilla search [OPZIONI] DOMANDA

  Elenca i passi più vicini a una domanda, senza una risposta.

Argomenti:
  DOMANDA  Che cosa cercare.  [necessario]

Opzioni:
  --data CARTELLA  La cartella dei dati da usare.
  --no-demo        Lascia fuori il corpus dimostrativo.
  --json           Scrive JSON.
  --top NUMERO     Quanti passi.  [se non lo dici: 10; 1<=x<=1000]
  --in it|en       Solo articoli in questa lingua.
  --since DATA     Solo articoli di questo giorno o dopo.
  --until DATA     Solo articoli di questo giorno o prima.
  --outlet NOME    Solo articoli di questa testata.
  --help           Mostra questo messaggio ed esce.
"""


@pytest.mark.parametrize(("language", "told"), [({}, ENGLISH_SEARCH), (ITALIAN, ITALIAN_SEARCH)])
def test_help_reads_in_the_language_of_the_terminal(
    command: Command, language: dict[str, str], told: str
) -> None:
    ran = command("search", "--help", env=language)
    assert (ran.status, ran.out, ran.err) == (0, told, "")


def test_the_list_of_commands_tells_whole_sentences_in_both_languages(command: Command) -> None:
    english = " ".join(command("--help").out.split())
    italian = " ".join(command("--help", env=ITALIAN).out.split())
    for text in english, italian:
        assert re.fullmatch(r"(Usage|Uso): sibilla [^.]*\.\.\..*[^.]\.", text)
        assert text.count("...") == 1
    assert "Opzioni: --help Mostra questo messaggio ed esce. Comandi: serve Apre la" in italian
    assert "on standard input and output. ask Answer a question" in english


def test_a_group_without_a_command_shows_its_help(command: Command) -> None:
    ran = command("feeds", env=ITALIAN)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("Uso: sibilla feeds [OPZIONI] COMANDO [ARGOMENTI]...\n")


@pytest.mark.parametrize(
    ("arguments", "english", "italian"),
    [
        (["ask", "a", "--zzz"], "No such option: --zzz.", "L'opzione --zzz non esiste."),
        (["serve", "--hosts", "x"], "options: --host, --port).", "non esiste (forse --host, --po"),
        (["nonsense"], "No such command 'nonsense'.", "Il comando 'nonsense' non esiste."),
        (["seach"], "Did you mean 'search'? `sibilla --", "Forse 'search'? `sibilla --help`"),
        (["add"], "Missing argument 'FILE|FOLDER|ZIP", "Manca l'argomento 'FILE|CARTELLA|ZIP|URL'"),
        (["ask", "a", "b c"], "extra argument(s) (b c).", "C'è qualcosa di troppo (b c)."),
        (["ask", "a", "--in"], "Option '--in' requires an", "L'opzione '--in' vuole un valore."),
        (["list", "--json=3"], "'--json' does not take a", "L'opzione '--json' non vuole un valo"),
        (["search", "x", "--top", "0"], "greater than or equal to 1", "'--top' è sbagliato: deve "),
        (["search", "x", "--top", "y"], "valid integer", "sbagliato: non è un numero intero."),
    ],
)
def test_a_wrong_call_is_told_in_one_line_that_names_the_help(
    command: Command, arguments: list[str], english: str, italian: str
) -> None:
    for told, language in ((english, {}), (italian, ITALIAN)):
        ran = command(*arguments, env=language)
        assert (ran.status, ran.out) == (2, "")
        assert told in ran.complaint
        assert re.search(r"`sibilla[a-z ]* --help` (shows|mostra)", ran.complaint)


@pytest.mark.parametrize(
    ("variable", "told"),
    [
        ("SIBILLA_PORT=high", "SIBILLA_PORT è sbagliata: non è un numero intero."),
        ("SIBILLA_PORT=99999", "SIBILLA_PORT è sbagliata: può essere al massimo 65535."),
        ("SIBILLA_DEMO=perhaps", "SIBILLA_DEMO è sbagliata: non è né vero né falso"),
        ("SIBILLA_FOLLOW=1", "SIBILLA_FOLLOW è sbagliata: serve SIBILLA_CHROMA"),
        ("SIBILLA_CHROMA=x", "SIBILLA_CHROMA è sbagliata: scrivi un indirizzo come http"),
        ("SIBILLA_CHROMA_LIBRARY=+", "SIBILLA_CHROMA_LIBRARY è sbagliata: non ha la forma"),
        ("SIBILLA_UNGUARDED_HOSTS=a:b", "SIBILLA_UNGUARDED_HOSTS è sbagliata: a:b non è né host"),
        ("SIBILLA_WATCH=/", "SIBILLA_WATCH è sbagliata: / e la cartella dei dati"),
    ],
)
def test_a_wrong_setting_is_told_in_italian(command: Command, variable: str, told: str) -> None:
    name, value = variable.split("=")
    ran = command("status", env={**ITALIAN, name: value})
    assert ran.status == 2
    assert told in ran.complaint


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"question": 3}', 'serve un testo sotto "question"'),
        ('{"question": "Quanto?", "history": "x"}', '"history" deve essere un elenco di testi'),
        ('{"question": "Quanto?", "kind": 3}', '"kind" deve essere un testo'),
        ('{"question": "Quanto?", "answerable": 3}', '"answerable" può essere solo true o false'),
        ('{"question"', "non è JSON"),
    ],
)
def test_a_wrong_line_of_questions_is_told_in_italian(
    command: Command, tmp_path: Path, line: str, told: str
) -> None:
    (tmp_path / "domande.jsonl").write_text(line)
    ran = command("eval", tmp_path / "domande.jsonl", env=ITALIAN)
    assert ran.complaint.startswith("La riga 1 di domande.jsonl non è una domanda")
    assert told in ran.complaint


@pytest.mark.parametrize(
    ("again", "told", "added"),
    [("segreta", "anna: reader", True), ("segretta", "Le due password sono diverse", False)],
)
def test_a_password_is_asked_for_twice(tmp_path: Path, again: str, told: str, added: bool) -> None:
    code = "from bot.cli import main; main()"
    arguments = [sys.executable, "-c", code, "user", "add", "anna", "--data", str(tmp_path)]
    status, shown = typed_into(arguments, ["segreta", again], ITALIAN)
    assert "Ancora una volta: " in shown
    assert told in shown
    assert "segret" not in shown
    assert (status == 0) is added
    assert (tmp_path / "users.txt").exists() is added
