"""robots.txt: what a site lets programs read (RFC 9309)."""

import time
from dataclasses import dataclass
from threading import Lock

from corpus.errors import FetchRefused
from corpus.web.urls import WebAddress, read_url
from corpus.web.visit import Inside, Visit

ROBOT = "sibilla"
"""The name by which a site's robots.txt may speak of us."""

LONGEST_WAIT = 10.0
"""Of the seconds that a site wants between two pages, so many are waited at most: some ask for an
hour, and a feed has fifty pages."""

_KEPT_SECONDS = 3_600
_KEPT_SITES = 500


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a site says: its robots.txt, where one could be had, and until when it is believed."""

    status: int
    text: str
    until: float


class Robots:
    """The robots.txt of the sites met, each kept for an hour."""

    def __init__(self) -> None:
        self._rules: dict[str, _Rules] = {}
        self._free: dict[str, float] = {}
        self._taking_turns = Lock()

    def check(self, address: WebAddress, visit: Visit, inside: Inside) -> None:
        """Refuse an address that its site asks programs to leave alone; wait for its turn.

        A site that names a `Crawl-delay` gets one request in so much time, whoever asks. A site
        without a robots.txt (any 4xx) allows everything; one that cannot say (5xx) nothing for
        now.

        Raises:
            FetchRefused: the site says no, or cannot say.
        """
        rules = self._rules.get(address.origin)
        if rules is None or rules.until < time.monotonic():
            rules = self._learn(address, visit, inside)
        if rules.status >= 500:
            raise FetchRefused("robots-unavailable", name=visit.name)
        if rules.status // 100 != 2:
            return
        from protego import Protego

        asked = Protego.parse(rules.text)
        if not asked.can_fetch(address.text, ROBOT):
            raise FetchRefused("robots", name=visit.name)
        delay = min(asked.crawl_delay(ROBOT) or 0.0, LONGEST_WAIT)
        if delay > 0:
            visit.wait(self._turn(address.origin, delay))

    def _turn(self, origin: str, delay: float) -> float:
        """Seconds until the next request to a site is due; the one after it has to wait longer."""
        with self._taking_turns:
            now = time.monotonic()
            due = max(self._free.get(origin, now), now)
            if len(self._free) >= _KEPT_SITES:
                self._free = {site: free for site, free in self._free.items() if free > now}
            self._free[origin] = due + delay
        return due - now

    def _learn(self, address: WebAddress, visit: Visit, inside: Inside) -> _Rules:
        status, content = visit.robots(read_url("/robots.txt", address), inside)
        # A site that failed is asked again at once next time.
        kept = 0 if status >= 500 else _KEPT_SECONDS
        rules = _Rules(status, content.decode("utf-8", "replace"), time.monotonic() + kept)
        if len(self._rules) >= _KEPT_SITES:
            self._rules.clear()
        self._rules[address.origin] = rules
        return rules
