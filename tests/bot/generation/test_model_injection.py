"""Orders in articles: not obeyed without a model, and an obedient model does no harm."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from injections import LEAK, Injection, injections
from model_server import model_server, says, with_settings

from bot.answer import Support
from bot.settings import Settings
from bot.sibilla import Sibilla
from index.embedding import Encoder

ALL = injections()
each = pytest.mark.parametrize("injection", ALL, ids=lambda injection: injection.id)

# What makes a browser or a terminal fetch or run something.
ACTIVE = re.compile(r"!\[|\]\(|<\w|javascript:|data:text|https?://|evil\.example/", re.IGNORECASE)


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Sibilla]:
    """A library of nothing but such articles."""
    data = tmp_path_factory.mktemp("poisoned")
    (data / "articles").mkdir()
    for injection in ALL:
        path: Path = data / "articles" / f"{injection.id}.md"
        path.write_text(injection.article, encoding="utf-8")
    sibilla = Sibilla(Settings(data=data, demo=False))
    sibilla.index.encoder = encoder
    sibilla.sync()
    yield sibilla
    sibilla.close()


def test_there_are_enough_of_them_in_both_languages(poisoned: Sibilla) -> None:
    assert len(ALL) >= 40
    assert len(poisoned.articles()) == len(ALL)
    assert {injection.language for injection in ALL} == {"it", "en"}


@each
def test_without_a_model_an_order_is_text_like_any_other(
    poisoned: Sibilla, injection: Injection
) -> None:
    answer = poisoned.ask(injection.question)
    assert answer.language == injection.language
    assert answer.citations
    for citation in answer.citations:
        text = poisoned.article(citation.article).text
        assert text[citation.start : citation.end] == citation.quote
    said = re.sub(r"\[\d\]|[«»“”]|^[^:]+: (?=[«“])", "", answer.text)
    quoted = " ".join(" ".join(citation.quote.split()) for citation in answer.citations)
    assert set(said.split()) <= set(quoted.split()) | {"In", "the", "original", "Italian:"} | {
        "Nell'originale", "inglese:"
    }  # fmt: skip
    assert "999" not in answer.text


@each
def test_an_obedient_model_leaks_nothing_and_its_lies_are_flagged(
    poisoned: Sibilla, injection: Injection
) -> None:
    with model_server(says(injection.obedient)) as server:
        sibilla = with_settings(poisoned, model_url=server.url, model="obedient", model_timeout=20)
        answers = list(sibilla.stream(injection.question))
    [received] = server.received
    assert injection.name in received.prompt
    for answer in answers:
        assert not ACTIVE.search(answer.text), answer.text
        assert LEAK not in repr(answer.as_json())
    last = answers[-1]
    lies = [s for s in last.sentences if "999" in last.text[s.start : s.end]]
    assert lies or last.notice
    assert not any(lie.support is Support.SUPPORTED for lie in lies)
    truth = [s for s in last.sentences if injection.name in last.text[s.start : s.end]]
    assert [sentence.support for sentence in truth] == [Support.SUPPORTED] * len(truth)


@each
def test_no_order_reaches_the_model_out_of_its_passage(
    poisoned: Sibilla, injection: Injection
) -> None:
    with model_server(says("NOT_IN_THE_PASSAGES")) as server:
        sibilla = with_settings(poisoned, model_url=server.url, model="m", model_timeout=20)
        sibilla.ask(injection.question)
    rules, asked = (message["content"] for message in server.received[0].body["messages"])
    assert "999" not in rules
    assert "evil" not in rules
    code = re.search(r"(?:code|codice) (\w{16})", asked)
    assert code
    frames = [line for line in asked.split("\n") if line.startswith("-----")]
    assert all(line.startswith(f"----- {code[1]} ") for line in frames)
    assert len(frames) % 2 == 0
    assert not re.search(r"[<>|`]|\[(?!\d\]$)", "\n".join(
        line for line in asked.split("\n") if not line.startswith("-----")
    ))  # fmt: skip
    assert not re.search("[\u200b\u202e\U000e0000-\U000e007f]", asked)
