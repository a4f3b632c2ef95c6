"""Where an index lies: in its folder, or in a copy of it when that cannot be written."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import LibraryUnusable


class IndexPlace:
    """The folder that an index works in.

    Neither SQLite nor Chroma can be read without being written. So an index on a disk that is
    read-only, or that belongs to somebody else, is copied for as long as it is used; nothing that
    is done to the copy is kept.
    """

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made when missing.

        Raises:
            LibraryUnusable: it can neither be written nor copied.
        """
        self._copy: TemporaryDirectory[str] | None = None
        self.folder = folder
        try:
            if _is_writable(folder):
                folder.mkdir(parents=True, exist_ok=True)
                return
            self._copy = TemporaryDirectory(prefix="sibilla-")
            self.folder = Path(self._copy.name) / folder.name
            if folder.exists():
                shutil.copytree(folder, self.folder, copy_function=shutil.copyfile)
            self.folder.mkdir(exist_ok=True)
            for path in (self.folder, *self.folder.rglob("*")):
                if path.is_dir():
                    path.chmod(0o700)
        except (OSError, shutil.Error) as error:
            raise LibraryUnusable.because(folder, error) from error

    @property
    def is_copy(self) -> bool:
        """Whether what is written here is lost when it is closed."""
        return self._copy is not None

    def close(self) -> None:
        """Delete the copy, if it is one."""
        if self._copy:
            self._copy.cleanup()


def _is_writable(folder: Path) -> bool:
    """Whether the folder can be written, or made, unless something else is in its place."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return not there.is_dir() or os.access(there, os.W_OK | os.X_OK)
