"""The question: its language, what kind of answer it wants, its names, and what it refers to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import SettingWrong
from corpus.language import LANGUAGES, detect_language, names_no_language
from index.words import content_words, is_function_word

MAX_CHARACTERS = 2_000


class Kind(StrEnum):
    """What kind of answer a question wants."""

    WHY = "why"
    AMOUNT = "amount"
    WHEN = "when"
    WHO = "who"
    LIST = "list"
    COMPARE = "compare"
    OTHER = "other"


_KINDS = [
    (Kind.WHY, r"\b(why|perch[eéè]|per (?:quale|quali) (?:motiv\w+|ragion\w+)|come mai|"
               r"(?:what|which) (?:is|are|was|were)? ?(?:the )?reasons?|how come|what led)\b"),
    (Kind.COMPARE, r"\b(compare|compared|versus|vs|difference between|confront\w+|differenz\w+ "
                   r"(?:tra|fra)|rispetto a|meglio|better than|more than|which is (?:more|bigger|"
                   r"larger)|pi[uù] (?:di|del|della|grande|veloce))\b"),
    (Kind.AMOUNT, r"\b(how (?:much|many|large|big|long|far|fast|powerful)|quant[oaie]|quant'|"
                  r"what (?:price|amount|share|percentage)|che (?:percentuale|quota|prezzo|cifra)|"
                  r"a quanto|worth|cost|costs|costa|costo|vale|valore|prezzo)\b"),
    (Kind.WHEN, r"\b(when|quando|what (?:date|day|year|month)|in che (?:anno|data|mese|giorno)|"
                r"(?:which|what) year|since when|da quando|entro quando|by when)\b"),
    (Kind.WHO, r"\b(who|whom|whose|chi)\b"),
    (Kind.LIST, r"\b(which (?:companies|firms|countries|chips|customers)|quali|list|elenc\w+|"
                r"what (?:companies|are the))\b"),
]
_KIND_PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS]

# A name: a capitalised or mixed word or one with digits, and those that follow it directly.
_NAME = re.compile(
    r"(?:[A-ZÀ-Þ][\w&.’'-]*\w|[A-Z]|\w*[a-z][A-Z]\w*|[A-Za-z]+-?\d[\w.-]*)"
    r"(?:\s+(?:[A-ZÀ-Þ][\w&.-]*\w|\d+[A-Z]?\b))*"
)
_OPENERS = re.compile(
    r"^(?:and|but|so|ok|e|ed|ma|allora|invece|what about|how about|and what about)\b[\s,]*",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(it|its|they|their|them|he|she|his|her|this|that|these|those|there|the (?:deal|contract|"
    r"agreement|company|chip|price)|quest[oaie]|quell[oaie]|esso|essa|loro|lui|lei|suo|sua|suoi|"
    r"sue|ne|ci|l'accordo|il contratto|la società|l'azienda|il chip)\b",
    re.IGNORECASE,
)
# What a question may begin with that is neither a function word nor a name.
_ASKING = frozenset(
    """compare list tell explain describe give show find summarise summarize confronta elenca dimmi
    spiega spiegami descrivi dammi mostra mostrami trova riassumi parlami ciao hello hi hey grazie
    thanks latest ultime ultimi notizie news""".split()
)
_AUXILIARY = re.compile(
    r"\s+(?:ha|hanno|è|sono|aveva|avrà|sarà|vuole|può|and|e|has|have|had|is|are|was|were|will|"
    r"can|did|does|wants|plans|vs)\b"
)
# A question this short without a name of its own says too little to be searched alone.
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it will be searched and answered.

    `text` is what was asked, `understood` what is searched. `names` are the proper names of
    `understood`, as written.
    """

    text: str
    understood: str
    language: str
    kind: Kind
    names: tuple[str, ...]


def read_question(text: str, history: Sequence[str] = (), page_language: str = "en") -> Question:
    """Understand a question in the light of the earlier ones, oldest first.

    Raises:
        SettingWrong: there is no question, or it is too long.
    """
    text = " ".join(text.split())
    if not re.search(r"\w", text):
        raise SettingWrong("question-empty")
    if len(text) > MAX_CHARACTERS:
        raise SettingWrong("question-long", limit=MAX_CHARACTERS)
    language = question_language(text, history, page_language)
    understood = stand_alone(text, history)
    kind = kind_of(text)
    if kind is Kind.OTHER:
        kind = kind_of(understood)
    return Question(text, understood, language, kind, proper_names(understood))


def question_language(text: str, history: Sequence[str], page_language: str) -> str:
    """The language to answer in: the question's own; of mere names, the conversation's."""
    if names_no_language(text):
        return question_language(history[-1], history[:-1], page_language) if history else (
            page_language
        )
    return detect_language(text, default=page_language)


def kind_of(text: str) -> Kind:
    """What kind of answer the words of a question ask for."""
    for kind, pattern in _KIND_PATTERNS:
        if pattern.search(text):
            return kind
    return Kind.OTHER


def proper_names(text: str) -> tuple[str, ...]:
    """The proper names in a question, as written; a capital at its start alone proves nothing."""
    names = []
    for match in _NAME.finditer(text):
        name = match.group()
        if text[: match.start()].rstrip()[-1:] in ("", ".", "?", "!", ":"):
            first, _, rest = name.partition(" ")
            if not _starts_with_name(first, text[match.start() + len(first) :]):
                name = rest
        if name:
            names.append(name)
    return tuple(dict.fromkeys(names))


def stand_alone(text: str, history: Sequence[str]) -> str:
    """The question with what it leaves unsaid brought in from the one before.

    After "Perché OpenAI ha scelto Cerebras?", "E quanto vale?" becomes "Quanto vale? (OpenAI,
    Cerebras)", and "E AMD?" becomes "Perché OpenAI ha scelto AMD?": names are what a search
    needs most, and the words of the question stay as asked.
    """
    if not history:
        return text
    before = stand_alone(history[-1], history[:-1])
    opener = _OPENERS.match(text)
    rest = text[opener.end() :] if opener else text
    names, old_names = proper_names(rest), proper_names(before)
    if not names and (
        opener or _POINTS_BACK.search(text) or len(content_words(text)) <= _SHORT
    ):
        carried = old_names or tuple(content_words(before))
        return f"{rest[:1].upper()}{rest[1:]} ({', '.join(carried)})" if carried else text
    if opener and names and len(content_words(rest)) <= len(content_words(" ".join(names))):
        if old_names:
            return before.replace(old_names[-1], names[-1])
        return f"{before.rstrip('?!. ')} {rest}"
    return text


def _starts_with_name(first: str, following: str) -> bool:
    """Whether the capitalised first word of a question is a name ("Oracle ha chiuso…")."""
    if is_function_word(first.lower()) or first.lower() in _ASKING:
        return False
    if not (first[:1].isupper() and first[1:].islower()):
        return True  # "OpenAI", "TSMC", "H100"
    if re.match(r"\s*$|\s+[A-ZÀ-Þ\d]|['’]s\b", following) or _AUXILIARY.match(following):
        return True
    from simplemma import is_known  # loads its word lists on import

    return not is_known(first.lower(), lang=LANGUAGES)
