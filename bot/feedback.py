"""What readers thought of answers: a line of JSON each in the data folder."""

import json
import threading
from datetime import UTC, datetime
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
        with _writing, (data / FILE).open("a", encoding="utf-8", errors="replace") as file:
            file.write(written + "\n")
    except OSError as error:
        raise LibraryUnusable.because(data, error) from error
