"""What is damaged so that it shows only in use is made whole, from the ledger or the articles."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from newsdesk import NEWS, article, found, in_another_process, listen

from corpus.errors import LibraryUnusable
from corpus.library import Library
from index.catalogue import Index
from index.ledger import Ledger

Open = Callable[[], Index]

HOLDER = """
import sys
from pathlib import Path
from filelock import FileLock
with FileLock(Path(sys.argv[1]) / "index" / "writer.lock"):
    print("holding", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def whole(open_index: Open, news: Library, data: Path) -> Path:
    """The folder of a whole index that nobody has open."""
    index = open_index()
    index.sync(news)
    index.close()
    (ledger,) = (data / "index").glob("*/ledger.sqlite")
    return ledger.parent


def garbage(ledger: Path) -> None:
    ledger.write_bytes(b"this is no database" * 1_000)


def halve(ledger: Path) -> None:
    os.truncate(ledger, ledger.stat().st_size // 2)


def cut_the_end(ledger: Path) -> None:
    os.truncate(ledger, ledger.stat().st_size - 100)


def overwrite_the_middle(ledger: Path) -> None:
    with ledger.open("r+b") as file:
        file.seek(8_192)
        file.write(b"\xff" * 30_000)


def garble_the_stamp(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute("UPDATE meta SET value = '{' WHERE key = 'stamp'")


def garble_a_passage(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute("UPDATE passages SET passage = '{' WHERE article = 'latte.it'")


def shorten_a_vector(ledger: Path) -> None:
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute("UPDATE passages SET vector = x'0102' WHERE article = 'latte.it'")


DAMAGE = [
    garbage,
    halve,
    cut_the_end,
    overwrite_the_middle,
    garble_the_stamp,
    garble_a_passage,
    shorten_a_vector,
]


@pytest.mark.parametrize("spoil", DAMAGE)
def test_a_damaged_ledger_is_made_anew_from_the_articles(
    whole: Path, open_index: Open, news: Library, spoil: Callable[[Path], None]
) -> None:
    articles = {id: state.path.read_bytes() for id, state in news.files().items()}
    spoil(whole / "ledger.sqlite")
    index = open_index()
    index.sync(news)
    assert found(index, "prezzo del latte")[0] == "latte.it"
    assert index._ledger.is_sound()
    assert [card.id for card in index.cards()] == sorted(articles)
    assert index._derived.vectors.count("it") == index._derived.lexical("it").count() == 3
    assert {id: state.path.read_bytes() for id, state in news.files().items()} == articles


@pytest.fixture
def holder(whole: Path, data: Path) -> Iterator[None]:
    """Another process that has the right to write."""
    process = in_another_process(HOLDER, data)
    listen(process, "holding")
    yield
    process.kill()
    process.communicate()


@pytest.mark.usefixtures("holder")
def test_a_damaged_ledger_that_another_one_uses_is_left_alone(whole: Path, data: Path) -> None:
    garbage(whole / "ledger.sqlite")
    before = (whole / "ledger.sqlite").read_bytes()
    with pytest.raises(LibraryUnusable, match="Stop that one and try again") as refused:
        Index(data / "index")
    assert "rovinato" in refused.value.tell("it")
    assert (whole / "ledger.sqlite").read_bytes() == before


def test_a_ledger_tells_whether_it_is_sound(whole: Path) -> None:
    ledger = Ledger(whole / "ledger.sqlite")
    assert ledger.is_sound()
    with closing(sqlite3.connect(ledger.path)) as connection, connection:
        connection.execute("UPDATE articles SET markdown = replace(markdown, 'cinque', 'nove')")
    assert not ledger.is_sound()
    ledger.close()


def test_what_a_kill_left_in_the_way_of_the_words_is_cleared(
    whole: Path, open_index: Open, news: Library, tmp_path: Path
) -> None:
    # Killed between the list of what is deleted and the list of files that counts.
    shutil.copytree(whole, tmp_path / "before")
    index = open_index()
    news.remove("latte.it")
    index.sync(news)
    index.close()
    for path in (whole / "lexical-it").glob("*.del"):
        shutil.copy(path, tmp_path / "before" / "lexical-it")
    assert list((tmp_path / "before" / "lexical-it").glob("*.del"))
    shutil.rmtree(whole)
    shutil.move(tmp_path / "before", whole)

    index = open_index()
    index.sync(news)
    assert "latte.it" not in found(index, "prezzo del latte", count=50)
    assert index._derived.lexical("it").count() == 2


def test_an_error_that_stays_is_told(
    index: Index, news: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.sync(news)

    def break_off(*given: object, **named: object) -> None:
        raise ValueError("a mistake of ours")

    monkeypatch.setattr("index.retrieval.Retriever.search", break_off)
    for _ in range(2):
        with pytest.raises(ValueError, match="a mistake of ours"):
            index.search("latte")


class Panic(BaseException):
    """What Chroma and tantivy raise when their Rust panics."""


def test_a_panic_that_stays_reaches_those_who_tell_of_failures(
    index: Index, news: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.sync(news)

    def panic(*given: object, **named: object) -> None:
        raise Panic("called `Option::unwrap()` on a `None` value")

    for part in ("search", "mend"):
        monkeypatch.setattr(f"index.retrieval.Retriever.{part}", panic)
    for ask in (index.search, index.mend):
        with pytest.raises(RuntimeError, match="the index panicked"):
            ask("latte")


def test_a_full_disk_is_told_and_nothing_is_thrown_away(
    index: Index, news: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.sync(news)
    news.add(article("penguins.en", "Penguins live in Antarctica."))
    with monkeypatch.context() as patch:

        def fill_up(*given: object) -> None:
            raise ValueError("Failed to write: No space left on device (os error 28)")

        patch.setattr("index.lexical.LexicalIndex.change", fill_up)
        with pytest.raises(LibraryUnusable, match="no room left on the disk") as full:
            index.sync(news)
    assert "Libera spazio e riprova" in full.value.tell("it")
    assert "latte.it" in found(index, "prezzo del latte")
    index.sync(news)
    assert "penguins.en" in found(index, "penguins")


def test_what_was_being_thrown_away_when_a_process_was_killed_is_gone(
    whole: Path, open_index: Open, news: Library
) -> None:
    (whole / "chroma.discarded.123" / "deep").mkdir(parents=True)
    open_index().sync(news)
    assert not list(whole.glob("*.discarded.*"))
    assert len(NEWS) == len(open_index().cards())
