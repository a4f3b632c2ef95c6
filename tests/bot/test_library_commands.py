"""Removing, restoring, exporting and importing by command."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
IN_2026 = ["cerebras.en", "cerebras.it"]


def listed(command: Command, data: Path) -> list[Any]:
    found = command("list", "--data", data, "--no-demo", "--json").json
    return sorted(found, key=lambda item: str(item["article"]))


def ids(command: Command, data: Path) -> list[str]:
    return [item["article"] for item in listed(command, data)]


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        (["--since", "2026-01-01"], IN_2026),
        (["--until", "2025-12-31"], ["reactors.en"]),
        (["--outlet", "The Wire"], ["cerebras.en", "reactors.en"]),
        (["--outlet", "Il Cavo", "--since", "2026-01-15"], ["cerebras.it"]),
        (["--in", "it"], ["cerebras.it", "latte.it"]),
        (["cerebras.en", "latte.it"], ["cerebras.en", "latte.it"]),
    ],
)
def test_articles_are_removed_by_id_outlet_language_and_date(
    command: Command, news: Path, options: list[str], chosen: list[str]
) -> None:
    before = ids(command, news)
    ran = command("remove", *options, "--data", news, "--no-demo", "--json", "--dry-run")
    assert sorted(ran.json["would_remove"]) == chosen
    assert ids(command, news) == before
    ran = command("remove", *options, "--data", news, "--no-demo", "--json")
    assert (ran.status, sorted(ran.json["removed"])) == (0, chosen)
    assert ids(command, news) == [id for id in before if id not in chosen]
    ran = command("restore", *chosen, "--data", news, "--no-demo", "--json")
    assert (ran.status, ran.json) == (0, {"restored": chosen})
    assert ids(command, news) == before


def test_what_to_remove_must_be_said_one_way(command: Command, news: Path) -> None:
    for options in ([], ["latte.it", "--outlet", "Il Cavo"]):
        ran = command("remove", *options, "--data", news, "--no-demo")
        assert ran.status == 2
        assert ran.complaint.startswith("Say what to remove")
    assert len(ids(command, news)) == 4


def test_filters_that_choose_nothing_remove_nothing(command: Command, news: Path) -> None:
    ran = command("remove", "--outlet", "the wire", "--data", news, "--no-demo", "--json")
    assert (ran.status, ran.json) == (2, {"removed": []})


def test_an_id_that_is_unknown_is_told_and_stops_no_other(command: Command, news: Path) -> None:
    ran = command("restore", "nobody", "--data", news, "--no-demo")
    assert (ran.status, "nobody" in ran.complaint) == (2, True)
    ran = command("remove", "nobody", "latte.it", "--data", news, "--no-demo")
    assert (ran.status, "nobody" in ran.complaint) == (3, True)
    assert "removed: latte.it" in ran.out


def test_the_words_are_those_of_the_terminals_language(command: Command, news: Path) -> None:
    env = {"LANG": "it_IT.UTF-8"}
    arguments = ("latte.it", "--data", news, "--no-demo")
    assert "verrebbe tolto: latte.it" in command("remove", *arguments, "--dry-run", env=env).out
    assert "tolto: latte.it" in command("remove", *arguments, env=env).out
    assert "ripreso: latte.it" in command("restore", *arguments, env=env).out


@pytest.mark.parametrize("name", ["backup.zip", "backup"])
def test_a_library_exported_and_imported_is_the_same(
    command: Command, news: Path, tmp_path: Path, name: str
) -> None:
    ran = command("export", tmp_path / name, "--data", news, "--no-demo", "--json")
    assert (ran.status, ran.json["articles"]) == (0, 4)
    other = tmp_path / "other"
    ran = command("import", tmp_path / name, "--data", other, "--no-demo", "--json")
    assert {item["status"] for item in ran.json} == {"added"}
    assert listed(command, other) == listed(command, news)
    for id in ids(command, news):
        shown = [
            command("show", id, "--data", data, "--no-demo", "--json").json
            for data in (news, other)
        ]
        assert shown[0] == shown[1]
    assert command("export", tmp_path / name, "--data", news, "--no-demo").status == 2


def test_an_import_tells_what_it_left_alone(command: Command, news: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    command("export", backup, "--data", news, "--no-demo")
    (news / "articles" / "latte.it.md").write_text("Un altro testo.\n")
    ran = command("import", backup, "--data", news, "--no-demo")
    assert ran.status == 3
    assert "--replace" in ran.complaint
    ran = command("import", backup, "--data", news, "--no-demo", "--replace", "--json")
    assert ran.status == 0
    assert "cinque per cento" in (news / "articles" / "latte.it.md").read_text()
