"""Which language a text is in: Italian or English."""

import re
from functools import lru_cache

LANGUAGES = ("it", "en")

# Function words that settle a short question at once, where word lists alone are unsure:
# names ("OpenAI", "Stargate") belong to no language.
_MARKERS = {
    "it": frozenset(
        "il lo la gli le un uno una di del dello della dei degli delle al allo alla ai agli alle "
        "dal dallo dalla nel nello nella sul sullo sulla che chi cosa come dove quando quanto "
        "quanta quanti quante quale quali perché perche è sono ha hanno ho con per tra fra non "
        "e ed o ma se si ci più anche questo questa cos dov quant c l d un dell all nell sull".split()
    ),
    "en": frozenset(
        "the a an of to in is are was were be been has have had do does did what who whom whose "
        "which when where why how much many and or but if not with for from by at on about it "
        "its this that these those will would can could should their they there than".split()
    ),
}
# In both lists or in neither: "in", "a", "come", "do" are words of both languages.
_SHARED = frozenset({"a", "in", "come", "do", "i", "no", "per", "si", "non", "me", "ha", "e"})
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def detect_language(text: str, default: str = "en") -> str:
    """The language of a text, "it" or "en"; `default` when nothing in it tells.

    Function words decide; where they are silent or tied, the share of words that simplemma
    knows in each language does. Long texts are judged by their first 5,000 characters.
    """
    words = [word.lower() for word in _WORD.findall(text[:5000])]
    votes = {
        language: sum(word in _MARKERS[language] and word not in _SHARED for word in words)
        for language in LANGUAGES
    }
    if votes["it"] != votes["en"]:
        return max(votes, key=lambda language: votes[language])
    return _detect_by_vocabulary(text[:5000], default)


def names_no_language(question: str) -> bool:
    """Whether a question consists of names and figures only ("Stargate Abilene")."""
    words = _WORD.findall(question)
    return all(word[0].isupper() and word.lower() not in _all_markers() for word in words)


@lru_cache(maxsize=1)
def _all_markers() -> frozenset[str]:
    return _MARKERS["it"] | _MARKERS["en"]


def _detect_by_vocabulary(text: str, default: str) -> str:
    from simplemma import langdetect  # loads its word lists on import

    shares = [item for item in langdetect(text, lang=LANGUAGES) if item[0] in LANGUAGES]
    if not shares or len(shares) > 1 and shares[0][1] == shares[1][1]:
        return default
    best, share = shares[0]
    return best if share > 0 else default
