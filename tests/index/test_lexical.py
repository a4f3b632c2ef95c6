from collections.abc import Sequence
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from newsdesk import entry

from index.lexical import Expansion, LexicalHits, LexicalIndex
from index.passage import Filters

EVERYTHING = Filters()
NO_VECTOR = np.zeros(2, dtype=np.float32)


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    return LexicalIndex(tmp_path / "lexical")


def put(index: LexicalIndex, **texts: str) -> None:
    index.change([], [entry(f"{name}#0", text, NO_VECTOR) for name, text in texts.items()])


def ask(index: LexicalIndex, *words: str | Sequence[Expansion]) -> LexicalHits:
    asked = [[Expansion(word, 1.0)] if isinstance(word, str) else word for word in words]
    return index.search(asked, EVERYTHING)


def test_passages_with_more_of_the_words_come_first(index: LexicalIndex) -> None:
    put(index, one="OpenAI chose Cerebras", two="Nobody chose milk", three="Small reactors")
    assert list(ask(index, "openai", "chose", "cerebras").scores) == ["one#0", "two#0"]


def test_case_and_punctuation_do_not_matter_but_accents_do(index: LexicalIndex) -> None:
    put(index, one="«CITTÀ», disse.", two="citta")
    assert list(ask(index, "città").scores) == ["one#0"]


def test_rare_words_weigh_more(index: LexicalIndex) -> None:
    put(index, a="milk chips", b="milk", c="milk", d="chips rise")
    scores = ask(index, "milk", "chips").scores
    assert scores["d#0"] > scores["b#0"]


def test_an_expansion_scores_by_its_weight(index: LexicalIndex) -> None:
    put(index, one="scelto", two="latte")
    (full,) = ask(index, [Expansion("scelto", 1.0)]).scores.values()
    (half,) = ask(index, [Expansion("scelto", 0.5)]).scores.values()
    assert half == pytest.approx(full / 2, rel=1e-5)


def test_of_the_expansions_of_one_word_only_the_best_counts(index: LexicalIndex) -> None:
    put(index, one="scelto preferito", two="latte", three="scelto latte", four="preferito latte")
    both = ask(index, [Expansion("scelto", 0.9), Expansion("preferito", 0.8)]).scores
    best = ask(index, [Expansion("scelto", 0.9)]).scores
    assert both["one#0"] == pytest.approx(best["one#0"], rel=1e-5)


def test_question_words_add_up(index: LexicalIndex) -> None:
    put(index, one="openai cerebras", two="latte")
    separate = ask(index, "openai").scores["one#0"] + ask(index, "cerebras").scores["one#0"]
    assert ask(index, "openai", "cerebras").scores["one#0"] == pytest.approx(separate, rel=1e-5)


def test_mean_and_deviation_count_passages_without_a_hit(index: LexicalIndex) -> None:
    put(index, one="chips", two="milk", three="chips chips milk", four="reactors")
    hits = ask(index, "chips")
    scores = np.array([*hits.scores.values(), 0, 0])
    assert len(hits.scores) == 2
    assert hits.mean == pytest.approx(scores.mean(), rel=1e-5)
    assert hits.deviation == pytest.approx(scores.std(), rel=1e-4)


@pytest.mark.parametrize("words", [[], [[]], [[], []], [[Expansion("nowhere", 1.0)]]])
def test_nothing_asked_or_nothing_met_gives_no_hit(
    index: LexicalIndex, words: list[list[Expansion]]
) -> None:
    put(index, one="chips")
    assert index.search(words, EVERYTHING) == LexicalHits({})


def test_an_empty_index_gives_no_hit(index: LexicalIndex) -> None:
    assert ask(index, "chips") == LexicalHits({})
    assert (index.count(), index.document_frequency("chips")) == (0, 0)


def test_document_frequency_counts_passages_not_occurrences(index: LexicalIndex) -> None:
    put(index, one="chips chips chips", two="chips", three="milk")
    assert index.document_frequency("chips") == 2
    assert index.count() == 3


def test_a_passage_put_in_again_is_replaced_and_one_taken_out_is_gone(index: LexicalIndex) -> None:
    put(index, one="chips", two="milk")
    put(index, one="reactors")
    assert ask(index, "chips").scores == {}
    assert list(ask(index, "reactors").scores) == ["one#0"]
    index.change(["one#0", "not-there#0"], [])
    assert ask(index, "reactors").scores == {}
    assert index.count() == 1


@pytest.mark.parametrize("word", ['"', "a AND b", "*", "(", "+x", "key:one", "\\", "è'", "日本"])
def test_words_are_words_and_never_query_syntax(index: LexicalIndex, word: str) -> None:
    put(index, one="chips", two="b key one x")
    assert ask(index, word).scores == {}


def test_what_was_put_in_is_there_when_opened_again(tmp_path: Path) -> None:
    put(LexicalIndex(tmp_path / "lexical"), one="chips")
    assert LexicalIndex(tmp_path / "lexical").count() == 1


def test_a_reader_sees_what_another_has_written_after_reloading(tmp_path: Path) -> None:
    reader = LexicalIndex(tmp_path / "lexical")
    put(LexicalIndex(tmp_path / "lexical"), one="chips")
    reader.reload()
    assert list(ask(reader, "chips").scores) == ["one#0"]


def test_a_damaged_folder_raises_value_error(tmp_path: Path) -> None:
    put(LexicalIndex(tmp_path / "lexical"), one="chips")
    (tmp_path / "lexical" / "meta.json").write_text("{")
    with pytest.raises(ValueError, match=r"meta\.json|EOF"):
        LexicalIndex(tmp_path / "lexical")


@pytest.mark.parametrize(
    ("since", "until", "outlet"),
    list(
        product(
            [None, date(2026, 1, 1)],
            [None, date(2026, 1, 1), date.max],
            ["", "Il Cavo", "il cavo", "Cavo"],
        )
    ),
)
def test_filters_hold_back_what_they_say_and_change_no_score(
    index: LexicalIndex, since: date | None, until: date | None, outlet: str
) -> None:
    dates = [None, date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30)]
    where = list(product(dates, ["Il Cavo", "The Wire"]))
    index.change(
        [],
        [
            entry(f"a{n}#0", "chips " * (n + 1), NO_VECTOR, published=published, outlet=name)
            for n, (published, name) in enumerate(where)
        ],
    )
    expected = {
        f"a{n}#0"
        for n, (published, name) in enumerate(where)
        if (not since or (published and published >= since))
        and (not until or (published and published <= until))
        and outlet in ("", name)
    }
    chips = [[Expansion("chips", 1.0)]]
    found = index.search(chips, Filters(since=since, until=until, outlet=outlet)).scores
    unfiltered = index.search(chips, EVERYTHING).scores
    assert set(found) == expected
    assert found == {key: unfiltered[key] for key in found}


def test_a_word_never_stands_in_more_passages_than_there_are(index: LexicalIndex) -> None:
    # tantivy counts passages taken out until it merges; the idf would become negative.
    put(index, one="chips", two="chips", three="chips", four="milk")
    index.change(["one#0", "two#0"], [])
    assert 1 <= index.document_frequency("chips") <= index.count() == 2


def test_scores_of_single_passages_are_those_of_the_search(index: LexicalIndex) -> None:
    put(index, one="milk chips", two="milk", three="chips rise", four="nothing of the sort")
    asked = [[Expansion("milk", 1.0)], [Expansion("chips", 0.7)]]
    everything = index.search(asked, EVERYTHING).scores
    found = index.scores_of(asked, ["two#0", "three#0", "four#0", "unknown#0"])
    assert found == pytest.approx({key: everything[key] for key in ("two#0", "three#0")}, rel=1e-5)
    assert index.scores_of([], ["two#0"]) == index.scores_of(asked, []) == {}


def test_how_many_are_told_apart_changes_neither_mean_nor_deviation(index: LexicalIndex) -> None:
    put(index, **{f"a{n}": f"milk {'chips ' * n}" for n in range(9)})
    asked = [[Expansion("milk", 1.0)], [Expansion("chips", 1.0)]]
    every, few = index.search(asked, EVERYTHING), index.search(asked, EVERYTHING, 3)
    assert list(few.scores.items()) == list(every.scores.items())[:3]
    assert (few.mean, few.deviation) == (every.mean, every.deviation)
