"""Leaning: which sentences need the one before them."""

import pytest

from bot.leaning import leans


@pytest.mark.parametrize(
    "sentence",
    ["It costs more.", "This deal ends.", "L'azienda paga.", "Ma non basta.", "«Questo è poco»"],
)
def test_a_sentence_that_points_back_leans(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence", ["OpenAI chose Cerebras.", "Maia è un chip.", "Italy pays.", "Essen grows."]
)
def test_a_sentence_with_a_subject_of_its_own_stands_alone(sentence: str) -> None:
    assert not leans(sentence)
