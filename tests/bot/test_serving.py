"""Serving: what comes into the folder of articles while the server runs is found by itself."""

import logging
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from waiting import wait_until

from bot.serving import serve
from bot.sibilla import Sibilla
from bot.watching import watching
from corpus.errors import IndexBusy, LibraryUnusable
from index.sync import Progress

ROOT = Path(__file__).parents[2]
ZEFIRO = "Zefiro Compute will build its data centre in Matera, next to a solar park.\n"
WHERE = "Where will Zefiro Compute build its data centre?"


def ids(sibilla: Sibilla) -> set[str]:
    return {card.id for card in sibilla.articles()}


def cited(sibilla: Sibilla) -> list[str]:
    return [citation.article for citation in sibilla.ask(WHERE).citations]


def test_a_file_put_into_the_folder_can_be_asked_about_until_it_is_deleted(
    sibilla: Sibilla,
) -> None:
    path = sibilla.library.folder / "zefiro.md"
    with watching(sibilla):
        path.write_text(ZEFIRO)
        wait_until(lambda: "Matera" in sibilla.ask(WHERE).text)
        path.write_text(ZEFIRO.replace("Matera", "Bari"))
        wait_until(lambda: "Bari" in sibilla.ask(WHERE).text)
        path.unlink()
        wait_until(lambda: "zefiro" not in {*ids(sibilla), *cited(sibilla)})


def test_what_came_between_the_last_sync_and_the_first_watch_is_found(sibilla: Sibilla) -> None:
    """A server imports its page for seconds between the two."""
    (sibilla.library.folder / "zefiro.md").write_text(ZEFIRO)
    with watching(sibilla):
        wait_until(lambda: "zefiro" in ids(sibilla))


def test_a_demo_article_removed_by_another_program_goes(open_demo: Sibilla) -> None:
    with watching(open_demo):
        (open_demo.library.data / "removed-demo-articles.txt").write_text("cerebras-ipo.it\n")
        wait_until(lambda: "cerebras-ipo.it" not in ids(open_demo))


@pytest.fixture
def open_demo(open_sibilla: Callable[..., Sibilla], demo: Path) -> Sibilla:
    """Sibilla over a demo corpus of its own, that may be changed."""
    sibilla = open_sibilla(demo, demo=True)
    sibilla.sync()
    return sibilla


def test_a_file_that_cannot_be_read_is_logged_and_stops_no_other(
    sibilla: Sibilla, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "sibilla"), watching(sibilla):
        (sibilla.library.folder / "broken.md").write_text("---\npublished: never\n---\n\nText.\n")
        (sibilla.library.folder / "zefiro.md").write_text(ZEFIRO)
        wait_until(lambda: "zefiro" in ids(sibilla))
        wait_until(lambda: "broken" in caplog.text)
    assert "The front matter of" in caplog.text


def test_a_sync_that_fails_does_not_end_the_watch(
    sibilla: Sibilla, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sync, failures = sibilla.sync, iter([RuntimeError("disk on fire")])

    def sync_failing_once(progress: Progress) -> object:
        for failure in failures:
            raise failure
        return sync(progress)

    monkeypatch.setattr(sibilla, "sync", sync_failing_once)
    with watching(sibilla):
        wait_until(lambda: "disk on fire" in caplog.text)
        (sibilla.library.folder / "zefiro.md").write_text(ZEFIRO)
        wait_until(lambda: "zefiro" in ids(sibilla))


def test_what_could_not_be_indexed_is_tried_again_though_nothing_changes(
    sibilla: Sibilla, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (sibilla.library.folder / "zefiro.md").write_text(ZEFIRO)
    sync, failures = sibilla.sync, iter([LibraryUnusable("full", name="data")] * 2)

    def sync_once_there_is_room(progress: Progress) -> object:
        for failure in failures:
            raise failure
        return sync(progress)

    monkeypatch.setattr(sibilla, "sync", sync_once_there_is_room)
    monkeypatch.setattr("bot.watching._TRY_AGAIN_SECONDS", 0.2)
    with watching(sibilla):
        wait_until(lambda: "zefiro" in ids(sibilla))
    assert caplog.text.count("no room left on the disk") == 2


def test_the_watch_ends_with_its_block(sibilla: Sibilla) -> None:
    with watching(sibilla):
        pass
    (sibilla.library.folder / "zefiro.md").write_text(ZEFIRO)
    assert sibilla.sync().added == ("zefiro",)  # nobody was before us


@pytest.fixture
def watched(open_sibilla: Callable[..., Sibilla], news: Path, tmp_path: Path) -> Sibilla:
    """Sibilla over four articles, with a folder to watch beside them."""
    (tmp_path / "watched").mkdir()
    sibilla = open_sibilla(news, watch=str(tmp_path / "watched"))
    sibilla.sync()
    return sibilla


def test_a_document_in_a_watched_folder_can_be_asked_about_until_it_is_removed(
    watched: Sibilla, tmp_path: Path
) -> None:
    path = tmp_path / "watched" / "sub" / "zefiro.txt"
    with watching(watched):
        path.parent.mkdir()
        path.write_text(ZEFIRO)
        wait_until(lambda: "Matera" in watched.ask(WHERE).text)
        path.write_text(ZEFIRO.replace("Matera", "Bari"))
        wait_until(lambda: "Bari" in watched.ask(WHERE).text)
        path.unlink()
        wait_until(lambda: "zefiro" not in {*ids(watched), *cited(watched)})
    assert "cerebras.en" in ids(watched)


def test_a_watched_folder_that_is_made_later_is_found(watched: Sibilla, tmp_path: Path) -> None:
    (tmp_path / "watched").rmdir()
    with watching(watched):
        time.sleep(0.5)
        (tmp_path / "watched").mkdir()
        (tmp_path / "watched" / "zefiro.txt").write_text(ZEFIRO)
        wait_until(lambda: "zefiro" in ids(watched))


def test_a_second_server_on_the_same_folder_is_refused(sibilla: Sibilla) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom index.catalogue import Index\n"
        "with Index(Path(sys.argv[1]) / 'index').writing():\n"
        "    print('writing', flush=True)\n    sys.stdin.read()\n"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", code, str(sibilla.settings.data)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert first.stdout
        assert first.stdout.readline() == "writing\n"
        with pytest.raises(IndexBusy, match="Another Sibilla is writing the index"):
            serve(sibilla, open_browser=False)
    finally:
        first.communicate("", timeout=20)
