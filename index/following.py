"""Following: the folder of articles as another Sibilla published it on a Chroma server.

What the folder holds is then a copy. Everything else goes on from there as ever: the copy is
indexed here, with a ledger and words of this machine's own, and only the vectors are searched on
the server. Should the machine that keeps the articles be lost, any copy can take its place.
"""

import hashlib
from pathlib import PurePath

import chromadb

from corpus.errors import ChromaUnavailable, LibraryUnusable
from corpus.library import Library
from corpus.state import read_state, write_state
from index.served_vectors import HASH, REVISION, ServedVectors

_STATE = "followed.json"
_LISTED_AT_ONCE = 5_000
_COPIED_AT_ONCE = 100


class Follower:
    """Copies the articles of one library from its catalogue into a folder of articles."""

    def __init__(self, library: Library, home: ServedVectors) -> None:
        """`library` is that of this data folder, into which nobody else adds."""
        self._library = library
        self._home = home
        self._seen: tuple[str, int] | None = None

    def follow(self) -> bool:
        """Bring the folder in step with the catalogue; returns whether there was anything new.

        Raises:
            ChromaUnavailable: the server does not answer, or has no such library.
            LibraryUnusable: the folder has articles that are not from there.
        """
        store = self._home.store()
        catalogue = store.catalogue()
        if catalogue is None:
            place = self._home.server
            raise ChromaUnavailable("absent", name=place.url, library=place.library)
        # Of a catalogue that was made anew the revisions begin anew too.
        seen = str(catalogue.id), int((catalogue.metadata or {})[REVISION])
        if seen == self._seen:
            return False
        with store.asking():
            published: dict[str, str] = {}
            first = 0
            while True:
                page = catalogue.get(include=["metadatas"], limit=_LISTED_AT_ONCE, offset=first)
                for id, metadata in zip(page["ids"], page["metadatas"] or (), strict=True):
                    published[id] = str(metadata[HASH])
                first += len(page["ids"])
                if not page["ids"]:
                    break
        changed = self._copy(catalogue, published)
        self._seen = seen
        return changed

    def _copy(self, catalogue: chromadb.Collection, published: dict[str, str]) -> bool:
        """Make the folder hold these articles, given by id and hash, and no others."""
        path = self._library.data / _STATE
        copied = {id: str(digest) for id, digest in read_state(path).items()}
        files = self._library.files()
        strangers = files.keys() - copied.keys() - published.keys()
        if strangers:
            raise LibraryUnusable("own", name=self._library.data, count=len(strangers))
        wanted = [
            id for id, digest in published.items() if copied.get(id) != digest or id not in files
        ]
        gone = [id for id in copied if id not in published]
        if not wanted and not gone:
            return False
        # Noted before it is written: after a crash, what was copied is no stranger.
        write_state(path, copied | dict.fromkeys(wanted, ""))
        for first in range(0, len(wanted), _COPIED_AT_ONCE):
            some = wanted[first : first + _COPIED_AT_ONCE]
            with self._home.store().asking():
                rows = catalogue.get(ids=some, include=["documents"])
            for id, text in zip(rows["ids"], rows["documents"] or (), strict=True):
                # Whoever reaches the server can write there: a name must not lead elsewhere.
                if PurePath(f"{id}.md").name == f"{id}.md" and not id.startswith("."):
                    self._library.put(id, text.encode(), files.get(id), replace=True)
                    copied[id] = hashlib.sha256(text.encode()).hexdigest()
        self._library.remove_all(gone)
        write_state(path, {id: copied[id] for id in published if id in copied})
        return True
