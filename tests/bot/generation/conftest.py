"""What the tests of chat models share: Sibilla with a model behind a server of the test's own."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from model_server import Behaviour, Writing, Written, model_server, with_settings

from bot.settings import Settings
from bot.sibilla import Sibilla
from index.embedding import Encoder


@pytest.fixture(autouse=True)
def _no_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key of whoever runs the tests may reach them."""
    for provider in ("OPENAI", "ANTHROPIC", "GOOGLE", "GEMINI", "LANGSMITH", "LANGCHAIN"):
        for variable in ("API_KEY", "BASE_URL", "TRACING", "TRACING_V2", "ENDPOINT"):
            monkeypatch.delenv(f"{provider}_{variable}", raising=False)


@pytest.fixture(scope="session")
def plain(_indexed_news: Path, encoder: Encoder) -> Iterator[Sibilla]:
    """Sibilla over four articles without a model, for all tests that only ask."""
    sibilla = Sibilla(Settings(data=_indexed_news, demo=False))
    sibilla.index.encoder = encoder
    sibilla.sync()
    yield sibilla
    sibilla.close()


@pytest.fixture
def writing(plain: Sibilla) -> Iterator[Writing]:
    """The same library, answered from by a model that behaves as told."""
    with ExitStack() as servers:

        def open_one(behaviour: Behaviour, over: Sibilla = plain, **settings: Any) -> Written:
            server = servers.enter_context(model_server(behaviour))
            given = {"model_url": server.url, "model": "small", "model_timeout": 10} | settings
            return Written(with_settings(over, **given), server)

        yield open_one
