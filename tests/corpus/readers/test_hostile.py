"""Hostile files: each is refused with its reason, or read; nothing hangs, crashes or gets out."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.intake import Intake
from corpus.library import Library, Outcome, Status
from corpus.readers import reading_process

sys.path.insert(0, str(Path(__file__).parent))
from hostile import Build, cases

CASES = cases()
# Far below the real limit, so that the files which run into it take no minutes.
_SECONDS = 4


@pytest.fixture(autouse=True, scope="module")
def _small_limits() -> Iterator[None]:
    """What these files can do at most, they do at once."""
    shared = reading_process.shared
    shared.close()
    seconds, shared._seconds = shared._seconds, _SECONDS
    yield
    shared._seconds = seconds
    shared.close()


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_there_are_more_than_two_hundred() -> None:
    assert len(CASES) > 200
    assert len({what for what, _, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("name", "build"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_a_hostile_file_is_refused_with_its_reason_or_read(
    tmp_path: Path, name: str, build: Build
) -> None:
    inbox, data = tmp_path / "inbox", tmp_path / "data"
    inbox.mkdir()
    (inbox / name).write_bytes(build())
    library = Library(data, with_demo=False)
    began = time.perf_counter()
    outcomes = list(Intake(library).add(inbox / name))
    assert time.perf_counter() - began < 60
    library.close()
    assert outcomes
    for outcome in outcomes:
        check(outcome, library)
    assert tree(tmp_path) - {f"data/{path}" for path in tree(data)} == {
        "inbox",
        f"inbox/{name}",
        "data",
    }
    assert {path.parent for path in data.rglob("*.md")} <= {library.folder}


def check(outcome: Outcome, library: Library) -> None:
    if outcome.status is Status.REFUSED:
        assert outcome.error is not None
        for language in ("en", "it"):
            assert outcome.error.details["name"] is not None
            assert len(outcome.error.tell(language)) < 1000
        return
    text = library.get(outcome.article).text
    assert text.strip()
    assert not set(text) & set("\0\u202e\u2066\u200b\ufeff")
    assert "root:" not in text


@pytest.mark.parametrize(
    "name",
    [
        "x" * 251 + ".txt",
        "a\nb.txt",
        "a\rb\x1b[2J.txt",
        "\u202etxt.exe.txt",
        ".txt.txt",
        "..txt",
        "- -.txt",
        "con.txt",
        "a'; DROP TABLE articles; --.txt",
        "$(id).txt",
        "%00.txt",
        "è\u0300\u0301.txt",
        "😀.txt",
    ],
)
def test_a_file_with_an_odd_name_is_added_inside_the_data_folder(tmp_path: Path, name: str) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / name).write_text("Il testo di un file dal nome strano.")
    library = Library(tmp_path / "data", with_demo=False)
    [outcome] = Intake(library).add(inbox / name)
    assert outcome.status is Status.ADDED
    assert library.get(outcome.article).text.startswith("Il testo")
    assert [path.parent for path in (tmp_path / "data").rglob("*.md")] == [library.folder]
    assert tree(tmp_path / "inbox") == {name}


def test_a_file_of_500_megabytes_without_content_is_refused_at_once(tmp_path: Path) -> None:
    for name in ("a.txt", "a.pdf", "a.zip", "a.docx"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(500_000_000)
        began = time.perf_counter()
        [outcome] = Intake(Library(tmp_path / "data", with_demo=False)).add(tmp_path / name)
        assert time.perf_counter() - began < 2
        assert outcome.error is not None
        assert outcome.error.reason == "too-large"
