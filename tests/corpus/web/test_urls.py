"""Web addresses as they are written."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import FetchRefused
from corpus.web.urls import looks_like_url, read_hosts, read_url


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("http://news.example", "http://news.example/"),
        ("  https://News.Example/A?b=c#d \n", "https://news.example/A?b=c"),
        ("HTTP://news.example:80/", "http://news.example/"),
        ("https://news.example:443/x", "https://news.example/x"),
        ("https://news.example:80/x", "https://news.example:80/x"),
        ("http://news.example./x", "http://news.example/x"),
        ("https://müncher.example/è", "https://xn--mncher-3ya.example/%C3%A8"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
        ("http://news.example/a b", "http://news.example/a%20b"),
    ],
)
def test_a_url_is_read_into_one_form(written: str, read: str) -> None:
    assert read_url(written).text == read


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "scheme"),
        ("news.example/page", "scheme"),
        ("//news.example/page", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://news.example/a", "scheme"),
        ("gopher://news.example/", "scheme"),
        ("dict://news.example:11211/stat", "scheme"),
        ("data:text/html,hello", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("jar:http://news.example!/", "scheme"),
        ("http:/news.example/", "malformed"),
        ("http:news.example", "malformed"),
        ("http://", "malformed"),
        ("http:///page", "malformed"),
        ("http://news..example/", "malformed"),
        ("http://.news.example/", "malformed"),
        ("http://-news.example/", "malformed"),
        ("http://news .example/", "malformed"),
        ("http://news\t.example/", "malformed"),
        ("http://news.example\r\nHost: localhost/", "malformed"),
        ("http://news.example%00.localhost/", "malformed"),
        ("http://news.example:99999/", "malformed"),
        ("http://news.example:0/", "malformed"),
        ("http://news.example:-1/", "malformed"),
        ("http://[::1/", "malformed"),
        ("http://[:/:f]/", "malformed"),
        ("http://[::f:1%7.\ufffd.1]/", "malformed"),
        ("http://[::1]x/", "malformed"),
        ("http://[fe80::1%25eth0]/", "malformed"),
        ("http://[v1.x]/", "malformed"),
        (f"http://{'a' * 64}.example/", "malformed"),
        (f"http://{'a.' * 130}example/", "malformed"),
        (f"http://news.example/{'a' * 4000}", "malformed"),
        ("http://user@news.example/", "userinfo"),
        ("http://user:secret@news.example/", "userinfo"),
        ("http://@news.example/", "userinfo"),
        ("http://news.example@127.0.0.1/", "userinfo"),
        ("http://news.example:80@127.0.0.1/", "userinfo"),
        ("http://news.example%40127.0.0.1/", "malformed"),
        ("http://news.example\\@127.0.0.1/", "malformed"),
        ("http:\\\\127.0.0.1\\", "malformed"),
        ("http://127.1/", "malformed"),
        ("http://127.0.1/", "malformed"),
        ("http://2130706433/", "malformed"),
        ("http://0x7f000001/", "malformed"),
        ("http://0x7f.0.0.1/", "malformed"),
        ("http://0X7F.1/", "malformed"),
        ("http://0177.0.0.1/", "malformed"),
        ("http://017700000001/", "malformed"),
        ("http://127.0.0.0x1/", "malformed"),
        ("http://127.0.0.1.5/", "malformed"),
        ("http://127.0.0.256/", "malformed"),
        ("http://0/", "malformed"),
        ("http://①②⑦.⓪.⓪.①/", "malformed"),
        ("http://127.0.0.%31/", "malformed"),
        ("http://ⓛocalhost/", "malformed"),
    ],
)
def test_what_is_never_fetched_is_refused_as_it_is_written(url: str, reason: str) -> None:
    with pytest.raises(FetchRefused) as caught:
        read_url(url)
    assert caught.value.reason == reason


def test_a_password_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(FetchRefused) as caught:
        read_url("https://ada:secret@news.example/page")
    assert "secret" not in str(caught.value)
    assert "news.example" in str(caught.value)


@pytest.mark.parametrize(
    ("target", "read"),
    [
        ("/b", "https://news.example/b"),
        ("c", "https://news.example/a/c"),
        ("//other.example/", "https://other.example/"),
        ("?q", "https://news.example/a/page?q"),
        ("", "https://news.example/a/page"),
    ],
)
def test_a_relative_url_is_read_from_where_it_stands(target: str, read: str) -> None:
    assert read_url(target, read_url("https://news.example/a/page")).text == read


@given(st.text(max_size=60) | st.from_regex(r"https?://\S{0,40}", fullmatch=True))
def test_any_text_is_read_or_refused_and_what_is_read_reads_the_same_again(text: str) -> None:
    for base in (None, read_url("https://news.example/a/page?b")):
        with contextlib.suppress(FetchRefused):
            address = read_url(text, base)
            assert read_url(address.text) == address


@pytest.mark.parametrize(
    ("text", "is_url"),
    [
        ("https://news.example/", True),
        ("HTTP://news.example/", True),
        ("ftp://news.example/", True),
        ("report.md", False),
        ("/tmp/a", False),
        ("C:/report.md", False),
        ("news.example", False),
    ],
)
def test_urls_are_told_from_paths(text: str, is_url: bool) -> None:
    assert looks_like_url(text) is is_url


def test_hosts_are_read_with_their_ports() -> None:
    assert read_hosts("Intranet.example, 10.0.0.5:8080 [::1]:81") == {
        ("intranet.example", 80),
        ("intranet.example", 443),
        ("10.0.0.5", 8080),
        ("::1", 81),
    }
    assert read_hosts("") == frozenset()
