"""A conversation as the visitor's own browser keeps it, and as a file to take away."""

import re
from collections.abc import Sequence

from pydantic import TypeAdapter, ValidationError

from bot.answer import Answer, Citation
from bot.page.dates import elided, full_date
from bot.page.texts import texts_in
from bot.page.turns import MAX_TURNS, Turn

MAX_CHARACTERS = 1_500_000
"""A stored conversation is no longer than this: the gate lets no larger request in."""

_TURNS = TypeAdapter(tuple[Turn, ...])


def to_stored(turns: Sequence[Turn]) -> str:
    """The finished turns as JSON, without the oldest where they would be too long."""
    kept = tuple(turn for turn in turns if not turn.pending)
    while len(stored := _TURNS.dump_json(kept).decode()) > MAX_CHARACTERS and len(kept) > 1:
        kept = kept[len(kept) // 4 + 1 :]
    return stored


def from_stored(text: str) -> tuple[Turn, ...] | None:
    """The turns of a stored conversation; None when it cannot be read."""
    if len(text) > MAX_CHARACTERS:
        return None
    try:
        return _TURNS.validate_json(text)[-MAX_TURNS:]
    except ValidationError:
        return None


def answer_as_text(answer: Answer, language: str) -> str:
    """An answer with its numbered sources, for the clipboard."""
    sources = [_source_line(citation, language) for citation in answer.citations]
    return (
        "\n".join([answer.text, "", texts_in(language).sources, *sources])
        if sources
        else (answer.text)
    )


def conversation_as_markdown(turns: Sequence[Turn], language: str) -> str:
    """The conversation as Markdown: a heading a question, its answer, its numbered sources."""
    texts = texts_in(language)
    parts = [f"# {_plain(turns[0].question)}" if turns else f"# {texts.conversation}"]
    for turn in turns:
        if turn.answer is None:
            continue
        parts += [f"## {_plain(turn.question)}", turn.answer.text]
        if turn.answer.as_of:
            day = full_date(turn.answer.as_of, language)
            parts.append(f"*{elided(texts.as_of.format(date=day))}*")
        if turn.answer.citations:
            parts.append(f"### {texts.sources}")
            parts.append("\n".join(_markdown_source(c, language) for c in turn.answer.citations))
    return "\n\n".join(parts) + "\n"


def _source_line(citation: Citation, language: str) -> str:
    facts = [_plain(citation.title), citation.outlet]
    if citation.published:
        facts.append(full_date(citation.published, language))
    facts.append(citation.url)
    return f"[{citation.number}] " + ", ".join(fact for fact in facts if fact)


def _markdown_source(citation: Citation, language: str) -> str:
    line = _source_line(citation, language).replace("] ", "]\\: ", 1)
    return f"{line}  \n> {_plain(citation.quote)}\n"


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
