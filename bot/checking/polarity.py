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
from bot.checking.polarity_words import DENIALS, EMPTY, NO_DENIALS, OPPOSITES, REFUSALS
from index.words import is_function_word

# A word is the like of another from this cosine squared on; what was forgotten must be surer.
_LIKE, _SURELY_LIKE = 0.35, 0.5
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
        *_added(sentence, evidence, meanings),
        *_forgotten(sentence, evidence, meanings),
        *_opposites(sentence, " ".join(evidence)),
    ]
    return faults[:1]


def _added(sentence: str, evidence: Sequence[str], meanings: Meanings) -> list[Fault]:
    """What the sentence denies and the source does not."""
    if _denials(evidence[0]):
        return []
    told = [denial for text in evidence for denial in _denials(text, REFUSALS)]
    faults = []
    for claim in _denials(sentence):
        if _PENDING.search(sentence) and any(_PENDING.search(text) for text in evidence):
            continue
        if not any(_like(claim.about, (*d.about, d.written.lower()), meanings) for d in told):
            faults.append(Fault(FaultKind.NEGATION, claim.written))
    return faults


def _forgotten(sentence: str, evidence: Sequence[str], meanings: Meanings) -> list[Fault]:
    """What the source denies and the sentence says."""
    claims = _denials(sentence, REFUSALS)
    denied = {word for claim in claims for word in claim.about}
    affirmed = [word for word in _telling(sentence) if word not in denied]
    faults = []
    for text in evidence[:1]:
        for denial in _denials(text):
            if REFUSALS.search(" ".join(denial.behind[:2])):
                continue  # "did not stop it from…" denies nothing
            behind = denial.behind[:3]
            if not behind or not affirmed:
                continue
            if claims and _like(behind, tuple(denied), meanings):
                continue
            alike = meanings.alike(behind, affirmed).max(axis=1)
            if sorted(alike)[-2:][0] >= _SURELY_LIKE:
                faults.append(Fault(FaultKind.NEGATION, denial.written))
    return faults


def _denials(text: str, also: re.Pattern[str] | None = None) -> list[_Denial]:
    """The denials of a text, those by meaning too when a pattern for them is given."""
    text = NO_DENIALS.sub(lambda match: " " * len(match[0]), text)
    matches = [*DENIALS.finditer(text), *(also.finditer(text) if also else ())]
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


def _like(words: Sequence[str], others: Sequence[str], meanings: Meanings) -> bool:
    return bool(meanings.alike(words, others).max(initial=0.0) >= _LIKE)


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
