"""The parser of the chain: a model's messages as the text that is meant for the reader."""

from collections.abc import AsyncIterator, Iterator

from langchain_core.messages import BaseMessage
from langchain_core.output_parsers import BaseTransformOutputParser

# Put behind a text that the server ended because no more tokens fitted.
CUT = " …"
_CUT_REASONS = frozenset({"length", "max_tokens", "MAX_TOKENS"})
_OPENING, _CLOSING = "<think>", "</think>"


class AnswerParser(BaseTransformOutputParser[str]):
    """Text piece by piece, without what a reasoning model thinks aloud between `<think>` tags.

    An empty piece says that the model is at work. A text that was ended for its length ends in
    `CUT`.
    """

    def parse(self, text: str) -> str:
        """A whole text without the thoughts in it."""
        thoughts = Thoughts()
        return thoughts.without(text) + thoughts.rest()

    def _transform(self, input: Iterator[str | BaseMessage]) -> Iterator[str]:
        thoughts = Thoughts()
        for chunk in input:
            yield thoughts.without(*_read(chunk))
        yield thoughts.rest()

    async def _atransform(self, input: AsyncIterator[str | BaseMessage]) -> AsyncIterator[str]:
        thoughts = Thoughts()
        async for chunk in input:
            yield thoughts.without(*_read(chunk))
        yield thoughts.rest()


class Thoughts:
    """Takes thoughts out of a text that comes in pieces; tags may be cut anywhere."""

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False

    def without(self, piece: str, cut: bool = False) -> str:
        """What of the text so far is for the reader and was not given before."""
        self._held += piece
        given = ""
        while True:
            tag = _CLOSING if self._thinking else _OPENING
            before, found, after = self._held.partition(tag)
            if not found:
                break
            given += "" if self._thinking else before
            self._held, self._thinking = after, not self._thinking
        keep = _begun(self._held, tag)
        shown = self._held[: len(self._held) - keep]
        self._held = self._held[len(shown) :]
        given += "" if self._thinking else shown
        return given + (CUT if cut else "")

    def rest(self) -> str:
        """What was held back because a tag might have begun with it."""
        return "" if self._thinking else self._held


def _begun(text: str, tag: str) -> int:
    """How many characters at the end of a text may be the beginning of a tag."""
    return next((n for n in range(len(tag) - 1, 0, -1) if text.endswith(tag[:n])), 0)


def _read(chunk: str | BaseMessage) -> tuple[str, bool]:
    if isinstance(chunk, str):
        return chunk, False
    told = chunk.response_metadata
    reason = told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason")
    return str(chunk.text), reason in _CUT_REASONS
