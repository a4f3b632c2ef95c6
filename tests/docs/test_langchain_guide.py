"""The guide for LangChain programs does what it says: its examples are run."""

import re
from pathlib import Path
from typing import Any

import pytest

from index.embedding import Encoder

GUIDE = Path(__file__).parents[2] / "docs" / "langchain.md"

ARTICLE = """---
title: OpenAI {chooses} Cerebras
published: 2026-01-14
outlet: The Wire
language: {language}
---

{text}
"""


@pytest.fixture
def library(data: Path, monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> Path:
    """A data folder with one story in both languages, where the guide's program will look."""
    articles = data / "articles"
    articles.mkdir()
    (articles / "cerebras.en.md").write_text(
        ARTICLE.format(
            chooses="chooses", language="en", text="OpenAI chose Cerebras for fast inference."
        )
    )
    (articles / "cerebras.it.md").write_text(
        ARTICLE.format(
            chooses="sceglie", language="it", text="OpenAI ha scelto Cerebras per la velocità."
        )
    )
    monkeypatch.setenv("SIBILLA_DATA", str(data))
    monkeypatch.setenv("SIBILLA_DEMO", "false")
    monkeypatch.setattr("index.catalogue.make_encoder", lambda name: encoder)
    return data


def examples() -> list[str]:
    """The guide's Python examples, in order."""
    text = GUIDE.read_text(encoding="utf-8")
    return list(re.findall(r"```python\n(.*?)```", text, re.DOTALL))


def test_the_examples_run_one_after_the_other(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, Any] = {"__name__": "guide"}
    for number, example in enumerate(examples(), 1):
        exec(compile(example, f"{GUIDE.name}, example {number}", "exec"), names)
    printed = capsys.readouterr().out
    assert "OpenAI chooses Cerebras 2026-01-14" in printed
    assert "It wanted faster inference [1]." in printed
    assert "2 passages" in printed
    assert "OpenAI chose Cerebras for fast inference. [1]" in printed
    assert [found.metadata["article"] for found in names["documents"]] == ["cerebras.it"]
    assert names["answer"] == "It wanted faster inference [1]."


def test_the_prompt_of_the_example_holds_the_passages_found(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, Any] = {"__name__": "guide"}
    for example in examples():
        exec(compile(example, GUIDE.name, "exec"), names)
        if "in_italian" in names:
            break
    asked = (names["in_italian"] | names["prompt"]).invoke("Why Cerebras?")
    system, human = asked.to_messages()
    assert "[1] OpenAI ha scelto Cerebras per la velocità." in system.content
    assert human.content == "Why Cerebras?"
    names["sibilla"].close()
