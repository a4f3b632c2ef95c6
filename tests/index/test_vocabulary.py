from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from newsdesk import unit

from index.ledger import Ledger
from index.vocabulary import MAX_EXPANSIONS, MIN_COSINE, Vocabulary

WORDS = ["scelto", "preferito", "latte"]
VECTORS = unit([[1, 0, 0], [0.8, 0.6, 0], [0, 0, 1]])


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.add_words("it", WORDS, VECTORS)
    return ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vocabulary-it.f32"


@pytest.fixture
def vocabulary(ledger: Ledger, path: Path) -> Vocabulary:
    vocabulary = Vocabulary(path, ledger, "it", 3)
    vocabulary.catch_up()
    return vocabulary


def expand(vocabulary: Vocabulary, word: str, vector: list[float]) -> dict[str, float]:
    (expansions,) = vocabulary.expand([word], vocabulary.compare(unit([vector])))
    return {expansion.word: round(expansion.weight, 4) for expansion in expansions}


def test_a_word_is_expanded_into_those_near_in_meaning(vocabulary: Vocabulary) -> None:
    assert expand(vocabulary, "chosen", [1, 0, 0]) == {
        "scelto": 1.0,
        "preferito": 0.64,
        "chosen": 1.0,
    }


def test_a_word_of_the_corpus_stands_for_itself_in_full(vocabulary: Vocabulary) -> None:
    assert expand(vocabulary, "preferito", [1, 0, 0])["preferito"] == 1.0


def test_a_word_with_no_like_stands_for_itself_alone(vocabulary: Vocabulary) -> None:
    assert expand(vocabulary, "xyz", [0, 1, 0]) == {"xyz": 1.0}


def test_no_word_stands_in_below_the_least_cosine(vocabulary: Vocabulary) -> None:
    cosines = np.array([[MIN_COSINE, MIN_COSINE + 0.01, 1.0, 0.0]], dtype=np.float32)
    (expansions,) = vocabulary.expand(["x"], cosines)
    assert {e.word for e in expansions} == {"preferito", "latte", "x"}


def test_there_are_never_more_expansions_than_the_limit(ledger: Ledger, path: Path) -> None:
    ledger.add_words("it", [f"w{n}" for n in range(50)], np.repeat(VECTORS[:1], 50, axis=0))
    vocabulary = Vocabulary(path, ledger, "it", 3)
    vocabulary.catch_up()
    assert len(expand(vocabulary, "x", [1, 0, 0])) == MAX_EXPANSIONS + 1


def test_cosines_end_with_a_column_of_zeros(vocabulary: Vocabulary) -> None:
    cosines = vocabulary.compare(VECTORS)
    np.testing.assert_allclose(cosines[:, :-1], VECTORS @ VECTORS.T, atol=1e-6)
    assert not cosines[:, -1].any()
    assert vocabulary.compare(np.zeros((0, 3), dtype=np.float32)).shape == (0, 4)


def test_an_empty_vocabulary_leaves_a_question_word_to_itself(tmp_path: Path) -> None:
    vocabulary = Vocabulary(tmp_path / "v.f32", Ledger(tmp_path / "l.sqlite"), "it", 3)
    vocabulary.catch_up()
    assert expand(vocabulary, "word", [1, 0, 0]) == {"word": 1.0}


def test_languages_do_not_mix(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add_words("en", ["chosen"], VECTORS[:1])
    english = Vocabulary(tmp_path / "vocabulary-en.f32", ledger, "en", 3)
    english.catch_up()
    assert set(expand(english, "x", [1, 0, 0])) == {"chosen", "x"}


def test_new_words_are_appended_to_the_file(
    vocabulary: Vocabulary, ledger: Ledger, path: Path
) -> None:
    before = path.read_bytes()
    ledger.add_words("it", ["rame"], unit([[0, 1, 0]]))
    vocabulary.catch_up()
    assert path.read_bytes()[: len(before)] == before
    assert expand(vocabulary, "copper", [0, 1, 0])["rame"] == 1.0


def test_a_reader_sees_new_words_after_reloading(
    vocabulary: Vocabulary, ledger: Ledger, path: Path
) -> None:
    reader = Vocabulary(path, ledger, "it", 3)
    ledger.add_words("it", ["rame"], unit([[0, 1, 0]]))
    vocabulary.catch_up()
    assert "rame" not in expand(reader, "x", [0, 1, 0])
    reader.reload()
    assert "rame" in expand(reader, "x", [0, 1, 0])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:17]),
        lambda path: path.write_bytes(path.read_bytes()[:24]),
        lambda path: path.write_bytes(path.read_bytes() + b"half"),
        lambda path: path.write_bytes(path.read_bytes() * 3),
    ],
    ids=["gone", "empty", "half-a-row", "rows-missing", "row-too-long", "rows-too-many"],
)
def test_a_file_of_the_wrong_length_is_mended_from_the_ledger(
    vocabulary: Vocabulary, ledger: Ledger, path: Path, spoil: Callable[[Path], object]
) -> None:
    whole = path.read_bytes()
    spoil(path)
    again = Vocabulary(path, ledger, "it", 3)
    again.catch_up()
    assert path.read_bytes() == whole
    assert expand(again, "chosen", [1, 0, 0])["scelto"] == 1.0


def test_a_file_that_has_gone_is_no_longer_searched(vocabulary: Vocabulary, path: Path) -> None:
    path.unlink()
    vocabulary.reload()
    assert expand(vocabulary, "chosen", [1, 0, 0]) == {"chosen": 1.0}
