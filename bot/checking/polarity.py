"""Whether a sentence denies what its source affirms, or affirms what it denies.

A denial is a word such as "not" or "senza" together with the words it is about: what stands
behind it, and just before. Each denial of the sentence wants one in the source about the like
words, and the other way round; words that deny by what they mean ("refused", "first", "troppo")
count where a plain denial is looked for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.checking.claim import Fault, FaultKind
from bot.checking.meaning import Meanings
from bot.checking.polarity_words import DENIALS, EMPTY, HINTS, NO_DENIALS, OPPOSITES, REFUSALS
from index.words import is_function_word

# A word is the like of another from this cosine squared on; what was forgotten must be surer.
_LIKE, _SURELY_LIKE, _SAME = 0.35, 0.5, 0.7
# A denial is about so many telling words behind it, and so many before.
_BEHIND, _BEFORE = 4, 2
# What has not happened yet may be still to come in other words.
_PENDING = re.compile(r"\b(?:yet|ancora|still)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_CLAUSE = re.compile(r"[;:.!?]\s|,\s")


@dataclass(frozen=True, slots=True)
class _Denial:
    """A denying word as written, and the telling words behind and before it, nearest first."""

    written: str
    behind: tuple[str, ...]
    before: tuple[str, ...]

    @property
    def about(self) -> tuple[str, ...]:
        return self.behind + self.before


def check_polarity(sentence: str, evidence: Sequence[str], meanings: Meanings) -> list[Fault]:
    """A fault when sentence and evidence do not deny the same, or use opposite words."""
    if not evidence:
        return []
    faults = [
        *_doubled(sentence, evidence),
        *_added(sentence, evidence, meanings),
        *_exchanged(sentence, evidence[0], meanings),
        *_forgotten(sentence, evidence[0], meanings),
        *_opposites(sentence, " ".join(evidence)),
    ]
    return faults[:1]


def _doubled(sentence: str, evidence: Sequence[str]) -> list[Fault]:
    """A refusal that the sentence denies, "never refused", where the source only refuses."""
    if any(_denials(text) for text in evidence):
        return []
    refused = any(REFUSALS.search(text) for text in evidence)
    return [
        Fault(FaultKind.NEGATION, claim.written)
        for claim in _denials(sentence)
        if refused and REFUSALS.search(" ".join(claim.behind[:2]))
    ]


def _added(sentence: str, evidence: Sequence[str], meanings: Meanings) -> list[Fault]:
    """What the sentence denies and the source does not."""
    if _denials(evidence[0]):
        return []
    told = [
        (_LIKE if text is evidence[0] else _SURELY_LIKE, denial)
        for text in evidence
        for denial in _denials(text, DENIALS, REFUSALS, HINTS)
    ]
    faults = []
    for claim in _denials(sentence):
        pending = _PENDING.search(sentence) and any(_PENDING.search(text) for text in evidence)
        if pending or not claim.behind:  # "was told no" is no denial
            continue
        if not any(
            _likeness(claim.about, (*denial.about, denial.written.lower()), meanings) >= least
            for least, denial in told
        ):
            faults.append(Fault(FaultKind.NEGATION, claim.written))
    return faults


def _exchanged(sentence: str, evidence: str, meanings: Meanings) -> list[Fault]:
    """The sentence denies what the source affirms and affirms what it denies: "A, not B"."""
    for claim in _denials(sentence):
        for told in _denials(evidence):
            ours, theirs = claim.behind[:2], told.behind[:2]
            if not ours or not theirs or _likeness(ours, theirs, meanings) >= _SURELY_LIKE:
                continue
            others = [word for word in _telling(sentence) if word not in claim.behind]
            their_others = [word for word in _telling(evidence) if word not in told.behind]
            if (
                _likeness(ours, their_others, meanings) >= _SAME
                and _likeness(theirs, others, meanings) >= _SAME
            ):
                return [Fault(FaultKind.NEGATION, claim.written)]
    return []


def _forgotten(sentence: str, evidence: str, meanings: Meanings) -> list[Fault]:
    """What the source denies and the sentence says."""
    claims = _denials(sentence, DENIALS, REFUSALS)
    denied = tuple(word for claim in claims for word in claim.about)
    affirmed = [word for word in _telling(sentence) if word not in denied]
    for told in _denials(evidence):
        behind = told.behind[:3]
        if not behind or not affirmed or REFUSALS.search(" ".join(behind[:2])):
            continue  # "did not stop it from…" denies nothing
        if claims and _likeness(behind, denied, meanings) >= _LIKE:
            continue
        alike = sorted(meanings.alike(behind, affirmed).max(axis=1))
        if alike[-2:][0] >= _SURELY_LIKE:
            return [Fault(FaultKind.NEGATION, told.written)]
    return []


def _denials(text: str, *patterns: re.Pattern[str]) -> list[_Denial]:
    """The denials of a text; plain ones only unless other patterns are given."""
    text = NO_DENIALS.sub(lambda match: " " * len(match[0]), text)
    matches = [match for pattern in patterns or (DENIALS,) for match in pattern.finditer(text)]
    found = []
    for match in matches:
        behind = _CLAUSE.split(text[match.end() :])[0]
        before = _CLAUSE.split(text[: match.start()])[-1]
        found.append(
            _Denial(
                match[0],
                tuple(_telling(behind)[:_BEHIND]),
                tuple(reversed(_telling(before)))[:_BEFORE],
            )
        )
    return found


def _likeness(words: Sequence[str], others: Sequence[str], meanings: Meanings) -> float:
    """How alike the two nearest words are."""
    return float(meanings.alike(words, others).max(initial=0.0))


def _opposites(sentence: str, source: str) -> list[Fault]:
    faults = []
    for one, other in OPPOSITES:
        for said, contrary in ((one, other), (other, one)):
            found = said.search(sentence)
            if not found or contrary.search(sentence):
                continue
            if contrary.search(source) and not said.search(source):
                faults.append(Fault(FaultKind.NEGATION, found[0]))
    return faults


def _telling(text: str) -> list[str]:
    words = [match[0].lower() for match in _WORD.finditer(text)]
    return [
        word for word in words if len(word) > 1 and word not in EMPTY and not is_function_word(word)
    ]
