"""What is fuzzed: each target takes bytes, and raises when something does not hold of them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.checking.drafts import read_lines, write_lines
from bot.checking.marks import take_marks
from bot.page.render_chat import render_conversation
from bot.page.render_sources import render_sources
from bot.page.stored import conversation_as_markdown, from_stored
from bot.question import MAX_CHARACTERS, read_question
from corpus.errors import DocumentRefused, FetchRefused, SettingWrong
from corpus.feeds.parsing import parse_feed, parse_page
from corpus.markdown import article_from_markdown, article_from_text, article_to_markdown
from corpus.readers.child import read_reply
from corpus.web.fetching import Fetched
from corpus.web.urls import read_url
from tests.corpus.readers.make_files import FILES

_DAY = date(2026, 3, 4)
_URL = "https://news.example/feed"


@dataclass(frozen=True)
class Target:
    """A reader under test, with small examples of what it is made for."""

    name: str
    try_: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


def _document(format: str) -> Callable[[bytes], None]:
    """A document is read or refused, as the reading process does it; nothing else gets out."""

    def try_(content: bytes) -> None:
        header = {"format": format, "name": f"x.{format}", "options": {}}
        reply = read_reply(header, content)
        assert set(reply) in ({"article", "id"}, {"refused", "details"})
        json.dumps(reply).encode()
        if "article" in reply:
            article = article_from_markdown(reply["article"], reply["id"])
            assert article.text.strip()

    return try_


def _markdown(content: bytes) -> None:
    """An article in Markdown is refused, or survives being written and read again."""
    try:
        article = article_from_markdown(content.decode("utf-8", "replace"), "x")
    except DocumentRefused:
        return
    again = article_from_markdown(article_to_markdown(article), "x")
    assert again == article


def _text(content: bytes) -> None:
    """A plain text is refused, or becomes an article that survives being written."""
    try:
        article = article_from_text(content.decode("utf-8", "replace"), "x")
    except DocumentRefused:
        return
    assert article_from_markdown(article_to_markdown(article), "x").text == article.text


def _feed(content: bytes) -> None:
    """A feed gives items with addresses of the web and titles without markup."""
    parsed = parse_feed(Fetched(_URL, content, "application/rss+xml"))
    json.dumps(parsed)
    for item in parsed.get("items", ()):
        assert item["id"]
        if item.get("url"):
            assert item["url"].startswith(("http://", "https://"))


def _page_with_feed(content: bytes) -> None:
    """A page names a feed of the web, or none."""
    parsed = parse_page(Fetched(_URL, content, "text/html"))
    assert str(parsed.get("url", "https://")).startswith(("http://", "https://"))


def _marks(content: bytes) -> None:
    """Marks are taken out of a text whole, each where it stood."""
    text = content.decode("utf-8", "replace")
    bare, marks = take_marks(text)
    for mark in marks:
        assert 0 <= mark.position <= len(bare)
        assert mark.numbers
        assert all(number >= 0 for number in mark.numbers)


def _draft(content: bytes) -> None:
    """A model's text is read into lines that, written, are read as the same."""
    text = content.decode("utf-8", "replace")
    lines = read_lines(text, "en", 9)
    written = write_lines(lines)
    assert write_lines(read_lines(written, "en", 9)) == written
    assert all(1 <= n <= 9 for line in lines for claim in line.claims for n in claim.numbers)


def _question(content: bytes) -> None:
    """A question is refused or understood, alone and after itself."""
    text = content.decode("utf-8", "replace")
    try:
        asked = read_question(text, today=_DAY)
        after = read_question("E quanto vale?", [text], "it", _DAY)
    except SettingWrong:
        return
    assert len(asked.text) <= MAX_CHARACTERS
    assert asked.language in ("it", "en")
    assert after.understood.strip()


def _url(content: bytes) -> None:
    """An address is refused, or is one of the web that reads the same again."""
    try:
        address = read_url(content.decode("utf-8", "replace"))
    except FetchRefused:
        return
    assert read_url(address.text) == address


def _stored(content: bytes) -> None:
    """What a browser kept of a conversation is shown, or not taken for one."""
    turns = from_stored(content.decode("utf-8", "replace"))
    if turns:
        for language in ("en", "it"):
            markup = render_conversation(turns, language, [])
            markup += render_sources(turns, language, _DAY)
            assert "<script" not in markup
            conversation_as_markdown(turns, language)


_ARTICLE = (
    b"---\ntitle: A\npublished: 2026-01-02\nlanguage: en\nquestions:\n  - Why?\n---\n\nText.\n"
)
_HTML = (
    b"<html lang=it><head><title>T</title><meta property='article:published_time' "
    b"content='2026-01-02'><script type='application/ld+json'>{\"headline\":\"T\"}</script>"
    b"<link rel=alternate type='application/rss+xml' href='/f.xml'></head><body><article>"
    b"<h1>T</h1><p>Zefiro costruisce un centro di calcolo.</p><ul><li>Uno<li>Due</ul><table>"
    b"<tr><th>A<tr><td>B</table></article></body></html>"
)
_RSS = (
    b"<?xml version='1.0'?><rss version='2.0'><channel><title>N</title><item><title>&lt;b&gt;A"
    b"</title><link>https://news.example/a</link><guid>1</guid><pubDate>Mon, 05 Jan 2026 10:00:00 "
    b"GMT</pubDate><description>Text.</description></item></channel></rss>"
)
_ATOM = (
    b"<feed xmlns='http://www.w3.org/2005/Atom'><title>N</title><entry><id>1</id><title>A</title>"
    b"<link href='/a'/><updated>2026-01-02T03:04:05Z</updated></entry></feed>"
)
_STORED = (
    b'[{"question":"Q?","answer":{"question":"Q?","understood":"Q?","language":"en","text":"A. '
    b'[1]","abstained":false,"confidence":0.5,"citations":[{"number":1,"article":"a","title":"T",'
    b'"outlet":"O","published":"2026-01-02","updated":null,"url":"https://a.example","language":'
    b'"en","quote":"A.","start":0,"end":2,"passage_start":0,"passage_end":2}],"sentences":'
    b'[{"start":0,"end":6,"support":"partly","numbers":[1],"faults":["f"]}]},"sources":[]}]'
)

TARGETS = {
    target.name: target
    for target in (
        Target("html", _document("html"), (_HTML,)),
        Target("pdf", _document("pdf"), ((FILES / "zefiro.pdf").read_bytes(),)),
        Target("docx", _document("docx"), ((FILES / "zefiro.docx").read_bytes(),)),
        Target("markdown", _markdown, (_ARTICLE, b"# A\n\nText.\n")),
        Target("text", _text, (b"A title\n\nA text of two lines,\nthe second here.\n",)),
        Target("feed", _feed, (_RSS, _ATOM)),
        Target("page-with-feed", _page_with_feed, (_HTML,)),
        Target(
            "marks",
            _marks,
            (b"So it is.[1] Then [2, 3-5] and [citation needed].", b"\xe2\x80\xa0[7]"),
        ),
        Target(
            "draft", _draft, (b"- A point [1]\n- Two [2]\n\nSo. [1][3]\n[2]", b"## A\n\n**B** [1]")
        ),
        Target(
            "question",
            _question,
            ("Perché OpenAI ha scelto Cerebras nel 2025?".encode(), b"And last week?"),
        ),
        Target(
            "url", _url, (b"https://user@news.example:443/a?b#c", b"http://[::ffff:127.0.0.1]/")
        ),
        Target("stored", _stored, (_STORED,)),
    )
}
