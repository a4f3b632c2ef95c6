"""Evaluation: how often Sibilla finds, answers, cites and refuses rightly, per language."""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from bot.answer import Answer, Support
from bot.faults import Impossible
from bot.question import read_question
from bot.sibilla import Sibilla
from corpus.errors import DocumentRefused, SettingWrong, Told
from index.passage import Filters

# Articles listed per question in the details, and the depth beyond which a rank counts as none.
MAX_RANKED = 50
# Passages asked for, so that enough different articles are among them.
_PASSAGES = 150


@dataclass(frozen=True, slots=True)
class Case:
    """One question of an evaluation file with what counts as right."""

    question: str
    language: str = ""
    history: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    answers: tuple[re.Pattern[str], ...] = ()
    answerable: bool = True
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one question. `answer` is None when only retrieval was asked for."""

    case: Case
    language: str
    understood: str
    ranked: tuple[str, ...]
    seconds: float
    answer: Answer | None = None
    quotes_hold: tuple[bool, ...] = ()

    @property
    def rank(self) -> int:
        """The place of the first right article, from 1; 0 when it was not found."""
        places = [i for i, article in enumerate(self.ranked, 1) if article in self.case.documents]
        return places[0] if places else 0

    @property
    def right(self) -> bool | None:
        """Whether the answer is right; None when the case does not say what is."""
        if self.answer is None:
            return None
        if not self.case.answerable:
            return self.answer.abstained
        if not self.case.answers:
            return None
        return not self.answer.abstained and any(
            pattern.search(self.answer.text) for pattern in self.case.answers
        )


def read_cases(path: Path) -> list[Case]:
    """The questions of a file of JSON lines.

    Raises:
        DocumentRefused: the file is missing or unreadable.
        SettingWrong: a line is no question; the message says which and why.
    """
    try:
        # By line feeds alone: JSON allows a text the other characters that end lines.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError as error:
        raise DocumentRefused("missing", name=path) from error
    except OSError as error:
        raise DocumentRefused("unreadable", name=path, cause=error.strerror or error) from error
    except UnicodeDecodeError as error:
        raise DocumentRefused(
            "unreadable", name=path, cause=Told("not UTF-8", "non è UTF-8")
        ) from error
    return [
        _read_case(line, path.name, number) for number, line in enumerate(lines, 1) if line.strip()
    ]


def evaluate(
    sibilla: Sibilla,
    cases: Sequence[Case],
    *,
    language: str = "",
    retrieval_only: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Result]:
    """Ask every question; `language` restricts the candidates to articles of one language."""
    results = []
    filters = Filters(language=language)
    for done, case in enumerate(cases, 1):
        run = _retrieve if retrieval_only else _ask
        results.append(run(sibilla, case, filters))
        progress(done)
    return results


def report(results: Sequence[Result]) -> dict[str, Any]:
    """The figures overall, and per language of the question under `languages`."""
    languages = sorted({result.language for result in results})
    return _figures(results) | {
        "languages": {
            language: _figures([r for r in results if r.language == language])
            for language in languages
        }
    }


@contextmanager
def details_file(path: Path | None) -> Iterator[TextIO | None]:
    """The file to write details to, opened before anything is asked; None for no path.

    Raises:
        SettingWrong: it cannot be written.
    """
    if path is None:
        yield None
        return
    try:
        file = path.open("w", encoding="utf-8", errors="replace")
    except OSError as error:
        cause = f"{path}, {error.strerror or error}"
        raise SettingWrong("setting", name="--details", cause=cause) from error
    with file:
        yield file


def write_details(results: Iterable[Result], file: TextIO | None) -> None:
    """Write one JSON line a question, in order; nothing when there is no file."""
    if file is None:
        return
    for result in results:
        file.write(json.dumps(_details(result), ensure_ascii=False) + "\n")


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float | None:
    """The chance that a positive scores above a negative, ties counting half; None without both.

    This is the Mann-Whitney statistic divided by the number of pairs.
    """
    values, labels = np.asarray(scores, dtype=float), np.asarray(positive, dtype=bool)
    above, below = values[labels], values[~labels]
    if not above.size or not below.size:
        return None
    wins = (above[:, None] > below[None, :]).sum() + 0.5 * (above[:, None] == below[None, :]).sum()
    return float(wins / (above.size * below.size))


def _read_case(line: str, name: str, number: int) -> Case:
    try:
        fields = json.loads(line)
        if not isinstance(fields, dict) or not isinstance(fields.get("question"), str):
            raise Impossible('it needs a text under "question"', 'serve un testo sotto "question"')
        answerable = fields.get("answerable", True)
        if not isinstance(answerable, bool):
            raise Impossible(
                '"answerable" must be true or false', '"answerable" può essere solo true o false'
            )
        case = Case(
            question=fields["question"],
            language=_text(fields, "language"),
            history=_texts(fields, "history"),
            documents=_texts(fields, "documents"),
            answers=tuple(_pattern(answer) for answer in _texts(fields, "answers")),
            answerable=answerable,
            kind=_text(fields, "kind"),
        )
        read_question(case.question)
    except Impossible as error:
        raise SettingWrong("questions", name=name, line=number, cause=error.told) from error
    except ValueError as error:
        cause = Told(f"it is not JSON ({error})", f"non è JSON ({error})")
        raise SettingWrong("questions", name=name, line=number, cause=cause) from error
    except SettingWrong as error:
        cause = Told("it is too long", "è troppo lunga")
        if error.reason == "question-empty":
            cause = Told("the question is empty", "la domanda è vuota")
        raise SettingWrong("questions", name=name, line=number, cause=cause) from error
    return case


def _text(fields: dict[str, Any], key: str) -> str:
    value = fields.get(key) or ""
    if not isinstance(value, str):
        raise Impossible(f'"{key}" must be a text', f'"{key}" deve essere un testo')
    return value


def _texts(fields: dict[str, Any], key: str) -> tuple[str, ...]:
    values = fields.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise Impossible(
            f'"{key}" must be a list of texts', f'"{key}" deve essere un elenco di testi'
        )
    return tuple(values)


def _pattern(answer: str) -> re.Pattern[str]:
    """An answer as a regular expression; one that is none ("(or so") is taken literally."""
    try:
        return re.compile(answer, re.IGNORECASE)
    except re.error:
        return re.compile(re.escape(answer), re.IGNORECASE)


def _ask(sibilla: Sibilla, case: Case, filters: Filters) -> Result:
    answer = sibilla.ask(case.question, case.history, case.language or "en", filters)
    return Result(
        case,
        case.language or answer.language,
        answer.understood,
        answer.ranked[:MAX_RANKED],
        answer.seconds,
        answer,
        tuple(
            sibilla.article(citation.article).text[citation.start : citation.end] == citation.quote
            for citation in answer.citations
        ),
    )


def _retrieve(sibilla: Sibilla, case: Case, filters: Filters) -> Result:
    asked = read_question(case.question, case.history, case.language or "en")
    began = time.perf_counter()
    findings = sibilla.search(asked.understood, _PASSAGES, filters)
    seconds = time.perf_counter() - began
    ranked = tuple(dict.fromkeys(found.passage.article for found in findings.passages))
    return Result(
        case, case.language or asked.language, asked.understood, ranked[:MAX_RANKED], seconds
    )


def _figures(results: Sequence[Result]) -> dict[str, Any]:
    sought = [r for r in results if r.case.answerable and r.case.documents]
    figures: dict[str, Any] = {"questions": len(results)}
    if sought:
        ranks = np.array([r.rank for r in sought])
        for depth in (1, 5, 10):
            figures[f"hit@{depth}"] = _share((ranks > 0) & (ranks <= depth))
        figures["mrr"] = round(float(np.mean([1 / rank if rank else 0.0 for rank in ranks])), 4)
    answered = [r for r in results if r.answer is not None]
    if answered:
        figures |= _answer_figures(answered)
    seconds = [r.seconds for r in results]
    if seconds:
        figures["seconds_p50"] = round(float(np.percentile(seconds, 50)), 4)
        figures["seconds_p95"] = round(float(np.percentile(seconds, 95)), 4)
    return figures


def _answer_figures(results: Sequence[Result]) -> dict[str, Any]:
    """Answer, citation and refusal figures; a share over no questions is None."""
    pairs = [(r, r.answer) for r in results if r.answer is not None]
    answerable = [(r, a) for r, a in pairs if r.case.answerable]
    unanswerable = [a for r, a in pairs if not r.case.answerable]
    citations = [c for _, a in pairs for c in a.citations]
    area = auroc([a.confidence for _, a in pairs], [r.case.answerable for r, _ in pairs])
    return {
        "right": _share([bool(r.right) for r, _ in answerable if r.right is not None]),
        "right_article_cited": _share(
            [
                any(c.article in r.case.documents for c in a.citations)
                for r, a in answerable
                if r.case.documents and not a.abstained
            ]
        ),
        "citations_supported": _share([c.support is Support.SUPPORTED for c in citations]),
        "quotes_hold": _share([hold for r, _ in pairs for hold in r.quotes_hold]),
        "abstained_rightly": _share([a.abstained for a in unanswerable]),
        "abstained_wrongly": _share([a.abstained for _, a in answerable]),
        "auroc": None if area is None else round(area, 4),
        "kinds": {
            kind: _share([bool(r.right) for r, _ in pairs if r.case.kind == kind])
            for kind in _kinds(results)
        },
    }


def _kinds(results: Sequence[Result]) -> Iterator[str]:
    yield from sorted({r.case.kind for r in results if r.case.kind and r.right is not None})


def _share(hits: Any) -> float | None:
    hits = np.asarray(hits, dtype=bool)
    return round(float(hits.mean()), 4) if hits.size else None


def _details(result: Result) -> dict[str, Any]:
    details: dict[str, Any] = {
        "question": result.case.question,
        "language": result.language,
        "history": list(result.case.history),
        "understood": result.understood,
    }
    if result.answer is not None:
        details |= {
            "text": result.answer.text,
            "abstained": result.answer.abstained,
            "confidence": round(result.answer.confidence, 4),
            "cited": list(dict.fromkeys(c.article for c in result.answer.citations)),
        }
    details["ranked"] = list(result.ranked)
    if result.answer is not None:
        details["right"] = result.right
    return details | {"seconds": round(result.seconds, 4)}
