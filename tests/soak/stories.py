"""Stories: made-up articles, each with a word of its own by which it is known and found again."""

import re
from dataclasses import dataclass, replace

_SYLLABLES = "bra cle dri fos gru hul kem lor mip nax pru quo ris sov tru vel wim yor zet".split()
_MARK = re.compile(r"\bq[a-z]{11,}q\b", re.IGNORECASE)

_TEXTS = {
    "en": "The company {mark} sells cooling pumps to {n} data centres, says report {version}.\n\n"
    "Its plant has {n} engineers. They test every pump for {version} days.\n",
    "it": "La società {mark} vende pompe di raffreddamento a {n} centri dati, dice il rapporto "
    "{version}.\n\nIl suo impianto ha {n} ingegneri. Provano ogni pompa per {version} giorni.\n",
}


@dataclass(frozen=True)
class Story:
    """One article; another version is another text about the same."""

    number: int
    version: int = 1

    @property
    def mark(self) -> str:
        """The word that no other story has, not even nearly."""
        rest, syllables = self.number * 31_627 % len(_SYLLABLES) ** 4, []
        for _ in range(4):
            rest, syllable = divmod(rest, len(_SYLLABLES))
            syllables.append(_SYLLABLES[syllable])
        return f"q{''.join(syllables)}q"

    @property
    def language(self) -> str:
        return "it" if self.number % 3 == 0 else "en"

    @property
    def text(self) -> str:
        return _TEXTS[self.language].format(
            mark=self.mark, n=self.number + 100, version=self.version
        )

    @property
    def file_name(self) -> str:
        """The name of its document, which all its versions share."""
        return f"story-{self.number:04}.txt"

    def newer(self) -> "Story":
        """The next version."""
        return replace(self, version=self.version + 1)


def mark_of(text: str) -> str:
    """The mark of the story that a text tells."""
    found = set(_MARK.findall(text))
    assert len(found) == 1, f"not one story: {text!r}"
    return str(found.pop())
