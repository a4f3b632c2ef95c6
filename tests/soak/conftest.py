"""What the tests of faults share: processes that start quickly, and how often each test tries.

A test with `rounds` runs a few of them every time, and many with `make soak`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from newsroom import Newsroom
from press import Press, open_press
from processes import Processes

SEED = 20261125


@pytest.fixture(scope="session")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """Starts processes that have everything loaded."""
    started = Processes(tmp_path_factory.mktemp("processes"))
    yield started
    started.close()


@pytest.fixture
def newsroom(tmp_path: Path, processes: Processes) -> Newsroom:
    """A data folder with nothing in it yet."""
    return Newsroom(tmp_path, processes, SEED)


@pytest.fixture
def press() -> Iterator[Press]:
    """A feed with nothing in it yet."""
    with open_press() as press:
        yield press
