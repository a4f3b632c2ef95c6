"""Pulling: new items become articles, once, whatever fails beside them."""

import json
from datetime import date
from html import escape
from pathlib import Path

import pytest
from internet import OTHER_PUBLIC, PUBLIC, QUICK, Internet, Page, Site

from corpus.errors import FeedUnknown, FetchRefused, IndexBusy, LibraryUnusable
from corpus.feeds.pulling import ITEMS_A_PULL, Feeds, Pulled
from corpus.library import Library, Status
from corpus.web.fetching import Fetcher

pytestmark = pytest.mark.usefixtures("_in_this_process")

FEED = "http://news.example/feed"
TEXT = "Zefiro Compute will build its data centre in Matera, next to a solar park. "


def item(number: int, *, link: str | None = None, text: str = "", day: int = 20) -> str:
    link = f"http://news.example/story/{number}" if link is None else link
    return (
        f"<item><guid>{number}</guid><title>Story {number}</title><link>{escape(link)}</link>"
        f"<pubDate>Fri, {day} Nov 2026 10:00:00 GMT</pubDate>"
        f"<description>{escape(text)}</description></item>"
    )


def rss(*items: str, title: str = "The Wire") -> str:
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>'
        f"{''.join(items)}</channel></rss>"
    )


def feed_page(*items: str, **headers: str) -> Page:
    return Page(rss(*items), "application/rss+xml", headers=headers)


@pytest.fixture
def library(data: Path) -> Library:
    return Library(data, with_demo=False)


@pytest.fixture
def feeds(library: Library, fetcher: Fetcher, site: Site) -> Feeds:
    """Follows one feed, whose stories 0 to 99 have pages."""
    for number in range(100):
        site.pages[f"/story/{number}"] = Page(f"{TEXT * 3}It is story {number}.", "text/plain")
    site.pages["/feed"] = feed_page(item(1), item(0))
    feeds = Feeds(library, fetcher)
    feeds.add(FEED)
    site.requests.clear()
    return feeds


def pull(feeds: Feeds) -> Pulled:
    [report] = feeds.pull()
    return report


def statuses(report: Pulled) -> list[Status]:
    return [outcome.status for outcome in report.outcomes]


def test_a_feed_is_followed_once_under_its_title(feeds: Feeds) -> None:
    [feed] = feeds.all()
    assert (feed.url, feed.title, feed.pulled, feed.known) == (FEED, "The Wire", "", ())
    assert feeds.add("HTTP://news.example:80/feed")[1] is False


def test_the_address_of_a_page_leads_to_the_feed_it_names(feeds: Feeds, site: Site) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/other">'
    site.pages["/"] = Page(f"<html><head>{link}</head><body>Hello</body></html>")
    site.pages["/other"] = feed_page(item(5))
    subscription, is_new = feeds.add("http://news.example/")
    assert (subscription.url, is_new) == ("http://news.example/other", True)


@pytest.mark.parametrize(
    "page", [Page("<html><body>No feed.</body></html>"), Page("<a/>", "text/xml")]
)
def test_what_is_no_feed_is_not_followed(feeds: Feeds, site: Site, page: Page) -> None:
    site.pages["/page"] = page
    with pytest.raises(FetchRefused, match="no RSS or Atom feed"):
        feeds.add("http://news.example/page")
    assert len(feeds.all()) == 1


def test_new_items_become_articles_with_what_page_and_feed_say(
    feeds: Feeds, library: Library
) -> None:
    report = pull(feeds)
    assert statuses(report) == [Status.ADDED, Status.ADDED]
    assert [outcome.name for outcome in report.outcomes] == ["Story 0", "Story 1"]
    article = library.get(report.outcomes[1].article)
    assert "It is story 1." in article.text
    assert article.url == "http://news.example/story/1"
    assert (article.outlet, article.published) == ("The Wire", date(2026, 11, 20))


def test_only_what_is_new_is_fetched_and_the_server_is_told_what_we_know(
    feeds: Feeds, site: Site
) -> None:
    site.pages["/feed"] = feed_page(item(1), item(0), ETag='"7"')
    pull(feeds)
    site.requests.clear()
    assert pull(feeds).outcomes == ()
    [(path, headers)] = site.requests
    assert (path, headers["If-None-Match"]) == ("/feed", '"7"')
    site.pages["/feed"] = feed_page(item(2), item(1), item(0), ETag='"8"')
    site.requests.clear()
    assert [outcome.name for outcome in pull(feeds).outcomes] == ["Story 2"]
    assert site.paths == ["/feed", "/story/2"]


def test_what_is_known_holds_after_a_restart_and_after_an_article_was_removed(
    feeds: Feeds, library: Library, fetcher: Fetcher
) -> None:
    for outcome in pull(feeds).outcomes:
        library.remove(outcome.article)
    assert pull(Feeds(library, fetcher)).outcomes == ()
    assert library.files() == {}


def test_an_item_that_holds_the_whole_text_is_not_fetched(
    feeds: Feeds, site: Site, library: Library
) -> None:
    whole = "".join(f"<p>{TEXT}In paragraph {number}.</p>" for number in range(30))
    site.pages["/feed"] = feed_page(item(7, text=whole))
    [outcome] = pull(feeds).outcomes
    article = library.get(outcome.article)
    assert "In paragraph 29." in article.text
    assert (article.title, article.url) == ("Story 7", "http://news.example/story/7")
    assert (article.outlet, article.published) == ("The Wire", date(2026, 11, 20))
    assert site.paths == ["/feed"]


def test_nothing_of_an_items_markup_comes_through(
    feeds: Feeds, site: Site, library: Library
) -> None:
    evil = "<script>steal()</script><img src='http://evil.example/x'><iframe src='y'></iframe>"
    whole = "".join(f"<p>{TEXT}In paragraph {number}.</p>{evil}" for number in range(30))
    site.pages["/feed"] = feed_page(
        item(7, text=whole, link="javascript:alert(1)").replace(
            "Story 7", escape("<script>steal()</script><b>Story</b> 7")
        )
    )
    [outcome] = pull(feeds).outcomes
    article = library.get(outcome.article)
    assert (outcome.name, article.title, article.url) == ("Story 7", "Story 7", "")
    for piece in ("<", "steal", "evil.example", "javascript"):
        assert piece not in article.text


def test_a_bad_item_stops_no_other(feeds: Feeds, site: Site) -> None:
    site.pages["/story/3"] = Page("GIF89a", "image/gif")
    site.pages["/feed"] = feed_page(
        item(1), item(2, link="javascript:alert(1)"), item(3), item(4, link="http://10.0.0.1/"),
        item(5, link="http://news.example/gone"), item(0),
    )  # fmt: skip
    report = pull(feeds)
    reasons = {outcome.name: outcome.error.reason for outcome in report.outcomes if outcome.error}
    assert reasons == {
        "Story 2": "no-link", "Story 3": "type", "Story 4": "private", "Story 5": "status",
    }  # fmt: skip
    assert statuses(report).count(Status.ADDED) == 2
    assert pull(feeds).outcomes == ()


def test_an_item_that_breaks_the_reader_stops_no_other(
    feeds: Feeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus.web.pages import fetch_article

    def break_on_one(fetcher: Fetcher, url: str, **given: bool) -> object:
        if url.endswith("/1"):
            raise RuntimeError("deep inside a parser")
        return fetch_article(fetcher, url, **given)

    monkeypatch.setattr("corpus.feeds.pulling.fetch_article", break_on_one)
    assert statuses(pull(feeds)) == [Status.ADDED, Status.REFUSED]


def test_a_broken_feed_stops_no_other(feeds: Feeds, site: Site, internet: Internet) -> None:
    internet.names["other.example"] = [OTHER_PUBLIC]
    internet.servers[OTHER_PUBLIC, 80] = site.port
    feeds.add("http://other.example/feed")
    internet.names["news.example"] = ["127.0.0.1"]
    broken, well = feeds.pull()
    assert isinstance(broken.error, FetchRefused)
    assert broken.error.reason == "private"
    assert well.error is None
    assert [outcome.error.reason for outcome in well.outcomes if outcome.error] == ["private"] * 2
    internet.names["news.example"] = [PUBLIC]
    assert statuses(next(feeds.pull())) == [Status.ADDED, Status.ADDED]


def test_an_item_whose_site_is_down_is_tried_again_but_not_for_ever(
    feeds: Feeds, site: Site
) -> None:
    site.pages["/feed"] = feed_page(item(1), item(0), ETag='"7"')
    site.pages["/story/1"] = Page("sorry", status=503)
    assert statuses(pull(feeds)) == [Status.ADDED, Status.REFUSED]
    assert statuses(pull(feeds)) == [Status.REFUSED]
    site.pages["/story/1"] = Page(f"{TEXT * 3}Up again.", "text/plain")
    assert statuses(pull(feeds)) == [Status.ADDED]
    site.pages["/story/2"] = Page("sorry", status=503)
    site.pages["/feed"] = feed_page(item(2), ETag='"8"')
    assert [len(pull(feeds).outcomes) for _ in range(7)] == [1, 1, 1, 1, 1, 0, 0]


def test_of_many_new_items_the_newest_come_first_and_the_others_at_the_next_pull(
    feeds: Feeds, site: Site
) -> None:
    numbers = range(ITEMS_A_PULL + 3, -1, -1)
    site.pages["/feed"] = feed_page(*(item(number) for number in numbers), ETag='"7"')
    report = pull(feeds)
    assert (len(report.outcomes), report.left) == (ITEMS_A_PULL, 4)
    assert report.outcomes[-1].name == f"Story {ITEMS_A_PULL + 3}"
    report = pull(feeds)
    assert ([outcome.name for outcome in report.outcomes], report.left) == (
        ["Story 0", "Story 1", "Story 2", "Story 3"], 0,
    )  # fmt: skip
    assert pull(feeds).outcomes == ()


def test_what_was_pulled_before_a_crash_is_known(
    feeds: Feeds, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    add, left = library.add, iter([True])

    def add_one_and_die(*given: object, **named: object) -> object:
        if next(left, False):
            return add(*given, **named)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(library, "add", add_one_and_die)
        with pytest.raises(KeyboardInterrupt):
            pull(feeds)
    assert [outcome.name for outcome in pull(feeds).outcomes] == ["Story 1"]


def test_items_of_a_feed_outside_do_not_lead_inside(
    library: Library, internet: Internet, site: Site
) -> None:
    """Not even to a host that the operator answers for."""
    inside = frozenset({("127.0.0.1", site.port)})
    feeds = Feeds(library, Fetcher(inside, network=internet.network(), limits=QUICK))
    site.pages["/feed"] = feed_page(item(1, link=f"http://127.0.0.1:{site.port}/story/1"))
    feeds.add(FEED)
    [outcome] = pull(feeds).outcomes
    assert outcome.status is Status.REFUSED
    assert "/story/1" not in site.paths


def test_a_feed_inside_may_have_its_items_inside(library: Library, site: Site) -> None:
    base = f"http://127.0.0.1:{site.port}"
    feeds = Feeds(library, Fetcher(frozenset({("127.0.0.1", site.port)}), limits=QUICK))
    site.pages["/story/1"] = Page(TEXT, "text/plain")
    site.pages["/feed"] = feed_page(item(1, link=f"{base}/story/1"))
    feeds.add(f"{base}/feed")
    assert statuses(pull(feeds)) == [Status.ADDED]


def test_a_feed_that_is_removed_leaves_its_articles(feeds: Feeds, library: Library) -> None:
    pull(feeds)
    assert feeds.remove("http://NEWS.example/feed") == FEED
    assert (feeds.all(), len(library.files())) == ([], 2)
    for unknown in (FEED, "nonsense"):
        with pytest.raises(FeedUnknown):
            feeds.remove(unknown)
    with pytest.raises(FeedUnknown):
        list(feeds.pull([FEED]))


def test_a_feed_is_due_when_its_time_has_come(feeds: Feeds) -> None:
    assert feeds.due(10) == [FEED]
    pull(feeds)
    assert feeds.due(10) == []
    assert feeds.due(0) == [FEED]


def test_two_do_not_pull_at_once(feeds: Feeds, library: Library, fetcher: Fetcher) -> None:
    first = feeds.pull()
    next(first)
    with pytest.raises(IndexBusy, match="is pulling the feeds"):
        list(Feeds(library, fetcher).pull())
    first.close()
    assert len(list(Feeds(library, fetcher).pull())) == 1


@pytest.mark.parametrize(
    "damage", ["{", "[]", '{"feeds": [1]}', '{"feeds": [{}]}', '{"feeds": [{"url": "x", "a": 1}]}']
)
def test_a_damaged_register_is_told(feeds: Feeds, library: Library, damage: str) -> None:
    register = library.data / "feeds.json"
    register.write_text(damage)
    with pytest.raises(LibraryUnusable, match=r"feeds\.json is damaged"):
        feeds.all()


def test_the_register_is_readable_by_people(feeds: Feeds, library: Library) -> None:
    [feed] = json.loads((library.data / "feeds.json").read_text())["feeds"]
    assert (feed["url"], feed["title"]) == (FEED, "The Wire")
