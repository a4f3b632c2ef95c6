"""What servers answer: types, sizes, encodings, time, headers, certificates, robots.txt."""

import gzip
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
import trustme
from internet import OTHER_PUBLIC, PUBLIC, QUICK, Internet, Page, Site, redirect, talking

from corpus.errors import FetchRefused
from corpus.web.fetching import Fetcher, Validators
from corpus.web.robots import LONGEST_WAIT
from corpus.web.visit import Limits, Visit

from .conftest import TYPES, Refused

URL = "http://news.example/page"
BIG = int(QUICK.megabytes * 1_000_000) + 1


@pytest.fixture(autouse=True)
def _within_the_time_limit() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < QUICK.seconds + 2


def test_what_comes_is_told_with_its_type_and_validators(fetcher: Fetcher, site: Site) -> None:
    site.pages["/page"] = Page(
        "<p>è</p>".encode("latin-1"),
        'TEXT/HTML; charset="ISO-8859-1"',
        headers={"ETag": '"7"', "Last-Modified": "Tue, 24 Nov 2026 10:00:00 GMT"},
    )
    fetched = fetcher.fetch(URL, TYPES)
    assert fetched
    assert (fetched.url, fetched.media_type, fetched.charset) == (URL, "text/html", "iso-8859-1")
    assert fetched.validators == Validators('"7"', "Tue, 24 Nov 2026 10:00:00 GMT")


def test_we_say_who_we_are(fetcher: Fetcher, site: Site) -> None:
    fetcher.fetch(URL, TYPES)
    _, headers = site.requests[-1]
    assert headers["User-Agent"].startswith("Sibilla/")
    assert headers["Host"] == "news.example"
    assert headers["Accept"] == "text/html, text/plain"
    assert "Cookie" not in headers


def test_nothing_new_is_none(fetcher: Fetcher, site: Site) -> None:
    site.pages["/page"] = Page("<p>a</p>", headers={"ETag": '"7"'})
    assert fetcher.fetch(URL, TYPES, Validators('"7"')) is None
    assert fetcher.fetch(URL, TYPES, Validators('"6"'))


@pytest.mark.parametrize(
    "type", ["image/png", "application/octet-stream", "video/mp4", "text/css", "", "nonsense"]
)
def test_other_types_are_refused_without_reading_them(
    refused: Refused, site: Site, type: str
) -> None:
    site.pages["/page"] = Page("GIF89a", type)
    refusal = refused(URL)
    assert refusal.reason == "type"
    assert "text/html" in str(refusal)


@pytest.mark.parametrize(
    ("status", "reason"),
    [(401, "status"), (403, "status"), (404, "status"), (410, "status"), (304, "status"),
     (429, "unavailable"), (500, "unavailable"), (503, "unavailable")],
)  # fmt: skip
def test_a_status_is_told(refused: Refused, site: Site, status: int, reason: str) -> None:
    site.pages["/page"] = Page("" if status == 304 else "sorry", status=status)
    refusal = refused(URL)
    assert refusal.reason == reason
    assert str(status) in str(refusal)
    assert refusal.passing == (reason == "unavailable")


# -- size


def test_a_page_up_to_the_limit_is_read_and_no_longer_one(
    fetcher: Fetcher, refused: Refused, site: Site
) -> None:
    site.pages["/page"] = Page(b"a" * (BIG - 1))
    fetched = fetcher.fetch(URL, TYPES)
    assert fetched
    assert len(fetched.content) == BIG - 1
    site.pages["/page"] = Page(b"a" * BIG)
    assert refused(URL).reason == "too-large"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack", "reason"),
    [
        ("gzip", gzip.compress, "too-large"),
        ("x-gzip", gzip.compress, "too-large"),
        ("deflate", zlib.compress, "too-large"),
        ("deflate", raw_deflate, "garbled"),
        ("br", brotli.compress, "garbled"),
        ("gzip, gzip", lambda data: gzip.compress(gzip.compress(data)), "garbled"),
        ("zstd", lambda data: data[:100], "garbled"),
        ("gzip", lambda data: b"no gzip at all", "garbled"),
        ("gzip", lambda data: gzip.compress(b"short")[:-4], "garbled"),
    ],
)
def test_a_bomb_is_refused(
    refused: Refused, site: Site, encoding: str, pack: Callable[[bytes], bytes], reason: str
) -> None:
    bomb = pack(b"a" * 20_000_000)
    site.pages["/page"] = Page(bomb[:5_000_000], headers={"Content-Encoding": encoding})
    assert refused(URL).reason == reason


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "deflate", "identity", ""])
def test_a_packed_page_is_unpacked(fetcher: Fetcher, site: Site, encoding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress}.get(encoding.lower(), bytes)
    site.pages["/page"] = Page(pack(b"<p>news</p>"), headers={"Content-Encoding": encoding})
    fetched = fetcher.fetch(URL, TYPES)
    assert fetched
    assert fetched.content == b"<p>news</p>"


def test_several_gzips_in_a_row_are_one_page_and_count_together(
    fetcher: Fetcher, refused: Refused, site: Site
) -> None:
    headers = {"Content-Encoding": "gzip"}
    site.pages["/page"] = Page(gzip.compress(b"one ") + gzip.compress(b"two"), headers=headers)
    fetched = fetcher.fetch(URL, TYPES)
    assert fetched
    assert fetched.content == b"one two"
    site.pages["/page"] = Page(gzip.compress(b"a" * 50_000) * 5, headers=headers)
    assert refused(URL).reason == "too-large"


# -- servers that misbehave

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def drip(connection: socket.socket, piece: bytes) -> None:
    while True:
        connection.sendall(piece)
        time.sleep(0.05)


def endless(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"\r\n")
    while True:
        connection.sendall(b"a" * 65536)


def endless_chunks(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"1000\r\n" + b"a" * 4096 + b"\r\n")


def dripping_body(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
    drip(connection, b"a")


def dripping_chunks(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    drip(connection, b"1\r\na\r\n")


def dripping_headers(connection: socket.socket) -> None:
    connection.sendall(HEAD)
    drip(connection, b"X: y\r\n")


def dripping_continues(connection: socket.socket) -> None:
    drip(connection, b"HTTP/1.1 100 Continue\r\n\r\n")


def silence(connection: socket.socket) -> None:
    time.sleep(30)


def huge_header(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"X: " + b"y" * 1_000_000 + b"\r\n\r\n")


def many_headers(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"".join(b"X-%d: y\r\n" % n for n in range(50_000)) + b"\r\n")


def endless_header(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"X: ")
    while True:
        connection.sendall(b"y" * 65536)


def huge_length(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 99999999999\r\n\r\n")
    time.sleep(30)


def broken_off(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\nhalf")


def no_http(connection: socket.socket) -> None:
    connection.sendall(b"220 mail.example ESMTP ready\r\n")


def nothing(connection: socket.socket) -> None:
    pass


def two_lengths(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde")


def gzip_drip(connection: socket.socket) -> None:
    connection.sendall(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10])
    drip(connection, b"\x00\x00\x00\xff\xff")


@pytest.mark.parametrize(
    ("talk", "reason"),
    [
        (endless, "too-large"),
        (endless_chunks, "too-large"),
        (huge_length, "too-large"),
        (dripping_body, "slow"),
        (dripping_chunks, "slow"),
        (dripping_headers, "slow"),
        (dripping_continues, "slow"),
        (gzip_drip, "slow"),
        (silence, "slow"),
        (huge_header, "garbled"),
        (many_headers, "garbled"),
        (endless_header, "garbled"),
        (broken_off, "garbled"),
        (no_http, "garbled"),
        (nothing, "garbled"),
        (two_lengths, "garbled"),
    ],
)
def test_a_server_that_misbehaves_is_refused_within_the_time(
    internet: Internet,
    refused: Refused,
    talk: Callable[[socket.socket], None],
    reason: str,
) -> None:
    with talking(talk) as port:
        internet.servers[PUBLIC, 80] = port
        assert refused(URL).reason == reason


def test_the_time_is_one_for_all_redirects(
    internet: Internet, refused: Refused, site: Site
) -> None:
    def slowly_on(connection: socket.socket) -> None:
        time.sleep(QUICK.seconds * 0.6)
        connection.sendall(
            b"HTTP/1.1 302 on\r\nLocation: /on\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )

    with talking(slowly_on) as port:
        internet.servers[PUBLIC, 80] = port
        assert refused(URL).reason == "slow"


# -- certificates


@pytest.fixture
def secure(internet: Internet) -> Iterator[Callable[[str], Fetcher]]:
    """Puts a server with a certificate for some name at a public address of news.example."""
    authority = trustme.CA()
    servers = []

    def serve(name: str, *, known: bool = True) -> Fetcher:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        site = Site()
        site.pages["/page"] = Page("<p>secure</p>")
        site._server.socket = context.wrap_socket(site._server.socket, server_side=True)
        servers.append(site)
        internet.servers[PUBLIC, 443] = site.port
        trusting = ssl.create_default_context()
        if known:
            authority.configure_trust(trusting)
        return Fetcher(network=internet.network(), limits=QUICK, tls=trusting)

    yield serve  # type: ignore[misc]
    for site in servers:
        site.close()


SECURE = "https://news.example/page"


def test_a_certificate_for_the_name_is_taken_though_we_connect_by_address(
    secure: Callable[..., Fetcher], internet: Internet
) -> None:
    fetched = secure("news.example").fetch(SECURE, TYPES)
    assert fetched
    assert fetched.content == b"<p>secure</p>"
    assert set(internet.connected) == {(PUBLIC, 443)}


@pytest.mark.parametrize(
    ("name", "known"), [("other.example", True), (PUBLIC, True), ("news.example", False)]
)
def test_another_certificate_is_refused(
    secure: Callable[..., Fetcher], name: str, known: bool
) -> None:
    with pytest.raises(FetchRefused) as caught:
        secure(name, known=known).fetch(SECURE, TYPES)
    assert caught.value.reason == "certificate"


def test_a_server_without_tls_on_port_443_is_refused(
    internet: Internet, refused: Refused, site: Site
) -> None:
    internet.servers[PUBLIC, 443] = site.port
    assert refused(SECURE).reason == "unreachable"


# -- robots.txt


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (Page(status=404), True),
        (Page(status=403), True),
        (Page("", "text/plain"), True),
        (Page("User-agent: *\nDisallow: /private\n", "text/plain"), True),
        (Page("User-agent: other\nDisallow: /\n", "text/plain"), True),
        (Page("User-agent: *\nDisallow: /\nAllow: /page\n", "text/plain"), True),
        (Page("User-agent: *\nDisallow: /\n\nUser-agent: Sibilla\nAllow: /\n"), True),
        (Page("User-agent: *\nDisallow: /\n", "text/plain"), False),
        (Page("User-agent: SIBILLA\nDisallow: /pa*\n", "text/plain"), False),
        (Page("User-agent: *\nDisallow: /*age$\n", "text/plain"), False),
        (Page(b"\xff\xfeUser-agent: *\nDisallow: /\n", "image/png"), True),
        (redirect("/robots"), False),
        (redirect("/robots.txt"), True),
    ],
)
def test_robots_txt_is_respected(
    fetcher: Fetcher, refused: Refused, site: Site, robots: Page, allowed: bool
) -> None:
    site.pages["/robots.txt"] = robots
    site.pages["/robots"] = Page("User-agent: *\nDisallow: /page\n")
    if allowed:
        assert fetcher.fetch(URL, TYPES)
    else:
        assert refused(URL).reason == "robots"
        assert site.paths in ([], ["/robots"])


def test_a_site_that_cannot_say_allows_nothing_until_it_can(
    fetcher: Fetcher, refused: Refused, site: Site
) -> None:
    site.pages["/robots.txt"] = Page(status=503)
    assert refused(URL).reason == "robots-unavailable"
    site.pages["/robots.txt"] = Page(status=404)
    assert fetcher.fetch(URL, TYPES)


def test_robots_txt_is_asked_once_for_many_pages_and_again_on_another_site(
    fetcher: Fetcher, internet: Internet, site: Site
) -> None:
    internet.names["other.example"] = [OTHER_PUBLIC]
    internet.servers[OTHER_PUBLIC, 80] = site.port
    for host in ("news.example", "news.example", "other.example"):
        fetcher.fetch(f"http://{host}/page", TYPES)
    assert [path for path, _ in site.requests].count("/robots.txt") == 2


def test_the_site_of_a_redirect_is_asked_too(
    fetcher: Fetcher, internet: Internet, refused: Refused, site: Site
) -> None:
    other = Site()
    internet.names["other.example"] = [OTHER_PUBLIC]
    internet.servers[OTHER_PUBLIC, 80] = other.port
    other.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /\n")
    site.pages["/page"] = redirect("http://other.example/page")
    assert refused(URL).reason == "robots"
    other.close()


def test_a_site_gets_its_requests_as_far_apart_as_it_asks_also_over_redirects(
    internet: Internet, site: Site
) -> None:
    site.pages["/robots.txt"] = Page("User-agent: *\nCrawl-delay: 0.3\n")
    site.pages["/old"] = redirect("/page")
    fetcher = Fetcher(network=internet.network(), limits=Limits(seconds=0.5))
    began = time.monotonic()
    for path in ("page", "old", "page"):
        assert fetcher.fetch(f"http://news.example/{path}", TYPES)
    assert time.monotonic() - began >= 0.9
    assert site.paths == ["/page", "/old", "/page", "/page"]


def test_a_site_that_wants_an_hour_between_two_pages_gets_seconds(
    fetcher: Fetcher, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(Visit, "wait", lambda visit, seconds: waited.append(seconds))
    site.pages["/robots.txt"] = Page("User-agent: sibilla\nCrawl-delay: 3600\n")
    for _ in range(2):
        fetcher.fetch(URL, TYPES)
    assert waited == [0.0, pytest.approx(LONGEST_WAIT, abs=1)]


def test_of_an_endless_robots_txt_the_beginning_counts(
    internet: Internet, refused: Refused, site: Site
) -> None:
    site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /page\n" + "# a\n" * 500_000)
    assert refused(URL).reason == "robots"


@pytest.mark.parametrize(
    "rules",
    [
        "Disallow: /" + "*a" * 1500 + "*c$\n",
        "Disallow: /*p*a*g*e*x\n" * 20_000,
        "Disallow: /" + "%" * 400_000 + "\n",
    ],
)
def test_a_robots_txt_made_to_keep_us_busy_ends(fetcher: Fetcher, site: Site, rules: str) -> None:
    path = "/page" + "a" * 3000
    site.pages[path] = Page("<p>here</p>")
    site.pages["/robots.txt"] = Page(f"User-agent: *\n{rules}", "text/plain")
    assert fetcher.fetch(f"http://news.example{path}", TYPES)


def test_the_limits_are_those_promised() -> None:
    assert Fetcher().limits == Limits(seconds=20, megabytes=10, redirects=5)
