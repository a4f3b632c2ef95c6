"""Pulling: what is new in the feeds that are followed becomes articles."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from corpus.addresses import tidy_address
from corpus.article import Article
from corpus.errors import DocumentRefused, FeedUnknown, FetchRefused, IndexBusy, SibillaError
from corpus.feeds.reading import FEED_TYPES, Feed, FeedItem, find_feed, read_feed
from corpus.feeds.register import Register, Subscription
from corpus.library import Library, Outcome, Status
from corpus.readers import read_page
from corpus.web.fetching import NO_VALIDATORS, Fetcher
from corpus.web.pages import fetch_article, page_id
from corpus.web.urls import read_url

log = logging.getLogger("sibilla")

ITEMS_A_PULL = 50
"""So many new items of one feed are taken at a pull; the others wait for the next."""

# An item that may do later (its site is down) is tried at this many pulls.
_TRIES = 5

Progress = Callable[[int], None]
"""Told how many items are done."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What pulling one feed did: an outcome for each new item, or why the feed was not read.

    `left` new items wait for the next pull.
    """

    url: str
    title: str
    outcomes: tuple[Outcome, ...] = ()
    error: DocumentRefused | None = None
    left: int = 0


class Feeds:
    """The feeds of a library."""

    def __init__(self, library: Library, fetcher: Fetcher) -> None:
        self._library = library
        self._fetcher = fetcher
        self._register = Register(library.data)
        self._pulling = FileLock(library.data / "feeds-pull.lock", timeout=0)

    def all(self) -> list[Subscription]:
        """The feeds that are followed."""
        return self._register.all()

    def due(self, minutes: float) -> list[str]:
        """The addresses of the feeds that were last asked at least so many minutes ago."""
        before = (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat()
        return [feed.url for feed in self.all() if feed.pulled <= before]

    def add(self, url: str) -> tuple[Subscription, bool]:
        """Follow a feed, or the feed of a page; False when it was followed already.

        Raises:
            FetchRefused: it cannot be fetched, or there is no feed.
        """
        address = read_url(url).text
        for known in self.all():
            if known.url == address:
                return known, False
        fetched = self._fetcher.fetch(address, (*FEED_TYPES, "text/html"))
        if fetched and fetched.media_type == "text/html":
            named = find_feed(fetched, url)
            trusted = self._fetcher.is_inside(fetched.url)
            fetched = self._fetcher.fetch(named, FEED_TYPES, trusted=trusted)
            address = named
        assert fetched  # only what is asked for by its validators can be unchanged
        subscription = Subscription(address, read_feed(fetched, url).title)
        return subscription, self._register.add(subscription)

    def remove(self, url: str) -> str:
        """Follow a feed no longer; its articles stay. Its address as it was kept.

        Raises:
            FeedUnknown: it is not followed.
        """
        try:
            address = read_url(url).text
        except FetchRefused as error:
            raise FeedUnknown("unknown", url=url) from error
        self._register.remove(address)
        return address

    def pull(
        self, urls: Sequence[str] = (), progress: Progress = lambda done: None
    ) -> Iterator[Pulled]:
        """Pull the feeds with these addresses, by default all, one after the other.

        A feed or an item that fails stops no other. What was added is not indexed yet.

        Raises:
            FeedUnknown: one of the addresses is not followed.
            IndexBusy: another process is pulling.
            LibraryUnusable: the data folder cannot be read or written.
        """
        feeds = {feed.url: feed for feed in self.all()}
        wanted = [read_url(url).text for url in urls] or list(feeds)
        for url in wanted:
            if url not in feeds:
                raise FeedUnknown("unknown", url=url)
        try:
            with self._pulling:
                for url in wanted:
                    yield self._pull(feeds[url], progress)
        except Timeout as error:
            raise IndexBusy("pulling", name=self._library.data) from error

    def _pull(self, known: Subscription, progress: Progress) -> Pulled:
        now = datetime.now(UTC).replace(microsecond=0).isoformat()
        known = replace(known, pulled=now)
        try:
            fetched = self._fetcher.fetch(known.url, FEED_TYPES, known.validators)
            if fetched is None:
                self._register.update(known)
                return Pulled(known.url, known.title)
            feed = read_feed(fetched, known.url)
        except DocumentRefused as error:
            self._register.update(known)
            return Pulled(known.url, known.title, error=error)
        known = replace(known, title=feed.title or known.title)
        fresh = [item for item in feed.items if item.id not in set(known.known)]
        outcomes: list[Outcome] = []
        # The newest are taken first, the oldest of them added first.
        for item in reversed(fresh[:ITEMS_A_PULL]):
            outcomes.append(self._take(item, feed, known.url))
            known = _noted(known, item.id, outcomes[-1])
            self._register.update(known)
            progress(len(outcomes))
        waiting = len([item for item in feed.items if item.id not in set(known.known)])
        # Only when all is done with may the server say that there is nothing new.
        validators = NO_VALIDATORS if waiting else fetched.validators
        known = replace(known, etag=validators.etag, modified=validators.modified)
        self._register.update(known)
        left = max(0, len(fresh) - ITEMS_A_PULL)
        return Pulled(known.url, known.title, tuple(outcomes), left=left)

    def _take(self, item: FeedItem, feed: Feed, url: str) -> Outcome:
        name = item.title or item.url or url
        try:
            trusted = self._fetcher.is_inside(url)
            return self._library.add(_article(item, feed, self._fetcher, trusted=trusted), name)
        except DocumentRefused as error:
            return Outcome(name, Status.REFUSED, error=error)
        except SibillaError:
            raise
        except Exception:
            # Whatever a stranger's page brings about, the other items are not to blame.
            log.exception("An item of the feed %s could not be read", url)
            return Outcome(name, Status.REFUSED, error=FetchRefused("garbled", name=name))


def _article(item: FeedItem, feed: Feed, fetcher: Fetcher, *, trusted: bool) -> Article:
    """The article of an item: its page's, or its own where it holds the whole text.

    What the page does not say of itself, title, outlet, author and date, the feed says.
    """
    if not item.url and not item.content:
        raise FetchRefused("no-link", name=item.title or feed.title)
    if item.whole or not item.url:
        address = tidy_address(item.url)
        article = read_page(item.page, item.url or item.title, url=address)
        id = page_id(item.url) if item.url else f"{page_id(f'http://feed/{item.title}')}"
        article = replace(article, id=id, url=address, outlet=feed.title, published=None)
    else:
        article = fetch_article(fetcher, item.url, trusted=trusted)
    host = (urlsplit(article.url).hostname or "").removeprefix("www.")
    return replace(
        article,
        title=(item.whole and item.title) or article.title or item.title,
        outlet=feed.title if article.outlet in ("", host) and feed.title else article.outlet,
        author=article.author or item.author,
        published=article.published or item.published,
    )


def _noted(known: Subscription, item: str, outcome: Outcome) -> Subscription:
    """What is known of a feed after an item: it is done with, or to be tried again."""
    tried = dict(known.tried)
    passing = isinstance(outcome.error, FetchRefused) and outcome.error.passing
    if passing and tried.get(item, 0) + 1 < _TRIES:
        tried[item] = tried.get(item, 0) + 1
        return replace(known, tried=tuple(tried.items()))
    return known.knowing([item])
