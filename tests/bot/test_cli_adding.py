"""Adding documents of every format at the command line, and being interrupted at it."""

import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from terminals import on_terminal

ROOT = Path(__file__).parents[2]
FILES = ROOT / "tests" / "corpus" / "files"

Command = Callable[..., Any]


def test_an_answer_from_a_pdf_says_the_page(command: Command, data: Path) -> None:
    where = ("--data", data, "--no-demo")
    [outcome] = command("add", "--json", FILES / "zefiro.pdf", *where).json
    assert (outcome["status"], outcome["article"]) == ("added", "zefiro")
    question = "Quanto vale il progetto?"
    [citation, *_] = command("ask", "--json", question, *where).json["citations"]
    assert "300 milioni" in citation["quote"]
    assert citation["page"] == 2
    shown = command("show", "--json", "zefiro", *where).json
    assert len(shown["pages"]) == 3
    assert citation["quote"] == shown["text"][citation["start"] : citation["end"]]
    assert "(4 marzo 2026, pagina 2, it)" in command("ask", question, *where).out


def test_a_dry_run_shows_what_would_be_read_and_adds_nothing(command: Command, data: Path) -> None:
    ran = command("add", "--dry-run", "--json", FILES, "--data", data, "--no-demo")
    assert ran.status == 3
    previews = {preview["name"]: preview for preview in ran.json}
    assert "password" in previews["locked.pdf"]["reason"]
    word = previews["zefiro.docx"]
    assert (word["title"], word["author"]) == ("Un centro di calcolo a Matera", "Anna Rossi")
    assert (word["published"], word["language"]) == ("2026-03-04", "it")
    assert previews["zefiro.pdf"]["pages"] == 3
    assert list(data.glob("articles/*")) == []
    shown = command("add", "--dry-run", FILES / "zefiro.pdf", env={"LANG": "it_IT.UTF-8"}).out
    assert "  titolo: Un centro di calcolo a Matera\n  pubblicato: 2026-03-04\n" in shown


def test_what_is_nearly_there_is_linked_or_left_out(
    command: Command, data: Path, tmp_path: Path
) -> None:
    where = ("--data", data, "--no-demo")
    text = command("add", "--dry-run", "--json", FILES / "zefiro.docx").json[0]["opening"]
    for name, start in (
        ("uno", ""),
        ("due", "Agenzia, 4 marzo. "),
        ("tre", "Dal nostro inviato. "),
    ):
        (tmp_path / f"{name}.txt").write_text(f"{start}{text}")
    told = "added, being indexed: {}\nAll is indexed and can be asked about.\n"
    assert command("add", tmp_path / "uno.txt", *where).out == told.format("uno.txt (uno)")
    linked = command("add", tmp_path / "due.txt", *where)
    assert linked.out == told.format("due.txt (due, nearly the same as uno)")
    skipped = command("add", "--skip-near-duplicates", tmp_path / "tre.txt", *where)
    assert skipped.status == 0
    assert skipped.out.startswith("left out: tre.txt (nearly the same as ")
    assert {card["article"] for card in command("list", "--json", *where).json} == {"uno", "due"}


def test_a_zip_file_with_bad_members_is_added_as_far_as_it_can_be(
    command: Command, data: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as archive:
        archive.writestr("uno.txt", "Il primo testo parla di Matera.")
        archive.writestr("rotto.pdf", b"%PDF-1.7 rotto")
    ran = command("add", "--json", tmp_path / "news.zip", "--data", data, "--no-demo")
    assert ran.status == 3
    statuses = {outcome["name"]: outcome["status"] for outcome in ran.json}
    assert statuses == {"news.zip/uno.txt": "added", "news.zip/rotto.pdf": "refused"}


def test_what_became_of_all_is_summed_up_in_the_language_of_the_terminal(
    command: Command, data: Path, tmp_path: Path
) -> None:
    for name in ("uno", "due"):
        (tmp_path / f"{name}.txt").write_text(f"Il testo {name} parla di Matera.")
    (tmp_path / "vuoto.txt").touch()
    italian = {"LANG": "it_IT.UTF-8"}
    files = [tmp_path / f"{name}.txt" for name in ("uno", "due", "vuoto")]
    where = ("--data", data, "--no-demo")
    command("add", files[0], *where)
    ran = command("add", *files, *where, env=italian)
    assert ran.out.splitlines() == [
        "c'era già: uno.txt (uno)",
        "aggiunto, da indicizzare: due.txt (due)",
        "3 documenti: 1 aggiunto, 1 c'era già, 1 rifiutato.",
        "Tutto è indicizzato e gli si può chiedere.",
    ]
    again = command("add", *files, *where, env=italian)
    assert again.out.splitlines()[-1] == "3 documenti: 2 c'erano già, 1 rifiutato."
    assert (ran.status, again.status) == (3, 3)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [("en_GB.UTF-8", "Interrupted after "), ("it_IT.UTF-8", "Interrotto dopo ")],
)
def test_what_was_added_before_ctrl_c_is_whole_and_the_rest_can_be_added_after(
    command: Command, data: Path, tmp_path: Path, lang: str, sentence: str
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(400):
        page = f"<html><article><h1>Sala {number}</h1><p>La sala {number} ha {number + 3} nodi."
        (folder / f"sala-{number:03}.html").write_text(page)
    articles = data / "articles"
    process = subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", "add", str(folder)],
        env={**os.environ, "LANG": lang, "SIBILLA_DATA": str(data), "SIBILLA_DEMO": "false"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while time.monotonic() < until and len(list(articles.glob("*.md"))) < 20:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert sentence in err
    added = sorted(articles.glob("*.md"))
    assert 20 <= len(added) < 400
    assert all(file.read_text().rstrip().endswith("nodi.") for file in added)
    outcomes = command("add", "--json", folder, "--data", data, "--no-demo").json
    statuses = [outcome["status"] for outcome in outcomes]
    assert statuses.count("unchanged") >= len(added)
    assert statuses.count("added") + statuses.count("unchanged") == 400
    assert len(list(articles.iterdir())) == 400


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en_GB.UTF-8", "Interrupted while indexing. All 1 documents that were read are kept"),
        ("it_IT.UTF-8", "Interrotto durante l'indicizzazione. Tutti i 1 documenti letti restano"),
    ],
)
def test_ctrl_c_while_indexing_keeps_what_was_read_and_the_next_command_indexes_it(
    command: Command, data: Path, tmp_path: Path, lang: str, sentence: str
) -> None:
    book = "\n\n".join(f"La sala {n} di Zefiro ha {n + 3} nodi e {n} porte." for n in range(9_000))
    (tmp_path / "libro.txt").write_text(book)
    process = subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", "add", tmp_path / "libro.txt"],
        env={**os.environ, "LANG": lang, "SIBILLA_DATA": str(data), "SIBILLA_DEMO": "false"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert "libro.txt (libro)" in process.stdout.readline()
    time.sleep(1)  # indexing begins at once, and takes many times as long
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert sentence in err
    where = ("--data", data, "--no-demo")
    assert command("status", "--json", *where).json["not_indexed_yet"] == 1
    (data / "articles" / "libro.md").write_text(f"---\ntitle: Libro\n---\n\n{book[:2_000]}")
    assert command("sync", "--json", *where).json["added"] == ["libro"]


def test_a_bar_shows_how_far_reading_and_indexing_are(data: Path, tmp_path: Path) -> None:
    for number in range(6):
        text = "\n\n".join(f"La sala {n} ha {n + number} nodi." for n in range(200))
        (tmp_path / f"sala-{number}.html").write_text(f"<article><h1>Sala</h1><p>{text}")
    files = sorted(tmp_path.glob("*.html"))
    arguments = [sys.executable, "-c", "from bot.cli import main; main()", "add", *map(str, files)]
    italian = {"LANG": "it_IT.UTF-8", "SIBILLA_DATA": str(data), "SIBILLA_DEMO": "false"}
    told, shown = on_terminal(arguments, italian)
    assert "Lettura" in shown
    assert "6/6" in shown
    assert "Indicizzazione" in shown
    assert re.search(r"100 %  \d+(,\d)? kB/s", shown)
    assert told.splitlines()[0] == "aggiunto, da indicizzare: sala-0.html (sala-0)"
    assert told.splitlines()[-2] == "6 documenti: 6 aggiunti."
