"""A library followed from another machine: another data folder, and the same Chroma server."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from chroma_server import ChromaRun
from newsdesk import NEWS, CountingEncoder, article, found

from corpus.errors import AccessRefused, ChromaUnavailable, LibraryUnusable
from corpus.library import Library
from corpus.state import read_state
from index.catalogue import Index
from index.passage import Filters
from index.served_vectors import HASH
from index.server import ChromaServer

ENGLISH = Filters(language="en")


class Machine:
    """A data folder with an index of its own; one without an owner follows."""

    def __init__(self, data: Path, server: ChromaServer, encoder: CountingEncoder) -> None:
        self.library = Library(data, with_demo=False)
        self.index = Index(data / "index", server=server)
        self.index.encoder = encoder
        self._follower = None if server.owner else self.index.follower(self.library)

    def sync(self) -> bool:
        changed = self._follower.follow() if self._follower else True
        self.index.sync(self.library)
        return changed

    def ids(self) -> set[str]:
        return {card.id for card in self.index.cards()}


Start = Callable[..., Machine]


@pytest.fixture
def start(counter: CountingEncoder, tmp_path: Path) -> Iterator[Start]:
    """Starts a machine of that name."""
    started: list[Machine] = []

    def start_one(name: str, server: ChromaServer) -> Machine:
        started.append(Machine(tmp_path / name, server, counter))
        return started[-1]

    yield start_one
    for machine in started:
        machine.index.close()


@pytest.fixture
def server(chroma: ChromaRun) -> ChromaServer:
    return chroma.library()


@pytest.fixture
def keeper(start: Start, server: ChromaServer) -> Machine:
    """The machine that keeps the articles, which are on the server already."""
    keeper = start("keeper", server)
    for item in NEWS:
        keeper.library.add(item)
    keeper.sync()
    return keeper


@pytest.fixture
def follower(start: Start, server: ChromaServer) -> Machine:
    """A machine that follows, and has not looked yet."""
    return start("follower", replace(server, owner=""))


def test_what_one_machine_adds_and_removes_the_other_answers_from(
    keeper: Machine, follower: Machine
) -> None:
    assert follower.sync()
    asked = "Why did OpenAI choose Cerebras?"
    assert [p.passage for p in follower.index.search(asked, 50).passages] == [
        p.passage for p in keeper.index.search(asked, 50).passages
    ]
    keeper.library.add(article("penguins.en", "Penguins live in Antarctica."))
    keeper.library.remove("latte.it")
    keeper.sync()
    assert follower.sync()
    assert found(follower.index, "Where do penguins live?", filters=ENGLISH)[0] == "penguins.en"
    assert "latte.it" not in found(follower.index, "prezzo del latte", count=50)
    assert follower.ids() == keeper.ids()
    assert not follower.sync()


def test_an_article_that_changes_is_replaced(keeper: Machine, follower: Machine) -> None:
    follower.sync()
    text = "Il prezzo del latte è sceso."
    keeper.library.add(replace(NEWS[3], text=text))
    keeper.sync()
    follower.sync()
    assert follower.index.article("latte.it").text == keeper.index.article("latte.it").text == text


def test_a_follower_changes_nothing_on_the_server(keeper: Machine, follower: Machine) -> None:
    follower.sync()
    vectors = keeper.index._derived.vectors
    before = [vectors.count(language) for language in ("it", "en")]
    follower.library.remove("latte.it")  # as nobody should
    follower.index.sync(follower.library)
    follower.index._derived.mend()
    assert [vectors.count(language) for language in ("it", "en")] == before
    follower._follower._seen = None
    follower.sync()
    assert follower.ids() == keeper.ids()


def test_a_catalogue_made_anew_is_followed_too(
    chroma: ChromaRun, keeper: Machine, follower: Machine
) -> None:
    follower.sync()
    chroma.lose_everything()
    with pytest.raises(ChromaUnavailable, match="has no library"):
        follower.sync()
    with pytest.raises(ChromaUnavailable, match="does not have the vectors"):
        follower.index.search("latte")
    keeper.library.remove("latte.it")
    keeper.sync()
    follower.sync()
    assert follower.ids() == keeper.ids()
    assert "cerebras.en" in found(follower.index, "OpenAI")


def test_a_folder_with_articles_of_its_own_is_left_alone(
    keeper: Machine, follower: Machine
) -> None:
    follower.library.add(article("mine.en", "I wrote this."))
    with pytest.raises(LibraryUnusable, match="has 1 of its own"):
        follower.sync()
    assert set(follower.library.files()) == {"mine.en"}


def test_a_crash_while_copying_is_made_good(
    keeper: Machine, follower: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, left = Library.put, [2]

    def fail(library: Library, *arguments: object, **options: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return put(library, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "put", fail)
    with pytest.raises(KeyboardInterrupt):
        follower.sync()
    monkeypatch.undo()
    keeper.library.remove("cerebras.en")  # which may be among the copied
    keeper.sync()
    follower.sync()
    assert follower.ids() == set(follower.library.files()) == keeper.ids()
    assert set(read_state(follower.library.data / "followed.json")) == keeper.ids()


@pytest.mark.parametrize("name", ["../escaped", ".hidden", "a/b"])
def test_no_name_on_the_server_leads_out_of_the_folder(
    keeper: Machine, follower: Machine, tmp_path: Path, name: str
) -> None:
    catalogue = keeper.index._derived.vectors.find("catalogue")
    assert catalogue
    catalogue.upsert(
        ids=[name],
        embeddings=np.ones((1, 1), dtype=np.float32),
        metadatas=[{HASH: "x"}],
        documents=["Text."],
    )
    follower.sync()
    assert not list(tmp_path.rglob("*escaped*")) + list(tmp_path.rglob("*hidden*"))
    assert len(follower.library.files()) == 4


def test_a_copy_can_be_read_and_not_changed(keeper: Machine, follower: Machine) -> None:
    follower.sync()
    copy = Library(follower.library.data, with_demo=False, is_copy=True)
    assert copy.get("latte.it").title == "Il prezzo del latte"
    for attempt in (
        lambda: copy.add(NEWS[0]),
        lambda: copy.remove("latte.it"),
        lambda: copy.restore("latte.it"),
        lambda: copy.put("x", b"X.", None, replace=True),
    ):
        with pytest.raises(AccessRefused, match="copies of another library's"):
            attempt()
    assert len(copy.files()) == 4


def test_a_copy_can_take_the_place_of_the_library_that_is_lost(
    start: Start, server: ChromaServer, keeper: Machine, follower: Machine
) -> None:
    follower.sync()
    for machine in (keeper, follower):
        machine.index.close()
    promoted = start("follower", replace(server, library=f"{server.library}-2", owner="other"))
    promoted.library.add(article("penguins.en", "Penguins live in Antarctica."))
    promoted.sync()
    assert promoted.ids() == {*keeper.ids(), "penguins.en"}
    assert "penguins.en" in found(promoted.index, "Where do penguins live?")
