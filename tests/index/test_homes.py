"""The index with its vectors in a folder and on a server; and from one to the other."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from chroma_server import ChromaRun
from index_suite import ENGLISH, IndexSuite, Open, counts
from newsdesk import CountingEncoder, article, found, in_another_process, listen, tell

from corpus.errors import ChromaUnavailable, IndexBusy
from corpus.library import Library
from index.catalogue import Index
from index.server import ChromaServer

OpenAt = Callable[[ChromaServer | None], Index]

# Writes what is in the library each time it is told to.
WRITER = """
import json, sys
from pathlib import Path
from corpus.library import Library
from index.catalogue import Index
from index.server import ChromaServer
data = Path(sys.argv[1])
index = Index(data / "index", server=ChromaServer(**json.loads(sys.argv[2])))
while True:
    index.sync(Library(data, with_demo=False))
    print("written", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def open_at(data: Path, counter: CountingEncoder) -> Iterator[OpenAt]:
    """Opens the index of the data folder with its vectors on a server, or in the folder."""
    opened: list[Index] = []

    def open_one(server: ChromaServer | None) -> Index:
        index = Index(data / "index", server=server)
        index.encoder = counter
        opened.append(index)
        return index

    yield open_one
    for index in opened:
        index.close()


class TestInFolder(IndexSuite):
    @pytest.fixture
    def open_here(self, open_index: Open) -> Open:
        return open_index


class TestOnServer(IndexSuite):
    @pytest.fixture
    def open_here(self, open_at: OpenAt, chroma: ChromaRun) -> Open:
        server = chroma.library()
        return lambda: open_at(server)


def test_another_process_s_articles_are_answered_from_within_the_same_second(
    open_at: OpenAt, chroma: ChromaRun, news: Library, data: Path
) -> None:
    server = chroma.library()
    writer = in_another_process(WRITER, data, json.dumps(asdict(server)))
    listen(writer, "written")
    reader = open_at(server)
    assert "latte.it" in found(reader, "latte")
    news.add(article("penguins.en", "Penguins live in Antarctica."))
    news.remove("latte.it")
    tell(writer)
    listen(writer, "written")
    assert found(reader, "Where do penguins live?", filters=ENGLISH)[0] == "penguins.en"
    assert "latte.it" not in found(reader, "prezzo del latte", count=50)
    writer.kill()
    writer.communicate()


def test_nothing_of_the_vectors_is_left_in_the_folder(
    open_at: OpenAt, chroma: ChromaRun, news: Library, data: Path
) -> None:
    open_at(chroma.library()).sync(news)
    assert not list((data / "index").glob("*/chroma"))


def test_a_server_that_lost_its_data_is_filled_again_from_the_ledger(
    open_at: OpenAt, chroma: ChromaRun, news: Library, counter: CountingEncoder
) -> None:
    index = open_at(chroma.library())
    index.sync(news)
    before = found(index, "Why did OpenAI choose Cerebras?")
    counter.forget()
    chroma.lose_everything()
    assert found(index, "Why did OpenAI choose Cerebras?") == before
    assert counts(index) == [3, 3]
    chroma.lose_everything()
    index.sync(news)  # as well as a search
    assert counts(index) == [3, 3]
    assert counter.texts == []


def test_a_reader_tells_what_it_may_not_fill_again(
    open_at: OpenAt, chroma: ChromaRun, news: Library
) -> None:
    server = chroma.library()
    writer, reader = open_at(server), open_at(server)
    with writer.writing():
        writer.sync(news)
        assert "latte.it" in found(reader, "latte")
        chroma.lose_everything()
        with pytest.raises(IndexBusy):
            reader.search("latte")
        assert "latte.it" in found(writer, "latte")
        assert "latte.it" in found(reader, "latte")


@pytest.mark.parametrize("name", ["passages-it", "sentences-en"])
def test_one_collection_that_is_gone_is_filled_again(
    open_at: OpenAt, chroma: ChromaRun, news: Library, name: str
) -> None:
    index = open_at(chroma.library())
    index.sync(news)
    store = index._derived.vectors
    store._client.delete_collection(store._prefix + name)
    assert {"cerebras.en", "cerebras.it"} <= set(found(index, "OpenAI Cerebras"))
    assert counts(index) == [3, 3]


def test_a_server_that_is_down_is_no_empty_library_and_loses_nothing(
    open_at: OpenAt, chroma: ChromaRun, news: Library
) -> None:
    index = open_at(chroma.library())
    index.sync(news)
    assert index.in_step()
    chroma.stop()
    news.add(article("penguins.en", "Penguins live in Antarctica."))
    for attempt in (lambda: index.search("latte"), lambda: index.sync(news), index.in_step):
        with pytest.raises(ChromaUnavailable, match="cannot be reached"):
            attempt()
    assert len(index.cards()) >= 4
    chroma.start()
    assert "latte.it" in found(index, "latte")
    assert not index.in_step()
    index.sync(news)
    assert index.in_step()
    assert found(index, "Where do penguins live?", filters=ENGLISH)[0] == "penguins.en"


def test_from_the_folder_to_a_server_and_back_nothing_is_encoded_or_left_over(
    open_at: OpenAt, chroma: ChromaRun, news: Library, counter: CountingEncoder
) -> None:
    embedded = open_at(None)
    embedded.sync(news)
    embedded.close()
    counter.forget()
    served = open_at(chroma.library())
    served.sync(news)
    assert counts(served) == [3, 3]
    news.remove("latte.it")
    served.sync(news)
    served.close()
    back = open_at(None)
    assert "latte.it" not in found(back, "prezzo del latte", count=50)
    assert counts(back) == [2, 3]
    assert counter.texts == []


def test_two_data_folders_with_one_name_are_told_apart(
    open_at: OpenAt, chroma: ChromaRun, news: Library, tmp_path: Path, counter: CountingEncoder
) -> None:
    server = chroma.library("first")
    first = open_at(server)
    first.sync(news)
    second = Index(tmp_path / "second", server=ChromaServer(server.url, server.library, "second"))
    second.encoder = counter
    with pytest.raises(ChromaUnavailable, match="belongs to another data folder"):
        second.sync(news)
    second.close()
    assert counts(first) == [3, 3]
