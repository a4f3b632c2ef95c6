"""The ledger: what is indexed, in one SQLite file with SQLite's own guarantees.

Chroma and the lexical index are derived from it and can be refilled without encoding anything
again. Each write carries a revision; a derived index remembers the last one it has applied, so
that after a crash it catches up by applying the rest once more.
"""

import json
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from corpus.article import Article
from corpus.errors import DocumentRefused, LibraryUnusable
from corpus.markdown import article_from_markdown, article_to_markdown
from index.passage import ArticleCard, Filters, Vectors
from index.records import (
    FORMAT_VERSION,
    IndexedArticle,
    IndexedPassage,
    PassageVectors,
    Removal,
    Stamp,
    article_hash,
    card_from_json,
    card_to_json,
    passage_from_row,
    passage_to_json,
    vectors_from_row,
)

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

# What a passage is read from, and what it is scored by.
_PASSAGE_COLUMNS = "key, passage, vector, sentence_vectors, words, context"
_VECTOR_COLUMNS = "key, vector, sentence_vectors, words, context"

# SQLite takes so many variables in one statement, wherever it comes from.
_KEYS_AT_ONCE = 500


class Ledger:
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

    def is_sound(self) -> bool:
        """Whether all that is in the file can be read, and the articles are as they came.

        It reads everything, which takes a second for each 100 MB.
        """
        try:
            if self._connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
                return False
            stamp = self.stamp
            return all(
                article_hash(article := self._article(id)) == hash
                and all(self._fits(item, article, stamp) for item in self.passages_of(id))
                for id, (_, hash) in self.states().items()
            )
        except (sqlite3.Error, ValueError, TypeError, KeyError, LookupError, DocumentRefused):
            return False

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

    # -- what it was made with, and how far it has come

    @property
    def stamp(self) -> Stamp | None:
        """The stamp of what is in the ledger; None when nothing was ever written."""
        value = self._meta("stamp")
        return Stamp(**json.loads(value)) if value else None

    @property
    def is_whole(self) -> bool:
        """Whether the library was once indexed to its end, so that it can be searched."""
        return self._meta("whole") == "yes"

    def set_whole(self) -> None:
        """Note that the library was indexed to its end."""
        if not self.is_whole:
            with self._write():
                self._set_meta("whole", "yes")

    @property
    def revision(self) -> int:
        """Grows by one with each write."""
        return int(self._meta("revision") or 0)

    def applied(self, derived: str) -> int:
        """The last revision that the derived index of this name has applied."""
        return int(self._meta(f"applied:{derived}") or 0)

    def set_applied(self, derived: str, revision: int) -> None:
        """Note that a derived index has applied everything up to `revision`."""
        with self._write():
            self._set_meta(f"applied:{derived}", str(revision))

    # -- writing

    def start_over(self, stamp: Stamp) -> None:
        """Forget everything and take a new stamp."""
        with self._write():
            for table in ("articles", "passages", "removals", "words", "meta"):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608  # our own names
            self._set_meta("stamp", json.dumps(asdict(stamp)))

    def add_words(self, language: str, words: Sequence[str], vectors: Vectors) -> None:
        """Put new words into a language's vocabulary, in order; `vectors` is (n, dimension).

        Positions are given once and stay, whatever becomes of the articles.
        """
        with self._write():
            first = self.count_words(language)
            self._connection.executemany(
                "INSERT INTO words VALUES (?, ?, ?, ?)",
                [
                    (language, first + n, word, vector.astype(np.float32).tobytes())
                    for n, (word, vector) in enumerate(zip(words, vectors, strict=True))
                ],
            )

    def write(self, articles: Sequence[IndexedArticle], removed: Iterable[str] = ()) -> int:
        """Put articles in and take others out; all of it or nothing. Returns the new revision."""
        with self._write():
            revision = self.revision + 1
            self._set_meta("revision", str(revision))
            for id in (*removed, *(indexed.article.id for indexed in articles)):
                self._take_out(id, revision)
            for indexed in articles:
                self._put_in(indexed, revision)
        return revision

    def set_state(self, id: str, state: str) -> None:
        """Note that an article's file looks different though its content is the same."""
        with self._write():
            self._connection.execute("UPDATE articles SET state = ? WHERE id = ?", (state, id))

    # -- reading

    def states(self) -> dict[str, tuple[str, str]]:
        """For each article id, its file's state and the hash of its content when indexed."""
        rows = self._connection.execute("SELECT id, state, hash FROM articles")
        return {id: (state, hash) for id, state, hash in rows}

    def cards(self) -> list[ArticleCard]:
        """Every article's card, by id."""
        rows = self._connection.execute("SELECT card FROM articles ORDER BY id")
        return [card_from_json(card) for (card,) in rows]

    def holds(self, filters: Filters) -> bool:
        """Whether there is an article that the filters admit; only the first one is read."""
        query, values = "SELECT 1 FROM articles WHERE ? IN ('', language)", [filters.language]
        if filters.outlet:
            query += " AND json_extract(card, '$.outlet') = ?"
            values.append(filters.outlet)
        if filters.since or filters.until:  # an undated one is in no period
            query += " AND json_extract(card, '$.published') BETWEEN ? AND ?"
            values += [(filters.since or date.min).isoformat()]
            values += [(filters.until or date.max).isoformat()]
        return self._connection.execute(f"{query} LIMIT 1", values).fetchone() is not None

    def card(self, id: str) -> ArticleCard | None:
        """The card of one article, None when it is not indexed."""
        row = self._connection.execute("SELECT card FROM articles WHERE id = ?", (id,)).fetchone()
        return card_from_json(row[0]) if row else None

    def cards_of(self, ids: Sequence[str]) -> dict[str, ArticleCard]:
        """The cards of these articles, by id; those that are not indexed are left out."""
        return {id: card_from_json(card) for id, card in self._select("id, card", "articles", ids)}

    def article(self, id: str) -> Article | None:
        """One article as it was indexed, so that offsets hold; None when it is not."""
        row = self._connection.execute(
            "SELECT markdown FROM articles WHERE id = ?", (id,)
        ).fetchone()
        return article_from_markdown(row[0], id) if row else None

    def published(self, ids: Sequence[str]) -> list[tuple[str, str, str]]:
        """Id, hash and text, as Markdown, of these articles; unknown ids are left out."""
        rows = self._select("id, hash, markdown", "articles", ids)
        return [(id, digest, markdown) for id, digest, markdown in rows]

    def passages(self, keys: Sequence[str]) -> dict[str, IndexedPassage]:
        """The passages with these keys, by key; unknown keys are left out."""
        rows = self._select(_PASSAGE_COLUMNS, "passages", keys)
        return {key: passage_from_row(*row) for key, *row in rows}

    def passage_vectors(self, keys: Sequence[str]) -> list[PassageVectors]:
        """What the passages with these keys are scored by; unknown keys are left out."""
        rows = self._select(_VECTOR_COLUMNS, "passages", keys)
        return [vectors_from_row(*row) for row in rows]

    def passages_of(self, id: str) -> list[IndexedPassage]:
        """All passages of an article, in order."""
        rows = self._connection.execute(
            f"SELECT {_PASSAGE_COLUMNS} FROM passages WHERE article = ?",  # noqa: S608
            (id,),
        )
        return sorted((passage_from_row(*row) for _, *row in rows), key=lambda i: i.passage.number)

    def count(self, language: str = "") -> int:
        """How many passages there are, in a language or in all."""
        if not language:
            rows = self._connection.execute("SELECT COUNT(*) FROM passages")
        else:
            query = "SELECT COUNT(*) FROM passages WHERE language = ?"
            rows = self._connection.execute(query, (language,))
        return int(rows.fetchone()[0])

    def languages(self) -> list[str]:
        """The languages of the articles, those with most articles first."""
        rows = self._connection.execute(
            "SELECT language FROM articles GROUP BY language ORDER BY COUNT(*) DESC, language"
        )
        return [language for (language,) in rows]

    def sample(self, language: str, size: int) -> list[PassageVectors]:
        """Up to `size` passages of a language, spread evenly over the order they were written."""
        rows = self._connection.execute(
            f"SELECT {_VECTOR_COLUMNS} FROM passages WHERE rowid IN ("  # noqa: S608
            " SELECT rowid FROM (SELECT rowid, row_number() OVER (ORDER BY rowid) AS n,"
            " COUNT(*) OVER () AS total FROM passages WHERE language = :language)"
            " WHERE n * :size / total > (n - 1) * :size / total)",
            {"language": language, "size": size},
        )
        return [vectors_from_row(*row) for row in rows]

    def changed_since(self, revision: int) -> list[str]:
        """The ids of the articles written after `revision`, oldest write first."""
        rows = self._connection.execute(
            "SELECT id FROM articles WHERE revision > ? ORDER BY revision, id", (revision,)
        )
        return [id for (id,) in rows]

    def removals_since(self, revision: int) -> list[Removal]:
        """What was taken out after `revision`, oldest first."""
        rows = self._connection.execute(
            "SELECT revision, article, language, keys FROM removals WHERE revision > ? "
            "ORDER BY revision",
            (revision,),
        )
        return [Removal(r, article, language, json.loads(k)) for r, article, language, k in rows]

    def forget_removals(self, up_to: int, applied_by: Collection[str]) -> None:
        """Drop the notes of removals that the derived indexes in use have applied.

        One that is in use no longer, such as Chroma's folder once a server is set, would never
        hear of them: it counts as empty from now on.
        """
        with self._write():
            done = self._connection.execute("DELETE FROM removals WHERE revision <= ?", (up_to,))
            if done.rowcount:
                kept = [f"applied:{name}" for name in applied_by]
                marks = ",".join("?" * len(kept))
                self._connection.execute(
                    f"DELETE FROM meta WHERE key LIKE 'applied:%' AND key NOT IN ({marks})",  # noqa: S608
                    kept,
                )

    def word_positions(self, language: str, words: Iterable[str]) -> dict[str, int]:
        """The positions of those of `words` that are in a language's vocabulary."""
        query = "SELECT position FROM words WHERE language = ? AND word = ?"
        positions: dict[str, int] = {}
        for word in words:
            row = self._connection.execute(query, (language, word)).fetchone()
            if row:
                positions[word] = row[0]
        return positions

    def words_at(self, language: str, positions: Sequence[int]) -> list[str]:
        """The words at these positions of a language's vocabulary, in the same order."""
        query = "SELECT word FROM words WHERE language = ? AND position = ?"
        return [
            self._connection.execute(query, (language, int(position))).fetchone()[0]
            for position in positions
        ]

    def word_vectors(self, language: str, first: int = 0) -> Iterator[bytes]:
        """The vectors of a language's vocabulary from position `first` on, as float32 bytes."""
        rows = self._connection.execute(
            "SELECT vector FROM words WHERE language = ? AND position >= ? ORDER BY position",
            (language, first),
        )
        return (vector for (vector,) in rows)

    def count_words(self, language: str) -> int:
        """How many words of a language have a vector."""
        query = "SELECT COALESCE(MAX(position) + 1, 0) FROM words WHERE language = ?"
        return int(self._connection.execute(query, (language,)).fetchone()[0])

    # -- inside

    def _select(self, columns: str, table: str, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Rows of a table by its primary key, some hundred keys a query."""
        key_column = columns.partition(",")[0]
        for first in range(0, len(keys), _KEYS_AT_ONCE):
            some = keys[first : first + _KEYS_AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT {columns} FROM {table} WHERE {key_column} IN ({marks})"  # noqa: S608
            yield from self._connection.execute(query, some)

    def _article(self, id: str) -> Article:
        article = self.article(id)
        if article is None:
            raise LookupError(id)
        return article

    @staticmethod
    def _fits(item: IndexedPassage, article: Article, stamp: Stamp | None) -> bool:
        passage, vectors = item.passage, (item.vector, item.context, *item.sentence_vectors)
        return (
            article.text[passage.start : passage.end] == passage.text
            and len(item.sentence_vectors) == len(passage.sentences)
            and all(stamp and vector.shape == (stamp.dimension,) for vector in vectors)
            and bool(np.allclose([vector @ vector for vector in vectors], 1, atol=1e-2))
        )

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
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
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

    def _take_out(self, id: str, revision: int) -> None:
        rows = self._connection.execute(
            "SELECT key, language, passage FROM passages WHERE article = ?", (id,)
        ).fetchall()
        by_language: dict[str, dict[str, int]] = {}
        for key, language, passage in rows:
            by_language.setdefault(language, {})[key] = len(json.loads(passage)["sentences"])
        for language, keys in by_language.items():
            self._connection.execute(
                "INSERT INTO removals VALUES (?, ?, ?, ?)",
                (revision, id, language, json.dumps(keys)),
            )
        self._connection.execute("DELETE FROM passages WHERE article = ?", (id,))
        self._connection.execute("DELETE FROM articles WHERE id = ?", (id,))

    def _put_in(self, indexed: IndexedArticle, revision: int) -> None:
        article = indexed.article
        self._connection.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                article.id,
                indexed.state,
                indexed.hash,
                revision,
                article.language,
                card_to_json(article, len(indexed.passages)),
                article_to_markdown(article),
            ),
        )
        self._connection.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    item.passage.key,
                    article.id,
                    article.language,
                    passage_to_json(item.passage),
                    item.vector.astype(np.float32).tobytes(),
                    item.sentence_vectors.astype(np.float32).tobytes(),
                    item.words.astype(np.int32).tobytes(),
                    item.context.astype(np.float32).tobytes(),
                )
                for item in indexed.passages
            ],
        )


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
