"""What was removed or replaced comes back from the trash."""

import time
from pathlib import Path

import pytest

from corpus.errors import ArticleUnknown
from corpus.library import Library
from corpus.markdown import article_from_markdown


def add(library: Library, id: str, text: str) -> None:
    library.add(article_from_markdown(text, id))


@pytest.fixture
def library(data: Path) -> Library:
    """A library of one article, without the demo."""
    library = Library(data, with_demo=False)
    add(library, "news", "The first text.")
    return library


def test_an_article_removed_comes_back_as_it_was(library: Library) -> None:
    before = library.files()["news"].path.read_bytes()
    library.remove("news")
    assert not library.files()
    library.restore("news")
    assert library.files()["news"].path.read_bytes() == before
    assert list((library.data / "trash").iterdir()) == []


def test_a_replacement_is_undone_and_done_again(library: Library) -> None:
    add(library, "news", "The second text.")
    library.restore("news")
    assert library.get("news").text == "The first text."
    library.restore("news")
    assert library.get("news").text == "The second text."


def test_the_last_of_several_versions_comes_back(library: Library) -> None:
    for number in range(3):
        add(library, "news", f"Version {number}.")
        library.remove("news")
    library.restore("news")
    assert library.get("news").text == "Version 2."


def test_an_article_whose_name_begins_alike_is_another(library: Library) -> None:
    add(library, "news.it", "Un testo.")
    library.remove("news.it")
    with pytest.raises(ArticleUnknown, match="was removed or replaced"):
        library.restore("news")
    with pytest.raises(ArticleUnknown):
        library.restore("../articles/news")
    with pytest.raises(ArticleUnknown):
        library.restore(".*")


def test_a_demo_article_comes_back_too(data: Path) -> None:
    library = Library(data)
    library.remove("cerebras-ipo.it")
    assert "cerebras-ipo.it" not in library.files()
    library.restore("cerebras-ipo.it")
    assert "cerebras-ipo.it" in Library(data).files()
    with pytest.raises(ArticleUnknown):
        library.restore("cerebras-ipo.it")


def test_many_go_with_one_look_at_the_folder(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(data, with_demo=False)
    for number in range(50):
        (library.folder / f"a{number}.md").write_text("Text.")
    looks = []
    files = library.files
    monkeypatch.setattr(library, "files", lambda: looks.append(1) or files())
    removed = library.remove_all([*(f"a{number}" for number in range(40)), "nobody", "a1"])
    assert removed == [f"a{number}" for number in range(40)]
    assert len(looks) == 1
    assert len(files()) == 10


def test_one_of_ten_thousand_is_removed_well_within_a_second(data: Path) -> None:
    library = Library(data, with_demo=False)
    for number in range(10_000):
        (library.folder / f"a{number}.md").write_text("Text.")
    began = time.perf_counter()
    library.remove("a5000")
    # Forty milliseconds on two cores of their own.
    assert time.perf_counter() - began < 1
    assert len(library.files()) == 9_999
