"""What is wrong with a value, told in both languages, as who uses the API meets it."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

Serve = Callable[..., httpx.Client]
ASKED = {"question": "Quanto vale?"}
IT, EN = {"Accept-Language": "it"}, {"Accept-Language": "en"}
WRONG_QUESTIONS: list[tuple[dict[str, Any], str]] = [
    ({}, "question: manca."),
    ({"question": 3}, "question: non è un testo."),
    ({"question": ""}, "question: deve avere almeno 1 caratteri."),
    ({"question": "x" * 2001}, "question: può avere al massimo 2000 caratteri."),
    ({"question": "?!"}, r"question: non ha la forma richiesta (\w)."),
    ({**ASKED, "histroy": []}, "histroy: qui non è previsto."),
    ({**ASKED, "history": "x"}, "history: non è un elenco."),
    ({**ASKED, "history": ["x"] * 51}, "history: può avere al massimo 50 elementi."),
    ({**ASKED, "language": "de"}, "language: può essere solo 'it' o 'en'."),
    ({**ASKED, "filters": 3}, "filters: non è un oggetto JSON con i suoi campi."),
    ({**ASKED, "filters": {"since": "ieri"}}, "filters.since: non è una data come 2026-01-31."),
    ({**ASKED, "filters": {"since": True}}, "filters.since: non è una data come 2026-01-31."),
    ({**ASKED, "filters": {"since": 1.5}}, "filters.since: non è una data come 2026-01-31."),
]
WRONG_QUERIES = [
    ("/api/search?question=x&top=0", "top: deve essere almeno 1."),
    ("/api/search?question=x&top=101", "top: può essere al massimo 100."),
    ("/api/search?question=x&top=a", "top: non è un numero intero."),
    ("/api/search?question=x&until=2026-02-30", "until: non è una data come 2026-01-31."),
    ("/api/search?question=x&language=fr", "language: può essere solo 'it' o 'en'."),
    ("/api/search", "question: manca."),
]
WRONG_BODIES = [
    (b"{", "application/json", "corpo: non è JSON ("),
    (b"[]", "application/json", "corpo: non è un oggetto JSON con i suoi campi."),
    (b'{"title": "A", "text": 3}', "application/json", "text: non è un testo."),
    (b'{"url": 3}', "application/json", "url: non è un testo."),
    (b'{"url": "x"}', "application/json", "url: non ha la forma richiesta (^https?://)."),
    (b"--b--\r\n", "multipart/form-data; boundary=b", "non contiene file."),
    (b"x", "multipart/form-data", "il suo contenuto non si può leggere."),
    (b"x", "multipart/form-data; boundary=b", "il suo contenuto non si può leggere."),
]


@pytest.fixture
def client(serve_web: Serve) -> httpx.Client:
    """A client of the API that may edit."""
    return serve_web()


def told(response: httpx.Response) -> str:
    """What an error says is wrong with the request."""
    message = str(response.json()["error"]["message"])
    italian = message.removeprefix("La richiesta è sbagliata: ")
    return italian.removesuffix(" /api/ descrive come va fatta.")


def test_a_wrong_question_is_told_in_the_language_that_is_asked_for(client: httpx.Client) -> None:
    for sent, italian in WRONG_QUESTIONS:
        wrong = client.post("/api/ask", json=sent, headers=IT)
        assert (wrong.status_code, told(wrong)) == (422, italian)
        english = client.post("/api/ask", json=sent, headers=EN).json()["error"]["message"]
        assert english.startswith(f"The request is wrong: {italian.partition(':')[0]}: ")


def test_a_wrong_query_is_told_in_italian(client: httpx.Client) -> None:
    for path, italian in WRONG_QUERIES:
        assert told(client.get(path, headers=IT)) == italian


def test_a_body_that_cannot_be_added_is_told_in_italian(client: httpx.Client) -> None:
    for body, type_, italian in WRONG_BODIES:
        headers = IT | {"Content-Type": type_}
        wrong = client.post("/api/articles", content=body, headers=headers)
        assert told(wrong).startswith(italian)
