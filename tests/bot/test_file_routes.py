"""Gradio's own routes on the real application: no file of this machine and no address leaves."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx

Serve = Callable[..., httpx.Client]
ROOT = Path(__file__).parents[2]
SECRET = b"the secret of this file"


def raw(client: httpx.Client, path: str) -> httpx.Response:
    """Ask for a path exactly as it is written, dots and all."""
    url = client.base_url.copy_with(raw_path=path.encode())
    return client.send(client.build_request("GET", url))


def attempts(file: Path) -> list[str]:
    """Ways that might lead to a file."""
    absolute, relative = str(file), os.path.relpath(file, Path.cwd())
    climbing = "../" * 20 + absolute.lstrip("/")
    routes = [
        "/gradio_api/file={}",
        "/gradio_api/file/{}",
        "/file={}",
        "/static/{}",
        "/assets/{}",
        "/svelte/{}",
        "/custom_component/1/client/component/{}",
        "/gradio_api/custom_component/1/client/component/{}",
        "/gradio_api/stream/x/1/1/{}.ts",
        "/{}",
    ]
    names = [absolute, relative, climbing]
    names += [quote(name, safe="") for name in names]
    names += [climbing.replace("../", "..%2f"), climbing.replace("../", "%2e%2e/")]
    names += [climbing.replace("../", "..\\"), f"{absolute}%00.png", f"//{absolute}"]
    return [route.format(name) for route in routes for name in names]


def test_no_file_of_this_machine_can_be_read(serve_web: Serve, news: Path, tmp_path: Path) -> None:
    client = serve_web()
    article = news / "articles" / "cerebras.en.md"
    beside = tmp_path / "secret.txt"
    beside.write_bytes(SECRET)
    ledger = next((news / "index").rglob("ledger.sqlite"))
    for file in (article, beside, ledger, ROOT / "bot" / "sibilla.py", Path("/etc/passwd")):
        content = file.read_bytes()[:60]
        for path in attempts(file):
            response = raw(client, path)
            assert content not in response.content, path
            assert response.status_code in (302, 307, 400, 401, 403, 404, 405), path


def test_no_address_is_fetched_for_a_visitor(serve_web: Serve) -> None:
    client = serve_web()
    own = str(client.base_url).rstrip("/")
    for path in (
        f"/gradio_api/file={own}/config",
        f"/gradio_api/file={quote(own, safe='')}%2Fconfig",
        "/gradio_api/file=HTTP://127.0.0.1/",
        "/gradio_api/file=https://example.com/",
        f"/gradio_api/proxy={own}/config",
        f"/proxy={own}/config",
    ):
        response = raw(client, path)
        assert response.status_code in (403, 404), path
        assert b"dependencies" not in response.content


def test_what_the_page_does_not_need_is_closed(serve_web: Serve) -> None:
    client = serve_web()
    for path in (
        "/monitoring",
        "/monitoring/summary",
        "/gradio_api/component_server",
        "/gradio_api/vibe-code",
        "/gradio_api/run-history/records",
        "/gradio_api/deep_link",
        "/gradio_api/dev/reload",
    ):
        for method in ("GET", "POST"):
            assert client.request(method, path).status_code in (404, 405), path


def test_the_page_describes_itself_without_a_path_of_the_machine(
    serve_web: Serve, news: Path
) -> None:
    client = serve_web()
    for path in ("/config", "/", "/gradio_api/info", "/api/status", "/api/openapi.json"):
        text = client.get(path).text
        for folder in (news, ROOT, Path.home(), Path(tempfile.gettempdir()) / "gradio"):
            assert str(folder) not in text, path


def test_an_upload_that_is_too_large_is_refused(serve_web: Serve) -> None:
    client = serve_web()
    large = b"x" * 10_000_100
    refused = client.post("/gradio_api/upload", files=[("files", ("large.txt", large))])
    assert refused.status_code == 413


def test_more_files_than_a_request_may_bring_are_refused(serve_web: Serve) -> None:
    client = serve_web()
    files = [("files", (f"{number}.txt", b"x")) for number in range(1001)]
    assert client.post("/gradio_api/upload", files=files).status_code in (400, 413)
    assert client.post("/api/articles", files=files).status_code in (400, 413)
    assert client.get("/api/articles").json()["total"] == 4


def test_what_was_uploaded_and_is_no_document_is_not_shown_as_a_page(serve_web: Serve) -> None:
    client = serve_web()
    files = [("files", ("page.html", b"<script>alert(1)</script>", "text/html"))]
    [path] = client.post("/gradio_api/upload", files=files).json()
    shown = raw(client, f"/gradio_api/file={path}")
    if shown.status_code == 200:  # to be saved, not to be run
        assert shown.headers["content-disposition"].startswith("attachment")
    assert shown.headers["x-content-type-options"] == "nosniff"
