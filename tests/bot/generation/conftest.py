"""What the tests of chat models share: Sibilla with a model behind a server of the test's own."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from model_server import Behaviour, Writing, Written, model_server


@pytest.fixture(autouse=True)
def _no_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key of whoever runs the tests may reach them."""
    for provider in ("OPENAI", "ANTHROPIC", "GOOGLE", "GEMINI", "LANGSMITH", "LANGCHAIN"):
        for variable in ("API_KEY", "BASE_URL", "TRACING", "TRACING_V2", "ENDPOINT"):
            monkeypatch.delenv(f"{provider}_{variable}", raising=False)


@pytest.fixture
def writing(open_sibilla: Any, news: Path) -> Iterator[Writing]:
    """Opens Sibilla over four articles, with a model that behaves as told."""
    with ExitStack() as servers:

        def open_one(behaviour: Behaviour, *, data: Path = news, **settings: Any) -> Written:
            server = servers.enter_context(model_server(behaviour))
            given = {"model_url": server.url, "model": "small", "model_timeout": 10} | settings
            return Written(open_sibilla(data, **given), server)

        yield open_one
