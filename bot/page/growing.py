"""An answer as it grows, made in a thread of its own so that it can be stopped at any moment."""

import queue
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.answer import Answer
from bot.page.turns import Turn, gather_sources, tell_failure

if TYPE_CHECKING:
    from bot.sibilla import Sibilla

_SECONDS_BETWEEN_LOOKS = 0.1
"""How soon a stop is noticed while nothing comes; also, what comes faster is drawn once."""

_SECONDS_TO_END = 2.0


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An answer that is being made; `ended` once nothing more of it will be shown."""

    stopped: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def stop(self) -> None:
        """Stop it, and wait until its last draft has been shown."""
        self.stopped.set()
        self.ended.wait(_SECONDS_TO_END)


class Answerer:
    """The answers under way, by the session that asked: so that it can stop its own."""

    def __init__(self, sibilla: "Sibilla") -> None:
        self._sibilla = sibilla
        self._under_way: dict[str, UnderWay] = {}

    def stop(self, session: str) -> None:
        """Stop the answer under way for this session, if there is one."""
        if under_way := self._under_way.get(session):
            under_way.stop()

    @contextmanager
    def waiting(self, session: str) -> Iterator[UnderWay]:
        """A question of this session that waits in line, which can be stopped there too."""
        under_way = self._under_way[session] = UnderWay()
        try:
            yield under_way
        finally:
            self._end(session, under_way)

    def _end(self, session: str, under_way: UnderWay) -> None:
        under_way.stopped.set()
        under_way.ended.set()
        if self._under_way.get(session) is under_way:
            del self._under_way[session]

    def grow(
        self, turn: Turn, turns: Sequence[Turn], page_language: str, session: str
    ) -> Iterator[Turn]:
        """Ask a turn's question, after the turns so far, giving it back as its answer grows.

        The last turn has the complete answer, or what failed. Once stopped, nothing more comes.
        """
        under_way = self._under_way[session] = UnderWay()
        history = [earlier.question for earlier in turns if earlier.answer]
        drafts: queue.SimpleQueue[Answer | Exception | None] = queue.SimpleQueue()
        threading.Thread(
            target=self._write,
            args=(turn.question, history, page_language, drafts, under_way.stopped),
            name="sibilla-answer",
            daemon=True,
        ).start()
        try:
            while (draft := _latest(drafts, under_way.stopped)) is not None:
                if isinstance(draft, Exception):
                    yield replace(turn, answer=None, sources=(), failure=tell_failure(draft))
                    return
                sources = gather_sources(self._sibilla, draft, turn.sources)
                turn = replace(turn, answer=draft, sources=sources)
                yield turn
        finally:
            self._end(session, under_way)

    def _write(
        self,
        question: str,
        history: Sequence[str],
        language: str,
        drafts: "queue.SimpleQueue[Answer | Exception | None]",
        stopped: threading.Event,
    ) -> None:
        try:
            with closing(self._sibilla.stream(question, history, language)) as answers:
                for answer in answers:
                    if stopped.is_set():
                        break
                    drafts.put(answer)
        except Exception as error:  # whatever it is, who waits for the answer is told
            drafts.put(error)
        drafts.put(None)


def _latest(
    drafts: "queue.SimpleQueue[Answer | Exception | None]", stopped: threading.Event
) -> Answer | Exception | None:
    """The newest draft, or the error; None at the end, or once stopped."""
    draft: Answer | Exception | None = None
    while not stopped.is_set():
        try:
            draft = drafts.get(timeout=_SECONDS_BETWEEN_LOOKS)
            break
        except queue.Empty:
            continue
    if stopped.is_set():
        return None
    while isinstance(draft, Answer) and not draft.complete and not drafts.empty():
        following = drafts.get()
        if following is None:
            drafts.put(None)
            break
        draft = following
    return draft
