"""What a browser with the page open sends and gets, without the browser: Gradio's queue."""

import asyncio
import contextlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

_PREFIX = "/gradio_api"


class Refused(Exception):
    """The server would not take an event, and said so."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(f"{response.status_code}: {response.text[:300]}")
        self.response = response


class Failed(Exception):
    """The server took an event and then failed at it."""


@dataclass(frozen=True)
class Page:
    """What the page says of its events: the number of each by its name."""

    numbers: Mapping[str, int]

    @classmethod
    async def read(cls, client: httpx.AsyncClient) -> "Page":
        """Read it from the server, as a browser does on opening the page."""
        response = await client.get("/config")
        response.raise_for_status()
        events = response.json()["dependencies"]
        return cls({event["api_name"]: event["id"] for event in events})

    @property
    def suggestion(self) -> str:
        """The event that follows an answer, which the client sends by itself."""
        return "suggest_1"


class Tab:
    """The page open in one tab: a session with its events, one at a time."""

    def __init__(self, client: httpx.AsyncClient, page: Page) -> None:
        self._client = client
        self._page = page
        self.session = secrets.token_hex(6)
        self._asked = 0
        self.begun = asyncio.Event()
        """Set once the first changes to the page have come."""

    @contextlib.asynccontextmanager
    async def opened(self) -> Any:
        """The tab open: its heart beats, so that the server keeps its state until it is closed."""
        beating = asyncio.create_task(self._beat())
        try:
            await self.send("open", ["", ""])
            yield self
        finally:
            beating.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beating

    async def ask(self, question: str) -> str:
        """Ask; gives everything that came for the page to show."""
        shown, self._asked = self._asked, self._asked + 1
        return await self.send("ask", [question, str(shown), None, None])

    async def suggest(self) -> str:
        """Have suggested what to ask next, as the page does after each answer."""
        return await self.send(self._page.suggestion, [None, None])

    async def send(
        self, event: str, data: Sequence[Any], event_data: Mapping[str, Any] | None = None
    ) -> str:
        """Send an event and wait until it is done; gives all data that came, as text.

        Raises:
            Refused: it was not taken.
            Failed: it broke off.
        """
        return await self._follow(await self.join(event, data, event_data))

    async def join(
        self, event: str, data: Sequence[Any], event_data: Mapping[str, Any] | None = None
    ) -> str:
        """Send an event, without waiting for what comes of it; gives its id.

        Raises:
            Refused: it was not taken.
        """
        joined = await self._client.post(
            f"{_PREFIX}/queue/join",
            json={
                "data": list(data),
                "event_data": event_data,
                "fn_index": self._page.numbers[event],
                "session_hash": self.session,
                "trigger_id": None,
            },
        )
        if joined.status_code != 200:
            raise Refused(joined)
        return str(joined.json()["event_id"])

    async def _follow(self, event_id: str) -> str:
        got: list[str] = []
        address = f"{_PREFIX}/queue/data?session_hash={self.session}"
        async with self._client.stream("GET", address) as stream:
            if stream.status_code != 200:
                raise Failed(f"the stream of the session gave {stream.status_code}")
            async for line in stream.aiter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line[5:])
                kind = message["msg"]
                if kind in ("process_generating", "process_completed"):
                    self.begun.set()
                    got.append(json.dumps(message["output"], ensure_ascii=False))
                    if not message["success"]:
                        raise Failed(got[-1][:500])
                    if kind == "process_completed" and message["event_id"] == event_id:
                        return "\n".join(got)
                elif kind == "unexpected_error":
                    raise Failed(str(message.get("message")))
        raise Failed(f"the stream ended without an end of the event: {got[-1:]}")

    async def _beat(self) -> None:
        address = f"{_PREFIX}/heartbeat/{self.session}"
        async with self._client.stream("GET", address) as stream:
            async for _ in stream.aiter_raw():
                pass
