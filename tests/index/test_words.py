import unicodedata

import pytest

from index.words import content_words, is_function_word, split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'Italia è già qui", ["l", "italia", "è", "già", "qui"]),
        ("GPT-5 costs $3.5bn_net", ["gpt", "5", "costs", "3", "5bn", "net"]),
        ("", []),
        ("… — !", []),
    ],
)
def test_words_are_runs_of_letters_and_digits_in_lower_case(text: str, words: list[str]) -> None:
    assert split_words(text) == words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Perché OpenAI ha scelto Cerebras?", ["openai", "scelto", "cerebras"]),
        ("Why did OpenAI choose Cerebras?", ["openai", "choose", "cerebras"]),
        ("Cos'è un data center?", ["data", "center"]),
        ("Quanti GW nel 2030, e 5 o 7 x?", ["gw", "2030", "5", "7"]),
        ("OpenAI, OpenAI e openai", ["openai"]),
        ("Chi è?", []),
        ("", []),
    ],
)
def test_content_words_leave_out_function_words_of_both_languages(
    question: str, words: list[str]
) -> None:
    assert content_words(question) == words


def test_a_question_typed_with_combining_accents_has_the_same_words() -> None:
    # macOS gives "à" as two characters to some programs; articles have it as one.
    question = "Qual è la capacità?"
    assert content_words(unicodedata.normalize("NFD", question)) == content_words(question)


@pytest.mark.parametrize("word", ["the", "della", "perché", "why"])
def test_words_that_hold_a_sentence_together_are_function_words(word: str) -> None:
    assert is_function_word(word)
    assert not is_function_word("cerebras")
