"""Clues: the places in a sentence that could be what is asked for."""

import pytest

from bot.clues import clue_finder
from bot.names import proper_names
from bot.wanted import Kind, kind_of


def clues(question: str, text: str, language: str = "en") -> dict[str, float]:
    """What a question takes for clues in a text, with their strengths."""
    found = clue_finder(kind_of(question), question, proper_names(question))(text, language)
    return {text[clue.start : clue.end]: clue.strength for clue in found}


@pytest.mark.parametrize(
    ("question", "text", "language", "best"),
    [
        ("How much does Oracle pay?", "It pays $40bn for 2 GW until 2030.", "en", "$40bn"),
        ("Quanta potenza avrà?", "Costa 3 miliardi di euro per 500 MW.", "it", "500 MW"),
        ("What share does Meta keep?", "Funds own 80% and $2bn of it.", "en", "80%"),
        ("How long is the lease?", "It pays $3 million over 15 years.", "en", "15 years"),
        ("How hot is the water?", "Water enters at 45 degrees in 3 racks.", "en", "45 degrees"),
        ("Quando comincia?", "Comincia nel maggio 2027 con 4 GW.", "it", "maggio 2027"),
        ("Perché lo ha scelto?", "Lo ha scelto perché è veloce.", "it", "perché"),
        ("Where is the campus?", "The campus lies in New Albany, not far.", "en", "New Albany"),
        ("Who founded MatX?", "MatX was founded by Reiner Pope.", "en", "Reiner Pope"),
        ("How many chips are there?", "It has 9,600 chips and costs $2bn.", "en", "9,600"),
    ],
)
def test_the_thing_asked_for_is_the_strongest_clue(
    question: str, text: str, language: str, best: str
) -> None:
    found = clues(question, text, language)
    assert max(found, key=lambda clue: found[clue]) == best
    assert found[best] >= 0.7


def test_what_the_question_says_itself_is_no_clue() -> None:
    assert clues("Who leads Nscale?", "Nscale is led by Nscale.") == {}
    assert clues("How much of the $40bn is debt?", "The deal is worth $40bn.") == {}


def test_two_amounts_with_both_names_compare() -> None:
    both = clues("Amazon vs Google?", "Amazon put in $8bn and Google $3bn.")
    one = clues("Amazon vs Google?", "Amazon put in $8bn.")
    assert max(both.values()) == 1.0
    assert max(one.values()) < 0.5


def test_a_question_of_no_kind_has_no_clues() -> None:
    assert kind_of("Tell me of Stargate") is Kind.OTHER
    assert clues("Tell me of Stargate", "It costs $500bn since 2025.") == {}
