"""The page on the network: mounted into FastAPI, with its headers, run by uvicorn."""

import contextlib
import logging
import socket
import threading
import webbrowser
from collections.abc import Callable
from ipaddress import ip_address

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.access.gate import Gate
from bot.access.policy import Access
from bot.api.app import create_api
from bot.page.layout import build_page
from bot.page.theme import build_theme, head
from bot.sibilla import Sibilla
from bot.slots import Slots
from corpus.errors import SettingWrong
from corpus.readers import MAX_MEGABYTES

# The page's script cuts larger files just past the limit, so that the library refuses them by
# name; this is for whoever sends files without it.
_UPLOAD_LIMIT = MAX_MEGABYTES * 1_000_000 + 1

# Gradio's pages run inline scripts and evaluate their templates. What the policy keeps out is
# every other host, frames, and scripts in attributes: no article can make a browser fetch anything.
_CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "script-src-attr 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "media-src 'none'",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Other sites are told nothing. With "no-referrer", browsers would call the origin of our own
    # forms "null", and nobody could log in.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# Browsers hold a stream open for as long as the page is; stopping does not wait for them.
_SECONDS_TO_STOP = 1

# How long a connection may rest between two requests. Browsers and clients of the API use one again
# after many seconds, and one that is cut while they do fails: of 200 who asked at once, so did 3.
_SECONDS_TO_REST = 75


class SecurityHeaders:
    """ASGI middleware that gives every response the headers that keep a page to itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class PageServer(uvicorn.Server):
    """A server of the page; `run(sockets=[…])` blocks until `should_exit` or a signal."""

    def __init__(self, app: FastAPI, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                timeout_keep_alive=_SECONDS_TO_REST,
                timeout_graceful_shutdown=_SECONDS_TO_STOP,
            )
        )
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then tell whoever waits for it."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop; that the streams of open pages are cut is no error to report."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def create_app(sibilla: Sibilla) -> FastAPI:
    """The web application: the page at `/`, behind the gate, with headers on everything.

    Raises:
        SettingWrong: it would serve other machines without a password, or the users are wrong.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Gate, access=Access(sibilla.settings))
    app.add_middleware(SecurityHeaders)  # outermost: on what the gate says too
    app.add_api_route("/api", lambda: RedirectResponse("/api/"))
    slots = Slots()
    app.mount("/api", create_api(sibilla, slots))
    gr.mount_gradio_app(
        app,
        build_page(sibilla, slots),
        path="/",
        theme=build_theme(),
        head=head(),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size=_UPLOAD_LIMIT,
    )
    return app


def serve(
    sibilla: Sibilla,
    host: str,
    port: int,
    open_browser: bool,
    on_ready: Callable[[], None] | None = None,
) -> None:
    """Serve the page until stopped; `on_ready` is called once it can be opened.

    Raises:
        SettingWrong: nothing can listen on that host and port.
    """
    listener = listen(host, port)

    def ready() -> None:
        # So that the first question need not wait for the encoder; only now, because loading it
        # would hold up the page.
        warming = threading.Thread(target=_warm_up, args=(sibilla,), daemon=True)
        warming.start()
        if on_ready:
            on_ready()
        if open_browser:
            webbrowser.open(page_address(host, listener.getsockname()[1]))

    with listener:
        PageServer(create_app(sibilla), ready).run(sockets=[listener])


def _warm_up(sibilla: Sibilla) -> None:
    with contextlib.suppress(Exception):  # whoever asks is told of it
        sibilla.search("Sibilla", 1)


def page_address(host: str, port: int) -> str:
    """Where a browser on this machine finds the page."""
    with contextlib.suppress(ValueError):
        if ip_address(host).is_unspecified:
            host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on that host and port; any free port for 0.

    Raises:
        SettingWrong: nothing can listen there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        # Bound before the page is built: a taken port is told at once, not after seconds.
        return socket.create_server((host, port), family=family, backlog=128)
    except (OSError, OverflowError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise SettingWrong("setting", name="port", cause=f"{host}:{port}, {cause}") from error
