"""The page that describes the API, made of its own description: it loads nothing."""

from collections.abc import Iterator
from html import escape
from typing import Any

from bot.access.login import plain_page

_TEXTS = {
    "en": {
        "title": "The API of Sibilla",
        "intro": "Everything the page does, for programs. Answers are JSON; where a password is "
        "set, send it as “Authorization: Bearer …”.",
        "schema": "The whole description (OpenAPI)",
        "takes": "takes",
        "try": "For example",
    },
    "it": {
        "title": "L’API di Sibilla",
        "intro": "Tutto ciò che fa la pagina, per i programmi. Le risposte sono JSON; dove c’è "
        "una password, mandala come «Authorization: Bearer …».",
        "schema": "La descrizione intera (OpenAPI)",
        "takes": "prende",
        "try": "Per esempio",
    },
}
_IN_ITALIAN = {
    "POST /ask": "Risponde a una domanda, con citazioni",
    "POST /ask/stream": "Risponde a una domanda a poco a poco: una riga di JSON per volta, "
    "l’ultima completa",
    "GET /search": "I brani più vicini a una domanda, senza risposta",
    "GET /articles": "Elenca gli articoli, prima i più recenti",
    "GET /articles/{id}": "Legge un articolo: il testo a cui rinviano le citazioni",
    "POST /articles": "Aggiunge documenti come file, o un articolo come testo o pagina web",
    "DELETE /articles/{id}": "Toglie un articolo dalla biblioteca; il file va nel cestino",
    "POST /articles/{id}/restore": "Riprende un articolo dal cestino",
    "GET /status": "Che cosa c’è nella biblioteca",
}
_EXAMPLE = """curl -s http://127.0.0.1:7860/api/ask \\
  -H 'Content-Type: application/json' \\
  -d '{"question": "Why did OpenAI choose Cerebras?"}'"""


def manual_page(description: dict[str, Any], language: str) -> str:
    """A page in this language that lists what the API can do, from its OpenAPI description."""
    texts = _TEXTS[language]
    entries = "".join(
        f"<dt><code>{method} /api{escape(path)}</code></dt>"
        f"<dd>{escape(_summary(method, path, operation, language))}"
        f"{_takes(description, operation, texts['takes'])}</dd>"
        for method, path, operation in _operations(description)
    )
    body = (
        f"<p>{texts['intro']}</p><dl>{entries}</dl><p>{texts['try']}:</p>"
        f'<pre>{escape(_EXAMPLE)}</pre><p><a href="/api/openapi.json">{texts["schema"]}</a></p>'
    )
    return plain_page(language, texts["title"], body)


def _operations(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def _summary(method: str, path: str, operation: dict[str, Any], language: str) -> str:
    english: str = operation["summary"]
    return _IN_ITALIAN.get(f"{method} {path}", english) if language == "it" else english


def _takes(description: dict[str, Any], operation: dict[str, Any], takes: str) -> str:
    """What an operation takes in its query and its body, by name."""
    names = [item["name"] for item in operation.get("parameters", ()) if item["in"] == "query"]
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schema = content["schema"]
        if "$ref" in schema:
            schema = description["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        for alternative in schema.get("anyOf", [schema]):
            names += alternative["properties"]
    listed = ", ".join(f"<code>{escape(name)}</code>" for name in dict.fromkeys(names))
    return f" ({takes} {listed})" if listed else ""
