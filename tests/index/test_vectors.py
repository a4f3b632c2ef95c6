from collections.abc import Iterator
from pathlib import Path

import chromadb.config
import numpy as np
import pytest
from newsdesk import entry, unit
from vector_suite import VectorStoreSuite, news_entries

from index import vectors
from index.embedded_vectors import open_folder
from index.passage import Filters
from index.vectors import VectorStore


class TestInFolder(VectorStoreSuite):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[VectorStore]:
        store = open_folder(tmp_path / "chroma")
        yield store
        store.close()


def test_what_was_put_in_is_there_when_opened_again(tmp_path: Path) -> None:
    store = open_folder(tmp_path / "chroma")
    store.add(news_entries())
    store.close()
    again = open_folder(tmp_path / "chroma")
    assert again.check(["it", "en"]) == 6
    again.close()


def test_a_folder_that_could_not_be_opened_can_be_opened_once_it_is_mended(tmp_path: Path) -> None:
    # Chroma keeps the system that failed to start and hands it out again.
    folder = tmp_path / "chroma"
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(b"garbage" * 1_000)
    with pytest.raises(Exception, match="not a database"):
        open_folder(folder)
    (folder / "chroma.sqlite3").unlink()
    store = open_folder(folder)
    store.add(news_entries())
    assert store.count("en") == 3
    store.close()


def test_a_dotenv_file_where_the_user_is_does_not_disturb_chroma(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text(
        "PERSIST_DIRECTORY=elsewhere\nIS_PERSISTENT=False\nALLOW_RESET=True\n"
        "CHROMA_API_IMPL=chromadb.api.fastapi.FastAPI\nCHROMA_SERVER_HOST=example.com\n"
    )
    assert chromadb.config.Settings().chroma_server_host == "example.com"  # else it proves nothing
    store = open_folder(tmp_path / "data" / "chroma")
    store.add(news_entries())
    assert store.count("en") == 3
    store.close()
    assert (tmp_path / "data" / "chroma" / "chroma.sqlite3").exists()
    assert not Path("elsewhere").exists()


def test_a_large_collection_is_opened_from_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "_LARGE", 300)
    monkeypatch.setattr(vectors, "_WRITTEN_EVERY", 50)
    random = np.random.default_rng(3)
    some = unit(random.normal(size=(600, 16)))
    store = open_folder(tmp_path / "chroma")
    for first in range(0, 600, 100):
        added = enumerate(some[first : first + 100], first)
        store.add([entry(f"a{n}#0", f"Text {n}.", vector) for n, vector in added])
        files = list((tmp_path / "chroma").rglob("index_metadata.pickle"))
        assert bool(files) == (first > 300)  # a small one stays in the log
        if store.wants_reopening:
            assert first == 300
            store.close()
            store = open_folder(tmp_path / "chroma")
    store.delete("en", {"a0#0": 1})
    store.close()
    again = open_folder(tmp_path / "chroma")
    assert again.check(["en"]) == 599
    for n in (1, 299, 599):
        assert again.nearest_passages("en", some[n], 1, Filters()) == [f"a{n}#0"]
    again.close()
