"""The question: its language, what kind of answer it wants, its names, and what it refers to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from bot.aliases import meant_by_alias
from bot.names import proper_names
from bot.periods import Period, period_asked, wants_latest, without_latest
from bot.smalltalk import SmallTalk, small_talk, small_talk_language
from bot.wanted import Kind, kind_of
from corpus.errors import SettingWrong
from corpus.language import detect_language, names_no_language
from index.passage import Filters
from index.words import content_words

MAX_CHARACTERS = 2_000
# Earlier questions that a follow-up may lean on, the latest ones.
_REMEMBERED = 20


_OPENERS = re.compile(
    r"^(?:and|but|so|ok|e|ed|ma|allora|invece|what about|how about|and what about)\b[\s,]*",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(it|its|they|their|them|he|she|his|her|this|that|these|those|the (?:deal|contract|"
    r"agreement|company|chip|price)|quest[oaie]|quell[oaie]|esso|essa|loro|lui|lei|suo|sua|suoi|"
    r"sue|ne|l'accordo|il contratto|la società|l'azienda|il chip)\b",
    re.IGNORECASE,
)
# In a question that goes on, the subject is the one before; "its" may be that of a new name.
_SUBJECT_BEFORE = re.compile(
    r"\b(?:it|they|this|that|these|those|quest[oaie]|quell[oaie]|ciò)\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ONLY_A_YEAR = re.compile(
    r"(?:in|for|by|nel|per il|entro il)?\s*(?P<year>(?:19|20)\d\d)\s*\??", re.I
)
# A question of so few content words, and no name, says too little to be searched alone.
_SHORT = 1


_HAS_WORDS = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it will be searched and answered.

    `text` is what was asked, `understood` what is searched. `names` are the proper names of
    `understood`, as written. `small_talk` says that it asks the articles nothing; `period` has
    the days whose articles it asks for, and `latest` says that it asks for the newest.
    """

    text: str
    understood: str
    language: str
    kind: Kind
    names: tuple[str, ...]
    small_talk: SmallTalk | None = None
    period: Period | None = None
    latest: bool = False

    def narrowed(self, filters: Filters | None) -> Filters | None:
        """The filters with the days that the question asks for; given ones come first."""
        if not (self.period or self.latest):
            return filters
        filters = filters or Filters()
        period = self.period or Period()
        return replace(
            filters,
            since=filters.since or period.since,
            until=filters.until or period.until,
            recent=filters.recent or self.latest,
        )


def read_question(
    text: str,
    history: Sequence[str] = (),
    page_language: str = "en",
    today: date | None = None,
) -> Question:
    """Understand a question in the light of the earlier ones, oldest first.

    `today` is the day that "last week" counts from, by default this machine's.

    Raises:
        SettingWrong: there is no question, or it is too long.
    """
    text = tidy(text)
    if len(text) > MAX_CHARACTERS:
        raise SettingWrong("question-long", limit=MAX_CHARACTERS)
    history = [
        tidy(earlier)[:MAX_CHARACTERS]
        for earlier in history[-_REMEMBERED:]
        if _HAS_WORDS.search(earlier)
    ]
    chat = small_talk(text)
    language = (
        small_talk_language(text) if chat else question_language(text, history, page_language)
    )
    understood = with_names_meant(stand_alone(text, history))
    latest = wants_latest(understood)
    period = period_asked(understood, today or date.today())
    if latest:
        understood = without_latest(understood)
    kind = kind_of(text)
    if kind is Kind.OTHER:
        kind = kind_of(understood)
    return Question(
        text,
        understood,
        language,
        kind,
        proper_names(understood),
        chat,
        period,
        latest,
    )


def tidy(text: str) -> str:
    """A question on one line, without the half characters that a broken sender may leave in it.

    Raises:
        SettingWrong: there is no question.
    """
    if not _HAS_WORDS.search(text):
        raise SettingWrong("question-empty")
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


def question_language(text: str, history: Sequence[str], page_language: str) -> str:
    """The language to answer in: the question's own; of mere names, the conversation's."""
    if names_no_language(text):
        if history:
            return question_language(history[-1], history[:-1], page_language)
        return page_language
    return detect_language(text, default=page_language)


def with_names_meant(text: str) -> str:
    """The question with the companies that it calls by something else: "Redmond (Microsoft)"."""
    meant = meant_by_alias(text)
    return f"{text} ({', '.join(meant)})" if meant else text


def stand_alone(text: str, history: Sequence[str]) -> str:
    """The question with what it leaves unsaid brought in from the one before.

    After "Perché OpenAI ha scelto Cerebras?", "E quanto vale?" becomes "Quanto vale? (OpenAI,
    Cerebras)", and "E AMD?" becomes "Perché OpenAI ha scelto AMD?": names are what a search
    needs most, and the words of the question stay as asked. A year alone takes the place of the
    year before. A question with names of its own takes on the earlier ones where it goes on ("and")
    with one of them, or with "it".
    """
    if not history:
        return text
    before = stand_alone(history[-1], history[:-1])
    opener = _OPENERS.match(text)
    rest = text[opener.end() :] if opener else text
    names, old_names = proper_names(rest), proper_names(before)
    year, old_years = _ONLY_A_YEAR.fullmatch(rest), _YEAR.findall(before)
    if year and old_years:
        return before.replace(old_years[-1], year["year"])
    if not names and (opener or _POINTS_BACK.search(text) or len(content_words(text)) <= _SHORT):
        carried = old_names or tuple(content_words(before))
        return f"{rest[:1].upper()}{rest[1:]} ({', '.join(carried)})" if carried else text
    goes_on = bool(_SUBJECT_BEFORE.search(rest))
    bare = len(content_words(rest)) <= len(content_words(" ".join(names)))
    if opener and names and bare and not goes_on:
        if old_names:
            return before.replace(_counterpart(names[-1], old_names), names[-1])
        return f"{before.rstrip('?!. ')} {rest}"
    left_out = [name for name in old_names if name.lower() not in text.lower()]
    if opener and left_out and (goes_on or len(left_out) < len(old_names)):
        return f"{rest[:1].upper()}{rest[1:]} ({', '.join(left_out)})"
    return text


def _counterpart(name: str, old_names: Sequence[str]) -> str:
    """The earlier name that a new one takes the place of: one written like it, or the last."""
    return next(iter(get_close_matches(name, old_names, 1)), old_names[-1])
