"""The API as an application: its routes, its errors and its description."""

import logging
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.api.adding import first_fault
from bot.api.asking import asking
from bot.api.errors import error_json, error_response, internal_error, language_of
from bot.api.library import library
from bot.api.manual import manual_page
from bot.api.shapes import ErrorGiven
from bot.sibilla import Sibilla
from bot.slots import Slots
from corpus.errors import AccessRefused, RequestWrong, SibillaError, Told

_log = logging.getLogger(__name__)

_ALWAYS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorGiven, "description": "The request cannot be read"},
    401: {"model": ErrorGiven, "description": "A password is asked for, or it is wrong"},
    403: {"model": ErrorGiven, "description": "You may not do this, or not from there"},
    413: {"model": ErrorGiven, "description": "The request is too large"},
    422: {"model": ErrorGiven, "description": "What is asked cannot be done as it is asked"},
}
_UNREADABLE = "il suo contenuto non si può leggere"
_DESCRIPTION = (
    "Ask the library, and keep it. Where a password is set, send it as `Authorization: Bearer "
    "PASSWORD`, or a user's name and password as Basic. Errors have one shape, told in the "
    "language of Accept-Language (it, en)."
)


def create_api(sibilla: Sibilla, slots: Slots | None = None) -> FastAPI:
    """The API over a Sibilla, to be mounted behind the gate."""
    api = FastAPI(
        title="Sibilla",
        version="1",
        description=_DESCRIPTION,
        docs_url=None,  # its page loads its script from another host
        redoc_url=None,
        responses=_ALWAYS,
    )
    api.add_exception_handler(SibillaError, _tell_ours)
    api.add_exception_handler(RequestValidationError, _tell_invalid)
    api.add_exception_handler(HTTPException, _tell_http)
    api.add_exception_handler(Exception, _tell_unforeseen)
    api.include_router(asking(sibilla, slots or Slots()))
    api.include_router(library(sibilla))

    @api.get("/", include_in_schema=False)
    def manual(request: Request) -> HTMLResponse:
        return HTMLResponse(manual_page(api.openapi(), language_of(request)))

    return api


def _tell_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, SibillaError)
    return error_response(error, request)


def _tell_invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return error_response(RequestWrong("malformed", cause=first_fault(error.errors())), request)


def _tell_http(request: Request, error: Exception) -> Response:
    """What the framework refuses by itself, in our own shape."""
    assert isinstance(error, HTTPException)
    if isinstance(error.__cause__, SibillaError):  # raised while the body was read
        return error_response(error.__cause__, request)
    path = request.url.path[:100]
    if error.status_code == 404:
        return error_response(AccessRefused("path", name=path), request)
    if error.status_code == 405:
        wrong = RequestWrong("method", name=path, method=request.method[:20])
        return error_response(wrong, request, error.headers)
    wrong = RequestWrong("malformed", cause=Told(str(error.detail)[:200], _UNREADABLE))
    content = error_json(wrong.reason, wrong.tell(language_of(request)))
    return JSONResponse(content, error.status_code, error.headers)


def _tell_unforeseen(request: Request, error: Exception) -> Response:
    _log.error("Unexpected error in the API", exc_info=error)
    return internal_error(request)
