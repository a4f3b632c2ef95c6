"""An invented internet on loopback: names and public addresses of our own, real HTTP servers.

`Internet.network()` is what a fetcher takes for the network. A name resolves to what the test
says, and a connection to an address and port goes to a server on loopback, if one was put
there; every look-up and connection is noted.
"""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore

from corpus.web.network import Network, resolve
from corpus.web.visit import Limits

PUBLIC = "93.184.216.34"
OTHER_PUBLIC = "151.101.1.69"

QUICK = Limits(seconds=1.5, megabytes=0.2)
"""Limits that a test need not wait for."""


@dataclass(frozen=True)
class Page:
    """What a server answers on one path."""

    body: bytes | str = b""
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def redirect(to: str, status: int = 302) -> Page:
    """An answer that sends elsewhere."""
    return Page(status=status, headers={"Location": to})


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """That we hang up on it is nothing to tell."""


class Site:
    """A real HTTP server on loopback that serves `pages`, which may change, and notes requests."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.requests: list[tuple[str, Mapping[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.requests.append((self.path, dict(self.headers)))
                page = site.pages.get(self.path, Page("nothing here", status=404))
                body = page.body.encode() if isinstance(page.body, str) else page.body
                asked = self.headers.get("If-None-Match")
                if asked and asked == page.headers.get("ETag"):
                    page, body = Page(status=304), b""
                self.send_response(page.status)
                if page.type:
                    self.send_header("Content-Type", page.type)
                for name, value in page.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *given: object) -> None:
                pass

        self._server = _Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def port(self) -> int:
        """The port on loopback."""
        return self._server.server_address[1]

    @property
    def paths(self) -> list[str]:
        """The paths asked for, robots.txt left out."""
        return [path for path, _ in self.requests if path != "/robots.txt"]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextlib.contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server on loopback that reads a request and then says whatever `talk` does; its port.

    A request for robots.txt is answered with 404 by itself.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()

    def answer(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while request := connection.recv(65536):
                if b"GET /robots.txt" in request:
                    connection.sendall(b"HTTP/1.1 404 no\r\nContent-Length: 0\r\n\r\n")
                else:
                    talk(connection)
                    return

    def accept() -> None:
        while not stopped.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        stopped.set()
        listener.close()


class Internet:
    """Names, addresses and servers as a test invents them.

    `names` gives each name its addresses, or a list of such answers, of which each look-up takes
    the next. Numeric hosts are read by this machine, as in earnest.
    """

    def __init__(self) -> None:
        self.names: dict[str, Sequence[str] | list[Sequence[str]]] = {}
        self.servers: dict[tuple[str, int], int] = {}
        self.resolved: list[str] = []
        self.connected: list[tuple[str, int]] = []

    def network(self) -> Network:
        """The seam that a fetcher takes."""
        return Network(self._resolve, self._connect)

    def _resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        answer = self.names.get(host)
        if answer is None:
            if host[-1].isdecimal() or ":" in host:
                return resolve(host, port)
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        if answer and not isinstance(answer[0], str):
            return list(answer.pop(0) if len(answer) > 1 else answer[0])  # type: ignore[union-attr]
        return [str(address) for address in answer]

    def _connect(self, address: str, port: int, seconds: float) -> httpcore.NetworkStream:
        self.connected.append((address, port))
        if (address, port) not in self.servers:
            raise httpcore.ConnectError("nobody listens there")
        backend = httpcore.SyncBackend()
        return backend.connect_tcp("127.0.0.1", self.servers[address, port], timeout=seconds)
