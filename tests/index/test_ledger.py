import json
import shutil
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsdesk import NEWS, HashingEncoder, entry, ledger_texts, unit

from corpus.article import Article
from corpus.errors import LibraryUnusable
from corpus.markdown import article_from_markdown
from index.chunking import split_passages
from index.ledger import Ledger
from index.passage import Filters
from index.records import FORMAT_VERSION, IndexedArticle, IndexedPassage, Stamp

STAMP = Stamp("hashing", 256, 1)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.start_over(STAMP)
    return ledger


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    ledger = Ledger(tmp_path_factory.mktemp("newsroom") / "ledger.sqlite")
    ledger.start_over(STAMP)
    ledger.write([indexed(article) for article in NEWS])
    return ledger


def indexed(article: Article, state: str = "state", hash: str = "hash") -> IndexedArticle:
    """An article as sync would write it, its words left out."""
    encoder = HashingEncoder()
    items = tuple(
        IndexedPassage(
            passage,
            encoder.encode_texts([passage.text])[0],
            encoder.encode_texts([s.text for s in passage.sentences]),
            np.array([-1] * len(passage.sentences), dtype=np.int32),
            encoder.encode_texts([f"{article.title}. {passage.heading}"])[0],
        )
        for passage in split_passages(article)
    )
    return IndexedArticle(article, state, hash, items)


def test_a_new_ledger_is_empty_and_bears_no_stamp(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "deep" / "down" / "ledger.sqlite")
    assert ledger.stamp is None
    assert (ledger.revision, ledger.count(), ledger.cards(), ledger.languages()) == (0, 0, [], [])
    assert ledger.sample("it", 10) == []


def test_articles_come_back_as_they_were_written(ledger: Ledger) -> None:
    written = [indexed(article) for article in NEWS]
    assert ledger.write(written) == 1
    for item in written:
        assert ledger.article(item.article.id) == item.article
        for before, after in zip(item.passages, ledger.passages_of(item.article.id), strict=True):
            assert after.passage == before.passage
            np.testing.assert_array_equal(after.vector, before.vector)
            np.testing.assert_array_equal(after.sentence_vectors, before.sentence_vectors)
            np.testing.assert_array_equal(after.words, before.words)
    card = ledger.card("cerebras.it")
    assert ledger.cards_of(["cerebras.it", "nobody"]) == {"cerebras.it": card}
    assert card
    assert (card.title, card.outlet, card.published, card.passages) == (
        "OpenAI sceglie Cerebras",
        "Il Cavo",
        date(2026, 1, 15),
        2,
    )
    assert [card.id for card in ledger.cards()] == sorted(a.id for a in NEWS)
    assert ledger.languages() == ["en", "it"]
    assert (ledger.count(), ledger.count("it"), ledger.count("fr")) == (6, 3, 0)


def test_what_is_not_there_is_none_or_left_out(ledger: Ledger) -> None:
    ledger.write([indexed(NEWS[0])])
    assert ledger.article("nobody") is None
    assert ledger.card("nobody") is None
    assert ledger.cards_of(["nobody"]) == {}
    assert list(ledger.passages(["cerebras.en#1", "nobody#0"])) == ["cerebras.en#1"]
    (vectors,) = ledger.passage_vectors(["cerebras.en#1", "nobody#0"])
    assert (vectors.key, vectors.article) == ("cerebras.en#1", "cerebras.en")


def test_more_keys_than_sqlite_takes_at_once_are_all_looked_up(ledger: Ledger) -> None:
    text = "\n\n".join(f"# H{n}\n\nText {n}." for n in range(1_100))
    ledger.write([indexed(Article("long", "Long", text, "en"))])
    keys = [f"long#{n}" for n in range(1_100)]
    assert len(ledger.passages(keys)) == 1_100
    assert {item.key for item in ledger.passage_vectors(keys)} == set(keys)


def test_a_rewritten_article_replaces_its_passages(ledger: Ledger) -> None:
    ledger.write([indexed(NEWS[0])])
    ledger.write([indexed(replace(NEWS[0], text="All new."))])
    assert ledger_texts(ledger, "cerebras.en") == ["All new."]
    assert ledger.count() == 1
    assert [(r.revision, r.keys) for r in ledger.removals_since(0)] == [
        (2, {"cerebras.en#0": 2, "cerebras.en#1": 1})
    ]


def test_revisions_tell_what_came_and_went_since(ledger: Ledger) -> None:
    ledger.write([indexed(article) for article in NEWS[:2]])
    ledger.write([indexed(NEWS[2])], removed=["cerebras.en"])
    assert ledger.changed_since(0) == ["cerebras.it", "reactors.en"]
    assert ledger.changed_since(1) == ["reactors.en"]
    assert [r.article for r in ledger.removals_since(1)] == ["cerebras.en"]
    assert ledger.removals_since(2) == []
    ledger.forget_removals(2, ["words"])
    assert ledger.removals_since(0) == []


def test_a_derived_index_no_longer_in_use_counts_as_empty_once_removals_are_forgotten(
    ledger: Ledger,
) -> None:
    ledger.write([indexed(article) for article in NEWS[:2]])
    for name in ("folder", "server", "words"):
        ledger.set_applied(name, 1)
    ledger.forget_removals(1, ["server", "words"])
    assert ledger.applied("folder") == 1  # it missed nothing
    ledger.write([], removed=["cerebras.en"])
    ledger.forget_removals(2, ["server", "words"])
    assert [ledger.applied(name) for name in ("folder", "server", "words")] == [0, 1, 1]


def test_an_article_that_changes_language_is_removed_from_the_old_one(ledger: Ledger) -> None:
    ledger.write([indexed(NEWS[0])])
    ledger.write([indexed(replace(NEWS[0], language="it"))])
    assert [r.language for r in ledger.removals_since(0)] == ["en"]
    assert ledger.languages() == ["it"]


def test_a_write_that_fails_half_way_leaves_nothing(ledger: Ledger) -> None:
    ledger.write([indexed(NEWS[0])])
    twice = [indexed(NEWS[1]), indexed(NEWS[1])]
    with pytest.raises(sqlite3.IntegrityError):
        ledger.write(twice, removed=["cerebras.en"])
    assert ledger.revision == 1
    assert [card.id for card in ledger.cards()] == ["cerebras.en"]
    assert ledger.removals_since(0) == []


def test_words_get_positions_that_stay(ledger: Ledger) -> None:
    encoder = HashingEncoder()
    ledger.add_words("it", ["latte", "prezzo"], encoder.encode_words(["latte", "prezzo"]))
    ledger.add_words("en", ["milk"], encoder.encode_words(["milk"]))
    ledger.add_words("it", ["rame"], encoder.encode_words(["rame"]))
    ledger.add_words("it", [], encoder.encode_words([]))
    assert ledger.word_positions("it", ["rame", "latte", "milk"]) == {"rame": 2, "latte": 0}
    assert ledger.words_at("it", [2, 0, 1]) == ["rame", "latte", "prezzo"]
    assert (ledger.count_words("it"), ledger.count_words("en"), ledger.count_words("fr")) == (
        3,
        1,
        0,
    )
    last = [np.frombuffer(v, dtype=np.float32) for v in ledger.word_vectors("it", first=2)]
    np.testing.assert_array_equal(last, encoder.encode_words(["rame"]))


@pytest.mark.parametrize(("passages", "size"), [(1, 5), (5, 5), (7, 5), (9, 5), (10, 5), (23, 5)])
def test_a_sample_is_as_large_as_asked_and_spread_evenly(
    ledger: Ledger, passages: int, size: int
) -> None:
    text = "\n\n".join(f"# H{n}\n\nText {n}." for n in range(passages))
    other = Article("other", "Other", "Testo.\n\n# H\n\nTesto.", "it")
    ledger.write([indexed(other), indexed(Article("long", "Long", text, "en"))])
    numbers = [int(item.key.rpartition("#")[2]) for item in ledger.sample("en", size)]
    assert len(numbers) == min(passages, size)
    gaps = np.diff([-1, *numbers, passages])
    assert max(gaps) - 1 <= passages / size + 1


def test_starting_over_forgets_everything_but_the_new_stamp(ledger: Ledger) -> None:
    ledger.write([indexed(NEWS[0])])
    ledger.add_words("en", ["milk"], HashingEncoder().encode_words(["milk"]))
    ledger.set_applied("chroma", 1)
    other = Stamp("another", 8, 2)
    ledger.start_over(other)
    assert ledger.stamp == other
    assert (ledger.count(), ledger.revision, ledger.applied("chroma")) == (0, 0, 0)
    assert ledger.count_words("en") == 0


def test_each_derived_index_remembers_how_far_it_is(ledger: Ledger) -> None:
    ledger.set_applied("chroma", 3)
    ledger.set_applied("chroma", 4)
    assert (ledger.applied("chroma"), ledger.applied("lexical")) == (4, 0)


def test_what_was_written_is_there_when_opened_again(ledger: Ledger) -> None:
    ledger.write([indexed(NEWS[0])])
    ledger.close()
    again = Ledger(ledger.path)
    assert again.stamp == STAMP
    assert again.article("cerebras.en") == NEWS[0]


def test_a_reader_in_another_thread_does_not_see_half_a_write(ledger: Ledger) -> None:
    seen: list[int] = []

    def read() -> None:
        seen.append(ledger.count())

    with ledger._write():
        ledger._put_in(indexed(NEWS[0]), 1)
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
    read()
    assert seen == [0, 2]


def test_what_was_half_read_does_not_complain_when_the_ledger_is_closed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaints: list[object] = []
    monkeypatch.setattr("sys.unraisablehook", complaints.append)
    ledger.write([indexed(article) for article in NEWS])
    rows = ledger._select("id, hash", "articles", [article.id for article in NEWS])
    next(rows)
    ledger.close()
    del rows
    assert complaints == []


class Full:
    """A connection to a file on a disk that is full when a transaction is to end."""

    def __init__(self, real: sqlite3.Connection, *, gives_up: bool) -> None:
        self._real = real
        self._gives_up = gives_up

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def execute(self, query: str, *given: Any) -> sqlite3.Cursor:
        if query == "COMMIT":
            if self._gives_up:
                self._real.execute("ROLLBACK")
            raise sqlite3.OperationalError("database or disk is full")
        return self._real.execute(query, *given)


@pytest.mark.parametrize("gives_up", [False, True], ids=["open", "ended by SQLite"])
def test_a_write_that_a_full_disk_ends_is_told_and_the_next_one_goes_on(
    ledger: Ledger, gives_up: bool
) -> None:
    real = ledger._connection
    ledger._local.connection = Full(real, gives_up=gives_up)
    with pytest.raises(LibraryUnusable, match="no room left on the disk"):
        ledger.write([indexed(NEWS[0])])
    ledger._local.connection = real
    assert ledger.write([indexed(NEWS[1])]) == 1
    assert [card.id for card in ledger.cards()] == [NEWS[1].id]


def newer_stamp(path: Path) -> None:
    """Turn a ledger into one of a Sibilla to come, whose stamp and tables we do not know."""
    connection = sqlite3.connect(path)
    stamp = {"model": "m", "dimension": 3, "format": FORMAT_VERSION + 1, "unheard": "of"}
    connection.execute("UPDATE meta SET value = ? WHERE key = 'stamp'", (json.dumps(stamp),))
    connection.execute("DROP TABLE articles")
    connection.execute("CREATE TABLE articles (unheard TEXT)")
    connection.execute("INSERT INTO articles VALUES ('of')")
    connection.commit()
    connection.close()


def test_a_ledger_of_a_newer_sibilla_is_refused_and_left_as_it_is(ledger: Ledger) -> None:
    ledger.close()
    newer_stamp(ledger.path)
    before = ledger.path.read_bytes()
    with pytest.raises(LibraryUnusable, match="newer Sibilla") as refused:
        Ledger(ledger.path)
    assert str(ledger.path.parent) in str(refused.value)
    assert ledger.path.read_bytes() == before


def garbage(path: Path) -> None:
    path.write_bytes(b"this is no database" * 1_000)


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(("spoil", "told"), [(garbage, "is damaged"), (folder, "cannot be used")])
def test_what_is_no_ledger_is_refused_in_words(
    tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    spoil(tmp_path / "ledger.sqlite")
    with pytest.raises(LibraryUnusable, match=told):
        Ledger(tmp_path / "ledger.sqlite")


def test_a_ledger_that_another_program_locks_for_writing_can_still_be_read(ledger: Ledger) -> None:
    ledger.write([indexed(NEWS[0])])
    other = sqlite3.connect(ledger.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert ledger.count() == 2
    other.execute("ROLLBACK")
    other.close()


def test_vectors_are_stored_as_float32_whatever_they_come_as(ledger: Ledger) -> None:
    item, _ = entry("a#0", "Text.", unit([[1, 2, 3]]).astype(np.float64)[0])
    ledger.write([IndexedArticle(Article("a", "A", "Text.", "en"), "", "", (item,))])
    stored = ledger.passages(["a#0"])["a#0"]
    assert stored.vector.dtype == stored.sentence_vectors.dtype == np.float32
    np.testing.assert_allclose(stored.vector, item.vector, rtol=1e-6)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(title=st.text(max_size=30), text=st.text(min_size=1, max_size=200))
def test_offsets_hold_in_what_the_ledger_gives_back(ledger: Ledger, title: str, text: str) -> None:
    # The ledger keeps the article as Markdown and reads it again: nothing may shift.
    article = article_from_markdown(f"# {title.strip() or 'T'}\n\ntext {text}", "a")
    ledger.write([indexed(article)])
    stored = ledger.article("a")
    assert stored
    assert stored.text == article.text
    assert [stored.text[p.start : p.end] for p in split_passages(article)] == [
        p.text for p in split_passages(article)
    ]


def test_closing_does_not_bring_back_a_ledger_that_was_deleted(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "folder" / "ledger.sqlite")
    ledger.close()
    shutil.rmtree(tmp_path / "folder")
    ledger.close()
    assert not (tmp_path / "folder").exists()


@pytest.mark.parametrize("language", ["", "it", "en", "fr"])
@pytest.mark.parametrize("outlet", ["", "The Wire", "Il Cavo", "Nobody"])
@pytest.mark.parametrize("since", [None, date(2025, 10, 1), date(2026, 1, 15), date(2027, 1, 1)])
@pytest.mark.parametrize("until", [None, date(2025, 9, 30), date(2026, 1, 14)])
def test_whether_there_is_an_article_is_what_the_filters_say(
    newsroom: Ledger, language: str, outlet: str, since: date | None, until: date | None
) -> None:
    filters = Filters(language, since, until, outlet)
    assert newsroom.holds(filters) == any(filters.admit(card) for card in newsroom.cards())
