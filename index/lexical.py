"""Lexical search across languages: BM25 over word expansions, in tantivy.

Each content word of a question is expanded into the nearest words of the corpus vocabulary of
each language. An expansion scores its BM25 (Robertson and Zaragoza 2009) times its cosine
squared; of the expansions of one question word only the best counts for a passage (a disjunction
max); question words add up. "choose" finds "scelto"; names find themselves.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import tantivy

from index.passage import ArticleCard, Filters, day_number
from index.records import IndexedPassage
from index.words import split_words

# So many hits are told apart; of the rest only mean and deviation of their scores are wanted.
_MAX_HITS = 2_000


@dataclass(frozen=True, slots=True)
class Expansion:
    """A corpus word standing in for a question word; `weight` multiplies its BM25 score."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class LexicalHits:
    """Scores by passage key, best first, with mean and deviation over all passages.

    A passage without a hit scores 0 and counts in both.
    """

    scores: dict[str, float]
    mean: float = 0.0
    deviation: float = 1.0


@dataclass(frozen=True, slots=True)
class Admitted:
    """How many passages filters admit; `keys` names them unless they are many."""

    count: int
    keys: list[str] | None = None


class LexicalIndex:
    """The passages of one language by their words, in a folder that tantivy owns."""

    def __init__(self, folder: Path) -> None:
        """Open the index, creating it when missing. A damaged one raises ValueError."""
        folder.mkdir(parents=True, exist_ok=True)
        schema = (
            tantivy.SchemaBuilder()
            .add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
            .add_text_field("words", tokenizer_name="whitespace", index_option="freq")
            .add_text_field("outlet", tokenizer_name="raw", index_option="basic")
            .add_integer_field("published", indexed=True, fast=True)
            .build()
        )
        self._index = tantivy.Index(schema, path=str(folder), reuse=True)

    def change(
        self, removed: Iterable[str], added: Sequence[tuple[IndexedPassage, ArticleCard]]
    ) -> None:
        """Take passages out by key and put others in; a key put in again is replaced."""
        writer = self._index.writer(heap_size=50_000_000, num_threads=1)
        for key in (*removed, *(item.passage.key for item, _ in added)):
            writer.delete_documents_by_term("key", key)
        for item, card in added:
            document = tantivy.Document()
            document.add_text("key", item.passage.key)
            document.add_text("words", " ".join(split_words(item.passage.text)))
            document.add_text("outlet", card.outlet)
            document.add_integer("published", day_number(card.published))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def reload(self) -> None:
        """See what another process has written."""
        self._index.reload()

    def count(self) -> int:
        """How many passages the index holds."""
        return int(self._index.searcher().num_docs)

    def document_frequency(self, word: str) -> int:
        """In how many passages a word stands, or a little more after some were taken out."""
        searcher = self._index.searcher()
        # tantivy counts what was taken out until it merges its files.
        return min(int(searcher.doc_freq("words", word)), int(searcher.num_docs))

    def document_frequencies(self, words: Iterable[str]) -> dict[str, int]:
        """As above, of many words; those that stand nowhere are left out."""
        searcher = self._index.searcher()
        counts = ((word, int(searcher.doc_freq("words", word))) for word in words)
        return {word: count for word, count in counts if count}

    def search(
        self, words: Sequence[Sequence[Expansion]], filters: Filters, count: int = _MAX_HITS
    ) -> LexicalHits:
        """Score passages by the expansions of each question word, and give the best `count`.

        Mean and deviation are those of all passages. Reading a key costs more than scoring a
        passage, so only those of the best are read.
        """
        searcher = self._index.searcher()
        total = searcher.num_docs
        query = self._all_of(words)
        if query is None or not total:
            return LexicalHits({})
        hits = searcher.search(self._narrow(query, filters), limit=total, count=False).hits
        if not hits:
            return LexicalHits({})
        scores = np.array([score for score, _ in hits])
        mean = float(scores.sum() / total)
        deviation = float(np.sqrt(max((scores**2).sum() / total - mean**2, 1e-12)))
        best = {searcher.doc(address)["key"][0]: score for score, address in hits[:count]}
        return LexicalHits(best, mean, deviation)

    def scores_of(
        self, words: Sequence[Sequence[Expansion]], keys: Sequence[str]
    ) -> dict[str, float]:
        """The scores that `search` would give these passages; those without a hit are left out."""
        query = self._all_of(words)
        if query is None or not keys:
            return {}
        some = tantivy.Query.term_set_query(self._index.schema, "key", list(keys))
        searcher = self._index.searcher()
        result = searcher.search(_among(query, [some]), limit=len(keys), count=False)
        return {searcher.doc(address)["key"][0]: score for score, address in result.hits}

    def admitted(self, filters: Filters, few: int) -> Admitted:
        """How many passages the filters admit, and which when they are `few` at most."""
        searcher = self._index.searcher()
        query = self._narrow(tantivy.Query.all_query(), filters)
        found = searcher.search(query, limit=few, count=True)
        if found.count > few:
            return Admitted(found.count)
        keys = [searcher.doc(address)["key"][0] for _, address in found.hits]
        return Admitted(found.count, keys)

    def among(self, keys: Collection[str], filters: Filters) -> set[str]:
        """Those of these passages that the filters admit."""
        if not keys:
            return set()
        searcher = self._index.searcher()
        some = tantivy.Query.term_set_query(self._index.schema, "key", list(keys))
        hits = searcher.search(self._narrow(some, filters), limit=len(keys), count=False).hits
        return {searcher.doc(address)["key"][0] for _, address in hits}

    def _all_of(self, words: Sequence[Sequence[Expansion]]) -> tantivy.Query | None:
        asked = [self._any_of(expansions) for expansions in words if expansions]
        if not asked:
            return None
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in asked])

    def _any_of(self, expansions: Sequence[Expansion]) -> tantivy.Query:
        schema = self._index.schema
        return tantivy.Query.disjunction_max_query(
            [
                tantivy.Query.boost_query(
                    tantivy.Query.term_query(schema, "words", expansion.word, "freq"),
                    expansion.weight,
                )
                for expansion in expansions
            ]
        )

    def _narrow(self, query: tantivy.Query, filters: Filters) -> tantivy.Query:
        schema = self._index.schema
        conditions: list[tantivy.Query] = []
        if filters.since or filters.until:
            conditions.append(
                tantivy.Query.range_query(
                    schema,
                    "published",
                    tantivy.FieldType.Integer,
                    day_number(filters.since or date.min),
                    day_number(filters.until or date.max),
                )
            )
        if filters.outlet:
            conditions.append(tantivy.Query.term_query(schema, "outlet", filters.outlet))
        return _among(query, conditions) if conditions else query


def _among(query: tantivy.Query, conditions: Sequence[tantivy.Query]) -> tantivy.Query:
    """What meets the query and all conditions; only the query counts for the score."""
    silent = [(tantivy.Occur.Must, tantivy.Query.const_score_query(c, 0.0)) for c in conditions]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *silent])
