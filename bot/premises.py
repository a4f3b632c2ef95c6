"""Premises: what a question takes for granted, and whether the articles say it."""

import re
from collections.abc import Sequence

from bot.checking.meaning import Meanings
from bot.checking.roles import check_roles
from bot.clues import figures_of, is_date
from bot.evidence import Evidence
from bot.leaning import leans
from bot.question import Question
from bot.wanted import MONEY
from corpus.figures import Figure
from index.embedding import Encoder
from index.question_words import MIN_COUNTERPART, AskedWord, coverage
from index.words import split_words

# What may be taken for granted only if the evidence says it, in these or like words: that
# something was bought, sold, given up, closed, lost. "Choose" or "want" are told in too many ways
# to be looked for.
_DRASTIC = re.compile(
    r"(?:bought|buy\w*|acquir\w+|s[eo]ll\w*|sold|resold|merge\w*|cancel\w*|withdr\w+|quit\w*|left|"
    r"abandon\w*|clos\w+|shut\w*|stop\w*|halt\w*|suspend\w*|fall|fell|lost?|lose|fir(?:e|ed|ing)|"
    r"ban|banned|reject\w*|sued|broke|pull\w*|fine[ds]?|approv\w+|"
    r"compr\w+|acquist\w+|acquisi\w+|vend\w+|rivend\w+|fus[oaei]\b|annull\w+|cancell\w+|"
    r"ritir\w+|abbandon\w+|lasci\w+|chius\w+|chiud\w+|ferm\w+|interrott\w+|sospes\w+|"
    r"cal(?:at|o)\w*|cadut\w+|pers[oaei]|licenzi\w+|viet\w+|respint\w+|denunci\w+|mollat\w+|"
    r"mult[ae]\w*)"
)
# "Why did it not buy…", "instead of buying", "may buy": nothing is said to have happened.
_NOT_CLAIMED = re.compile(
    r"\b(?:non|not|never|mai|invece di|anziché|instead of|rather than|può|possono|potrebbe|can|"
    r"could|may|might|would|vorrebbe|wants?|vuole)\b|n['’]t\b",
    re.IGNORECASE,
)
# What comes before the statement in "why did A buy B?", "quando A ha comprato B?".
_ASKING = re.compile(
    r"^(?:(?:and|e|but|ma)\s+)?(?:why|how come|when|perch[eéè]|come mai|quando|"
    r"per quale (?:motivo|ragione)|what (?:made|led|pushed))\b\s*"
    r"(?:(?:did|does|do|has|have|had|is|are|was|were|would|will)\b)?\s*",
    re.IGNORECASE,
)
# Who does what to whom is looked up in this many of the best sentences.
_ROLES_READ = 40
# A sentence to give the other figure is looked for among so many; figures so near are the same.
_FIGURES_READ = 20
_ABOUT = 0.1
# A bare number below this is as often part of a name.
_LARGE = 1e6
# The one it was done to stands within so many words of the deed.
_BESIDE = 6


def premise_told(
    question: Question, words: Sequence[AskedWord], evidence: Sequence[Evidence]
) -> bool:
    """Whether the evidence tells the drastic deeds that a question supposes.

    Where the question names the one it was done to ("buy Groq"), a sentence must tell it of that
    one and name the others; else the passage must have the word.
    """
    if _NOT_CLAIMED.search(question.understood):
        return True
    return all(
        _told(question, asked, evidence) for asked in words if _DRASTIC.fullmatch(asked.word)
    )


def other_roles(
    question: Question, evidence: Sequence[Evidence], encoder: Encoder
) -> Evidence | None:
    """A sentence in which the names of a "why" or "when" have changed places, if none has them so.

    "Why does SpaceX rent Anthropic's data centres?" is met by "Anthropic rented … from SpaceX".
    """
    asking = _ASKING.match(question.understood)
    if not asking or len(question.names) < 2 or _NOT_CLAIMED.search(question.understood):
        return None
    claim = question.understood[asking.end() :].rstrip("? ")
    meanings, read = Meanings(encoder), evidence[:_ROLES_READ]
    if not check_roles(claim, question.names, [item.core_text for item in read], meanings):
        return None
    return next(
        (
            item
            for item in sorted(read, key=lambda item: -item.feature("own_language"))
            if check_roles(claim, question.names, [item.core_text], meanings)
        ),
        None,
    )


def other_figure(question: Question, evidence: Sequence[Evidence]) -> Evidence | None:
    """The best sentence with another figure where the question gives one that nothing read has.

    A figure is an amount with its unit, or a large number; "in 2026" is none.
    """
    given = [
        figure
        for figure in figures_of(question.understood, question.language)
        if not is_date(figure) and (figure.unit or figure.value >= _LARGE)
    ]
    on_them = [item for item in evidence if item.feature("all_names") == 1.0]
    passages = {item.found.passage.key: item.found.passage for item in on_them or evidence}
    told = [f for p in passages.values() for f in figures_of(p.text, p.language)]
    wrong = [f for f in given if not any(_about_same(f, other) for other in told)]
    instead = [item for item in on_them[:_FIGURES_READ] if _gives_like(item, wrong)]
    return max(
        instead,
        key=lambda item: (
            not leans(item.core_text),
            item.feature("names"),
            item.feature("own_language"),
            item.score,
        ),
        default=None,
    )


def _about_same(one: Figure, other: Figure) -> bool:
    return abs(float(one.value - other.value)) <= _ABOUT * abs(float(one.value))


def _gives_like(item: Evidence, figures: Sequence[Figure]) -> bool:
    """Whether a sentence has a figure of the kind of one of these; a bare one may be money."""
    return any(
        other.unit in ((figure.unit,) if figure.unit else MONEY)
        for figure in figures
        for other in figures_of(item.core_text, item.found.passage.language)
        if not is_date(other)
    )


def _told(question: Question, deed: AskedWord, evidence: Sequence[Evidence]) -> bool:
    done_to = _done_to(question, deed.word)
    if done_to:
        return any(_tells(item, deed, done_to, question.names) for item in evidence)
    return any(
        coverage([deed], f"{item.found.article.title} {passage.text}", passage.language) > 0
        for item in evidence
        if item.feature("all_names") == 1.0
        for passage in (item.found.passage,)
    )


def _done_to(question: Question, deed: str) -> str:
    """The name that follows a deed in the question, or ""."""
    _, _, behind = question.understood.lower().partition(deed)
    following = [(behind.find(name.lower()), name) for name in question.names]
    return min(((place, name) for place, name in following if place >= 0), default=(0, ""))[1]


def _tells(item: Evidence, deed: AskedWord, done_to: str, names: Sequence[str]) -> bool:
    words = split_words(item.core_text)
    counterparts = deed.counterparts.get(item.found.passage.language, {})
    deeds = [n for n, word in enumerate(words) if counterparts.get(word, 0.0) >= MIN_COUNTERPART]
    victim = set(split_words(done_to))
    places = [n for n, word in enumerate(words) if word in victim]
    if not any(abs(one - other) <= _BESIDE for one in deeds for other in places):
        return False
    around = f"{item.found.article.title} {item.core_text}".lower()
    return all(name.lower() in around for name in names)
