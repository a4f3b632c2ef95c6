"""Everybody at once: far more than can be served."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx

from corpus.errors import TooBusy
from tests.load.page_client import Page, Refused, Tab

_QUESTION = "Why did OpenAI choose Cerebras?"
_BUSY = [TooBusy("asks", seconds=1).tell(language)[:40] for language in ("en", "it")]


@dataclass
class Rush:
    """How each was served: `answered`, `refused`, or what went wrong; and the slowest."""

    served: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    places: int = 0
    """How many were told their place in line."""


async def rush_page(address: str, people: int) -> Rush:
    """So many tabs ask at the same moment."""
    rush = Rush()
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=address, timeout=180, trust_env=False, limits=limits
    ) as client:
        page = await Page.read(client)

        async def ask(number: int) -> None:
            began = time.monotonic()
            tab = Tab(client, page)
            try:
                got = await tab.ask(_QUESTION)
            except Refused as error:
                got = ""
                polite = error.response.status_code in (429, 503)
                rush.served["refused" if polite else f"wrong: {error}"] += 1
            except Exception as error:
                got = ""
                rush.served[f"wrong: {type(error).__name__} {error}"] += 1
            rush.slowest = max(rush.slowest, time.monotonic() - began)
            rush.places += "Before yours in line: " in got
            if got:
                refused = any(busy in got for busy in _BUSY)
                answered = "beyond Nvidia" in got
                kind = "refused" if refused else "answered" if answered else f"wrong: {got[-300:]}"
                rush.served[kind] += 1

        await asyncio.gather(*(ask(number) for number in range(people)))
    return rush


async def rush_api(address: str, people: int) -> Rush:
    """So many programs ask at the same moment."""
    rush = Rush()
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=address, timeout=180, trust_env=False, limits=limits
    ) as client:

        async def ask() -> None:
            began = time.monotonic()
            try:
                response = await client.post("/api/ask", json={"question": _QUESTION})
                if response.status_code == 200 and "beyond Nvidia" in response.text:
                    rush.served["answered"] += 1
                elif response.status_code in (429, 503) and "retry-after" in response.headers:
                    rush.served["refused"] += 1
                else:
                    rush.served[f"wrong: {response.status_code} {response.text[:200]}"] += 1
            except httpx.HTTPError as error:
                rush.served[f"wrong: {type(error).__name__} {error}"] += 1
            rush.slowest = max(rush.slowest, time.monotonic() - began)

        await asyncio.gather(*(ask() for _ in range(people)))
    return rush
