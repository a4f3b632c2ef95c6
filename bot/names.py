"""Proper names in a text: who and what it speaks of."""

import re
from collections.abc import Sequence

from corpus.language import LANGUAGES
from index.words import is_function_word

# A capitalised or mixed word or one with digits, and those that follow it directly.
_NAME = re.compile(
    r"(?:[A-ZÀ-Þ][\w&.’-]*\w|[A-Z]|\w*[a-z][A-Z]\w*|[A-Za-z]+-?\d[\w.-]*)"
    r"(?:\s+(?:[A-ZÀ-Þ][\w&.-]*\w|\d+[A-Z]?\b))*"
)
# What a question may begin with that is neither a function word nor a name.
_ASKING = frozenset(
    """compare list tell explain describe give show find summarise summarize confronta elenca dimmi
    spiega spiegami descrivi dammi mostra mostrami trova riassumi parlami ciao hello hi hey grazie
    thanks qual latest ultime ultimi notizie news please scusa""".split()
)
_AUXILIARY = re.compile(
    r"\s+(?:ha|hanno|è|sono|aveva|avrà|sarà|vuole|può|and|e|has|have|had|is|are|was|were|will|"
    r"can|did|does|wants|plans|vs)\b"
)
# Capitals that name nothing: units, kinds of things, months and days in English, "AI" as such.
_NO_NAMES = frozenset(
    """gpu gpus cpu cpus gw mw kw wh gwh mwh kwh twh gb tb co2 ceo cfo cto ipo it pr usd eur
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday i ai ia ok""".split()
)


def proper_names(text: str) -> tuple[str, ...]:
    """The proper names in a text, as written, each once; a capital at its start proves nothing."""
    names = []
    for match in _NAME.finditer(text):
        name = match.group().removesuffix("'s").removesuffix("’s")
        if text[: match.start()].rstrip()[-1:] in ("", ".", "?", "!", ":"):
            first, _, rest = name.partition(" ")
            if not _starts_with_name(first, text[match.start() + len(first) :]):
                name = rest
        name = _without_generic_words(name)
        if name and name.lower() not in _NO_NAMES and not name.isdigit():
            names.append(name)
    return tuple(dict.fromkeys(names))


def _without_generic_words(name: str) -> str:
    """ "AMD GPUs" without "GPUs", and "May 2026" without anything."""
    words = name.split()
    while words and (words[-1].lower() in _NO_NAMES or (len(words) == 2 and _is_month(words))):
        words.pop()
    return " ".join(words) if len(words) < len(name.split()) else name


def _is_month(words: Sequence[str]) -> bool:
    return words[0].lower() in _NO_NAMES and words[1].isdigit()


def _starts_with_name(first: str, following: str) -> bool:
    """Whether the capitalised first word of a sentence is a name ("Oracle ha chiuso…")."""
    if is_function_word(first.lower()) or first.lower() in _ASKING:
        return False
    if not (first[:1].isupper() and first[1:].islower()):
        return True  # "OpenAI", "TSMC", "H100"
    if re.match(r"\s*$|\s+[A-ZÀ-Þ\d]|['’]s\b", following) or _AUXILIARY.match(following):
        return True
    from simplemma import is_known  # loads its word lists on import

    return not is_known(first.lower(), lang=LANGUAGES)
