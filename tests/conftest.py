"""What all tests share: no network beyond this machine, and one encoder for the whole run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from chroma_server import ChromaRun
from pytest_socket import socket_allow_hosts

from index.embedding import EmbeddedEncoder, Encoder


@pytest.fixture(autouse=True)
def _no_network() -> None:
    """Nothing in a test may open a connection to another machine."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The real embedded encoder, loaded once."""
    return EmbeddedEncoder()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaRun]:
    """Chroma's own server, one for all the tests of a module."""
    server = ChromaRun(tmp_path_factory.mktemp("chroma-run"))
    server.start()
    yield server
    server.stop()
