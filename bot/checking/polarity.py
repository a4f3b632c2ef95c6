"""Whether a sentence denies what its source affirms, or affirms what it denies."""

import re
from collections.abc import Sequence

from bot.checking.claim import Fault, FaultKind
from bot.checking.meaning import Meanings
from bot.checking.polarity_words import DENIALS, NO_DENIALS, OPPOSITES, REFUSALS
from index.words import is_function_word

# A denied word of one sentence is that of the other from this likeness on.
_SAME_WORD = 0.4
# Words behind a denial that it may be about.
_SCOPE = 3
_WORD = re.compile(r"[^\W_]+")


def check_polarity(sentence: str, evidence: Sequence[str], meanings: Meanings) -> list[Fault]:
    """A fault when sentence and evidence do not deny the same, or use opposite words."""
    if not evidence:
        return []
    denied, refused = _denials(sentence), _refusals(sentence)
    source = " ".join(evidence)
    source_denied, source_refused = _denials(source), _refusals(source)
    faults = []
    for written, _ in denied:
        if not source_denied and not source_refused:
            faults.append(Fault(FaultKind.NEGATION, written))
    if not denied and not refused:
        faults += _forgotten(sentence, evidence[0], meanings)
    if refused and not source_denied and not source_refused:
        faults.append(Fault(FaultKind.NEGATION, refused[0]))
    return faults + _opposites(sentence, source)


def _forgotten(sentence: str, evidence: str, meanings: Meanings) -> list[Fault]:
    """What the source denies and the sentence, which denies nothing, says."""
    words = _telling(sentence)
    for written, scope in _denials(evidence):
        if not scope or not words:
            continue
        alike = meanings.alike(scope[:_SCOPE], words).max(axis=1)
        if alike[0] >= _SAME_WORD and alike.mean() >= _SAME_WORD:
            return [Fault(FaultKind.NEGATION, written)]
    return []


def _denials(text: str) -> list[tuple[str, list[str]]]:
    """The denials of a text as written, each with the telling words behind it, nearest first."""
    text = NO_DENIALS.sub(lambda match: " " * len(match[0]), text)
    found = []
    for match in DENIALS.finditer(text):
        clause = re.split(r"[;:.!?]\s", text[match.end() :])[0]
        found.append((match[0], _telling(clause)[:_SCOPE]))
    return found


def _refusals(text: str) -> list[str]:
    return [match[0] for match in REFUSALS.finditer(text)]


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
    return [word for word in words if len(word) > 1 and not is_function_word(word)]
