"""Folders of models: each embedding model's index has one of its own, named after what made it."""

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import IndexBusy, LibraryUnusable
from index.chunking import CHUNKING_VERSION
from index.embedded_vectors import EmbeddedVectors
from index.ledger import Ledger
from index.records import FORMAT_VERSION
from index.vectors import VectorHome
from index.writer_lock import WriterLock

if TYPE_CHECKING:
    from index.server import ChromaServer

_LEDGER = "ledger.sqlite"


def folder_of(root: Path, model: str) -> Path:
    """Where under `root` the index of a model lies, as this Sibilla would make it."""
    slug = re.sub(r"[^a-z0-9]+", "-", model.lower()).strip("-")[-60:]
    return root / f"{slug}.c{CHUNKING_VERSION}.f{FORMAT_VERSION}"


def open_ledger(folder: Path, lock: WriterLock) -> Ledger:
    """The ledger in a folder, a new one if what is there is damaged: the articles are elsewhere.

    Raises:
        LibraryUnusable: the folder cannot be used, a newer Sibilla made what is in it, or it is
            damaged while another process writes it.
    """
    path = folder / _LEDGER
    try:
        return Ledger(path)
    except LibraryUnusable as error:
        if error.reason != "damaged":
            raise
        try:
            with lock.writing():
                shutil.rmtree(folder)
                return Ledger(path)
        except IndexBusy:
            raise error from None


def make_home(folder: Path, ledger: Ledger, server: "ChromaServer | None") -> VectorHome:
    """Where the vectors of the index in a folder are kept: there, or on a server."""
    if server is None:
        return EmbeddedVectors(folder)
    from index.served_vectors import ServedVectors

    return ServedVectors(server, folder.name, ledger)


def find_other_model(root: Path, folder: Path) -> str:
    """The model of a whole index under `root` that is not the one in `folder`; "" if none is."""
    for path in sorted(root.glob(f"*/{_LEDGER}")):
        if path.parent == folder:
            continue
        try:
            ledger = Ledger(path)
            stamp, whole = ledger.stamp, ledger.is_whole
            ledger.close()
        except LibraryUnusable:
            continue  # of a newer Sibilla, or damaged: it is of no use to this one
        if stamp and whole and folder_of(root, stamp.model) == path.parent:
            return stamp.model
    return ""


def forget_other_models(root: Path, folder: Path) -> None:
    """Delete every index under `root` but the one in `folder`."""
    for other in root.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other, ignore_errors=True)
