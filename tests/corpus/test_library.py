import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.errors import ArticleUnknown, DocumentRefused, LibraryUnusable
from corpus.library import DEMO_FOLDER, Library, Outcome, Status, read_article
from corpus.markdown import article_from_markdown, article_to_markdown

DEAL = Article("deal.en", "A deal", "OpenAI chose Cerebras.", "en", published=date(2026, 1, 14))
ACCORDO = Article("accordo.it", "Un accordo", "OpenAI ha scelto Cerebras.", "it")


@pytest.fixture
def library(data: Path) -> Library:
    return Library(data, with_demo=False)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A demo corpus of two articles."""
    folder = tmp_path / "demo"
    folder.mkdir()
    for article in (DEAL, ACCORDO):
        (folder / f"{article.id}.md").write_text(article_to_markdown(article), encoding="utf-8")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("article", [DEAL, ACCORDO])
def test_added_article_is_there_and_stamped_with_the_time(
    library: Library, article: Article
) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    assert library.add(article) == Outcome(article.id, Status.ADDED, article.id)
    kept = library.get(article.id)
    assert kept.added is not None
    assert before <= kept.added <= datetime.now(UTC)
    assert replace(kept, added=None) == article
    assert list(library.files()) == [article.id]
    assert names(library.folder) == [f"{article.id}.md"]


def test_time_of_adding_is_kept_where_the_article_has_one(library: Library) -> None:
    moment = datetime(2026, 1, 15, 8, 30, tzinfo=UTC)
    library.add(replace(DEAL, added=moment))
    assert library.get(DEAL.id).added == moment


def test_outcome_bears_the_name_it_was_given(library: Library) -> None:
    assert library.add(DEAL, "my deal.md").name == "my deal.md"


def test_same_text_is_left_as_it_is_under_whatever_id(library: Library) -> None:
    library.add(DEAL)
    state = library.files()[DEAL.id]
    again = library.add(replace(DEAL, id="copy.en", published=None))
    assert again == Outcome("copy.en", Status.UNCHANGED, DEAL.id)
    assert library.add(DEAL).status is Status.UNCHANGED
    assert library.files() == {DEAL.id: state}


@pytest.mark.parametrize("title", ["A  deal\tof 2026", "# A\u2028deal", " A deal"])
def test_article_whose_title_has_odd_spaces_is_known_again(library: Library, title: str) -> None:
    article = article_from_markdown(f"# {title}\n\nThe deal is done.", "deal")
    assert library.add(article).status is Status.ADDED
    assert library.add(article).status is Status.UNCHANGED


def test_same_id_wins_where_a_text_is_there_twice(library: Library) -> None:
    for id in ("a", "b"):
        (library.folder / f"{id}.md").write_text(article_to_markdown(DEAL))
    assert library.add(replace(DEAL, id="b")).article == "b"


def test_another_text_replaces_the_old_one_which_goes_to_the_trash(library: Library) -> None:
    library.add(DEAL)
    old = (library.folder / "deal.en.md").read_text()
    outcome = library.add(replace(DEAL, text="OpenAI chose AMD."))
    assert outcome == Outcome(DEAL.id, Status.REPLACED, DEAL.id)
    assert library.get(DEAL.id).text == "OpenAI chose AMD."
    (kept,) = (library.data / "trash").iterdir()
    assert kept.read_text() == old
    assert kept.name.startswith("deal.en.")


def test_removed_article_goes_to_the_trash_and_can_be_added_again(library: Library) -> None:
    library.add(DEAL)
    library.remove(DEAL.id)
    assert library.files() == {}
    assert len(names(library.data / "trash")) == 1
    assert library.add(DEAL).status is Status.ADDED


def test_two_removals_keep_two_files_in_the_trash(library: Library) -> None:
    for _ in range(2):
        library.add(DEAL)
        library.remove(DEAL.id)
    assert len(names(library.data / "trash")) == 2


@pytest.mark.parametrize("id", ["gone", "", "../deal.en", "deal.en.md", "/etc/passwd"])
def test_unknown_article_is_an_error(library: Library, id: str) -> None:
    library.add(DEAL)
    with pytest.raises(ArticleUnknown, match="No article has the id"):
        library.get(id)
    with pytest.raises(ArticleUnknown, match="No article has the id"):
        library.remove(id)


def test_only_visible_markdown_files_are_articles(library: Library) -> None:
    library.add(DEAL)
    for name in (".hidden.md", "note.txt", "x.md.tmp"):
        (library.folder / name).write_text("text")
    (library.folder / "folder.md").mkdir()
    (library.folder / "broken.md").symlink_to(library.folder / "nowhere")
    assert list(library.files()) == [DEAL.id]


def test_article_dropped_into_the_folder_by_hand_is_there(library: Library) -> None:
    (library.folder / "a note.md").write_text("# A note\n\nIt is short.", encoding="utf-8")
    assert library.get("a note").title == "A note"
    library.remove("a note")
    assert library.files() == {}


def test_change_of_a_file_is_seen_without_reading_it(library: Library) -> None:
    library.add(DEAL)
    before = library.files()[DEAL.id]
    path = library.folder / "deal.en.md"
    path.write_text(path.read_text() + "\nMore.\n")
    os.utime(path, ns=(before.modified_ns + 1, before.modified_ns + 1))
    assert library.files()[DEAL.id] != before
    assert library.add(DEAL).status is Status.REPLACED


def test_file_damaged_by_hand_is_refused_and_stops_no_other(library: Library) -> None:
    library.add(DEAL)
    (library.folder / "bad.md").write_text("---\npublished: soon\n---\nText.")
    (library.folder / "latin.md").write_bytes(b"caff\xe8")
    with pytest.raises(DocumentRefused, match="front matter of bad is wrong"):
        library.get("bad")
    with pytest.raises(DocumentRefused, match="not UTF-8"):
        library.get("latin")
    assert library.get(DEAL.id).text == DEAL.text
    assert library.add(ACCORDO).status is Status.ADDED
    assert library.add(replace(DEAL, id="bad", text="Mended.")).status is Status.REPLACED
    assert library.get("bad").text == "Mended."


def test_reading_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentRefused, match="There is no file"):
        read_article(tmp_path / "gone.md", "gone")
    with pytest.raises(DocumentRefused, match="Is a directory"):
        read_article(tmp_path, "folder")


def test_demo_articles_lie_beneath_those_of_the_data_folder(data: Path, demo: Path) -> None:
    library = Library(data, demo=demo)
    assert set(library.files()) == {DEAL.id, ACCORDO.id}
    outcome = library.add(replace(DEAL, text="OpenAI chose AMD."))
    assert outcome.status is Status.REPLACED
    assert library.get(DEAL.id).text == "OpenAI chose AMD."
    assert not (data / "trash").exists()
    assert read_article(demo / "deal.en.md", DEAL.id) == DEAL


def test_removed_demo_article_stays_removed_and_its_file_stays(data: Path, demo: Path) -> None:
    Library(data, demo=demo).remove(DEAL.id)
    library = Library(data, demo=demo)
    assert list(library.files()) == [ACCORDO.id]
    assert (demo / "deal.en.md").exists()
    with pytest.raises(ArticleUnknown):
        library.remove(DEAL.id)


def test_removing_an_article_that_hides_a_demo_article_removes_both(data: Path, demo: Path) -> None:
    library = Library(data, demo=demo)
    library.add(replace(DEAL, text="OpenAI chose AMD."))
    library.remove(DEAL.id)
    assert list(library.files()) == [ACCORDO.id]


def test_removed_demo_article_comes_back_when_it_is_added(data: Path, demo: Path) -> None:
    library = Library(data, demo=demo)
    for id in (DEAL.id, ACCORDO.id):
        library.remove(id)
    assert library.add(DEAL).status is Status.ADDED
    assert list(library.files()) == [DEAL.id]
    assert library.get(DEAL.id).text == DEAL.text
    library.remove(DEAL.id)
    assert library.files() == {}


def test_demo_article_whose_name_has_a_space_can_be_removed(data: Path, demo: Path) -> None:
    (demo / "a note.md").write_text("A note.")
    library = Library(data, demo=demo)
    library.remove("a note")
    assert set(library.files()) == {DEAL.id, ACCORDO.id}


def test_demo_can_be_left_out(data: Path) -> None:
    assert Library(data, with_demo=False).files() == {}
    assert len(Library(data).files()) == len(list(DEMO_FOLDER.glob("*.md"))) > 100


def test_text_of_the_demo_is_not_added_again(data: Path) -> None:
    library = Library(data)
    id = next(iter(library.files()))
    outcome = library.add(replace(library.get(id), id="copy"))
    assert outcome == Outcome("copy", Status.UNCHANGED, id)
    assert names(library.folder) == []


def test_data_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    library = Library(tmp_path / "a" / "b", with_demo=False)
    assert library.add(DEAL).status is Status.ADDED


def test_data_folder_that_is_a_file_is_unusable(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("")
    with pytest.raises(LibraryUnusable, match=r"cannot be used \(Not a directory\)") as error:
        Library(path)
    assert "Scegline un'altra con --data" in error.value.tell("it")


def test_library_whose_folder_is_gone_is_unusable(library: Library) -> None:
    library.folder.rmdir()
    for act in (library.files, lambda: library.add(DEAL), lambda: library.remove(DEAL.id)):
        with pytest.raises(LibraryUnusable, match="No such file or directory"):
            act()


def test_trash_that_cannot_be_made_leaves_the_article_where_it_is(library: Library) -> None:
    library.add(DEAL)
    (library.data / "trash").write_text("a file where the folder should be")
    with pytest.raises(LibraryUnusable, match="File exists"):
        library.remove(DEAL.id)
    with pytest.raises(LibraryUnusable, match="File exists"):
        library.add(replace(DEAL, text="OpenAI chose AMD."))
    assert library.get(DEAL.id).text == DEAL.text


def test_article_that_cannot_be_written_leaves_nothing_behind(library: Library) -> None:
    with pytest.raises(LibraryUnusable, match="File name too long"):
        library.add(replace(DEAL, id="x" * 300))
    assert names(library.folder) == []


def test_written_article_may_be_read_by_others_as_the_umask_allows(library: Library) -> None:
    """The page may run as another user than the one who adds."""
    umask = os.umask(0o022)
    try:
        library.add(DEAL)
    finally:
        os.umask(umask)
    assert (library.folder / "deal.en.md").stat().st_mode & 0o777 == 0o644
