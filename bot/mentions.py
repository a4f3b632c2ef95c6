"""Whether a text speaks of the names a question gives, in either language."""

import re
from collections.abc import Sequence

from bot.aliases import named_outright
from bot.checking.name_words import names_any, thing_called
from bot.question import Question
from index.question_words import AskedWord
from index.retrieval import Findings
from index.words import split_words

# A corpus word stands for a word of a name from this cosine squared on, if it begins alike:
# "Italia" and "Italy" have .47, "Milano" and "Milan" .50. Names of different things mostly stay
# below .35, but an invented "Tramontanix" has .46 with "Phoenix".
_SAME_NAME = 0.45
# How names are written is looked up in this many of the best passages.
_READ = 12
_ANY_WORD = re.compile(r"[^\W_]+")
# In the middle of a sentence: at its start everything has a capital.
_CAPITALISED = re.compile(r"(?<=[a-zà-ÿ,;] )[A-ZÀ-Þ][^\W_]+|\b[^\W_]*[a-z][A-Z][^\W_]*")


def mentions_of(question: Question, findings: Findings) -> "Mentions":
    """Looks for the names of a question: those written as names, and those typed in lower case.

    A word in lower case is a name when the passages found never write it so but capitalise it.
    """
    given = set(split_words(" ".join(question.names)))
    text = " ".join(found.passage.text for found in findings.passages[:_READ])
    written = set(_ANY_WORD.findall(text))
    capitalised = {word.lower() for word in _CAPITALISED.findall(text)}
    typed = [
        asked.word
        for asked in findings.words
        if asked.word in capitalised - written and asked.word not in given
    ]
    named = named_outright(question.names, question.understood)
    return Mentions((*named, *typed), findings.words)


class Mentions:
    """Looks for names in texts; made once a question, asked once a sentence."""

    def __init__(self, names: Sequence[str], words: Sequence[AskedWord]) -> None:
        self.names = tuple(names)
        likes = {
            asked.word: frozenset(
                word
                for matches in asked.counterparts.values()
                for word, weight in matches.items()
                if weight >= _SAME_NAME and word[0] == asked.word[0]
            )
            for asked in words
        }
        self._wanted = [
            [likes.get(word, frozenset({word})) for word in split_words(name)] for name in names
        ]

        self._things = [thing_called(name) for name in names]

    def found(self, text: str) -> tuple[bool, ...]:
        """For each name, whether a text has it: at least half of its words, or what means them."""
        present = set(split_words(text))
        return tuple(
            2 * sum(bool(likes & present) for likes in name) >= len(name)
            or (bool(things) and names_any(things, text))
            for name, things in zip(self._wanted, self._things, strict=True)
        )

    def share(self, sentence: str, context: str, passage: str) -> float:
        """How far the names are met: fully in the sentence, in part around it; 1 without names."""
        if not self.names:
            return 1.0
        places = (
            (self.found(sentence), 1.0),
            (self.found(context), 0.7),
            (self.found(passage), 0.4),
        )
        return sum(
            max((worth for found, worth in places if found[number]), default=0.0)
            for number in range(len(self.names))
        ) / len(self.names)
