"""What holds of an index wherever its vectors are: each home inherits it."""

import shutil
from collections.abc import Callable
from pathlib import Path

from newsdesk import CountingEncoder, article, found

from corpus.library import Library
from index.catalogue import Index
from index.passage import Filters

Open = Callable[[], Index]
ENGLISH = Filters(language="en")


def counts(index: Index) -> list[int]:
    """How many passages of Italian and English the vectors and the words have."""
    derived = index._derived
    vectors = [derived.vectors.count(language) for language in ("it", "en")]
    assert vectors == [derived.lexical(language).count() for language in ("it", "en")]
    return vectors


class IndexSuite:
    """A home gives the fixture `open_here`, which opens the index of the data folder."""

    def test_what_is_indexed_is_found_and_what_is_removed_is_not(
        self, open_here: Open, news: Library
    ) -> None:
        index = open_here()
        index.sync(news)
        assert found(index, "Why did OpenAI choose Cerebras?", filters=ENGLISH)[0] == "cerebras.en"
        assert counts(index) == [3, 3]
        news.remove("latte.it")
        index.sync(news)
        assert "latte.it" not in found(index, "prezzo del latte", count=50)
        assert counts(index) == [2, 3]

    def test_opened_again_it_finds_the_same_without_encoding(
        self, open_here: Open, news: Library, counter: CountingEncoder
    ) -> None:
        first = open_here()
        first.sync(news)
        before = first.search("OpenAI e il latte").passages
        first.close()
        counter.forget()
        again = open_here()
        assert [p.passage for p in again.search("OpenAI e il latte").passages] == [
            p.passage for p in before
        ]
        assert counter.texts == []

    def test_a_reader_sees_what_a_writer_adds_and_removes(
        self, open_here: Open, news: Library
    ) -> None:
        writer, reader = open_here(), open_here()
        writer.sync(news)
        assert "latte.it" in found(reader, "latte")
        news.add(article("penguins.en", "Penguins live in Antarctica."))
        news.remove("latte.it")
        writer.sync(news)
        assert found(reader, "Where do penguins live?", filters=ENGLISH)[0] == "penguins.en"
        assert "latte.it" not in found(reader, "prezzo del latte", count=50)

    def test_words_that_are_gone_come_back_without_encoding(
        self, open_here: Open, news: Library, counter: CountingEncoder, data: Path
    ) -> None:
        first = open_here()
        first.sync(news)
        first.close()
        counter.forget()
        (folder,) = (data / "index").glob("*/lexical-it")
        shutil.rmtree(folder)
        again = open_here()
        assert "latte.it" in found(again, "prezzo del latte")
        assert counts(again) == [3, 3]
        assert counter.texts == []
