"""The answerer without a model: one to three faithful quotations that together answer."""

from collections.abc import Sequence
from dataclasses import replace

from bot.clues import figures_of, is_date
from bot.evidence import Evidence
from bot.leaning import adds, leans
from bot.question import Question
from bot.sides import sides
from bot.versions import tells_all
from bot.wanted import Kind

MAX_QUOTATIONS = 3
# A further sentence may score this much less than the best one: scores are logarithms of odds,
# so it is at least a fiftieth as likely to hold the answer.
_WORTH_ADDING = 4.0
# A sentence that begins better may score this much less and lead all the same.
_WORTH_LEADING = 1.0
# The more so where the best one says that it adds to others: "The link is also a personal one".
_WORTH_BEGINNING = 3.0
# Of several sentences in a row, so many may be one quotation.
_LONGEST = 3
# Sentences closer in meaning than this say the same, in one language or across; across languages
# those that give the same amount need not be so close.
_SAME_FACT, _SAME_FACT_ACROSS = 0.75, 0.62
_ALIKE_WITH_FIGURE = 0.4
# In the version of an article less is enough: it says the same somewhere.
_SAME_FACT_IN_VERSIONS = 0.6


def choose_quotations(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence worth quoting, in the order to tell it.

    The best sentence comes first; others follow when they score nearly as well, add another fact
    and speak of the same matter. Neighbours become one quotation.
    """
    if not evidence:
        return []
    best = evidence[0]
    chosen: list[Evidence] = []
    lead = _lead(question, evidence)
    wanted = (best, *sides(question, evidence))
    for item in _each_once((lead, *wanted, *evidence)):
        is_wanted = any(item is one for one in wanted)
        if len(chosen) >= MAX_QUOTATIONS:
            break
        if not is_wanted and item.score < best.score - _WORTH_ADDING:
            break
        if not is_wanted and chosen and not _on_the_matter(question, item, chosen):
            continue
        told = _prefer_language(item, evidence, question.language)
        if not any(same_fact(one, other) for one in (item, told) for other in chosen):
            chosen.append(told)
    return _in_order([_complete(item) for item in chosen])


def _each_once(items: Sequence[Evidence]) -> list[Evidence]:
    return list({id(item): item for item in items}.values())


def _lead(question: Question, evidence: Sequence[Evidence]) -> Evidence:
    """The sentence to begin with: the best one that can begin, and gives a cause to a "why"."""
    best = evidence[0]
    worth_leading = _WORTH_BEGINNING if adds(best.core_text) else _WORTH_LEADING
    for item in evidence:
        if item.score < best.score - worth_leading:
            break
        causal = question.kind is not Kind.WHY or item.feature("clue") > 0
        of_names = item.feature("names") + item.feature("all_names")
        named = of_names >= best.feature("names") + best.feature("all_names")
        if causal and named and not adds(item.core_text):
            return item
    return best


def _on_the_matter(question: Question, item: Evidence, chosen: Sequence[Evidence]) -> bool:
    """Whether a further sentence belongs to the answer that those chosen begin.

    It does in the same article; from another only when a list or comparison is asked for, or
    when its passage speaks of every name in the question. After two sentences with a cause
    nothing but causes is told, and none from another article after one.
    """
    first = chosen[0]
    same_article = item.found.passage.article == first.found.passage.article
    causes = sum(one.feature("clue") > 0 for one in chosen) if question.kind is Kind.WHY else 0
    if causes >= (2 if same_article else 1) and not item.feature("clue"):
        return False
    if same_article or question.kind in (Kind.LIST, Kind.COMPARE):
        return True
    return item.feature("all_names") == 1.0


def _prefer_language(best: Evidence, evidence: Sequence[Evidence], language: str) -> Evidence:
    """The same fact in the asker's language, where a version of the article tells as much of it."""
    if best.found.passage.language == language:
        return best
    for item in evidence:
        if item.found.passage.language == language and (
            same_fact(item, best) or _same_in_version(item, best)
        ):
            for told in _with_neighbours(item):
                if tells_all(told, best):
                    return told
    return best


def _same_in_version(item: Evidence, best: Evidence) -> bool:
    """Whether a sentence is that of the article's own version that says what the best one says."""
    ours, theirs = item.found.article, best.found.article
    is_version = ours.published is not None and (ours.published, ours.outlet) == (
        theirs.published,
        theirs.outlet,
    )
    return is_version and float(item.vector @ best.vector) > _SAME_FACT_IN_VERSIONS


def _with_neighbours(item: Evidence) -> list[Evidence]:
    """A sentence alone, with the next one and with the one before: texts are cut differently."""
    told = [item]
    if item.core + 1 < len(item.found.passage.sentences):
        told.append(replace(item, last=item.core + 1))
    if item.core:
        told.append(replace(item, first=item.core - 1))
    return told


def same_fact(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences say the same, in one language or across."""
    languages = one.found.passage.language, other.found.passage.language
    likeness = float(one.vector @ other.vector)
    if languages[0] == languages[1] or likeness > _SAME_FACT_ACROSS:
        return likeness > (_SAME_FACT if languages[0] == languages[1] else _SAME_FACT_ACROSS)
    return likeness > _ALIKE_WITH_FIGURE and _share_a_figure(one, other)


def _share_a_figure(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences give one amount; a year is no sign that they say the same."""
    ours, theirs = (
        [f for f in figures_of(item.core_text, item.found.passage.language) if not is_date(f)]
        for item in (one, other)
    )
    return any(figure.unit and figure.agrees_with(like) for figure in ours for like in theirs)


def _complete(item: Evidence) -> Evidence:
    """With the sentences before, when this one cannot be understood without them."""
    first = item.first
    while first > 0 and item.core - first < _LONGEST - 1:
        if not leans(item.found.passage.sentences[first].text):
            break
        first -= 1
    return replace(item, first=first)


def _in_order(chosen: list[Evidence]) -> list[Evidence]:
    """The best first, the others of its article in their order; neighbours and overlaps joined."""
    articles = list(dict.fromkeys(item.found.passage.article for item in chosen))
    rest = sorted(
        chosen[1:], key=lambda item: (articles.index(item.found.passage.article), item.start)
    )
    joined: list[Evidence] = []
    for item in [*chosen[:1], *rest]:
        place = next((n for n, other in enumerate(joined) if _adjoin(other, item)), None)
        if place is None:
            joined.append(item)
        else:
            other = joined[place]
            joined[place] = replace(
                other, first=min(other.first, item.first), last=max(other.last, item.last)
            )
    return joined


def _adjoin(one: Evidence, other: Evidence) -> bool:
    if one.found.passage.key != other.found.passage.key:
        return False
    first, last = min(one.first, other.first), max(one.last, other.last)
    apart = other.first > one.last + 1 or one.first > other.last + 1
    return not apart and last - first < _LONGEST
