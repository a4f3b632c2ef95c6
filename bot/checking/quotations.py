"""Whether what a sentence puts between quotation marks was really said."""

import re
from collections.abc import Sequence

from bot.checking.claim import Fault, FaultKind
from index.words import split_words

_QUOTED = re.compile(r"“([^”\n]+)”|«([^»\n]+)»|\"([^\"\n]+)\"|‘([^’\n]{12,})’|„([^“\n]+)“")
# A few words between marks are a term or a manner of speaking ("the so-called “hyperscalers”").
_LEAST_WORDS = 4


def quotations_in(sentence: str) -> list[str]:
    """What a sentence quotes, without the marks, where it is long enough to be somebody's words."""
    found = [next(filter(None, match.groups())) for match in _QUOTED.finditer(sentence)]
    return [quoted for quoted in found if len(split_words(quoted)) >= _LEAST_WORDS]


def check_quotations(sentence: str, texts: Sequence[str]) -> list[Fault]:
    """The quotations that stand in none of the texts, word for word.

    A translated quotation is one too: between quotation marks only what was said may stand.
    """
    words = [_as_words(text) for text in texts]
    return [
        Fault(FaultKind.QUOTATION, quoted)
        for quoted in quotations_in(sentence)
        if not any(all(_as_words(part) in text for part in _parts(quoted)) for text in words)
    ]


def _parts(quoted: str) -> list[str]:
    """A quotation around its omissions: "one … two" quotes twice."""
    parts = re.split(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*", quoted)
    return [part for part in parts if part]


def _as_words(text: str) -> str:
    return f" {' '.join(split_words(text))} "
