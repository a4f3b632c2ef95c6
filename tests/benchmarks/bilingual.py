"""The bilingual benchmark: paragraphs and questions that exist in Italian and in English."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.library import Library
from corpus.markdown import article_to_markdown

LANGUAGES = ("it", "en")
DIRECTIONS = (("it", "it"), ("en", "en"), ("en", "it"), ("it", "en"))
"""Language of the question, then of the paragraph; tables have a column for each."""


@dataclass(frozen=True, slots=True)
class BenchQuestion:
    """A question with the one right document of each language.

    `topic` is the encyclopaedia article that the documents are paragraphs of: questions of one
    topic must not be split between training and test.
    """

    text: str
    language: str
    gold: dict[str, str]
    topic: str


def read_questions(folder: Path) -> list[BenchQuestion]:
    """The benchmark's questions, each once though it has a line for each direction."""
    found: dict[tuple[str, str, int], dict[str, str]] = {}
    times_seen: dict[tuple[str, str, str], int] = {}
    for line in _lines(folder / "questions.jsonl"):
        target = line["direction"].partition("->")[2]
        text, language = line["question"], line["language"]
        # A few questions are asked of several paragraphs: their lines stand in the same order.
        times = times_seen.get((text, language, target), 0)
        times_seen[text, language, target] = times + 1
        found.setdefault((text, language, times), {})[target] = line["documents"][0]
    return [
        BenchQuestion(text, language, gold, topic=gold[language].split("-")[1])
        for (text, language, _), gold in found.items()
    ]


def write_library(folder: Path, data: Path) -> Library:
    """A library in `data` with every document of the benchmark as an article of its own."""
    articles = data / "articles"
    articles.mkdir(parents=True)
    for line in _lines(folder / "documents.jsonl"):
        article = Article(line["id"], line["id"], line["text"], line["language"])
        file = articles / f"{article.id}.md"
        file.write_text(article_to_markdown(article), encoding="utf-8")
    return Library(data, with_demo=False)


def mean_reciprocal_rank(ranks: Sequence[int]) -> float:
    """The mean of 1/rank, ranks counted from 1; a rank of 0 means "not found" and counts 0."""
    return sum(1 / rank for rank in ranks if rank) / len(ranks)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
