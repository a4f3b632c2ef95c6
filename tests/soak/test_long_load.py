"""Five minutes of people on the page and the API, and an editor: nothing fails, slows or grows."""

from pathlib import Path

import pytest

from tests.fuzz.__main__ import fuzz
from tests.fuzz.targets import TARGETS
from tests.load.__main__ import PAUSE, show
from tests.load.measure import Load, add_articles, apply
from tests.load.server import server

pytestmark = pytest.mark.soak

_SECONDS = 300
_SECONDS_A_TARGET = 60


def test_thirty_two_people_are_served_within_a_second_and_memory_stays_flat(tmp_path: Path) -> None:
    with server(tmp_path) as served:
        add_articles(served, 32)
        measured = apply(Load(24, 8, _SECONDS, PAUSE), served)
    show(measured, served)
    assert measured.seen.faults == []
    assert measured.count("page", "API") > _SECONDS
    assert measured.quantile(0.95, "page") <= 1
    assert measured.quantile(0.95, "API") <= 1
    assert served.memory_at(_SECONDS) <= 1.1 * served.memory_at(60)


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_is_found_by_fuzzing(name: str) -> None:
    tried, _, found = fuzz(name, _SECONDS_A_TARGET)
    assert found == []
    assert tried > 100
