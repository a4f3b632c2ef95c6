"""Small files of the data folder: written whole or not at all, and read back as JSON."""

import json
import os
from pathlib import Path
from typing import Any
from uuid import uuid4

from corpus.errors import LibraryUnusable


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader, or a crash, sees the old or the new one, never half."""
    half = path.with_name(f".{uuid4().hex}.tmp")
    try:
        with half.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def write_state(path: Path, value: dict[str, Any]) -> None:
    """Write a state as JSON.

    Raises:
        LibraryUnusable: the file cannot be written.
    """
    try:
        write_whole(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise _unusable(path, error) from error


def read_state(path: Path) -> dict[str, Any]:
    """Read a state; empty when there is none yet.

    Raises:
        LibraryUnusable: the file cannot be read, or was damaged by hand.
    """
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _unusable(path, error) from error
    except (ValueError, RecursionError) as error:
        raise LibraryUnusable("state", name=path) from error
    if not isinstance(value, dict):
        raise LibraryUnusable("state", name=path)
    return value


def _unusable(path: Path, error: OSError) -> LibraryUnusable:
    return LibraryUnusable("folder", name=path.parent, cause=error.strerror or error)
