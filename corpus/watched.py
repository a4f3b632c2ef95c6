"""Watched folders: what lies in them is in the library, and what leaves them leaves it."""

import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.errors import ArticleUnknown, DocumentRefused, LibraryUnusable
from corpus.library import Library, Outcome, Status
from corpus.readers import READERS, make_id, read_document
from corpus.state import read_state, write_state

SETTLE_SECONDS = 1.0
"""A file that changed less than this ago may be half-written, and is left for the next time."""

# So many files are read between two writes of the state.
_BATCH = 50


@dataclass(frozen=True, slots=True)
class Record:
    """Which article came from a file, and how both were then.

    `modified_ns` and `size` are 0 while the file is being taken in. An article is ours to remove
    only while `ours` holds and its text still has the hash `text_hash`.
    """

    article: str = ""
    modified_ns: int = 0
    size: int = 0
    text_hash: str = ""
    ours: bool = True


@dataclass(frozen=True, slots=True)
class FolderReport:
    """What looking through the folders did.

    `removed` has the ids of articles whose files are gone, `missing` the folders that are not
    there now, whose articles stay. `pending`: some files are still being written, look again.
    """

    outcomes: tuple[Outcome, ...] = ()
    removed: tuple[str, ...] = ()
    missing: tuple[Path, ...] = ()
    pending: bool = False

    @property
    def changed(self) -> bool:
        """Whether the library is another than before."""
        changing = (Status.ADDED, Status.REPLACED)
        return bool(self.removed) or any(item.status in changing for item in self.outcomes)

    def then(self, later: "FolderReport") -> "FolderReport":
        """This report and a later one as one."""
        return replace(
            later,
            outcomes=(*self.outcomes, *later.outcomes),
            removed=(*self.removed, *later.removed),
        )


Sighting = tuple[int, int]
"""Time of change in nanoseconds and size in bytes: a file as it looked."""


class WatchedFolders:
    """Some folders and the library that follows them.

    Which article came from which file is kept in `watched-files.json` in the data folder, so
    that it holds after a restart.
    """

    def __init__(self, library: Library, folders: Iterable[Path]) -> None:
        self.folders = tuple(folders)
        self._library = library
        self._state = library.data / "watched-files.json"
        self._lock = FileLock(library.data / "watched-files.lock", timeout=0)
        self._sightings: dict[str, tuple[Sighting, float]] = {}

    def sync(self) -> FolderReport:
        """Bring the library in step with the folders; one bad file stops no other.

        When another process is at it, it is left to that one.

        Raises:
            LibraryUnusable: the data folder cannot be read or written.
        """
        if not self.folders:
            return FolderReport()
        try:
            with self._locked():
                return self._sync()
        except Timeout:
            return FolderReport()

    def release(self, articles: Iterable[str]) -> None:
        """Note that these articles came in another way too: they no longer go with their files."""
        released = set(articles)
        if not released or not self._state.exists():
            return
        # Should it ever fail for want of the lock, what goes with its file goes to the trash.
        with suppress(Timeout), self._locked(seconds=30):
            records = self._load()
            if released & {record.article for record in records.values()}:
                self._save(
                    {
                        path: replace(record, ours=record.ours and record.article not in released)
                        for path, record in records.items()
                    }
                )

    def _sync(self) -> FolderReport:
        records = self._load()
        there, files, missing = self._look()
        changed = [path for path, seen in files.items() if _sighting_of(records.get(path)) != seen]
        ready = [path for path in changed if self._settled(path, files[path])]
        outcomes: list[Outcome] = []
        for begin in range(0, len(ready), _BATCH):
            batch = ready[begin : begin + _BATCH]
            # Noted before it is done: after a crash, what came in is known to be ours.
            self._announce(batch, records)
            taken = (self._take(path, files[path], records) for path in batch)
            outcomes += [outcome for outcome in taken if outcome]
            self._save(records)
        gone = [path for path in records if path not in files and _lies_in(path, there)]
        removed = [id for path in gone if (id := self._let_go(records.pop(path), records))]
        if gone:
            self._save(records)
        pending = len(outcomes) < len(changed)
        return FolderReport(tuple(outcomes), tuple(removed), tuple(missing), pending)

    def _look(self) -> tuple[list[Path], dict[str, Sighting], list[Path]]:
        """The folders that can be read, the documents in them, and the folders that cannot."""
        there: list[Path] = []
        files: dict[str, Sighting] = {}
        missing: list[Path] = []
        for folder in self.folders:
            try:
                files |= _scan(folder)
            except OSError:
                # Perhaps a disk that is not there now: nothing of it is taken for removed.
                missing.append(folder)
            else:
                there.append(folder)
        return there, files, missing

    def _settled(self, path: str, seen: Sighting) -> bool:
        """Whether a file has been as it is for long enough to be whole."""
        if time.time() - seen[0] / 1e9 > SETTLE_SECONDS:
            self._sightings.pop(path, None)
            return True
        # Changed just now, or by a clock ahead of ours: whether it stays so is to be seen.
        before, since = self._sightings.get(path, (None, 0.0))
        if before == seen:
            return time.monotonic() - since > SETTLE_SECONDS
        self._sightings[path] = (seen, time.monotonic())
        return False

    def _announce(self, paths: Iterable[str], records: dict[str, Record]) -> None:
        holders = Counter(record.article for record in records.values())
        taken = set(self._library.files()) | set(holders)
        for path in paths:
            record = records.get(path)
            # What another file has come to share is not written over by one of the two.
            if record is None or not record.ours or holders[record.article] > 1:
                id = make_id(Path(path).name)
                if id in taken:
                    id = f"{id}-{hashlib.sha256(path.encode()).hexdigest()[:8]}"
                taken.add(id)
                records[path] = Record(id)
        self._save(records)

    def _take(self, path: str, seen: Sighting, records: dict[str, Record]) -> Outcome | None:
        """Add the article in a file under the id announced for it; None if it changes just now."""
        before = records[path]
        try:
            article = replace(read_document(Path(path)), id=before.article)
            if _look_at(Path(path)) != seen:
                return None
            outcome = self._library.add(article, path)
        except DocumentRefused as error:
            if _look_at(Path(path)) != seen:
                return None
            if not before.text_hash:  # nothing of it is in the library
                before = Record(ours=False)
            records[path] = replace(before, modified_ns=seen[0], size=seen[1])
            return Outcome(path, Status.REFUSED, error=error)
        ours = self._is_ours(outcome, path, records)
        records[path] = Record(outcome.article, *seen, article.text_hash, ours)
        if before.article != outcome.article:
            self._let_go(before, records)
        return outcome

    def _is_ours(self, outcome: Outcome, path: str, records: dict[str, Record]) -> bool:
        """Whether an article is there because of files: this one, or another that became it.

        One that came otherwise and was the same, or had the same address, is not.
        """
        if outcome.article == records[path].article:
            return True
        return any(
            record.ours and record.article == outcome.article
            for other, record in records.items()
            if other != path
        )

    def _let_go(self, record: Record, records: dict[str, Record]) -> str:
        """Remove the article of a file that is gone, if nothing else holds it; its id, or ""."""
        held = any(other.article == record.article for other in records.values())
        if held or not record.ours or not record.text_hash:
            return ""
        try:
            if self._library.get(record.article).text_hash != record.text_hash:
                return ""  # written over by someone else
            self._library.remove(record.article)
        except (ArticleUnknown, DocumentRefused):
            return ""
        return record.article

    def _load(self) -> dict[str, Record]:
        try:
            return {path: Record(**fields) for path, fields in read_state(self._state).items()}
        except TypeError as error:
            raise LibraryUnusable("state", name=self._state) from error

    def _save(self, records: dict[str, Record]) -> None:
        write_state(self._state, {path: asdict(record) for path, record in records.items()})

    @contextmanager
    def _locked(self, seconds: float = 0) -> Iterator[None]:
        try:
            with self._lock.acquire(timeout=seconds):
                yield
        except Timeout:
            raise
        except OSError as error:
            raise LibraryUnusable.because(self._library.data, error) from error


def _scan(folder: Path) -> dict[str, Sighting]:
    """The documents in a folder and its folders, but for hidden ones."""
    found: dict[str, Sighting] = {}

    def fail(error: OSError) -> None:
        raise error

    for root, folders, names in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if name.startswith(".") or path.suffix.lower() not in READERS:
                continue
            # A name that is not UTF-8 is no text that could be stored.
            text = str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            if seen := _look_at(path):
                found[text] = seen
    return found


def _look_at(path: Path) -> Sighting | None:
    """How a file looks; None for one that was removed meanwhile, or a link to nothing."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _sighting_of(record: Record | None) -> Sighting | None:
    return (record.modified_ns, record.size) if record else None


def _lies_in(path: str, folders: Iterable[Path]) -> bool:
    return any(Path(path).is_relative_to(folder) for folder in folders)
