"""Asking and searching over HTTP."""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from datetime import date
from typing import Annotated, Any

import anyio
from anyio import to_thread
from fastapi import APIRouter, Body, Depends, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse

from bot.access import admit
from bot.answer import Answer
from bot.api.errors import error_json, language_of
from bot.api.shapes import (
    AnswerGiven,
    ErrorGiven,
    Language,
    Line,
    PassageGiven,
    QuestionTaken,
    QuestionText,
)
from bot.page.turns import tell_failure
from bot.sibilla import Sibilla
from bot.slots import ASKS_AT_ONCE, Slots
from bot.terminal import passage_json
from index.passage import Filters

BUSY: dict[int | str, dict[str, Any]] = {
    429: {"model": ErrorGiven, "description": "Too much in a short time; see Retry-After"},
    503: {"model": ErrorGiven, "description": "Too busy, or out of order; see Retry-After"},
}
_MAX_PASSAGES = 100
_ANSWER = {"$ref": f"#/components/schemas/{AnswerGiven.__name__}"}


class _Lines(StreamingResponse):
    """A line of JSON after the other."""

    media_type = "application/x-ndjson"


def asking(sibilla: Sibilla, slots: Slots) -> APIRouter:
    """The routes that ask a Sibilla and change nothing."""
    router = APIRouter(responses=BUSY, dependencies=[Depends(admit_request)])
    threads = anyio.CapacityLimiter(ASKS_AT_ONCE)

    @router.post("/ask", summary="Answer a question, with citations", response_model=AnswerGiven)
    async def ask(asked: Annotated[QuestionTaken, Body()], request: Request) -> JSONResponse:
        language = asked.language or language_of(request)
        filters = asked.filters.as_filters()
        async with slots.taken():
            answer = await to_thread.run_sync(
                sibilla.ask, asked.question, asked.history, language, filters, limiter=threads
            )
        return JSONResponse(answer_json(answer))

    @router.post(
        "/ask/stream",
        summary="Answer a question bit by bit: a line of JSON for each, the last one complete",
        response_class=_Lines,
        responses={200: {"content": {_Lines.media_type: {"schema": _ANSWER}}}},
    )
    async def ask_stream(asked: Annotated[QuestionTaken, Body()], request: Request) -> _Lines:
        language = asked.language or language_of(request)
        answers = sibilla.stream(
            asked.question, asked.history, language, asked.filters.as_filters()
        )
        return _Lines(_lines(answers, slots, threads, language_of(request)))

    @router.get(
        "/search",
        summary="The passages nearest to a question, without an answer",
        response_model=list[PassageGiven],
    )
    async def search(
        question: Annotated[QuestionText, Query()],
        filters: Annotated[Filters, Depends(read_filters)],
        top: Annotated[int, Query(ge=1, le=_MAX_PASSAGES)] = 10,
    ) -> JSONResponse:
        async with slots.taken():
            found = await to_thread.run_sync(
                sibilla.search, question, top, filters, limiter=threads
            )
        return JSONResponse([passage_json(item) for item in found.passages])

    return router


def admit_request(request: Request) -> None:
    """Count this request against its client's share."""
    admit(request)


def read_filters(
    language: Annotated[Language | None, Query(description="Only articles in it.")] = None,
    since: Annotated[date | None, Query(description="Only of this day or later.")] = None,
    until: Annotated[date | None, Query(description="Only of this day or before.")] = None,
    outlet: Annotated[Line, Query(description="Only of this outlet.")] = "",
) -> Filters:
    """The filters among the query's parameters."""
    return Filters(language or "", since, until, outlet)


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer as `ask --json` gives it, with whether more of it will come."""
    return answer.as_json() | {"complete": answer.complete}


async def _lines(
    answers: Iterator[Answer], slots: Slots, threads: anyio.CapacityLimiter, language: str
) -> AsyncIterator[str]:
    """A line of JSON for each answer, or for what went wrong, told in a language."""
    try:
        async with slots.taken(), aclosing(_each(answers, threads)) as each:
            async for answer in each:
                yield json.dumps(answer_json(answer), ensure_ascii=False) + "\n"
    except Exception as error:
        # The status has been sent; what went wrong can only be a line of its own.
        told = tell_failure(error)[language]
        code = getattr(error, "reason", "internal")
        yield json.dumps(error_json(code, told), ensure_ascii=False) + "\n"


async def _each(
    answers: Iterator[Answer], threads: anyio.CapacityLimiter
) -> AsyncGenerator[Answer]:
    """The answers, each made in a thread; when nobody wants more, their making is stopped."""
    try:
        while True:
            answer = await to_thread.run_sync(next, answers, None, limiter=threads)
            if answer is None:
                return
            yield answer
    finally:
        close = getattr(answers, "close", None)
        if close:
            with anyio.CancelScope(shield=True):
                await to_thread.run_sync(close, limiter=threads)
