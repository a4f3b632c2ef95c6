"""Whether who does something to whom is as in the source, or the other way round.

"A supplies B", "B buys from A" and "B is supplied by A" are one event. What is compared: who acts,
who gives and who takes, whose shares and whose customer, partner or head is spoken of.
"""

from collections.abc import Sequence

from bot.checking.claim import Fault, FaultKind
from bot.checking.meaning import Meanings
from bot.checking.role_events import (
    KNOWN_VERBS,
    Place,
    Transfer,
    acts_in,
    owners_in,
    places_of,
    shares_in,
    transfers_in,
)

# Two verbs are the same from this likeness on.
_SAME_VERB = 0.5


def check_roles(
    sentence: str, names: Sequence[str], evidence: Sequence[str], meanings: Meanings
) -> list[Fault]:
    """A fault when two names of a sentence have changed places, seen from its source."""
    ours = places_of(sentence, names)
    if len({place.name for place in ours}) < 2:
        return []
    texts = [(text, places_of(text, names)) for text in evidence]
    for found in (
        _swapped_owners(sentence, ours, texts),
        _swapped_shares(sentence, ours, texts),
        _swapped_transfers(sentence, ours, texts),
        _swapped_agents(sentence, ours, texts, meanings),
    ):
        if found:
            return [Fault(FaultKind.ROLES, found)]
    return []


_Texts = Sequence[tuple[str, "list[Place]"]]


def _swapped_owners(sentence: str, ours: list[Place], texts: _Texts) -> str:
    """Whose customer, partner or head somebody is, where the source says it of another name."""
    told = {owned for text, places in texts for owned in owners_in(text, places)}
    mine = {place.name for place in ours}
    for kind, name in owners_in(sentence, ours):
        owners = {owner for same, owner in told if same == kind}
        if owners & mine and name not in owners:
            return name
    return ""


def _swapped_shares(sentence: str, ours: list[Place], texts: _Texts) -> str:
    """A name whose shares are spoken of, where the source speaks of the other one's."""
    claimed = shares_in(sentence, ours)
    told = {share for text, places in texts for share in shares_in(text, places)}
    mine = {place.name for place in ours}
    for figure, name in claimed:
        owners = {other for same, other in told if same == figure}
        if owners & mine and name not in owners:
            return name
    return ""


def _swapped_transfers(sentence: str, ours: list[Place], texts: _Texts) -> str:
    """Giver and taker, where the source has them the other way round only."""
    told = {transfer for text, places in texts for transfer in transfers_in(text, places)}
    for claim in transfers_in(sentence, ours):
        if claim not in told and Transfer(claim.taker, claim.giver, claim.kind) in told:
            return f"{claim.giver} → {claim.taker}"
    return ""


def _swapped_agents(sentence: str, ours: list[Place], texts: _Texts, meanings: Meanings) -> str:
    """A name that does what in the source another name of the sentence does."""
    told = [act for text, places in texts for act in acts_in(text, places)]
    for claim in acts_in(sentence, ours):
        same = [act for act in told if _same_verb(claim.verb, act.verb, meanings)]
        agents = {act.agent for act in same}
        if agents and claim.agent not in agents:
            return f"{claim.agent} {claim.verb}"
    return ""


def _same_verb(one: str, other: str, meanings: Meanings) -> bool:
    of_one_class = any(p.match(one) and p.match(other) for p in KNOWN_VERBS)
    return of_one_class or bool(meanings.alike([one], [other])[0, 0] >= _SAME_VERB)
