import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import DocumentRefused
from corpus.readers.decoding import decode

ITALIAN = "Perché l’accordo è già così? «Più energia» per 10 miliardi di €. Città, virtù, È.\n"
ENGLISH = "The deal – worth £10bn – was “signed” in a café; it isn’t over…\n"
RUSSIAN = "Компания построит новый центр обработки данных рядом с солнечной электростанцией. " * 3


@pytest.mark.parametrize("text", [ITALIAN, ENGLISH])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_texts_of_both_languages_are_read_in_every_usual_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt", ".txt") == text


@pytest.mark.parametrize(
    "text", ["Perché no?", "Così è.", "È già più là", "Un caffè, per carità: 3 m² di università."]
)
def test_a_short_italian_text_in_latin_1_is_not_taken_for_another_language(text: str) -> None:
    assert decode(text.encode("latin-1"), "a.txt", ".txt") == text


def test_another_alphabet_is_guessed() -> None:
    assert decode(RUSSIAN.encode("cp1251"), "a.txt", ".txt") == RUSSIAN


def test_what_the_sender_says_counts_where_it_can_be() -> None:
    assert decode(RUSSIAN.encode("koi8-r"), "a", "", "koi8-r") == RUSSIAN
    assert decode(ITALIAN.encode(), "a", "", "cp1251") == ITALIAN
    assert decode(ITALIAN.encode("cp1252"), "a", "", "no-such-charset") == ITALIAN


def test_a_text_in_utf8_with_a_broken_character_stays_utf8() -> None:
    cut_short = (ITALIAN * 5).encode()[:-1] + "è".encode()[:1]
    read = decode(cut_short, "a.txt", ".txt")
    assert read.startswith(ITALIAN * 4)
    assert "Ã" not in read


@pytest.mark.parametrize(
    "content", [b"\x81\x8d\x8f", b"a\0b", b"\0" * 9, b"\xff\xfea", bytes(range(256))]
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentRefused, match="a is not text"):
        decode(content, "a", ".txt")


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(content: bytes) -> None:
    try:
        assert isinstance(decode(content, "a", ".txt"), str)
    except DocumentRefused as refusal:
        told = refusal
    else:
        return
    assert told.reason == "not-text"
