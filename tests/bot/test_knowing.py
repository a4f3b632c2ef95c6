"""Not knowing, over the demo corpus: what is refused, and what the refusal says."""

import pytest

from bot.sibilla import Sibilla


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Quanto paga Apple a Nebius?", "dicono nulla di Apple"),
        ("Why did AWS buy Cerebras?", "do not say that this happened"),
        ("Perché Microsoft ha comprato Nscale?", "non dicono che questo sia successo"),
        ("How many employees does Nebius have?", "Nebius"),
        ("Come si prepara il tiramisù?", "non rispondono a questa domanda"),
        ("How do I boil an egg?", "do not answer this question"),
        ("How do I make carbonara?", "do not answer this question"),
        ("come si fa il ragù alla bolognese?", "non rispondono a questa domanda"),
        ("When will Microsoft release Maia 300?", "nothing on this about Maia 300"),
        ("Quando Mistral aprirà un data center in Spagna?", "dicono nulla di Spagna"),
    ],
)
def test_what_the_corpus_does_not_tell_is_refused_saying_what_is_missing(
    demo_sibilla: Sibilla, question: str, said: str
) -> None:
    answer = demo_sibilla.ask(question)
    assert answer.abstained
    assert said in answer.text
    assert answer.citations == ()
    assert len(answer.nearest) == 3


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("Why did CoreWeave want to buy Core Scientific?", "coreweave-core-scientific"),
        ("Perché Nvidia non ha semplicemente comprato Groq?", "nvidia-groq-licence"),
        ("Where is Project Rainier?", "anthropic-amazon-trainium"),
        ("Quanto vale il contratto tra OpenAI e Cerebras?", "openai-cerebras-750mw"),
    ],
)
def test_what_looks_like_it_but_is_told_is_answered(
    demo_sibilla: Sibilla, question: str, article: str
) -> None:
    answer = demo_sibilla.ask(question)
    assert not answer.abstained
    assert any(citation.article.startswith(article) for citation in answer.citations)


def test_a_name_nobody_has_is_missed_though_another_sounds_like_it(demo_sibilla: Sibilla) -> None:
    answer = demo_sibilla.ask("How much money did Tramontanix raise?")
    assert answer.abstained
    assert "Tramontanix" in answer.text


@pytest.mark.parametrize(
    ("question", "article", "said"),
    [
        (
            "Why does SpaceX rent data centres from Anthropic?",
            "anthropic-spacex",
            "Anthropic rented",
        ),
        ("Perché SpaceX affitta i data center di Anthropic?", "anthropic-spacex", "Anthropic"),
        ("Why did Meta pay Nebius $50 billion?", "nebius-microsoft-meta", "27"),
    ],
)
def test_exchanged_names_and_another_figure_are_told_as_the_articles_have_them(
    demo_sibilla: Sibilla, question: str, article: str, said: str
) -> None:
    answer = demo_sibilla.ask(question)
    assert answer.abstained
    assert said in answer.text
    assert answer.nearest[0].id.startswith(article)
