"""The ledger: what is indexed, in one SQLite file with SQLite's own guarantees.

Chroma and the lexical index are derived from it and can be refilled without encoding anything
again. Each write carries a revision; a derived index remembers the last one it has applied, so
that after a crash it catches up by applying the rest once more.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict

import numpy as np

from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.markdown import article_to_markdown
from index.ledger_reading import LedgerReading
from index.ledger_words import LedgerWords
from index.records import (
    IndexedArticle,
    IndexedPassage,
    Stamp,
    article_hash,
    card_to_json,
    passage_to_json,
)


class Ledger(LedgerReading, LedgerWords):
    """Articles and passages, the words beside them, and how far the derived indexes have come."""

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

    # -- whether it is sound

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

    # -- inside

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
