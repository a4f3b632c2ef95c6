"""Which language a text is in: Italian or English, or of an article one of its neighbours."""

import re
from collections.abc import Iterator
from functools import lru_cache

LANGUAGES = ("it", "en")
_JUDGED = 5000

# Function words that settle a short question at once, where word lists alone are unsure:
# names ("OpenAI", "Stargate") belong to no language.
_ITALIAN = (
    "il lo la gli le un uno una di del dello della dei degli delle al allo alla agli alle "
    "dal dallo dalla nel nello nella sul sullo sulla che chi cosa dove quando quanto "
    "quanta quanti quante quale quali perché perche è sono hanno ho con tra fra "
    "ed o ma ci più anche questo questa"
)
_ENGLISH = (
    "the an of to is are was were be been has have had does did what who whom whose "
    "which when where why how much many and or but if not with for from by at on about it "
    "its this that these those will would can could should their they there than"
)
_MARKERS = {"it": frozenset(_ITALIAN.split()), "en": frozenset(_ENGLISH.split())}
# Words of both languages, which settle nothing; "ai" is also how one types "AI".
_BOTH = "a ai come do e ha i in me no non per se si"
# Function words of other languages, those left out that are Italian or English words too.
_OTHERS = {
    "fr": "les des du et est dans que qui pour sur avec ce cette sont au aux ont été leur mais ou",
    "de": "der die und das den von zu mit ist des auf für im nicht ein eine dem sich auch werden",
    "es": "los las el y en del que se por con para una está son más como pero sus fue ha",
    "pt": "os as e do da em um uma para com não dos das mais ao pelo pela foi são mas",
    "nl": "het een van en de dat op te zijn met voor niet aan er om ook als maar bij werd",
}
_OTHER_WORDS = {language: frozenset(words.split()) for language, words in _OTHERS.items()}
# A text is in another language when its function words there are so many times those here: in
# Italian and English texts of 200 words they reached a third.
_OTHER_LANGUAGE = 1.3
# Fewer function words say nothing.
_FEWEST = 10
# Italian only before an apostrophe ("dell'accordo", "cos'è"): "all" and "d" are English too.
_ELIDED = "c l d un cos dov com quant dell all dall nell sull quest quell"
_ELISIONS = frozenset(_ELIDED.split())
_NO_NAMES = frozenset(f"{_ITALIAN} {_ENGLISH} {_BOTH}".split())
_WORD = re.compile(r"(?P<word>[^\W\d_]+)(?P<elided>['’](?=\w))?")
_CONTRACTION = re.compile(r"(?<=\w)['’](?:s|d|t|m|ll|ve|re)\b", re.IGNORECASE)


def detect_language(text: str, default: str = "en") -> str:
    """The language of a text, "it" or "en"; `default` when nothing in it tells.

    Function words decide; where they are silent or tied, the share of words that simplemma
    knows in each language does. Long texts are judged by their first 5,000 characters.
    """
    return _detect(text[:_JUDGED], default)


def detect_article_language(text: str) -> str:
    """The language of an article: "it" or "en", or another one that its function words tell.

    Articles in other languages are kept and marked; French, German, Spanish, Portuguese and
    Dutch are told apart.
    """
    judged = text[:_JUDGED]
    words = [word.lower() for word, _ in _words(judged)]
    other, count = max(
        (
            (language, sum(word in known for word in words))
            for language, known in _OTHER_WORDS.items()
        ),
        key=lambda found: found[1],
    )
    if count >= _FEWEST and count > _OTHER_LANGUAGE * max(_votes(judged).values()):
        return other
    return detect_language(text)


def names_no_language(question: str) -> bool:
    """Whether a question consists of names and figures only ("Stargate Abilene")."""
    return all(
        word[0].isupper() and not (elided or word.lower() in _NO_NAMES)
        for word, elided in _words(question)
    )


@lru_cache(maxsize=4096)
def _detect(text: str, default: str) -> str:
    votes = _votes(text)
    if votes["it"] != votes["en"]:
        return max(votes, key=lambda language: votes[language])
    return _detect_by_vocabulary(text, default)


def _votes(text: str) -> dict[str, int]:
    """How many words of a text speak for each language."""
    votes = dict.fromkeys(LANGUAGES, 0)
    for word, elided in _words(text):
        if elided or word.lower() in _MARKERS["it"]:
            votes["it"] += 1
        elif word.lower() in _MARKERS["en"]:
            votes["en"] += 1
    return votes


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """The words of a text, and of each whether it is an Italian elision ("dell'").

    "AI", "IT" and "LA" are names, not function words, and get an asterisk to tell them apart;
    not so in a text that is all capitals.
    """
    shouted = text.isupper()
    for match in _WORD.finditer(_CONTRACTION.sub(" ", text)):
        word = match["word"]
        if len(word) > 1 and word.isupper() and not shouted:
            yield f"{word}*", False
        else:
            yield word, bool(match["elided"]) and word.lower() in _ELISIONS


def _detect_by_vocabulary(text: str, default: str) -> str:
    from simplemma import langdetect  # loads its word lists on import

    shares = [item for item in langdetect(text, lang=LANGUAGES) if item[0] in LANGUAGES]
    if not shares or (len(shares) > 1 and shares[0][1] == shares[1][1]):
        return default
    best, share = shares[0]
    return best if share > 0 else default
