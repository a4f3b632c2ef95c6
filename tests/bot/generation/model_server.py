"""A small HTTP server that speaks OpenAI's protocol as a test tells it to, well or rudely."""

import copy
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.answer import Answer
from bot.settings import Settings
from bot.sibilla import Sibilla

WORTH = "How much is the contract between OpenAI and Cerebras worth?"
VALE = "Quanto vale il contratto tra OpenAI e Cerebras?"
TRUE = "The contract between OpenAI and Cerebras is worth ten billion dollars [1]."


@dataclass
class Received:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        """All that the model is told, roles left out."""
        return "\n".join(message["content"] for message in self.body["messages"])


class Exchange:
    """The answering side of one request, for a behaviour to write on."""

    def __init__(self, handler: BaseHTTPRequestHandler, received: Received) -> None:
        self._handler = handler
        self.received = received

    def status(self, code: int, body: Any = None, content_type: str = "application/json") -> None:
        """A whole response that is no stream."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        self._handler.send_response(code)
        self._handler.send_header("Content-Type", content_type)
        self._handler.send_header("Content-Length", str(len(sent)))
        self._handler.end_headers()
        self._handler.wfile.write(sent)

    def begin(self) -> None:
        """The head of a stream of events."""
        self._handler.send_response(200)
        self._handler.send_header("Content-Type", "text/event-stream")
        self._handler.send_header("Connection", "close")
        self._handler.end_headers()

    def line(self, raw: bytes) -> None:
        """A raw piece of the stream."""
        self._handler.wfile.write(raw)
        self._handler.wfile.flush()

    def say(self, text: str, finish: str | None = None) -> None:
        """A piece of the answer as an event."""
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        event = {"id": "1", "object": "chat.completion.chunk", "model": "m", "choices": [choice]}
        self.line(b"data: " + json.dumps(event).encode() + b"\n\n")

    def end(self, finish: str = "stop") -> None:
        """The regular end of a stream."""
        self.say("", finish)
        self.line(b"data: [DONE]\n\n")


Behaviour = Callable[[Exchange], None]


@dataclass
class ModelServer:
    """A server that behaves as `behaviour` says; what came in is kept."""

    url: str
    behaviour: Behaviour
    received: list[Received] = field(default_factory=list)
    disconnected: threading.Event = field(default_factory=threading.Event)


@contextmanager
def model_server(behaviour: Behaviour) -> Iterator[ModelServer]:
    """A running server on a free port of this machine."""
    server = ModelServer("", behaviour)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"] or 0)
            body = json.loads(self.rfile.read(length))
            received = Received(self.path, dict(self.headers), body)
            server.received.append(received)
            try:
                server.behaviour(Exchange(self, received))
            except (BrokenPipeError, ConnectionResetError):
                server.disconnected.set()
                self.close_connection = True

        def do_GET(self) -> None:
            server.received.append(Received(self.path, dict(self.headers), {}))
            Exchange(self, server.received[-1]).status(200, {"data": [{"id": "the-model"}]})

        def log_message(self, *given: object) -> None:
            """Nothing goes to the tests' output."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_port}/v1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def says(text: str, pause: float = 0.0, finish: str = "stop") -> Behaviour:
    """A well-behaved model that answers everything with one text, word by word."""

    def behave(exchange: Exchange) -> None:
        exchange.begin()
        for number, word in enumerate(text.split(" ")):
            exchange.say(word if number == 0 else f" {word}")
            time.sleep(pause)
        exchange.end(finish)

    return behave


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """One behaviour after the other, a request each; the last one for all that follow."""
    left = list(behaviours)

    def behave(exchange: Exchange) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(exchange)

    return behave


def fails(code: int, body: Any = None) -> Behaviour:
    """A server that refuses every request with a status."""
    return lambda exchange: exchange.status(code, body or {"error": {"message": "no"}})


def silent(seconds: float) -> Behaviour:
    """A server that takes the request and says nothing for a long time."""

    def behave(exchange: Exchange) -> None:
        exchange.begin()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            exchange.line(b": waiting\n\n")  # so that a closed connection is noticed
            time.sleep(0.02)

    return behave


def endless(exchange: Exchange) -> None:
    """A model that never comes to an end."""
    exchange.begin()
    while True:
        exchange.say("The contract between OpenAI and Cerebras is worth ten billion dollars [1]. ")
        time.sleep(0.005)


def stalls_after(text: str, seconds: float = 30.0) -> Behaviour:
    """A model that falls silent in the middle of its answer."""

    def behave(exchange: Exchange) -> None:
        exchange.begin()
        exchange.say(text)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            exchange.line(b": waiting\n\n")
            time.sleep(0.02)

    return behave


def breaks_off_after(text: str) -> Behaviour:
    """A server that dies in the middle of a chunked stream."""

    def behave(exchange: Exchange) -> None:
        handler = exchange._handler
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": None}
        event = b"data: " + json.dumps({"id": "1", "choices": [choice]}).encode() + b"\n\n"
        handler.wfile.write(f"{len(event):x}\r\n".encode() + event + b"\r\n")
        handler.wfile.flush()
        handler.close_connection = True

    return behave


@dataclass(frozen=True)
class Written:
    """A Sibilla whose answers are written by the model behind `server`."""

    sibilla: Sibilla
    server: ModelServer

    def ask(self, question: str = WORTH, *history: str) -> Answer:
        """The complete answer."""
        return self.sibilla.ask(question, history)

    @property
    def prompts(self) -> list[str]:
        """What the model was told, a text a request."""
        return [received.prompt for received in self.server.received if received.body]


Writing = Callable[..., Written]


def with_settings(sibilla: Sibilla, **settings: Any) -> Sibilla:
    """The same open library with other settings: opening it anew for each test takes seconds."""
    other = copy.copy(sibilla)
    other.settings = Settings(data=sibilla.settings.data, demo=sibilla.settings.demo, **settings)
    return other
