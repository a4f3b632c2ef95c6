"""Several processes on one data folder: one writes, the others read."""

import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from newsdesk import CountingEncoder, article, found, in_another_process, listen, tell

from corpus.errors import IndexBusy
from corpus.library import Library
from index.catalogue import Index
from index.passage import Filters

Open = Callable[[], Index]
Start = Callable[[str, Path], "subprocess.Popen[str]"]

# Holds the right to write until told to end.
HOLDER = """
import sys
from pathlib import Path
from index.catalogue import Index
with Index(Path(sys.argv[1]) / "index").writing():
    print("holding", flush=True)
    sys.stdin.readline()
print("ended", flush=True)
"""

# Writes the ledger, waits to be told, and only then brings Chroma and the words in step.
SLOW_WRITER = """
import sys
from pathlib import Path
from corpus.library import Library
from index.catalogue import Index
from index.chunking import CHUNKING_VERSION
from index.records import Stamp
from index.sync import Synchroniser
data = Path(sys.argv[1])
index = Index(data / "index")
with index.writing():
    if not index._ledger.stamp:
        index._ledger.start_over(Stamp(index.model, index.encoder.dimension, CHUNKING_VERSION))
    index._upkeep.mend()
    Synchroniser(Library(data, with_demo=False), index._ledger, index.encoder).run(
        lambda done, total: None, lambda: None
    )
    print("written", flush=True)
    sys.stdin.readline()
    index._derived.catch_up()
    print("applied", flush=True)
    sys.stdin.readline()
"""

# Adds articles one by one, and takes every second one out again.
BUSY_WRITER = """
import sys
from pathlib import Path
from corpus.article import Article
from corpus.library import Library
from index.catalogue import Index
data = Path(sys.argv[1])
library, index = Library(data, with_demo=False), Index(data / "index")
for n in range(6):
    library.add(Article(f"w{n}", f"W{n}", f"Acme{n} sells widgets and gadget{n}.", "en"))
    index.sync(library)
    if n % 2:
        library.remove(f"w{n}")
        index.sync(library)
print("ended", flush=True)
"""


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts other processes, and ends those that are left."""
    processes: list[subprocess.Popen[str]] = []

    def start_one(code: str, data: Path) -> "subprocess.Popen[str]":
        processes.append(in_another_process(code, data))
        return processes[-1]

    yield start_one
    for process in processes:
        process.kill()
        process.communicate()


def test_only_one_process_may_write(
    open_index: Open, news: Library, data: Path, start: Start
) -> None:
    index = open_index()
    index.sync(news)
    holder = start(HOLDER, data)
    listen(holder, "holding")
    with pytest.raises(IndexBusy, match="Another Sibilla is writing the index") as busy:
        index.sync(news)
    assert str(data / "index") in str(busy.value)
    assert "Un'altra Sibilla" in busy.value.tell("it")
    with pytest.raises(IndexBusy), index.writing():
        pass
    assert "latte.it" in found(index, "latte")
    tell(holder)
    listen(holder, "ended")
    assert not index.sync(news).did_something


def test_the_right_to_write_ends_with_its_process(
    index: Index, news: Library, data: Path, start: Start
) -> None:
    holder = start(HOLDER, data)
    listen(holder, "holding")
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert index.sync(news).did_something


def test_while_another_writes_a_whole_index_can_be_read_and_a_damaged_one_is_busy(
    open_index: Open, news: Library, data: Path, start: Start
) -> None:
    first = open_index()
    first.sync(news)
    first.close()
    holder = start(HOLDER, data)
    listen(holder, "holding")
    first = open_index()
    assert "latte.it" in found(first, "latte")
    first.close()

    (chroma,) = (data / "index").glob("*/chroma")
    shutil.move(chroma, data / "moved")
    with pytest.raises(IndexBusy, match="Wait for it to finish"):
        open_index().search("latte")
    assert not chroma.exists()
    chroma.mkdir()
    (chroma / "chroma.sqlite3").write_bytes(b"garbage" * 1_000)
    index = open_index()
    with pytest.raises(IndexBusy):
        index.search("latte")
    tell(holder)
    listen(holder, "ended")
    assert "latte.it" in found(index, "latte")


def test_a_long_lived_reader_sees_what_another_process_adds_and_removes(
    index: Index, news: Library, data: Path, start: Start, counter: CountingEncoder
) -> None:
    index.sync(news)
    assert "latte.it" in found(index, "latte")
    counter.forget()
    news.add(article("penguins.en", "Penguins live in Antarctica."))
    news.remove("latte.it")
    writer = start(SLOW_WRITER, data)

    # Between the ledger and Chroma: the reader looks, and must look again later.
    listen(writer, "written")
    assert "latte.it" not in found(index, "prezzo del latte", count=50)
    tell(writer)
    listen(writer, "applied")

    english = Filters(language="en")
    assert found(index, "Where do penguins live?", filters=english)[0] == "penguins.en"
    assert "latte.it" not in found(index, "prezzo del latte", count=50)
    vector = index.encoder.encode_questions(["Where do penguins live?"])[0]
    near = index._derived.vectors.nearest_passages("en", vector, 1, Filters())
    assert near == ["penguins.en#0"]
    words = {asked.word: asked for asked in index.search("penguins").words}
    assert "penguins" in words["penguins"].counterparts["en"]
    assert counter.texts == []


def test_a_process_killed_between_ledger_and_chroma_loses_nothing(
    open_index: Open, news: Library, data: Path, start: Start, counter: CountingEncoder
) -> None:
    first = open_index()
    first.sync(news)
    first.close()
    news.add(article("penguins.en", "Penguins live in Antarctica."))
    news.remove("latte.it")
    writer = start(SLOW_WRITER, data)
    listen(writer, "written")
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    counter.forget()
    index = open_index()
    english = Filters(language="en")
    assert found(index, "Where do penguins live?", filters=english)[0] == "penguins.en"
    assert "latte.it" not in found(index, "latte", count=50)
    assert index._derived.vectors.count("en") == index._derived.lexical("en").count() == 4
    assert index._derived.vectors.count("it") == index._derived.lexical("it").count() == 2
    assert counter.texts == []


def test_a_first_search_may_come_while_another_process_makes_the_index(
    open_index: Open, news: Library, data: Path, start: Start
) -> None:
    early = open_index()
    assert found(early, "latte") == []
    writer = start(SLOW_WRITER, data)
    listen(writer, "written")
    with pytest.raises(IndexBusy):
        early.search("latte")
    tell(writer)
    listen(writer, "applied")
    assert "latte.it" in found(early, "latte")
    assert "latte.it" in found(open_index(), "latte")


def test_threads_search_while_another_process_writes(
    index: Index, news: Library, data: Path, start: Start
) -> None:
    index.sync(news)
    writer = start(BUSY_WRITER, data)

    def keep_asking(question: str) -> int:
        asked = 0
        while writer.poll() is None:
            assert {"cerebras.en", "latte.it"} <= set(found(index, question, count=200))
            asked += 1
        return asked

    with ThreadPoolExecutor(4) as pool:
        questions = ["Who sells widgets?", "gadget1 gadget2", "OpenAI Cerebras", "latte"]
        assert all(list(pool.map(keep_asking, questions)))
    listen(writer, "ended")
    answer = set(found(index, "Who sells widgets?", count=200))
    assert {f"w{n}" for n in range(0, 6, 2)} <= answer
    assert not {f"w{n}" for n in range(1, 6, 2)} & answer
    assert index._derived.vectors.count("en") == index._derived.lexical("en").count() == 6
