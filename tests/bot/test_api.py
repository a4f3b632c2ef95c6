"""The HTTP API, as programs meet it: over real HTTP, on the real application."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from bot.api.adding import safe_name
from bot.sibilla import Sibilla
from bot.slots import Slots
from corpus.errors import TooBusy
from index.embedding import Encoder
from tests.load.running import run

Serve = Callable[..., httpx.Client]
ServeOne = Callable[[Sibilla], AbstractContextManager[httpx.Client]]
HOW_MUCH = "How much is the contract between OpenAI and Cerebras worth?"
ZEFIRO = b"Zefiro Compute will build its data centre in Matera, next to a solar park.\n"
WHERE = "Where will Zefiro Compute build its data centre?"


@pytest.fixture
def api(serve_web: Serve) -> httpx.Client:
    """A client of the API over four articles, that may edit."""
    client = serve_web()
    client.base_url = client.base_url.join("/api/")
    return client


def error_of(response: httpx.Response) -> tuple[int, str]:
    """Its status and its code; the shape of every error is the same."""
    error = response.json()["error"]
    assert error["message"].endswith((".", "?"))
    return response.status_code, error["code"]


# -- asking


def test_a_question_is_answered_with_quotations_of_the_stored_text(api: httpx.Client) -> None:
    answer = api.post("ask", json={"question": HOW_MUCH}).json()
    for citation in answer["citations"]:
        article = api.get(f"articles/{citation['article']}").json()
        assert article["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert "ten billion" in answer["text"]
    assert answer["complete"]
    assert not answer["abstained"]


def test_a_follow_up_is_understood_by_its_history(api: httpx.Client) -> None:
    sent = {"question": "And how much is it worth?", "history": ["Why did OpenAI choose Cerebras?"]}
    assert "Cerebras" in api.post("ask", json=sent).json()["understood"]


def test_filters_and_the_language_of_the_page_are_respected(api: httpx.Client) -> None:
    sent: dict[str, Any] = {"question": HOW_MUCH, "filters": {"language": "it"}}
    cited = api.post("ask", json=sent).json()["citations"]
    assert {citation["language"] for citation in cited} == {"it"}
    sent = {"question": "OpenAI Cerebras", "language": "it"}
    assert api.post("ask", json=sent).json()["language"] == "it"
    headers = {"Accept-Language": "it-IT"}
    answer = api.post("ask", json={"question": "OpenAI Cerebras"}, headers=headers).json()
    assert answer["language"] == "it"


NO_QUESTIONS: list[Any] = [
    {},
    {"question": ""},
    {"question": "?!"},
    {"question": "x" * 2001},
    {"question": 3},
    {"question": "Why?", "history": ["x"] * 51},
    {"question": "Why?", "filters": {"since": "yesterday"}},
    {"question": "Why?", "colour": "red"},
    [],
]


def test_what_is_no_question_is_refused_in_the_language_asked_for(api: httpx.Client) -> None:
    for sent, path in product(NO_QUESTIONS, ("ask", "ask/stream")):
        refused = api.post(path, json=sent, headers={"Accept-Language": "it"})
        assert error_of(refused) == (422, "malformed")
        assert refused.json()["error"]["message"].startswith("La richiesta è sbagliata: ")


def test_a_stream_ends_with_the_answer_that_ask_gives(api: httpx.Client) -> None:
    with api.stream("POST", "ask/stream", json={"question": HOW_MUCH}) as response:
        assert response.headers["content-type"] == "application/x-ndjson"
        lines = [json.loads(line) for line in response.iter_lines()]
    assert [line["complete"] for line in lines] == [False] * (len(lines) - 1) + [True]
    whole = api.post("ask", json={"question": HOW_MUCH}).json()
    assert lines[-1] | {"seconds": 0} == whole | {"seconds": 0}


class Slow(Sibilla):
    """Writes its answers letter by letter, and notes when it is stopped."""

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self.stopped = threading.Event()
        self.fails = False

    def stream(self, *given: Any, **more: Any) -> Iterator[Any]:
        """Pieces of an answer for ever, until it is closed or fails."""
        *_, answer = super().stream(*given, **more)
        try:
            while True:
                yield replace(answer, complete=False)
                time.sleep(0.02)
                if self.fails:
                    raise RuntimeError("disk on fire")
        finally:
            self.stopped.set()


@pytest.fixture
def slow(news: Path, encoder: Encoder) -> Iterator[Slow]:
    from bot.settings import Settings

    sibilla = Slow(Settings(data=news, demo=False))
    sibilla.index.encoder = encoder
    sibilla.sync()
    yield sibilla
    sibilla.close()


def test_who_leaves_a_stream_stops_its_making(slow: Slow, serve_one: ServeOne) -> None:
    with serve_one(slow) as client:
        with client.stream("POST", "/api/ask/stream", json={"question": HOW_MUCH}) as response:
            next(response.iter_lines())
            assert not slow.stopped.is_set()
        assert slow.stopped.wait(10)


def test_a_stream_that_breaks_says_so_in_its_last_line(slow: Slow, serve_one: ServeOne) -> None:
    slow.fails = True
    with serve_one(slow) as client:
        response = client.post("/api/ask/stream", json={"question": HOW_MUCH})
    last = json.loads(response.text.splitlines()[-1])
    assert last["error"]["code"] == "internal"
    assert "disk" not in response.text


def test_an_unforeseen_error_tells_nothing_of_itself(
    sibilla: Sibilla, serve_one: ServeOne, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: Any, **more: Any) -> None:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(sibilla, "ask", fail)
    with serve_one(sibilla) as client:
        response = client.post("/api/ask", json={"question": HOW_MUCH})
    assert error_of(response) == (500, "internal")
    assert "disk" not in response.text


def test_more_questions_than_can_wait_are_refused_politely() -> None:
    async def ask_all() -> list[str]:
        slots, said = Slots(at_once=1, waiting=2, seconds=0.3), []
        hold = anyio.Event()

        async def ask() -> None:
            try:
                async with slots.taken():
                    said.append("asked")
                    await hold.wait()
            except TooBusy as error:
                said.append(error.reason)

        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(ask)
            await anyio.sleep(1)
            hold.set()
        async with slots.taken():  # the slot is free again
            said.append("free")
        return said

    assert run(ask_all()) == ["asked", "asks", "asks", "asks", "asks", "free"]


def test_search_finds_passages(api: httpx.Client) -> None:
    parameters: dict[str, Any] = {"question": "Cerebras", "top": 2, "language": "it"}
    found = api.get("search", params=parameters).json()
    assert found[0]["article"] == "cerebras.it"
    assert len(found) <= 2
    assert error_of(api.get("search")) == (422, "malformed")


# -- the library


def test_articles_are_listed_filtered_and_paged(api: httpx.Client) -> None:
    def ids(**parameters: Any) -> list[str]:
        return [
            item["article"] for item in api.get("articles", params=parameters).json()["articles"]
        ]

    assert ids() == ["cerebras.it", "cerebras.en", "reactors.en", "latte.it"]
    assert ids(limit=2, offset=1) == ["cerebras.en", "reactors.en"]
    assert ids(outlet="Il Cavo", since="2026-01-01") == ["cerebras.it"]
    assert ids(until="2025-12-31") == ["reactors.en"]
    assert ids(containing="LATTE") == ["latte.it"]
    assert api.get("articles", params={"limit": 1}).json()["total"] == 4


def test_a_file_sent_can_be_asked_about_removed_and_brought_back(api: httpx.Client) -> None:
    sent = api.post("articles", files=[("files", ("zefiro.txt", ZEFIRO))])
    assert (sent.status_code, sent.json()["outcomes"][0]["article"]) == (201, "zefiro")
    assert "Matera" in api.post("ask", json={"question": WHERE}).json()["text"]
    assert api.post("articles", files=[("files", ("zefiro.txt", ZEFIRO))]).status_code == 200
    assert api.delete("articles/zefiro").json() == {"removed": ["zefiro"]}
    assert error_of(api.get("articles/zefiro")) == (404, "unknown")
    assert error_of(api.delete("articles/zefiro")) == (404, "unknown")
    assert "Matera" not in api.post("ask", json={"question": WHERE}).json()["text"]
    assert api.post("articles/zefiro/restore").json() == {"restored": ["zefiro"]}
    assert "Matera" in api.post("ask", json={"question": WHERE}).json()["text"]
    assert error_of(api.post("articles/nobody/restore")) == (404, "not-kept")


def test_one_file_that_is_refused_stops_no_other(api: httpx.Client) -> None:
    files = [("files", ("bad.exe", b"MZ\0\0")), ("files", ("zefiro.txt", ZEFIRO))]
    sent = api.post("articles", files=files, headers={"Accept-Language": "it"})
    assert sent.status_code == 201
    assert [item["status"] for item in sent.json()["outcomes"]] == ["refused", "added"]
    assert "formato" in sent.json()["outcomes"][0]["reason"]
    refused = api.post("articles", files=files[:1])
    assert refused.status_code == 422
    assert refused.json()["outcomes"][0]["name"] == "bad.exe"


def test_a_text_is_added_with_what_is_told_of_it(api: httpx.Client) -> None:
    sent = {
        "title": "Zefiro va a Matera",
        "text": "---\nZefiro Compute costruirà il suo data center a Matera.",
        "published": "2026-02-03",
        "outlet": "Il Cavo",
        "link": "https://example.com/zefiro",
    }
    added = api.post("articles", json=sent)
    assert added.status_code == 201
    article = api.get(f"articles/{added.json()['outcomes'][0]['article']}").json()
    assert article["text"] == sent["text"]
    assert (article["title"], article["published"]) == (sent["title"], "2026-02-03")
    assert (article["url"], article["language"]) == (sent["link"], "it")


class _Pages(BaseHTTPRequestHandler):
    """A site of one page."""

    def do_GET(self) -> None:
        found = self.path == "/zefiro.html"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if found:
            text = "<p>Zefiro Compute will build its data centre in Matera. It is a big one.</p>"
            page = (
                f"<html><head><title>Zefiro</title></head><body><article><h1>Zefiro</h1>{text * 3}"
            )
            self.wfile.write(f"{page}</article></body></html>".encode())

    def log_message(self, *given: Any) -> None:
        """Say nothing."""


def test_a_page_of_the_web_is_added_by_its_address_and_no_other_is_fetched(
    serve_web: Serve,
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Pages) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        host = f"127.0.0.1:{site.server_port}"
        client = serve_web(unguarded_hosts=host)
        added = client.post("/api/articles", json={"url": f"http://{host}/zefiro.html"})
        assert added.status_code == 201, added.text
        id = added.json()["outcomes"][0]["article"]
        assert client.get(f"/api/articles/{id}").json()["url"] == f"http://{host}/zefiro.html"
        site.shutdown()
    for url in ("http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data/"):
        refused = client.post("/api/articles", json={"url": url})
        assert refused.status_code == 422
        assert refused.json()["outcomes"][0]["status"] == "refused"
    refused = client.post("/api/articles", json={"url": "file:///etc/passwd"})
    assert error_of(refused) == (422, "malformed")


NEITHER = [
    (b"{}", "application/json", (422, "malformed")),
    (b"{", "application/json", (422, "malformed")),
    (b'{"title": "A", "text": " \\u0000 "}', "application/json", (422, "malformed")),
    (b"x", "text/plain", (415, "content-type")),
    (b"x", "", (415, "content-type")),
    (b"x", "multipart/form-data", (400, "malformed")),
    (b"--b--\r\n", "multipart/form-data; boundary=b", (422, "malformed")),
]


def test_what_is_neither_files_nor_a_text_is_refused(api: httpx.Client) -> None:
    for content, type_, expected in NEITHER:
        headers = {"Content-Type": type_} if type_ else {}
        refused = api.post("articles", content=content, headers=headers)
        assert error_of(refused) == expected, (content, type_)


def test_a_body_beyond_the_limit_is_refused(api: httpx.Client) -> None:
    assert error_of(api.post("ask", content=b"x" * 2_000_001)) == (413, "body")

    def drip() -> Iterator[bytes]:
        for _ in range(30):
            yield b" " * 100_000

    headers = {"Content-Type": "application/json"}
    assert error_of(api.post("ask", content=drip(), headers=headers)) == (413, "body")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.md", "passwd.md"),
        ("C:\\Users\\a\\news.txt", "news.txt"),
        ("a\nb\0.md", "ab.md"),
        ("", "document"),
        ("..", "document"),
        ("perché.md", "perché.md"),
        ("\u202egpj.md", "gpj.md"),
    ],
)
def test_a_file_name_leads_nowhere_else(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("stem", ["x" * 5000, "è" * 5000])
def test_a_long_file_name_is_cut_and_keeps_its_ending(stem: str) -> None:
    name = safe_name(f"{stem}.md")
    assert len(name.encode()) <= 220
    assert name.endswith(".md")


# -- who may


def test_an_open_library_can_be_asked_and_not_changed(serve_web: Serve) -> None:
    client = serve_web(open=True)
    assert client.post("/api/ask", json={"question": HOW_MUCH}).status_code == 200
    assert client.get("/api/status").json()["may_edit"] is False
    files = [("files", ("zefiro.txt", ZEFIRO))]
    assert error_of(client.post("/api/articles", files=files)) == (403, "editor")
    assert error_of(client.delete("/api/articles/cerebras.en")) == (403, "editor")
    assert error_of(client.post("/api/articles/cerebras.en/restore")) == (403, "editor")
    assert client.get("/api/articles").json()["total"] == 4


def test_a_password_is_asked_for_and_taken_as_a_token(serve_web: Serve) -> None:
    client = serve_web(password="segreta")
    for method, path in (
        ("POST", "ask"),
        ("GET", "articles"),
        ("GET", ""),
        ("GET", "openapi.json"),
    ):
        refused = client.request(method, f"/api/{path}", headers={"Accept-Language": "it"})
        assert error_of(refused) == (401, "log-in")
        assert "password" in refused.json()["error"]["message"]
    client.headers["Authorization"] = "Bearer segreta"
    assert client.post("/api/ask", json={"question": HOW_MUCH}).status_code == 200
    assert client.delete("/api/articles/cerebras.en").status_code == 200


def test_the_page_of_another_site_can_neither_add_nor_delete(serve_web: Serve) -> None:
    client = serve_web()
    headers = {"Origin": "https://evil.example"}
    assert error_of(client.delete("/api/articles/cerebras.en", headers=headers)) == (
        403,
        "elsewhere",
    )
    files = [("files", ("zefiro.txt", ZEFIRO))]
    assert error_of(client.post("/api/articles", files=files, headers=headers)) == (
        403,
        "elsewhere",
    )
    assert client.get("/api/articles").json()["total"] == 4


def test_a_client_that_asks_too_much_is_told_when_to_come_back(serve_web: Serve) -> None:
    client = serve_web(per_minute=2)
    answers = [client.post("/api/ask", json={"question": HOW_MUCH}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
    assert error_of(answers[-1]) == (429, "rate")
    assert client.get("/api/status").status_code == 200


# -- what it says of itself


def test_the_manual_lists_every_operation_in_both_languages_and_loads_nothing(
    api: httpx.Client,
) -> None:
    description = api.get("openapi.json").json()
    for language, title in (("en", "The API of Sibilla"), ("it", "L’API di Sibilla")):
        page = api.get("", headers={"Accept-Language": language}).text
        assert title in page
        for path, methods in description["paths"].items():
            for method, operation in methods.items():
                assert f"{method.upper()} /api{path}" in page
                assert (operation["summary"] in page) == (language == "en")
        assert "<script" not in page
        assert "src=" not in page


def test_what_is_not_there_is_told_in_the_same_shape(api: httpx.Client) -> None:
    assert error_of(api.get("nothing")) == (404, "path")
    refused = api.put("ask")
    assert error_of(refused) == (405, "method")
    assert refused.headers["allow"] == "POST"


def test_the_status_tells_no_path_of_the_machine(api: httpx.Client, news: Path) -> None:
    told = api.get("status")
    assert told.json()["articles"] == {"en": 2, "it": 2}
    assert told.json()["may_edit"] is True
    assert str(news) not in told.text
