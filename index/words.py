"""Words: how texts and questions are cut into them, and which of them carry meaning."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")

# Function words of both languages: they are in every passage and tell none apart. A question
# is stripped of both lists whatever its language, since people mix ("cos'è un data center?").
_FUNCTION_WORDS = frozenset(
    """
    a ad al allo alla ai agli alle all con col coi da dal dallo dalla dai dagli dalle dall di del
    dello della dei degli delle dell in nel nello nella nei negli nelle nell su sul sullo sulla sui
    sugli sulle sull per tra fra e ed o od ma se che chi cui non il lo la i gli le l un uno una è
    sono era erano fu furono essere stato stata stati state sia ha hanno ho aveva avevano avere
    come quando dove dov quale quali quanto quanta quanti quante quant cosa cos perché perchè
    più meno molto si ci ne mi ti vi questo questa questi queste quello quella quelli quelle suo
    sua suoi sue loro c d s quest anche poi già
    an the of to on at by for with from as is are was were be been being has have had do does did
    what which who whom whose when where why how much many that this these those it its his her
    their they he she we you and or but not no than then there t about into during also can could
    should would will just so get got really
    """.split()
)

_ACCENTS = str.maketrans("àèéìòù", "aeeiou")
_UNACCENTED = frozenset(word.translate(_ACCENTS) for word in _FUNCTION_WORDS)


def split_words(text: str) -> list[str]:
    """The words and numbers of a text in lower case, in order, function words included."""
    # A question may have its accents as characters of their own; articles have not.
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def words_with_starts(text: str) -> list[tuple[str, int]]:
    """The words of a text of an article as `split_words` gives them, each with its offset."""
    return [(match.group(), match.start()) for match in _WORD.finditer(text.lower())]


def content_words(text: str) -> list[str]:
    """The words of a question that carry meaning, each once, in order."""
    return [
        word
        for word in dict.fromkeys(split_words(text))
        if not is_function_word(word) and (len(word) > 1 or word.isdigit())
    ]


def is_function_word(word: str) -> bool:
    """Whether a lower-case word only holds a sentence together ("the", "della").

    Accents do not matter: people leave them out ("perche", "cosi").
    """
    return word in _FUNCTION_WORDS or word.translate(_ACCENTS) in _UNACCENTED
