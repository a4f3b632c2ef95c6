from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import MAX_SENTENCE_CHARACTERS, split_sentences


def texts(text: str, language: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("it", ["OpenAI ha scelto Cerebras.", "Perché?", "È veloce!"]),
        ("en", ["OpenAI chose Cerebras.", "Why?", "It is fast!"]),
        ("it", ["Secondo il dott. Rossi costa 3,5 miliardi.", "Vedi pag. 12 del rapporto."]),
        ("en", ["Dr. Smith paid $3.5 billion.", "The U.S. agreed."]),
        ("it", ["La Eni S.p.A. del gruppo ha firmato.", "Non è finita."]),
        ("en", ["SpaceX bought it.", "xAI runs Colossus.", "d-Matrix raised money."]),
        ("it", ["Lo dice Musk.", "xAI ha comprato tutto.", "iPhone e vLLM no."]),
        ("en", ["😀 Hello.", "日本 is fine.", "Città too."]),
    ],
)
def test_a_text_is_split_into_its_sentences(language: str, sentences: list[str]) -> None:
    assert texts(" ".join(sentences), language) == sentences


def test_what_starts_in_lower_case_goes_with_the_sentence_before() -> None:
    assert texts("The price rose. and fell again. Later it stayed.", "en") == [
        "The price rose. and fell again.",
        "Later it stayed.",
    ]


def test_positions_count_from_the_offset() -> None:
    first, second = split_sentences("One.  Two.", "en", offset=100)
    assert (first.start, first.end) == (100, 104)
    assert (second.start, second.end) == (106, 110)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \u2028"])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert split_sentences(text, "it") == []


@pytest.mark.parametrize("language", ["fr", "zz", "ja", ""])
def test_any_language_is_split(language: str) -> None:
    assert texts("Bonjour tout le monde. Au revoir.", language) == [
        "Bonjour tout le monde.",
        "Au revoir.",
    ]


def test_an_endless_sentence_is_cut_at_its_punctuation() -> None:
    part = "the report counts servers, "
    pieces = texts(part * 60, "en")
    assert all(len(piece) <= MAX_SENTENCE_CHARACTERS for piece in pieces)
    assert all(piece.endswith(",") for piece in pieces)
    assert " ".join(pieces) == (part * 60).strip()


def test_what_has_no_space_is_cut_all_the_same() -> None:
    pieces = texts("a" * 1500, "en")
    assert [len(piece) for piece in pieces] == [600, 600, 300]


def test_a_repeated_phrase_keeps_its_own_positions() -> None:
    text = "again, " * 400
    sentences = split_sentences(text, "en")
    assert [text[s.start : s.end] for s in sentences] == [s.text for s in sentences]
    assert all(a.end <= b.start for a, b in pairwise(sentences))


@settings(max_examples=200, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=200),
        st.lists(
            st.sampled_from(
                [
                    "Rossi",
                    "pag. ",
                    "12",
                    ". ",
                    "xAI",
                    " ",
                    "\n",
                    "«",
                    "»",
                    "S.p.A.",
                    "del",
                    "?",
                    "é",
                ]
            ),
            max_size=300,
        ).map("".join),
    ),
    language=st.sampled_from(["it", "en"]),
    offset=st.integers(0, 1000),
)
def test_every_character_but_blanks_is_in_one_sentence(
    text: str, language: str, offset: int
) -> None:
    sentences = split_sentences(text, language, offset)
    position = 0
    for sentence in sentences:
        start, end = sentence.start - offset, sentence.end - offset
        assert text[start:end] == sentence.text == sentence.text.strip() != ""
        assert len(sentence.text) <= MAX_SENTENCE_CHARACTERS
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()
