"""Retrieval: candidates from Chroma and the lexical index, fused by standardised scores.

Five scores a passage: cosine with the question, cosine of its best sentence, expanded word score
(BM25), and how well its words answer to the question's, for the passage and for its best
sentence. Each is standardised over all passages of its language (mean 0, deviation 1) and they
are summed with learned weights (`index.fusion`). Standardising per language keeps articles in
the question's language from burying the others, whose words it shares less; standardising instead
of ranking keeps the fact that nothing matched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index.alignment import align
from index.derived import DerivedIndexes
from index.embedding import Encoder
from index.fusion import LEXICAL, Moments, measure
from index.ledger import Ledger
from index.lexical import Expansion, LexicalHits, LexicalIndex
from index.passage import ArticleCard, Filters, RankedPassage, Vectors
from index.question_words import AskedWord, ask_words, inverse_frequency
from index.records import IndexedPassage
from index.vocabulary import Vocabulary
from index.words import content_words

# Candidates that each of the three searches brings, per language.
POOL = 100
# One article must not fill the list: after this many of its passages the rest go to the end.
MAX_PASSAGES_PER_ARTICLE = 3

# Passages that means and deviations are measured on, per language: with 100 the figures of the
# benchmark are those with all, within half a standard error.
_SAMPLE = 150


@dataclass(frozen=True, slots=True)
class LanguagePart:
    """What is needed to search the passages of one language; `sample` is spread over them."""

    language: str
    lexical: LexicalIndex
    vocabulary: Vocabulary
    sample: tuple[IndexedPassage, ...]

    @classmethod
    def of(cls, language: str, ledger: Ledger, derived: DerivedIndexes) -> "LanguagePart":
        """The part of a language as the ledger and the derived indexes have it now."""
        sample = tuple(ledger.sample(language, _SAMPLE))
        return cls(language, derived.lexical(language), derived.vocabulary(language), sample)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found: passages, best first, and the question's words as understood."""

    passages: tuple[RankedPassage, ...]
    words: tuple[AskedWord, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question as one language's part sees it.

    `vector` is (dimension,), `cosines` (n_words, n_vocabulary + 1), `idf` (n_words,).
    """

    vector: Vectors
    expansions: list[list[Expansion]]
    cosines: Vectors
    idf: Vectors

    def score(self, items: Sequence[IndexedPassage]) -> tuple[Vectors, list[Vectors]]:
        """All scores but the lexical one, (n, 4), and each passage's sentence alignments."""
        alignments = align(items, self.cosines, self.idf)
        scores = np.zeros((len(items), 4), dtype=np.float32)
        for row, (item, aligned) in enumerate(zip(items, alignments, strict=True)):
            sentences = item.sentence_vectors @ self.vector
            best = np.max(sentences, initial=-1.0)
            best_aligned = np.max(aligned[:-1], initial=0.0)
            scores[row] = (item.vector @ self.vector, best, aligned[-1], best_aligned)
        return scores, alignments


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
        self,
        question: str,
        count: int = 10,
        filters: Filters | None = None,
        *,
        spread: bool = True,
    ) -> Findings:
        """Find the best `count` passages for a question.

        With `spread`, an article has at most `MAX_PASSAGES_PER_ARTICLE` before all others had
        their turn: good for a list, while an answer wants all that the right article says.
        Filters apply inside each search, so that they never leave fewer passages than there are.
        """
        filters = filters or Filters()
        words = content_words(question)
        vector = self._encoder.encode_questions([question])[0]
        word_vectors = self._encoder.encode_words(words)
        parts = [part for part in self._parts() if filters.language in ("", part.language)]
        asked = {p.language: _understand(p, words, vector, word_vectors) for p in parts}
        hits = {p.language: p.lexical.search(asked[p.language].expansions, filters) for p in parts}
        moments = measure(
            {part.language: asked[part.language].score(part.sample)[0] for part in parts},
            hits,
            {part.language: part.lexical.count() for part in parts},
        )
        ranked = [
            found
            for part in parts
            for found in self._search_part(
                part,
                asked[part.language],
                hits[part.language],
                moments[part.language],
                filters,
            )
        ]
        ranked.sort(key=lambda found: -found.score)
        understood = ask_words(
            words,
            {language: a.expansions for language, a in asked.items()},
            {language: a.idf.tolist() for language, a in asked.items()},
        )
        chosen = _spread(ranked) if spread else ranked
        return Findings(tuple(chosen[:count]), understood)

    def _search_part(
        self,
        part: LanguagePart,
        asked: _Asked,
        hits: LexicalHits,
        moments: Moments,
        filters: Filters,
    ) -> list[RankedPassage]:
        vectors = self._derived.vectors
        keys = dict.fromkeys(
            [
                *vectors.nearest_passages(part.language, asked.vector, POOL, filters),
                *vectors.nearest_sentences(part.language, asked.vector, POOL, filters),
                *list(hits.scores)[:POOL],
            ]
        )
        items = list(self._ledger.passages(list(keys)).values())
        cards = {id: self._ledger.card(id) for id in {item.passage.article for item in items}}
        scores, alignments = asked.score(items)
        lexical = np.array([hits.scores.get(i.passage.key, 0.0) for i in items], dtype=np.float32)
        fused = moments.fuse(np.insert(scores, LEXICAL, lexical, axis=1))
        ranked = []
        for row, item in enumerate(items):
            card = cards[item.passage.article]
            if card:  # else it was removed a moment ago
                score, words = float(fused[row]), float(lexical[row])
                ranked.append(_rank(item, card, asked, score, words, alignments[row]))
        return ranked


def _understand(
    part: LanguagePart, words: list[str], vector: Vectors, word_vectors: Vectors
) -> _Asked:
    cosines = part.vocabulary.compare(word_vectors)
    expansions = part.vocabulary.expand(words, cosines)
    idf = [inverse_frequency(part.lexical, expansion) for expansion in expansions]
    return _Asked(vector, expansions, cosines, np.array(idf, dtype=np.float32))


def _rank(
    item: IndexedPassage,
    card: ArticleCard,
    asked: _Asked,
    score: float,
    lexical: float,
    aligned: Vectors,
) -> RankedPassage:
    return RankedPassage(
        passage=item.passage,
        article=card,
        score=score,
        similarity=float(item.vector @ asked.vector),
        lexical=lexical,
        sentence_similarities=tuple((item.sentence_vectors @ asked.vector).tolist()),
        alignments=tuple(aligned[:-1].tolist()),
        sentence_vectors=item.sentence_vectors,
    )


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
