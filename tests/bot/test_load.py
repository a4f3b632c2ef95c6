"""Many people at once on a real server, shortly; tests/soak/test_long_load.py takes its time."""

from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from tests.load.measure import Load, add_articles, apply
from tests.load.running import run
from tests.load.rush import Rush, rush_api, rush_page
from tests.load.server import server

_TOO_MANY = 200
# Nobody hangs. How long 200 take is a matter of speed: 68 to 77 s on the page on two quiet cores.
_SECONDS_TO_BE_SERVED = 180.0


def test_thirty_people_and_an_editor_get_their_own_answers_without_an_error(demo: Path) -> None:
    with server(demo) as served:
        add_articles(served, 32)
        measured = apply(Load(24, 8, seconds=8, pause=(1, 5), edit_every=3), served)
    assert measured.seen.faults == []
    assert measured.count("page") >= 24
    assert measured.count("API") >= 8
    assert measured.count("adding") >= 1
    assert measured.count("removing") == measured.count("adding")


@pytest.mark.parametrize("rush", [rush_page, rush_api])
def test_of_two_hundred_at_once_each_is_answered_or_refused_politely(
    rush: Callable[[str, int], Coroutine[None, None, Rush]], demo: Path
) -> None:
    with server(demo) as served:
        came = run(rush(served.address, _TOO_MANY))
        again = run(rush(served.address, 1))
    assert set(came.served) <= {"answered", "refused"}, came.served
    assert came.served["answered"] + came.served["refused"] == _TOO_MANY
    assert came.served["answered"] >= 8
    assert came.slowest < _SECONDS_TO_BE_SERVED
    assert again.served == {"answered": 1}
    if rush is rush_page:
        assert came.places >= 8
