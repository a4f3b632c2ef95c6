"""What the tests of the index work with: a few articles, encoders, and other processes."""

import subprocess
import sys
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar

import numpy as np

from corpus.article import Article
from index.catalogue import Index
from index.chunking import split_passages
from index.embedding import EmbeddedEncoder
from index.ledger import Ledger
from index.passage import ArticleCard, Passage, Sentence, Vectors
from index.records import IndexedPassage
from index.sync import Synchroniser
from index.words import split_words

ROOT = Path(__file__).parents[2]

NEWS = (
    Article(
        id="cerebras.en",
        title="OpenAI picks Cerebras",
        text="OpenAI chose Cerebras for fast inference. The contract is worth ten billion dollars."
        "\n\n## Capacity\n\nThe deal covers 750 megawatts of computing power through 2028.",
        language="en",
        published=date(2026, 1, 14),
        outlet="The Wire",
        url="https://example.com/cerebras",
    ),
    Article(
        id="cerebras.it",
        title="OpenAI sceglie Cerebras",
        text="OpenAI ha scelto Cerebras per l'inferenza veloce. Il contratto vale dieci miliardi."
        "\n\n## Capacità\n\nL'accordo copre 750 megawatt di potenza di calcolo fino al 2028.",
        language="it",
        published=date(2026, 1, 15),
        outlet="Il Cavo",
        url="https://example.com/cerebras-it",
    ),
    Article(
        id="reactors.en",
        title="Small reactors for data centres",
        text="Amazon and Google signed agreements for small nuclear reactors. "
        "The first reactor should start in 2030.",
        language="en",
        published=date(2025, 10, 1),
        outlet="The Wire",
    ),
    Article(
        id="latte.it",
        title="Il prezzo del latte",
        text="Il prezzo del latte è salito del cinque per cento. Gli allevatori sono preoccupati.",
        language="it",
        outlet="Il Cavo",
    ),
)


class CountingEncoder(EmbeddedEncoder):
    """The embedded encoder; it remembers what it was asked to encode.

    What one test had encoded is not computed again for another, though it is counted.
    """

    _known: ClassVar[dict[str, Vectors]] = {}

    def __init__(self, encoder: EmbeddedEncoder) -> None:
        self._model, self._loading = encoder._model, encoder._loading
        self.texts: list[str] = []
        self.words: list[str] = []

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().encode_texts(texts)

    def encode_words(self, words: Sequence[str]) -> Vectors:
        self.words += words
        return super().encode_words(words)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, super()._encode(new), strict=True))
        rows = [self._known[text] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, self.dimension)

    def forget(self) -> None:
        self.texts.clear()
        self.words.clear()


class HashingEncoder:
    """Texts are near that share words; it costs nothing and is as wide as wanted."""

    def __init__(self, dimension: int = 256, name: str = "hashing") -> None:
        self.name = name
        self.dimension = dimension

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        return self.encode_texts(questions)

    def encode_words(self, words: Sequence[str]) -> Vectors:
        return self.encode_texts(words)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in split_words(text) or [""]:
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def entry(
    key: str,
    text: str,
    vector: Vectors,
    language: str = "en",
    published: date | None = None,
    outlet: str = "",
) -> tuple[IndexedPassage, ArticleCard]:
    """A passage of one sentence with a vector chosen by the test; `key` is "article#number"."""
    article, _, number = key.rpartition("#")
    sentence = Sentence(0, len(text), text)
    passage = Passage(article, int(number), "", 0, len(text), text, language, (sentence,))
    words = np.array([-1], dtype=np.int32)
    item = IndexedPassage(passage, vector, vector[np.newaxis], words, vector)
    return item, ArticleCard(article, article, language, outlet, published=published)


def article(id: str, text: str, language: str = "en") -> Article:
    """An article of which only the text matters."""
    return Article(id=id, title=f"About {id}", text=text, language=language)


def passages(text: str, language: str = "en") -> list[Passage]:
    """The passages of a text."""
    return split_passages(article("a", text, language))


def found(index: Index, question: str, **options: object) -> list[str]:
    """The ids of the articles found, best first, each once."""
    ranked = index.search(question, **options).passages  # type: ignore[arg-type]
    return list(dict.fromkeys(item.article.id for item in ranked))


def write_ledger_only(index: Index, library: object) -> None:
    """What a sync leaves behind that is killed before it comes to Chroma and to the words."""
    synchroniser = Synchroniser(library, index._ledger, index.encoder)  # type: ignore[arg-type]
    synchroniser.run(lambda done, total: None, lambda: None)


def ledger_texts(ledger: Ledger, id: str) -> list[str]:
    """The texts of an article's passages."""
    return [item.passage.text for item in ledger.passages_of(id)]


def in_another_process(code: str, *arguments: object) -> "subprocess.Popen[str]":
    """Start Python code that talks with the test line by line."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def listen(process: "subprocess.Popen[str]", line: str) -> None:
    """Wait until the process prints a line."""
    assert process.stdout
    assert process.stdout.readline().strip() == line


def tell(process: "subprocess.Popen[str]") -> None:
    """Let a process go on that waits for a line."""
    assert process.stdin
    process.stdin.write("go on\n")
    process.stdin.flush()


def unit(vectors: Iterable[Iterable[float]]) -> Vectors:
    """L2-normalised rows."""
    rows = np.array(list(vectors), dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
