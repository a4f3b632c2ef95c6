from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from corpus.article import Article

ARTICLE = Article("a.en", "A deal", "OpenAI chose Cerebras.", "en", published=date(2026, 1, 14))


def test_article_speaks_for_its_last_revision() -> None:
    assert ARTICLE.as_of == date(2026, 1, 14)
    assert replace(ARTICLE, updated=date(2026, 2, 1)).as_of == date(2026, 2, 1)
    assert replace(ARTICLE, published=None).as_of is None


def test_text_hash_is_that_of_title_and_text_alone() -> None:
    same = replace(ARTICLE, id="b", language="it", published=None, outlet="Sibilla", url="http://x")
    assert same.text_hash == ARTICLE.text_hash
    assert replace(ARTICLE, title="Another deal").text_hash != ARTICLE.text_hash
    assert replace(ARTICLE, text="OpenAI chose AMD.").text_hash != ARTICLE.text_hash


def test_article_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        ARTICLE.title = "Another"  # type: ignore[misc]
