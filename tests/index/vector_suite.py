"""What holds of vectors wherever Chroma keeps them: each home inherits it."""

from datetime import date
from itertools import product
from typing import Any

import chromadb
import numpy as np
import pytest
from newsdesk import NEWS, HashingEncoder, entry, unit

from index.chunking import split_passages
from index.passage import ArticleCard, Filters
from index.records import IndexedPassage
from index.vectors import VectorStore

EVERYTHING = Filters()


def news_entries() -> list[tuple[IndexedPassage, ArticleCard]]:
    encoder = HashingEncoder()
    entries = []
    for article in NEWS:
        card = ArticleCard(
            article.id,
            article.title,
            article.language,
            article.outlet,
            article.url,
            article.published,
        )
        for passage in split_passages(article):
            sentences = encoder.encode_texts([s.text for s in passage.sentences])
            vector = encoder.encode_texts([passage.text])[0]
            words = np.array([-1] * len(sentences), dtype=np.int32)
            entries.append((IndexedPassage(passage, vector, sentences, words, vector), card))
    return entries


def question(text: str) -> np.ndarray:
    return HashingEncoder().encode_questions([text])[0]


DATES = [None, date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30)]


class VectorStoreSuite:
    """A home gives the fixture `store`: an empty one."""

    def test_passages_and_sentences_are_found_in_their_language(self, store: VectorStore) -> None:
        store.add(news_entries())
        assert (store.count("it"), store.count("en"), store.count("fr")) == (3, 3, 0)
        near = store.nearest_passages("it", question("Il prezzo del latte è salito"), 2, EVERYTHING)
        assert near[0] == "latte.it#0"
        assert len(near) == 2
        by_sentence = store.nearest_sentences(
            "en", question("The first reactor should start in 2030."), 10, EVERYTHING
        )
        assert by_sentence[0] == "reactors.en#0"
        assert sorted(by_sentence) == ["cerebras.en#0", "cerebras.en#1", "reactors.en#0"]

    def test_a_language_without_passages_gives_nothing_and_makes_nothing(
        self, store: VectorStore
    ) -> None:
        assert store.nearest_passages("fr", question("lait"), 5, EVERYTHING) == []
        assert store.nearest_sentences("fr", question("lait"), 5, EVERYTHING) == []
        store.delete("fr", {"lait.fr#0": 2})
        names = [collection.name for collection in store._client.list_collections()]
        assert [name for name in names if name.startswith(store._prefix or "")] == []

    def test_the_nearest_by_chroma_are_the_nearest_by_arithmetic(self, store: VectorStore) -> None:
        random = np.random.default_rng(7)
        topics = random.normal(size=(12, 64))
        vectors = unit(topics[random.integers(12, size=400)] + 0.6 * random.normal(size=(400, 64)))
        store.add([entry(f"a{n}#0", f"Text {n}.", vector) for n, vector in enumerate(vectors)])
        for asked in unit(topics + 0.3 * random.normal(size=topics.shape)):
            order = np.argsort(-(vectors @ asked), kind="stable")[:10]
            expected = [f"a{n}#0" for n in order]
            assert store.nearest_passages("en", asked, 10, EVERYTHING) == expected
            assert store.nearest_sentences("en", asked, 10, EVERYTHING) == expected

    def test_of_the_hundred_nearest_nearly_all_are_found_among_thousands(
        self, store: VectorStore
    ) -> None:
        random = np.random.default_rng(8)
        vectors = unit(random.normal(size=(4_000, 64)))
        store.add([entry(f"a{n}#0", f"Text {n}.", vector) for n, vector in enumerate(vectors)])
        found = 0
        for asked in unit(random.normal(size=(20, 64))):
            expected = {f"a{n}#0" for n in np.argsort(-(vectors @ asked))[:100]}
            found += len(expected & set(store.nearest_passages("en", asked, 100, EVERYTHING)))
        assert found / 2_000 > 0.98

    def test_a_passage_put_in_again_is_replaced(self, store: VectorStore) -> None:
        east, north = unit([[1, 0], [0, 1]])
        store.add([entry("a#0", "East.", east), entry("b#0", "Halfway.", unit([[1, 1]])[0])])
        store.add([entry("a#0", "North.", north)])
        assert store.count("en") == 2
        assert store.nearest_passages("en", north, 2, EVERYTHING) == ["a#0", "b#0"]
        assert store.nearest_passages("en", east, 2, EVERYTHING) == ["b#0", "a#0"]

    def test_what_was_taken_out_is_not_found(self, store: VectorStore) -> None:
        store.add(news_entries())
        store.delete("it", {"latte.it#0": 2, "not-there#5": 1})
        asked = question("Il prezzo del latte è salito")
        assert "latte.it#0" not in store.nearest_passages("it", asked, 10, EVERYTHING)
        assert "latte.it#0" not in store.nearest_sentences("it", asked, 10, EVERYTHING)
        assert store.count("it") == 2

    def test_keys_with_dots_and_hashes_come_back_whole(self, store: VectorStore) -> None:
        store.add([entry("gpt-4.5#draft.v2#3", "Text.", unit([[1, 0]])[0])])
        assert store.nearest_sentences("en", unit([[1, 0]])[0], 1, EVERYTHING) == [
            "gpt-4.5#draft.v2#3"
        ]

    def test_the_check_counts_what_can_be_found(self, store: VectorStore) -> None:
        assert store.check(["it", "en"]) == 0
        store.add(news_entries())
        assert store.check(["it"]) == 3
        assert store.check(["it", "en", "fr"]) == 6

    def test_more_than_chroma_takes_at_once_goes_in_and_out(
        self, store: VectorStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("index.vectors._BATCH", 3)
        store.add(news_entries() + [entry(f"x{n}#0", "X.", question("X.")) for n in range(7)])
        assert store.count("en") == 10
        store.delete("en", {f"x{n}#0": 1 for n in range(7)})
        assert store.count("en") == 3

    def test_long_vectors_go_in_fewer_at_once(
        self, store: VectorStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # 2,000 of 4,096 numbers were refused by a server: "413 Payload Too Large".
        sizes: list[int] = []
        upsert = chromadb.Collection.upsert

        def note(collection: chromadb.Collection, ids: list[str], **rest: Any) -> None:
            sizes.append(len(ids))
            upsert(collection, ids, **rest)

        monkeypatch.setattr(chromadb.Collection, "upsert", note)
        monkeypatch.setattr("index.vectors._BATCH_NUMBERS", 3 * 256)
        store.add([entry(f"x{n}#0", "X.", question("X.")) for n in range(7)])
        assert sizes == [3, 3, 1, 3, 3, 1]
        assert store.count("en") == 7

    @pytest.mark.parametrize(
        ("since", "until", "outlet"),
        list(
            product([None, date(2026, 1, 1)], [None, date(2026, 1, 1)], ["", "Il Cavo", "Nobody"])
        ),
    )
    def test_filters_hold_back_what_they_say_and_nothing_else(
        self, store: VectorStore, since: date | None, until: date | None, outlet: str
    ) -> None:
        vectors = unit(np.random.default_rng(1).normal(size=(8, 8)))
        where = list(product(DATES, ["Il Cavo", "The Wire"]))
        store.add(
            [
                entry(f"a{n}#0", "T.", vector, published=published, outlet=name)
                for n, (vector, (published, name)) in enumerate(zip(vectors, where, strict=True))
            ]
        )
        expected = {
            f"a{n}#0"
            for n, (published, name) in enumerate(where)
            if (not since or (published and published >= since))
            and (not until or (published and published <= until))
            and outlet in ("", name)
        }
        filters = Filters(since=since, until=until, outlet=outlet)
        assert set(store.nearest_passages("en", vectors[0], 100, filters)) == expected
        assert set(store.nearest_sentences("en", vectors[0], 100, filters)) == expected

    def test_a_filter_does_not_cost_what_lies_behind_nearer_passages(
        self, store: VectorStore
    ) -> None:
        vectors = unit(np.random.default_rng(3).normal(size=(300, 16)) + 3)
        asked = vectors.mean(axis=0)
        far = np.argsort(vectors @ asked)[:5]
        store.add(
            [
                entry(f"a{n}#0", "T.", vector, outlet="Rare" if n in far else "Common")
                for n, vector in enumerate(vectors)
            ]
        )
        assert set(store.nearest_passages("en", asked, 5, Filters(outlet="Rare"))) == {
            f"a{n}#0" for n in far
        }
