import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from corpus import errors
from corpus.errors import (
    ArticleUnknown,
    DocumentRefused,
    LibraryUnusable,
    ModelUnavailable,
    OperationError,
    RequestError,
    SibillaError,
    Told,
)

ROOT = Path(__file__).parents[2]
CLASSES = [
    item
    for item in vars(errors).values()
    if isinstance(item, type) and issubclass(item, SibillaError) and item.messages
]
MESSAGES = [(item, reason) for item in CLASSES for reason in item.messages]


def placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


@pytest.mark.parametrize(("error", "reason"), MESSAGES)
def test_message_exists_in_both_languages_with_the_same_placeholders(
    error: type[SibillaError], reason: str
) -> None:
    message = error.messages[reason]
    assert set(message) == {"en", "it"}
    assert placeholders(message["en"]) == placeholders(message["it"])
    assert all(name.isidentifier() for name in placeholders(message["en"]))
    assert message["en"] != message["it"]


@pytest.mark.parametrize(("error", "reason"), MESSAGES)
@pytest.mark.parametrize("language", ["it", "en"])
def test_message_is_whole_sentences_with_every_detail_in_place(
    error: type[SibillaError], reason: str, language: str
) -> None:
    names = placeholders(error.messages[reason]["en"])
    told = error(reason, **{name: f"<{name}>" for name in names}).tell(language)
    assert all(f"<{name}>" in told for name in names)
    assert "{" not in told.replace("{name}", "")
    assert told.endswith((".", "?"))
    assert "  " not in told


def test_error_tells_itself_in_english_and_any_language_but_italian_is_english() -> None:
    error = ArticleUnknown("unknown", id="nessuno.it")
    assert str(error) == error.tell("en") == error.tell("fr")
    assert str(error).startswith("No article has the id nessuno.it.")
    assert error.tell("it").startswith("Nessun articolo ha l'identificativo nessuno.it.")


def test_braces_in_a_detail_are_left_as_they_are() -> None:
    assert "{name}{0}" in str(DocumentRefused("empty", name="{name}{0}"))


def test_errors_are_split_by_who_can_mend_them() -> None:
    assert issubclass(DocumentRefused, RequestError)
    assert issubclass(LibraryUnusable, OperationError)
    for item in CLASSES:
        assert issubclass(item, RequestError) != issubclass(item, OperationError)


def raised() -> Iterator[tuple[str, type[SibillaError], ast.Call]]:
    """Every place in the program where one of our errors is made with a reason written out."""
    known = {item.__name__: item for item in CLASSES}
    for folder in ("corpus", "index", "bot"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in known
                    and node.args
                    and isinstance(node.args[0], ast.Constant)
                ):
                    yield f"{path.name}:{node.lineno}", known[node.func.id], node


def test_every_error_is_raised_with_a_known_reason_and_all_its_details() -> None:
    places = list(raised())
    assert len(places) > 10
    for place, error, call in places:
        assert isinstance(call.args[0], ast.Constant)
        assert call.args[0].value in error.messages, place
        given = {keyword.arg for keyword in call.keywords}
        wanted = placeholders(error.messages[str(call.args[0].value)]["en"])
        assert None in given or wanted <= given, place


def test_every_message_is_used() -> None:
    used = {(error, call.args[0].value) for _, error, call in raised()}  # type: ignore[attr-defined]
    used |= {(ModelUnavailable, reason) for reason in reasons_told_from_failures()}
    assert set(MESSAGES) - used == set()


def reasons_told_from_failures() -> set[str]:
    """The reasons that are chosen by what a provider raised: the texts of that one module."""
    tree = ast.parse((ROOT / "bot" / "generation" / "failures.py").read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {text for text in texts if isinstance(text, str)}


def test_a_cause_is_told_in_the_language_of_its_sentence() -> None:
    error = DocumentRefused("front-matter", name="a.md", cause=Told("too long", "troppo lunga"))
    assert "too long" in str(error)
    assert "troppo lunga" in error.tell("it")
    assert "too long" not in error.tell("it")
