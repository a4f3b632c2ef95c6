"""Checking a whole answer: its marks mended, its sentences judged, its sources numbered anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import AnswerSentence, Citation, Support
from bot.checking.claim import Checked, CitedPassage, Fault
from bot.checking.drafts import Claim, Line, read_lines
from bot.checking.marks import write_marks
from bot.checking.meaning import Meanings
from bot.checking.sentence import check_sentence
from bot.checking.telling import tell
from corpus.figures import find_figures
from index.embedding import Encoder
from index.passage import RankedPassage

# Passages that a missing or wrong citation is looked for in, the nearest in meaning first.
_LOOKED_THROUGH = 4


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer after the check.

    `text` is plain, each sentence followed by its marks; `sentences` point into it. Citation [k]
    is `citations[k - 1]`, and stood as number `cited[k - 1]` in the prompt. `faults` are those of
    each sentence for programs; `sentences` tell them in words.
    """

    text: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    cited: tuple[int, ...]
    faults: tuple[tuple[Fault, ...], ...]

    @property
    def holds(self) -> bool:
        """Whether at least one sentence is supported: else the answer is worth nothing."""
        return any(sentence.support is Support.SUPPORTED for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a sentence cites in the end, counted from 0, and how that supports it."""

    numbers: tuple[int, ...]
    checked: Checked


def check_answer(
    text: str, language: str, passages: Sequence[RankedPassage], encoder: Encoder
) -> CheckedAnswer:
    """Check a text whose `[n]` marks refer to `passages`, numbered from 1 as in the prompt.

    Marks of passages that do not exist go; a sentence that its passages do not support is given
    the one that does, if there is one; what is left unsupported stays, and is marked as such.
    """
    checker = _Checker(language, passages, Meanings(encoder))
    sources = "\n".join(found.passage.text for found in passages)
    writer = _Writer(language, passages)
    for line in read_lines(text, language, len(passages), sources):
        writer.begin_line(line)
        for claim in line.claims:
            writer.write(claim, checker.judge(claim))
    return writer.finish()


class _Checker:
    """Judges sentences against what they cite, and looks for what they should have cited."""

    def __init__(
        self, language: str, passages: Sequence[RankedPassage], meanings: Meanings
    ) -> None:
        self._language = language
        self._passages = [CitedPassage.of(found) for found in passages]
        self._meanings = meanings

    def judge(self, claim: Claim) -> _Verdict | None:
        """The verdict on a sentence with the passages it cites in the end; None when it claims
        nothing, such as "Here is what the articles say:"."""
        if not claim.numbers and _claims_nothing(claim.text, self._language):
            return None
        cited = tuple(number - 1 for number in claim.numbers)
        given = self._check(claim.text, cited)
        if given.support is Support.SUPPORTED:
            return _Verdict(cited, given)
        for number in self._nearest(claim.text):
            if (number,) != cited:
                other = self._check(claim.text, (number,))
                if other.support is Support.SUPPORTED:
                    return _Verdict((number,), other)
        return _Verdict(cited, given)

    def _check(self, text: str, numbers: tuple[int, ...]) -> Checked:
        cited = [self._passages[number] for number in numbers]
        return check_sentence(text, self._language, cited, self._meanings)

    def _nearest(self, text: str) -> list[int]:
        """The passages with the sentences nearest in meaning, the nearest first."""
        vector = self._meanings.texts([text])[0]
        similarities = [
            float((passage.sentence_vectors @ vector).max())
            if passage.sentence_vectors.size
            else 0.0
            for passage in self._passages
        ]
        order = sorted(range(len(similarities)), key=lambda number: -similarities[number])
        return order[:_LOOKED_THROUGH]


def _claims_nothing(text: str, language: str) -> bool:
    """Whether a sentence only leads to what follows or is a mere heading."""
    return text.endswith(":") and not find_figures(text, language)


class _Writer:
    """Puts the checked sentences together again, with marks numbered in order of appearance."""

    def __init__(self, language: str, passages: Sequence[RankedPassage]) -> None:
        self._language = language
        self._passages = passages
        self._text = ""
        self._sentences: list[AnswerSentence] = []
        self._faults: list[tuple[Fault, ...]] = []
        self._cited: dict[int, int] = {}
        self._quoted: dict[int, tuple[int, ...]] = {}
        self._supports: dict[int, list[Support]] = {}
        self._begun = self._first = False

    def begin_line(self, line: Line) -> None:
        """Begin a line, as an item of a list where it was one."""
        self._text += "\n" if self._begun else ""
        self._text += line.opening
        self._begun = True
        self._first = True

    def write(self, claim: Claim, verdict: _Verdict | None) -> None:
        """Add a sentence with its marks."""
        self._text += "" if self._first else " "
        self._first = False
        start = len(self._text)
        if verdict is None:
            self._text += claim.text
            return
        numbers = tuple(self._number(number) for number in verdict.numbers)
        for place, number in enumerate(verdict.numbers):
            self._note(number, verdict.checked, place)
        self._text += claim.text + write_marks(numbers)
        faults = verdict.checked.faults
        self._faults.append(faults)
        self._sentences.append(
            AnswerSentence(
                start=start,
                end=len(self._text),
                support=verdict.checked.support,
                numbers=numbers,
                faults=tuple(tell(fault, self._language) for fault in faults),
            )
        )

    def finish(self) -> CheckedAnswer:
        """The answer as it is now."""
        return CheckedAnswer(
            text=self._text,
            sentences=tuple(self._sentences),
            citations=tuple(self._cite(passage, k) for passage, k in self._cited.items()),
            cited=tuple(passage + 1 for passage in self._cited),
            faults=tuple(self._faults),
        )

    def _number(self, passage: int) -> int:
        return self._cited.setdefault(passage, len(self._cited) + 1)

    def _note(self, passage: int, checked: Checked, place: int) -> None:
        evidence = checked.evidence[place] if place < len(checked.evidence) else ()
        self._quoted[passage] = self._quoted.get(passage) or evidence
        self._supports.setdefault(passage, []).append(checked.support)

    def _cite(self, passage: int, number: int) -> Citation:
        """The citation of a passage: it quotes the sentences that the first claim rests on."""
        rows = self._quoted.get(passage) or (0,)
        support = _worst(self._supports[passage])
        return Citation.of(self._passages[passage], number, min(rows), max(rows), support)


_GRAVITY = (Support.SUPPORTED, Support.PARTLY, Support.UNSUPPORTED)


def _worst(supports: Sequence[Support]) -> Support:
    return max(supports, key=_GRAVITY.index)
