"""What files say of themselves, as far as it can be believed."""

import re
from datetime import date, datetime, timedelta

from corpus.markdown import clean_text

_TITLE_CHARACTERS = 300
_FIRST_DAY = date(1990, 1, 1)
# What programs put in when the author gave no title: their own name, a file name, a placeholder.
_NO_TITLE = re.compile(
    r"(?:microsoft|powerpoint|word|excel|libreoffice|openoffice|writer|pages|google docs)\b.* - .*"
    r"|.*\.(?:docx?|dotx?|pptx?|xlsx?|odt|rtf|indd|qxd|tex|dvi|pdf|p65|pmd|txt|html?|ai|eps|cdr)"
    r"|powerpoint[ -]present\w+|present\w+ standard\b.*"
    r"|(?:untitled|document|documento|senza (?:titolo|nome)|titolo|title|slide|presentation|"
    r"presentazione|new document|nuovo documento|print|stampa|layout|scan|scansione|none|null|"
    r"word document|normal|template|modello)[\W\d_]*"
    r"|(?:file|https?|about):\S*|[\W\d_]*|\S{0,2}",
    re.IGNORECASE,
)


def believable_title(title: object) -> str:
    """A title as the file gives it on one line, or "" when no one wrote it for a reader."""
    line = " ".join(clean_text(str(title or "")).split())
    return "" if len(line) > _TITLE_CHARACTERS or _NO_TITLE.fullmatch(line) else line


def believable_date(moment: datetime | date | None) -> date | None:
    """A day on which the file can have been written, or None."""
    if moment is None:
        return None
    day = moment.date() if isinstance(moment, datetime) else moment
    return day if _FIRST_DAY <= day <= date.today() + timedelta(days=1) else None
