"""Answers by a chat model, from the question to the checked text, and what stands in for it."""

import logging
import threading
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TypeVar

from bot.answer import Answer
from bot.generation.chat import ask_model, prepare_model, writing_chain
from bot.generation.composing import Draft, finished, growing, make_draft
from bot.generation.models import NamedModel
from bot.generation.notices import instead
from bot.generation.patience import CutShort, Patience
from bot.generation.rewriting import (
    needs_rewriting,
    rewriting_chain,
    rewriting_input,
    rewriting_patience,
    rewritten,
)
from bot.question import Question
from bot.settings import Settings
from corpus.errors import ModelUnavailable
from index.catalogue import Index
from index.passage import Filters

log = logging.getLogger("sibilla")
T = TypeVar("T")

# What a model could not do just now for this reason it may do a moment later.
_PASSING = frozenset({"slow", "broke-off", "empty", "busy", "server"})


class Writer:
    """Writes answers with the chat model of the settings. Safe to use from several threads."""

    def __init__(self, settings: Settings, index: Index, depth: int) -> None:
        """`depth` is how many passages are found for a question."""
        self._settings, self._index, self._depth = settings, index, depth
        self._lock = threading.Lock()
        self._model: NamedModel | None = None

    def stream(
        self, asked: Question, history: Sequence[str], filters: Filters | None
    ) -> Generator[Answer, None, None]:
        """Growing answers to a question as the rules understand it.

        The last one is complete and checked, or made without the model.

        While the model is silent the answer so far comes again, so that whoever reads can stop.
        """
        failure: ModelUnavailable | None = None
        try:
            model = yield from self._prepared(_blank(asked))
            asked = yield from self._understood(model, asked, history)
        except ModelUnavailable as error:
            failure = error
        findings = self._index.search(asked.understood, self._depth, filters, spread=False)
        draft = make_draft(asked, findings, self._settings.model_context)
        if not draft.worthwhile:
            yield draft.extractive
            return
        if failure is None:
            try:
                yield (yield from self._written(model, draft))
                return
            except ModelUnavailable as error:
                failure = error
        # A server that comes back may have another model.
        self._model = None
        log.info("%s", failure)
        yield replace(draft.extractive, notice=instead(failure, asked.language))

    def _prepared(self, so_far: Answer) -> Generator[Answer, None, NamedModel]:
        with self._lock:
            model = self._model
        if model is None:
            [model] = yield from _pieces(prepare_model(self._settings), so_far)
            with self._lock:
                self._model = model
        return model

    def _understood(
        self, model: NamedModel, asked: Question, history: Sequence[str]
    ) -> Generator[Answer, None, Question]:
        """The question as the model rewrites it, or as the rules do when that goes wrong."""
        if not needs_rewriting(asked, history):
            return asked
        words = ask_model(
            rewriting_chain(model.chat, asked.language),
            rewriting_input(asked, history),
            rewriting_patience(self._settings),
            model.name,
            tracing=self._settings.tracing,
        )
        try:
            written = yield from _pieces(words, _blank(asked))
        except CutShort:
            return asked
        except ModelUnavailable as error:
            if error.reason in _PASSING:
                return asked
            raise
        return rewritten(asked, "".join(written), history) or asked

    def _written(self, model: NamedModel, draft: Draft) -> Generator[Answer, None, Answer]:
        """Yields the answer as it grows, and returns the complete one."""
        settings = self._settings
        if not draft.request.passages:
            raise ModelUnavailable("context", name=model.name)
        text, cut = "", False
        answer = growing(draft, text, model.name)
        yield answer
        words = ask_model(
            writing_chain(model.chat),
            draft.request,
            Patience.of(settings),
            model.name,
            tracing=settings.tracing,
        )
        with closing(words):
            try:
                for word in words:
                    if word:
                        text += word
                        answer = growing(draft, text, model.name)
                    yield answer
            except CutShort:
                cut = True
        if not text.strip():
            raise ModelUnavailable("empty", name=model.name)
        return finished(draft, text, model.name, self._index.encoder, cut=cut)


def _pieces(
    stream: Generator[T | None, None, None], so_far: Answer
) -> Generator[Answer, None, list[T]]:
    """Everything that a stream gives; while it is silent the answer so far is yielded."""
    pieces: list[T] = []
    with closing(stream):
        for piece in stream:
            if piece is None:
                yield so_far
            else:
                pieces.append(piece)
    return pieces


def _blank(asked: Question) -> Answer:
    return Answer(
        question=asked.text,
        understood=asked.understood,
        language=asked.language,
        text="",
        abstained=False,
        confidence=0.0,
        complete=False,
    )
