"""Feeds as they are written: RSS and Atom, dates, titles, and what must not get through."""

import contextlib
import time
from datetime import date
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import FetchRefused
from corpus.feeds.parsing import plain_title
from corpus.feeds.reading import Feed, find_feed, read_feed
from corpus.web.fetching import Fetched

in_this_process = pytest.mark.usefixtures("_in_this_process")

URL = "http://news.example/feed"


def read(content: str | bytes, type: str = "application/rss+xml") -> Feed:
    body = content.encode() if isinstance(content, str) else content
    return read_feed(Fetched(URL, body, type), URL)


def rss(items: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Wire</title>'
        f"<link>http://news.example/</link>{items}</channel></rss>"
    )


@in_this_process
def test_rss_is_read() -> None:
    feed = read(
        rss(
            "<item><title>Zefiro &amp;amp; Grecale</title><link>http://news.example/a</link>"
            "<guid>tag:1</guid><pubDate>Fri, 20 Nov 2026 23:30:00 -0500</pubDate>"
            "<dc:creator>Ada Rossi</dc:creator><description>Short.</description></item>"
        )
    )
    assert feed.title == "The Wire"
    [item] = feed.items
    assert (item.url, item.title) == ("http://news.example/a", "Zefiro & Grecale")
    assert (item.published, item.author) == (date(2026, 11, 20), "Ada Rossi")
    assert (item.content, item.whole) == ("Short.", False)


@in_this_process
def test_atom_is_read_with_addresses_relative_to_the_feed() -> None:
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Il Cavo</title><entry><id>urn:1</id>'
        '<title type="html">&lt;b&gt;È&lt;/b&gt; così</title><link href="/a?b=1"/>'
        "<updated>2026-11-21T01:00:00+01:00</updated></entry></feed>",
        "application/atom+xml",
    )
    [item] = feed.items
    assert (feed.title, item.title) == ("Il Cavo", "È così")
    assert (item.url, item.published) == ("http://news.example/a?b=1", date(2026, 11, 21))


@in_this_process
@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd",
     "http://user:secret@news.example/", "mailto:a@b.example", "ftp://news.example/a", "http://[::1"],
)  # fmt: skip
def test_a_link_that_is_no_web_address_is_left_out(link: str) -> None:
    [item] = read(rss(f"<item><title>A</title><link>{link}</link></item>")).items
    assert item.url == ""


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("<script>alert(1)</script>Zefiro", "Zefiro"),
        ("<img src=x onerror=alert(1)>Zefiro", "Zefiro"),
        ("a < b & c > d", "a < b & c > d"),
        ("<b>Zefiro</b>\n <i>to</i>  Matera", "Zefiro to Matera"),
        ("Zefiro &egrave; qui &#8211; ora", "Zefiro è qui – ora"),
        ("\x00\x1b[31mZefiro", "[31mZefiro"),
        ("", ""),
        ("<>", "<>"),
        ("z" * 1000, "z" * 300),
    ],
)
def test_a_title_is_plain_text_on_one_line(written: str, plain: str) -> None:
    assert plain_title(written) == plain


@given(st.text(max_size=200))
def test_any_title_becomes_one_line_without_a_script(written: str) -> None:
    plain = plain_title(f"<script>{written}</script>{written}")
    assert "\n" not in plain
    assert len(plain) <= 300


LONG = "<p>Zefiro will build in Matera, next to a park of solar cells.</p>" * 30


@in_this_process
@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (LONG, True),
        (LONG[:500], False),
        (f"{LONG}<p>And then…</p>", False),
        (f"{LONG} [&#8230;]", False),
        (f"{LONG}<a href='x'>Read more</a> »", False),
        (f"{LONG}<a>Continua a leggere</a>", False),
    ],
)
def test_the_whole_text_is_told_from_a_teaser(content: str, whole: bool) -> None:
    item = f"<item><title>A</title><content:encoded><![CDATA[{content}]]></content:encoded></item>"
    [read_item] = read(rss(item)).items
    assert read_item.whole is whole
    assert read(rss(item)).items == (read_item,)


@in_this_process
def test_an_items_identity_is_its_id_or_else_its_link_or_what_it_says() -> None:
    items = read(
        rss(
            "<item><guid>1</guid><title>A</title></item><item><guid>1</guid><title>B</title></item>"
            "<item><link>http://news.example/3</link><title>C</title></item>"
            "<item><title>D</title></item><item><title>E</title></item>"
        )
    ).items
    assert [item.title for item in items] == ["A", "C", "D", "E"]


@in_this_process
@pytest.mark.parametrize(
    "content",
    [b"", b"not a feed", b"<html><body>no</body></html>", b"{}", b"\x00\xff\xfe", b"<a/>",
     b"/etc/passwd", b"http://127.0.0.1/feed", b"<?xml version='1.0'?><rss",
     b"<rss version='2.0'><channel><title>Il Filo</tit"],
)  # fmt: skip
def test_what_is_no_feed_is_refused(content: bytes) -> None:
    with pytest.raises(FetchRefused, match="no RSS or Atom feed") as caught:
        read(content)
    assert caught.value.reason == "not-feed"


def test_what_looks_like_the_name_of_a_file_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(rss("<item><title>Secret</title></item>"))
    with pytest.raises(FetchRefused):
        read(str(file).encode())


def test_an_entity_from_elsewhere_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    doctype = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]>'
    feed = rss("<item><title>A &x;</title></item>").replace("?><rss", f"?>{doctype}<rss")
    assert "the secret" not in str(read(feed))


def test_entities_that_multiply_end_quickly() -> None:
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    doctype = f'<!DOCTYPE r [<!ENTITY a "{"a" * 50}">{entities}]>'
    began = time.monotonic()
    feed = rss("<item><title>&j;</title></item>").replace("?><rss", f"?>{doctype}<rss")
    assert len(str(read(feed))) < 10_000
    assert time.monotonic() - began < 10


@in_this_process
def test_a_feed_with_a_fault_in_it_gives_what_can_be_read() -> None:
    feed = read(rss("<item><title>A & B</title><link>http://news.example/a</link></item>"))
    assert [item.url for item in feed.items] == ["http://news.example/a"]


@in_this_process
@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/feed.xml">', "/feed.xml"),
        ('<link rel="Alternate" type="application/atom+xml" href="/atom">', "/atom"),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:x">', ""),
        ('<link rel="stylesheet" type="text/css" href="/a.css">', ""),
        ("", ""),
    ],
)
def test_a_page_names_its_feed(head: str, found: str) -> None:
    page = Fetched("http://news.example/", f"<html><head>{head}</head>".encode(), "text/html")
    if found:
        assert find_feed(page, URL) == f"http://news.example{found}"
    else:
        with pytest.raises(FetchRefused, match="no RSS or Atom feed"):
            find_feed(page, URL)


@pytest.mark.parametrize("bad", ["<" * 3_000_000, "<!--" * 700_000, "<a>" * 1_000_000])
def test_a_feed_made_to_keep_us_busy_is_given_up(bad: str) -> None:
    began = time.monotonic()
    for content in (rss(f"<item><title>A</title><description>{escape(bad)}"), rss(bad)):
        with contextlib.suppress(FetchRefused):
            read_feed(Fetched(URL, content.encode(), "text/xml"), URL, seconds=2)
    assert time.monotonic() - began < 10
