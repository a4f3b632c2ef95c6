"""Every score of every passage for every question, so that variants are recombined in numpy.

This computes what `index.retrieval` does, without candidates: the scores of all passages of a
language, standardised over all of them. One column of scores is (n_questions, n_passages).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from index import fusion
from index.catalogue import Index
from index.embedding import Encoder
from index.passage import Filters, Vectors
from index.question_words import inverse_frequency
from index.records import SENTENCE_START
from index.retrieval import LanguagePart
from index.words import content_words

from .bilingual import DIRECTIONS, LANGUAGES, BenchQuestion

PASSAGE, SENTENCE, LEXICAL = "passage", "best sentence", "words"
ALIGNED_PASSAGE, ALIGNED_SENTENCE = "alignment, passage", "alignment, best sentence"
CONTEXT = "title and heading"
SCORES = (PASSAGE, SENTENCE, LEXICAL, ALIGNED_PASSAGE, ALIGNED_SENTENCE, CONTEXT)
"""The product's six scores, in the order of `index.fusion.WEIGHTS`."""

Columns = dict[str, Vectors]
"""Scores of one language's passages by name, each (n_questions, n_passages) float32."""


@dataclass(frozen=True)
class Passages:
    """One language's passages as arrays, those of an article together.

    `vectors` and `contexts` are (n, dimension), `sentence_vectors` (m, dimension);
    `first_passages` (n_articles,) and `first_sentences` (n,) say where an article's passages and
    a passage's sentences begin.
    `words` holds, for each sentence, `SENTENCE_START` and its positions in the vocabulary.
    """

    language: str
    part: LanguagePart
    keys: list[str]
    articles: list[str]
    texts: list[str]
    sentences: list[str]
    vectors: Vectors
    contexts: Vectors
    sentence_vectors: Vectors
    words: NDArray[np.int32]
    first_passages: NDArray[np.int64]
    first_sentences: NDArray[np.int64]

    @classmethod
    def of(cls, language: str, index: Index) -> "Passages":
        """The passages of an index in one language."""
        cards = [card for card in index.cards() if card.language == language and card.passages]
        groups = [index._ledger.passages_of(card.id) for card in cards]
        items = [item for group in groups for item in group]
        return cls(
            language,
            LanguagePart.of(language, index._ledger, index._derived),
            [item.passage.key for item in items],
            [card.id for card in cards],
            [item.passage.text for item in items],
            [sentence.text for item in items for sentence in item.passage.sentences],
            np.array([item.vector for item in items]),
            np.array([item.context for item in items]),
            np.concatenate([item.sentence_vectors for item in items]),
            np.concatenate([item.words for item in items]),
            _starts([len(group) for group in groups]),
            _starts([len(item.passage.sentences) for item in items]),
        )

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each passage by its key."""
        return {key: row for row, key in enumerate(self.keys)}

    @cached_property
    def article_rows(self) -> dict[str, int]:
        """The row of each article by its id."""
        return {id: row for row, id in enumerate(self.articles)}

    def best_of_passage(self, sentence_scores: Vectors) -> Vectors:
        """From scores of sentences (k, m) to those of each passage's best one (k, n)."""
        return np.asarray(np.maximum.reduceat(sentence_scores, self.first_sentences, axis=1))

    def best_of_sentences(self, cosines: Vectors) -> Vectors:
        """From cosines of words (k, n_vocabulary + 1) to each sentence's best one (k, m)."""
        starts = np.flatnonzero(self.words == SENTENCE_START)
        best = [np.maximum.reduceat(row[self.words], starts) for row in cosines]
        return np.clip(np.array(best, dtype=np.float32), 0, 1)

    def ranks(self, total: Vectors, gold: Sequence[str]) -> NDArray[np.int64]:
        """The rank of each question's gold article, from 1, by its best passage."""
        by_article = np.maximum.reduceat(total, self.first_passages, axis=1)
        own = by_article[np.arange(len(gold)), [self.article_rows[id] for id in gold]]
        return np.asarray(1 + (by_article > own[:, None]).sum(axis=1))


@dataclass(frozen=True)
class Asked:
    """Questions as one language's passages see them.

    `cosines` is (n_words, n_vocabulary + 1), `best` (n_words, m) the cosine of each sentence's
    nearest word, between 0 and 1; `word_rows` has the rows of each question's words.
    """

    passages: Passages
    words: list[list[str]]
    word_rows: list[list[int]]
    vectors: Vectors
    cosines: Vectors
    best: Vectors

    @classmethod
    def of(cls, passages: Passages, texts: Sequence[str], encoder: Encoder) -> "Asked":
        """Encode the questions and compare their words with the vocabulary, each word once."""
        words = [content_words(text) for text in texts]
        distinct = {word: row for row, word in enumerate(dict.fromkeys(chain.from_iterable(words)))}
        cosines = passages.part.vocabulary.compare(encoder.encode_words(list(distinct)))
        return cls(
            passages,
            words,
            [[distinct[word] for word in some] for some in words],
            encoder.encode_questions(texts),
            cosines,
            passages.best_of_sentences(cosines),
        )

    def score(self) -> Columns:
        """The product's six scores."""
        return self.similarities() | self.lexical() | self.alignments()

    def similarities(self, vectors: Vectors | None = None) -> Columns:
        """Cosines with passage, best sentence and heading, for these question vectors or others."""
        vectors = self.vectors if vectors is None else vectors
        of_sentences = vectors @ self.passages.sentence_vectors.T
        return {
            PASSAGE: vectors @ self.passages.vectors.T,
            SENTENCE: self.passages.best_of_passage(of_sentences),
            CONTEXT: vectors @ self.passages.contexts.T,
        }

    def lexical(self) -> Columns:
        """The expanded word score."""
        part, rows = self.passages.part, self.passages.rows
        scores = np.zeros((len(self.words), len(rows)), dtype=np.float32)
        for own_scores, words, word_rows in zip(scores, self.words, self.word_rows, strict=True):
            expansions = part.vocabulary.expand(words, self.cosines[word_rows])
            for key, score in part.lexical.search(expansions, Filters()).scores.items():
                own_scores[rows[key]] = score
        return {LEXICAL: scores}

    def alignments(self, power: float = 2, best: Vectors | None = None) -> Columns:
        """How well the words answer to the question's, for the passage and its best sentence."""
        best = (self.best if best is None else best) ** power
        return {
            ALIGNED_PASSAGE: self.shares @ self.passages.best_of_passage(best),
            ALIGNED_SENTENCE: self.passages.best_of_passage(self.shares @ best),
        }

    def with_cosines(self, cosines: Vectors) -> "Asked":
        """The same questions with other cosines of their words; a copy without cached shares."""
        best = self.passages.best_of_sentences(cosines)
        return replace(self, cosines=cosines, best=best)

    @cached_property
    def shares(self) -> Vectors:
        """What each word weighs in each question, (n_questions, n_words), rows summing to 1."""
        part = self.passages.part
        shares = np.zeros((len(self.words), len(self.cosines)), dtype=np.float32)
        for own, words, word_rows in zip(shares, self.words, self.word_rows, strict=True):
            expansions = part.vocabulary.expand(words, self.cosines[word_rows])
            idf = [inverse_frequency(part.lexical, expansion) for expansion in expansions]
            own[word_rows] = np.array(idf) / max(sum(idf), 1e-9)
        return shares


@dataclass(frozen=True)
class Measured:
    """How a way of ranking did: 1/rank of every question in each direction, with its topic."""

    reciprocal_ranks: dict[tuple[str, str], Vectors]
    topics: NDArray[np.str_]

    @cached_property
    def mean(self) -> float:
        """The mean reciprocal rank over the four directions."""
        return float(np.mean([ranks.mean() for ranks in self.reciprocal_ranks.values()]))

    def better_than(self, other: "Measured") -> tuple[float, float]:
        """The difference of the means and its standard error.

        Questions of one topic are not independent of each other: the error is that of a mean over
        clusters.
        """
        pairs = zip(self._stacked, other._stacked, strict=True)
        differences = np.mean([own - others for own, others in pairs], axis=0)
        mean = float(differences.mean())
        sums = [(differences - mean)[self.topics == topic].sum() for topic in set(self.topics)]
        return mean, float(np.sqrt(np.sum(np.square(sums))) / len(differences))

    @property
    def _stacked(self) -> list[Vectors]:
        return [self.reciprocal_ranks[direction] for direction in DIRECTIONS]


@dataclass(frozen=True)
class Laboratory:
    """All questions and, per language, all passages with their scores: what variants start from."""

    encoder: Encoder
    questions: list[BenchQuestion]
    passages: dict[str, Passages]
    asked: dict[str, Asked]
    columns: dict[str, Columns]

    @classmethod
    def of(cls, index: Index, questions: list[BenchQuestion]) -> "Laboratory":
        """Score every passage of the index for every question."""
        passages = {language: Passages.of(language, index) for language in LANGUAGES}
        asked = ask(passages, [q.text for q in questions], index.encoder)
        columns = {language: some.score() for language, some in asked.items()}
        return cls(index.encoder, questions, passages, asked, columns)

    def measure(self, totals: Mapping[str, Vectors]) -> Measured:
        """Rank the passages of each language by these sums, (n_questions, n_passages)."""
        found: dict[tuple[str, str], Vectors] = {}
        topics = np.array([q.topic for q in self.questions if q.language == LANGUAGES[0]])
        for target, total in totals.items():
            ranks = self.passages[target].ranks(total, [q.gold[target] for q in self.questions])
            for asked in LANGUAGES:
                chosen = [row for row, q in enumerate(self.questions) if q.language == asked]
                found[asked, target] = (1 / ranks[chosen]).astype(np.float32)
        return Measured(found, topics)

    def weigh(
        self, weights: Mapping[str, float], columns: Mapping[str, Columns] | None = None
    ) -> Measured:
        """Rank by a weighted sum of standardised scores, of the product's or of other columns."""
        columns = columns or self.columns
        return self.measure({language: combine(of, weights) for language, of in columns.items()})


def ask(
    passages: Mapping[str, Passages], texts: Sequence[str], encoder: Encoder
) -> dict[str, Asked]:
    """Put questions to the passages of each language."""
    return {language: Asked.of(of, texts, encoder) for language, of in passages.items()}


def own_weights() -> dict[str, float]:
    """The product's weights by score."""
    return dict(zip(SCORES, fusion.WEIGHTS.tolist(), strict=True))


def standardise(scores: Vectors, sample: Sequence[int] | None = None) -> Vectors:
    """Scores with mean 0 and deviation 1 over each question's passages, or a sample of them."""
    measured = scores if sample is None else scores[:, sample]
    deviation = measured.std(axis=1, keepdims=True)
    deviation[deviation == 0] = 1
    return np.asarray((scores - measured.mean(axis=1, keepdims=True)) / deviation)


def combine(
    columns: Columns, weights: Mapping[str, float], sample: Sequence[int] | None = None
) -> Vectors:
    """The weighted sum of standardised scores.

    With a `sample` of passages, they are standardised over it, but for the word score: the lexical
    index knows that of all passages.
    """
    total: Vectors = np.zeros_like(next(iter(columns.values())))
    for name, weight in weights.items():
        if weight:
            measured = None if name == LEXICAL else sample
            total += np.float32(weight) * standardise(columns[name], measured)
    return total


def reciprocal_rank_fusion(columns: Columns, weights: Mapping[str, float]) -> Vectors:
    """The weighted sum of 1 / (60 + rank) (Cormack et al. 2009); what scores 0 is not ranked."""
    total: Vectors = np.zeros_like(next(iter(columns.values())))
    for name, weight in weights.items():
        scores = columns[name]
        order = np.argsort(-scores, axis=1)
        ranks = np.empty_like(order)
        np.put_along_axis(ranks, order, np.arange(1, scores.shape[1] + 1)[None, :], axis=1)
        total += np.where(scores == 0, 0, weight / (60 + ranks)).astype(np.float32)
    return total


def _starts(counts: Sequence[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(counts)])[:-1].astype(np.int64)
