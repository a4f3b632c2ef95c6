"""Recency: where the newest is asked for, newer articles stand higher."""

from collections.abc import Sequence
from dataclasses import replace
from math import exp

from index.passage import RankedPassage

# What the newest article gains over a very old one, in standard deviations of the fused score:
# about as much as separates the right article from the tenth.
_GAIN = 3.0
# Days after which two thirds of that are gone.
_FADING = 90.0


def favour_recent(ranked: Sequence[RankedPassage]) -> tuple[RankedPassage, ...]:
    """Passages ordered anew by score and by how near their articles are to the newest of them.

    An article without a date gains nothing.
    """
    days = [found.article.updated or found.article.published for found in ranked]
    newest = max((day for day in days if day), default=None)
    if newest is None:
        return tuple(ranked)
    favoured = [
        replace(found, score=found.score + _GAIN * exp(-(newest - day).days / _FADING))
        if day
        else found
        for found, day in zip(ranked, days, strict=True)
    ]
    return tuple(sorted(favoured, key=lambda found: -found.score))
