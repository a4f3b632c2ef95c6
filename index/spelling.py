"""Spelling: a question's slips of the finger, mended from the words of the corpus.

Two letters exchanged in a question's longest word cost more than any part of retrieval is worth
(see `docs/benchmarks.md`). All strings one slip away from a word are looked up in the index of
words, after Norvig ("How to write a spelling corrector", 2007), so that the cost grows with the
length of the word and neither with the vocabulary nor with the number of passages.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping

from corpus.language import LANGUAGES
from index.words import is_function_word

# Shorter ones have too many neighbours, and many are names: Groq and Grok.
_SHORTEST = 5
# Longer ones are no words; they would have thousands of neighbours.
_LONGEST = 30
_LETTERS = "abcdefghijklmnopqrstuvwxyzàèéìòù"
_WORD = re.compile(r"[^\W_]+")
# Italian infinitives with a pronoun on them ("spostarsi"), which the dictionary has without.
_PRONOUN = re.compile(r"(?<=[aei]r)(?:si|mi|ti|ci|vi|lo|la|li|le|ne)$")

Frequencies = Callable[[Collection[str]], Mapping[str, int]]
"""In how many passages each of some words stands; those that stand nowhere are left out."""


def in_dictionary(word: str) -> bool:
    """Whether a lower-case word is one of Italian or English, in any of its forms."""
    from simplemma import is_known  # loads its word lists on import

    forms = {word, _PRONOUN.sub("e", word)}
    return any(is_known(form, lang=LANGUAGES) for form in forms)


def mend(
    question: str, frequencies: Frequencies, is_word: Callable[[str], bool] = in_dictionary
) -> str:
    """The question with what is no word replaced by the commonest corpus word one slip away.

    A word that stands in the corpus or in the dictionary is left alone, even where another is
    likelier, and so is whatever has digits in it: B300 is no slip for B200. A word with a capital
    may be a name that the corpus does not have, and one letter makes another name of it (Macron,
    Micron): it is mended only when letters were exchanged, doubled or left out.
    """
    text = unicodedata.normalize("NFC", question)
    asked = {match[0].lower() for match in _WORD.finditer(text)}
    suspects = {word for word in asked if _SHORTEST <= len(word) <= _LONGEST and word.isalpha()}
    suspects = {word for word in suspects if not is_function_word(word)}
    suspects -= frequencies(suspects).keys()
    suspects = {word for word in suspects if not is_word(word)}
    if not suspects:
        return question
    return _WORD.sub(lambda match: _mend_word(match[0], suspects, frequencies), text)


def _mend_word(written: str, suspects: Collection[str], frequencies: Frequencies) -> str:
    word = written.lower()
    if word not in suspects:
        return written
    near = frequencies(set(_slips(word, mistaken=written.islower())))
    if not near:
        return written
    best = max(sorted(near), key=lambda other: near[other])
    if written.isupper():
        return best.upper()
    return best if written.islower() else best.capitalize()


def _slips(word: str, *, mistaken: bool) -> Iterator[str]:
    """Strings a letter left out, put in or exchanged with the next away, or one `mistaken`."""
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        yield from (left + letter + right for letter in _LETTERS)
        if right:
            yield left + right[1:]
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        if right and mistaken:
            yield from (left + letter + right[1:] for letter in _LETTERS)
