"""Answering each question by what was learned from questions on other stories only.

A correction of question vectors learned from a question flatters it, and whatever is learned on top
would trust it too much. So corrections are learned once for each fold of the stories, without that
fold, and each question is read with the one that does not know its story.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from bot.evaluation import Case, read_cases
from bot.evidence import Evidence, find_evidence
from bot.question import Question, read_question
from bot.seeking import Correction
from bot.settings import Settings
from bot.sibilla import DEPTH, Sibilla
from index.passage import Vectors
from index.retrieval import Findings

from .seeking import FOLDS, NEWS, QUESTIONS, folds, learn, read_examples, topic_of


@dataclass(frozen=True, slots=True)
class Read:
    """A question with what a search found, and the fold of stories that it belongs to.

    `name` is that of its set of questions. Questions without an answer are dealt out to the folds.
    """

    name: str
    case: Case
    question: Question
    findings: Findings
    fold: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """All questions, and for each fold the correction that was learned without it."""

    questions: list[Read]
    corrections: list[Correction]

    def evidence(self, read: Read) -> list[Evidence]:
        """The sentences read for a question."""
        with using(self.corrections[read.fold]):
            return find_evidence(read.question, read.findings)


@contextmanager
def using(correction: Correction, weights: Vectors | None = None) -> Iterator[None]:
    """Answer with another correction, and other weights if given, than the product's."""
    with mock.patch("bot.seeking.correction", return_value=correction):
        if weights is None:
            yield
        else:
            with mock.patch("bot.evidence.WEIGHTS", weights):
                yield


@contextmanager
def left_out() -> Iterator[LeftOut]:
    """Reads the questions on the news and learns the corrections, which takes minutes."""
    with tempfile.TemporaryDirectory() as folder:
        sets = read_examples(Path(folder))
        sibilla = Sibilla(Settings(data=Path(folder) / "news"))
        sibilla.sync()
        everything = [example for examples in sets.values() for example in examples]
        parts = folds(example.topic for example in everything)
        corrections = [learn([e for e in everything if e.topic not in part]) for part in parts]
        questions = [read for name in NEWS for read in _read(sibilla, name, parts)]
        try:
            yield LeftOut(questions, corrections)
        finally:
            sibilla.close()


def _read(sibilla: Sibilla, name: str, parts: Sequence[frozenset[str]]) -> Iterator[Read]:
    for number, case in enumerate(read_cases(QUESTIONS / f"{name}.jsonl")):
        asked = read_question(case.question, case.history, case.language)
        if asked.small_talk:
            continue
        findings = sibilla.index.search(asked.understood, DEPTH, spread=False)
        told = [n for n, part in enumerate(parts) if case.documents and topic_of(case) in part]
        yield Read(name, case, asked, findings, told[0] if told else number % FOLDS)
