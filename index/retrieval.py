"""Retrieval: candidates from Chroma and the lexical index, fused by standardised scores.

Six scores a passage: cosine with the question, cosine of its best sentence, expanded word score
(BM25), how well its words answer to the question's, for the passage and for its best sentence,
and the cosine of what stands above it, title and heading. Each is standardised over all passages
of its language (mean 0, deviation 1) and they are summed with learned weights (`index.fusion`).
Standardising per language keeps articles in the question's language from burying the others,
whose words it shares less; standardising instead of ranking keeps the fact that nothing matched.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from index.candidates import near_in_meaning
from index.derived import DerivedIndexes
from index.embedding import Encoder
from index.fusion import LEXICAL, Moments, measure
from index.ledger import Ledger
from index.lexical import LexicalHits, LexicalIndex
from index.passage import ArticleCard, Filters, Passage, RankedPassage, Vectors
from index.question_words import AskedWord, ask_words, inverse_frequency
from index.scoring import Asked, PassageArrays, Scores
from index.spelling import mend
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
    """What is needed to search the passages of one language; `sample` is spread over them.

    A language whose articles hold no passage has no sample.
    """

    language: str
    lexical: LexicalIndex
    vocabulary: Vocabulary
    sample: PassageArrays | None

    @classmethod
    def of(cls, language: str, ledger: Ledger, derived: DerivedIndexes) -> "LanguagePart":
        """The part of a language as the ledger and the derived indexes have it now."""
        sample = ledger.sample(language, _SAMPLE)
        return cls(
            language,
            derived.lexical(language),
            derived.vocabulary(language),
            PassageArrays.of(sample) if sample else None,
        )


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found: passages, best first, and the question's words as understood.

    `question` is what was searched: the question with its slips of the finger mended. `encoder`
    is the one that the passages' sentences were encoded by.
    """

    passages: tuple[RankedPassage, ...]
    words: tuple[AskedWord, ...]
    question: str = ""
    encoder: Encoder | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Found:
    """The candidates of one language with their scores, all in the same order.

    `fused` and `lexical` are (n,).
    """

    passages: PassageArrays
    asked: Asked
    scores: Scores
    fused: Vectors
    lexical: Vectors

    def rank(self, row: int, passage: Passage, card: ArticleCard) -> RankedPassage:
        """One of the candidates, with its text and its article."""
        sentences = self.passages.sentences_of(row)
        return RankedPassage(
            passage=passage,
            article=card,
            score=float(self.fused[row]),
            similarity=float(self.scores.columns[row, 0]),
            lexical=float(self.lexical[row]),
            sentence_similarities=tuple(self.scores.similarities[sentences].tolist()),
            alignments=tuple(self.scores.alignments[sentences].tolist()),
            context=float(self.scores.columns[row, -1]),
            sentence_vectors=self.passages.sentence_vectors[sentences],
        )


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
        return self._search(self.mend(question), count, filters or Filters(), spread)

    def mend(self, question: str) -> str:
        """The question with its slips of the finger mended, see `index.spelling`."""
        indexes = [part.lexical for part in self._parts()]

        def frequencies(words: Collection[str]) -> Counter[str]:
            found: Counter[str] = Counter()
            for index in indexes:
                found.update(index.document_frequencies(words))
            return found

        return mend(question, frequencies)

    def _search(self, question: str, count: int, filters: Filters, spread: bool) -> Findings:
        words = content_words(question)
        vector = self._encoder.encode_questions([question])[0]
        word_vectors = self._encoder.encode_words(words)
        parts = [part for part in self._parts() if filters.language in ("", part.language)]
        asked = {p.language: _understand(p, words, vector, word_vectors) for p in parts}
        hits = {
            p.language: p.lexical.search(asked[p.language].expansions, filters, POOL) for p in parts
        }
        moments = measure(
            {
                part.language: asked[part.language].score(part.sample).columns
                for part in parts
                if part.sample
            },
            hits,
            {part.language: part.lexical.count() for part in parts},
        )
        candidates = [
            self._find(part, asked[part.language], hits[part.language], moments, filters)
            for part in parts
            if part.language in moments
        ]
        ranked = self._rank([found for found in candidates if found], count, spread)
        understood = ask_words(
            words,
            {language: a.expansions for language, a in asked.items()},
            {language: a.idf.tolist() for language, a in asked.items()},
        )
        return Findings(ranked, understood, question, self._encoder)

    def _find(
        self,
        part: LanguagePart,
        asked: Asked,
        hits: LexicalHits,
        moments: Mapping[str, Moments],
        filters: Filters,
    ) -> _Found | None:
        near = near_in_meaning(
            part.language, asked.vector, POOL, filters, self._derived.vectors, part.lexical
        )
        keys = dict.fromkeys([*near, *hits.scores])
        items = self._ledger.passage_vectors(list(keys))
        if not items:
            return None
        passages = PassageArrays.of(items)
        scores = asked.score(passages)
        words = part.lexical.scores_of(asked.expansions, [i.key for i in items])
        lexical = np.array([words.get(item.key, 0.0) for item in items], dtype=np.float32)
        fused = moments[part.language].fuse(np.insert(scores.columns, LEXICAL, lexical, axis=1))
        return _Found(passages, asked, scores, fused, lexical)

    def _rank(
        self, candidates: Sequence[_Found], count: int, spread: bool
    ) -> tuple[RankedPassage, ...]:
        """The best of all languages; only their texts are read."""
        rows = [(found, row) for found in candidates for row in range(len(found.fused))]
        rows.sort(key=lambda place: -place[0].fused[place[1]])
        chosen = (_spread(rows) if spread else rows)[:count]
        items = [found.passages.items[row] for found, row in chosen]
        passages = self._ledger.passages([item.key for item in items])
        cards = self._ledger.cards_of(list({item.article for item in items}))
        return tuple(
            found.rank(row, passages[item.key].passage, cards[item.article])
            for (found, row), item in zip(chosen, items, strict=True)
            if item.key in passages and item.article in cards  # else it was removed a moment ago
        )


def _understand(
    part: LanguagePart, words: list[str], vector: Vectors, word_vectors: Vectors
) -> Asked:
    cosines = part.vocabulary.compare(word_vectors)
    expansions = part.vocabulary.expand(words, cosines)
    idf = [inverse_frequency(part.lexical, expansion) for expansion in expansions]
    return Asked(vector, expansions, cosines, np.array(idf, dtype=np.float32))


def _spread(ranked: list[tuple[_Found, int]]) -> list[tuple[_Found, int]]:
    """Passages beyond the limit of their article go behind all others, in order."""
    seen: dict[str, int] = {}
    first: list[tuple[_Found, int]] = []
    later: list[tuple[_Found, int]] = []
    for found, row in ranked:
        article = found.passages.items[row].article
        seen[article] = seen.get(article, 0) + 1
        (first if seen[article] <= MAX_PASSAGES_PER_ARTICLE else later).append((found, row))
    return first + later
