"""A load on a server, measured: `python -m tests.load` prints the figures for the papers."""

import asyncio
import time
from dataclasses import dataclass

from tests.load.page_client import Page
from tests.load.people import Crowd, Person, Seen, prepare
from tests.load.running import run
from tests.load.server import Served


@dataclass(frozen=True)
class Load:
    """So many people on the page and on the API for so long, and an editor among them.

    `pause` is how long each reads and thinks after an answer, in seconds, from and to.
    """

    on_page: int
    on_api: int
    seconds: float
    pause: tuple[float, float]
    edit_every: float = 8.0


@dataclass(frozen=True)
class Measured:
    """What came of a load."""

    load: Load
    seen: Seen
    lasted: float
    cpu: float
    """Share of one core that the server took."""
    load_cpu: float
    """Share of one core that the people themselves took."""

    def count(self, *kinds: str) -> int:
        """How many of these were done."""
        return sum(len(self.seen.seconds.get(kind, ())) for kind in kinds)

    def quantile(self, share: float, *kinds: str) -> float:
        """Seconds within which that share of them was done."""
        seconds = sorted(s for kind in kinds for s in self.seen.seconds.get(kind, ()))
        return seconds[min(int(share * len(seconds)), len(seconds) - 1)]


def apply(load: Load, served: Served) -> Measured:
    """Put a load on a server."""
    cpu, own = served.seconds_of_cpu(), time.process_time()
    began = time.monotonic()
    with served.watched():
        seen = run(_crowd(load, served.address))
    lasted = time.monotonic() - began
    return Measured(
        load,
        seen,
        lasted,
        (served.seconds_of_cpu() - cpu) / lasted,
        (time.process_time() - own) / lasted,
    )


async def _crowd(load: Load, address: str) -> Seen:
    crowd = Crowd(address, time.monotonic() + load.seconds, load.pause)
    async with crowd.client() as client:
        page = await Page.read(client)
    people = [Person(number) for number in range(load.on_page + load.on_api)]
    working = [crowd.on_page(person, page) for person in people[: load.on_page]]
    working += [crowd.on_api(person) for person in people[load.on_page :]]
    if load.edit_every:
        working.append(crowd.editor(load.edit_every))
    await asyncio.gather(*working)
    return crowd.seen


def add_articles(served: Served, people: int) -> None:
    """Add what the people will ask about."""
    run(prepare(served.address, [Person(number) for number in range(people)]))
