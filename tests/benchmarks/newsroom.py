"""Many articles that nobody wrote: sentences of the demo corpus, mixed, with other figures.

Each is unlike every other, and like real news in its words, its length and its headings, so that
reading, splitting, encoding and storing it costs what real news cost.
"""

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from corpus.article import Article
from corpus.library import DEMO_FOLDER, read_article
from corpus.markdown import article_to_markdown
from index.chunking import split_passages

_SENTENCES_A_PARAGRAPH = 4
_PARAGRAPHS = 3
_DIGITS = re.compile(r"\d+")


def write_articles(folder: Path, count: int, seed: int = 1) -> None:
    """Write `count` articles as Markdown files, half of them Italian."""
    folder.mkdir(parents=True, exist_ok=True)
    for article in mixed_articles(count, seed):
        file = folder / f"{article.id}.md"
        file.write_text(article_to_markdown(article), encoding="utf-8")


def mixed_articles(count: int, seed: int = 1) -> Iterator[Article]:
    """`count` articles of about 250 words, in Italian and English by turns; a seed makes them."""
    chance = random.Random(seed)
    sentences = {language: _demo_sentences(language) for language in ("it", "en")}
    for number in range(count):
        language = ("it", "en")[number % 2]
        chosen = chance.sample(sentences[language], _PARAGRAPHS * _SENTENCES_A_PARAGRAPH + 1)
        title, *told = (_with_other_figures(sentence, chance) for sentence in chosen)
        paragraphs = [
            " ".join(told[first : first + _SENTENCES_A_PARAGRAPH])
            for first in range(0, len(told), _SENTENCES_A_PARAGRAPH)
        ]
        yield Article(
            id=f"mixed-{seed}-{number:06}.{language}",
            title=title[:90],
            text="\n\n".join(paragraphs),
            language=language,
            outlet="Mixed News",
            published=date(2026, 1, 1) + timedelta(days=number % 300),
        )


def _demo_sentences(language: str) -> list[str]:
    articles = (
        read_article(path, path.stem) for path in sorted(DEMO_FOLDER.glob(f"*.{language}.md"))
    )
    passages = (passage for article in articles for passage in split_passages(article))
    return [" ".join(s.text.split()) for passage in passages for s in passage.sentences]


def _with_other_figures(sentence: str, chance: random.Random) -> str:
    def other(match: re.Match[str]) -> str:
        return "".join(chance.choice("123456789") for _ in match.group())

    return _DIGITS.sub(other, sentence)
