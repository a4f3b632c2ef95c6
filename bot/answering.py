"""Answering: from what was found to an answer with citations, or to an honest refusal."""

from collections.abc import Sequence
from datetime import date

from bot.answer import Answer, Citation
from bot.evidence import Evidence, find_evidence
from bot.extract import choose_quotations
from bot.knowing import Judgement, Lack, judge
from bot.newer import as_of, is_newer, newest_first, with_newer
from bot.phrases import long_date, phrases
from bot.question import Question
from bot.smalltalk import SmallTalk
from bot.wanted import Kind
from index.passage import ArticleCard
from index.retrieval import Findings

_NEAREST = 3


def answer_from(question: Question, findings: Findings) -> Answer:
    """The extractive answer to a question from what a search has found."""
    evidence = find_evidence(question, findings)
    judgement = judge(question, findings, evidence)
    ranked = tuple(dict.fromkeys(found.passage.article for found in findings.passages))
    if not judgement.answerable:
        return Answer(
            question=question.text,
            understood=question.understood,
            language=question.language,
            text=refusal(question, judgement, empty=not findings.passages),
            abstained=True,
            confidence=judgement.confidence,
            nearest=nearest_articles(findings, judgement.instead),
            ranked=ranked,
        )
    quotations = (
        newest_first(evidence)
        if question.latest
        else with_newer(choose_quotations(question, evidence), evidence)
    )
    citations = tuple(cite(item, number) for number, item in enumerate(quotations, 1))
    return Answer(
        question=question.text,
        understood=question.understood,
        language=question.language,
        text=compose(question, quotations),
        abstained=False,
        confidence=judgement.confidence,
        citations=citations,
        nearest=nearest_articles(findings),
        ranked=ranked,
        as_of=max((c.updated or c.published for c in citations if c.published), default=None),
    )


def compose(question: Question, quotations: Sequence[Evidence]) -> str:
    """The quotations as a text with `[n]` marks.

    What is in the other language is labelled, and so is what a newer article adds. Several parts
    of a list or a comparison stand on lines of their own.
    """
    words = phrases(question.language)
    parts: list[str] = []
    labelled = False
    told: date | None = None
    listed = question.latest or question.kind in (Kind.LIST, Kind.COMPARE)
    for number, item in enumerate(quotations, 1):
        text = " ".join(item.text.split())
        foreign = item.found.passage.language != question.language
        if foreign:
            text = words.quotation.format(text=text)
            text = text if labelled else words.quoted_from_other.format(quotation=text)
        day = long_date(as_of(item), question.language)
        if question.latest and item.found.article.published:
            text = words.on_day.format(date=day, text=text)
        elif not listed and is_newer(item, quotations[0]) and as_of(item) != told:
            newer = words.on_day if told else words.more_recently
            text, told = newer.format(date=day, text=text), as_of(item)
        labelled = foreign
        parts.append(f"{text} [{number}]")
    if listed and len(parts) > 1:
        return "\n".join(f"- {part}" for part in parts)
    return " ".join(parts)


def cite(item: Evidence, number: int) -> Citation:
    """The citation of a quotation, with its offsets in the article as indexed."""
    return Citation.of(item.found, number, item.first, item.last)


def answer_small_talk(question: Question, kind: SmallTalk) -> Answer:
    """A kind line that cites nothing, for what asks the articles nothing."""
    return Answer(
        question=question.text,
        understood=question.text,
        language=question.language,
        text=phrases(question.language).small_talk[kind],
        abstained=False,
        confidence=1.0,
    )


def answer_without_period(question: Question, findings: Findings) -> Answer:
    """The refusal of a question on days that no article speaks of; others may be near."""
    words = phrases(question.language)
    nearest = nearest_articles(findings)
    return Answer(
        question=question.text,
        understood=question.understood,
        language=question.language,
        text=f"{words.nothing_then} {words.nearest}" if nearest else words.nothing_then,
        abstained=True,
        confidence=0.0,
        nearest=nearest,
    )


def refusal(question: Question, judgement: Judgement, *, empty: bool) -> str:
    """What Sibilla says when the corpus does not hold the answer: what is there, what is not."""
    words = phrases(question.language)
    if empty:
        return words.empty_corpus
    if judgement.instead:
        told, title = judgement.instead.text, judgement.instead.found.article.title
        otherwise = words.told_otherwise.format(title=title, text=" ".join(told.split()))
        return f"{otherwise} {words.nearest}"
    missing = words.joining.join(judgement.missing_names)
    present = words.joining_and.join(
        name for name in question.names if name not in judgement.missing_names
    )
    speaking = words.speak_of_names.format(names=present) if present else words.speak_of_this
    names = words.only_on_names if present else words.nothing_on_names
    said = {
        Lack.NAMES: names.format(names=missing, present=present),
        Lack.FIGURE: words.no_such_figure.format(speaking=speaking),
        Lack.DETAIL: words.no_such_detail.format(speaking=speaking),
        Lack.PREMISE: words.no_such_premise,
    }
    return f"{said.get(judgement.lack or Lack.ANSWER, words.not_in_corpus)} {words.nearest}"


def nearest_articles(findings: Findings, first: Evidence | None = None) -> tuple[ArticleCard, ...]:
    """The articles of the best passages, each once, that of `first` before the others."""
    found = [first.found] if first else []
    cards = {item.article.id: item.article for item in (*found, *findings.passages)}
    return tuple(cards.values())[:_NEAREST]
