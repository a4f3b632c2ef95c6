"""What an answer's vector is like, over the demo corpus: the correction brings answers nearer."""

import numpy as np
import pytest

from bot.question import read_question
from bot.seeking import correction, sought
from bot.sibilla import Sibilla
from index.passage import Vectors
from tests.benchmarks.seeking import QUESTIONS, Example, examples_of_news, folds, learn

# A third of the passes over the questions that the product's own was learned with: enough to help.
_EPOCHS = 3


@pytest.fixture(scope="module")
def paraphrased(demo_sibilla: Sibilla) -> list[Example]:
    file = {"paraphrased": QUESTIONS / "paraphrased.jsonl"}
    return examples_of_news(demo_sibilla, file)["paraphrased"]


def test_learned_on_some_stories_it_helps_on_others(paraphrased: list[Example]) -> None:
    topics = folds(example.topic for example in paraphrased)[0]
    known = [example for example in paraphrased if example.topic not in topics]
    new = [example for example in paraphrased if example.topic in topics]
    by = learn(known, epochs=_EPOCHS)
    plain = np.mean([example.reciprocal_rank(None) for example in new])
    assert np.mean([example.reciprocal_rank(by) for example in new]) > plain + 0.02


def test_the_products_own_helps_in_either_language(paraphrased: list[Example]) -> None:
    for language in ("en", "it"):
        of_language = [e for e in paraphrased if e.direction.startswith(language)]
        plain = np.mean([example.reciprocal_rank(None) for example in of_language])
        ranks = [example.reciprocal_rank(correction()) for example in of_language]
        assert np.mean(ranks) > plain + 0.05


def test_names_are_left_out_of_the_second_vector(demo_sibilla: Sibilla) -> None:
    encoder = demo_sibilla.index.encoder
    one, other = (
        sought(read_question(f"How much does {name} pay for electricity?"), encoder)
        for name in ("Oracle", "Mistral")
    )
    assert np.allclose(one[1], other[1])
    assert not np.allclose(one[0], other[0])


def test_vectors_of_another_encoder_are_left_as_they_are() -> None:
    class Other:
        name, dimension = "other", 2

        def encode_questions(self, questions: list[str]) -> Vectors:
            return np.array([[0.6, 0.8]] * len(questions), dtype=np.float32)

        encode_texts = encode_words = encode_questions

    vectors = sought(read_question("Why did OpenAI choose Cerebras?"), Other())
    assert vectors.tolist() == pytest.approx(np.array([[0.6, 0.8]] * 2))
