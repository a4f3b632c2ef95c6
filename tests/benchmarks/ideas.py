"""Ideas that were tried on retrieval, each as scores of its own beside the product's six.

An idea is judged by weights learned with it and tested on topics left out, against the same
without it: so that no idea fails for want of the right weight, nor wins by one tuned on the test.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import Stemmer

from index.passage import Vectors
from index.spelling import mend
from index.words import content_words, split_words

from .ablations import DIFFERENCE_NOTE, VARIANT_HEADER, variant_row
from .bilingual import LANGUAGES
from .exhaustive import (
    ALIGNED_PASSAGE,
    ALIGNED_SENTENCE,
    LEXICAL,
    PASSAGE,
    SCORES,
    SENTENCE,
    Asked,
    Columns,
    Laboratory,
    Passages,
    ask,
    combine,
    own_weights,
)
from .learning import Learned, cross_validate
from .tables import Table, figure

_ASKS_FIGURE = re.compile(
    r"\b(quant[oaie]|quando|anno|percentuale|how (many|much)|when|year|percentage)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Idea:
    """Scores to add to the product's six, or to put in the place of some of them."""

    name: str
    scores: Callable[[Laboratory, str], Columns]
    instead_of: tuple[str, ...] = ()

    def learn(self, laboratory: Laboratory) -> Learned:
        """Weights for the product's scores and these."""
        kept = [name for name in SCORES if name not in self.instead_of]
        own = {language: self.scores(laboratory, language) for language in LANGUAGES}
        # An idea may compute a score that bears the name of the one it replaces.
        own = {lang: {f"new: {n}": s for n, s in of.items()} for lang, of in own.items()}
        columns = {lang: laboratory.columns[lang] | own[lang] for lang in LANGUAGES}
        return cross_validate(laboratory, [*kept, *own[LANGUAGES[0]]], columns)


def learned_weights(laboratory: Laboratory) -> tuple[Table, Learned]:
    """The weights of the six scores as learned here, beside the product's."""
    learned = cross_validate(laboratory, SCORES)
    rows = [
        [name, figure(own, 2), figure(learned.weights[name], 2), figure(learned.spread[name], 2)]
        for name, own in own_weights().items()
    ]
    note = (
        f"Softmax regression of the gold passage among its 60 nearest rivals. Weights learned on "
        f"four fifths of the topics and tested on the other give a mean MRR of "
        f"{figure(learned.measured.mean, 4)}; the product's, on all of them, "
        f"{figure(laboratory.weigh(own_weights()).mean, 4)}."
    )
    header = ("score", "the product's weight", "learned on all", "± over the folds")
    return Table("Learned weights", header, rows, note), learned


def try_ideas(laboratory: Laboratory, base: Learned) -> Table:
    """Every idea's MRR on topics that its weights were not learned on."""
    rows = [variant_row("the six scores", base.measured)]
    for idea in IDEAS:
        rows.append(variant_row(idea.name, idea.learn(laboratory).measured, base.measured))
    note = f"Weights learned anew for each row and tested on topics left out. {DIFFERENCE_NOTE}"
    return Table("Ideas", VARIANT_HEADER, rows, note)


def try_typos(laboratory: Laboratory) -> Table:
    """Questions with a slip of the finger in their longest word, as typed and as mended."""
    corpus = _document_frequencies(laboratory.passages.values())

    def frequencies(words: Collection[str]) -> dict[str, int]:
        return {word: corpus[word] for word in words if word in corpus}

    texts = [question.text for question in laboratory.questions]
    slipped = [_slip(text) for text in texts]
    variants = {
        "mended without need": [mend(text, frequencies) for text in texts],
        "mended without need, no dictionary": [mend(text, frequencies, _never) for text in texts],
        "with a slip": slipped,
        "with a slip, mended": [mend(text, frequencies) for text in slipped],
        "with a slip, mended, no dictionary": [mend(t, frequencies, _never) for t in slipped],
    }
    base = laboratory.weigh(own_weights())
    rows = [variant_row("as they are", base)]
    for name, changed in variants.items():
        asked = ask(laboratory.passages, changed, laboratory.encoder)
        columns = {language: of.score() for language, of in asked.items()}
        rows.append(variant_row(name, laboratory.weigh(own_weights(), columns), base))
    note = (
        "Two neighbouring letters exchanged in the longest word. Mending, which the product does, "
        "replaces a word that stands neither in the corpus nor in a dictionary of Italian or "
        f"English by the commonest corpus word one slip away. {DIFFERENCE_NOTE}"
    )
    return Table("Typing errors", VARIANT_HEADER, rows, note)


# -- ideas


_STEMMERS = {"it": Stemmer.Stemmer("italian"), "en": Stemmer.Stemmer("english")}


def _stems(laboratory: Laboratory, language: str) -> Columns:
    """BM25 over Snowball stems, for questions in the passages' language."""
    words = [content_words(q.text) if q.language == language else [] for q in laboratory.questions]
    passages = laboratory.passages[language]
    return {"stems": _bm25(passages.texts, words, _STEMMERS[language].stemWord)}


def _numbers(laboratory: Laboratory, language: str) -> Columns:
    """BM25 over the question's numbers."""
    words = [[w for w in content_words(q.text) if w.isdigit()] for q in laboratory.questions]
    return {"numbers": _bm25(laboratory.passages[language].texts, words, str)}


def _content_only(laboratory: Laboratory, language: str) -> Columns:
    """Similarities with the vector of the question's content words."""
    bare = [" ".join(content_words(q.text)) for q in laboratory.questions]
    return laboratory.asked[language].similarities(laboratory.encoder.encode_questions(bare))


def _feedback(laboratory: Laboratory, language: str) -> Columns:
    """Similarities with the question vector moved towards its three best passages."""
    asked, passages = laboratory.asked[language], laboratory.passages[language]
    total = combine(laboratory.columns[language], own_weights())
    best = np.argsort(-total, axis=1)[:, :3]
    moved = asked.vectors + 0.3 * _unit(passages.vectors[best].mean(axis=1))
    return asked.similarities(_unit(moved))


def _figure_wanted(laboratory: Laboratory, language: str) -> Columns:
    """The best sentence, one with a number being preferred when the question asks for one."""
    asked, passages = laboratory.asked[language], laboratory.passages[language]
    holds = np.array([bool(re.search(r"\d", text)) for text in passages.sentences])
    asks = np.array([bool(_ASKS_FIGURE.search(q.text)) for q in laboratory.questions])
    likeness = asked.vectors @ passages.sentence_vectors.T + asked.shares @ asked.best**2
    preference = 0.15 * (asks[:, None] & holds[None, :]).astype(np.float32)
    return {"answering sentence": passages.best_of_passage(likeness + preference)}


def _two_sentences(laboratory: Laboratory, language: str) -> Columns:
    """Similarity of the best pair of neighbouring sentences, by the mean of their vectors."""
    passages = laboratory.passages[language]
    vectors = passages.sentence_vectors
    is_last = np.zeros(len(vectors), dtype=bool)
    is_last[np.append(passages.first_sentences[1:], len(vectors)) - 1] = True
    pairs = vectors + np.where(is_last[:, None], 0, np.roll(vectors, -1, axis=0))
    likeness = laboratory.asked[language].vectors @ _unit(pairs).T
    return {"two sentences": passages.best_of_passage(likeness)}


def _question_windows(laboratory: Laboratory, language: str) -> Columns:
    """The best sentence for each window of six words of the question, on average.

    Windows begin at every second word: each part of a long question must find its match.
    """
    windows, owners = [], []
    for row, question in enumerate(laboratory.questions):
        words = question.text.rstrip("?").split()
        for first in range(0, max(1, len(words) - 4), 2):
            windows.append(" ".join(words[first : first + 6]))
            owners.append(row)
    passages = laboratory.passages[language]
    vectors = laboratory.encoder.encode_questions(windows)
    best = passages.best_of_passage(vectors @ passages.sentence_vectors.T)
    starts = np.searchsorted(owners, np.arange(len(laboratory.questions)))
    totals = np.add.reduceat(best, starts, axis=0)
    return {"windows": (totals / np.bincount(owners)[:, None]).astype(np.float32)}


def _without_hubs(laboratory: Laboratory, language: str) -> Asked:
    """The questions with word cosines lowered for corpus words that are near to everything.

    After cross-domain similarity local scaling (Conneau et al. 2018): a quarter of a word's mean
    cosine with its 5 nearest is taken off, among 500 words of each language's vocabulary.
    """
    vectors = {lang: _vocabulary_vectors(p) for lang, p in laboratory.passages.items()}
    spread = {lang: np.linspace(0, len(v) - 1, 500).astype(int) for lang, v in vectors.items()}
    background = np.concatenate([v[spread[lang]] for lang, v in vectors.items()])
    cosines = vectors[language] @ background.T
    cosines[cosines > 0.999] = 0  # a word is no neighbour of itself
    crowding = np.partition(cosines, -5, axis=1)[:, -5:].mean(axis=1)
    lowered = laboratory.asked[language].cosines.copy()
    lowered[:, :-1] -= 0.25 * (crowding - crowding.mean())
    return laboratory.asked[language].with_cosines(lowered)


def _unhubbed_alignment(laboratory: Laboratory, language: str) -> Columns:
    best = _without_hubs(laboratory, language).best
    return laboratory.asked[language].alignments(best=best)


def _unhubbed_words(laboratory: Laboratory, language: str) -> Columns:
    asked = _without_hubs(laboratory, language)
    return asked.lexical() | asked.alignments()


def _unhubbed_with_windows(laboratory: Laboratory, language: str) -> Columns:
    return _unhubbed_alignment(laboratory, language) | _question_windows(laboratory, language)


_ALIGNED = (ALIGNED_PASSAGE, ALIGNED_SENTENCE)
IDEAS = (
    Idea("no expanded words at all", lambda laboratory, language: {}, (LEXICAL,)),
    Idea("stemmed words, same language", _stems),
    Idea("numbers matched exactly", _numbers),
    Idea("vector of content words, instead", _content_only, (PASSAGE, SENTENCE)),
    Idea("vector of content words, as well", _content_only),
    Idea("pseudo-relevance feedback, instead", _feedback, (PASSAGE, SENTENCE)),
    Idea("pseudo-relevance feedback, as well", _feedback),
    Idea("a sentence with a number when one is asked for", _figure_wanted),
    Idea("pairs of sentences", _two_sentences),
    Idea("windows of the question", _question_windows),
    Idea("alignment without hubs", _unhubbed_alignment, _ALIGNED),
    Idea("alignment and expansion without hubs", _unhubbed_words, (*_ALIGNED, LEXICAL)),
    Idea("alignment without hubs, and windows", _unhubbed_with_windows, _ALIGNED),
)


# -- inside


def _bm25(
    texts: Sequence[str], questions: Sequence[Sequence[str]], form: Callable[[str], str]
) -> Vectors:
    """BM25 (k1 1.2, b .75) of question words in texts, both in the form that `form` gives."""
    counts = [Counter(map(form, split_words(text))) for text in texts]
    lengths = np.array([sum(count.values()) for count in counts])
    norms = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row, count in enumerate(counts):
        for word, times in count.items():
            postings[word].append((row, times))
    scores = np.zeros((len(questions), len(texts)), dtype=np.float32)
    for own, words in zip(scores, questions, strict=True):
        for word in {form(word) for word in words} & postings.keys():
            rows, times = np.array(postings[word]).T
            idf = math.log(1 + (len(texts) - len(rows) + 0.5) / (len(rows) + 0.5))
            own[rows] += idf * times * 2.2 / (times + norms[rows])
    return scores


def _unit(vectors: Vectors) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def _vocabulary_vectors(passages: Passages) -> Vectors:
    return np.asarray(passages.part.vocabulary._vectors)


def _document_frequencies(passages: Iterable[Passages]) -> Mapping[str, int]:
    frequencies: Counter[str] = Counter()
    for of in passages:
        for text in of.texts:
            frequencies.update(set(split_words(text)))
    return frequencies


def _slip(text: str) -> str:
    """Exchange two neighbouring letters in the middle of the longest word, if it is long enough."""
    word = max(re.findall(r"[^\W\d_]+", text), key=len, default="")
    middle = len(word) // 2
    if len(word) < 5:
        return text
    slipped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    return text.replace(word, slipped, 1)


def _never(word: str) -> bool:
    return False
