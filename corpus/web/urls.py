"""Web addresses as they are written, read once: what is checked is what is connected to."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.errors import FetchRefused

if TYPE_CHECKING:
    import httpx

DEFAULT_PORTS = {"http": 80, "https": 443}

_MAX_LENGTH = 4_000
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*", re.ASCII)
# "127.1", "0x7f.1", "2130706433": some systems read these as IPv4 addresses.
_NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)\.?", re.ASCII)


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A checked web address, without what followed a "#"."""

    scheme: str
    host: str
    port: int
    target: bytes

    @property
    def text(self) -> str:
        """The address in its normal form."""
        return self.origin + self.target.decode("ascii")

    @property
    def origin(self) -> str:
        """Scheme, host and port, as they begin every address of the same site."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """Host and port as the `Host` header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def read_hosts(text: str) -> frozenset[tuple[str, int]]:
    """The hosts and ports in "intranet.example, 10.0.0.5:8080"; without a port, 80 and 443.

    Raises:
        FetchRefused: an entry is no host.
    """
    hosts: set[tuple[str, int]] = set()
    for entry in text.replace(",", " ").split():
        if re.search(r"[/?#@]", entry):
            raise FetchRefused("malformed", name=entry)
        for scheme in DEFAULT_PORTS:
            address = read_url(f"{scheme}://{entry}/")
            hosts.add((address.host, address.port))
    return frozenset(hosts)


def looks_like_url(text: str) -> bool:
    """Whether a text is meant as a URL, of whatever scheme, rather than as a path."""
    return bool(_SCHEME.match(text))


def read_url(text: str, base: WebAddress | None = None) -> WebAddress:
    """Read a URL, relative to `base` where one is given.

    Raises:
        FetchRefused: it is malformed, or something that is not fetched in any case: another
            scheme than http and https, a name and password, a host in a disguised notation.
    """
    text = text.strip()
    url, written_host = _parse(text, base)
    if url.scheme not in DEFAULT_PORTS:
        raise FetchRefused("scheme", name=text, scheme=url.scheme or "?")
    # A lone "@" counts as well: httpx does not show it in `userinfo`.
    if url.userinfo or "@" in written_host:
        raise FetchRefused("userinfo", name=_without_userinfo(text))
    host = url.raw_host.decode("ascii").removesuffix(".")
    _check_host(host, text)
    port = DEFAULT_PORTS[url.scheme] if url.port is None else url.port
    if not 0 < port < 65536:
        raise FetchRefused("malformed", name=text)
    return WebAddress(scheme=url.scheme, host=host, port=port, target=url.raw_path)


def _parse(text: str, base: WebAddress | None) -> tuple["httpx.URL", str]:
    """The URL, and its host as it was written, with whatever stands before an "@" in it."""
    import httpx

    # Other readers of URLs take a backslash for a slash; no address of a page needs one.
    if len(text) > _MAX_LENGTH or "\\" in text:
        raise FetchRefused("malformed", name=text[:200])
    try:
        url = httpx.URL(base.text).join(text) if base else httpx.URL(text)
        url.raw_host.decode("ascii")  # between brackets anything passes, until it is encoded
        return url.copy_with(scheme=url.scheme.lower()), urlsplit(text).netloc
    except (httpx.InvalidURL, ValueError) as error:  # ValueError: what `urlsplit` cannot split
        raise FetchRefused("malformed", name=text) from error


def _check_host(host: str, text: str) -> None:
    """Refuse what is neither a plain name nor an address in its one usual notation."""
    if ":" in host:
        try:
            IPv6Address(host)
        except ValueError as error:
            raise FetchRefused("malformed", name=text) from error
        if "%" in host:
            raise FetchRefused("malformed", name=text)
    elif _NUMERIC.fullmatch(host):
        try:
            IPv4Address(host)  # refuses leading zeros, which some read as octal
        except ValueError as error:
            raise FetchRefused("malformed", name=text) from error
    elif not _NAME.fullmatch(host):
        raise FetchRefused("malformed", name=text)


def _without_userinfo(text: str) -> str:
    """The URL as it may be shown and logged: a password in it stays out."""
    return re.sub(r"//[^/?#]*@", "//…@", text)
