"""What readers thought of answers: a line of JSON each in the data folder."""

import errno
import json
import os
import threading
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path

from corpus.errors import LibraryUnusable

FILE = "feedback.jsonl"
MAX_WORDS = 500
"""Characters of the optional word that are kept."""

_writing = threading.Lock()


def record_feedback(
    data: Path, *, question: str, answer: str, text: str, rating: str, word: str = ""
) -> None:
    """Append a rating to `feedback.jsonl`; the last line about an answer is the one that counts.

    `answer` is the answer's id and `text` what it said; `rating` is "up", "down", or "" for one
    taken back. Nothing is kept about who gave it.

    Raises:
        LibraryUnusable: the data folder cannot be written.
    """
    line = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": question,
        "answer": answer,
        "text": text,
        "rating": rating,
        "word": " ".join(word.split())[:MAX_WORDS],
    }
    written = json.dumps(line, ensure_ascii=False)
    try:
        with _writing, (data / FILE).open("ab", buffering=0) as file:
            _append_whole(file, f"{written}\n".encode(errors="replace"))
    except OSError as error:
        raise LibraryUnusable.because(data, error) from error


def _append_whole(file: FileIO, line: bytes) -> None:
    """Append a line or nothing: half of one, on a full disk, would spoil the next as well."""
    before = file.seek(0, os.SEEK_END)
    try:
        if file.write(line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except OSError:
        file.truncate(before)
        raise
