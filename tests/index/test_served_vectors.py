"""The collections on a server, and what can be wrong with a server."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import chromadb
import pytest
from chroma_server import ChromaRun, free_port
from vector_suite import EVERYTHING, VectorStoreSuite, news_entries, question

from corpus.errors import ChromaUnavailable
from index.served_vectors import ServedStore
from index.server import ChromaServer
from index.vectors import VectorStore


def open_store(server: ChromaServer, prefix: str = "hashing.") -> ServedStore:
    return ServedStore(server.connect(), server, f"{server.library}.{prefix}", lambda: (1, 2))


class TestOnServer(VectorStoreSuite):
    @pytest.fixture
    def store(self, chroma: ChromaRun) -> Iterator[VectorStore]:
        store = open_store(chroma.library())
        yield store
        store.drop()
        store.close()


def test_several_clients_see_at_once_what_one_puts_in_and_takes_out(chroma: ChromaRun) -> None:
    server = chroma.library()
    writer, reader = open_store(server), open_store(replace(server, owner=""))
    asked = question("Il prezzo del latte è salito")
    assert reader.nearest_passages("it", asked, 1, EVERYTHING) == []
    writer.add(news_entries())
    assert reader.nearest_passages("it", asked, 1, EVERYTHING) == ["latte.it#0"]
    writer.delete("it", {"latte.it#0": 2})
    assert "latte.it#0" not in reader.nearest_passages("it", asked, 9, EVERYTHING)
    writer.drop()
    writer.add(news_entries())  # in collections made anew under the same names
    assert reader.nearest_passages("it", asked, 1, EVERYTHING) == ["latte.it#0"]


def test_collections_of_somebody_else_are_neither_touched_nor_read(chroma: ChromaRun) -> None:
    server = chroma.library()
    client = chromadb.HttpClient(chroma.url)
    other = client.create_collection("recipes", embedding_function=None)
    same_name = client.create_collection(
        f"{server.library}.hashing.passages-en", embedding_function=None
    )
    other.add(ids=["soup"], embeddings=[[1.0, 0.0]])
    same_name.add(ids=["soup"], embeddings=[[1.0, 0.0]])
    store = open_store(server)
    asked = question("soup")
    for attempt in (
        lambda: store.add(news_entries()),
        lambda: store.nearest_passages("en", asked, 1, EVERYTHING),
        store.drop,
    ):
        with pytest.raises(ChromaUnavailable, match="belongs to another data folder"):
            attempt()
    store.drop_others()
    assert (other.count(), same_name.count()) == (1, 1)
    client.delete_collection("recipes")


def test_two_data_folders_cannot_have_one_library(chroma: ChromaRun) -> None:
    server = chroma.library("first")
    open_store(server).add(news_entries())
    second = open_store(replace(server, owner="second"))
    with pytest.raises(ChromaUnavailable) as taken:
        second.add(news_entries())
    assert "SIBILLA_CHROMA_LIBRARY" in taken.value.tell("it")
    assert server.library in str(taken.value)


def test_the_index_of_another_model_is_dropped_and_nobody_else_s(chroma: ChromaRun) -> None:
    server = chroma.library("first")
    stranger = replace(server, owner="stranger")
    for place, prefix in ((server, "old."), (server, "new."), (stranger, "odd.")):
        open_store(place, prefix).add(news_entries())
    open_store(server, "new.").drop_others()
    names = {c.name for c in chromadb.HttpClient(chroma.url).list_collections()}
    left = {name.split(".")[1] for name in names if name.startswith(server.library)}
    assert left == {"new", "odd"}


def test_a_damaged_or_missing_collection_is_told_and_never_an_empty_list(chroma: ChromaRun) -> None:
    server = chroma.library()
    store = ServedStore(server.connect(), server, f"{server.library}.x.", lambda: (3, 3))
    with pytest.raises(ChromaUnavailable, match="does not have the vectors"):
        store.nearest_passages("it", question("latte"), 1, EVERYTHING)
    store._progress = lambda: (0, 3)
    with pytest.raises(ChromaUnavailable, match="Ask again in a moment"):
        store.nearest_passages("it", question("latte"), 1, EVERYTHING)


def test_a_server_that_is_down_is_told_and_one_that_comes_back_goes_on(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    chroma = ChromaRun(tmp_path_factory.mktemp("down"))
    server = chroma.library()
    with pytest.raises(ChromaUnavailable, match="cannot be reached"):
        server.connect()
    chroma.start()
    store = open_store(server)
    store.add(news_entries())
    chroma.stop()
    asked = question("Il prezzo del latte è salito")
    for attempt in (
        lambda: store.nearest_passages("it", asked, 1, EVERYTHING),
        lambda: store.add(news_entries()),
        lambda: store.delete("it", {"latte.it#0": 1}),
        lambda: store.check(["it"]),
        store.drop,
    ):
        with pytest.raises(ChromaUnavailable) as down:
            attempt()
        assert down.value.reason == "down"
        assert "Avvialo" in down.value.tell("it")
    chroma.start()
    assert store.nearest_passages("it", asked, 1, EVERYTHING) == ["latte.it#0"]
    chroma.stop()


def test_a_missing_tenant_or_database_is_told(chroma: ChromaRun) -> None:
    server = chroma.library()
    for place in (replace(server, tenant="acme"), replace(server, database="press")):
        with pytest.raises(ChromaUnavailable, match="SIBILLA_CHROMA_TENANT"):
            place.connect()


class Impostor(BaseHTTPRequestHandler):
    """Something else that answers, with a status and a text."""

    status, text = 200, "{}"

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.text.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(
    ("status", "text", "reason"),
    [
        (200, "<html>Welcome</html>", "garbage"),
        (200, "[]", "garbage"),
        (404, "not here", "garbage"),
        (302, "", "garbage"),
        (401, "who are you?", "token"),
        (403, "no", "token"),
        (502, "<html>Bad gateway</html>", "failed"),
    ],
)
def test_what_is_no_chroma_server_or_lets_nobody_in_is_told(
    status: int, text: str, reason: str
) -> None:
    handler = type("Handler", (Impostor,), {"status": status, "text": text})
    with HTTPServer(("127.0.0.1", 0), handler) as impostor:
        threading.Thread(target=impostor.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{impostor.server_port}"
        with pytest.raises(ChromaUnavailable) as told:
            ChromaServer(url, owner="me", token="top-secret").connect()
        impostor.shutdown()
    assert told.value.reason == reason
    assert "top-secret" not in str(told.value) + told.value.tell("it")


def test_a_token_is_sent_and_never_shown(chroma: ChromaRun) -> None:
    server = ChromaServer(f"http://127.0.0.1:{free_port()}", token="top-secret")
    assert "top-secret" not in repr(server) + server.place
    client = replace(chroma.library(), token="top-secret").connect()
    sent = client._server.get_request_headers()  # type: ignore[attr-defined]
    assert sent["authorization"] == "Bearer top-secret"
