"""Small talk: greetings, thanks and questions about Sibilla itself get a line, not a search."""

import re
from enum import StrEnum


class SmallTalk(StrEnum):
    """What is said that asks the articles nothing."""

    GREETING = "greeting"
    THANKS = "thanks"
    ABOUT = "about"
    FAREWELL = "farewell"


_NAME = r"(?:\s*,?\s*sibilla)?"
_SAID = {
    SmallTalk.GREETING: r"(?:ciao|salve|buongiorno|buon giorno|buonasera|buona sera|ehi|hello|hi|"
    r"hey|good (?:morning|afternoon|evening))"
    rf"{_NAME}(?:[\s,!.]*(?:come (?:stai|va)|how are you|tutto bene))?",
    SmallTalk.THANKS: r"(?:(?:ok|perfetto|ottimo|great|perfect)[\s,!.]*)?"
    r"(?:grazie(?: (?:mille|tante|infinite))?|thanks(?: a lot)?|"
    r"thank you(?: (?:so|very) much)?|thx)"
    rf"{_NAME}",
    SmallTalk.ABOUT: r"(?:chi sei|(?:cosa|che cosa) (?:sai|puoi) fare|cosa sei|come funzioni|"
    r"come ti chiami|who are you|what are you|what can you do|what do you do|how do you work|"
    r"what(?:'s| is) your name|aiuto|help)"
    rf"{_NAME}",
    SmallTalk.FAREWELL: r"(?:arrivederci|a presto|a dopo|addio|bye(?: bye)?|goodbye|see you(?: "
    rf"(?:soon|later))?){_NAME}",
}
_PATTERNS = {kind: re.compile(rf"\s*(?:{said})[\s!?.…]*", re.I) for kind, said in _SAID.items()}


_ITALIAN = re.compile(
    r"\b(?:ciao|salve|buon\w*|ehi|grazie|perfetto|ottimo|chi|cos[ae'’]|che|come|aiuto|arrivederci|"
    r"presto|dopo|addio)\b",
    re.IGNORECASE,
)


def small_talk_language(text: str) -> str:
    """The language of a message that is small talk: too short for a guess by its letters."""
    return "it" if _ITALIAN.search(text) else "en"


def small_talk(text: str) -> SmallTalk | None:
    """What kind of small talk a message is as a whole, None when it asks something."""
    return next((kind for kind, said in _PATTERNS.items() if said.fullmatch(text)), None)
