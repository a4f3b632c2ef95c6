import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newsdesk import NEWS, CountingEncoder, HashingEncoder, article, found

from corpus.article import Article
from corpus.library import Library
from corpus.markdown import article_to_markdown
from index.catalogue import Index
from index.ledger import Ledger
from index.lexical import Expansion, LexicalIndex
from index.passage import Filters, Vectors
from index.records import SENTENCE_START, Stamp
from index.sync import Synchroniser, SyncReport
from index.words import is_function_word, split_words

_SECTION = "\n\n## Capacity\n\n"


def words_find(lexical: LexicalIndex, word: str) -> list[str]:
    """The keys of the passages with a word."""
    return list(lexical.search([[Expansion(word, 1.0)]], Filters()).scores)


def put_back(library: Library, id: str, text: str) -> None:
    """Write an article's file as a hand would, without the library."""
    (library.folder / f"{id}.md").write_text(text, encoding="utf-8")


def test_a_first_sync_adds_everything_and_a_second_does_nothing(
    index: Index, news: Library, counter: CountingEncoder
) -> None:
    report = index.sync(news)
    assert report == SyncReport(added=("cerebras.en", "cerebras.it", "latte.it", "reactors.en"))
    assert report.did_something
    counter.forget()
    revision = index.revision
    again = index.sync(news)
    assert again == SyncReport()
    assert not again.did_something
    assert index.revision == revision
    assert (counter.texts, counter.words) == ([], [])


def test_every_text_is_encoded_once_however_often_it_stands(
    index: Index, library: Library, counter: CountingEncoder
) -> None:
    library.add(article("a", "Same sentence. Same sentence.\n\n# H\n\nSame sentence."))
    library.add(article("b", "Same sentence."))
    index.sync(library)
    assert sorted(counter.texts) == [
        "About a",
        "About a. H",
        "About b",
        "Same sentence.",
        "Same sentence. Same sentence.",
    ]
    assert len(counter.words) == len(set(counter.words))


def test_an_edit_encodes_the_new_sentence_its_passage_and_its_new_words_only(
    index: Index, news: Library, counter: CountingEncoder
) -> None:
    index.sync(news)
    counter.forget()
    old = news.get("cerebras.en")
    edited = old.text.replace("ten billion dollars", "twenty billion euros")
    news.add(replace(old, text=edited))
    assert index.sync(news).changed == ("cerebras.en",)
    assert sorted(counter.texts) == [
        "OpenAI chose Cerebras for fast inference. The contract is worth twenty billion euros.",
        "The contract is worth twenty billion euros.",
    ]
    assert sorted(counter.words) == ["euros", "twenty"]


@pytest.mark.parametrize(
    ("change", "above"),
    [
        (lambda old: replace(old, outlet="Another", url="https://x.example"), []),
        (
            lambda old: replace(old, text=f"# New section\n\n{old.text}"),
            ["OpenAI picks Cerebras. New section"],
        ),
        (
            lambda old: replace(old, text="\n\n## New\n\n".join(old.text.split(_SECTION)[::-1])),
            ["OpenAI picks Cerebras. New"],
        ),
    ],
    ids=["card", "heading", "order"],
)
def test_a_change_that_brings_no_new_text_encodes_what_stands_above_at_most(
    index: Index,
    news: Library,
    counter: CountingEncoder,
    change: Callable[[Article], Article],
    above: list[str],
) -> None:
    index.sync(news)
    counter.forget()
    changed = change(news.get("cerebras.en"))
    put_back(news, "cerebras.en", article_to_markdown(changed))
    assert index.sync(news).changed == ("cerebras.en",)
    assert (counter.texts, counter.words) == (above, [])
    assert index.article("cerebras.en") == changed


@pytest.mark.parametrize(
    ("title", "says"),
    [("it-00-004", False), ("IMG_2034", False), ("Untitled", False), ("JUPITER", True)],
)
def test_a_title_that_nobody_wrote_is_not_what_stands_above_a_passage(
    index: Index, library: Library, counter: CountingEncoder, title: str, says: bool
) -> None:
    text = "The machine of Jülich has 24,000 chips."
    library.add(replace(article("jupiter", text), title=title))
    index.sync(library)
    assert (title in counter.texts) is says


def test_a_file_that_was_only_touched_is_not_indexed_again(
    index: Index, news: Library, counter: CountingEncoder
) -> None:
    index.sync(news)
    counter.forget()
    revision = index.revision
    os.utime(news.folder / "latte.it.md", (1, 1))
    assert index.sync(news) == SyncReport()
    assert index.revision == revision
    assert counter.texts == []


def test_an_article_that_changes_language_is_searched_in_the_new_one_only(
    index: Index, news: Library
) -> None:
    index.sync(news)
    news.add(replace(NEWS[2], language="it", text=NEWS[2].text + " Addio."))
    index.sync(news)
    languages = {
        f.passage.language
        for f in index.search("reactors").passages
        if f.article.id == "reactors.en"
    }
    assert languages == {"it"}


def test_an_edited_article_is_found_by_its_new_text_and_never_by_its_old(
    index: Index, news: Library
) -> None:
    index.sync(news)
    news.add(replace(news.get("cerebras.en"), text="Penguins live in Antarctica."))
    index.sync(news)
    texts = {
        f.passage.text
        for f in index.search("Cerebras contract capacity", 50).passages
        if f.article.id == "cerebras.en"
    }
    assert texts == {"Penguins live in Antarctica."}
    vectors, lexical = index._derived.vectors, index._derived.lexical("en")
    assert vectors.count("en") == lexical.count() == 2
    assert words_find(lexical, "megawatts") == []
    assert words_find(lexical, "penguins") == ["cerebras.en#0"]


def test_a_removed_article_is_gone_from_everywhere(index: Index, news: Library) -> None:
    index.sync(news)
    news.remove("latte.it")
    assert index.sync(news) == SyncReport(removed=("latte.it",))
    assert "latte.it" not in found(index, "Quanto è salito il prezzo del latte?")
    assert index._derived.vectors.count("it") == index._derived.lexical("it").count() == 2
    assert words_find(index._derived.lexical("it"), "latte") == []
    assert [card.id for card in index.cards()] == ["cerebras.en", "cerebras.it", "reactors.en"]


def test_an_article_that_comes_back_is_found_again(index: Index, news: Library) -> None:
    for _ in range(2):
        index.sync(news)
        news.remove("latte.it")
        index.sync(news)
        news.add(NEWS[3])
    index.sync(news)
    assert found(index, "prezzo del latte", filters=Filters(language="it"))[0] == "latte.it"
    assert index._derived.vectors.count("it") == 3


def test_the_last_article_of_a_language_can_go(index: Index, news: Library) -> None:
    index.sync(news)
    news.remove("latte.it")
    news.remove("cerebras.it")
    index.sync(news)
    assert set(found(index, "OpenAI ha scelto Cerebras")) == {"cerebras.en", "reactors.en"}


def test_a_library_can_become_empty(index: Index, news: Library) -> None:
    index.sync(news)
    for card in NEWS:
        news.remove(card.id)
    index.sync(news)
    assert found(index, "OpenAI") == []
    assert index.passage_count == 0


def test_a_file_that_cannot_be_read_is_refused_and_stops_no_other(
    index: Index, news: Library
) -> None:
    index.sync(news)
    put_back(news, "latte.it", "---\ntitle: [\n---\nText.")
    (news.folder / "binary.md").write_bytes(b"\xff\xfe\x00")
    put_back(news, "empty", "---\ntitle: Nothing\n---\n")
    put_back(news, "fine", "A new article on penguins.")
    report = index.sync(news)
    assert report.added == ("fine",)
    assert set(report.refused) == {"latte.it", "binary", "empty"}
    assert "latte.it" in found(index, "prezzo del latte")  # the last readable version stays
    assert set(index.sync(news).refused) == {"latte.it", "binary", "empty"}


def test_a_mended_file_is_indexed_again(index: Index, news: Library) -> None:
    put_back(news, "latte.it", "---\ntitle: [\n---\nText.")
    assert "latte.it" in index.sync(news).refused
    put_back(news, "latte.it", "---\ntitle: Latte\nlanguage: it\n---\nIl latte è salito.")
    assert index.sync(news).added == ("latte.it",)


ODD = {
    "endless-word": "https://example.com/" + "a" * 1_500,
    "sigma": "ΑΣ. Β ΑΣ.Β",  # the small letter depends on what follows
    "dots": "…",
    "emoji": "😀",
    "letter": "x",
    "odd-case": "İstanbul. ǅ ﬁn",
    "no-sentence": "word " * 5_000,
    "headings": "# Only\n\n## Headings",
}


@pytest.mark.parametrize("names", [list(ODD), ["headings"]], ids=["all", "headings-alone"])
@pytest.mark.parametrize("language", ["it", "ja"])
def test_no_article_however_odd_disturbs_sync_or_search(
    index: Index, news: Library, names: list[str], language: str
) -> None:
    for name in names:
        put_back(news, name, f"---\ntitle: Odd\nlanguage: {language}\n---\n\n{ODD[name]}")
    assert set(index.sync(news).added) >= set(names)
    english = Filters(language="en")
    assert found(index, "Why did OpenAI choose Cerebras?", filters=english)[0] == "cerebras.en"
    assert "cerebras.en" in found(index, "Why did OpenAI choose Cerebras?", count=100)
    for name in names:
        news.remove(name)
    index.sync(news)
    assert not set(names) & set(found(index, "word example x 😀", count=100))


def test_progress_is_told_in_bytes_and_ends_with_all_done(index: Index, library: Library) -> None:
    for n in range(40):
        library.add(article(f"a{n:02}", f"Article number {n}."))
    size = sum(state.size for state in library.files().values())
    told: list[tuple[int, int]] = []
    index.sync(library, lambda done, total: told.append((done, total)))
    assert {total for _, total in told} == {size}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (size, size)


def test_a_long_article_shows_signs_of_life_while_it_is_encoded(
    index: Index, library: Library
) -> None:
    index.encoder = HashingEncoder()
    library.add(article("book", "\n\n".join(f"Sentence {n} of the book." for n in range(1_500))))
    told: list[int] = []
    index.sync(library, lambda done, total: told.append(100 * done // total))
    assert len(told) >= 4
    assert told == sorted(told)


def test_long_articles_are_written_one_by_one_so_that_a_crash_loses_one_at_most(
    index: Index, library: Library
) -> None:
    index.encoder = HashingEncoder()
    for name in ("one", "three", "two"):
        text = "\n\n".join(f"Sentence {n} of book {name}. {'word ' * 100}" for n in range(200))
        library.add(article(name, text))
    written: list[int] = []
    index.sync(library, lambda done, total: written.append(len(index.cards())))
    assert sorted(set(written)) == [0, 1, 2, 3]


class FailingEncoder(CountingEncoder):
    """Fails when it comes to a text that says so."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        if any("fail" in text for text in texts):
            raise MemoryError("no more")
        return super().encode_texts(texts)


def test_a_sync_that_breaks_off_keeps_what_was_done_and_the_next_one_finishes(
    index: Index, library: Library, counter: CountingEncoder
) -> None:
    failing = FailingEncoder(counter)
    index.encoder = failing
    library.add(article("a00", "Something to remove."))
    index.sync(library)
    library.remove("a00")
    for n in range(1, 41):
        library.add(article(f"a{n:02}", f"Article number {n}." if n < 40 else "Please fail."))
    with pytest.raises(MemoryError):
        index.sync(library)
    assert len(index.cards()) == 32
    assert "a00" not in found(index, "Something to remove", count=100)
    library.remove("a40")
    failing.forget()
    index.sync(library)
    assert len(index.cards()) == 39
    assert sum("number" in text for text in failing.texts) == 7
    assert index._derived.vectors.count("en") == index._derived.lexical("en").count() == 39


def test_what_a_broken_off_sync_left_out_of_chroma_is_caught_up_with_nothing_else_to_do(
    index: Index, news: Library
) -> None:
    index.sync(news)

    def interrupted() -> None:
        raise KeyboardInterrupt

    news.remove("latte.it")
    synchroniser = Synchroniser(news, index._ledger, index.encoder)
    with pytest.raises(KeyboardInterrupt):
        synchroniser.run(lambda done, total: None, interrupted)
    assert index._derived.vectors.count("it") == 3
    assert index.sync(news) == SyncReport()
    assert index._derived.vectors.count("it") == index._derived.lexical("it").count() == 2


def test_every_word_of_every_sentence_has_its_place_in_the_vocabulary(
    index: Index, news: Library
) -> None:
    index.sync(news)
    for item in index._ledger.passages_of("cerebras.it"):
        groups = np.split(item.words, np.flatnonzero(item.words == SENTENCE_START))[1:]
        for sentence, group in zip(item.passage.sentences, groups, strict=True):
            words = index._ledger.words_at("it", group[1:].tolist())
            assert set(words) == {w for w in split_words(sentence.text) if not is_function_word(w)}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.one_of(
        st.text(min_size=1, max_size=300),
        st.text("aΣ. \n#", min_size=1, max_size=1_500),
        st.text("abß.İ-", min_size=600, max_size=1_500),
    ),
    language=st.sampled_from(["it", "en", "fr"]),
)
def test_any_text_goes_through_sync(data: Path, text: str, language: str) -> None:
    library = Library(data, with_demo=False)
    put_back(library, "odd", f"---\ntitle: T\nlanguage: {language}\n---\n\nx {text}")
    ledger = Ledger(data / "ledger.sqlite")
    if not ledger.stamp:
        ledger.start_over(Stamp("hashing", 256, 1))
    report = Synchroniser(library, ledger, HashingEncoder()).run(
        lambda done, total: None, lambda: None
    )
    assert not report.refused
    stored = ledger.article("odd")
    assert stored
    for item in ledger.passages_of("odd"):
        assert stored.text[item.passage.start : item.passage.end] == item.passage.text
        assert np.count_nonzero(item.words == SENTENCE_START) == len(item.sentence_vectors)
