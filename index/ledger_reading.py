"""Reading the ledger: articles as they were indexed, and passages with what they are scored by."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from corpus.article import Article
from corpus.markdown import article_from_markdown
from index.ledger_file import LedgerFile
from index.passage import ArticleCard, Filters
from index.records import (
    IndexedPassage,
    PassageVectors,
    Removal,
    card_from_json,
    passage_from_row,
    vectors_from_row,
)

# What a passage is read from, and what it is scored by.
_PASSAGE_COLUMNS = "key, passage, vector, sentence_vectors, words, context"
_VECTOR_COLUMNS = "key, vector, sentence_vectors, words, context"

# SQLite takes so many variables in one statement, wherever it comes from.
_KEYS_AT_ONCE = 500


class LedgerReading(LedgerFile):
    """What can be asked of the ledger by whoever searches it or derives something from it."""

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

    # -- inside

    def _select(self, columns: str, table: str, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Rows of a table by its primary key, some hundred keys a query."""
        key_column = columns.partition(",")[0]
        for first in range(0, len(keys), _KEYS_AT_ONCE):
            some = keys[first : first + _KEYS_AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT {columns} FROM {table} WHERE {key_column} IN ({marks})"  # noqa: S608
            # All at once: a cursor half read complains when it goes after its connection.
            yield from self._connection.execute(query, some).fetchall()
