"""Whether the proper names of a sentence stand in what it cites, in either language."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.checking.meaning import Meanings
from bot.checking.name_words import GENERIC, is_place, thing_called, things_named
from bot.names import proper_names
from corpus.figures import find_figures
from corpus.language import LANGUAGES
from index.words import is_function_word, split_words

# Names that are words as well: at the start of a sentence only the reader of this trade knows.
_ALSO_WORDS = frozenset(
    """meta apple oracle amazon intel arm alphabet micron block shell anthropic mistral tesla dell
    cohere perplexity palantir samsung sony visa target eni enel google""".split()
)
# Capitalised in Italian or English without naming anyone.
_NO_NAMES = frozenset(
    """borsa paese paesi stato stati governo regione internet web cloud gw mw kw ghz tb gb eur usd
    bn mld llm llms ai ia gpu gpus cpu cpus tpu tpus data center paper
    lunedì martedì mercoledì giovedì venerdì sabato domenica""".split()
)
# Two spellings of one name in two languages ("Commissione", "Commission") begin alike.
_LEAST_STEM, _SHARED_STEM = 4, 0.7
# "Germania" and "Germany" have cosines squared above .6, AMD and Nvidia .47, AMD and Intel .44.
_SAME_NAME = 0.6
# A common noun within a name ("Regulation 2026/150") may be in lower case in the other language.
_SAME_WORD = 0.7


def names_in(sentence: str, language: str, source: str = "") -> tuple[str, ...]:
    """The proper names of a sentence, dates left out.

    At its start every word has a capital: there a word is a name too when `source` writes it
    with a capital where it need not, or when it is one of a few that are words as well.
    """
    for figure in find_figures(sentence, language):
        if figure.unit == "date":
            blank = f",{' ' * (figure.end - figure.start - 1)}"
            sentence = sentence[: figure.start] + blank + sentence[figure.end :]
    names = [
        name
        for written in proper_names(sentence)
        if _is_name(name := _without_opening(written, sentence, source), sentence)
    ]
    first = re.match(r"\W*([^\W\d_]+)", sentence)
    if first and first[1][0].isupper() and not is_function_word(first[1].lower()):
        elsewhere = re.search(rf"[a-zà-ÿ,;]['’]?\s{re.escape(first[1])}\b", source)
        if (elsewhere or _also_name(first[1])) and not any(
            name.startswith(first[1]) for name in names
        ):
            names.insert(0, first[1])
    return tuple(dict.fromkeys(names))


def _is_name(name: str, sentence: str) -> bool:
    """Whether what looks like a name is one: not "B" in "405B", nor a weekday."""
    if len(name) < 2 or name.lower() in _NO_NAMES:
        return False
    return bool(re.search(rf"(?<!\w){re.escape(name)}", sentence))


def _without_opening(name: str, sentence: str, source: str) -> str:
    """A name without the common word that opens the sentence: "Secondo Nvidia" is Nvidia."""
    first, _, rest = name.partition(" ")
    if not sentence.lstrip("«“\"'‘-– ").startswith(name) or name in source:
        return name
    pieces = first.split("-")
    if all(piece.isalpha() and piece[1:].islower() for piece in pieces) and _all_known(pieces):
        return name if _also_name(first) else rest
    return name


def _also_name(word: str) -> bool:
    """Whether a common word is the name of a company or country too."""
    return word.lower() in _ALSO_WORDS or is_place(word)


def _all_known(words: Sequence[str]) -> bool:
    from simplemma import is_known  # loads its word lists on import

    return all(is_known(word.lower(), lang=LANGUAGES) for word in words)


@dataclass(frozen=True)
class NamedIn:
    """What a source names, made once and asked for name after name."""

    text: str
    meanings: Meanings

    def has(self, name: str) -> bool:
        """Whether the source has a name: each of its telling words, however it is spelt."""
        if _bare(name) in self._bare_text:
            return True
        if thing_called(name) & self._things:
            return True
        parts = [part for part in re.split(r"[\s/]+", name) if part]
        telling = [p for p in parts if p.lower().strip(".,") not in GENERIC] or parts
        return self._is_initials(name) or all(self._has_part(part) for part in telling)

    @cached_property
    def _bare_text(self) -> str:
        return f" {_bare(self.text)} "

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_fold(word) for word in split_words(self.text))

    @cached_property
    def _things(self) -> set[int]:
        return things_named(self.text)

    @cached_property
    def _capitalised(self) -> list[str]:
        words = re.findall(r"(?<![^\W_])[A-ZÀ-Þ][^\W_]+", self.text)
        return [w.lower() for w in dict.fromkeys(words) if not is_function_word(w.lower())]

    @cached_property
    def _initials(self) -> str:
        """The first letters of its capitalised words, gathered as acronyms gather them."""
        words = re.findall(r"[^\W_]+", self.text)
        return "".join(
            w[0] if w[0].isupper() else "" if is_function_word(w) else " " for w in words
        )

    def _is_initials(self, name: str) -> bool:
        letters = "".join(w[0] for w in re.findall(r"[^\W_]+", name) if w[0].isupper())
        if " " in name:
            return len(letters) > 2 and letters.lower() in self._words
        return 2 < len(name) <= 6 and name.isupper() and name in self._initials

    def _has_part(self, part: str) -> bool:
        written = part.lower().removesuffix("'s").removesuffix("’s").strip(".,'’")
        word = _fold(written)
        if not word or word in _NO_NAMES or (is_function_word(word) and part[0].islower()):
            return True
        pieces = split_words(word)
        if word in self._words or (len(pieces) > 1 and all(p in self._words for p in pieces)):
            return True
        if {word.removesuffix("s"), f"{word}s"} & self._words or things_named(word) & self._things:
            return True
        if any(character.isdigit() for character in word):
            return bool(_bare(word).strip()) and _bare(word) in self._bare_text.replace(" ", "")
        return self._has_cognate(word) or self._has_like(written)

    def _has_cognate(self, word: str) -> bool:
        for other in self._words:
            if other[:_LEAST_STEM] == word[:_LEAST_STEM] and len(word) >= _LEAST_STEM:
                shared = len(_shared_start(word, other))
                if shared >= _SHARED_STEM * max(len(word), len(other)):
                    return True
        return False

    def _has_like(self, word: str) -> bool:
        alike = self.meanings.alike([word], self._capitalised).max(initial=0.0)
        if alike >= _SAME_NAME:
            return True
        others = list(dict.fromkeys(split_words(self.text)))
        return bool(self.meanings.alike([word], others).max(initial=0.0) >= _SAME_WORD)


def check_names(names: Sequence[str], source: NamedIn) -> list[str]:
    """The names that a source does not have."""
    return [name for name in names if not source.has(name)]


def _shared_start(one: str, other: str) -> str:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return one[:length]


def _fold(word: str) -> str:
    """A word without accents: "Zürich" and "Zurich" are one."""
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _bare(text: str) -> str:
    """A text as words in lower case, a space around each, so that names are found whole."""
    return " " + " ".join(_fold(word) for word in split_words(text)) + " "
