"""Names of documents: the id that an article gets from them, and the sizes that are taken."""

import re
import unicodedata
from pathlib import Path

from corpus.errors import DocumentRefused

MAX_MEGABYTES = 10
# File systems allow a name 255 bytes, and the trash adds a time to it.
_ID_BYTES = 180


def make_id(name: str) -> str:
    """An article id from a file name: its stem, with only letters, digits, dots and dashes."""
    stem = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", Path(name).stem)).strip("-._")
    return stem.encode()[:_ID_BYTES].decode(errors="ignore").rstrip("-._") or "article"


def check_size(size: int, name: str) -> None:
    """Refuse a document of more than `MAX_MEGABYTES` megabytes; `size` is in bytes."""
    if size > MAX_MEGABYTES * 1_000_000:
        raise DocumentRefused("too-large", name=name, limit=MAX_MEGABYTES)
