"""Small files of the data folder: written whole or not at all, and read back as JSON."""

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from corpus.errors import LibraryUnusable

_HALF = re.compile(r"\.[0-9a-f]{32}\.tmp")
# Nobody takes an hour to write a small file.
_OLD_SECONDS = 3_600


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader, or a crash, sees the old or the new one, never half."""
    with _appearing(path) as half, half.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def copy_whole(file: Path, target: Path) -> None:
    """Copy a file, with its times, so that nobody ever sees half of the copy."""
    with _appearing(target) as half:
        shutil.copy2(file, half)


@contextmanager
def _appearing(path: Path) -> Iterator[Path]:
    """The name under which a file is made; it comes to its place when it is whole."""
    half = path.with_name(f".{uuid4().hex}.tmp")
    try:
        yield half
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Delete the halves of files that a crash left behind; a file being made is left alone."""
    with suppress(OSError):
        for half in folder.glob(".*.tmp"):
            if _HALF.fullmatch(half.name) and time.time() - half.stat().st_mtime > _OLD_SECONDS:
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
    return LibraryUnusable.because(path.parent, error)
