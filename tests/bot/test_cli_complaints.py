"""What goes wrong at the command line is one line, with status 2."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["add", "gone.txt"], r"refused: There is no file or folder .*gone\.txt\."),
        (["add", "no-such-folder/"], "refused: There is no file or folder .*no-such-folder"),
        (["add", "empty.txt"], r"refused: empty\.txt holds no text\."),
        (["add", "empty-folder"], "refused: The folder .*empty-folder holds no document"),
        (["add", "picture.png"], r"refused: picture\.png has a format .* It reads \.md"),
        (["add", "x" * 300], "refused: x+ cannot be read"),
        (["add", "pipe.txt"], r"refused: pipe\.txt cannot be read \(not a file\)"),
        (["show", "gone"], "No article has the id gone. `sibilla list` shows them all."),
        (["show", "../articles/latte.it"], "No article has the id"),
        (["remove", "gone"], "No article has the id gone"),
        (["ask", ""], "There is no question"),
        (["ask", "¿?"], "There is no question"),
        (["ask", "a b " * 600], "The question is longer than 2000 characters"),
        (["search", "  "], "There is no question"),
        (["ask", "hello", "--in", "de"], "--in is wrong: de is not one of it, en"),
        (["serve", "--port", "0"], "SIBILLA_PORT is wrong"),
        (["status", "--data", "file/data"], "The data folder .* cannot be used"),
        (["status", "--data", "empty.txt"], "The data folder .* cannot be used"),
        (["eval", "gone.jsonl"], r"There is no file or folder gone\.jsonl"),
        (["eval", "empty-folder"], r"empty-folder cannot be read \(Is a directory\)"),
        (["eval", "pipe.bin"], r"pipe\.bin cannot be read \(not UTF-8\)"),
        (["eval", "two.jsonl"], r"Line 2 of two\.jsonl is not a question"),
        (["eval", "one.jsonl", "--details", "gone/out"], "--details is wrong: gone/out"),
        (["eval", "one.jsonl", "--details", "empty-folder"], "--details is wrong: empty-folder"),
        (["eval", "one.jsonl", "--in", "fr"], "--in is wrong"),
    ],
)
def test_what_is_asked_wrongly_is_told_in_one_line(
    command: Command,
    news: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    complaint: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("empty.txt", "file"):
        Path(name).touch()
    Path("empty-folder").mkdir()
    Path("picture.png").write_bytes(b"\x89PNG")
    os.mkfifo("pipe.txt")
    Path("pipe.bin").write_bytes(b"\xff\xfe")
    Path("one.jsonl").write_text('{"question": "Why Cerebras?"}\n')
    Path("two.jsonl").write_text('{"question": "Why Cerebras?"}\n{"question": "Why\n')
    if "--data" not in arguments:
        arguments = [*arguments, "--data", str(news)]
    ran = command(*arguments, "--no-demo")
    assert ran.status == 2
    assert ran.out == ""
    assert re.search(complaint, ran.complaint)


@pytest.mark.parametrize(
    ("variable", "complaint"),
    [
        ("SIBILLA_PORT=high", "The setting SIBILLA_PORT is wrong"),
        ("SIBILLA_DEMO=perhaps", "The setting SIBILLA_DEMO is wrong"),
        ("SIBILLA_DATE=x", r"SIBILLA_DATE is wrong: .*did you mean SIBILLA_DATA\?"),
    ],
)
def test_a_wrong_setting_is_told_by_its_variable(
    command: Command, variable: str, complaint: str
) -> None:
    name, value = variable.split("=")
    ran = command("status", env={name: value})
    assert ran.status == 2
    assert re.search(complaint, ran.complaint)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["show", "gone"], "Nessun articolo ha l'identificativo gone."),
        (["add", "gone.txt"], "rifiutato: Il file o la cartella gone.txt non esiste."),
        (["ask", ""], "Non c'è una domanda."),
        (["status", "--data", "/dev/null/x"], "La cartella dei dati /dev/null/x non si può usare"),
    ],
)
def test_complaints_are_in_italian_where_the_terminal_is(
    command: Command, data: Path, arguments: list[str], complaint: str
) -> None:
    if "--data" not in arguments:
        arguments = [*arguments, "--data", str(data)]
    ran = command(*arguments, "--no-demo", env={"LANG": "it_IT.UTF-8"})
    assert ran.status == 2
    assert ran.complaint.startswith(complaint)


def test_all_locale_variables_count_in_their_order(command: Command) -> None:
    italian = {"LC_ALL": "", "LC_MESSAGES": "it_IT.UTF-8", "LANG": "en_GB.UTF-8"}
    assert "Non c'è una domanda" in command("ask", "", env=italian).err
    assert "There is no question" in command("ask", "", env=italian | {"LC_ALL": "C"}).err


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["search", "--top", "0", "x"], ["add"], ["ask", "a", "--what"]]
)
def test_a_wrong_command_line_has_status_2_and_points_to_the_help(
    command: Command, arguments: list[str]
) -> None:
    ran = command(*arguments)
    assert ran.status == 2
    assert ran.out == ""
    assert "--help" in ran.err
