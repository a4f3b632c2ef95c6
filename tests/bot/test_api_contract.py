"""The API keeps what its description says, whatever is sent to it (schemathesis)."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from bot.settings import Settings
from bot.sibilla import Sibilla
from index.embedding import Encoder

OPERATIONS = [
    ("post", "/ask"),
    ("post", "/ask/stream"),
    ("get", "/search"),
    ("get", "/articles"),
    ("post", "/articles"),
    ("get", "/articles/{id}"),
    ("delete", "/articles/{id}"),
    ("post", "/articles/{id}/restore"),
    ("get", "/status"),
]
# With so many a run takes about half a minute on two busy cores.
_EXAMPLES = 12


@pytest.fixture(scope="module")
def address(
    _indexed_news: Path, encoder: Encoder, serve_one: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the API of a library is served that may be changed at will."""
    data = Path(shutil.copytree(_indexed_news, tmp_path_factory.mktemp("contract") / "news"))
    sibilla = Sibilla(Settings(data=data, demo=False))
    sibilla.index.encoder = encoder
    sibilla.sync()
    with serve_one(sibilla) as client:
        yield str(client.base_url).rstrip("/")
    sibilla.close()


@pytest.fixture(scope="module")
def api_schema(address: str) -> Any:
    """The description of the API, as it gives it itself."""
    return schemathesis.openapi.from_url(f"{address}/api/openapi.json")


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_the_api_keeps_its_contract(api_schema: Any, method: str, path: str) -> None:
    # Whether a document can be read is not for a schema to say.
    skipped = [positive_data_acceptance] if (method, path) == ("post", "/articles") else []

    @given(case=api_schema[path][method].as_strategy())
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def keeps(case: Any) -> None:
        case.call_and_validate(excluded_checks=[ignored_auth, *skipped])

    keeps()


def test_every_operation_is_tried(address: str) -> None:
    paths = httpx.get(f"{address}/api/openapi.json", trust_env=False).json()["paths"]
    described = {(method, path) for path, methods in paths.items() for method in methods}
    assert described == set(OPERATIONS)
