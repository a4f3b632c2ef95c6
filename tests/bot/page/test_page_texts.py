"""The page's texts in both languages, and the choice between them."""

import string
from collections.abc import Iterator, Mapping

import pytest

from bot.page.texts import LANGUAGE_NAMES, LANGUAGES, TEXTS, choose_language, texts_in
from bot.page.texts_kinds import Texts


def _texts(texts: Texts) -> Iterator[tuple[str, str]]:
    for name in texts.__slots__:
        value = getattr(texts, name)
        if isinstance(value, Mapping):
            yield from ((f"{name}.{key}", text) for key, text in value.items())
        elif isinstance(value, tuple):
            yield from ((f"{name}.{place}", text) for place, text in enumerate(value))
        else:
            yield name, value


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_texts_and_none_is_empty() -> None:
    names = {language: [name for name, _ in _texts(texts)] for language, texts in TEXTS.items()}
    assert set(TEXTS) == set(LANGUAGES) == set(LANGUAGE_NAMES)
    assert sorted(names["it"]) == sorted(names["en"])
    empty = [name for texts in TEXTS.values() for name, text in _texts(texts) if not text.strip()]
    assert empty == []


def test_both_languages_fill_the_same_places() -> None:
    english, italian = (dict(_texts(TEXTS[language])) for language in ("en", "it"))
    assert {name: _places(text) for name, text in english.items()} == {
        name: _places(text) for name, text in italian.items()
    }


def test_no_text_was_left_untranslated() -> None:
    english, italian = (dict(_texts(TEXTS[language])) for language in ("en", "it"))
    assert [name for name in english if english[name] == italian[name]] == []


@pytest.mark.parametrize(
    ("accept_language", "language"),
    [
        ("it-IT,it;q=0.9,en;q=0.8", "it"),
        ("en-GB,en;q=0.9,it;q=0.8", "en"),
        ("it", "it"),
        ("de-CH,de;q=0.9,it;q=0.7,en;q=0.3", "it"),
        ("en;q=0.4, it;q=0.6", "it"),
        ("fr-FR,fr", "en"),
        ("it;q=0", "en"),
        ("it;q=nonsense", "en"),
        ("", "en"),
        (";;,,q=1", "en"),
    ],
)
def test_the_page_speaks_the_language_that_the_browser_prefers(
    accept_language: str, language: str
) -> None:
    assert choose_language(accept_language) == language


def test_a_language_that_the_page_does_not_speak_falls_back_to_english() -> None:
    assert texts_in("de") is TEXTS["en"]
