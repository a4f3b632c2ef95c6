"""The answerer without a model: one to three faithful quotations that together answer."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.evidence import Evidence
from bot.question import Question
from bot.wanted import Kind

MAX_QUOTATIONS = 3
# A further sentence must score at least this share of the best one's.
_WORTH_ADDING = 0.72
# A sentence of the kind asked for leads the answer from this share of the best one's score on.
_WORTH_LEADING = 0.8
# Sentences closer in meaning than this say the same (in one language, or across).
_SAME_FACT = {True: 0.75, False: 0.62}

# A sentence that begins so leans on the one before it.
_LEANS = re.compile(
    r"(?:it|its|they|their|he|his|she|her|this|these|that|those|such|both|there|the (?:deal|"
    r"contract|agreement|company|companies|two|same|latter|former|group|chip|rest|other)|"
    r"but|and|instead|however|moreover|also|at the time|meanwhile|"
    r"ess[oaie]|quest[oaie]|quell[oaie]|l[eo]ro|il loro|la loro|suo|sua|i suoi|le sue|il suo|"
    r"la sua|ciò|tale|tali|entramb[ei]|"
    r"l'(?:accordo|azienda|intesa|operazione|impianto|altro|altra)|il (?:contratto|gruppo|chip|"
    r"progetto|resto)|la (?:società|stessa|cifra)|i due|le due|ma|però|inoltre|anche|invece|"
    r"allora|intanto|lo stesso)\b",
    re.IGNORECASE,
)


def choose_quotations(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence worth quoting, in the order to tell it.

    The best sentence comes first; others follow when they score nearly as well, add another fact
    and speak of the same matter. Those of one article keep its order, and neighbours become one
    quotation.
    """
    if not evidence:
        return []
    best = _fitting(evidence)
    wanted = 2 if best.feature("fit") == 1.0 else MAX_QUOTATIONS
    chosen = [_prefer_language(best, evidence, question.language)]
    for item in evidence:
        if len(chosen) >= wanted or item.score < best.score * _WORTH_ADDING:
            break
        if _on_the_matter(question, item, chosen[0]) and not any(
            _same_fact(item, other) for other in chosen
        ):
            chosen.append(_prefer_language(item, evidence, question.language))
    return _in_order([_complete(item) for item in chosen])


def _fitting(evidence: Sequence[Evidence]) -> Evidence:
    """The best sentence of the kind asked for, if it scores nearly as well as the best of all."""
    best = evidence[0]
    for item in evidence:
        if item.score < best.score * _WORTH_LEADING:
            break
        if item.feature("fit") > 0:
            return item
    return best


def _on_the_matter(question: Question, item: Evidence, first: Evidence) -> bool:
    """Whether a further sentence belongs to the answer that the first one begins.

    It does in the same article; from another only when a list or comparison is asked for, or
    when it has all the question's names itself.
    """
    if question.kind is Kind.WHY and first.feature("fit") > item.feature("fit"):
        return False  # a cause, then no more causes: enough is said
    if item.found.passage.article == first.found.passage.article:
        return True
    if question.kind in (Kind.LIST, Kind.COMPARE):
        return True
    text = item.core_text.lower()
    return bool(question.names) and all(name.lower() in text for name in question.names)


def _prefer_language(best: Evidence, evidence: Sequence[Evidence], language: str) -> Evidence:
    """The same fact in the asker's language, where a version of the article has it."""
    if best.found.passage.language == language:
        return best
    for item in evidence:
        if item.found.passage.language == language and _same_fact(item, best):
            return item
    return best


def _same_fact(one: Evidence, other: Evidence) -> bool:
    same_language = one.found.passage.language == other.found.passage.language
    return float(one.vector @ other.vector) > _SAME_FACT[same_language]


def _complete(item: Evidence) -> Evidence:
    """With the sentence before, when this one cannot be understood without it."""
    first = item.first
    while first > 0 and item.core - first < 2:
        if not _LEANS.match(item.found.passage.sentences[first].text):
            break
        first -= 1
    return replace(item, first=first)


def _in_order(chosen: list[Evidence]) -> list[Evidence]:
    """The best first; those of its article in its order; neighbours and overlaps joined."""
    articles = list(dict.fromkeys(item.found.passage.article for item in chosen))
    ordered = sorted(
        chosen, key=lambda item: (articles.index(item.found.passage.article), item.start)
    )
    joined: list[Evidence] = []
    for item in ordered:
        if joined and _adjoin(joined[-1], item):
            joined[-1] = replace(joined[-1], last=max(joined[-1].last, item.last))
        else:
            joined.append(item)
    return joined


def _adjoin(one: Evidence, other: Evidence) -> bool:
    return one.found.passage.key == other.found.passage.key and other.first <= one.last + 1
