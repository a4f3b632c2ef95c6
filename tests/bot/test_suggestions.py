"""What may be asked next: tried out, but not twice."""

from typing import Any

import pytest

from bot.sibilla import Sibilla
from bot.suggestions import suggest_questions

ASKED = "What does the deal between OpenAI and Cerebras cover?"


def test_what_was_tried_lately_is_not_tried_again(
    sibilla: Sibilla, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = sibilla.ask(ASKED)
    first = suggest_questions(sibilla, answer, [])
    assert first == ("How much is the contract between OpenAI and Cerebras worth?",)
    search, searched = sibilla.index.search, []

    def counted(*given: Any, **named: Any) -> Any:
        searched.append(given)
        return search(*given, **named)

    monkeypatch.setattr(sibilla.index, "search", counted)
    assert suggest_questions(sibilla, answer, []) == first
    assert searched == []
    monkeypatch.setattr("bot.suggestions._TRUE_FOR", 0.0)
    assert suggest_questions(sibilla, answer, []) == first
    assert searched


def test_what_stood_in_an_article_that_was_removed_is_not_suggested(sibilla: Sibilla) -> None:
    answer = sibilla.ask(ASKED)
    assert suggest_questions(sibilla, answer, [])
    sibilla.remove("cerebras.en")
    assert suggest_questions(sibilla, answer, []) == ()
