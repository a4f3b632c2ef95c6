"""Identity: what is known of each article's content, so that no file is read twice to compare.

A small SQLite file beside the index holds, for each article file, its hash, its address and the
marks of its likeness. It is derived: deleted or damaged, it is made again from the articles.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.addresses import same_place
from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.likeness import bands, signature, word_runs

if TYPE_CHECKING:
    from corpus.library import FileState

_VERSION = 1
_IN_MEMORY = ":memory:"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, modified INTEGER NOT NULL, size INTEGER NOT NULL,
    hash TEXT NOT NULL, place TEXT NOT NULL, language TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS articles_by_hash ON articles (hash);
CREATE INDEX IF NOT EXISTS articles_by_place ON articles (place);
CREATE TABLE IF NOT EXISTS bands (band INTEGER NOT NULL, id TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS bands_by_band ON bands (band);
CREATE INDEX IF NOT EXISTS bands_by_id ON bands (id);
"""

Read = Callable[[Path, str], Article]


class Identities:
    """What is known of the articles of a library. Safe for threads and processes."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`; what cannot be used is made anew, in memory if need be."""
        self._path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    def update(self, files: dict[str, "FileState"], read: Read) -> None:
        """Come into step with the files of the library; only those that changed are read."""
        try:
            self._update(files, read)
        except sqlite3.Error:  # damaged, deleted under us, or without room: made again
            self._discard()
            try:
                self._update(files, read)
            except sqlite3.Error:  # no room: whoever writes the article will say so, if need be
                with self._lock:
                    self._discard()
                    self._connection = _connect(_IN_MEMORY)
                    self._update(files, read)

    def _update(self, files: dict[str, "FileState"], read: Read) -> None:
        with self._working() as connection:
            rows = connection.execute("SELECT id, path, modified, size FROM articles")
            known = {id: (path, modified, size) for id, path, modified, size in rows}
            now = {
                id: (_text(state.path), state.modified_ns, state.size)
                for id, state in files.items()
            }
            with connection:
                for id in known.keys() - now.keys():
                    _forget(connection, id)
                for id, state in now.items():
                    if known.get(id) != state:
                        _forget(connection, id)
                        _learn(connection, id, state, files[id].path, read)

    def forget(self, id: str) -> None:
        """Read an article's file again, even if it looks as before.

        A clock that ticks every few milliseconds may give two versions of one length one time.
        """
        with suppress(sqlite3.Error), self._working() as connection, connection:
            _forget(connection, id)

    def with_hash(self, text_hash: str) -> list[str]:
        """The ids of the articles with this title and text."""
        with self._working() as connection:
            rows = connection.execute("SELECT id FROM articles WHERE hash = ?", (text_hash,))
            return sorted(id for (id,) in rows)

    def at_place(self, url: str, language: str) -> list[str]:
        """The ids of the articles in a language that have this address, however it is spelled."""
        place = same_place(url) if url else ""
        if not place:
            return []
        with self._working() as connection:
            rows = connection.execute(
                "SELECT id FROM articles WHERE place = ? AND language = ?", (place, language)
            )
            return sorted(id for (id,) in rows)

    def candidates(self, runs: frozenset[int], most: int) -> list[str]:
        """The ids of the articles that may be alike, those that agree on most bands first."""
        marks = bands(signature(runs))
        places = ", ".join("?" * len(marks))
        with self._working() as connection:
            rows = connection.execute(
                f"SELECT id FROM bands WHERE band IN ({places}) "  # noqa: S608  # question marks
                "GROUP BY id ORDER BY count(*) DESC, id LIMIT ?",
                (*marks, most),
            )
            return [id for (id,) in rows]

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _working(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            yield self._connection or self._open()

    def _discard(self) -> None:
        self.close()
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def _open(self) -> sqlite3.Connection:
        for path in (str(self._path), str(self._path), _IN_MEMORY):
            try:
                if path != _IN_MEMORY:
                    self._path.parent.mkdir(parents=True, exist_ok=True)
                self._connection = _connect(path)
                return self._connection
            except (sqlite3.Error, OSError):
                self._discard()
        raise AssertionError("a database in memory can always be opened")


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=30, check_same_thread=False)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError("another format")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")  # it can be made again
        connection.executescript(_SCHEMA)
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        if connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _forget(connection: sqlite3.Connection, id: str) -> None:
    connection.execute("DELETE FROM articles WHERE id = ?", (id,))
    connection.execute("DELETE FROM bands WHERE id = ?", (id,))


def _learn(
    connection: sqlite3.Connection, id: str, state: tuple[str, int, int], path: Path, read: Read
) -> None:
    try:
        article = read(path, id)
    except DocumentRefused:  # it is no twin of anything, and is not read again until it changes
        connection.execute("INSERT INTO articles VALUES (?, ?, ?, ?, '', '', '')", (id, *state))
        return
    place = same_place(article.url) if article.url else ""
    connection.execute(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)",
        (id, *state, article.text_hash, place, article.language),
    )
    marks = bands(signature(word_runs(article.text)))
    connection.executemany("INSERT INTO bands VALUES (?, ?)", [(mark, id) for mark in marks])


def _text(path: Path) -> str:
    return str(path).encode("utf-8", "backslashreplace").decode()
