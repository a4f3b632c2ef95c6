"""Small talk gets a line; a question that begins like it is a question."""

import pytest

from bot.sibilla import Sibilla
from bot.smalltalk import SmallTalk, small_talk


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Ciao!", SmallTalk.GREETING),
        ("hello, how are you?", SmallTalk.GREETING),
        ("Grazie mille", SmallTalk.THANKS),
        ("thank you very much!", SmallTalk.THANKS),
        ("Chi sei?", SmallTalk.ABOUT),
        ("What can you do?", SmallTalk.ABOUT),
        ("arrivederci", SmallTalk.FAREWELL),
        ("Chi è Sam Altman?", None),
        ("Hi, what is a TPU?", None),
        ("Help for Intel: who pays?", None),
    ],
)
def test_only_a_whole_message_is_small_talk(said: str, kind: SmallTalk | None) -> None:
    assert small_talk(said) is kind


@pytest.mark.parametrize(("said", "word"), [("Ciao!", "Chiedimi"), ("Hello!", "Ask me")])
def test_a_greeting_is_answered_in_its_language_without_citations(
    sibilla: Sibilla, said: str, word: str
) -> None:
    answer = sibilla.ask(said)
    assert word in answer.text
    assert (answer.abstained, answer.citations) == (False, ())
