"""Adding and removing at the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from zefiro import WHERE, ZEFIRO

Command = Callable[..., Any]


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
    assert ran.out == (
        "added, being indexed: zefiro.txt (zefiro)\n"
        "5 documents: 1 added, 4 refused.\n"
        "All is indexed and can be asked about.\n"
    )
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
