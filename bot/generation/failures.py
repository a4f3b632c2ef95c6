"""What went wrong with a chat model, told in Sibilla's own words.

Providers put into their messages whatever they were sent or sent back, parts of keys included, so
nothing of a message is passed on: only the kind of error and a status number.
"""

from json import JSONDecodeError
from typing import Final

from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelInvalidRequestError,
    ModelNotFoundError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)

from corpus.errors import ModelUnavailable

_REASONS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (ContextOverflowError, "context"),
    (ModelAuthenticationError, "key"),
    (ModelPermissionDeniedError, "key"),
    (ModelNotFoundError, "unknown"),
    (ModelRateLimitError, "busy"),
    (ModelTimeoutError, "slow"),
    (ModelConnectionError, "down"),
    (ModelAPIError, "server"),
    (ModelInvalidRequestError, "request"),
    (JSONDecodeError, "garbage"),
    (TimeoutError, "slow"),
    (ConnectionError, "down"),
)
_BY_STATUS: Final = {401: "key", 403: "key", 404: "unknown", 413: "context", 429: "busy"}
# Asked again at once, these may go well.
RETRYABLE: Final = frozenset({"busy", "down", "server"})
# Words by which providers tell a key that is missing, each in an exception of its own kind.
_KEY_WORDS: Final = ("api_key", "api key", "credential", "auth_token")

# Servers of one protocol tell a prompt that is too long in words of their own.
_TOO_LONG: Final = ("exceed", "length", "too long", "too large")


def told(error: BaseException, name: str, seconds: float) -> ModelUnavailable:
    """The error to show for what a provider raised; it holds nothing of the provider's words.

    `name` is the model's, `seconds` how long it was waited for.
    """
    if isinstance(error, ModelUnavailable):
        return error
    return ModelUnavailable(
        reason_of(error), name=name, cause=_cause(error), seconds=f"{seconds:g}"
    )


def reason_of(error: BaseException) -> str:
    """The reason, as `ModelUnavailable` names it, of what a provider raised."""
    status, text = _status(error), str(error).lower()
    if status in (400, 413) and "context" in text and any(word in text for word in _TOO_LONG):
        return "context"
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:
        return "server"
    if status >= 400:
        return "request"
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"TimeoutException", "APITimeoutError"}:
        return "slow"
    if names & {"ConnectError", "APIConnectionError"}:
        return "down"
    if names & {"TransportError", "StreamError"}:
        return "broke-off"
    if any(word in text for word in _KEY_WORDS):
        return "no-key"
    return "provider" if "model_provider" in text or "model provider" in text else "garbage"


def _status(error: BaseException) -> int:
    status = getattr(error, "status_code", None) or getattr(error, "code", None)
    return status if isinstance(status, int) else 0


def _cause(error: BaseException) -> str:
    status = _status(error)
    return f"HTTP {status}" if status > 0 else type(error).__name__
