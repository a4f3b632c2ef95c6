"""Questions to ask next: those that the articles near an answer say they answer."""

import re
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from bot.answer import Answer
from bot.answering import answer_from
from bot.question import read_question
from corpus.errors import ArticleUnknown

if TYPE_CHECKING:
    from bot.sibilla import Sibilla

COUNT = 3
_PER_ARTICLE = 2
_PASSAGES = 60
# Two questions are the same when they share more than this part of all their words.
_SAME = 0.6
# How many are tried before fewer are offered: each try is a search.
_TRIES = 8
# What a try gave is true for so long, in seconds, and for so many questions: the articles change
# seldom, and one that is removed is not suggested from in any case.
_TRUE_FOR = 600.0
_REMEMBERED = 4_096


def suggest_questions(
    sibilla: "Sibilla", answer: Answer, asked: Sequence[str], count: int = COUNT
) -> tuple[str, ...]:
    """Questions in the answer's language that the library answers, nearest first.

    They come from the articles that were cited, then from their neighbours in the ranking.
    `asked` are the questions of the conversation so far: none of them comes again.
    """
    found: list[str] = []
    known = [_words(question) for question in (*asked, answer.question, answer.understood)]
    for tries, (question, article) in enumerate(_candidates(sibilla, answer)):
        if tries == _TRIES or len(found) == count:
            break
        words = _words(question)
        if any(_alike(words, other) for other in known) or not _tried(sibilla, question, article):
            continue
        found.append(question)
        known.append(words)
    return tuple(found)


def _candidates(sibilla: "Sibilla", answer: Answer) -> Iterator[tuple[str, str]]:
    """Each question with the article that it stands in."""
    cited = [citation.article for citation in answer.citations]
    for article in dict.fromkeys([*cited, *answer.ranked]):
        try:
            found = sibilla.article(article)
        except ArticleUnknown:  # removed since
            continue
        if found.language == answer.language:
            yield from ((question, article) for question in found.questions[:_PER_ARTICLE])


def _tried(sibilla: "Sibilla", question: str, article: str) -> bool:
    """What `_answers` says, or said lately: trying costs far more than the answer itself did."""
    results = _RESULTS.setdefault(sibilla, OrderedDict())
    key = question, article
    with _LOCK:
        result, when = results.get(key, (False, -_TRUE_FOR))
    if time.monotonic() - when < _TRUE_FOR:
        return result
    result = _answers(sibilla, question, article)
    with _LOCK:
        results[key] = result, time.monotonic()
        results.move_to_end(key)
        while len(results) > _REMEMBERED:
            results.popitem(last=False)
    return result


_Results = OrderedDict[tuple[str, str], tuple[bool, float]]
_RESULTS: "WeakKeyDictionary[Sibilla, _Results]" = WeakKeyDictionary()
_LOCK = Lock()


def _answers(sibilla: "Sibilla", question: str, article: str) -> bool:
    """Whether the library answers the question, citing the article that promises it."""
    asked = read_question(question)
    findings = sibilla.index.search(asked.understood, _PASSAGES, spread=False)
    answer = answer_from(asked, findings)
    return any(citation.article == article for citation in answer.citations)


def _words(question: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", question.casefold()))


def _alike(words: frozenset[str], other: frozenset[str]) -> bool:
    return len(words & other) > _SAME * len(words | other)
