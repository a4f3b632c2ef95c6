"""A Sibilla whose answers are written as a chat model would, slowly, badly or not at all."""

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from bot.answer import Answer, AnswerSentence, Support
from bot.sibilla import Sibilla
from index.passage import Filters

QUESTION = "Why did OpenAI choose Cerebras?"
SLOW, LONG, BROKEN, DOUBTFUL, AWAY = (
    f"{word}: {QUESTION}" for word in ("slow", "long", "broken", "doubtful", "away")
)
FAULT = "5 billion stands in none of its sources"
NOTICE = "The model did not answer; these are quotations."
LONG_TEXT = "\n\n".join(
    f"{number}. Paragraph [1]\n- a point [1]\n- another point of some length, so that it wraps "
    "on a narrow screen and the page grows downwards"
    for number in range(40)
)


class Scripted(Sibilla):
    """Answers the questions above as they say, and any other as ever.

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
        *_, whole = super().stream(QUESTION)
        whole = replace(whole, question=question, understood=question, model="small")
        if question == SLOW:
            yield from self._slowly(replace(whole, text="Word by word [1] it comes. " * 60))
        elif question == LONG:
            yield from self._by_pieces(replace(whole, text=LONG_TEXT), 400)
        elif question == BROKEN:
            yield replace(whole, text="It begins", complete=False)
            raise ConnectionError("the model's server hung up: secret detail")
        elif question == DOUBTFUL:
            yield _doubtful(whole)
        elif question == AWAY:
            yield replace(whole, model="", notice=NOTICE)
        else:
            yield from super().stream(question, history, page_language, filters)

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
