"""Retrieval: candidates from Chroma and the lexical index, fused by standardised scores.

Three scores a passage: cosine with the question, cosine of its best sentence, expanded word
score. Each is standardised over all passages of its language (mean 0, deviation 1) and they add
up. Standardising per language keeps articles in the question's language from burying the others,
whose words it shares less; standardising instead of ranking keeps the fact that nothing matched.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.derived import DerivedIndexes
from index.embedding import Encoder
from index.ledger import IndexedPassage, Ledger
from index.lexical import Expansion, LexicalHits, LexicalIndex
from index.passage import ArticleCard, Filters, RankedPassage, Vectors
from index.vocabulary import Vocabulary
from index.words import content_words, split_words

# Candidates that each of the three searches brings, per language.
POOL = 100
# One article must not fill the list: after this many of its passages the rest go to the end.
MAX_PASSAGES_PER_ARTICLE = 3

# A corpus word stands for a question word from this cosine squared on.
MIN_COUNTERPART = 0.5

# Passages that mean and deviation of the cosines are measured on, per language.
_SAMPLE = 400


@dataclass(frozen=True, slots=True)
class LanguagePart:
    """What is needed to search the passages of one language.

    `sample` is (n, dimension), vectors of passages spread over the language; `sentence_sample`
    has the (n_sentences, dimension) vectors of each one's sentences.
    """

    language: str
    lexical: LexicalIndex
    vocabulary: Vocabulary
    sample: Vectors
    sentence_sample: tuple[Vectors, ...]

    @classmethod
    def of(cls, language: str, ledger: Ledger, derived: DerivedIndexes) -> "LanguagePart":
        """The part of a language as the ledger and the derived indexes have it now."""
        sample, sentences = ledger.sample_vectors(language, _SAMPLE)
        lexical, vocabulary = derived.lexical(language), derived.vocabulary(language)
        return cls(language, lexical, vocabulary, sample, tuple(sentences))


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A content word of the question with what stands for it in the corpus.

    `idf` is its inverse document frequency, largest for a word that the corpus does not have.
    `counterparts` maps, per language, corpus words to how close in meaning they are (cosine
    squared, 1 for the word itself).
    """

    word: str
    idf: float
    counterparts: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found: passages, best first, and the question's words as understood."""

    passages: tuple[RankedPassage, ...]
    words: tuple[AskedWord, ...]

    def coverage(self, text: str, language: str) -> float:
        """The idf-weighted share of the question's words with a counterpart in a text, 0 to 1."""
        total = sum(asked.idf for asked in self.words)
        if not total:
            return 0.0
        present = set(split_words(text))
        met = sum(
            asked.idf
            for asked in self.words
            if any(
                weight >= MIN_COUNTERPART and word in present
                for word, weight in asked.counterparts.get(language, {asked.word: 1.0}).items()
            )
        )
        return met / total


class Retriever:
    """Finds the passages that speak of a question, across languages."""

    def __init__(
        self,
        encoder: Encoder,
        ledger: Ledger,
        derived: DerivedIndexes,
        parts: Callable[[], Sequence[LanguagePart]],
    ) -> None:
        """`parts` gives the languages as they are now: they change when articles do."""
        self._encoder = encoder
        self._ledger = ledger
        self._derived = derived
        self._parts = parts

    def search(
        self, question: str, count: int = 10, filters: Filters | None = None
    ) -> Findings:
        """Find the best `count` passages for a question.

        Filters apply inside each search, so that they never leave fewer passages than there are.
        """
        filters = filters or Filters()
        question_vector = self._encoder.encode_questions([question])[0]
        words = content_words(question)
        word_vectors = self._encoder.encode_words(words)
        ranked: list[RankedPassage] = []
        matches: dict[str, list[list[Expansion]]] = {}
        for part in self._parts():
            if filters.language in ("", part.language):
                expansions = part.vocabulary.expand(words, word_vectors)
                matches[part.language] = expansions
                ranked += self._search_part(part, question_vector, expansions, filters)
        ranked.sort(key=lambda found: -found.score)
        asked = _weigh(words, matches, self._parts())
        return Findings(tuple(_spread(ranked)[:count]), asked)

    def _search_part(
        self,
        part: LanguagePart,
        question: Vectors,
        expansions: list[list[Expansion]],
        filters: Filters,
    ) -> list[RankedPassage]:
        hits = part.lexical.search(expansions, filters)
        keys = dict.fromkeys(
            [
                *self._derived.vectors.nearest_passages(part.language, question, POOL, filters),
                *self._derived.vectors.nearest_sentences(part.language, question, POOL, filters),
                *list(hits.scores)[:POOL],
            ]
        )
        found = self._ledger.passages(list(keys))
        measure = _Measure.of(part, question, hits)
        cards: dict[str, ArticleCard | None] = {}
        ranked = []
        for key, item in found.items():
            article = item.passage.article
            if article not in cards:
                cards[article] = self._ledger.card(article)
            card = cards[article]
            if card:  # else it was removed a moment ago
                ranked.append(measure.rank(item, card, question, hits.scores.get(key, 0.0)))
        return ranked


@dataclass(frozen=True, slots=True)
class _Measure:
    """Mean and deviation of each score over the passages of a language."""

    similarity: tuple[float, float]
    sentence: tuple[float, float]
    lexical: tuple[float, float]

    @classmethod
    def of(cls, part: LanguagePart, question: Vectors, hits: LexicalHits) -> "_Measure":
        similarities = part.sample @ question
        best = np.array([np.max(s @ question, initial=-1.0) for s in part.sentence_sample])
        return cls(_moments(similarities), _moments(best), (hits.mean, hits.deviation))

    def rank(
        self, item: IndexedPassage, card: ArticleCard, question: Vectors, lexical: float
    ) -> RankedPassage:
        similarity = float(item.vector @ question)
        sentences = item.sentence_vectors @ question
        score = (
            _standardised(similarity, self.similarity)
            + _standardised(float(np.max(sentences, initial=-1.0)), self.sentence)
            + _standardised(lexical, self.lexical)
        )
        return RankedPassage(
            passage=item.passage,
            article=card,
            score=score,
            similarity=similarity,
            lexical=lexical,
            sentence_similarities=tuple(float(s) for s in sentences),
            sentence_vectors=item.sentence_vectors,
        )


def _weigh(
    words: list[str],
    matches: dict[str, list[list[Expansion]]],
    parts: Sequence[LanguagePart],
) -> tuple[AskedWord, ...]:
    """The question's words with their counterparts, and how rare each is where it is commonest."""
    asked = []
    for number, word in enumerate(words):
        counterparts = {
            language: {e.word: e.weight for e in expansions[number]}
            for language, expansions in matches.items()
        }
        rarity = [
            _idf(part.lexical, counterparts[part.language])
            for part in parts
            if part.language in counterparts
        ]
        asked.append(AskedWord(word, min(rarity, default=0.0), counterparts))
    return tuple(asked)


def _idf(lexical: LexicalIndex, counterparts: dict[str, float]) -> float:
    """BM25's idf of the commonest true counterpart; that of an absent word when there is none."""
    total = lexical.count()
    frequency = max(
        (lexical.document_frequency(w) for w, weight in counterparts.items()
         if weight >= MIN_COUNTERPART),
        default=0,
    )
    return math.log(1 + (total - frequency + 0.5) / (frequency + 0.5))


def _moments(scores: Vectors) -> tuple[float, float]:
    if scores.size < 2:
        return (float(scores.mean()) if scores.size else 0.0, 1.0)
    return float(scores.mean()), float(scores.std()) or 1.0


def _standardised(score: float, moments: tuple[float, float]) -> float:
    mean, deviation = moments
    return (score - mean) / deviation


def _spread(ranked: list[RankedPassage]) -> list[RankedPassage]:
    """Passages beyond the limit of their article go behind all others, in order."""
    seen: dict[str, int] = {}
    first: list[RankedPassage] = []
    later: list[RankedPassage] = []
    for found in ranked:
        article = found.passage.article
        seen[article] = seen.get(article, 0) + 1
        (first if seen[article] <= MAX_PASSAGES_PER_ARTICLE else later).append(found)
    return first + later
