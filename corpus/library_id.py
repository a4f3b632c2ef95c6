"""The library's own number, by which what it has on a server is known as its own."""

import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from corpus.errors import LibraryUnusable

_FILE = "library-id.txt"


def library_id(data: Path) -> str:
    """The number of the library in a data folder, made at random when there is none yet.

    Raises:
        LibraryUnusable: it cannot be read or written.
    """
    path = data / _FILE
    try:
        if not path.exists():
            whole = path.with_name(f".{uuid4().hex}.tmp")
            whole.write_text(f"{uuid4()}\n", encoding="ascii")
            with suppress(FileExistsError):  # of two processes, the first one's counts
                os.link(whole, path)
            whole.unlink()
        number = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise LibraryUnusable("folder", name=data, cause=error) from error
    if not number:
        raise LibraryUnusable("state", name=path)
    return number
