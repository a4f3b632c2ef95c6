"""The command line as people and programs meet it."""

import contextlib
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

ROOT = Path(__file__).parents[2]
ZEFIRO = "Zefiro Compute will build its data centre in Matera, next to a solar park.\n"
WHERE = "Where will Zefiro Compute build its data centre?"

Command = Callable[..., Any]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A document that is not in the library yet."""
    path = tmp_path / "zefiro.txt"
    path.write_text(ZEFIRO)
    return path


# -- what each command prints


ANSWER = {"question", "understood", "language", "text", "abstained", "citations", "seconds"}
CITATION = {
    "number",
    "article",
    "title",
    "outlet",
    "published",
    "url",
    "language",
    "quote",
    "start",
    "end",
    "supported",
}
ARTICLE = {"article", "title", "outlet", "published", "url", "language", "added", "text"}


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How much is the contract between OpenAI and Cerebras worth?", "en"),
        ("Quanto vale il contratto tra OpenAI e Cerebras?", "it"),
    ],
)
def test_ask_prints_an_answer_whose_quotations_are_in_the_stored_text(
    command: Command, news: Path, question: str, language: str
) -> None:
    answer = command("ask", "--json", question, "--data", news, "--no-demo").json
    assert answer.keys() >= ANSWER
    assert (answer["question"], answer["language"]) == (question, language)
    assert answer["abstained"] is False
    assert answer["citations"]
    for citation in answer["citations"]:
        assert citation.keys() >= CITATION
        stored = command("show", "--json", citation["article"], "--data", news, "--no-demo").json
        assert stored.keys() >= ARTICLE
        assert stored["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_ask_prints_the_answer_and_its_sources_for_people(command: Command, news: Path) -> None:
    question = "How much is the contract between OpenAI and Cerebras worth?"
    ran = command("ask", question, "--data", news, "--no-demo")
    assert (ran.status, ran.err) == (0, "")
    assert "[1] OpenAI picks Cerebras (The Wire, 14 January 2026, en)" in ran.out
    assert "cerebras.en  https://example.com/cerebras" in ran.out


def test_a_long_link_is_printed_on_one_line(command: Command, data: Path, tmp_path: Path) -> None:
    url = "https://example.com/" + "a-very-long-address/" * 6
    article = f"---\ntitle: Zefiro\nlanguage: en\nurl: {url}\n---\n\n{ZEFIRO}"
    (tmp_path / "zefiro.md").write_text(article)
    command("add", tmp_path / "zefiro.md", "--data", data, "--no-demo")
    assert f"zefiro  {url}\n" in command("ask", WHERE, "--data", data, "--no-demo").out


def test_a_refusal_lists_the_nearest_articles(command: Command, news: Path) -> None:
    ran = command("ask", "How do I cook a risotto with saffron?", "--data", news, "--no-demo")
    assert ran.status == 0
    assert re.search(r"\(\w+\.(en|it)\)", ran.out)


def test_earlier_questions_are_taken_into_account_and_shown(command: Command, news: Path) -> None:
    earlier = "Perché OpenAI ha scelto Cerebras?"
    where = ("--data", news, "--no-demo")
    answer = command("ask", "--json", "E quanto vale?", "--after", earlier, *where).json
    assert "Cerebras" in answer["understood"]
    shown = command("ask", "E quanto vale?", "--after", earlier, *where).out
    assert shown.startswith(f"→ {answer['understood']}")


def test_the_answer_to_mere_names_is_in_the_language_of_the_terminal(
    command: Command, news: Path
) -> None:
    for lang, language in (("it_IT.UTF-8", "it"), ("de_DE.UTF-8", "en"), ("C", "en")):
        ran = command(
            "ask", "--json", "OpenAI Cerebras", "--data", news, "--no-demo", env={"LANG": lang}
        )
        assert ran.json["language"] == language


def test_only_articles_of_one_language_are_cited_when_asked_for(
    command: Command, news: Path
) -> None:
    question = "How much is the contract between OpenAI and Cerebras worth?"
    where = ("--data", news, "--no-demo", "--json")
    answer = command("ask", question, "--in", "it", *where).json
    assert {citation["language"] for citation in answer["citations"]} <= {"it"}
    found = command("search", question, "--in", "it", *where).json
    assert {passage["language"] for passage in found} == {"it"}


def test_search_prints_passages_best_first(command: Command, news: Path) -> None:
    where = ("--data", news, "--no-demo")
    found = command("search", "--json", "--top", 2, "small nuclear reactors", *where).json
    assert len(found) == 2
    assert found[0].keys() >= {"article", "passage", "score", "text", "start", "end"}
    assert found[0]["article"] == "reactors.en"
    assert found[0]["score"] >= found[1]["score"]
    text = command("show", "--json", "reactors.en", *where).json["text"]
    assert text[found[0]["start"] : found[0]["end"]] == found[0]["text"]
    shown = command("search", "--top", 1, "small nuclear reactors", *where).out
    assert "Small reactors for data centres" in shown
    assert "reactors.en#0" in shown


def test_list_prints_every_article_with_its_whole_id(
    command: Command, data: Path, tmp_path: Path
) -> None:
    long = "an-identifier-" * 9 + "end"
    (tmp_path / f"{long}.txt").write_text(ZEFIRO)
    (tmp_path / "latte.txt").write_text("Il prezzo del latte è salito del cinque per cento.")
    command("add", tmp_path / f"{long}.txt", tmp_path / "latte.txt", "--data", data, "--no-demo")
    where = ("--data", data, "--no-demo")
    cards = command("list", "--json", *where).json
    assert [card["article"] for card in cards] == [long, "latte"]
    assert cards[0].keys() >= {"article", "title", "outlet", "published", "url", "language"}
    lines = command("list", *where).out.splitlines()
    assert lines[0].split() == ["id", "published", "language", "title"]
    assert lines[1].split()[0] == long


def test_show_prints_the_article(command: Command, news: Path) -> None:
    ran = command("show", "cerebras.it", "--data", news, "--no-demo")
    assert ran.out.startswith("OpenAI sceglie Cerebras\nIl Cavo · 15 gennaio 2026\n\nOpenAI ha")


def test_sync_reports_what_came_changed_went_and_was_refused(command: Command, news: Path) -> None:
    articles = news / "articles"
    (articles / "zefiro.md").write_text(ZEFIRO)
    (articles / "latte.it.md").write_text("# Il latte\n\nIl prezzo del latte è sceso.\n")
    (articles / "reactors.en.md").unlink()
    (articles / "broken.md").write_text("---\npublished: never\n---\n\nText.\n")
    report = command("sync", "--json", "--data", news, "--no-demo").json
    assert report["added"] == ["zefiro"]
    assert report["changed"] == ["latte.it"]
    assert report["removed"] == ["reactors.en"]
    assert list(report["refused"]) == ["broken"]
    (articles / "broken.md").unlink()
    assert command("sync", "--data", news, "--no-demo").out == "0 added, 0 changed, 0 removed\n"
    italian = command("sync", "--data", news, "--no-demo", env={"LANG": "it_IT.UTF-8"})
    assert italian.out == "0 aggiunti, 0 cambiati, 0 tolti\n"


def test_sync_follows_the_watched_folders(command: Command, news: Path, tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    env = {"SIBILLA_WATCH": str(folder)}
    (folder / "zefiro.txt").write_text(ZEFIRO)  # just now: it is waited for
    (folder / "empty.txt").write_text("")
    ran = command("sync", "--json", "--data", news, "--no-demo", env=env)
    assert ran.json["added"] == ["zefiro"]
    assert list(ran.json["refused"]) == [str(folder / "empty.txt")]
    (folder / "zefiro.txt").unlink()
    ran = command("sync", "--json", "--data", news, "--no-demo", env=env)
    assert (ran.json["removed"], ran.json["refused"]) == (["zefiro"], {})


def test_status_says_what_is_there_without_indexing(command: Command, news: Path) -> None:
    (news / "articles" / "zefiro.md").write_text(ZEFIRO)
    described = command("status", "--json", "--data", news, "--no-demo").json
    assert described["articles"] == {"en": 2, "it": 2}
    assert described["not_indexed_yet"] == 1
    assert described["demo"] is False
    assert described["data"] == str(news)
    shown = command("status", "--data", news, "--no-demo").out
    assert "articles: 2 en, 2 it\n" in shown


def test_eval_prints_figures_and_writes_details(
    command: Command, news: Path, tmp_path: Path
) -> None:
    questions, details = tmp_path / "questions.jsonl", tmp_path / "details.jsonl"
    questions.write_text(
        '{"question": "When should the first reactor of Google start?",'
        ' "documents": ["reactors.en"], "answers": ["2030"]}\n'
    )
    where = ("--data", news, "--no-demo")
    report = command("eval", "--json", questions, "--details", details, *where).json
    assert (report["questions"], report["hit@1"]) == (1, 1.0)
    assert list(report["languages"]) == ["en"]
    assert len(details.read_text().splitlines()) == 1
    shown = command("eval", "--retrieval-only", questions, *where).out
    assert re.search(r"mrr +1\.0 +1\.0", shown)
    assert "right" not in shown


# -- adding and removing


def test_what_is_added_is_cited_and_what_is_removed_is_not(
    command: Command, news: Path, document: Path
) -> None:
    where = ("--data", news, "--no-demo")
    [outcome] = command("add", "--json", document, *where).json
    assert outcome == {
        "name": "zefiro.txt",
        "status": "added",
        "article": "zefiro",
        "near": "",
        "reason": "",
    }
    answer = command("ask", "--json", WHERE, *where).json
    assert [citation["article"] for citation in answer["citations"]][:1] == ["zefiro"]
    assert command("add", document, *where).out == "already there: zefiro.txt (zefiro)\n"
    assert command("remove", "--json", "zefiro", *where).json == {"removed": ["zefiro"]}
    answer = command("ask", "--json", WHERE, *where).json
    assert "zefiro" not in [citation["article"] for citation in answer["citations"]]
    assert command("show", "zefiro", *where).status == 2


def test_a_folder_is_added_with_all_its_documents(
    command: Command, data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "news"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "zefiro.md").write_text(ZEFIRO)
    (folder / "latte.txt").write_text("Il prezzo del latte è salito del cinque per cento.")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    outcomes = command("add", "--json", folder, "--data", data, "--no-demo").json
    assert {outcome["article"] for outcome in outcomes} == {"zefiro", "latte"}


def test_what_can_be_added_is_added_when_the_rest_is_refused(
    command: Command, data: Path, document: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "no-text.txt").write_bytes(b"\0\1\2")
    refused = ["gone", "empty.txt", "picture.png", "no-text.txt"]
    paths = [tmp_path / name for name in refused]
    ran = command("add", *paths[:2], document, *paths[2:], "--data", data, "--no-demo")
    assert ran.status == 3
    assert ran.out == "added: zefiro.txt (zefiro)\n"
    lines = ran.err.splitlines()
    assert len(lines) == len(refused)
    for name, line in zip(refused, lines, strict=True):
        assert line.startswith("sibilla: refused: ")
        assert name in line


def test_what_can_be_removed_is_removed_when_the_rest_is_unknown(
    command: Command, news: Path
) -> None:
    ran = command("remove", "gone", "latte.it", "latte.it", "--data", news, "--no-demo")
    assert ran.status == 3
    assert ran.out == "removed: latte.it\n"
    assert [line for line in ran.err.splitlines() if "No article has the id" in line] != []
    assert (news / "trash").is_dir()


def test_an_article_of_the_demo_stays_removed_and_can_be_left_out(
    command: Command, demo: Path
) -> None:
    assert command("remove", "openai-amd-6gw.it", "--data", demo).status == 0
    listed = [card["article"] for card in command("list", "--json", "--data", demo).json]
    assert "openai-amd-6gw.it" not in listed
    assert "openai-amd-6gw.en" in listed
    assert command("list", "--json", "--data", demo, "--no-demo").json == []


def test_a_file_with_a_name_that_is_not_utf8_stops_nothing(command: Command, news: Path) -> None:
    """Old archives hold such names; each must be found, cited and removed like any other."""
    odd = bytes(news / "articles") + b"/caff\xe8.md"
    with open(odd, "w", encoding="utf-8") as file:  # noqa: PTH123 - a Path cannot be bytes
        file.write(ZEFIRO)
    where = ("--data", news, "--no-demo")
    answer = command("ask", "--json", WHERE, *where).json
    [id] = {citation["article"] for citation in answer["citations"]}
    assert command("remove", id, *where).out == f"removed: {id}\n"
    assert id not in [card["article"] for card in command("list", "--json", *where).json]


# -- what goes wrong is one line, with status 2


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


# -- the command as a process of its own


HEAVY = ("chromadb", "torch", "gradio", "langchain", "langchain_core", "sentence_transformers")


@pytest.mark.parametrize("command_name", ["", "ask", "serve", "eval"])
def test_help_is_quick_because_nothing_heavy_is_imported(command_name: str) -> None:
    code = "import sys; sys.argv[0] = 'sibilla'; from bot.cli import main; main()"
    arguments = [command_name, "--help"] if command_name else ["--help"]
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert "Usage: sibilla" in ran.stdout
    imported = {line.split("|")[-1].strip().split(".")[0] for line in ran.stderr.splitlines()}
    assert "typer" in imported
    assert imported.isdisjoint(HEAVY)


def test_the_demo_answers_both_example_questions_from_any_folder(
    process: Command, demo: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for question, language in (
        ("Why did OpenAI choose Cerebras?", "en"),
        ("Perché OpenAI ha scelto Cerebras?", "it"),
    ):
        ran = process("ask", "--json", question, "--data", demo, cwd=elsewhere)
        assert (ran.status, ran.err) == (0, "")
        assert ran.json["language"] == language
        cited = {(c["article"].split(".")[0], c["language"]) for c in ran.json["citations"]}
        assert ("openai-cerebras-750mw", language) in cited
    assert list(elsewhere.iterdir()) == []


def test_a_relative_data_folder_is_one_of_the_working_directory(
    process: Command, document: Path, tmp_path: Path
) -> None:
    ran = process("add", document.name, "--data", "mine", "--no-demo")
    assert (ran.status, ran.err) == (0, "")
    assert (tmp_path / "mine" / "articles" / "zefiro.md").exists()


@pytest.mark.parametrize(
    "arguments",
    [["show", b"caff\xe8"], ["ask", b"Caff\xe8 espresso?"], ["add", b"caff\xe8.txt", b"gone\xff"]],
)
def test_arguments_that_are_not_utf8_are_no_reason_to_crash(
    news: Path, tmp_path: Path, arguments: list[str | bytes]
) -> None:
    (tmp_path / "zefiro.txt").write_text(ZEFIRO)
    (tmp_path / "zefiro.txt").rename(Path(str(tmp_path), "caff\udce8.txt"))
    code = "from bot.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments, "--json", "--data", news, "--no-demo"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in ran.stderr
    assert ran.returncode == {"show": 2, "ask": 0, "add": 3}[str(arguments[0])]


def test_a_terminal_that_shows_only_ascii_gets_the_answer_all_the_same(
    process: Command, news: Path
) -> None:
    question = "Che cosa è salito del cinque per cento, il prezzo del latte?"
    ran = process(
        "ask", question, "--data", news, "--no-demo", env={"PYTHONIOENCODING": "ascii:strict"}
    )
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.isascii()
    assert ran.out.strip()


def test_a_reader_that_goes_away_is_no_error(news: Path) -> None:
    code = "from bot.cli import main; main()"
    shell = f'"{sys.executable}" -c "{code}" list --data "{news}" --no-demo | head -n 1'
    ran = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=True)
    assert ran.stdout.split()[:2] == ["id", "published"]
    assert "Traceback" not in ran.stderr


def test_a_terminal_shows_progress_and_a_pipe_does_not(news: Path) -> None:
    (news / "articles" / "zefiro.md").write_text(ZEFIRO)
    code = "from bot.cli import main; main()"
    arguments = [sys.executable, "-c", code, "sync", "--data", str(news), "--no-demo"]
    ours, theirs = pty.openpty()
    with (
        open(ours, "rb", buffering=0) as screen,  # noqa: PTH123 - a descriptor, not a path
        subprocess.Popen(
            arguments, stdout=subprocess.PIPE, stderr=theirs, env=os.environ | {"TERM": "xterm"}
        ) as ran,
    ):
        os.close(theirs)
        shown = _read_until_hung_up(screen)
        assert ran.stdout
        assert ran.stdout.read() == b"1 added, 0 changed, 0 removed\n"
    assert b"Indexing" in shown
    (news / "articles" / "zefiro.md").write_text(ZEFIRO.replace("Matera", "Bari"))
    piped = subprocess.run(arguments, capture_output=True, check=True)
    assert (piped.stdout, piped.stderr) == (b"0 added, 1 changed, 0 removed\n", b"")


def _read_until_hung_up(screen: BinaryIO) -> bytes:
    shown = b""
    with contextlib.suppress(OSError):  # how Linux says that the other end is closed
        while part := screen.read(1024):
            shown += part
    return shown


# -- beside another process that writes


@pytest.fixture
def writer() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Starts processes that hold the right to write an index, as a server does."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom index.catalogue import Index\n"
        "with Index(Path(sys.argv[1]) / 'index').writing():\n"
        "    print('writing', flush=True)\n    sys.stdin.read()\n"
    )
    started: list[subprocess.Popen[str]] = []

    def start(data: Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(data)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        return process

    yield start
    for process in started:
        process.communicate("", timeout=20)


def test_while_another_process_writes_one_can_ask_and_add_but_not_sync(
    command: Command, news: Path, document: Path, writer: Callable[[Path], Any]
) -> None:
    writer(news)
    where = ("--data", news, "--no-demo")
    question = "How much is the contract between OpenAI and Cerebras worth?"
    assert command("ask", "--json", question, *where).json["citations"]

    ran = command("add", document, *where)
    assert (ran.status, ran.err) == (0, "")
    assert "Another Sibilla is running on this folder and will index what was added." in ran.out
    assert (news / "articles" / "zefiro.md").exists()

    ran = command("sync", *where)
    assert ran.status == 2
    assert "Another Sibilla is writing the index" in ran.complaint


def test_a_second_server_on_the_same_folder_is_refused(
    command: Command, news: Path, writer: Callable[[Path], Any]
) -> None:
    writer(news)
    ran = command("serve", "--no-browser", "--data", news, "--no-demo")
    assert ran.status == 2
    assert "Another Sibilla is writing the index" in ran.complaint


def test_a_port_that_is_taken_is_told_at_once(command: Command, news: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = command("serve", "--no-browser", "--port", port, "--data", news, "--no-demo")
    assert ran.status == 2
    assert f"127.0.0.1:{port}" in ran.complaint


def test_a_server_that_is_terminated_leaves_the_index_whole(
    process: Command, news: Path, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    code = "from bot.cli import main; main()"
    arguments = ["serve", "--no-browser", "--port", str(port), "--data", str(news), "--no-demo"]
    server = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    try:
        _wait_until(lambda: _listens(port), server)
    finally:
        server.send_signal(signal.SIGTERM)
        _, complaints = server.communicate(timeout=30)
    assert "Traceback" not in complaints
    listed = process("list", "--json", "--data", news, "--no-demo")
    assert len(listed.json) == 4


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(done: Callable[[], bool], server: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 60
    while not done():
        assert server.poll() is None, server.stderr and server.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_while_another_process_builds_the_first_index_there_is_nothing_to_cite_yet(
    command: Command, data: Path, writer: Callable[[Path], Any]
) -> None:
    writer(data)
    ran = command("ask", "--json", "Why Cerebras?", "--data", data, "--no-demo")
    assert (ran.status, ran.err) == (0, "")
    assert ran.json["abstained"] is True
