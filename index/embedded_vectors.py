"""Chroma within this process, in a folder of the index.

A folder that Chroma cannot open, or that kills the process that opens it, is no loss: it is thrown
away and filled again from the ledger.
"""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from index.vectors import VectorStore

_CHECK_SECONDS = 120


def open_folder(folder: Path) -> VectorStore:
    """Open the collections in a folder, creating it when missing. Any Chroma error gets out.

    One client per process and folder.
    """
    import chromadb  # half a second, for those who search
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    # Chroma would otherwise read a .env file of whatever folder the user is in.
    settings = Settings(_env_file=None)
    already_open = str(folder) in SharedSystemClient._identifier_to_system
    try:
        return VectorStore(chromadb.PersistentClient(path=str(folder), settings=settings))
    except BaseException:
        if not already_open:
            # Chroma keeps what failed to start, and would hand it out for a mended folder.
            SharedSystemClient._identifier_to_system.pop(str(folder), None)
            SharedSystemClient._identifier_to_refcount.pop(str(folder), None)
        raise


class EmbeddedVectors:
    """The vectors of one index in the folder `chroma` beside its ledger."""

    name = "chroma"
    is_ours = True

    def __init__(self, folder: Path) -> None:
        """`folder` is that of the index; nothing is opened yet."""
        self._index_folder = folder
        self._folder = folder / "chroma"
        self._store: VectorStore | None = None
        self._opening = threading.Lock()

    def store(self) -> VectorStore:
        """The collections, opened on first use. Errors of a damaged folder get out."""
        with self._opening:
            if self._store is None:
                self._store = open_folder(self._folder)
            return self._store

    def exists(self) -> bool:
        """Whether there is anything to open, which opening would otherwise make."""
        return self._folder.is_dir()

    def answers(self, languages: Sequence[str]) -> int | None:
        """How many passages Chroma holds; None when it does not open or find them."""
        try:
            return self.store().check(languages)
        except BaseException as error:  # Chroma's Rust core panics outside of Exception
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            return None

    def answers_safely(self, languages: Sequence[str]) -> int | None:
        """As `answers`; what killed the process that opened it is first tried in a child."""
        if self._crashed_while_opening() and not self._opens_in_child(languages):
            return None
        marker = self._index_folder / f"opening-chroma.{os.getpid()}"
        marker.touch()  # stays behind if opening kills the process
        try:
            return self.answers(languages)
        finally:
            marker.unlink(missing_ok=True)

    def is_current(self) -> bool:
        """Whether it still has what it had taken in: a folder is checked when it is opened."""
        return True

    def publish(self, revision: int) -> None:
        """Nobody else needs to know: who reads the folder reads the ledger as well."""

    def empty(self) -> None:
        """Throw the vectors away."""
        self.close()
        discard(self._folder)

    def forget_others(self) -> None:
        """Those of other models go with the folders of their indexes."""

    def reload(self) -> None:
        """See what another process has written: Chroma must be opened anew for that."""
        self.close()

    def close(self) -> None:
        """Let go of the files; another use opens them again."""
        if self._store:
            self._store.close()
            self._store = None

    def _crashed_while_opening(self) -> bool:
        markers = self._index_folder.glob("opening-chroma.*")
        left = [marker for marker in markers if not _alive(marker.suffix[1:])]
        for marker in left:
            marker.unlink(missing_ok=True)
        return bool(left)

    def _opens_in_child(self, languages: Sequence[str]) -> bool:
        """Open Chroma in a child process first: a damaged store can kill the one that opens it."""
        code = (
            "import sys; from pathlib import Path; from index.embedded_vectors import open_folder; "
            "open_folder(Path(sys.argv[1])).check(sys.argv[2:])"
        )
        command = [sys.executable, "-c", code, str(self._folder), *languages]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_CHECK_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


def discard(folder: Path) -> None:
    """Take a folder away at once, then delete it: a crash must not leave half of it in place.

    A file that stands where the folder should be goes as well.
    """
    if folder.exists():
        doomed = folder.with_name(f"{folder.name}.discarded.{os.getpid()}")
        folder.rename(doomed)
        if doomed.is_dir():
            shutil.rmtree(doomed, ignore_errors=True)
        else:
            doomed.unlink()


def _alive(pid: str) -> bool:
    if pid == str(os.getpid()):
        return False  # a predecessor's: in a container every start has the same number
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
