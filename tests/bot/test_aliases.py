"""Aliases: companies called by something else than their name."""

import pytest

from bot.aliases import meant_by_alias, named_outright
from bot.question import read_question


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Quanto investe Redmond in Italia?", ("Microsoft",)),
        ("Why did the GPU maker buy into Intel?", ("Nvidia",)),
        ("perché il produttore di GPU investe?", ("Nvidia",)),
        ("Quanto spende chi fa ChatGPT?", ("OpenAI",)),
        ("Why nuclear for Zuckerberg's data centre?", ("Meta",)),
        ("How much does OpenAI, Altman's company, spend?", ()),
        ("Why did OpenAI choose Cerebras?", ()),
    ],
)
def test_a_company_is_known_by_what_people_call_it(text: str, meant: tuple[str, ...]) -> None:
    assert meant_by_alias(text) == meant


def test_the_question_as_understood_names_the_company() -> None:
    asked = read_question("Quanto investe Redmond in Italia?")
    assert asked.understood == "Quanto investe Redmond in Italia? (Microsoft)"
    assert "Microsoft" in asked.names


def test_a_name_within_an_alias_need_not_stand_in_the_articles() -> None:
    text = "Perché chi fa ChatGPT ha scelto Cerebras?"
    assert named_outright(("ChatGPT", "Cerebras"), text) == ("Cerebras",)
