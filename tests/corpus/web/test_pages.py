"""From a URL to an article: what the page says of itself, whatever type it has."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from internet import Internet, Page, Site, redirect

from corpus.errors import DocumentRefused
from corpus.web.fetching import Fetcher
from corpus.web.pages import fetch_article, page_id

URL = "http://news.example/2026/zefiro?utm_source=mail"
STORY = (
    "Zefiro Compute will build its data centre in Matera, next to a solar park. "
    "The first hall should open in the spring of 2028 and draw forty megawatts. "
) * 3
HTML = f"""<!doctype html><html lang="en"><head>
<title>Zefiro goes to Matera | The Wire</title>
<link rel="canonical" href="http://news.example/2026/zefiro">
<meta property="og:site_name" content="The Wire">
<meta property="og:title" content="Zefiro goes to Matera">
<meta name="author" content="Ada Rossi">
<script type="application/ld+json">
{{"@type": "NewsArticle", "datePublished": "2026-11-20"}}
</script>
</head><body><nav><a href="/">Home</a> <a href="/log-in">Log in</a></nav>
<article><h1>Zefiro goes to Matera</h1><p>{STORY}</p><p>È così. {STORY}</p></article>
<footer>Cookies and terms</footer></body></html>"""


def test_title_outlet_author_address_and_date_come_from_the_page(
    fetcher: Fetcher, site: Site
) -> None:
    site.pages["/2026/zefiro?utm_source=mail"] = Page(HTML)
    article = fetch_article(fetcher, URL)
    assert (article.title, article.outlet, article.author) == (
        "Zefiro goes to Matera", "The Wire", "Ada Rossi",
    )  # fmt: skip
    assert article.url == "http://news.example/2026/zefiro"
    assert (article.published, article.added) == (date(2026, 11, 20), None)
    assert article.id.startswith("zefiro-")
    assert "solar park" in article.text
    assert "Log in" not in article.text


def test_the_encoding_that_the_server_tells_is_taken(fetcher: Fetcher, site: Site) -> None:
    site.pages["/a"] = Page(HTML.encode("utf-16-le"), "text/html; charset=utf-16-le")
    assert "È così." in fetch_article(fetcher, "http://news.example/a").text
    site.pages["/b"] = Page("Già così.".encode("cp850"), "text/plain; charset=cp850")
    assert fetch_article(fetcher, "http://news.example/b").text == "Già così."


@pytest.mark.parametrize("type", ["text/plain", "text/markdown; charset=utf-8"])
def test_a_plain_page_is_read_too(fetcher: Fetcher, site: Site, type: str) -> None:
    site.pages["/notes/zefiro.txt"] = Page(STORY, type)
    article = fetch_article(fetcher, "http://news.example/notes/zefiro.txt#top")
    assert article.text == STORY.strip()
    assert (article.url, article.outlet) == ("http://news.example/notes/zefiro.txt", "news.example")
    assert article.id.startswith("zefiro-")


def test_the_address_is_where_a_redirect_led(fetcher: Fetcher, site: Site) -> None:
    site.pages["/short"] = redirect("/notes")
    site.pages["/notes"] = Page(STORY, "text/plain")
    assert fetch_article(fetcher, "http://news.example/short").url == "http://news.example/notes"


def test_a_page_cannot_pass_for_one_of_another_site(fetcher: Fetcher, site: Site) -> None:
    site.pages["/2026/zefiro"] = Page(
        HTML.replace("http://news.example/2026", "http://bank.example")
    )
    article = fetch_article(fetcher, "http://news.example/2026/zefiro")
    assert article.url == "http://news.example/2026/zefiro"


@pytest.mark.parametrize(
    "page",
    [
        Page("", "text/html"),
        Page("", "text/plain"),
        Page("<html><body></body></html>"),
        Page("---\npublished: never\n---\n\nText.", "text/markdown"),
        Page(b"\x00\x01\x02", "text/plain"),
    ],
)
def test_a_page_without_an_article_is_refused_by_its_address(
    fetcher: Fetcher, site: Site, page: Page
) -> None:
    site.pages["/a"] = page
    with pytest.raises(DocumentRefused, match=r"http://news\.example/a "):
        fetch_article(fetcher, "http://news.example/a")


@pytest.mark.parametrize(
    ("url", "start"),
    [
        ("https://www.news.example/", "www.news.example"),
        ("https://news.example/2026/OpenAI-picks-Cerebras.html", "openai-picks-cerebras"),
        ("https://news.example/story/20481", "story-20481"),
        ("https://news.example/%C3%A8-un-giorno", "è-un-giorno"),
        ("https://news.example/..%2f..%2fetc%2fpasswd", "passwd"),
    ],
)
def test_an_id_tells_what_the_address_does(url: str, start: str) -> None:
    assert page_id(url).rpartition("-")[0] == start


def test_an_id_is_the_same_for_the_same_page_only() -> None:
    assert page_id("https://www.news.example/story/1") == page_id("http://news.example/story/1/")
    assert page_id("https://news.example/story/1") != page_id("https://else.example/story/1")
    assert page_id("https://news.example/a/story") != page_id("https://news.example/b/story")
    assert page_id("https://news.example/story?id=1") != page_id("https://news.example/story?id=2")


@given(st.text(max_size=300))
def test_any_address_makes_an_id_that_a_file_may_have(path: str) -> None:
    id = page_id(f"https://news.example/{path}")
    assert 0 < len(id.encode()) < 250
    assert not set(id) & set("/\\:\0\n")
    assert not id.startswith(".")


def test_a_page_inside_is_read_only_when_the_user_wrote_its_address(
    internet: Internet, site: Site
) -> None:
    site.pages["/notes"] = Page(STORY, "text/plain")
    url = f"http://127.0.0.1:{site.port}/notes"
    fetcher = Fetcher(frozenset({("127.0.0.1", site.port)}))
    assert fetch_article(fetcher, url).text == STORY.strip()
    with pytest.raises(DocumentRefused):
        fetch_article(fetcher, url, trusted=False)
