"""How the library knows an article again: by its text, its address, and its likeness."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from corpus import identity
from corpus import library as library_module
from corpus.article import Article
from corpus.library import Library, Outcome, Status
from corpus.markdown import article_to_markdown

TEXT = (
    "Zefiro Compute costruirà il suo centro di calcolo a Matera, accanto a un parco solare. La "
    "società ha firmato l'accordo con il comune dopo due anni di trattative. Il progetto vale 300 "
    "milioni di euro e darà lavoro a 120 persone. La prima sala assorbirà 40 megawatt."
)
ENGLISH = (
    "Zefiro Compute will build its data centre in Matera, next to a solar park. The company signed "
    "the agreement with the town after two years of talks. The project is worth 300 million euros "
    "and brings work to 120 people. The first hall will draw 40 megawatts."
)
STORY = Article("zefiro", "Zefiro a Matera", TEXT, "it", url="https://ilcavo.example/zefiro")


@pytest.fixture
def library(data: Path) -> Library:
    return Library(data, with_demo=False)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the article files that are read."""
    read: list[str] = []
    real = library_module.read_article

    def note(path: Path, id: str) -> Article:
        read.append(id)
        return real(path, id)

    monkeypatch.setattr(library_module, "read_article", note)
    return read


# -- the same address


@pytest.mark.parametrize(
    "url",
    [
        "https://ilcavo.example/zefiro",
        "http://www.ilcavo.example/zefiro/",
        "https://ilcavo.example:443/zefiro?utm_source=social#costi",
    ],
)
def test_a_text_from_the_same_address_is_a_new_version_under_the_old_id(
    library: Library, url: str
) -> None:
    library.add(STORY)
    newer = replace(STORY, id="another-name", text=f"{TEXT} Il sindaco è contento.", url=url)
    assert library.add(newer) == Outcome("another-name", Status.REPLACED, "zefiro")
    assert list(library.files()) == ["zefiro"]
    assert library.get("zefiro").text.endswith("contento.")
    [kept] = (library.data / "trash").rglob("*.md")
    assert TEXT in kept.read_text()


@pytest.mark.parametrize(
    "other",
    [
        replace(STORY, id="en", text=ENGLISH, language="en"),
        replace(STORY, id="b", text="Un altro testo.", url="https://ilcavo.example/altro"),
        replace(STORY, id="b", text="Un altro testo.", url="https://ilcavo.example/zefiro?id=2"),
        replace(STORY, id="b", text="Un altro testo.", url=""),
    ],
)
def test_another_language_or_address_is_another_article(library: Library, other: Article) -> None:
    library.add(STORY)
    assert library.add(other).status is Status.ADDED
    assert len(library.files()) == 2


def test_the_address_of_a_whole_site_is_no_articles(library: Library) -> None:
    for id in ("a", "b"):
        article = replace(STORY, id=id, text=f"Il testo di {id}.", url="https://ilcavo.example/")
        assert library.add(article).status is Status.ADDED


def test_an_address_that_several_articles_share_tells_no_versions_apart(library: Library) -> None:
    for id in ("a", "b"):
        path = library.folder / f"{id}.md"
        path.write_text(article_to_markdown(replace(STORY, id=id, text=f"Il testo di {id}.")))
    assert library.add(replace(STORY, id="c", text="Terzo testo.")).status is Status.ADDED


def test_readers_see_the_old_version_or_the_new_one_and_never_half(library: Library) -> None:
    texts = {f"{TEXT}\n\n{word * 20_000}" for word in ("uno ", "due ")}
    texts = {text.strip() for text in texts}
    library.add(replace(STORY, text=min(texts)))
    seen: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.append(library.get("zefiro").text)

    reader = threading.Thread(target=look)
    reader.start()
    for text in sorted(texts) * 5:
        library.add(replace(STORY, id="x", text=text))
    done.set()
    reader.join()
    assert seen
    assert set(seen) <= texts


# -- nearly the same text


def test_nearly_the_same_story_is_added_and_linked(library: Library) -> None:
    library.add(STORY)
    other = replace(
        STORY,
        id="altra",
        title="Matera avrà un centro di calcolo",
        text=f"Agenzia, 4 marzo. {TEXT} Riproduzione riservata.",
        url="https://agenzia.example/1",
    )
    assert library.add(other) == Outcome("altra", Status.ADDED, "altra", near="zefiro")
    assert set(library.files()) == {"zefiro", "altra"}


def test_nearly_the_same_story_is_left_out_when_asked_for(library: Library) -> None:
    library.add(replace(STORY, text=ENGLISH, language="en"))
    other = replace(STORY, id="other", text=f"Newswire. {ENGLISH}", language="en", url="")
    outcome = library.add(other, skip_near=True)
    assert outcome == Outcome("other", Status.SKIPPED, near="zefiro")
    assert list(library.files()) == ["zefiro"]


def test_a_translation_and_another_story_are_not_near(library: Library) -> None:
    library.add(STORY)
    assert library.add(replace(STORY, id="en", text=ENGLISH, language="en")).near == ""
    other = "Il prezzo del latte è salito del cinque per cento nel primo trimestre dell'anno."
    assert library.add(replace(STORY, id="b", text=other * 3, url="")).near == ""


def test_a_new_version_of_an_article_is_not_near_itself(library: Library) -> None:
    library.add(STORY)
    assert library.add(replace(STORY, text=f"{TEXT} Fine.")).near == ""


# -- at scale


def fill(library: Library, count: int, text: Callable[[int], str]) -> None:
    for number in range(count):
        article = Article(f"a{number}", f"Titolo {number}", text(number), "it")
        (library.folder / f"a{number}.md").write_text(article_to_markdown(article))


def test_a_version_of_the_same_length_in_the_same_moment_is_another_text(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = library_module.write_whole

    def write_in_one_moment(path: Path, text: str) -> None:
        real(path, text)
        os.utime(path, (1_800_000_000, 1_800_000_000))

    monkeypatch.setattr(library_module, "write_whole", write_in_one_moment)
    story = Article("zefiro", "Zefiro", "Zefiro builds in Matera.", "en")
    for text in (story.text, "Zefiro builds in Pesaro."):
        library.add(replace(story, text=text))
    assert library.add(replace(story, id="again")).status is Status.ADDED


def test_no_file_is_read_twice_to_compare(library: Library, reads: list[str]) -> None:
    fill(library, 30, lambda n: f"Il testo numero {n} parla di tutt'altro, e cioè del {n * 7}.")
    library.add(STORY)
    assert len(reads) == 30
    library.add(replace(STORY, id="b", text=ENGLISH, language="en"))
    assert reads[30:] == ["zefiro"]
    library.close()
    again = Library(library.data, with_demo=False)
    again.add(replace(STORY, id="c", text="Un testo breve.", url=""))
    assert reads[31:] == ["b"]


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_known_of_identities_is_made_again_when_damaged(
    library: Library, damage: bytes
) -> None:
    library.add(STORY)
    library.close()
    folder = library.data / "index"
    for file in folder.iterdir():
        file.unlink()
    (folder / "identities.sqlite").write_bytes(damage)
    again = Library(library.data, with_demo=False)
    assert again.add(replace(STORY, id="copy")).article == "zefiro"


def test_identities_that_are_deleted_under_a_running_library_are_made_again(
    library: Library,
) -> None:
    library.add(STORY)
    for file in (library.data / "index").iterdir():
        file.unlink()
    assert library.add(replace(STORY, id="copy")).status is Status.UNCHANGED


def test_adding_one_of_two_thousand_takes_a_fraction_of_a_second(library: Library) -> None:
    words = "energia rete sala chip costo gara bando fondo acqua sole vento prezzo".split()
    fill(
        library,
        2000,
        lambda n: " ".join(f"{word}{(n * 7919 + k * 31) % 9973}" for k, word in enumerate(words)),
    )
    library.add(STORY)
    began = time.perf_counter()
    library.add(replace(STORY, id="b", text=ENGLISH, language="en"))
    assert time.perf_counter() - began < 2


def test_a_disk_without_room_for_identities_stops_no_article(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = identity._connect

    def connect(path: str) -> sqlite3.Connection:
        connection = real(path)
        if path != ":memory:":
            connection.execute("PRAGMA max_page_count = 1")  # as many as there are already
        return connection

    monkeypatch.setattr(identity, "_connect", connect)
    for number in range(30):
        story = replace(STORY, id=f"story-{number}", text=f"{TEXT} {number}", url="")
        assert library.add(story).status is Status.ADDED
    assert library.add(replace(story, id="again")).status is Status.UNCHANGED
