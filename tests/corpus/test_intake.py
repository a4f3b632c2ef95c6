"""Documents of files, folders and ZIP files on their way into the library."""

import io
import zipfile
from pathlib import Path

import pytest

from corpus.intake import Intake
from corpus.library import Library, Outcome, Status

FILES = Path(__file__).parent / "files"


@pytest.fixture
def library(data: Path) -> Library:
    return Library(data, with_demo=False)


def add(library: Library, *paths: Path, skip_near: bool = False) -> list[Outcome]:
    intake = Intake(library, skip_near=skip_near)
    return [outcome for path in paths for outcome in intake.add(path)]


def zip_of(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_folder_of_all_formats_is_added_and_each_file_has_its_outcome(library: Library) -> None:
    outcomes = {outcome.name: outcome for outcome in add(library, FILES)}
    assert outcomes["zefiro.docx"].status is Status.ADDED
    assert outcomes["zefiro.pdf"].status is Status.ADDED
    for name, reason in (("locked.pdf", "encrypted"), ("scan.pdf", "scanned")):
        error = outcomes[name].error
        assert error is not None
        assert error.reason == reason


def test_documents_of_a_zip_file_are_added_one_by_one(library: Library, tmp_path: Path) -> None:
    archive = zip_of(
        tmp_path / "news.zip",
        {
            "a/uno.txt": b"Il primo testo.",
            "b/due.md": b"# Due\n\nIl secondo testo.",
            "vuoto.txt": b"",
            "foto.png": b"\x89PNG",
            ".nascosto.txt": b"Non si legge.",
            "../../fuori.txt": b"Resta dentro.",
            "zefiro.pdf": (FILES / "zefiro.pdf").read_bytes(),
        },
    )
    outcomes = {outcome.name: outcome for outcome in add(library, archive)}
    assert outcomes.keys() == {
        "news.zip/a/uno.txt",
        "news.zip/b/due.md",
        "news.zip/vuoto.txt",
        "news.zip/../../fuori.txt",
        "news.zip/zefiro.pdf",
    }
    assert outcomes["news.zip/vuoto.txt"].status is Status.REFUSED
    assert set(library.files()) == {"uno", "due", "fuori", "zefiro"}
    assert library.get("zefiro").pages


def test_a_zip_file_within_a_zip_file_is_refused(library: Library, tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", "Testo.")
    outer = zip_of(tmp_path / "o.zip", {"inner.zip": inner.getvalue(), "b.txt": b"Testo b."})
    refused, added = add(library, outer)
    assert refused.error is not None
    assert refused.error.reason == "archive"
    assert added.status is Status.ADDED


def test_a_folder_with_a_made_up_name_lends_it_to_no_id(library: Library, tmp_path: Path) -> None:
    made_up = [tmp_path / (letter * 32) for letter in "ab"]
    for folder in made_up:
        folder.mkdir()
        (folder / "orario.txt").write_text(f"L'orario {folder.name[0]} della nave.")
    intake = Intake(library)
    outcomes = [outcome for folder in made_up for outcome in intake.add(folder / "orario.txt")]
    assert [outcome.article for outcome in outcomes] == ["orario", "orario-txt"]


def test_files_of_one_name_in_a_batch_replace_none_of_each_other(
    library: Library, tmp_path: Path
) -> None:
    for path, text in (
        ("debian/index.txt", "Il testo di debian."),
        ("fedora/index.txt", "Il testo di fedora."),
        ("fedora/index.md", "Un terzo testo."),
        ("x/fedora/index.txt", "Il quarto testo."),
    ):
        (tmp_path / "in" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / path).write_text(text)
    first = add(library, tmp_path / "in")
    assert {outcome.status for outcome in first} == {Status.ADDED}
    assert len(library.files()) == 4
    assert set(library.files()) >= {"index", "fedora-index", "index-txt"}
    again = add(library, tmp_path / "in")
    assert [outcome.article for outcome in again] == [outcome.article for outcome in first]
    assert {outcome.status for outcome in again} == {Status.UNCHANGED}
    (tmp_path / "in/fedora/index.txt").write_text("Il nuovo testo di fedora.")
    changed = [
        outcome for outcome in add(library, tmp_path / "in") if outcome.status != "unchanged"
    ]
    assert [outcome.status for outcome in changed] == [Status.REPLACED]
    assert len(library.files()) == 4


def test_a_file_of_the_same_name_in_another_batch_is_a_new_version(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "relazione.txt"
    path.write_text("La prima stesura.")
    add(library, path)
    path.write_text("La seconda stesura.")
    [outcome] = add(library, path)
    assert (outcome.status, outcome.article) == (Status.REPLACED, "relazione")


@pytest.mark.parametrize("name", ["index.txt", "index.html"])
def test_another_document_of_a_name_that_is_taken_gets_an_id_of_its_own(
    library: Library, tmp_path: Path, name: str
) -> None:
    first, second = tmp_path / "one/index.md", tmp_path / "two" / name
    for path, text in ((first, _TURBINES), (second, _UNLIKE)):
        path.parent.mkdir()
        path.write_text(text)
        add(library, path)
    assert len(library.files()) == 2
    assert "turbine" in library.get("index").text
    [again] = add(library, second)
    assert again.status is Status.UNCHANGED
    second.write_text(_UNLIKE.replace("Porto", "porto di Genova"))
    [changed] = add(library, second)
    assert changed.status is Status.REPLACED
    assert len(library.files()) == 2


_TURBINES = """# Turbine

Dodici turbine a gas di seconda mano danno corrente al campus in attesa della rete, che non arriverà
prima di due anni secondo il gestore."""

_UNLIKE = """<html><head><title>Porto</title></head><body><h1>Porto</h1><p>Il Porto ha aperto il
nuovo molo alle navi da crociera, che arriveranno da giugno in poi da tutto il mondo.</p></body>
</html>"""


def test_a_version_with_another_title_and_most_of_the_words_takes_the_old_one_s_place(
    library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "relazione.md"
    body = (
        "Il comune ha venduto alla società il terreno per il data centre, che apre a maggio "
        "e darà lavoro a duecento persone. "
    )
    path.write_text(f"# Venduto il terreno\n\n{body}")
    add(library, path)
    path.write_text(f"# Il terreno è venduto\n\n{body} Il prezzo resta segreto per ora.")
    [outcome] = add(library, path)
    assert (outcome.status, outcome.article) == (Status.REPLACED, "relazione")
