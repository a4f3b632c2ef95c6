"""Simulated people: each asks about a company of their own, under marks of their own."""

import asyncio
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from tests.load.page_client import Page, Tab

_FIRST = ("Bra", "Vel", "Tor", "Min", "Sol", "Kar", "Lun", "Dex")
_LAST = ("vonix", "mirat", "tessol", "gandor")
COMPANIES = tuple(first + last for first in _FIRST for last in _LAST)

# Then the tab is closed and another opened, as people do.
_QUESTIONS_PER_TAB = 8

_MARK = re.compile(r"\bmark[a-z]{2}\d{3}\b")
_COMMON = (
    "Why did OpenAI choose Cerebras?",
    "Perché OpenAI ha scelto Cerebras?",
    "How much is the contract between OpenAI and Cerebras worth?",
    "Quali accordi per l'energia nucleare hanno firmato Amazon e Google?",
    "What did Nvidia announce?",
    "E quanto vale?",
)


@dataclass
class Seen:
    """What the people saw: seconds of each question, and whatever went wrong, in words."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def time(self, kind: str, seconds: float) -> None:
        """Note how long something took."""
        self.seconds.setdefault(kind, []).append(seconds)


@dataclass(frozen=True)
class Person:
    """Somebody with a company of their own, which has an article, and letters for their marks."""

    number: int

    @property
    def company(self) -> str:
        """The company that only this person asks about."""
        return COMPANIES[self.number % len(COMPANIES)]

    @property
    def millions(self) -> int:
        """What the company's contract is worth, as only its article says."""
        return 301 + 7 * (self.number % len(COMPANIES))

    @property
    def article(self) -> dict[str, str]:
        """The article on the company, as the API takes it."""
        return {
            "title": f"{self.company} orders accelerators",
            "text": f"{self.company} has ordered accelerators for a new data centre. The contract "
            f"of {self.company} is worth {self.millions} million euros.\n\nThe chips of "
            f"{self.company} will be delivered in the coming year.",
            "outlet": "The Wire",
            "language": "en",
        }

    def mark(self, turn: int) -> str:
        """A mark for a question, of this person alone: no article has it."""
        return f"mark{chr(97 + self.number // 26)}{chr(97 + self.number % 26)}{turn:03}"

    def question(self, turn: int, chance: random.Random) -> tuple[str, str, str]:
        """A question, with what its answer must hold, and the mark it bears ("" for none)."""
        if turn % 3 == 0:
            return f"How much is the contract of {self.company} worth?", f"{self.millions}", ""
        common = chance.choice(_COMMON)
        if turn % 3 == 1:
            return common, "", ""
        mark = self.mark(turn)
        return f"{common.rstrip('?')} {mark}?", mark, mark

    def foreign_marks(self, text: str) -> list[str]:
        """Marks in a text that are other people's."""
        own = self.mark(0)[:-3]
        return [mark for mark in _MARK.findall(text) if not mark.startswith(own)]


@dataclass
class Crowd:
    """People who ask until a moment, pausing `pause` seconds (from, to) to read and think."""

    address: str
    until: float
    pause: tuple[float, float]
    seen: Seen = field(default_factory=Seen)

    def client(self) -> httpx.AsyncClient:
        """A client of one person: connections of its own."""
        return httpx.AsyncClient(base_url=self.address, timeout=60, trust_env=False)

    async def on_page(self, person: Person, page: Page) -> None:
        """Somebody who asks on the page."""
        chance = random.Random(person.number)
        async with self.client() as client:
            await self._think(chance, first=True)
            turn = 0
            while not turn or time.monotonic() < self.until:  # each asks once at least
                async with Tab(client, page).opened() as tab:
                    for _ in range(_QUESTIONS_PER_TAB):
                        if turn and time.monotonic() >= self.until:
                            return
                        await self._one(person, turn, chance, "page", tab.ask)
                        began = time.perf_counter()
                        await self._guarded(person, "suggestions", tab.suggest())
                        self.seen.time("suggestions", time.perf_counter() - began)
                        turn += 1
                        await self._think(chance)

    async def on_api(self, person: Person) -> None:
        """A program that asks over the API."""
        chance = random.Random(person.number)
        async with self.client() as client:

            async def ask(question: str) -> str:
                response = await client.post("/api/ask", json={"question": question})
                response.raise_for_status()
                return response.text

            await self._think(chance, first=True)
            turn = 0
            while not turn or time.monotonic() < self.until:
                await self._one(person, turn, chance, "API", ask)
                turn += 1
                await self._think(chance)

    async def editor(self, every: float) -> None:
        """Somebody who adds an article, asks about it, and takes it away, again and again."""
        number = 0
        async with self.client() as client:
            while not number or time.monotonic() < self.until:
                number += 1
                name = f"Ephemeris{number:03}"
                text = f"{name} has bought {number + 40} thousand chips for its laboratory in Oslo."
                took = time.perf_counter()
                added = await client.post("/api/articles", json={"title": name, "text": text})
                self.seen.time("adding", time.perf_counter() - took)
                asked = await client.post(
                    "/api/ask", json={"question": f"How many chips has {name} bought?"}
                )
                if added.status_code != 201 or f"{number + 40} thousand" not in asked.text:
                    self.seen.faults.append(f"editor: {added.text[:200]} {asked.text[:300]}")
                    return
                [outcome] = added.json()["outcomes"]
                took = time.perf_counter()
                gone = await client.delete(f"/api/articles/{outcome['article']}")
                self.seen.time("removing", time.perf_counter() - took)
                again = await client.post(
                    "/api/ask", json={"question": f"How many chips has {name} bought?"}
                )
                if gone.status_code != 200 or f"{number + 40} thousand" in again.text:
                    self.seen.faults.append(f"editor: {gone.text[:200]} {again.text[:300]}")
                await asyncio.sleep(every)

    async def _one(
        self, person: Person, turn: int, chance: random.Random, kind: str, ask: object
    ) -> None:
        question, wanted, mark = person.question(turn, chance)
        began = time.perf_counter()
        got = await self._guarded(person, question, ask(question))  # type: ignore[operator]
        self.seen.time(kind, time.perf_counter() - began)
        if got is None:
            return
        if wanted not in got:
            self.seen.faults.append(f"{question}: no {wanted} in {got[-500:]}")
        if foreign := person.foreign_marks(got):
            self.seen.faults.append(f"{question} of {person.company}: got {foreign}")
        if mark and mark not in got:
            self.seen.faults.append(f"{question}: lost its own mark")

    async def _guarded(self, person: Person, what: str, awaited: object) -> str | None:
        try:
            return await awaited  # type: ignore[misc, no-any-return]
        except Exception as error:
            self.seen.faults.append(f"{person.company}, {what}: {type(error).__name__} {error}")
            return None

    async def _think(self, chance: random.Random, *, first: bool = False) -> None:
        least, most = self.pause
        await asyncio.sleep(chance.uniform(0, most) if first else chance.uniform(least, most))


async def prepare(address: str, people: Sequence[Person]) -> None:
    """Add the articles that the people will ask about."""
    async with httpx.AsyncClient(base_url=address, timeout=120, trust_env=False) as client:
        for person in people:
            response = await client.post("/api/articles", json=person.article)
            response.raise_for_status()
