"""Files that appear whole or not at all, and what a crash leaves of them."""

import os
import shutil
import time
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.markdown import article_from_markdown
from corpus.state import sweep, write_whole


def test_half_files_of_a_crash_are_swept_and_those_being_written_are_not(tmp_path: Path) -> None:
    old, young = tmp_path / f".{'a' * 32}.tmp", tmp_path / f".{'b' * 32}.tmp"
    others = [tmp_path / ".notes.tmp", tmp_path / f"{'c' * 32}.tmp"]
    for path in (old, young, *others):
        path.touch()
    for path in (old, *others):
        os.utime(path, (0, time.time() - 7_200))
    sweep(tmp_path)
    assert set(tmp_path.iterdir()) == {young, *others}


def test_where_nothing_is_nothing_is_swept(tmp_path: Path) -> None:
    sweep(tmp_path / "missing")


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "state"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud800")
    assert [path] == list(tmp_path.iterdir())
    assert path.read_text() == "old"


def test_a_copy_into_the_trash_that_breaks_off_is_never_restored(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(data, with_demo=False)
    library.add(article_from_markdown("The first text.", "news"))

    def break_off(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:5])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copy2", break_off)
        with pytest.raises(KeyboardInterrupt):
            library.add(article_from_markdown("The second text.", "news"))
    assert list((data / "trash").iterdir()) == []
    assert library.get("news").text == "The first text."
