"""How long a chat model is waited for: to its first word, between words, and in all."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import cast

from bot.generation.failures import RETRYABLE, told
from bot.settings import Settings
from corpus.errors import ModelUnavailable

# Seconds before asking again; only while no word has come, and within the wait for the first.
RETRY_AFTER = (0.5, 1.5)
# More is no answer to a question about the news: a page of print has some 3,000 characters.
MAX_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits in seconds, and the number of characters from which an answer is cut."""

    first: float
    between: float
    overall: float
    characters: int = MAX_CHARACTERS

    @classmethod
    def of(cls, settings: Settings) -> "Patience":
        """The limits for an answer. A prompt is read before the first word, so that takes longest.

        Once words come, half that long without one means that the model is stuck.
        """
        wait = settings.model_timeout
        return cls(first=wait, between=wait / 2, overall=3 * wait)


# Half a character, which JSON can carry and no text can be written with.
_HALVES = re.compile("[\ud800-\udfff]")


class CutShort(Exception):
    """The answer was as long, in time or characters, as an answer may be."""


async def words(
    ask: Callable[[], AsyncIterator[str]], patience: Patience, name: str
) -> AsyncGenerator[str, None]:
    """The words of the model `name` as they come. To ask it again is to call `ask` again.

    Raises:
        ModelUnavailable: it did not answer, or fell silent, or broke off.
        CutShort: it went on for too long.
    """
    clock = asyncio.get_running_loop().time
    began, length = clock(), 0
    for delay in (*RETRY_AFTER, None):
        try:
            async with aclosing(cast(AsyncGenerator[str, None], ask())) as stream:
                async for word in _in_time(stream, patience, began, clock):
                    length += len(word)
                    yield _HALVES.sub("", word)
                    if length > patience.characters:
                        raise CutShort
            return
        except (CutShort, GeneratorExit):
            raise
        except Exception as error:  # each provider's package has errors of its own
            failure = told(error, name, patience.first)
            if length:
                if clock() - began >= patience.overall:
                    raise CutShort from None
                raise ModelUnavailable("broke-off", name=name) from None
            waited = clock() - began + (delay or 0)
            if delay is None or failure.reason not in RETRYABLE or waited > patience.first:
                raise failure from None
        await asyncio.sleep(delay)


async def _in_time(
    stream: AsyncIterator[str], patience: Patience, began: float, clock: Callable[[], float]
) -> AsyncIterator[str]:
    """What a stream gives, none of it later than it may be. Empty pieces are signs of life."""
    until = began + patience.first
    while True:
        try:
            async with asyncio.timeout_at(min(until, began + patience.overall)):
                piece = await anext(stream)
        except StopAsyncIteration:
            return
        until = clock() + patience.between
        yield piece
