"""A visit: whose a request is, and what they may do."""

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from corpus.errors import AccessRefused

_KEY = "sibilla.visit"


class Role(StrEnum):
    """What somebody may do: readers ask, editors change the library too."""

    READER = "reader"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Visit:
    """Whose a request is. `name` is "" for who did not log in by name.

    `logged_in` says whether they gave a password on the page, and so can log out, `may_log_in`
    whether there is one that they could give.

    `count` counts a question or a change of this client, and raises `TooBusy` when they are too
    many.
    """

    role: Role
    name: str = ""
    count: Callable[[], None] = field(default=lambda: None, compare=False)
    logged_in: bool = False
    may_log_in: bool = False


def note_visit(scope: MutableMapping[str, Any], visit: Visit) -> None:
    """Write a visit onto the ASGI scope of its request; only the gate does."""
    scope[_KEY] = visit


def visit_of(request: Any) -> Visit | None:
    """The visit a request belongs to, None for one that did not come through the gate.

    `request` is one of Starlette or FastAPI, or the `gr.Request` that an event is given.
    """
    # Gradio wraps the request that joined its queue, whose scope the gate has written on.
    inner = getattr(request, "request", None) or request
    visit = getattr(inner, "scope", {}).get(_KEY)
    return visit if isinstance(visit, Visit) else None


def may_edit(request: Any) -> bool:
    """Whether whoever sent this request may add and remove articles."""
    visit = visit_of(request)
    return visit is not None and visit.role is Role.EDITOR


def require_editor(request: Any) -> None:
    """Let only editors through.

    Raises:
        AccessRefused: whoever sent this request may only ask.
    """
    if not may_edit(request):
        raise AccessRefused("editor")


def admit(request: Any) -> None:
    """Count a question or a change against its client's share of a minute.

    Raises:
        TooBusy: the client has used up its share.
    """
    visit = visit_of(request)
    if visit is not None:
        visit.count()
