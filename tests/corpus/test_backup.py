"""Export and import: the same library comes back, and nothing else gets in."""

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.backup import MANIFEST, export_library, import_library
from corpus.errors import BackupUnusable
from corpus.library import Library, Outcome, Status

ARTICLE = "---\ntitle: {title}\nadded: 2026-01-02 03:04:05+00:00\n---\n\nText of {title}.\r\n"


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A small demo corpus."""
    folder = tmp_path / "demo"
    folder.mkdir()
    for id in ("one.en", "two.en"):
        (folder / f"{id}.md").write_text(ARTICLE.format(title=id))
    return folder


@pytest.fixture
def library(data: Path, demo: Path) -> Library:
    """A library of two articles of its own and one of the demo, another being removed."""
    library = Library(data, demo=demo)
    for id in ("perché", "\u202fstrano .it"):
        (library.folder / f"{id}.md").write_bytes(ARTICLE.format(title=id).encode())
    library.remove("two.en")
    return library


@pytest.fixture
def other(tmp_path: Path, demo: Path) -> Library:
    """An empty library over the same demo."""
    return Library(tmp_path / "other", demo=demo)


def hashes(library: Library) -> dict[str, str]:
    return {
        id: hashlib.sha256(state.path.read_bytes()).hexdigest()
        for id, state in library.files().items()
    }


def statuses(outcomes: list[Outcome]) -> dict[str, Status]:
    return {outcome.name: outcome.status for outcome in outcomes}


def refusals(outcomes: list[Outcome]) -> list[str]:
    return [outcome.error.reason for outcome in outcomes if outcome.error]


@pytest.mark.parametrize("name", ["backup.zip", "backup", "deep/er/backup.ZIP"])
def test_what_was_exported_comes_back_the_same(
    library: Library, other: Library, tmp_path: Path, name: str
) -> None:
    assert export_library(library, tmp_path / name) == 3
    outcomes = list(import_library(other, tmp_path / name))
    assert hashes(other) == hashes(library)
    assert {id: other.get(id) for id in other.files()} == {
        id: library.get(id) for id in library.files()
    }
    assert sorted(outcome.status for outcome in outcomes) == [
        Status.ADDED, Status.ADDED, Status.REMOVED, Status.UNCHANGED,
    ]  # fmt: skip
    again = list(import_library(other, tmp_path / name))
    assert {outcome.status for outcome in again} == {Status.UNCHANGED}


def test_a_backup_has_all_that_a_library_without_the_demo_lacks(
    library: Library, tmp_path: Path
) -> None:
    export_library(library, tmp_path / "backup.zip")
    bare = Library(tmp_path / "bare", with_demo=False)
    list(import_library(bare, tmp_path / "backup.zip"))
    assert hashes(bare) == hashes(library)


def test_another_version_stays_unless_told(
    library: Library, other: Library, tmp_path: Path
) -> None:
    export_library(library, tmp_path / "backup")
    mine = other.folder / "perché.md"
    mine.write_text("My own version.\n")
    outcomes = list(import_library(other, tmp_path / "backup"))
    assert refusals(outcomes) == ["differs"]
    assert mine.read_text() == "My own version.\n"
    outcomes = list(import_library(other, tmp_path / "backup", replace=True))
    assert statuses(outcomes)["articles/perché.md"] is Status.REPLACED
    assert hashes(other) == hashes(library)
    [kept] = (other.data / "trash").iterdir()
    assert kept.read_text() == "My own version.\n"


def test_nothing_is_overwritten_by_an_export(library: Library, tmp_path: Path) -> None:
    for name in ("backup.zip", "backup"):
        export_library(library, tmp_path / name)
        with pytest.raises(BackupUnusable, match="Choose a new name"):
            export_library(library, tmp_path / name)
    (tmp_path / "empty").mkdir()
    assert export_library(library, tmp_path / "empty") == 3


@pytest.mark.parametrize("name", ["backup.zip", "backup"])
def test_an_export_that_breaks_off_leaves_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    folder = tmp_path / "place"
    folder.mkdir()
    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(BackupUnusable, match="No space left"):
        export_library(library, folder / name)
    assert list(folder.iterdir()) == []


# -- backups that somebody has tampered with


Write = Callable[[zipfile.ZipFile], None]


def backup(path: Path, write: Write, articles: dict[str, str] | None = None) -> Path:
    """A backup with a valid manifest, into which a test writes what it likes."""
    manifest = {"format": 1, "articles": articles or {}, "removed_demo_articles": []}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest))
        write(archive)
    return path


UNSAFE = [
    "../evil.md",
    "articles/../../evil.md",
    "/etc/evil.md",
    "articles/a/b.md",
    "articles/..\\evil.md",
    "C:\\evil.md",
    "articles/.md",
    "articles/.hidden.md",
    "articles/a\nb.md",
    "articles/" + "x" * 300 + ".md",
    "articles/script.py",
    "articles",
]


def test_a_name_that_leads_elsewhere_is_refused_and_the_rest_comes_in(
    other: Library, tmp_path: Path
) -> None:
    def write(archive: zipfile.ZipFile) -> None:
        for name in UNSAFE:
            archive.writestr(name, "Evil text.")
        archive.writestr("articles/good.md", "Good text.")

    before = {path for path in tmp_path.rglob("*") if "other" not in path.parts}
    outcomes = list(import_library(other, backup(tmp_path / "b.zip", write)))
    assert set(other.files()) == {"good", "one.en", "two.en"}
    assert set(refusals(outcomes)) == {"unsafe-name"}
    assert len(refusals(outcomes)) == len(UNSAFE)
    after = {path for path in tmp_path.rglob("*") if "other" not in path.parts}
    assert after - before == {tmp_path / "b.zip"}


@given(name=st.text(min_size=1, max_size=40))
def test_whatever_a_file_is_called_it_lands_in_the_folder_or_nowhere(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("names")
    library = Library(root / "data", with_demo=False)

    def write(archive: zipfile.ZipFile) -> None:
        archive.writestr(f"articles/{name.encode('utf-8', 'replace').decode()}", "Text.")

    list(import_library(library, backup(root / "b.zip", write)))
    files = {path for path in root.rglob("*") if path.is_file()}
    assert all(path.parent == library.folder for path in files - {root / "b.zip"})
    assert {path.parent for path in root.rglob("*")} <= {root, root / "data", library.folder}


def test_a_bomb_is_refused_before_it_is_unpacked(other: Library, tmp_path: Path) -> None:
    def write(archive: zipfile.ZipFile) -> None:
        with archive.open("articles/bomb.md", "w") as file:
            for _ in range(60):
                file.write(b"x" * 1_000_000)
        archive.writestr("articles/good.md", "Good text.")

    outcomes = list(import_library(other, backup(tmp_path / "b.zip", write)))
    assert refusals(outcomes) == ["too-large"]
    assert "good" in other.files()


def test_an_archive_that_lies_about_a_size_is_no_way_around(other: Library, tmp_path: Path) -> None:
    path = backup(tmp_path / "b.zip", lambda archive: archive.writestr("articles/a.md", "x" * 999))
    content = path.read_bytes().replace((999).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    path.write_bytes(content)
    assert refusals(list(import_library(other, path))) == ["unreadable"]
    assert "a" not in other.files()


def test_links_and_encrypted_files_are_refused(other: Library, tmp_path: Path) -> None:
    def write(archive: zipfile.ZipFile) -> None:
        link = zipfile.ZipInfo("articles/link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("articles/odd.md", "Text.", zipfile.ZIP_LZMA)

    assert refusals(list(import_library(other, backup(tmp_path / "b.zip", write)))) == [
        "unreadable", "unreadable",
    ]  # fmt: skip

    folder = tmp_path / "folder"
    (folder / "articles").mkdir(parents=True)
    (folder / MANIFEST).write_text('{"format": 1, "articles": {}, "removed_demo_articles": []}')
    secret = tmp_path / "secret.md"
    secret.write_text("Secret text.")
    (folder / "articles" / "link.md").symlink_to(secret)
    assert refusals(list(import_library(other, folder))) == ["unreadable"]
    assert "link" not in other.files()


def test_what_is_damaged_missing_or_there_twice_is_told(other: Library, tmp_path: Path) -> None:
    def write(archive: zipfile.ZipFile) -> None:
        archive.writestr("articles/changed.md", "Another text.")
        archive.writestr("articles/twice.md", "A text.")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("articles/twice.md", "Quite another.")
        archive.writestr("articles/latin.md", "perch\xe9".encode("latin-1"))
        archive.writestr("articles/empty.md", " ")

    digest = hashlib.sha256(b"A text.").hexdigest()
    path = backup(tmp_path / "b.zip", write, {"changed": digest, "gone": digest})
    outcomes = list(import_library(other, path))
    reasons = {outcome.name: outcome.error.reason for outcome in outcomes if outcome.error}
    assert reasons == {
        "articles/changed.md": "altered",
        "articles/twice.md": "unsafe-name",
        "articles/latin.md": "unreadable",
        "articles/empty.md": "empty",
        "articles/gone.md": "lost",
    }
    assert other.get("twice").text == "A text."


def test_a_folder_around_everything_is_passed_over(
    library: Library, other: Library, tmp_path: Path
) -> None:
    export_library(library, tmp_path / "backup")
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in (tmp_path / "backup").rglob("*"):
            archive.write(file, f"my backup/{file.relative_to(tmp_path / 'backup')}")
    assert not refusals(list(import_library(other, packed)))
    assert hashes(other) == hashes(library)


def manifest(**changes: Any) -> bytes:
    whole: dict[str, Any] = {"format": 1, "articles": {}, "removed_demo_articles": []}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(MANIFEST, json.dumps(whole | changes))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "unreadable"),
        (b"PK\x03\x04 not really", "unreadable"),
        (manifest()[:-10], "unreadable"),
        (manifest(format=2), "newer"),
        (manifest(format="x"), "unreadable"),
        (manifest(articles=[]), "unreadable"),
        (manifest(articles={"a": 1}), "unreadable"),
        (manifest(removed_demo_articles=[[]]), "unreadable"),
        (manifest().replace(MANIFEST.encode(), b"x" * len(MANIFEST)), "no-backup"),
    ],
)
def test_what_is_no_backup_is_refused_as_a_whole(
    other: Library, tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(content)
    with pytest.raises(BackupUnusable) as caught:
        list(import_library(other, path))
    assert caught.value.reason == reason


def test_a_folder_that_is_no_backup_or_not_there_is_refused(other: Library, tmp_path: Path) -> None:
    with pytest.raises(BackupUnusable, match="was not written by"):
        list(import_library(other, tmp_path))
    with pytest.raises(BackupUnusable, match="Check the path"):
        list(import_library(other, tmp_path / "nowhere.zip"))
    assert not list(other.folder.iterdir())
