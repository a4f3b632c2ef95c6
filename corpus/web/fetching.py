"""Fetching: one page or feed of the public web, within limits of place, size, time and type."""

import re
import ssl
from collections.abc import Collection
from dataclasses import dataclass
from email.message import Message

import httpcore

from corpus.errors import FetchRefused
from corpus.web.network import Network
from corpus.web.robots import Robots
from corpus.web.urls import read_url
from corpus.web.visit import (
    REDIRECTS,
    Inside,
    Limits,
    Visit,
    header,
    is_inside,
    redirected,
)

_CHARSET = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,39}", re.ASCII)
# Encodings of Python that no page has; some take hours for a megabyte.
_NO_CHARSETS = frozenset(
    "idna punycode undefined unicode_escape unicode-escape raw_unicode_escape raw-unicode-escape "
    "mbcs oem utf-7 utf_7 utf7".split()
)
_NOT_MODIFIED = 304
_TOO_MANY_REQUESTS = 429


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a version, to be told when asked whether there is a newer one."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        """The headers that ask for a newer version only."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the address it came from in the end, its bytes, and what they are."""

    url: str
    content: bytes
    media_type: str
    charset: str = ""
    validators: Validators = NO_VALIDATORS


class Fetcher:
    """Fetches pages of the public web. Safe to use from several threads.

    `inside` has hosts with ports that the operator answers for: they may have any address and
    any port. No page from elsewhere can redirect there.
    """

    def __init__(
        self,
        inside: Inside = frozenset(),
        *,
        network: Network | None = None,
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._inside = inside
        self._network = network or Network()
        self._tls = tls
        self._robots = Robots()

    def is_inside(self, url: str) -> bool:
        """Whether a URL is one of those that the operator answers for.

        Raises:
            FetchRefused: it is no URL that can be fetched.
        """
        return is_inside(read_url(url), self._inside)

    def fetch(
        self,
        url: str,
        types: Collection[str],
        validators: Validators = NO_VALIDATORS,
        *,
        trusted: bool = True,
    ) -> Fetched | None:
        """Fetch a page of one of these media types; None when nothing changed since `validators`.

        `trusted` says that the user wrote the URL; one that was found in a document from
        elsewhere may not lead inside.

        Raises:
            FetchRefused: it is not fetched, or what came is not taken, for the reason it tells.
        """
        address = read_url(url)
        visit = Visit(url, self._network, self.limits, self._tls_context())
        inside = self._inside if trusted and is_inside(address, self._inside) else frozenset()
        headers = {"Accept": ", ".join(types), **validators.headers()}
        for _ in range(self.limits.redirects + 1):
            self._robots.check(address, visit, inside)
            with visit.get(address, inside, headers) as response:
                if response.status in REDIRECTS:
                    address, inside = redirected(response, address, inside)
                    continue
                if response.status == _NOT_MODIFIED and validators != NO_VALIDATORS:
                    return None
                return _take(response, address.text, visit, types)
        raise FetchRefused("redirects", name=url, limit=self.limits.redirects)

    def _tls_context(self) -> ssl.SSLContext:
        if self._tls is None:
            import certifi

            # The system's authorities, to which a company may have added, and the public ones.
            context = ssl.create_default_context()
            context.load_verify_locations(certifi.where())
            self._tls = context
        return self._tls


def _take(response: httpcore.Response, url: str, visit: Visit, types: Collection[str]) -> Fetched:
    """What an answer holds, if it is an answer to be taken."""
    _check_status(response.status, visit.name)
    media_type, charset = read_content_type(header(response, "content-type"))
    if media_type not in types:
        shown = ", ".join(sorted(types))
        raise FetchRefused("type", name=visit.name, type=media_type, types=shown)
    length = header(response, "content-length")
    if length.isdecimal() and int(length) > visit.limits.size:
        raise FetchRefused("too-large", name=visit.name, limit=visit.limits.megabytes)
    return Fetched(
        url=url,
        content=visit.read(response, limit=visit.limits.size),
        media_type=media_type,
        charset=charset,
        validators=Validators(header(response, "etag"), header(response, "last-modified")),
    )


def read_content_type(written: str) -> tuple[str, str]:
    """The media type and the charset of a `Content-Type`; "?" and "" for what is none."""
    declared = Message()
    declared["content-type"] = written
    # What is no type at all would be taken for text by `Message`, as mail has it.
    media_type = declared.get_content_type() if "/" in written else "?"
    charset = declared.get_content_charset("")
    is_charset = _CHARSET.fullmatch(charset) and charset not in _NO_CHARSETS
    return media_type, charset if is_charset else ""


def _check_status(status: int, name: str) -> None:
    if status >= 500 or status == _TOO_MANY_REQUESTS:
        raise FetchRefused("unavailable", name=name, status=status)
    if not 200 <= status < 300:
        raise FetchRefused("status", name=name, status=status)
