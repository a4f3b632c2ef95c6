import threading
import time
from collections.abc import Callable

import pytest

from index.embedding import EmbeddedEncoder
from index.priority import answering, give_way, is_answering

PATIENCE = 0.15


def in_a_thread(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_work_for_the_library_waits_until_the_answer_is_given() -> None:
    done: list[str] = []
    with answering():
        worker = in_a_thread(lambda: (give_way(), done.append("step")))
        worker.join(PATIENCE / 3)
        done.append("answer")
    worker.join(5)
    assert done == ["answer", "step"]


def test_work_for_the_library_goes_on_while_questions_never_cease() -> None:
    with answering():
        worker = in_a_thread(lambda: [give_way() for _ in range(3)])
        worker.join(5)
        assert not worker.is_alive()


def test_without_a_question_nothing_waits() -> None:
    began = time.perf_counter()
    for _ in range(1000):
        give_way()
    assert time.perf_counter() - began < PATIENCE


def test_who_answers_does_not_wait_for_itself_nor_for_others() -> None:
    with answering(), answering():
        assert is_answering()
        began = time.perf_counter()
        for _ in range(20):
            give_way()
        assert time.perf_counter() - began < PATIENCE
    assert not is_answering()


def test_a_broken_off_answer_holds_nobody_up() -> None:
    with pytest.raises(ValueError, match="gone"), answering():
        raise ValueError("gone")
    assert not is_answering()
    began = time.perf_counter()
    in_a_thread(give_way).join(5)
    assert time.perf_counter() - began < PATIENCE


def test_a_question_is_encoded_before_the_articles_that_were_there_first(
    encoder: EmbeddedEncoder,
) -> None:
    finished: list[str] = []

    def index() -> None:
        encoder.encode_texts([f"Passage {n} on chips and power. " * 20 for n in range(300)])
        finished.append("articles")

    worker = in_a_thread(index)
    time.sleep(0.05)
    with answering():
        encoder.encode_questions(["Why did OpenAI choose Cerebras?"])
        finished.append("question")
    worker.join(60)
    assert finished == ["question", "articles"]


def test_many_texts_of_an_answer_are_encoded_without_giving_way(
    encoder: EmbeddedEncoder,
) -> None:
    texts = [f"Sentence {n} of a long draft." * 10 for n in range(200)]
    encoder.encode_texts(texts)
    began = time.perf_counter()
    encoder.encode_texts(texts)
    usual = time.perf_counter() - began
    with answering():
        began = time.perf_counter()
        encoder.encode_texts(texts)
        # Each of its dozen batches would otherwise wait for the answer it is part of.
        assert time.perf_counter() - began < 3 * usual + PATIENCE
