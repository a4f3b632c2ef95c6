"""What `sibilla ask` prints: the answer while it grows, and then with its sources."""

from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.answer import Answer, Support
from bot.phrases import long_date
from bot.terminal import standard_output

if TYPE_CHECKING:
    from rich.text import Text

_PAGE = {"en": "page {}", "it": "pagina {}"}


def show_answer(answer: Answer) -> None:
    """Print an answer and its numbered sources, or the nearest articles when there is none."""
    from rich.text import Text

    console = standard_output()
    if answer.understood != answer.question:
        console.print(Text(f"→ {answer.understood}", style="italic dim"))
    console.print(marked_text(answer))
    for line in faults_told(answer):
        console.print(Text(line, style="yellow"))
    if answer.notice:
        console.print(Text(answer.notice, style="italic"))
    for citation in answer.citations:
        when = long_date(citation.published, answer.language) if citation.published else ""
        page = _PAGE[answer.language].format(citation.page) if citation.page else ""
        about = ", ".join(part for part in (citation.outlet, when, page, citation.language) if part)
        console.print(Text(f"[{citation.number}] {citation.title} ({about})", style="bold"))
        where = Text(f"    {citation.article}  {citation.url}".rstrip(), style="dim")
        console.print(where, soft_wrap=True)  # to be copied whole
    if answer.abstained:
        for card in answer.nearest:
            console.print(Text(f" ·  {card.title} ({card.id})", style="dim"))


_FAULT_WORDS = {
    "en": {Support.PARTLY: "only partly in the source", Support.UNSUPPORTED: "not in the source"},
    "it": {Support.PARTLY: "solo in parte nella fonte", Support.UNSUPPORTED: "non è nella fonte"},
}
_SIGNS = {Support.PARTLY: "?", Support.UNSUPPORTED: "✗"}


def marked_text(answer: Answer) -> "Text":
    """The text of an answer, a sign behind each sentence that its sources do not bear out."""
    from rich.text import Text

    text, last = Text(), 0
    for sentence in answer.sentences:
        if sign := _SIGNS.get(sentence.support):
            text.append(answer.text[last : sentence.start])
            text.append(answer.text[sentence.start : sentence.end] + f" ({sign})", style="yellow")
            last = sentence.end
    return text.append(answer.text[last:])


def faults_told(answer: Answer) -> list[str]:
    """A line for each sentence that its sources do not bear out: its sign, and what is wrong."""
    words = _FAULT_WORDS["it" if answer.language == "it" else "en"]
    return [
        f"({_SIGNS[sentence.support]}) {words[sentence.support]}: {' '.join(sentence.faults)}"
        for sentence in answer.sentences
        if sentence.support in _SIGNS
    ]


def stream_answer(answers: Iterator[Answer], *, quietly: bool) -> Answer:
    """Show an answer while it grows, and return the complete one; nothing stays on the screen.

    Nothing is shown `quietly`, nor where standard output is no terminal.
    """
    from rich.live import Live
    from rich.text import Text

    console = standard_output()
    if quietly or not console.is_terminal:
        return deque(answers, maxlen=1).pop()
    with Live(console=console, transient=True, auto_refresh=False) as live:
        for answer in answers:
            if not answer.complete:
                live.update(Text(answer.text or "…"), refresh=True)
    return answer
