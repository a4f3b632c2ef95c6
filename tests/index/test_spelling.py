from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library import Library
from index.catalogue import Index
from index.spelling import in_dictionary, mend
from index.words import split_words

CORPUS = {
    "cerebras": 40,
    "nvidia": 90,
    "inference": 30,
    "micron": 9,
    "qualità": 3,
    "capacity": 12,
    "capacità": 20,
    "gb200": 8,
    "megawatts": 5,
    "megawatt": 25,
}


def frequencies(words: Collection[str]) -> dict[str, int]:
    return {word: CORPUS[word] for word in words if word in CORPUS}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("why cerebars?", "why cerebras?"),  # two letters exchanged
        ("why cerebas?", "why cerebras?"),  # one left out
        ("why cerebrass?", "why cerebras?"),  # one put in
        ("why cerebtas?", "why cerebras?"),  # one mistaken
        ("la qualita dei chip", "la qualità dei chip"),  # an accent left out
        ("Why Cerebars and NVIDAI?", "Why Cerebras and NVIDIA?"),
    ],
)
def test_a_word_one_slip_away_from_a_word_of_the_corpus_becomes_that(
    typed: str, meant: str
) -> None:
    assert mend(typed, frequencies) == meant


def test_of_several_the_word_of_most_passages_is_taken() -> None:
    assert mend("how many megawattt", frequencies) == "how many megawatt"
    assert mend("capacitu", frequencies) == "capacità"


@pytest.mark.parametrize(
    "question",
    [
        "Why did OpenAI choose Cerebras?",
        "cerberass",  # two slips
        "macro economics",  # in the dictionary, though a letter away from Micron
        "What did Mocron say?",  # with another letter it may be another name
        "gb300",  # no slip for gb200
        "mcrn",  # short
        "come scrivere perché",
        "x" * 2_000,
        "?!",
        "",
    ],
)
def test_other_words_are_left_as_they_are(question: str) -> None:
    assert mend(question, frequencies) == question


def test_without_the_dictionary_good_words_would_be_mended_too() -> None:
    assert mend("macron", frequencies, lambda word: False) == "micron"
    assert mend("macron", frequencies) == "macron"


@pytest.mark.parametrize(
    "word", ["inferenza", "sceglieva", "spostarsi", "venderlo", "chips", "macron", "carbonara"]
)
def test_the_dictionary_knows_both_languages_in_all_forms(word: str) -> None:
    assert in_dictionary(word)


def test_what_is_looked_up_grows_with_the_word_alone() -> None:
    looked_up: list[str] = []

    def frequencies(words: Collection[str]) -> dict[str, int]:
        looked_up.extend(words)
        return {}

    mend("zqxwvkjzqx", frequencies)
    assert len(looked_up) < 70 * len("zqxwvkjzqx")


@given(st.text(max_size=80))
def test_only_words_change_whatever_is_typed(question: str) -> None:
    mended = mend(question, frequencies, lambda word: False)
    before, after = split_words(question), split_words(mended)
    assert len(before) == len(after)
    assert all(new == old or new in CORPUS for old, new in zip(before, after, strict=True))


def test_a_search_finds_what_was_meant_and_says_so(index: Index, news: Library) -> None:
    index.sync(news)
    findings = index.search("Who picked Cerebars, and how many megawtats?")
    assert findings.question == "Who picked Cerebras, and how many megawatts?"
    assert findings.passages[0].article.id.startswith("cerebras")
    assert [asked.word for asked in findings.words] == ["picked", "cerebras", "megawatts"]


def test_nothing_is_mended_before_anything_is_indexed(index: Index) -> None:
    assert index.mend("Cerebars") == "Cerebars"
