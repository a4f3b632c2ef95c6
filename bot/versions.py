"""Versions: whether a sentence in one language tells all that one in the other does."""

from bot.checking.name_words import names_any, thing_called
from bot.clues import figures_of
from bot.evidence import Evidence
from bot.names import proper_names


def tells_all(version: Evidence, original: Evidence) -> bool:
    """Whether a version has every figure and name of the original's sentence, in its own spelling.

    A figure of the original may be anywhere in the version's quotation or in its title.
    """
    language = version.found.passage.language
    text = f"{version.found.article.title} {version.text}"
    figures = figures_of(text, language)
    return all(
        any(figure.agrees_with(other) for other in figures)
        for figure in figures_of(original.core_text, original.found.passage.language)
    ) and all(_names(text, name) for name in proper_names(original.core_text))


def _names(text: str, name: str) -> bool:
    things = thing_called(name)
    return any(word.lower() in text.lower() for word in name.split() if len(word) > 1) or (
        bool(things) and names_any(things, text)
    )
