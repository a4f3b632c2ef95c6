"""The way to the network: names are resolved, every address is checked, then connected to.

Check and connection use one and the same answer of the resolver, so that a name which changes
its mind in between (DNS rebinding) gains nothing; TLS and `Host` still go by the name.
"""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import httpcore

from corpus.errors import FetchRefused
from corpus.web.addresses import is_public

Resolve = Callable[[str, int], list[str]]
"""From host and port to addresses, as `getaddrinfo` gives them; OSError when there are none."""

Connect = Callable[[str, int, float], httpcore.NetworkStream]
"""Opens a connection to an address and port within some seconds."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses that this machine finds for a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def connect(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """A TCP connection to an address."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=seconds)


@dataclass(frozen=True, slots=True)
class Network:
    """The seam to the outside: tests put invented answers of the DNS in its place."""

    resolve: Resolve = resolve
    connect: Connect = connect


class Deadline:
    """A moment after which nothing may go on, however busily bytes keep trickling in."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until then.

        Raises:
            httpcore.ReadTimeout: there are none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this page is over")
        return left

    def put_off(self, seconds: float) -> None:
        """Let it be so much later."""
        self._end += seconds


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to public addresses only, and ends everything at a deadline.

    `name` is what errors call the page; `inside` has the hosts and ports whose addresses are
    not looked at.
    """

    def __init__(
        self, network: Network, deadline: Deadline, name: str, inside: frozenset[tuple[str, int]]
    ) -> None:
        self._network = network
        self._deadline = deadline
        self._name = name
        self._inside = inside

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a name: to the first of its addresses that answers, once all are public.

        One private address among public ones is enough to refuse: whoever mixes them wants to
        be connected to it sooner or later.
        """
        addresses = self._resolve(host, port)
        if (host, port) not in self._inside:
            for address in addresses:
                if not is_public(address):
                    raise FetchRefused("private", name=self._name, address=address)
        failure: Exception | None = None
        for left, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
            try:
                # One that does not answer leaves time for the others.
                stream = self._network.connect(address, port, self._deadline.left() / left)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline)
        raise FetchRefused("unreachable", name=self._name) from failure

    def _resolve(self, host: str, port: int) -> list[str]:
        """The addresses of a name; a resolver that hangs is left behind at the deadline."""
        answer: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self._network.resolve(host, port))
            except (OSError, UnicodeError) as error:
                answer.put(error)

        threading.Thread(target=ask, name="sibilla-resolver", daemon=True).start()
        try:
            found = answer.get(timeout=self._deadline.left())
        except queue.Empty as error:
            raise httpcore.ConnectTimeout("no answer about the name") from error
        if not isinstance(found, list) or not found:
            cause = found if isinstance(found, Exception) else None
            raise FetchRefused("unknown-host", name=self._name, host=host) from cause
        return found


class _TimedStream(httpcore.NetworkStream):
    """A connection on which each wait lasts until the deadline at most."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left()
        stream = self._stream.start_tls(ssl_context, server_hostname, timeout=left)
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
