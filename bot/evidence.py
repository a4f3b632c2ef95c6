"""Evidence: which sentences of the passages found answer the question best.

Each sentence gets a handful of scores between 0 and 1 (see `bot.features`), summed with learned
weights.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.clues import Clue, ClueFinder, clue_finder
from bot.features import FEATURES, WEIGHTS
from bot.mentions import Mentions, mentions_of
from bot.question import Question
from bot.seeking import sought
from bot.word_matches import WordMatches
from index.embedding import Encoder
from index.passage import RankedPassage, Vectors
from index.retrieval import Findings

# Sentences are looked for in this many of the best passages, and in all others found of the first
# articles: with them a right sentence is among those read for .96 of the questions, without .92.
PASSAGES_READ = 12
_ARTICLES_READ = 2

_BY_TWIN = {
    "sought_by_twin": "sought",
    "besides_names_by_twin": "sought_besides_names",
    "clue_by_twin": "clue",
    "near_by_twin": "near",
}
# Sentences of two languages closer than this are twins.
_TWINS = 0.6
# A word counts for a clue by a third when it stands six words from it.
_REACH = 6.0
# Names are all over an article that speaks of them: they do not say what a clue belongs to.
_OF_A_NAME = 0.0
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence, or several in a row, that answer the question.

    `first` and `last` number the passage's sentences, both included; `core` is the one that was
    chosen, the others being there so that it can be understood. `features` (len(FEATURES),) are
    those of the core, `score` their weighted sum.
    """

    found: RankedPassage
    first: int
    last: int
    core: int
    score: float
    features: Vectors

    @property
    def start(self) -> int:
        """Offset of the quotation in its article."""
        return self.found.passage.sentences[self.first].start

    @property
    def end(self) -> int:
        """Offset just behind the quotation in its article."""
        return self.found.passage.sentences[self.last].end

    @property
    def text(self) -> str:
        """The quotation, as it stands in the article."""
        passage = self.found.passage
        return passage.text[self.start - passage.start : self.end - passage.start]

    @property
    def core_text(self) -> str:
        """The sentence that was chosen, without those brought along."""
        return self.found.passage.sentences[self.core].text

    @property
    def vector(self) -> Vectors:
        """The core sentence's vector (dimension,), zeros when it was not kept."""
        vectors = self.found.sentence_vectors
        return vectors[self.core] if vectors is not None else np.zeros(1, dtype=np.float32)

    def feature(self, name: str) -> float:
        """One of the scores of the core sentence, by its name in `FEATURES`."""
        return float(self.features[FEATURES.index(name)])


def find_evidence(question: Question, findings: Findings) -> list[Evidence]:
    """The sentences of the best passages as evidence, best first."""
    mentions = mentions_of(question, findings)
    passages = _passages_to_read(findings.passages)
    standings = dict(zip(passages, _standings(passages), strict=True))
    reader = _Reader(
        question,
        mentions,
        WordMatches(findings.words, question.names),
        clue_finder(question.kind, question.understood, question.names),
        frozenset(_YEAR.findall(question.understood)),
    )
    drafts = [draft for p in passages for draft in reader.read(p, standings[p])]
    if not drafts:
        return []
    return _weigh(_with_twins(_with_sought(drafts, question, findings.encoder)), reader.matches)


def _passages_to_read(passages: Sequence[RankedPassage]) -> list[RankedPassage]:
    first = list(dict.fromkeys(found.passage.article for found in passages))[:_ARTICLES_READ]
    return [
        found
        for number, found in enumerate(passages)
        if number < PASSAGES_READ or found.passage.article in first
    ]


def _with_sought(
    drafts: Sequence["_Draft"], question: Question, encoder: Encoder | None
) -> list["_Draft"]:
    """The drafts with what is like an answer; without vectors, that is the plain cosine."""
    if encoder is None or any(draft.found.sentence_vectors is None for draft in drafts):
        plain = [draft.features["similarity"] for draft in drafts]
        return [
            draft.having(sought=value, sought_besides_names=value)
            for draft, value in zip(drafts, plain, strict=True)
        ]
    vectors = np.array([draft.vector for draft in drafts])
    of_question, besides_names = (vectors @ vector for vector in sought(question, encoder))
    return [
        draft.having(sought=float(one), sought_besides_names=float(two))
        for draft, one, two in zip(drafts, of_question, besides_names, strict=True)
    ]


def _with_twins(drafts: Sequence["_Draft"]) -> list["_Draft"]:
    """The drafts with the features that are the better of a sentence's own and its twin's."""
    twins = _twins(drafts)
    return [
        draft.having(
            **{
                by_twin: max(draft.features[own], drafts[twin].features[own])
                for by_twin, own in _BY_TWIN.items()
            }
        )
        for draft, twin in zip(drafts, twins, strict=True)
    ]


def _twins(drafts: Sequence["_Draft"]) -> Sequence[int]:
    """For each draft the number of that which says the same in the other language, or its own."""
    alone = range(len(drafts))
    if any(draft.found.sentence_vectors is None for draft in drafts):
        return alone
    vectors = np.array([draft.vector for draft in drafts])
    languages = np.array([draft.found.passage.language for draft in drafts])
    likeness = vectors @ vectors.T
    likeness[languages[:, None] == languages[None, :]] = 0
    twins = np.where(likeness.max(axis=1) > _TWINS, likeness.argmax(axis=1), alone)
    return [int(twin) for twin in twins]


def _standings(passages: Sequence[RankedPassage]) -> list[float]:
    if not passages:
        return []
    best, worst = passages[0].score, passages[-1].score
    return [(found.score - worst) / ((best - worst) or 1.0) for found in passages]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A sentence with its features but for the distinctive one.

    `met` and `met_above` (n_words,) tell which words of the question it has, and what stands
    above it.
    """

    found: RankedPassage
    number: int
    met: Vectors
    met_above: Vectors
    features: dict[str, float]

    def having(self, **features: float) -> "_Draft":
        """The draft with more features."""
        return replace(self, features=self.features | features)

    @property
    def vector(self) -> Vectors:
        """The sentence's vector (dimension,); only where the passage's were kept."""
        assert self.found.sentence_vectors is not None
        vector: Vectors = self.found.sentence_vectors[self.number]
        return vector


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads passages for one question."""

    question: Question
    mentions: Mentions
    matches: WordMatches
    find_clues: ClueFinder
    years: frozenset[str]

    def read(self, found: RankedPassage, standing: float) -> list[_Draft]:
        """The sentences of a passage."""
        passage, matches = found.passage, self.matches
        above = f"{found.article.title} {passage.heading}"
        met_above = matches.met(above, passage.language)
        all_names = float(all(self.mentions.found(f"{above} {passage.text}")))
        drafts: list[_Draft] = []
        before = met_above
        for number, sentence in enumerate(passage.sentences):
            met = matches.met(sentence.text, passage.language)
            clues = self.find_clues(sentence.text, passage.language)
            features = {
                "similarity": found.sentence_similarities[number],
                "alignment": found.alignments[number],
                "covered": matches.share(np.maximum(met, met_above)),
                "window": matches.share(np.maximum.reduce([met, before, met_above])),
                "standing": standing,
                "context": found.context,
                "own_language": float(passage.language == self.question.language),
                "names": self.mentions.share(sentence.text, above, passage.text),
                "all_names": all_names,
                "clue": max((clue.strength for clue in clues), default=0.0),
                "near": self._near(sentence.text, passage.language, clues),
                "years": self._years(sentence.text),
            }
            drafts.append(_Draft(found, number, met, met_above, features))
            before = met
        return drafts

    def _years(self, text: str) -> float:
        """How many of the years asked about a text gives, 0 to 1; 0 when there are none."""
        given = sum(year in text for year in self.years)
        return given / len(self.years) if given else 0.0

    def _near(self, text: str, language: str, clues: Sequence[Clue]) -> float:
        """How near the question's words stand to the best clue, 0 to 1."""
        starts, met = self.matches.met_by_word(text, language) if clues else (np.zeros(0), None)
        if met is None or not starts.size:
            return 0.0
        best = 0.0
        for clue in clues:
            place = min(int(np.searchsorted(starts, clue.start)), len(starts) - 1)
            decay = np.exp(-np.abs(np.arange(len(starts)) - place) / _REACH)
            around = (met * decay[:, None]).max(axis=0)
            best = max(best, clue.strength * self.matches.share(around, of_a_name=_OF_A_NAME))
        return best


def _weigh(drafts: Sequence[_Draft], matches: WordMatches) -> list[Evidence]:
    """The drafts as evidence, best first."""
    rarity = matches.rarity_among(np.array([draft.met for draft in drafts]))
    evidence = []
    for draft in drafts:
        met = np.maximum(draft.met, draft.met_above)
        features = draft.features | {"distinctive": matches.share(met, weights=rarity)}
        row = np.array([features[name] for name in FEATURES], dtype=np.float32)
        n = draft.number
        evidence.append(Evidence(draft.found, n, n, n, float(row @ WEIGHTS), row))
    return sorted(evidence, key=lambda item: -item.score)
