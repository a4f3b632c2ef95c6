"""The pairs of the citation benchmark are what the benchmark says they are."""

from collections import Counter
from pathlib import Path

import pytest

from corpus.library import DEMO_FOLDER
from tests.benchmarks.citation_pairs import KINDS, halves, read_pairs

PAIRS = read_pairs()


def test_half_of_at_least_300_pairs_are_true() -> None:
    assert len(PAIRS) >= 300
    assert sum(not pair.fault for pair in PAIRS) * 2 == len(PAIRS)


def test_true_sentences_are_of_many_stories_and_all_four_directions() -> None:
    true = [pair for pair in PAIRS if not pair.fault]
    assert len({pair.story for pair in true}) >= 40
    assert min(Counter(pair.direction for pair in true).values()) >= 40


def test_each_fault_has_its_kind_and_differs_from_the_true_sentence() -> None:
    assert {pair.fault for pair in PAIRS} - {""} == set(KINDS)
    assert len({pair.sentence for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("article", sorted({pair.article for pair in PAIRS}))
def test_every_quotation_is_in_its_article(article: str) -> None:
    text = Path(DEMO_FOLDER / f"{article}.md").read_text(encoding="utf-8")
    for pair in PAIRS:
        if pair.article == article:
            assert pair.quote in text


def test_no_story_is_in_both_halves() -> None:
    development, test = halves(PAIRS, lambda pair: pair.story)
    assert not {pair.story for pair in development} & {pair.story for pair in test}
