from pathlib import Path

import numpy as np
import pytest
from newsdesk import entry

from index.lexical import Expansion, LexicalIndex
from index.question_words import AskedWord, ask_words, coverage, inverse_frequency

ASKED = (
    AskedWord("choose", 3.0, {"it": {"scelto": 0.8, "voluto": 0.4}, "en": {"chose": 0.9}}),
    AskedWord("cerebras", 1.0, {"it": {"cerebras": 1.0}, "en": {"cerebras": 1.0}}),
)


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    lexical = LexicalIndex(tmp_path / "lexical")
    nothing = np.zeros(2, dtype=np.float32)
    texts = ["chips chose", "chips", "chips milk", "milk"]
    lexical.change([], [entry(f"a{n}#0", text, nothing) for n, text in enumerate(texts)])
    return lexical


def test_the_words_of_all_languages_are_put_together_and_the_least_idf_counts() -> None:
    asked = ask_words(
        ["choose", "x"],
        {"it": [[Expansion("scelto", 0.8)], []], "en": [[Expansion("chose", 0.9)], []]},
        {"it": [2.0, 5.0], "en": [1.5, 6.0]},
    )
    assert asked == (
        AskedWord("choose", 1.5, {"it": {"scelto": 0.8}, "en": {"chose": 0.9}}),
        AskedWord("x", 5.0, {"it": {}, "en": {}}),
    )


def test_without_any_language_words_have_no_counterparts() -> None:
    assert ask_words(["choose"], {}, {}) == (AskedWord("choose", 0.0, {}),)


def test_a_word_is_as_rare_as_its_commonest_true_counterpart(lexical: LexicalIndex) -> None:
    rare, common = Expansion("chose", 1.0), Expansion("chips", 0.6)
    assert inverse_frequency(lexical, [rare, common]) == inverse_frequency(lexical, [common])
    assert inverse_frequency(lexical, [common]) < inverse_frequency(lexical, [rare])
    doubtful = Expansion("chips", 0.4)
    assert inverse_frequency(lexical, [rare, doubtful]) == inverse_frequency(lexical, [rare])


def test_a_word_that_is_nowhere_is_the_rarest(lexical: LexicalIndex) -> None:
    absent = inverse_frequency(lexical, [Expansion("nowhere", 1.0)])
    assert absent == inverse_frequency(lexical, [])
    assert absent > inverse_frequency(lexical, [Expansion("chose", 1.0)]) > 0


@pytest.mark.parametrize(
    ("text", "language", "share"),
    [
        ("OpenAI ha scelto Cerebras.", "it", 1.0),
        ("OpenAI ha scelto altri.", "it", 0.75),
        ("Hanno voluto Cerebras.", "it", 0.25),
        ("They chose CEREBRAS", "en", 1.0),
        ("Chose", "it", 0.0),
        ("", "en", 0.0),
        ("Ils ont préféré Cerebras, choose?", "fr", 1.0),
    ],
)
def test_coverage_is_the_share_of_the_question_that_a_text_has_words_for(
    text: str, language: str, share: float
) -> None:
    assert coverage(ASKED, text, language) == pytest.approx(share)


def test_nothing_asked_is_not_covered() -> None:
    assert coverage((), "Text.", "en") == 0.0
