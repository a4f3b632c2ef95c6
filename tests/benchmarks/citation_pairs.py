"""The pairs of the citation benchmark: a sentence, and the passage of the demo corpus it cites."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.checking.claim import CitedPassage
from bot.checking.meaning import Meanings
from corpus.article import Article
from corpus.library import DEMO_FOLDER, read_article
from index.chunking import split_passages
from index.passage import ArticleCard, Passage, RankedPassage

PAIRS = Path(__file__).parents[1] / "pairs" / "citations.jsonl"
KINDS = ("number", "date", "name", "unit", "negation", "roles", "invented")


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and the passage it cites; `fault` is the kind that was planted, "" for none.

    `quote` are words of the article that bear the sentence out, or that the fault contradicts.
    """

    sentence: str
    language: str
    article: str
    quote: str
    fault: str

    @property
    def story(self) -> str:
        """What the article tells, whatever its language."""
        return self.article.rpartition(".")[0]

    @property
    def direction(self) -> tuple[str, str]:
        """The languages of the sentence and of its passage."""
        return self.language, self.article.rpartition(".")[2]


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """The pairs, in the order of the file."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Pair(**fields | {"fault": fields["fault"] or ""}) for fields in lines]


Item = TypeVar("Item")


def halves(items: Sequence[Item], story: Callable[[Item], str]) -> tuple[list[Item], list[Item]]:
    """Development and test: every other story, so that no fact is in both."""
    development = set(sorted({story(item) for item in items})[::2])
    return (
        [item for item in items if story(item) in development],
        [item for item in items if story(item) not in development],
    )


class Passages:
    """The passages of the demo corpus with their vectors, made when first asked for."""

    def __init__(self, meanings: Meanings) -> None:
        self._meanings = meanings
        self._articles: dict[str, tuple[Article, list[Passage]]] = {}

    def holding(self, pair: Pair) -> CitedPassage:
        """The passage that holds a pair's quotation.

        Raises:
            LookupError: the article has no such words.
        """
        if pair.article not in self._articles:
            article = read_article(DEMO_FOLDER / f"{pair.article}.md", pair.article)
            self._articles[pair.article] = article, split_passages(article)
        article, passages = self._articles[pair.article]
        for passage in passages:
            if pair.quote in passage.text:
                return CitedPassage.of(self._ranked(article, passage))
        raise LookupError(f"{pair.quote!r} is not in {pair.article}")

    def _ranked(self, article: Article, passage: Passage) -> RankedPassage:
        card = ArticleCard(
            id=article.id,
            title=article.title,
            language=article.language,
            published=article.published,
            updated=article.updated,
        )
        vectors = self._meanings.texts([sentence.text for sentence in passage.sentences])
        return RankedPassage(passage, card, 0.0, 0.0, 0.0, sentence_vectors=vectors)
