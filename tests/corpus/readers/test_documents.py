import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import DocumentRefused
from corpus.readers import (
    MAX_MEGABYTES,
    READERS,
    check_size,
    find_documents,
    format_names,
    make_id,
    read_content,
    read_document,
)

TEXT_ENDINGS = (".md", ".markdown", ".txt")
ITALIAN = "L'accordo è fatto: 10 miliardi di €.\n"


@pytest.mark.parametrize("name", ["a-deal.md", "a-deal.markdown", "A-Deal.MD", "a-deal.Txt"])
def test_format_is_told_by_the_ending_in_any_case(name: str) -> None:
    article = read_content(b"---\ntitle: A deal\n---\nThe deal is done.", name)
    assert article.id.lower() == "a-deal"
    assert article.title == ("---" if name.endswith("Txt") else "A deal")


@pytest.mark.parametrize(
    "encoded",
    [
        ITALIAN.encode(),
        ITALIAN.encode("utf-8-sig"),
        ITALIAN.encode("utf-16"),
        b"\xfe\xff" + ITALIAN.encode("utf-16-be"),
        ITALIAN.encode("cp1252"),
        ITALIAN.replace("\n", "\r\n").encode(),
    ],
)
@pytest.mark.parametrize("ending", TEXT_ENDINGS)
def test_text_is_read_in_the_encoding_it_was_saved_in(encoded: bytes, ending: str) -> None:
    article = read_content(encoded, f"accordo{ending}")
    assert article.text == ITALIAN.strip()
    assert article.language == "it"


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04\x00\x00",
        b"\x81\x8d\x8f",
        b"\xff\xfea",
        b"\xff\xfe\x00\xd8",
    ],
)
@pytest.mark.parametrize("ending", TEXT_ENDINGS)
def test_what_is_no_text_is_refused(content: bytes, ending: str) -> None:
    with pytest.raises(
        DocumentRefused, match=r"file.* is not text. Sibilla reads .md, "
    ) as refusal:
        read_content(content, f"file{ending}")
    assert refusal.value.reason == "not-text"


@pytest.mark.parametrize("name", ["paper.xyz", "noending", ".md", "archive.md.gz", "x.md ", ""])
def test_unknown_format_is_refused_with_those_that_are_known(name: str) -> None:
    with pytest.raises(DocumentRefused, match=r"It reads \.md, \.markdown, \.txt") as refusal:
        read_content(b"text", name)
    assert refusal.value.reason == "format"


@pytest.mark.parametrize("content", [b"", b"  \r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
@pytest.mark.parametrize("ending", TEXT_ENDINGS)
def test_an_empty_document_is_refused_by_its_file_name(content: bytes, ending: str) -> None:
    with pytest.raises(DocumentRefused, match=r"no news\.\w+ holds no text"):
        read_content(content, f"no news{ending}")


def test_wrong_front_matter_is_told_with_the_file_name() -> None:
    with pytest.raises(DocumentRefused, match=r"The front matter of my file\.md is wrong: pub"):
        read_content(b"---\npublished: soon\n---\nText.", "my file.md")


def test_plain_text_is_taken_as_it_is() -> None:
    text = "---\npublished: soon\n---\n# not a heading\nThe deal is done."
    article = read_content(text.encode(), "a.txt")
    assert article.text == text
    assert article.published is None


def test_document_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "un accordo.md"
    path.write_text("---\ntitle: Un accordo\npublished: 2026-01-14\n---\n" + ITALIAN)
    article = read_document(path)
    assert (article.id, article.title, article.text) == (
        "un-accordo",
        "Un accordo",
        ITALIAN.strip(),
    )
    assert article.added is None


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentRefused, match=r"There is no file or folder .*gone\.md") as refusal:
        read_document(tmp_path / "gone.md")
    assert "Controlla il percorso" in refusal.value.tell("it")


@pytest.mark.parametrize("name", ["a\0b.md", "x" * 300 + ".md"])
def test_impossible_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentRefused):
        read_document(tmp_path / name)


def test_what_is_no_plain_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    for path in (tmp_path, tmp_path / "pipe.md", Path("/dev/zero")):
        with pytest.raises(DocumentRefused, match=r"cannot be read \(not a file\)"):
            read_document(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.md"
    path.write_text("text")
    path.chmod(0)
    with pytest.raises(DocumentRefused, match=r"cannot be read \(Permission denied\)"):
        read_document(path)


def test_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.truncate(MAX_MEGABYTES * 1_000_000 + 1)
    with pytest.raises(DocumentRefused, match=r"large\.md is larger than 10 MB") as refusal:
        read_document(path)
    assert refusal.value.reason == "too-large"


def test_largest_size_that_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.readers.names.MAX_MEGABYTES", 1)
    check_size(1_000_000, "a.md")
    with pytest.raises(DocumentRefused, match="1 MB"):
        check_size(1_000_001, "a.md")
    with pytest.raises(DocumentRefused, match="1 MB"):
        read_content(b"x" * 1_000_001, "a.md")


def test_documents_of_a_folder_are_found_in_order_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "sub/c.MARKDOWN", "photo.png", ".hidden.md", ".git/d.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("text")
    (tmp_path / "folder.md").mkdir()
    found = [str(path.relative_to(tmp_path)) for path in find_documents(tmp_path)]
    assert found == ["a.txt", "b.md", "sub/c.MARKDOWN"]


def test_hidden_folder_is_searched_when_it_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / ".notes"
    folder.mkdir()
    (folder / "a.md").write_text("text")
    assert list(find_documents(folder)) == [folder / "a.md"]


def test_a_file_is_its_own_only_document(tmp_path: Path) -> None:
    assert list(find_documents(tmp_path / "gone.md")) == [tmp_path / "gone.md"]


def test_folder_without_documents_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"")
    with pytest.raises(DocumentRefused, match="holds no document") as refusal:
        list(find_documents(tmp_path))
    assert refusal.value.reason == "no-files"
    assert format_names() in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("openai-cerebras-750mw.it.md", "openai-cerebras-750mw.it"),
        ("/a/b/My File (1).md", "My-File-1"),
        ("../../etc/passwd.md", "passwd"),
        ("perché.md", "perché"),
        ("perche\u0301.md", "perché"),
        ("新闻.md", "新闻"),
        ("...md", "article"),
        ("???.md", "article"),
        (".env.md", "env"),
        ("-x-.md", "x"),
        ("a\nb.md", "a-b"),
        ("", "article"),
    ],
)
def test_id_is_made_from_the_file_name(name: str, id: str) -> None:
    assert make_id(name) == id


@settings(deadline=None)
@given(st.text())
def test_id_is_always_a_safe_file_name(name: str) -> None:
    id = make_id(f"{name}.md")
    assert id
    assert not id.startswith((".", "-"))
    assert not set(id) & set('/\\\0\n :*?"<>|')
    # With ".md" and the time that the trash adds, a file name has at most 255 bytes.
    assert len(f"{id}.20261123T224115000000.md".encode()) <= 255
    assert make_id(f"{id}.md") == id


@settings(deadline=None)
@given(st.binary(), st.sampled_from(sorted(READERS)))
def test_any_content_is_read_or_refused(content: bytes, ending: str) -> None:
    refusal, article = None, None
    try:
        article = read_content(content, f"name{ending}")
    except DocumentRefused as error:
        refusal = error
    if article:
        assert article.id == "name"
        assert article.text.strip() == article.text != ""
    else:
        assert refusal
        assert refusal.details["name"] == f"name{ending}"
