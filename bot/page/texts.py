"""Every text of the page, in English and Italian, and the choice between the two."""

from collections.abc import Mapping

from bot.page.texts_english import ENGLISH
from bot.page.texts_italian import ITALIAN
from bot.page.texts_kinds import Texts

LANGUAGES = ("it", "en")
"""The languages of the page, in the order of the switch."""

LANGUAGE_NAMES = {"it": "Italiano", "en": "English"}
"""The languages of the page, each by its own name."""


TEXTS: Mapping[str, Texts] = {"en": ENGLISH, "it": ITALIAN}


def texts_in(language: str) -> Texts:
    """The page's texts in this language, in English for one that the page does not speak."""
    return TEXTS.get(language, TEXTS["en"])


def choose_language(accept_language: str) -> str:
    """The page's language for a browser's Accept-Language header; English when none fits."""
    best, best_quality = "en", 0.0
    for item in accept_language.split(","):
        tag, *parameters = item.strip().lower().split(";")
        language = tag.split("-")[0].strip()
        quality = _quality(parameters)
        if language in LANGUAGES and quality > best_quality:
            best, best_quality = language, quality
    return best


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
