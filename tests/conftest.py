"""What all tests share: no network beyond this machine, and one encoder for the whole run."""

from pathlib import Path

import pytest
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
