"""How much of what a sentence says its passages say: word by word, and as a whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.checking.claim import CitedPassage, Fault, FaultKind
from bot.checking.meaning import Meanings
from index.passage import Vectors
from index.words import content_words, is_function_word, split_words

# A further sentence counts as evidence when it raises the mean likeness of the words by this.
_WORTH_READING = 0.04
_MOST_EVIDENCE = 3
# An invented clause is so many words in a row whose mean likeness to the source is below this.
_RUN, _STRANGE = 5, 0.2

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Cover:
    """How far passages cover a sentence.

    `score` is between 0 and 1; `evidence` numbers the sentences of each passage that say it,
    `evidence_texts` are these sentences.
    """

    score: float
    faults: tuple[Fault, ...]
    evidence: tuple[tuple[int, ...], ...]
    evidence_texts: tuple[str, ...]
    similarity: float
    likeness: float
    run: float


@dataclass(frozen=True, slots=True)
class _Place:
    passage: int
    sentence: int


def cover(
    sentence: str, names: Sequence[str], passages: Sequence[CitedPassage], meanings: Meanings
) -> Cover:
    """Compare a sentence with the passages it cites; names and figures are compared elsewhere."""
    spans = list(_telling_words(sentence, names))
    words = [word for word, _, _ in spans]
    vector = meanings.texts([sentence])[0]
    places = [
        _Place(number, row)
        for number, passage in enumerate(passages)
        for row in range(len(passage.sentences))
    ]
    texts = [passages[place.passage].sentences[place.sentence].text for place in places]
    similarities = np.array(
        [
            float(passage.sentence_vectors[row] @ vector) if passage.sentence_vectors.size else 0.0
            for passage in passages
            for row in range(len(passage.sentences))
        ],
        dtype=np.float32,
    )
    likeness = _likeness(words, texts, meanings)  # (n_words, n_sentences)
    around = _likeness(words, [passage.context for passage in passages], meanings)
    best = np.concatenate([likeness, around], axis=1).max(axis=1, initial=0.0)
    chosen = _evidence(likeness, similarities)
    similarity = float(similarities.max(initial=0.0))
    mean = float(best.mean()) if words else similarity
    run, piece = _strangest_run(sentence, spans, best)
    faults = (Fault(FaultKind.INVENTED, piece),) if run < _STRANGE else ()
    return Cover(
        score=(similarity + mean) / 2,
        faults=faults,
        evidence=tuple(
            tuple(sorted(places[n].sentence for n in chosen if places[n].passage == number))
            for number in range(len(passages))
        ),
        evidence_texts=tuple(texts[n] for n in chosen),
        similarity=similarity,
        likeness=mean,
        run=run,
    )


def _telling_words(sentence: str, names: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The words of a sentence that say something, with where they stand."""
    named = {word for name in names for word in split_words(name)}
    for match in _WORD.finditer(sentence):
        word = match[0].lower()
        if len(word) < 2 or word in named or is_function_word(word):
            continue
        if not any(character.isdigit() for character in word):
            yield word, match.start(), match.end()


def _likeness(words: Sequence[str], texts: Sequence[str], meanings: Meanings) -> Vectors:
    """For each word and text, how alike the text's nearest word is, (n_words, n_texts)."""
    found = np.zeros((len(words), len(texts)), dtype=np.float32)
    for column, text in enumerate(texts):
        found[:, column] = meanings.alike(words, content_words(text)).max(axis=1, initial=0.0)
    return found


def _evidence(likeness: Vectors, similarities: Vectors) -> list[int]:
    """The sentences that together say most of it, the best first."""
    if not similarities.size:
        return []
    means = likeness.mean(axis=0) if len(likeness) else np.zeros_like(similarities)
    standing = similarities + means
    chosen = [int(standing.argmax())]
    while len(chosen) < _MOST_EVIDENCE and len(likeness):
        covered = likeness[:, chosen].max(axis=1)
        gains = np.maximum(likeness, covered[:, None]).mean(axis=0) - covered.mean()
        gains[chosen] = 0
        following = int(gains.argmax())
        if gains[following] < _WORTH_READING:
            break
        chosen.append(following)
    return chosen


def _strangest_run(
    sentence: str, spans: Sequence[tuple[str, int, int]], best: Vectors
) -> tuple[float, str]:
    """The lowest mean likeness of a few words in a row, and the piece of text they stand in."""
    if len(best) < _RUN:
        return 1.0, ""
    means = np.convolve(best, np.ones(_RUN) / _RUN, mode="valid")
    first = int(means.argmin())
    return float(means[first]), sentence[spans[first][1] : spans[first + _RUN - 1][2]]
