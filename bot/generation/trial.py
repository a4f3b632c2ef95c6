"""Trying the chat model of the settings: does it say anything, and how soon."""

import time
from contextlib import closing
from dataclasses import dataclass

from bot.generation.chat import ask_model, prepare_model
from bot.generation.parser import AnswerParser
from bot.generation.patience import CutShort, Patience
from bot.settings import Settings
from corpus.errors import ModelUnavailable

# A trial takes no longer than this, whatever the model's own limit.
_SECONDS = 15.0
_GREETING = "Say OK."


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying a model: how long its first word took, or why there was none."""

    name: str
    seconds: float
    failure: ModelUnavailable | None = None


def try_model(settings: Settings) -> Trial:
    """Ask the model for a word, and stop it as soon as it has said one."""
    began = time.perf_counter()
    seconds = min(settings.model_timeout, _SECONDS)
    name = settings.answerer
    failure: ModelUnavailable | None = None
    try:
        model = next(filter(None, prepare_model(settings)))
        name = model.name
        began = time.perf_counter()
        chain = model.chat | AnswerParser()
        patience = Patience(first=seconds, between=seconds, overall=seconds)
        with closing(
            ask_model(chain, _GREETING, patience, name, tracing=settings.tracing)
        ) as words:
            if not any(words):
                failure = ModelUnavailable("empty", name=name)
    except CutShort:
        failure = ModelUnavailable("slow", name=name, seconds=f"{seconds:g}")
    except ModelUnavailable as error:
        failure = error
    return Trial(name, time.perf_counter() - began, failure)
