"""Newer articles: what an answer's matter has come to since the article it quotes first."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.evidence import Evidence
from bot.extract import MAX_QUOTATIONS, same_fact
from bot.leaning import leans

# An article is newer, rather than another one on the same day's news, from so many days on.
_LATER = timedelta(days=30)
# A newer sentence may score this much less than the best one: see `bot.extract`.
_WORTH_TELLING = 2.0


def as_of(item: Evidence) -> date:
    """The day that a quotation's article speaks for; the first day there is when it has none."""
    card = item.found.article
    return card.updated or card.published or date.min


def is_newer(item: Evidence, first: Evidence) -> bool:
    """Whether a quotation is from an article that is newer than the first one's."""
    if item.found.article.published is None or first.found.article.published is None:
        return False
    # Both dates must be later: a version of a story in the other language is not newer.
    later_published = item.found.article.published > first.found.article.published
    return later_published and as_of(item) - as_of(first) >= _LATER


def with_newer(chosen: Sequence[Evidence], evidence: Sequence[Evidence]) -> list[Evidence]:
    """The quotations, and what a newer article on the same matter says, if none of them is newer.

    It speaks of every name asked about and scores nearly as well as the first quotation.
    """
    if not chosen or any(is_newer(item, chosen[0]) for item in chosen[1:]):
        return list(chosen)
    for item in evidence:
        if item.score < chosen[0].score - _WORTH_TELLING:
            break
        speaks_of_all = item.feature("all_names") == 1.0 and item.feature("names") >= 0.7
        told = any(same_fact(item, other) for other in chosen)
        if speaks_of_all and not told and is_newer(item, chosen[0]):
            return [*chosen[: MAX_QUOTATIONS - 1], item]
    return list(chosen)


def newest_first(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence of each of the best articles, the newest article first.

    Versions of one story that say the same count once.
    """
    chosen: list[Evidence] = []
    for item in evidence:
        if len(chosen) >= MAX_QUOTATIONS:
            break
        seen = any(
            item.found.passage.article == other.found.passage.article or same_fact(item, other)
            for other in chosen
        )
        if not seen and not leans(item.core_text):
            chosen.append(item)
    return sorted(chosen or evidence[:1], key=as_of, reverse=True)
