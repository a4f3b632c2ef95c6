"""A Sibilla whose answers are written as a chat model would, slowly, badly or not at all."""

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from bot.answer import Answer, AnswerSentence, Support
from bot.generation.notices import instead
from bot.sibilla import Sibilla
from corpus.errors import ModelUnavailable
from index.passage import Filters

QUESTION = "Why did OpenAI choose Cerebras?"
_KINDS = ("silent", "slow", "long", "broken", "doubtful", "away")
SILENT, SLOW, LONG, BROKEN, DOUBTFUL, AWAY = (f"{kind}: {QUESTION}" for kind in _KINDS)
FAULT = "5 billion stands in none of its sources"
NOTICES = {
    language: instead(ModelUnavailable("down", name="small"), language) for language in ("en", "it")
}
LONG_TEXT = "\n\n".join(
    f"{number}. Paragraph [1]\n- a point [1]\n- another point of some length, so that it wraps "
    "on a narrow screen and the page grows downwards"
    for number in range(40)
)
_DRAFT = (
    "Cerebras answers faster than other machines do. [1] It gives OpenAI a second supplier beside "
    "those it has. [2] "
)
_SECONDS_OF_SILENCE = 4.0


class Scripted(Sibilla):
    """Answers a question that begins with a kind as the kind says, and any other as ever.

    `closed` is set when the stream of a slow answer was closed before its end.
    """

    closed: threading.Event = threading.Event()

    def stream(
        self,
        question: str,
        history: Sequence[str] = (),
        page_language: str = "en",
        filters: Filters | None = None,
    ) -> Generator[Answer, None, None]:
        """The answers, growing."""
        kind, _, asked = question.partition(": ")
        if kind not in _KINDS:
            yield from super().stream(question, history, page_language, filters)
            return
        if kind == "silent":
            time.sleep(_SECONDS_OF_SILENCE)
        *_, whole = super().stream(asked)
        whole = replace(whole, question=question, understood=question, model="small")
        if kind == "slow":
            yield from self._slowly(replace(whole, text=_DRAFT * 15))
        elif kind == "long":
            yield from self._by_pieces(replace(whole, text=LONG_TEXT), 400)
        elif kind == "broken":
            yield replace(whole, text="It begins", complete=False)
            raise ConnectionError("the model's server hung up: secret detail")
        elif kind == "doubtful":
            yield _doubtful(whole)
        else:
            notice = NOTICES[whole.language] if kind == "away" else ""
            yield replace(whole, model="", notice=notice)

    def _slowly(self, whole: Answer) -> Iterator[Answer]:
        self.closed.clear()
        try:
            for end in range(10, len(whole.text), 12):
                yield replace(whole, text=whole.text[:end], complete=False)
                time.sleep(0.1)
        except GeneratorExit:
            self.closed.set()
            raise
        yield whole

    def _by_pieces(self, whole: Answer, size: int) -> Iterator[Answer]:
        for end in range(size, len(whole.text), size):
            yield replace(whole, text=whole.text[:end], complete=False)
            time.sleep(0.05)
        yield whole


def _doubtful(whole: Answer) -> Answer:
    text = "Cerebras is faster. [1] The deal is worth 5 billion. [1] Both say so. [1]"
    spans = (0, 23), (24, 56), (57, 73)
    kinds = Support.SUPPORTED, Support.UNSUPPORTED, Support.PARTLY
    sentences = tuple(
        AnswerSentence(start, end, kind, (1,), (FAULT,) if kind is Support.UNSUPPORTED else ())
        for (start, end), kind in zip(spans, kinds, strict=True)
    )
    return replace(whole, text=text, sentences=sentences)
