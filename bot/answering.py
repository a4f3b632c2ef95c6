"""Answering: from what was found to an answer with citations, or to an honest refusal."""

from collections.abc import Sequence

from bot.answer import Answer, Citation
from bot.evidence import Evidence, find_evidence
from bot.extract import choose_quotations
from bot.knowing import Judgement, Lack, judge
from bot.phrases import phrases
from bot.question import Question
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
            nearest=nearest_articles(findings),
            ranked=ranked,
        )
    quotations = choose_quotations(question, evidence)
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
    """The quotations as a text with `[n]` marks; what is in the other language is labelled."""
    words = phrases(question.language)
    parts: list[str] = []
    labelled = False
    for number, item in enumerate(quotations, 1):
        quoted = " ".join(item.text.split())
        if item.found.passage.language == question.language:
            parts.append(f"{quoted} [{number}]")
            labelled = False
            continue
        quotation = words.quotation.format(text=quoted)
        label = quotation if labelled else words.quoted_from_other.format(quotation=quotation)
        parts.append(f"{label} [{number}]")
        labelled = True
    return " ".join(parts)


def cite(item: Evidence, number: int) -> Citation:
    """The citation of a quotation, with its offsets in the article as indexed."""
    return Citation.of(item.found, number, item.first, item.last)


def refusal(question: Question, judgement: Judgement, *, empty: bool) -> str:
    """What Sibilla says when the corpus does not hold the answer."""
    words = phrases(question.language)
    if empty:
        return words.empty_corpus
    said = {
        Lack.NAMES: words.nothing_on_names.format(
            names=words.joining.join(judgement.missing_names)
        ),
        Lack.FIGURE: words.no_such_figure,
        Lack.DETAIL: words.no_such_detail,
        Lack.PREMISE: words.no_such_premise,
    }
    return f"{said.get(judgement.lack or Lack.ANSWER, words.not_in_corpus)} {words.nearest}"


def nearest_articles(findings: Findings) -> tuple[ArticleCard, ...]:
    """The articles of the best passages, each once."""
    cards = {found.article.id: found.article for found in findings.passages}
    return tuple(cards.values())[:_NEAREST]
