"""What the tests of the index share: a library, an index over it, an encoder that counts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from newsdesk import NEWS, CountingEncoder

from corpus.library import Library
from index.catalogue import Index
from index.embedding import EmbeddedEncoder, Encoder

Open = Callable[[], Index]


@pytest.fixture
def library(data: Path) -> Library:
    """An empty library."""
    return Library(data, with_demo=False)


@pytest.fixture
def news(library: Library) -> Library:
    """A library of four articles, two in each language."""
    for article in NEWS:
        library.add(article)
    return library


@pytest.fixture
def counter(encoder: Encoder) -> CountingEncoder:
    """An encoder that counts, around the model that all tests share."""
    assert isinstance(encoder, EmbeddedEncoder)
    return CountingEncoder(encoder)


@pytest.fixture
def open_index(data: Path, counter: CountingEncoder) -> Iterator[Open]:
    """Opens the index of the data folder, as often as wanted; closes them all in the end."""
    opened: list[Index] = []

    def open_one() -> Index:
        index = Index(data / "index")
        index.encoder = counter
        opened.append(index)
        return index

    yield open_one
    for index in opened:
        index.close()


@pytest.fixture
def index(open_index: Open) -> Index:
    """An open index of the data folder."""
    return open_index()
