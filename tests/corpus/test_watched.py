"""Watched folders: what lies in them is in the library, and only that goes with its file."""

import itertools
import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus.errors import DocumentRefused, LibraryUnusable
from corpus.library import Library, Status
from corpus.markdown import article_from_markdown, article_from_text
from corpus.watched import SETTLE_SECONDS, FolderReport, WatchedFolders

_clock = itertools.count(1_700_000_000)


def put(path: Path, text: str) -> Path:
    """Write a file that has been lying there for long; each time at another moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    moment = next(_clock)
    os.utime(path, (moment, moment))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "watched"
    folder.mkdir()
    return folder


@pytest.fixture
def library(data: Path) -> Library:
    return Library(data, with_demo=False)


@pytest.fixture
def watched(library: Library, folder: Path) -> WatchedFolders:
    return WatchedFolders(library, [folder])


def again(watched: WatchedFolders) -> WatchedFolders:
    """The same folders after a restart."""
    library = Library(watched._library.data, with_demo=False)
    return WatchedFolders(library, watched.folders)


def ids(library: Library) -> set[str]:
    return set(library.files())


def test_a_document_comes_changes_and_goes(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    path = put(folder / "news" / "zefiro.txt", "Zefiro builds in Matera.")
    report = watched.sync()
    assert [(item.name, item.status, item.article) for item in report.outcomes] == [
        (str(path), Status.ADDED, "zefiro")
    ]
    assert report.changed
    put(path, "Zefiro builds in Bari.")
    assert [item.status for item in watched.sync().outcomes] == [Status.REPLACED]
    assert library.get("zefiro").text == "Zefiro builds in Bari."
    path.unlink()
    assert watched.sync() == FolderReport(removed=("zefiro",))
    assert ids(library) == set()
    assert len(list((library.data / "trash").iterdir())) == 2


def test_what_did_not_change_is_not_read_again(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    put(folder / "a.txt", "One.")
    watched.sync()
    library.remove("a")
    assert watched.sync() == again(watched).sync() == FolderReport()
    assert ids(library) == set()


def test_a_file_that_goes_while_nobody_looks_takes_its_article_along(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    path = put(folder / "a.txt", "One.")
    put(folder / "b.txt", "Two.")
    watched.sync()
    path.unlink()
    assert again(watched).sync().removed == ("a",)
    assert ids(library) == {"b"}


def test_the_files_of_one_name_are_two_articles(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    first = put(folder / "may" / "report.txt", "Of May.")
    put(folder / "june" / "report.txt", "Of June.")
    watched.sync()
    assert {library.get(id).text for id in ids(library)} == {"Of May.", "Of June."}
    first.unlink()
    watched.sync()
    assert [library.get(id).text for id in ids(library)] == ["Of June."]


def test_an_article_of_the_same_name_that_came_otherwise_is_not_replaced(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    library.add(article_from_text("By hand.", "report"))
    path = put(folder / "report.txt", "From the folder.")
    watched.sync()
    assert library.get("report").text == "By hand."
    assert len(ids(library)) == 2
    path.unlink()
    watched.sync()
    assert ids(library) == {"report"}


def test_an_article_that_was_there_before_with_the_same_text_stays(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    library.add(article_from_text("The same text.", "by-hand"))
    path = put(folder / "copy.txt", "The same text.")
    assert [item.status for item in watched.sync().outcomes] == [Status.UNCHANGED]
    path.unlink()
    assert again(watched).sync().removed == ()
    assert ids(library) == {"by-hand"}


def test_an_article_that_was_added_by_hand_later_stays(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    path = put(folder / "a.txt", "The same text.")
    watched.sync()
    outcome = library.add(article_from_text("The same text.", "b"))
    watched.release([outcome.article])
    path.unlink()
    watched.sync()
    assert ids(library) == {"a"}


def test_an_article_that_was_written_over_stays(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    path = put(folder / "a.txt", "From the folder.")
    watched.sync()
    library.add(article_from_text("Written over by hand.", "a"))
    path.unlink()
    watched.sync()
    assert library.get("a").text == "Written over by hand."


def test_a_new_version_of_an_article_that_came_otherwise_stays_in_its_place(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    page = "---\nurl: https://news.example/zefiro\nlanguage: en\n---\n\n"
    library.add(article_from_markdown(f"{page}Zefiro builds in Matera.", "by-hand"))
    path = put(folder / "zefiro.md", f"{page}Zefiro builds in Bari.")
    [outcome] = watched.sync().outcomes
    path.unlink()
    watched.sync()
    assert (outcome.article in ids(library)) == (outcome.article == "by-hand")
    assert "by-hand" in ids(library)


def test_two_files_with_one_text_hold_one_article_until_both_are_gone(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    first, second = put(folder / "a.txt", "The same."), put(folder / "b.txt", "The same.")
    watched.sync()
    assert ids(library) == {"a"}
    first.unlink()
    assert watched.sync().removed == ()
    second.unlink()
    assert watched.sync().removed == ("a",)


def test_one_of_two_files_with_one_text_that_changes_leaves_the_other_its_article(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    first = put(folder / "a.txt", "The same.")
    put(folder / "b.txt", "The same.")
    watched.sync()
    put(first, "Another.")
    watched.sync()
    assert {library.get(id).text for id in ids(library)} == {"The same.", "Another."}


def test_a_file_that_is_moved_keeps_its_article(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    path = put(folder / "a.txt", "The same.")
    watched.sync()
    path.rename(folder / "z.txt")
    report = watched.sync()
    assert (report.changed, report.removed) == (False, ())
    assert ids(library) == {"a"}


def test_one_text_that_becomes_another_articles_leaves_no_old_one_behind(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    put(folder / "a.txt", "One.")
    second = put(folder / "b.txt", "Two.")
    watched.sync()
    put(second, "One.")
    watched.sync()
    assert ids(library) == {"a"}


def test_a_bad_file_stops_no_other_and_is_not_told_again(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    bad = put(folder / "a.md", "---\npublished: never\n---\n\nText.")
    put(folder / "b.txt", "Two.")
    [refused, added] = watched.sync().outcomes
    assert isinstance(refused.error, DocumentRefused)
    assert (refused.name, added.status) == (str(bad), Status.ADDED)
    assert watched.sync().outcomes == ()
    put(bad, "---\npublished: 2026-11-24\n---\n\nText.")
    assert [item.status for item in watched.sync().outcomes] == [Status.ADDED]


def test_a_file_that_becomes_bad_leaves_the_article_as_it_was(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    path = put(folder / "a.txt", "One.")
    watched.sync()
    put(path, "")
    assert [item.status for item in watched.sync().outcomes] == [Status.REFUSED]
    assert library.get("a").text == "One."
    path.unlink()
    watched.sync()
    assert ids(library) == set()


@pytest.mark.parametrize("name", [".hidden.txt", ".git/a.txt", "a.png", "a.txt.part", "README"])
def test_other_and_hidden_files_are_passed_over(
    watched: WatchedFolders, folder: Path, name: str
) -> None:
    put(folder / name, "Text.")
    assert watched.sync() == FolderReport()


def test_a_folder_that_is_missing_leaves_its_articles(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    put(folder / "a.txt", "One.")
    path = put(other / "b.txt", "Two.")
    watched = WatchedFolders(library, [folder, other])
    watched.sync()
    folder.rename(tmp_path / "unplugged")
    path.unlink()
    report = watched.sync()
    assert (report.missing, report.removed) == ((folder,), ("b",))
    (tmp_path / "unplugged").rename(folder)
    assert watched.sync() == FolderReport()
    assert ids(library) == {"a"}


def test_a_folder_no_longer_watched_leaves_its_articles(
    watched: WatchedFolders, folder: Path, library: Library, tmp_path: Path
) -> None:
    path = put(folder / "a.txt", "One.")
    watched.sync()
    path.unlink()
    assert WatchedFolders(library, []).sync() == FolderReport()
    assert WatchedFolders(library, [tmp_path / "other"]).sync().removed == ()
    assert ids(library) == {"a"}


# -- files that are being written


def test_a_file_is_read_when_it_has_settled(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    with (folder / "a.txt").open("w") as file:
        file.write("The first ")
        file.flush()
        assert watched.sync() == FolderReport(pending=True)
        file.write("and the second half.")
    deadline = time.monotonic() + 10 * SETTLE_SECONDS
    while watched.sync().pending:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert library.get("a").text == "The first and the second half."


def test_a_file_from_a_clock_ahead_is_read_once_it_stays_the_same(
    watched: WatchedFolders, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(folder / "a.txt", "One.")
    ahead = time.time() + 3600
    os.utime(path, (ahead, ahead))
    moments = iter([0.0, 0.5, 2.0])
    monkeypatch.setattr("corpus.watched.time.monotonic", lambda: next(moments))
    assert [watched.sync().pending for _ in range(3)] == [True, True, False]


def test_a_file_that_changes_while_it_is_read_is_left_for_the_next_time(
    watched: WatchedFolders, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus.readers import read_document

    path = put(folder / "a.txt", "Half")

    def read_slowly(path: Path) -> object:
        article = read_document(path)
        put(path, "Half and half.")
        return article

    with monkeypatch.context() as patch:
        patch.setattr("corpus.watched.read_document", read_slowly)
        assert watched.sync() == FolderReport(pending=True)
    assert [item.status for item in watched.sync().outcomes] == [Status.ADDED]
    assert watched._library.get("a").text == path.read_text()


# -- crashes and other processes


def test_what_came_in_just_before_a_crash_is_still_known_to_be_ours(
    watched: WatchedFolders, folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(folder / "a.txt", "One.")
    with monkeypatch.context() as patch:
        add = library.add

        def add_and_die(*given: object, **named: object) -> None:
            add(*given, **named)  # type: ignore[arg-type]
            raise KeyboardInterrupt

        patch.setattr(library, "add", add_and_die)
        with pytest.raises(KeyboardInterrupt):
            watched.sync()
    restarted = again(watched)
    assert [item.status for item in restarted.sync().outcomes] == [Status.UNCHANGED]
    path.unlink()
    assert restarted.sync().removed == ("a",)


def test_what_another_process_is_at_is_left_to_it(
    watched: WatchedFolders, folder: Path, library: Library
) -> None:
    put(folder / "a.txt", "One.")
    other = again(watched)
    with watched._locked():
        assert other.sync() == FolderReport()
    assert other.sync().changed


@pytest.mark.parametrize("damage", ["{", "[]", '{"a": 1}', '{"a": {"colour": "red"}}', "\0"])
def test_a_damaged_note_is_told_and_nothing_is_removed(
    watched: WatchedFolders, folder: Path, library: Library, damage: str
) -> None:
    put(folder / "a.txt", "One.").unlink()
    watched.sync()
    note = library.data / "watched-files.json"
    note.write_text(damage)
    with pytest.raises(LibraryUnusable, match="is damaged"):
        watched.sync()
    note.unlink()
    watched.sync()


def test_the_note_is_written_whole(watched: WatchedFolders, folder: Path, library: Library) -> None:
    put(folder / "a.txt", "One.")
    watched.sync()
    [record] = json.loads((library.data / "watched-files.json").read_text()).values()
    assert record["article"] == "a"
    assert not list(library.data.glob("*.tmp")) + list(library.data.glob(".*.tmp"))


Step = tuple[str, str, str]
steps = st.lists(
    st.tuples(
        st.sampled_from(["put", "delete", "by hand", "remove by hand"]),
        st.sampled_from("ab"),
        st.sampled_from(["One.", "Two.", "Three."]),
    ),
    max_size=8,
)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
@example(
    [
        ("put", "b", "Two."),
        ("remove by hand", "b", "Two."),
        ("put", "a", "Two."),
        ("put", "a", "One."),
    ]
)
def test_after_any_story_every_file_is_findable_and_no_text_is_left_that_nobody_put(
    tmp_path_factory: pytest.TempPathFactory, story: list[Step]
) -> None:
    base = tmp_path_factory.mktemp("story")
    library, folder = Library(base / "data", with_demo=False), base / "watched"
    folder.mkdir()
    by_hand: set[str] = set()
    passed_over: set[Path] = set()  # files whose article was removed by hand, until they change
    for action, name, text in story:
        path = folder / f"{name}.txt"
        if action == "put":
            put(path, text)
            passed_over.discard(path)
        elif action == "delete":
            path.unlink(missing_ok=True)
        elif action == "by hand":
            outcome = library.add(article_from_text(text, f"by-hand-{text}"))
            WatchedFolders(library, [folder]).release([outcome.article])
            by_hand.add(text)
        else:
            for id in ids(library):
                if library.get(id).text == text:
                    library.remove(id)
            by_hand.discard(text)
            passed_over |= {file for file in folder.iterdir() if file.read_text() == text}
        WatchedFolders(library, [folder]).sync()
    kept = {library.get(id).text for id in ids(library)}
    in_files = {path: path.read_text() for path in folder.iterdir()}
    assert {text for path, text in in_files.items() if path not in passed_over} <= kept
    assert kept <= {*in_files.values(), *by_hand}
