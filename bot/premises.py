"""Premises: what a question takes for granted, and whether the articles say it."""

import re
from collections.abc import Sequence

from bot.evidence import Evidence
from bot.question import Question
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
