"""Whether a model says that the passages hold no answer, in the agreed word or in its own."""

import re

from bot.checking.marks import take_marks
from bot.generation.prompt import NOT_THERE

# A longer text tells something beside the denial.
_LONGEST = 400

_DENIAL = re.compile(
    r"\b(?:passages?|articles?|sources?|documents?|texts?|context|excerpts?)\b[^.]{0,40}"
    r"\b(?:do(?:es)? not|don['’]t|doesn['’]t|did not|cannot|fails? to|contains? no|"
    r"provides? no|gives? no|makes? no)\b"
    r"|\b(?:no|any) (?:information|mention|answer)\b[^.]{0,60}\b(?:passages?|articles?|sources?|"
    r"documents?|texts?|context)\b"
    r"|\bi (?:cannot|can['’]t|could not|couldn['’]t|am unable to) (?:find|answer|determine)\b"
    r"|\b(?:passagg[io]|articol[io]|font[ei]|document[oi]|test[oi]|contesto|brani?)\b[^.]{0,40}"
    r"\bnon\b[^.]{0,20}\b(?:contien|conteng|menzion|dic|fornisc|rispond|riport|specific|indic|"
    r"parl|includ|precis|c['’]è)\w*"
    r"|\bnon (?:ci sono|c['’]è|è presente|sono presenti|è indicat\w|è specificat\w|ho trovato)\b"
    r"[^.]{0,60}\b(?:passagg[io]|articol[io]|font[ei]|document[oi]|test[oi]|informazion[ei])\b"
    r"|\bnon (?:posso|riesco a|sono in grado di) (?:rispondere|trovare|determinare)\b",
    re.IGNORECASE,
)


def says_not_there(text: str) -> bool:
    """Whether a whole answer says only that the passages do not contain what was asked."""
    bare, marks = take_marks(text)
    bare = bare.strip(" \n*_`\"'.")
    if bare.upper().startswith(NOT_THERE):
        return True
    return not marks and len(bare) <= _LONGEST and bool(_DENIAL.search(bare))


def may_say_not_there(text: str) -> bool:
    """Whether a text that is still being written may become the agreed word, or has it."""
    begun = text.strip(" \n*_`\"'").upper()
    return NOT_THERE.startswith(begun[: len(NOT_THERE)])
