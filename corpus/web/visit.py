"""One visit to the web for one page: every request of it under the same guard and deadline."""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version

import httpcore

from corpus.errors import FetchRefused
from corpus.web.body import ACCEPT_ENCODING, BodyGarbled, BodyTooLarge, read_body
from corpus.web.network import Deadline, GuardedBackend, Network
from corpus.web.urls import DEFAULT_PORTS, WebAddress, read_url

USER_AGENT = f"Sibilla/{version('sibilla-news')} (reads articles into its user's own library)"

REDIRECTS = frozenset((301, 302, 303, 307, 308))

# RFC 9309 asks for 500 KiB at least.
_ROBOTS_BYTES = 512_000

Inside = frozenset[tuple[str, int]]
"""Hosts with ports that the operator answers for: any address will do, and any port."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, large and roundabout a page may be. `seconds` counts from name to last byte."""

    seconds: float = 20
    megabytes: float = 10
    redirects: int = 5

    @property
    def size(self) -> int:
        """The most bytes of a body, unpacked."""
        return int(self.megabytes * 1_000_000)


class Visit:
    """A visit; `name` is what errors call the page. The deadline runs from here."""

    def __init__(self, name: str, network: Network, limits: Limits, tls: ssl.SSLContext) -> None:
        self.name = name
        self.limits = limits
        self._network = network
        self._tls = tls
        self._deadline = Deadline(limits.seconds)

    @contextmanager
    def get(
        self, address: WebAddress, inside: Inside, headers: dict[str, str] | None = None
    ) -> Iterator[httpcore.Response]:
        """The answer to one request, whose redirect is not followed.

        Raises:
            FetchRefused: no connection is made there, or, also while the body is read, the
                answer breaks off, is no HTTP, or takes too long.
        """
        if address.port not in DEFAULT_PORTS.values() and not is_inside(address, inside):
            raise FetchRefused("port", name=self.name, port=address.port)
        backend = GuardedBackend(self._network, self._deadline, self.name, inside)
        # Proxies of the environment are not used: they would resolve the name themselves.
        pool = httpcore.ConnectionPool(ssl_context=self._tls, network_backend=backend)
        url = httpcore.URL(
            scheme=address.scheme.encode(),
            host=address.host.encode(),
            port=address.port,
            target=address.target,
        )
        sent = {
            "Host": address.authority,
            "User-Agent": USER_AGENT,
            "Accept-Encoding": ACCEPT_ENCODING,
            **(headers or {}),
        }
        with (
            self._explained(address),
            pool,
            pool.stream("GET", url, headers=list(sent.items())) as response,
        ):
            yield response

    def read(self, response: httpcore.Response, *, limit: int, cut: bool = False) -> bytes:
        """The body of an answer, unpacked, of at most `limit` bytes; with `cut`, its beginning."""
        return read_body(
            response.iter_stream(), header(response, "content-encoding"), limit, cut=cut
        )

    def robots(self, address: WebAddress, inside: Inside) -> tuple[int, bytes]:
        """The status and the content of a robots.txt; status 0 if redirected too often."""
        for _ in range(self.limits.redirects + 1):
            with self.get(address, inside) as response:
                if response.status in REDIRECTS:
                    address, inside = redirected(response, address, inside)
                    continue
                found = response.status // 100 == 2
                body = self.read(response, limit=_ROBOTS_BYTES, cut=True) if found else b""
                return response.status, body
        return 0, b""

    def wait(self, seconds: float) -> None:
        """Wait as a site asks programs to; the time for the page does not run meanwhile."""
        self._deadline.put_off(seconds)
        time.sleep(seconds)

    @contextmanager
    def _explained(self, address: WebAddress) -> Iterator[None]:
        """Failures of the network as reasons for the user."""
        name = self.name
        try:
            yield
        except BodyTooLarge as error:
            raise FetchRefused("too-large", name=name, limit=self.limits.megabytes) from error
        except httpcore.TimeoutException as error:
            raise FetchRefused("slow", name=name, seconds=self.limits.seconds) from error
        except (BodyGarbled, httpcore.ProtocolError) as error:
            raise FetchRefused("garbled", name=name) from error
        except (httpcore.NetworkError, OSError) as error:
            if _is_about_certificate(error):
                raise FetchRefused("certificate", name=name, host=address.host) from error
            raise FetchRefused("unreachable", name=name) from error


def _is_about_certificate(error: BaseException | None) -> bool:
    """Whether the library under us was raised by a certificate that was not accepted."""
    while error:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def redirected(
    response: httpcore.Response, address: WebAddress, inside: Inside
) -> tuple[WebAddress, Inside]:
    """Where a redirect leads, and what is inside from there: from out there, nothing.

    Raises:
        FetchRefused: it leads to something that is not fetched in any case.
    """
    target = read_url(header(response, "location"), address)
    return target, inside if is_inside(target, inside) else frozenset()


def is_inside(address: WebAddress, inside: Inside) -> bool:
    """Whether an address is one that the operator answers for."""
    return (address.host, address.port) in inside


def header(response: httpcore.Response, name: str) -> str:
    """The first header of that name, which is in lower case, or ""."""
    for key, value in response.headers:
        if key.lower() == name.encode():
            return value.decode("latin-1")
    return ""
