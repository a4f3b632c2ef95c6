import numpy as np
import pytest

from index.alignment import align
from index.passage import Vectors
from index.records import SENTENCE_START


def aligned(
    *passages: list[list[int]], cosines: Vectors | None = None, idf: Vectors | None = None
) -> tuple[list[float], list[float]]:
    """The alignments of sentences and of passages; a sentence is the positions of its words."""
    words = [
        at for passage in passages for sentence in passage for at in (SENTENCE_START, *sentence)
    ]
    firsts = np.cumsum([0, *(len(passage) for passage in passages)])[:-1]
    of_sentences, of_passages = align(
        np.array(words, dtype=np.int32),
        firsts,
        COSINES if cosines is None else cosines,
        IDF if idf is None else idf,
    )
    assert of_sentences.dtype == of_passages.dtype == np.float32
    return of_sentences.tolist(), of_passages.tolist()


# Two question words against a vocabulary of three; the last column is that of no word.
COSINES = np.array([[1.0, 0.5, 0.0, 0.0], [0.0, 0.8, -0.9, 0.0]], dtype=np.float32)
IDF = np.array([3.0, 1.0], dtype=np.float32)


def test_each_question_word_is_met_by_its_nearest_word_weighed_by_idf() -> None:
    sentences, (whole,) = aligned([[0, 1], [2], []])
    assert sentences == pytest.approx([(3 * 1 + 0.64) / 4, 0, 0])
    assert whole == pytest.approx((3 * 1 + 0.64) / 4)


def test_a_passage_may_meet_with_several_sentences_what_none_meets_alone() -> None:
    sentences, (whole,) = aligned([[0], [1]])
    assert sentences == pytest.approx([3 / 4, (0.75 + 0.64) / 4])
    assert whole == pytest.approx((3 + 0.64) / 4)


def test_every_passage_gets_its_own_sentences() -> None:
    sentences, passages = aligned([[0]], [[2], [0]], [[2]])
    assert sentences == pytest.approx([3 / 4, 0, 3 / 4, 0])
    assert passages == pytest.approx([3 / 4, 3 / 4, 0])


@pytest.mark.parametrize("idf", [np.zeros(0), np.zeros(2)])
def test_a_question_without_words_aligns_with_nothing(idf: Vectors) -> None:
    assert aligned([[0], [1]], cosines=COSINES[: len(idf)], idf=idf) == ([0, 0], [0])


def test_a_word_learnt_since_the_cosines_were_computed_meets_nothing() -> None:
    # Another thread may index an article in the middle of a search.
    sentences, (whole,) = aligned([[3, 400], [0]])
    assert sentences == pytest.approx([0, 3 / 4])
    assert whole == pytest.approx(3 / 4)
