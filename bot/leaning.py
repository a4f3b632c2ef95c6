"""Leaning: whether a sentence needs the one before it to be understood."""

import re

_LEANS = re.compile(
    r"(?:it|its|they|their|he|his|she|her|this|these|that|those|such|both|there|here|the (?:deal|"
    r"contract|agreement|company|companies|two|same|latter|former|group|chip|rest|other|machine|"
    r"project|plan|site|figure|sum|price|round|order|first|second)|one of (?:them|these)|"
    r"but|and|instead|however|moreover|also|at the time|meanwhile|for (?:this|that) reason|so|"
    r"ess[oaie]|quest[oaie]|quell[oaie]|l[eo]ro|il loro|la loro|suo|sua|i suoi|le sue|il suo|"
    r"la sua|ciò|tale|tali|entramb[ei]|per questo|così|lì|"
    r"l'(?:accordo|azienda|intesa|operazione|impianto|altro|altra|ordine|impegno)|"
    r"il (?:contratto|gruppo|chip|progetto|resto|piano|sito|prezzo|primo|secondo)|"
    r"la (?:società|stessa|cifra|macchina|prima|seconda)|i due|le due|ma|però|inoltre|anche|"
    r"invece|allora|intanto|lo stesso|è|sono|era)\b",
    re.IGNORECASE,
)


# A sentence that adds to what was said before is no beginning.
_ADDS = re.compile(
    r"\b(?:also|as well|too|another|further|likewise|anche|inoltre|poi|pure|altr[oaie])\b",
    re.IGNORECASE,
)
_BEGINNING = 60


def adds(sentence: str) -> bool:
    """Whether a sentence says in its beginning that it adds to others: "also", "inoltre"."""
    return bool(_ADDS.search(sentence[:_BEGINNING]))


def leans(sentence: str) -> bool:
    """Whether a sentence begins with what points back: "It", "This deal", "L'azienda", "Ma"."""
    return bool(_LEANS.match(sentence.lstrip("«“\"'")))
