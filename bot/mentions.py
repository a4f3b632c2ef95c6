"""Whether a text speaks of the names a question gives, in either language."""

from collections.abc import Sequence

from index.question_words import AskedWord
from index.words import split_words

# A corpus word stands for a word of a name from this cosine squared on: "Italia" and "Italy" have
# .47, "Milano" and "Milan" .50, while names of different things stay below .35.
_SAME_NAME = 0.45


class Mentions:
    """Looks for names in texts; made once a question, asked once a sentence."""

    def __init__(self, names: Sequence[str], words: Sequence[AskedWord]) -> None:
        self.names = tuple(names)
        likes = {
            asked.word: frozenset(
                word
                for matches in asked.counterparts.values()
                for word, weight in matches.items()
                if weight >= _SAME_NAME
            )
            for asked in words
        }
        self._wanted = [
            [likes.get(word, frozenset({word})) for word in split_words(name)] for name in names
        ]

    def found(self, text: str) -> tuple[bool, ...]:
        """For each name, whether a text has it: at least half of its words, or what means them."""
        present = set(split_words(text))
        return tuple(
            2 * sum(bool(likes & present) for likes in name) >= len(name) for name in self._wanted
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
