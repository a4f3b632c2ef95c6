"""Errors over HTTP: one shape for all, told in the reader's language."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.page.texts import TEXTS, choose_language
from corpus.errors import (
    AccessRefused,
    ArticleUnknown,
    DocumentRefused,
    RequestError,
    SibillaError,
    TooBusy,
)

# The status of a reason; any other has that of its class.
_OF_REASON = {
    "log-in": HTTPStatus.UNAUTHORIZED,
    "wrong-password": HTTPStatus.UNAUTHORIZED,
    "host": HTTPStatus.MISDIRECTED_REQUEST,
    "body": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "path": HTTPStatus.NOT_FOUND,
    "method": HTTPStatus.METHOD_NOT_ALLOWED,
    "content-type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "too-many": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "rate": HTTPStatus.TOO_MANY_REQUESTS,
    "logins": HTTPStatus.TOO_MANY_REQUESTS,
}


def status_of(error: SibillaError) -> int:
    """The HTTP status that says what kind of error this is."""
    if status := _OF_REASON.get(error.reason):
        return status
    if isinstance(error, AccessRefused):
        return HTTPStatus.FORBIDDEN
    if isinstance(error, ArticleUnknown):
        return HTTPStatus.NOT_FOUND
    if isinstance(error, DocumentRefused) and error.reason == "too-large":
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if isinstance(error, RequestError):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.SERVICE_UNAVAILABLE


def language_of(request: Request) -> str:
    """The language to tell this client things in: "it" or "en"."""
    return choose_language(request.headers.get("accept-language", ""))


def error_json(code: str, message: str, **more: Any) -> dict[str, Any]:
    """The one shape of an error: a code for programs, and a sentence that says what to do."""
    return {"error": {"code": code, "message": message}} | more


def error_response(
    error: SibillaError, request: Request, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The response that tells an error, with when to come back or how to log in."""
    content = error_json(error.reason, error.tell(language_of(request)))
    return JSONResponse(content, status_of(error), {**hints(error), **(headers or {})})


def hints(error: SibillaError) -> dict[str, str]:
    """The headers that tell programs what the sentence tells people."""
    status = status_of(error)
    if status == HTTPStatus.UNAUTHORIZED:
        # Not Basic, which it takes as well: browsers would ask with a window of their own.
        return {"WWW-Authenticate": 'Bearer realm="Sibilla"'}
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        seconds = error.details.get("seconds", _SECONDS) if isinstance(error, TooBusy) else _SECONDS
        return {"Retry-After": str(seconds)}
    return {}


_SECONDS = 5


def internal_error(request: Request) -> JSONResponse:
    """The response to an error that nobody foresaw, of which nothing is told."""
    message = TEXTS[language_of(request)].internal_failure
    return JSONResponse(error_json("internal", message), HTTPStatus.INTERNAL_SERVER_ERROR)
