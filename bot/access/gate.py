"""The gate: ASGI middleware before the whole application, page, API and Gradio's own routes."""

import base64
import binascii
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.access.buckets import client_key
from bot.access.login import login_page, logout_page, refusal_page, safe_path
from bot.access.policy import Access, is_loopback
from bot.access.sessions import SECONDS, Login
from bot.access.visit import Role, Visit, note_visit
from bot.api.errors import error_response, hints, language_of, status_of
from corpus.errors import AccessRefused, SibillaError

COOKIE = "sibilla-session"

MAX_UPLOAD_MEGABYTES = 500
"""How much one request may bring in documents."""
_MAX_MEGABYTES = 2

_UPLOADS = ("/gradio_api/upload", "/api/articles")
_WORK = ("/gradio_api/queue/join", "/gradio_api/run/", "/gradio_api/call/", "/gradio_api/upload")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

# What Gradio serves and the page does not use: fetching addresses, running and editing code,
# watching its visitors, keeping what was run.
_CLOSED = (
    "/gradio_api/file=http:",
    "/gradio_api/file=https:",
    "/gradio_api/proxy=",
    "/gradio_api/vibe-",
    "/gradio_api/undo-vibe-",
    "/gradio_api/component_server",
    "/gradio_api/process_recording",
    "/gradio_api/profiling",
    "/gradio_api/run-history",
    "/gradio_api/runs",
    "/gradio_api/deep_link",
    "/gradio_api/dev/",
    "/monitoring",
    "/run-history",
    "/runs",
    "/vibe-",
    "/undo-vibe-",
    "/profiling",
    "/proxy=",
    "/dev/",
)


class Gate:
    """Lets in who may come in, and notes on each request whose it is."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing of ours speaks WebSocket
            await send({"type": "websocket.close", "code": 1008})
            return
        request = Request(scope, receive)
        letting_in = _LettingIn(request, receive, send)
        try:
            response = await self._own_page(request) or await self._refusal(request)
            if response is None:
                letting_in.check_length()
                await self._app(scope, letting_in.receive, letting_in.send)
                return
        except SibillaError as error:
            if letting_in.answering:
                raise
            response = _refuse(error, request)
        await response(scope, receive, send)

    async def _own_page(self, request: Request) -> Response | None:
        """The pages to log in and out, for which nobody needs to be logged in."""
        path = request.scope["path"]
        if path not in ("/login", "/logout"):
            return None
        _check_origin(request, self._access)
        if not self._access.protected:
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        language = _chosen_language(request)
        if request.method == "POST":
            return await (self._log_in if path == "/login" else self._log_out)(request)
        if path == "/logout":
            return HTMLResponse(logout_page(language), headers=_NOT_KEPT)
        next_path = safe_path(request.query_params.get("next", "/"))
        page = login_page(language, next_path, self._access.named)
        return HTMLResponse(page, headers=_NOT_KEPT)

    async def _refusal(self, request: Request) -> Response | None:
        """Why this request does not get in, or None with its visit noted."""
        _check_origin(request, self._access)
        client = _client(request)
        path = request.scope["path"]
        # Line ends are in no path of ours, and routes disagree on whether they match.
        if path.startswith(_CLOSED) or any(character < " " for character in path):
            raise AccessRefused("path", name=path[:100])
        role, name = await self._who(request)
        if role is None:
            if _wants_page(request):
                query = request.scope["query_string"].decode("latin-1")
                where = f"{path}?{query}" if query else path
                return RedirectResponse(f"/login?next={quote(where)}", HTTPStatus.SEE_OTHER)
            raise AccessRefused("log-in")
        if path.startswith("/gradio_api/upload") and role is not Role.EDITOR:
            raise AccessRefused("editor")
        if path.startswith(_WORK):
            self._access.count_request(client)
        logged_in = self._access.sessions.find(request.cookies.get(COOKIE, "")) is not None
        visit = Visit(
            role,
            name,
            lambda: self._access.count_question(client),
            logged_in=logged_in,
            may_log_in=self._access.protected and not logged_in,
        )
        note_visit(request.scope, visit)
        return None

    async def _who(self, request: Request) -> tuple[Role | None, str]:
        """The role and the name of who sent a request; no role when they must log in."""
        login = self._access.sessions.find(request.cookies.get(COOKIE, ""))
        given = _credentials(request) if self._access.protected and login is None else None
        if given:
            login = await to_thread.run_sync(self._access.log_in, *given, _client(request))
            if login is None:
                raise AccessRefused("wrong-password")
        if login and (role := self._access.role_of(login)):
            return role, login.name
        guest = self._access.guest
        if guest is Role.EDITOR and request.client and not is_loopback(request.client.host):
            # A proxy on this machine brings others in, which nobody has allowed.
            raise AccessRefused("remote")
        return guest, ""

    async def _log_in(self, request: Request) -> Response:
        form = await _short_form(request)
        name, password = form.get("name", "").strip(), form.get("password", "")
        next_path = safe_path(form.get("next", "/"))
        language = _chosen_language(request)
        login: Login | None = None
        try:
            login = await to_thread.run_sync(self._access.log_in, name, password, _client(request))
            failure: SibillaError = AccessRefused("wrong-password")
        except SibillaError as error:
            failure = error
        if login is None:
            page = login_page(language, next_path, self._access.named, failure.tell(language))
            return HTMLResponse(page, status_of(failure), {**hints(failure), **_NOT_KEPT})
        response = RedirectResponse(next_path, HTTPStatus.SEE_OTHER)
        response.set_cookie(
            COOKIE,
            self._access.sessions.open(login),
            max_age=SECONDS,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    async def _log_out(self, request: Request) -> Response:
        self._access.sessions.close(request.cookies.get(COOKIE, ""))
        response = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
        response.delete_cookie(COOKIE)
        return response


class _LettingIn:
    """A request on its way in and its response on the way out: counted, and kept to this site."""

    def __init__(self, request: Request, receive: Receive, send: Send) -> None:
        upload = request.scope["path"].startswith(_UPLOADS)
        self._megabytes = MAX_UPLOAD_MEGABYTES if upload else _MAX_MEGABYTES
        self._announced = request.headers.get("content-length", "0")
        self._receive = receive
        self._send = send
        self._came = 0
        self.answering = False

    def check_length(self) -> None:
        """Refuse what says itself that it is too large, before anything of it is read."""
        self._check(int(self._announced) if self._announced.isdecimal() else 0)

    async def receive(self) -> Message:
        """A piece of the request, unless it is one too many."""
        message = await self._receive()
        self._came += len(message.get("body", b""))
        self._check(self._came)
        return message

    async def send(self, message: Message) -> None:
        """A piece of the response, which no page of another site may read."""
        if message["type"] == "http.response.start":
            self.answering = True
            headers = MutableHeaders(scope=message)
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
        await self._send(message)

    def _check(self, size: int) -> None:
        if size > self._megabytes * 1_000_000:
            raise AccessRefused("body", limit=self._megabytes)


_NOT_KEPT = {"Cache-Control": "no-store"}


def _refuse(error: SibillaError, request: Request) -> Response:
    if _wants_page(request):
        language = language_of(request)
        return HTMLResponse(
            refusal_page(language, error.tell(language)), status_of(error), hints(error)
        )
    return error_response(error, request)


def _check_origin(request: Request, access: Access) -> None:
    """Refuse what another site's page sends, and what reaches us under a foreign name."""
    host = request.headers.get("host", "")
    name = _host_name(f"//{host}")
    if not access.knows_host(name):
        raise AccessRefused("host", name=name[:100])
    if request.method in _SAFE_METHODS:
        return
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise AccessRefused("elsewhere")
    origin = request.headers.get("origin")
    if origin is None or origin.partition("://")[2].lower() == host.lower():
        return
    if not access.is_own_origin(_host_name(origin)):
        raise AccessRefused("elsewhere")


def _host_name(address: str) -> str:
    """The host of an address without its port; "" when it is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _credentials(request: Request) -> tuple[str, str] | None:
    """The name and password of an Authorization header, None when there is none to be read."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    value = value.strip()
    if scheme.lower() == "bearer":
        return "", value
    if scheme.lower() == "basic":
        try:
            name, _, password = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            raise AccessRefused("wrong-password") from None
        return name, password
    return None


async def _short_form(request: Request) -> dict[str, str]:
    """The fields of a small form."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _FORM_BYTES:
            raise AccessRefused("body", limit=_FORM_BYTES / 1_000_000)
    fields: dict[str, Any] = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


_FORM_BYTES = 10_000


def _chosen_language(request: Request) -> str:
    wanted = request.query_params.get("lang", "")
    return wanted if wanted in ("it", "en") else language_of(request)


def _wants_page(request: Request) -> bool:
    reads = request.method in ("GET", "HEAD") and not request.scope["path"].startswith("/api/")
    return reads and "text/html" in request.headers.get("accept", "")


def _client(request: Request) -> str:
    return client_key(request.client.host) if request.client else ""
