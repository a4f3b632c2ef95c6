"""From a model's words to an `Answer`: while they come, and when they are complete."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answer import Answer, Citation
from bot.answering import answer_from, refusal
from bot.checking.cleaning import plain_text
from bot.checking.marks import take_marks, write_marks
from bot.checking.repair import check_answer
from bot.evidence import find_evidence
from bot.generation.denials import may_say_not_there, says_not_there
from bot.generation.notices import notices
from bot.generation.parser import CUT
from bot.generation.prompt import NOT_THERE, Request, make_request
from bot.knowing import THRESHOLD, Judgement, Lack, judge
from bot.question import Question
from index.embedding import Encoder
from index.passage import RankedPassage
from index.retrieval import Findings
from index.sentences import split_sentences
from index.words import split_words

# Below this chance of an answer the question is about something else than the corpus.
_HOPELESS = THRESHOLD / 4
# A mark, a link or a tag that has begun and not ended: at most this many characters of it.
_BEGUN = re.compile(
    r"\s*!?\[[^\]\n]{0,300}$|\s*!?\[[^\]\n]*\]\([^)\n]{0,300}$|<[^>\n]{0,300}$|\S*:/\S*$"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answer is written from: the question, the passages, and the answer without a model.

    `worthwhile` says whether a model is asked at all.
    """

    asked: Question
    request: Request
    extractive: Answer
    worthwhile: bool


def make_draft(asked: Question, findings: Findings, context: int) -> Draft:
    """What is there before the model is asked; it may read `context` tokens."""
    extractive = answer_from(asked, findings)
    candidates = _candidates(extractive, findings)
    return Draft(
        asked=asked,
        request=make_request(asked.understood, asked.language, candidates, context),
        extractive=extractive,
        worthwhile=_worthwhile(asked, findings, extractive),
    )


def _candidates(extractive: Answer, findings: Findings) -> list[RankedPassage]:
    """The passages found, those first that the answer without a model quotes."""
    quoted = {(citation.article, citation.passage_start) for citation in extractive.citations}
    return sorted(
        findings.passages,
        key=lambda found: (found.passage.article, found.passage.start) not in quoted,
    )


def _worthwhile(asked: Question, findings: Findings, extractive: Answer) -> bool:
    """Whether a model could answer where quotations do not.

    It is not asked about a name that stands nowhere, nor why something happened that the articles
    do not tell of, nor what is far from all articles: there it could only invent.
    """
    if not extractive.abstained:
        return True
    lack = judge(asked, findings, find_evidence(asked, findings)).lack
    if lack in (Lack.NAMES, Lack.PREMISE):
        return False
    return bool(findings.passages) and extractive.confidence >= _HOPELESS


def growing(draft: Draft, text: str, model: str) -> Answer:
    """The answer so far: unchecked, its marks numbered as they appear."""
    text = "" if may_say_not_there(text) else plain_text(_BEGUN.sub("", text))
    text, cited = _renumbered(text, len(draft.request.passages))
    citations = tuple(
        _cite(draft.request.passages[number - 1], place) for place, number in enumerate(cited, 1)
    )
    return replace(
        draft.extractive,
        text=text,
        abstained=False,
        citations=citations,
        as_of=_as_of(citations),
        model=model,
        complete=False,
    )


def finished(draft: Draft, text: str, model: str, encoder: Encoder, *, cut: bool) -> Answer:
    """The complete answer: checked, or the one made without a model if nothing holds.

    `cut` says that the text was not ended by the model itself.
    """
    asked, extractive = draft.asked, draft.extractive
    said = notices(asked.language)
    if says_not_there(text):
        return _abstention(draft, model)
    if text.endswith(CUT):
        text, cut = text.removesuffix(CUT), True
    text = text.replace(NOT_THERE, "")
    if cut:
        text = _whole_sentences(text, asked.language)
    checked = check_answer(
        _said_once(text, asked.language), asked.language, draft.request.passages, encoder
    )
    if not checked.sentences:
        return replace(extractive, notice=said.garbled)
    if not checked.holds:
        return replace(extractive, notice=said.nothing_supported)
    return replace(
        extractive,
        text=checked.text,
        abstained=False,
        citations=checked.citations,
        sentences=checked.sentences,
        as_of=_as_of(checked.citations),
        model=model,
        notice=said.cut if cut else "",
    )


def _abstention(draft: Draft, model: str) -> Answer:
    """The refusal of an answer that the model did not find; the articles it read are nearest."""
    extractive = draft.extractive
    if extractive.abstained:
        return replace(extractive, model=model)
    lacking = Judgement(extractive.confidence, Lack.ANSWER)
    return replace(
        extractive,
        text=refusal(draft.asked, lacking, empty=False),
        abstained=True,
        citations=(),
        sentences=(),
        as_of=None,
        model=model,
    )


def _renumbered(text: str, count: int) -> tuple[str, list[int]]:
    """A text whose marks count from 1 as they appear, and the numbers that they had."""
    bare, marks = take_marks(text)
    places: dict[int, int] = {}
    parts, last = [], 0
    for mark in marks:
        known = [number for number in mark.numbers if 1 <= number <= count]
        numbers = tuple(places.setdefault(number, len(places) + 1) for number in known)
        parts += [bare[last : mark.position], write_marks(numbers)]
        last = mark.position
    return "".join((*parts, bare[last:])), list(places)


def _whole_sentences(text: str, language: str) -> str:
    """A text without its last sentence, which was not ended; the marks before that stay."""
    sentences = split_sentences(text, language)
    if len(sentences) < 2:
        return text
    last = sentences[-1].start
    marks = re.compile(r"\s*(?:\[[\d, ]+\]\s*)+").match(text, last)
    return text[: marks.end() if marks else last].rstrip()


def _said_once(text: str, language: str) -> str:
    """A text without the sentences that it says again, as models do that do not come to an end."""
    said: set[str] = set()
    kept, last = [], 0
    for sentence in split_sentences(text, language):
        words = " ".join(split_words(take_marks(sentence.text)[0]))
        if words and words in said:
            kept.append(text[last : sentence.start])
            last = sentence.end
        said.add(words)
    return "".join((*kept, text[last:]))


def _cite(found: RankedPassage, number: int) -> Citation:
    """A citation of a passage, quoting what in it is most like the question."""
    likenesses = found.sentence_similarities
    best = max(range(len(likenesses)), key=likenesses.__getitem__, default=0)
    return Citation.of(found, number, best, best)


def _as_of(citations: Sequence[Citation]) -> date | None:
    return max((c.updated or c.published for c in citations if c.published), default=None)
