"""Sync: bring the ledger in step with the folder of articles, encoding only what is new."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.library import FileState, Library, read_article
from index.chunking import split_passages
from index.embedding import Encoder
from index.ledger import Ledger
from index.passage import Passage, Vectors
from index.priority import give_way
from index.records import SENTENCE_START, IndexedArticle, IndexedPassage, article_hash
from index.words import is_function_word, split_words

# Articles of so many bytes together go into one write, one at least, and so many at most: a crash
# loses no more encoding than theirs. Each write costs Chroma and the words some tenths of a second,
# and 100 kB take some seconds to encode.
_BATCH_BYTES = 100_000
_BATCH = 32
# Texts encoded between two signs of life: a book has thousands.
_TEXTS_AT_ONCE = 512

Progress = Callable[[int, int], None]
"""Told how much is done, of how much to do: bytes of the articles' files."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, as article ids; `refused` maps an id to why its file could not be read."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    refused: dict[str, DocumentRefused] = field(default_factory=dict)

    @property
    def did_something(self) -> bool:
        """Whether the index is another than before."""
        return bool(self.added or self.changed or self.removed)


class Synchroniser:
    """Compares the library with the ledger and writes the difference."""

    def __init__(self, library: Library, ledger: Ledger, encoder: Encoder) -> None:
        self._library = library
        self._ledger = ledger
        self._encoder = encoder

    def run(self, progress: Progress, after_batch: Callable[[], None]) -> SyncReport:
        """Write what differs, a batch at a time; `after_batch` runs after each.

        An article whose file cannot be read keeps its last readable version in the index and is
        listed as refused.
        """
        files = self._library.files()
        known = self._ledger.states()
        removed = [id for id in known if id not in files]
        if removed:
            self._ledger.write([], removed)
        waiting = {
            id: state
            for id, state in files.items()
            if id not in known or known[id][0] != _state_text(state)
        }
        total = sum(state.size for state in waiting.values())
        done = 0
        added: list[str] = []
        changed: list[str] = []
        refused: dict[str, DocumentRefused] = {}
        for batch in _batches(waiting):
            articles: list[tuple[Article, str, str]] = []
            for id, state in batch.items():
                give_way()
                try:
                    article = read_article(state.path, id)
                except DocumentRefused as error:
                    refused[id] = error
                    continue
                digest = article_hash(article)
                if id in known and known[id][1] == digest:
                    self._ledger.set_state(id, _state_text(state))
                    continue
                (changed if id in known else added).append(id)
                articles.append((article, _state_text(state), digest))
            size = sum(state.size for state in batch.values())
            if articles:
                self._write(articles, _part(progress, done, size, total))
                after_batch()
            done += size
            progress(done, total)
        if removed and not (added or changed):
            after_batch()
        return SyncReport(tuple(added), tuple(changed), tuple(removed), refused)

    def _write(
        self, articles: Sequence[tuple[Article, str, str]], tell: Callable[[float], None]
    ) -> None:
        passages: dict[str, list[Passage]] = {}
        for article, _, _ in articles:
            give_way()
            passages[article.id] = split_passages(article)
        titles = {article.id: article.title for article, _, _ in articles}
        texts = [*_texts(passages), *_contexts(passages, titles)]
        vectors = self._encode(texts, self._known_vectors(list(passages)), tell)
        positions = self._learn_words(passages)
        indexed = [
            IndexedArticle(
                article,
                state,
                digest,
                tuple(
                    _indexed(passage, article.title, vectors, positions[passage.language])
                    for passage in passages[article.id]
                ),
            )
            for article, state, digest in articles
        ]
        give_way()
        self._ledger.write(indexed)

    def _known_vectors(self, ids: list[str]) -> dict[str, Vectors]:
        """The vectors of the texts that these articles had before: most may not have changed."""
        known: dict[str, Vectors] = {}
        for id in ids:
            card = self._ledger.card(id)
            if not card:
                continue
            for item in self._ledger.passages_of(id):
                known[item.passage.text] = item.vector
                known[_context(card.title, item.passage)] = item.context
                for sentence, vector in zip(
                    item.passage.sentences, item.sentence_vectors, strict=True
                ):
                    known[sentence.text] = vector
        return known

    def _encode(
        self, texts: list[str], known: dict[str, Vectors], tell: Callable[[float], None]
    ) -> dict[str, Vectors]:
        new = list(dict.fromkeys(text for text in texts if text not in known))
        for first in range(0, len(new), _TEXTS_AT_ONCE):
            some = new[first : first + _TEXTS_AT_ONCE]
            known.update(zip(some, self._encoder.encode_texts(some), strict=True))
            tell((first + len(some)) / len(new))
        return known

    def _learn_words(self, passages: dict[str, list[Passage]]) -> dict[str, dict[str, int]]:
        """Put new words into the vocabulary; the positions of all words, per language."""
        by_language: dict[str, set[str]] = {}
        for found in passages.values():
            give_way()
            for passage in found:
                words = by_language.setdefault(passage.language, set())
                for sentence in passage.sentences:  # which may end inside a very long word
                    words.update(_content(sentence.text))
        positions: dict[str, dict[str, int]] = {}
        for language, words in by_language.items():
            give_way()
            known = self._ledger.word_positions(language, words)
            new = sorted(words - known.keys())
            self._ledger.add_words(language, new, self._encoder.encode_words(new))
            positions[language] = known | self._ledger.word_positions(language, new)
        return positions


def _batches(waiting: dict[str, FileState]) -> Iterator[dict[str, FileState]]:
    """Files that are written together, in order."""
    batch: dict[str, FileState] = {}
    size = 0
    for id, state in waiting.items():
        if batch and (len(batch) == _BATCH or size + state.size > _BATCH_BYTES):
            yield batch
            batch, size = {}, 0
        batch[id] = state
        size += state.size
    if batch:
        yield batch


# Encoding the texts of a batch is so much of the work of indexing it; words and writing follow.
_SHARE_OF_TEXTS = 0.7


def _part(progress: Progress, done: int, size: int, total: int) -> Callable[[float], None]:
    """What tells how far the texts of a batch of `size` bytes are, as a share of 1."""

    def tell(share: float) -> None:
        progress(done + int(share * size * _SHARE_OF_TEXTS), total)

    return tell


# "it-00-004", "IMG_2034", "untitled": no title that anybody wrote.
_SAYS_NOTHING = re.compile(r"[\W\d_]*|(?=\S*[\d_])\S+|untitled|senza titolo", re.IGNORECASE)


def _content(text: str) -> list[str]:
    return [word for word in split_words(text) if not is_function_word(word)]


def _texts(passages: dict[str, list[Passage]]) -> Iterator[str]:
    for found in passages.values():
        for passage in found:
            yield passage.text
            yield from (sentence.text for sentence in passage.sentences)


def _contexts(passages: dict[str, list[Passage]], titles: dict[str, str]) -> Iterator[str]:
    for id, found in passages.items():
        yield from (_context(titles[id], passage) for passage in found)


def _context(title: str, passage: Passage) -> str:
    """What stands above a passage: the matter it speaks of, which it may not name itself.

    Where that says nothing, a title that is an id or a file's name, the passage speaks for itself.
    """
    said = [text for text in (title, passage.heading) if text and not _SAYS_NOTHING.fullmatch(text)]
    return ". ".join(said) or passage.text


def _indexed(
    passage: Passage, title: str, vectors: dict[str, Vectors], positions: dict[str, int]
) -> IndexedPassage:
    words: list[int] = []
    for sentence in passage.sentences:
        words.append(SENTENCE_START)
        words += sorted({positions[word] for word in _content(sentence.text)})
    return IndexedPassage(
        passage,
        vectors[passage.text],
        np.array([vectors[sentence.text] for sentence in passage.sentences], dtype=np.float32),
        np.array(words, dtype=np.int32),
        vectors[_context(title, passage)],
    )


def _state_text(state: FileState) -> str:
    path = str(state.path).encode("utf-8", "backslashreplace").decode()
    return f"{path}|{state.modified_ns}|{state.size}"
