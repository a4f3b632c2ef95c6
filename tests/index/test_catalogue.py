import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from newsdesk import NEWS, CountingEncoder, HashingEncoder, article, found
from test_ledger import newer_stamp

from corpus.errors import ArticleUnknown, LibraryUnusable
from corpus.library import Library
from index.catalogue import Index
from index.embedding import DEFAULT_MODEL
from index.passage import Filters, Vectors

Open = Callable[[], Index]


def test_an_index_is_empty_until_it_is_synchronised(index: Index) -> None:
    assert (index.passage_count, index.revision, index.cards()) == (0, 0, [])
    assert index.model == DEFAULT_MODEL
    with pytest.raises(ArticleUnknown, match=r"latte\.it"):
        index.article("latte.it")


def test_an_index_knows_its_articles(index: Index, news: Library) -> None:
    index.sync(news)
    assert index.passage_count == 6
    assert [card.id for card in index.cards()] == sorted(a.id for a in NEWS)
    assert index.article("latte.it") == news.get("latte.it")


def test_what_is_found_can_be_quoted_from_the_article(index: Index, news: Library) -> None:
    index.sync(news)
    for ranked in index.search("OpenAI Cerebras latte", 50).passages:
        text = index.article(ranked.article.id).text
        assert text[ranked.passage.start : ranked.passage.end] == ranked.passage.text
        for s in ranked.passage.sentences:
            assert text[s.start : s.end] == s.text


def test_quotations_hold_while_the_file_was_edited_but_not_yet_indexed(
    index: Index, news: Library
) -> None:
    index.sync(news)
    (news.folder / "latte.it.md").write_text("---\ntitle: T\n---\nOther.")
    text = index.article("latte.it").text
    for ranked in index.search("latte", 50, Filters(language="it")).passages:
        if ranked.article.id == "latte.it":
            assert text[ranked.passage.start : ranked.passage.end] == ranked.passage.text


def test_the_revision_grows_with_every_change_and_only_then(index: Index, news: Library) -> None:
    revisions = [index.revision]
    for change in (lambda: None, lambda: news.remove("latte.it"), lambda: news.add(NEWS[3])):
        change()
        index.sync(news)
        revisions.append(index.revision)
    assert revisions == sorted(set(revisions))
    index.sync(news)
    assert index.revision == revisions[-1]


def test_an_index_opened_again_finds_the_same(open_index: Open, news: Library) -> None:
    first = open_index()
    first.sync(news)
    before = first.search("OpenAI").passages
    first.close()
    assert open_index().search("OpenAI").passages == before


def test_closing_twice_does_no_harm(index: Index, news: Library) -> None:
    index.sync(news)
    index.close()
    index.close()


def test_a_second_index_in_the_same_process_sees_what_the_first_writes(
    open_index: Open, news: Library
) -> None:
    writer, reader = open_index(), open_index()
    writer.sync(news)
    assert "latte.it" in found(reader, "latte")
    news.remove("latte.it")
    news.add(article("penguins.en", "Penguins live in Antarctica."))
    writer.sync(news)
    assert "latte.it" not in found(reader, "latte")
    assert found(reader, "penguins", filters=Filters(language="en"))[0] == "penguins.en"
    writer.close()
    assert "penguins.en" in found(reader, "penguins")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(LibraryUnusable, match="cannot be used") as refused:
        Index(tmp_path / "file" / "index")
    assert "SIBILLA_DATA" in refused.value.tell("it")


def files(folder: Path) -> dict[str, int]:
    return {str(p.relative_to(folder)): p.stat().st_size for p in folder.rglob("*") if p.is_file()}


def test_an_index_of_a_newer_sibilla_is_refused_and_nothing_of_it_is_deleted(
    open_index: Open, news: Library, data: Path
) -> None:
    index = open_index()
    index.sync(news)
    index.close()
    (ledger,) = (data / "index").glob("*/ledger.sqlite")
    newer_stamp(ledger)
    sqlite3.connect(ledger).execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    before = files(data / "index")
    with pytest.raises(LibraryUnusable, match="newer Sibilla"):
        open_index()
    assert files(data / "index") == before


class BrittleEncoder(HashingEncoder):
    """Fails in the middle of the work."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        raise MemoryError("no more")


def test_another_model_gets_its_own_folder_and_the_old_goes_when_the_new_is_whole(
    open_index: Open, news: Library, data: Path
) -> None:
    old = open_index()
    old.sync(news)
    old.close()
    (old_folder,) = [path for path in (data / "index").iterdir() if path.is_dir()]

    new = Index(data / "index", "acme/hashing-256")
    new.encoder = BrittleEncoder()
    with pytest.raises(MemoryError):
        new.sync(news)
    assert found(open_index(), "latte")

    seen: list[bool] = []
    new.encoder = HashingEncoder()
    new.sync(news, lambda done, total: seen.append(old_folder.is_dir()))
    assert set(seen) == {True}
    assert not old_folder.exists()
    (new_folder,) = [path for path in (data / "index").iterdir() if path.is_dir()]
    assert new_folder.name.startswith("acme-hashing-256")
    assert found(new, "prezzo del latte", filters=Filters(language="it"))[0] == "latte.it"
    new.close()


def test_models_of_like_names_do_not_use_each_others_index(data: Path, news: Library) -> None:
    for model, dimension in (("acme/small", 16), ("acme-small", 32)):
        index = Index(data / "index", model)
        index.encoder = HashingEncoder(dimension)
        assert len(index.sync(news).added) == 4
        assert found(index, "latte")
        index.close()


def test_a_model_is_loaded_only_when_it_is_needed(data: Path) -> None:
    index = Index(data / "index", "/no/such/folder")
    assert index.cards() == []
    assert "encoder" not in vars(index)
    index.close()


def within(seconds: float, *threads: threading.Thread) -> None:
    """Start threads and see them end in time."""
    for thread in threads:
        thread.daemon = True
        thread.start()
    for thread in threads:
        thread.join(seconds)
        assert not thread.is_alive(), "still waiting"


def test_all_threads_share_the_right_to_write_that_a_server_holds(
    index: Index, news: Library
) -> None:
    # The server holds it in its main thread for as long as it runs; the watcher's thread and
    # the pages' threads synchronise.
    with index.writing(), index.writing():
        within(60, *(threading.Thread(target=index.sync, args=(news,)) for _ in range(3)))
        assert len(index.cards()) == 4
        within(60, threading.Thread(target=index.search, args=("latte",)))
    index.sync(news)


def test_several_threads_may_ask_a_just_opened_index_at_once(
    open_index: Open, news: Library
) -> None:
    first = open_index()
    first.sync(news)
    first.close()
    index = open_index()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: found(index, "latte", count=50), range(16)))
    assert all(answer == answers[0] for answer in answers)
    assert "latte.it" in answers[0]


def test_threads_search_while_articles_come_and_go(
    index: Index, news: Library, counter: CountingEncoder
) -> None:
    index.sync(news)
    gone: set[str] = set()
    done = threading.Event()

    def keep_asking(question: str) -> int:
        asked = 0
        while not done.is_set() or not asked:
            removed_before = set(gone)
            answer = set(found(index, question, count=200))
            assert not answer & removed_before
            assert {"cerebras.en", "cerebras.it"} <= answer
            asked += 1
        return asked

    questions = ["Who sells widgets?", "Chi vende bulloni?", "OpenAI Cerebras", "latte"]
    with ThreadPoolExecutor(len(questions)) as pool:
        asking = [pool.submit(keep_asking, question) for question in questions]
        try:
            for n in range(4):
                english = article(f"en{n}", f"Acme{n} sells widgets number{n} and gadget{n}.")
                news.add(english)
                news.add(article(f"it{n}", f"Acme{n} vende bulloni e vite{n}, dado{n}.", "it"))
                index.sync(news)
                assert f"en{n}" in found(index, f"Acme{n} widgets number{n}", count=200)
                news.remove(f"en{n}")
                index.sync(news)
                gone.add(f"en{n}")
        finally:
            done.set()
        assert all(future.result(60) for future in asking)
    assert index.passage_count == 6 + 4
    assert index._derived.vectors.count("en") == 3
    assert index._derived.vectors.count("it") == index._derived.lexical("it").count() == 7


def test_a_new_language_may_come_while_threads_search(index: Index, news: Library) -> None:
    index.sync(news)
    done = threading.Event()

    def keep_asking() -> None:
        while not done.is_set():
            assert found(index, "Who sells widgets?", count=200)

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(keep_asking) for _ in range(3)]
        try:
            for language in ("fr", "de"):
                news.add(article(f"a.{language}", "Widgets, OpenAI, data center.", language))
                index.sync(news)
                assert f"a.{language}" in found(index, "widgets", count=200)
        finally:
            done.set()
        for future in asking:
            future.result(60)


def test_the_old_index_answers_until_that_of_another_model_is_whole(
    news: Library, data: Path
) -> None:
    old = Index(data / "index")
    old.sync(news)
    old.close()

    new = Index(data / "index", "acme/hashing-256")
    new.encoder = HashingEncoder()
    while_building: list[tuple[str, bool]] = []

    def ask_meanwhile(done: int, total: int) -> None:
        while_building.append((new.model, bool(found(new, "prezzo del latte"))))

    assert [card.id for card in new.cards()] == sorted(news.files())
    new.sync(news, ask_meanwhile)
    assert while_building
    assert set(while_building) == {("use-multilingual-v3", True)}
    assert new.model == "acme/hashing-256"
    assert found(new, "prezzo del latte", filters=Filters(language="it"))[0] == "latte.it"
    new.close()


def test_an_interrupted_rebuild_goes_on_where_it_stopped(news: Library, data: Path) -> None:
    old = Index(data / "index")
    old.sync(news)
    old.close()
    broken = Index(data / "index", "acme/hashing-256")
    broken.encoder = BrittleEncoder()
    with pytest.raises(MemoryError):
        broken.sync(news)
    broken.close()

    again = Index(data / "index", "acme/hashing-256")
    assert again.model == "use-multilingual-v3"
    again.encoder = HashingEncoder()
    again.sync(news)
    assert again.model == "acme/hashing-256"
    again.close()
