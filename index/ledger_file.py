"""The file of the ledger: opened, refused when damaged or newer, and written all or nothing."""

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import LibraryUnusable
from index.records import FORMAT_VERSION

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, state TEXT NOT NULL, hash TEXT NOT NULL, revision INTEGER NOT NULL,
    language TEXT NOT NULL, card TEXT NOT NULL, markdown TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS articles_by_revision ON articles (revision);
CREATE INDEX IF NOT EXISTS articles_by_language ON articles (language);
CREATE TABLE IF NOT EXISTS passages (
    key TEXT PRIMARY KEY, article TEXT NOT NULL, language TEXT NOT NULL, passage TEXT NOT NULL,
    vector BLOB NOT NULL, sentence_vectors BLOB NOT NULL, words BLOB NOT NULL,
    context BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article);
CREATE INDEX IF NOT EXISTS passages_by_language ON passages (language);
CREATE TABLE IF NOT EXISTS removals (
    revision INTEGER NOT NULL, article TEXT NOT NULL, language TEXT NOT NULL, keys TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS words (
    language TEXT NOT NULL, position INTEGER NOT NULL, word TEXT NOT NULL, vector BLOB NOT NULL,
    PRIMARY KEY (language, position), UNIQUE (language, word));
"""


class LedgerFile:
    """One SQLite file. Readers may be many, in any process; the writer holds the index lock."""

    def __init__(self, path: Path) -> None:
        """Open or create the ledger.

        Raises:
            LibraryUnusable: the folder cannot be written, a newer Sibilla made the file, or it is
                damaged.
        """
        self.path = path
        self._local = threading.local()
        self._open()

    def begin_anew(self) -> None:
        """Throw the file away, damaged as it is, and begin an empty one in its place."""
        self.close()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        self._open()

    def _open(self) -> None:
        path = self.path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if _is_cut_short(path):
                raise LibraryUnusable("damaged", name=path.parent)
            self._refuse_newer()
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.executescript(_SCHEMA)
        except (json.JSONDecodeError, TypeError, AttributeError) as error:
            raise LibraryUnusable("damaged", name=path.parent) from error
        except (OSError, sqlite3.Error) as error:
            self.close()
            if _is_damage(error):
                raise LibraryUnusable("damaged", name=path.parent) from error
            raise LibraryUnusable.because(path.parent, error) from error

    def close(self) -> None:
        """Close this thread's connection; another use opens it again."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection:
            connection.close()
        self._local = threading.local()

    # -- inside

    def _refuse_newer(self) -> None:
        """Before anything else: tables and stamp of a newer Sibilla may be others than ours."""
        if self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
            found = json.loads(self._meta("stamp") or "{}").get("format", 0)
            if found > FORMAT_VERSION:
                raise LibraryUnusable("newer", name=self.path.parent, format=found)

    @contextmanager
    def _write(self) -> Iterator[None]:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # on a full disk SQLite may have ended it itself
                    connection.execute("ROLLBACK")
                raise
        except sqlite3.OperationalError as error:
            raise LibraryUnusable.because(self.path.parent, error) from error

    @property
    def _connection(self) -> sqlite3.Connection:
        """This thread's own connection: another thread's half-done write must not be seen."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
            connection.execute("PRAGMA synchronous = FULL")
            self._local.connection = connection
        return connection

    def _meta(self, key: str) -> str | None:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _set_meta(self, key: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _is_damage(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _is_cut_short(path: Path) -> bool:
    """Whether the file has fewer bytes than it says of itself.

    SQLite finds out only when it comes to what is missing. While there is a log beside the file,
    the rest may be in that.
    """
    log = path.with_name(f"{path.name}-wal")
    if not path.is_file() or (log.exists() and log.stat().st_size):
        return False
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100:
        return bool(header)
    page_size = int.from_bytes(header[16:18])
    pages, changes, pages_counted_at = (int.from_bytes(header[n : n + 4]) for n in (28, 24, 92))
    page_size = 65_536 if page_size == 1 else page_size  # as SQLite writes it
    return changes == pages_counted_at and path.stat().st_size < pages * page_size
