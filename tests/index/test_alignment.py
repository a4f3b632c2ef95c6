import numpy as np
import pytest
from newsdesk import HashingEncoder, passages, unit

from index.alignment import align
from index.records import SENTENCE_START, IndexedPassage


def item(text: str, *sentences: list[int]) -> IndexedPassage:
    """A passage with the given word positions in each of its sentences."""
    (passage,) = passages(text)
    words = [position for sentence in sentences for position in (SENTENCE_START, *sentence)]
    vectors = HashingEncoder().encode_texts([s.text for s in passage.sentences])
    assert len(vectors) == len(sentences)
    return IndexedPassage(passage, unit([[1.0]])[0], vectors, np.array(words, dtype=np.int32))


# Two question words against a vocabulary of three; the last column is that of no word.
COSINES = np.array([[1.0, 0.5, 0.0, 0.0], [0.0, 0.8, -0.9, 0.0]], dtype=np.float32)
IDF = np.array([3.0, 1.0], dtype=np.float32)


def test_each_question_word_is_met_by_its_nearest_word_weighed_by_idf() -> None:
    (aligned,) = align([item("One. Two. Three.", [0, 1], [2], [])], COSINES, IDF)
    assert aligned.dtype == np.float32
    np.testing.assert_allclose(aligned, [(3 * 1 + 0.64) / 4, 0, 0, (3 * 1 + 0.64) / 4], rtol=1e-6)


def test_a_passage_may_meet_with_several_sentences_what_none_meets_alone() -> None:
    (aligned,) = align([item("One. Two.", [0], [1])], COSINES, IDF)
    np.testing.assert_allclose(aligned, [3 / 4, (0.75 + 0.64) / 4, (3 + 0.64) / 4], rtol=1e-6)


def test_every_passage_gets_its_own_sentences() -> None:
    first, second = align([item("One.", [0]), item("One. Two.", [2], [0])], COSINES, IDF)
    assert (first.shape, second.shape) == ((2,), (3,))
    np.testing.assert_allclose(second, [0, 3 / 4, 3 / 4], rtol=1e-6)


@pytest.mark.parametrize("idf", [np.zeros(0), np.zeros(2)])
def test_a_question_without_words_aligns_with_nothing(idf: np.ndarray) -> None:
    (aligned,) = align([item("One. Two.", [0], [1])], COSINES[: len(idf)], idf)
    assert aligned.tolist() == [0, 0, 0]


def test_no_passage_gives_no_alignment() -> None:
    assert align([], COSINES, IDF) == []


def test_a_word_learnt_since_the_cosines_were_computed_meets_nothing() -> None:
    # Another thread may index an article in the middle of a search.
    (aligned,) = align([item("One. Two.", [3, 400], [0])], COSINES, IDF)
    np.testing.assert_allclose(aligned, [0, 3 / 4, 3 / 4], rtol=1e-6)
