"""The library over HTTP: listing, reading, adding, removing and bringing back articles."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.access import may_edit, require_editor
from bot.api.adding import ADDING_BODY, add_sent
from bot.api.asking import BUSY, admit_request, read_filters
from bot.api.errors import error_json, language_of
from bot.api.shapes import (
    ArticleGiven,
    CardsGiven,
    ErrorGiven,
    OutcomesGiven,
    RemovedGiven,
    RestoredGiven,
    StatusGiven,
)
from bot.sibilla import Sibilla
from bot.terminal import article_json, card_json
from bot.terminal_adding import outcome_json
from bot.terminal_reports import status_json
from corpus.library import Status
from index.passage import ArticleCard, Filters

_UNKNOWN: dict[int | str, dict[str, Any]] = {
    404: {"model": ErrorGiven, "description": "No article has this id"}
}
_EDITORS: dict[int | str, dict[str, Any]] = {
    413: {"model": ErrorGiven, "description": "The request is too large"},
    415: {"model": ErrorGiven, "description": "The body is of another type"},
    201: {"model": OutcomesGiven, "description": "Something is new in the library"},
}
_MOST_LISTED = 1000
Id = Annotated[str, Path(description="The id of an article.", min_length=1, max_length=300)]


def only_editors(request: Request) -> None:
    """Let only editors change the library."""
    require_editor(request)


_CHANGING = [Depends(only_editors), Depends(admit_request)]


def library(sibilla: Sibilla) -> APIRouter:
    """The routes that look at the library of a Sibilla and, for editors, change it."""
    router = APIRouter(responses=BUSY)
    _add_looking(router, sibilla)
    _add_adding(router, sibilla)
    _add_removing(router, sibilla)
    return router


def _add_looking(router: APIRouter, sibilla: Sibilla) -> None:
    @router.get("/articles", summary="List articles, the latest first", response_model=CardsGiven)
    def list_articles(
        filters: Annotated[Filters, Depends(read_filters)],
        containing: Annotated[
            str, Query(max_length=200, description="Part of a title, an outlet or an id.")
        ] = "",
        limit: Annotated[int, Query(ge=1, le=_MOST_LISTED)] = 50,
        offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
    ) -> JSONResponse:
        cards = [
            card
            for card in sibilla.articles(filters)
            if containing.casefold() in f"{card.title}\n{card.outlet}\n{card.id}".casefold()
        ]
        cards.sort(key=_latest_first)
        page = [card_json(card) for card in cards[offset : offset + limit]]
        return JSONResponse({"total": len(cards), "articles": page})

    @router.get(
        "/articles/{id}",
        summary="Read an article: the text that citations refer to",
        response_model=ArticleGiven,
        responses=_UNKNOWN,
    )
    def read_article(id: Id) -> JSONResponse:
        return JSONResponse(article_json(sibilla.article(id)))

    @router.get("/status", summary="What is in the library", response_model=StatusGiven)
    async def status(request: Request) -> JSONResponse:
        described = await run_in_threadpool(status_json, sibilla)
        del described["data"]  # a path of the machine is nobody's business over the network
        return JSONResponse(described | {"may_edit": may_edit(request)})


def _add_adding(router: APIRouter, sibilla: Sibilla) -> None:
    @router.post(
        "/articles",
        summary="Add documents as files, or one article as a text or a web page",
        response_model=OutcomesGiven,
        responses=_EDITORS,
        openapi_extra=ADDING_BODY,
        dependencies=_CHANGING,
    )
    async def add_articles(request: Request) -> JSONResponse:
        language = language_of(request)
        outcomes = await add_sent(sibilla, request)
        told = [outcome_json(outcome, language) for outcome in outcomes]
        statuses = {outcome.status for outcome in outcomes}
        if statuses & {Status.ADDED, Status.REPLACED}:
            return JSONResponse({"outcomes": told}, 201)
        if Status.UNCHANGED in statuses:
            return JSONResponse({"outcomes": told})
        code = next(outcome.error.reason for outcome in outcomes if outcome.error)
        return JSONResponse(error_json(code, told[0]["reason"], outcomes=told), 422)


def _add_removing(router: APIRouter, sibilla: Sibilla) -> None:
    @router.delete(
        "/articles/{id}",
        summary="Take an article out of the library; its file goes to the trash",
        response_model=RemovedGiven,
        responses=_UNKNOWN,
        dependencies=_CHANGING,
    )
    def remove_article(id: Id) -> JSONResponse:
        sibilla.remove(id)
        return JSONResponse({"removed": [id]})

    @router.post(
        "/articles/{id}/restore",
        summary="Bring an article back from the trash",
        response_model=RestoredGiven,
        responses=_UNKNOWN,
        dependencies=_CHANGING,
    )
    def restore_article(id: Id) -> JSONResponse:
        sibilla.restore(id)
        return JSONResponse({"restored": [id]})


def _latest_first(card: ArticleCard) -> tuple[int, str]:
    return -(card.published.toordinal() if card.published else 0), card.title.casefold()
