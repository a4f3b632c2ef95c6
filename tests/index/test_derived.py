import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import chromadb
import numpy as np
import pytest
from newsdesk import NEWS, CountingEncoder, HashingEncoder, article, found, write_ledger_only

from corpus.library import Library
from index.catalogue import Index
from index.embedding import Encoder
from index.passage import Filters
from index.words import content_words

QUESTION = "Why did OpenAI choose Cerebras, e quanto costa il latte?"

Open = Callable[[], Index]
Found = list[tuple[str, float]]


def ranking(index: Index) -> Found:
    """The passages found for a question, with their scores."""
    return [(r.passage.key, round(r.score, 3)) for r in index.search(QUESTION, 50).passages]


def folder_of(data: Path) -> Path:
    """The folder of the one index in the data folder."""
    (ledger,) = (data / "index").glob("*/ledger.sqlite")
    return ledger.parent


def overwrite(path: Path, share: float, content: bytes) -> None:
    """Write over a file from a share of its length on."""
    with path.open("r+b") as file:
        file.seek(int(path.stat().st_size * share))
        file.write(content)


def remove_collection(folder: Path, name: str) -> None:
    """Take a whole collection out of Chroma, as nobody should."""
    client = chromadb.PersistentClient(str(folder))
    client.delete_collection(name)
    client.close()


def forget_vectors(folder: Path) -> None:
    """Empty Chroma's log: the counts stay right, but no vector can be found any more."""
    connection = sqlite3.connect(folder / "chroma.sqlite3")
    connection.execute("DELETE FROM embeddings_queue")
    connection.commit()
    connection.close()


def become_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no folder")


CHROMA_DAMAGE: dict[str, Callable[[Path], object]] = {
    "deleted": shutil.rmtree,
    "a-file": become_file,
    "database-deleted": lambda f: (f / "chroma.sqlite3").unlink(),
    "database-empty": lambda f: (f / "chroma.sqlite3").write_bytes(b""),
    "database-garbage": lambda f: (f / "chroma.sqlite3").write_bytes(b"garbage" * 5_000),
    "database-halved": lambda f: os.truncate(
        f / "chroma.sqlite3", (f / "chroma.sqlite3").stat().st_size // 2
    ),
    "database-overwritten": lambda f: overwrite(f / "chroma.sqlite3", 0.3, b"\xff" * 60_000),
    "header-overwritten": lambda f: overwrite(f / "chroma.sqlite3", 0.0, b"\x00" * 200),
    "passages-gone": lambda f: remove_collection(f, "passages-it"),
    "sentences-gone": lambda f: remove_collection(f, "sentences-it"),
    "vectors-gone": forget_vectors,
}
LEXICAL_DAMAGE: dict[str, Callable[[Path], object]] = {
    "deleted": shutil.rmtree,
    "a-file": become_file,
    "meta-gone": lambda f: (f / "meta.json").unlink(),
    "meta-garbage": lambda f: (f / "meta.json").write_text("{"),
    "meta-empty": lambda f: (f / "meta.json").write_text(""),
    "segments-gone": lambda f: [path.unlink() for path in f.glob("*.idx")],
    "segments-empty": lambda f: [path.write_bytes(b"") for path in f.glob("*.store")],
}
VOCABULARY_DAMAGE: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "empty": lambda f: f.write_bytes(b""),
    "truncated": lambda f: os.truncate(f, 3_333),
    "too-long": lambda f: f.write_bytes(f.read_bytes() + b"more" * 3_000),
}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> tuple[Path, Found]:
    """A data folder with the news indexed, and what is found there."""
    folder = tmp_path_factory.mktemp("original")
    library = Library(folder, with_demo=False)
    for item in NEWS:
        library.add(item)
    index = Index(folder / "index")
    index.encoder = encoder
    index.sync(library)
    ranked = ranking(index)
    index.close()
    return folder, ranked


@pytest.fixture
def whole(original: tuple[Path, Found], data: Path) -> Found:
    """What a whole index finds; a copy of it lies in the data folder."""
    folder, ranked = original
    shutil.copytree(folder, data, dirs_exist_ok=True)
    return ranked


def assert_healed(index: Index, whole: Found, counter: CountingEncoder) -> None:
    """All is found as before, and no text was encoded for it."""
    assert ranking(index) == whole
    assert counter.texts == []
    assert set(counter.words) == set(content_words(QUESTION))
    derived = index._derived
    assert [derived.vectors.count(language) for language in ("it", "en")] == [3, 3]
    assert [derived.lexical(language).count() for language in ("it", "en")] == [3, 3]


@pytest.mark.parametrize("damage", CHROMA_DAMAGE.values(), ids=CHROMA_DAMAGE)
def test_a_damaged_chroma_is_refilled_on_the_next_opening_without_encoding(
    data: Path,
    whole: Found,
    open_index: Open,
    counter: CountingEncoder,
    damage: Callable[[Path], object],
) -> None:
    damage(folder_of(data) / "chroma")
    assert_healed(open_index(), whole, counter)


@pytest.mark.parametrize("damage", LEXICAL_DAMAGE.values(), ids=LEXICAL_DAMAGE)
def test_damaged_words_are_refilled_on_the_next_opening_without_encoding(
    data: Path,
    whole: Found,
    open_index: Open,
    counter: CountingEncoder,
    damage: Callable[[Path], object],
) -> None:
    damage(folder_of(data) / "lexical-it")
    assert_healed(open_index(), whole, counter)


@pytest.mark.parametrize("damage", VOCABULARY_DAMAGE.values(), ids=VOCABULARY_DAMAGE)
def test_a_damaged_vocabulary_is_completed_on_the_next_opening_without_encoding(
    data: Path,
    whole: Found,
    open_index: Open,
    counter: CountingEncoder,
    damage: Callable[[Path], object],
) -> None:
    damage(folder_of(data) / "vocabulary-en.f32")
    assert_healed(open_index(), whole, counter)


def test_a_sync_heals_as_well_as_a_search(
    data: Path, whole: Found, open_index: Open, library: Library, counter: CountingEncoder
) -> None:
    shutil.rmtree(folder_of(data) / "chroma")
    shutil.rmtree(folder_of(data) / "lexical-en")
    index = open_index()
    assert not index.sync(library).did_something
    assert_healed(index, whole, counter)


def test_a_server_that_holds_the_right_to_write_heals_when_first_asked(
    data: Path, whole: Found, open_index: Open, counter: CountingEncoder
) -> None:
    CHROMA_DAMAGE["database-garbage"](folder_of(data) / "chroma")
    index = open_index()
    with index.writing():
        assert_healed(index, whole, counter)


def test_everything_but_the_ledger_may_go_at_once(
    data: Path, whole: Found, open_index: Open, counter: CountingEncoder
) -> None:
    for path in folder_of(data).iterdir():
        if not path.name.startswith("ledger"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert_healed(open_index(), whole, counter)


def test_a_whole_index_is_left_as_it_is(data: Path, whole: Found, open_index: Open) -> None:
    witness = folder_of(data) / "chroma" / "witness"
    witness.touch()
    assert ranking(open_index()) == whole
    assert witness.exists()
    assert not list(folder_of(data).glob("*.discarded*"))
    assert not list(folder_of(data).glob("opening*"))


def dead_process() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize("number", [dead_process, os.getpid], ids=["dead", "same-number"])
def test_after_a_crash_while_opening_chroma_is_first_tried_in_a_child(
    data: Path, whole: Found, open_index: Open, counter: CountingEncoder, number: Callable[[], int]
) -> None:
    # In a container each start has the same process number as the one that crashed.
    (folder_of(data) / f"opening-chroma.{number()}").touch()
    witness = folder_of(data) / "chroma" / "witness"
    witness.touch()
    assert_healed(open_index(), whole, counter)
    assert witness.exists()
    assert not list(folder_of(data).glob("opening*"))


@pytest.mark.parametrize("number", [dead_process, os.getpid], ids=["dead", "same-number"])
def test_what_does_not_open_in_the_child_is_refilled_without_being_opened(
    data: Path,
    whole: Found,
    open_index: Open,
    counter: CountingEncoder,
    number: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (folder_of(data) / f"opening-chroma.{number()}").touch()
    witness = folder_of(data) / "chroma" / "witness"
    witness.touch()
    monkeypatch.setattr(sys, "executable", "false")  # as a child that is killed
    assert_healed(open_index(), whole, counter)
    assert not witness.exists()


def test_the_child_tells_a_damaged_store(data: Path, whole: Found, open_index: Open) -> None:
    derived = open_index()._derived
    assert derived._home._opens_in_child(["it", "en"])
    CHROMA_DAMAGE["database-halved"](folder_of(data) / "chroma")
    assert not derived._home._opens_in_child(["it", "en"])


def test_a_mark_of_a_process_that_is_still_opening_is_left_alone(
    data: Path, whole: Found, open_index: Open
) -> None:
    mark = folder_of(data) / f"opening-chroma.{os.getppid()}"
    mark.touch()
    assert ranking(open_index()) == whole
    assert mark.exists()


def test_what_a_crash_left_out_is_caught_up_on_the_next_opening(
    whole: Found, open_index: Open, library: Library, counter: CountingEncoder
) -> None:
    index = open_index()
    library.remove("latte.it")
    library.add(article("penguins.en", "Penguins live in Antarctica."))
    write_ledger_only(index, library)
    index.close()
    counter.forget()

    again = open_index()
    english = Filters(language="en")
    assert found(again, "Where do penguins live?", filters=english)[0] == "penguins.en"
    assert "latte.it" not in found(again, "prezzo del latte", count=100)
    assert counter.texts == []
    vector = again.encoder.encode_questions(["Where do penguins live?"])[0]
    near = again._derived.vectors.nearest_passages("en", vector, 1, Filters())
    assert near == ["penguins.en#0"]
    assert again._derived.vectors.count("it") == again._derived.lexical("it").count() == 2
    assert again._derived.vectors.count("en") == again._derived.lexical("en").count() == 4


def test_a_crash_between_chroma_and_the_words_is_caught_up_too(
    whole: Found, open_index: Open, library: Library
) -> None:
    index = open_index()
    library.remove("latte.it")
    library.add(article("penguins.en", "Penguins live in Antarctica."))
    write_ledger_only(index, library)
    index._derived._catch_up_chroma()
    index._ledger.set_applied("chroma", index.revision)
    index.close()
    again = open_index()
    assert "penguins.en" in found(again, "penguins")
    assert again._derived.lexical("it").count() == 2
    assert again._derived.lexical("en").count() == 4


def test_catching_up_twice_does_no_harm(index: Index, whole: Found, library: Library) -> None:
    index.sync(library)
    before = ranking(index)
    for name in ("chroma", "lexical"):
        index._ledger.set_applied(name, 0)
    index._derived.catch_up()
    assert ranking(index) == before


def test_what_belongs_to_a_deleted_ledger_is_thrown_away(
    data: Path, whole: Found, open_index: Open, library: Library
) -> None:
    # Old words at new positions would expand a question into anything.
    for path in folder_of(data).glob("ledger.sqlite*"):
        path.unlink()
    library.remove("cerebras.en")
    index = Index(data / "index")
    index.close()
    again = open_index()
    again.sync(library)
    vocabulary = np.fromfile(folder_of(data) / "vocabulary-en.f32", dtype=np.float32)
    kept = [np.frombuffer(v, dtype=np.float32) for v in again._ledger.word_vectors("en")]
    np.testing.assert_array_equal(vocabulary, np.concatenate(kept))
    assert again._derived.vectors.count("en") == again._derived.lexical("en").count() == 1
    assert again._derived.vectors.count("it") == again._derived.lexical("it").count() == 3


def test_an_index_of_another_stamp_is_rebuilt_and_never_half_used(
    data: Path, library: Library
) -> None:
    for item in NEWS:
        library.add(item)
    small, large = Index(data / "index", "hashing"), Index(data / "index", "hashing")
    small.encoder, large.encoder = HashingEncoder(16), HashingEncoder(64)
    small.sync(library)
    assert found(small, "OpenAI")
    small.close()
    assert len(large.sync(library).added) == 4
    assert found(large, "prezzo del latte", filters=Filters(language="it"))[0] == "latte.it"
    assert large._derived.vectors.count("it") == 3
    large.close()


def test_nothing_is_opened_to_list_articles(data: Path, whole: Found, open_index: Open) -> None:
    index = open_index()
    assert len(index.cards()) == 4
    assert index.article("latte.it").title == "Il prezzo del latte"
    assert index._derived._home._store is None
