"""The register of feeds: which are followed, and what of each is already known."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock

from corpus.errors import FeedUnknown, LibraryUnusable
from corpus.state import read_state, write_state
from corpus.web.fetching import Validators

# A feed has some dozens of items; what left it this many items ago will not come back.
_REMEMBERED = 5_000
_LOCK_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed that is followed.

    `pulled` is when it was last asked, in ISO 8601, or "". `known` has the ids of the items that
    are done with, oldest first; `tried` how often an item that may do later has failed.
    """

    url: str
    title: str = ""
    pulled: str = ""
    etag: str = ""
    modified: str = ""
    known: tuple[str, ...] = ()
    tried: tuple[tuple[str, int], ...] = ()

    @property
    def validators(self) -> Validators:
        """What the server said of the version we know."""
        return Validators(self.etag, self.modified)

    def knowing(self, items: Iterable[str]) -> "Subscription":
        """The same with these items done with."""
        known = tuple(dict.fromkeys((*self.known, *items)))[-_REMEMBERED:]
        left = tuple((item, times) for item, times in self.tried if item not in set(known))
        return replace(self, known=known, tried=left)


class Register:
    """The feeds of a data folder, kept in `feeds.json`, which is written whole or not at all."""

    def __init__(self, data: Path) -> None:
        self._path = data / "feeds.json"
        self._lock = FileLock(data / "feeds.lock", timeout=_LOCK_SECONDS)

    def all(self) -> list[Subscription]:
        """The feeds that are followed, in the order they were added.

        Raises:
            LibraryUnusable: the register cannot be read.
        """
        return list(self._load().values())

    def add(self, subscription: Subscription) -> bool:
        """Follow a feed; False when it is followed already."""
        with self._changing() as feeds:
            if subscription.url in feeds:
                return False
            feeds[subscription.url] = subscription
        return True

    def remove(self, url: str) -> None:
        """Follow a feed no longer; its articles stay.

        Raises:
            FeedUnknown: it is not followed.
        """
        with self._changing() as feeds:
            if url not in feeds:
                raise FeedUnknown("unknown", url=url)
            del feeds[url]

    def update(self, subscription: Subscription) -> None:
        """Keep what is now known of a feed, unless it was removed meanwhile."""
        with self._changing() as feeds:
            if subscription.url in feeds:
                feeds[subscription.url] = subscription

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Subscription]]:
        try:
            with self._lock:
                feeds = self._load()
                yield feeds
                self._save(feeds)
        except OSError as error:
            raise LibraryUnusable.because(self._path.parent, error) from error

    def _load(self) -> dict[str, Subscription]:
        try:
            feeds = read_state(self._path).get("feeds", [])
            return {fields["url"]: _subscription(**fields) for fields in feeds}
        except (TypeError, KeyError, ValueError) as error:
            raise LibraryUnusable("state", name=self._path) from error

    def _save(self, feeds: dict[str, Subscription]) -> None:
        write_state(self._path, {"feeds": [asdict(feed) for feed in feeds.values()]})


def _subscription(
    *, known: Iterable[str] = (), tried: Iterable[tuple[str, int]] = (), **fields: str
) -> Subscription:
    pairs = tuple((str(item), int(times)) for item, times in tried)
    return Subscription(**fields, known=tuple(known), tried=pairs)
