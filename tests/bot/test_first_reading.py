"""What is asked while a new server reads its articles waits for them."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

from bot.first_reading import FirstReading
from bot.sibilla import Sibilla
from bot.watching import watching
from corpus.errors import LibraryUnusable, TooBusy
from tests.load.page_client import Page, Tab
from tests.load.running import run

HOW_MUCH = "How much is the contract between OpenAI and Cerebras worth?"
QUANTO = "Quanto vale il contratto fra OpenAI e Cerebras?"


@pytest.fixture
def unread(open_sibilla: Callable[..., Sibilla], news: Path) -> Sibilla:
    """Sibilla over four articles that are about to be read for the first time."""
    shutil.rmtree(news / "index")
    sibilla = open_sibilla(news)
    sibilla.first_reading = FirstReading(patience=30)
    sibilla.first_reading.await_one(4)
    return sibilla


@contextmanager
def read_soon(sibilla: Sibilla, seconds: float = 0.5) -> Iterator[None]:
    """The reading begins in a moment."""
    timer = threading.Timer(seconds, sibilla.sync)
    timer.start()
    yield
    timer.join()


@pytest.mark.parametrize("question", [HOW_MUCH, QUANTO])
def test_a_question_waits_until_the_articles_are_read(unread: Sibilla, question: str) -> None:
    with read_soon(unread):
        answer = unread.ask(question)
    assert not answer.abstained
    assert answer.notice == ""
    assert unread.first_reading.counts is None


def test_a_search_waits_as_well(unread: Sibilla) -> None:
    with read_soon(unread):
        assert unread.search("Cerebras").passages


def test_a_greeting_is_answered_at_once(unread: Sibilla) -> None:
    began = time.monotonic()
    greeted = unread.ask("Ciao!")
    assert greeted.text
    assert greeted.notice == ""
    assert time.monotonic() - began < 15


def test_who_waited_in_vain_is_told_to_come_back(unread: Sibilla) -> None:
    unread.first_reading.patience = 0.1
    with pytest.raises(TooBusy, match=r"for the first time \(0 of 4\)\. Try again in 10 s"):
        unread.ask(HOW_MUCH)


@pytest.mark.parametrize(
    ("question", "notice"),
    [
        (HOW_MUCH, "Sibilla is still reading its articles (1 of 4): the answer may change."),
        (QUANTO, "Sibilla sta ancora leggendo i suoi articoli (1 di 4): la risposta può cambiare."),
    ],
)
def test_an_answer_from_a_part_of_the_articles_says_so(
    unread: Sibilla, question: str, notice: str
) -> None:
    unread.sync()
    unread.first_reading = FirstReading(patience=0.1)
    unread.first_reading.await_one(4)
    unread.first_reading.noting(lambda done, total: None)(1, 4)
    answer = unread.ask(question)
    assert answer.citations
    assert answer.notice == notice


def test_a_reading_that_failed_is_no_i_do_not_know(
    unread: Sibilla, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([LibraryUnusable("full", name="/data")])
    sync = unread.index.sync

    def sync_failing_once(*given: object, **named: object) -> object:
        for failure in failures:
            raise failure
        return sync(*given, **named)  # type: ignore[arg-type]  # whatever it was given

    monkeypatch.setattr(unread.index, "sync", sync_failing_once)
    with pytest.raises(LibraryUnusable):
        unread.sync()
    with pytest.raises(LibraryUnusable, match="/data"):
        unread.ask(HOW_MUCH)
    unread.sync()
    assert unread.ask(HOW_MUCH).citations


def test_what_was_read_still_answers_when_a_later_reading_fails(
    unread: Sibilla, monkeypatch: pytest.MonkeyPatch
) -> None:
    unread.sync()

    def fail(*given: object, **named: object) -> object:
        raise LibraryUnusable("full", name="/data")

    monkeypatch.setattr(unread.index, "sync", fail)
    with pytest.raises(LibraryUnusable):
        unread.sync()
    assert unread.ask(HOW_MUCH).citations


def test_the_articles_are_read_even_where_their_folder_cannot_be_watched(
    unread: Sibilla, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system lets each user watch so many folders and no more."""

    def watch(*folders: object, **options: object) -> Iterator[object]:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr("watchfiles.watch", watch)
    monkeypatch.setattr(threading, "excepthook", lambda failed: None)
    with watching(unread):
        assert unread.ask(HOW_MUCH).citations


def test_on_the_page_a_question_that_waits_shows_how_far_it_is(
    unread: Sibilla, serve_one: Callable[[Sibilla], AbstractContextManager[httpx.Client]]
) -> None:
    async def ask(address: httpx.URL) -> str:
        async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as client:
            return await Tab(client, await Page.read(client)).ask(HOW_MUCH)

    with serve_one(unread) as client, read_soon(unread, 3):
        shown = run(ask(client.base_url))
    assert "Sibilla is reading its articles, for the first time: 0 of 4." in shown
    assert "ten billion dollars" in shown
