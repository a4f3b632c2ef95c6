"""Asking a chat model: prompt, model and parser as one Runnable, awaited within limits."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import aclosing, nullcontext
from typing import TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable
from langsmith import tracing_context

from bot.generation.background import in_background
from bot.generation.models import NamedModel, make_model
from bot.generation.parser import AnswerParser
from bot.generation.patience import Patience, words
from bot.generation.prompt import Request, prompt
from bot.settings import Settings

T = TypeVar("T")


def writing_chain(chat: BaseChatModel) -> Runnable[Request, str]:
    """The Runnable that writes an answer: from the passages to a stream of its words."""
    return prompt() | chat | AnswerParser()


def ask_model(
    chain: Runnable[T, str], given: T, patience: Patience, name: str, *, tracing: bool
) -> Generator[str | None, None, None]:
    """The words of a chain as they come, None while it is silent. Closing stops the request.

    `name` is the model's, for errors. LangSmith's own variables count only with `tracing`.

    Raises:
        ModelUnavailable: the model did not answer, or broke off.
        CutShort: it went on for too long.
    """

    async def work(put: Callable[[str], None]) -> None:
        with nullcontext() if tracing else tracing_context(enabled=False):
            async with aclosing(words(lambda: chain.astream(given), patience, name)) as stream:
                async for word in stream:
                    put(word)

    return in_background(work)


def prepare_model(settings: Settings) -> Generator[NamedModel | None, None, None]:
    """The chat model of the settings, after None for each moment that it takes to make it.

    Raises:
        ModelUnavailable: it cannot be made; the reason says why.
    """

    async def work(put: Callable[[NamedModel], None]) -> None:
        put(await asyncio.to_thread(make_model, settings))

    return in_background(work)
