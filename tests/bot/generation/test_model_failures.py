"""Whatever a model's server does, there is an answer, and one line that says what to do next."""

import json
import logging
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from langchain.chat_models import base
from model_server import (
    TRUE,
    VALE,
    WORTH,
    Exchange,
    Writing,
    breaks_off_after,
    fails,
    in_turn,
    says,
    silent,
    stalls_after,
    with_settings,
)

from bot.generation.failures import reason_of, told
from bot.generation.models import base_address
from bot.settings import load_settings
from bot.sibilla import Sibilla
from corpus.errors import ModelUnavailable, SettingWrong

KEY = "sk-Very-Secret-0123456789"
ECHO = {"error": {"message": f"Incorrect API key provided: {KEY}", "code": KEY}}


def web_page(exchange: Exchange) -> None:
    exchange.status(200, b"<html><body>It works!</body></html>", "text/html")


def no_json(exchange: Exchange) -> None:
    exchange.begin()
    exchange.line(b"data: {half an eve\n\n")


def other_json(exchange: Exchange) -> None:
    exchange.begin()
    exchange.line(b'data: {"choices": "none", "delta": 3}\n\ndata: [1, 2]\n\n')


def error_event(exchange: Exchange) -> None:
    exchange.begin()
    exchange.line(b'data: {"error": {"message": "out of memory", "code": 500}}\n\n')


def too_long(exchange: Exchange) -> None:
    said = "the request exceeds the available context size, try increasing it"
    exchange.status(400, {"error": {"message": said, "type": "exceed_context_size_error"}})


def nothing(exchange: Exchange) -> None:
    exchange.begin()
    exchange.end()


RUDE: dict[str, tuple[Callable[[Exchange], None], str]] = {
    "a wrong key": (fails(401, ECHO), "SIBILLA_MODEL_KEY"),
    "a key without rights": (fails(403, ECHO), "SIBILLA_MODEL_KEY"),
    "an unknown model": (fails(404), "SIBILLA_MODEL"),
    "a full account": (fails(429), "Wait a little"),
    "a broken server": (fails(500, ECHO), "HTTP 500"),
    "a request refused": (fails(400, ECHO), "HTTP 400"),
    "a prompt too long": (too_long, "SIBILLA_MODEL_CONTEXT"),
    "a web page": (web_page, "ends in /v1"),
    "half an event": (no_json, "ends in /v1"),
    "events of another kind": (other_json, "SIBILLA_MODEL_URL"),
    "an error as an event": (error_event, ""),
    "nothing at all": (nothing, "answered with nothing"),
    "silence": (silent(30), "SIBILLA_MODEL_TIMEOUT"),
    "a stall": (stalls_after("The contract"), "in the middle"),
    "a cut": (breaks_off_after("The contract"), "in the middle"),
}


@pytest.mark.parametrize("rude", RUDE)
def test_a_rude_server_costs_the_model_and_not_the_answer(
    writing: Writing, plain: Sibilla, rude: str
) -> None:
    behaviour, advice = RUDE[rude]
    written = writing(behaviour, model_timeout=3, model_key=KEY)
    began = time.monotonic()
    answer = written.ask()
    assert time.monotonic() - began < 30
    expected = plain.ask(WORTH)
    assert (answer.text, answer.citations) == (expected.text, expected.citations)
    assert (answer.model, answer.complete) == ("", True)
    assert advice in answer.notice
    assert "small" in answer.notice
    assert len(answer.notice.splitlines()) == 1
    assert KEY not in str(answer.as_json())
    assert KEY not in repr(answer)


def test_what_went_wrong_is_told_in_the_language_of_the_asker(writing: Writing) -> None:
    answer = writing(fails(401)).ask(VALE)
    assert answer.notice.startswith("Il modello small ha rifiutato la chiave.")
    assert answer.notice.endswith("Quel che leggi è stato composto senza.")


def test_a_server_that_is_down_is_told_at_once(plain: Sibilla) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    answer = with_settings(plain, model_url=url, model_timeout=2).ask(WORTH)
    assert f"The server of the chat model 127.0.0.1:{port} cannot be reached." in answer.notice


# -- asking again


def test_a_server_that_fails_is_asked_again_before_the_first_word(writing: Writing) -> None:
    written = writing(in_turn(fails(500), fails(429), says(TRUE)))
    answer = written.ask()
    assert (answer.model, answer.notice) == ("small", "")
    assert len(written.prompts) == 3


@pytest.mark.parametrize(
    ("behaviour", "requests"),
    [(fails(503), 3), (fails(401), 1), (fails(404), 1), (breaks_off_after("The contract"), 1)],
)
def test_it_is_asked_again_at_most_twice_and_only_where_that_helps(
    writing: Writing, behaviour: Any, requests: int
) -> None:
    written = writing(behaviour)
    assert written.ask().notice
    assert len(written.prompts) == requests


# -- models that cannot be made


@pytest.mark.parametrize(
    ("model", "advice"),
    [
        ("openai:gpt-5.4-mini", "needs a key. Put it into SIBILLA_MODEL_KEY."),
        ("gpt", "provider:model"),
        ("nobody:knows", "provider:model"),
    ],
)
def test_a_model_that_cannot_be_made_says_what_is_missing(
    plain: Sibilla, model: str, advice: str
) -> None:
    answer = with_settings(plain, model=model).ask(WORTH)
    assert advice in answer.notice
    assert model in answer.notice
    assert answer.citations


@pytest.mark.parametrize(
    ("model", "module", "package"),
    [
        ("openai:gpt-5.4-mini", "langchain_openai", "sibilla-news[openai]"),
        ("ollama:qwen3:4b", "langchain_ollama", "sibilla-news[ollama]"),
        ("mistralai:small", "langchain_mistralai", "langchain-mistralai"),
    ],
)
def test_a_missing_package_is_told_with_the_command_that_installs_it(
    plain: Sibilla, monkeypatch: pytest.MonkeyPatch, model: str, module: str, package: str
) -> None:
    base._get_chat_model_creator.cache_clear()  # it remembers classes once imported
    for name in [name for name in sys.modules if name.startswith(module)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
    answer = with_settings(plain, model=model, model_key=KEY).ask(WORTH)
    assert f"Run {sys.executable} -m pip install '{package}'" in answer.notice


# -- keys


def test_the_key_of_the_settings_reaches_the_server_and_no_other_does(
    writing: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-a-provider")
    without = writing(says(TRUE))
    without.ask()
    assert "sk-of-a-provider" not in str(without.server.received)
    given = writing(says(TRUE), model_key=KEY)
    given.ask()
    sent = {name.lower(): value for name, value in given.server.received[0].headers.items()}
    assert sent["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("behaviour", [fails(401, ECHO), fails(500, ECHO), web_page])
def test_no_key_is_in_any_log_or_traceback(
    writing: Writing, behaviour: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        writing(behaviour, model_key=KEY).ask()
    assert KEY not in caplog.text
    assert KEY not in str([record.__dict__ for record in caplog.records])


def test_no_key_is_in_the_settings_as_they_print(plain: Sibilla) -> None:
    settings = with_settings(plain, model="openai:x", model_key=KEY).settings
    assert KEY not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_an_error_holds_no_word_of_the_provider_and_no_cause() -> None:
    error = told(RuntimeError(f"bad key {KEY}"), "small", 1.0)
    assert KEY not in f"{error!r} {error} {error.details}"
    assert error.__cause__ is None


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TimeoutError(), "slow"),
        (ConnectionRefusedError(), "down"),
        (ValueError("Did not find api_key"), "no-key"),
        (type("ResponseError", (Exception,), {"status_code": 404})(), "unknown"),
        (type("ResponseError", (Exception,), {"status_code": 502})(), "server"),
        (type("ResponseError", (Exception,), {"status_code": -1})(), "garbage"),
        (type("ConnectError", (Exception,), {})(), "down"),
        (type("ReadTimeout", (type("TimeoutException", (Exception,), {}),), {})(), "slow"),
        (KeyError("choices"), "garbage"),
    ],
)
def test_every_kind_of_error_has_a_reason(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason
    assert reason in ModelUnavailable.messages


def test_every_reason_is_told_in_both_languages() -> None:
    given = {"name": "m", "cause": "c", "seconds": 1.0, "command": "pip"}
    for reason in ModelUnavailable.messages:
        error = ModelUnavailable(reason, **given)
        assert error.tell("it") != error.tell("en")
        assert error.tell("it").count(".") >= 1


# -- other protocols than OpenAI's


@pytest.mark.parametrize(
    ("code", "advice"), [(401, "SIBILLA_MODEL_KEY"), (404, "SIBILLA_MODEL"), (500, "HTTP 500")]
)
@pytest.mark.parametrize("provider", ["ollama", "anthropic"])
def test_errors_of_other_providers_are_told_alike(
    writing: Writing, monkeypatch: pytest.MonkeyPatch, provider: str, code: int, advice: str
) -> None:
    written = writing(fails(code, ECHO), model=f"{provider}:some", model_url="", model_key=KEY)
    address = written.server.url.removesuffix("/v1")
    monkeypatch.setenv("OLLAMA_HOST", address)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", address)
    answer = written.ask()
    assert advice in answer.notice
    assert f"{provider}:some" in answer.notice
    assert KEY not in repr(answer)
    assert written.prompts


def test_ollama_streams_and_is_given_the_context_of_the_settings(
    writing: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chat(exchange: Exchange) -> None:
        exchange.begin()
        for word in TRUE.split(" "):
            line = {"model": "m", "message": {"role": "assistant", "content": f"{word} "}}
            exchange.line(json.dumps(line | {"done": False}).encode() + b"\n")
        last = {"model": "m", "message": {"role": "assistant", "content": ""}, "done": True}
        exchange.line(json.dumps(last | {"done_reason": "stop"}).encode() + b"\n")

    written = writing(chat, model="ollama:qwen3:4b", model_url="", model_context=8192)
    monkeypatch.setenv("OLLAMA_HOST", written.server.url.removesuffix("/v1"))
    answer = written.ask()
    assert (answer.model, answer.notice) == ("ollama:qwen3:4b", "")
    asked = written.server.received[0].body
    assert (asked["model"], asked["options"]["num_ctx"]) == ("qwen3:4b", 8192)
    assert asked["think"] is False


# -- addresses


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/v1"),
        ("http://localhost:1234/v1/", "http://localhost:1234/v1"),
        ("https://host/v1/chat/completions", "https://host/v1"),
        ("https://host/openai", "https://host/openai"),
    ],
)
def test_an_address_is_understood_however_it_is_written(given: str, address: str) -> None:
    assert base_address(given) == address


@pytest.mark.parametrize(
    "wrong", [f"http://user:{KEY}@host/v1", f"http://host/v1?key={KEY}", "host:8080", "ftp://host"]
)
def test_an_address_holds_no_password(wrong: str) -> None:
    with pytest.raises(SettingWrong, match="SIBILLA_MODEL_KEY") as refused:
        load_settings(model_url=wrong)
    assert KEY not in str(refused.value)


def test_a_server_that_comes_back_with_another_model_is_asked_for_that_one(
    writing: Writing,
) -> None:
    written = writing(in_turn(fails(404), says(TRUE)), model="")
    assert written.ask().notice
    assert written.ask().model == "the-model"
    listed = [received for received in written.server.received if not received.body]
    assert len(listed) == 2
