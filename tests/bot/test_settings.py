"""Settings: where they come from, in which order, and what is refused."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.settings import PREFIX, Settings, load_settings
from corpus.errors import SettingWrong

PAPER = Path(__file__).parents[2] / "docs" / "settings.md"

# Where the user's data folder is depends on the system, so the paper says it in words.
_DATA = "`sibilla` in the user's data folder (`~/.local/share/sibilla` on Linux)"


def test_an_option_comes_before_the_environment_and_that_before_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert load_settings().port == 7860
    monkeypatch.setenv("SIBILLA_PORT", "8000")
    assert load_settings().port == 8000
    assert load_settings(port=None).port == 8000
    assert load_settings(port=9000).port == 9000


@pytest.mark.parametrize(
    ("variable", "value", "field", "expected"),
    [
        ("SIBILLA_DATA", "somewhere", "data", Path("somewhere")),
        ("SIBILLA_DEMO", "false", "demo", False),
        ("SIBILLA_DEMO", "1", "demo", True),
        ("SIBILLA_EMBEDDING", "BAAI/bge-m3", "embedding", "BAAI/bge-m3"),
        ("SIBILLA_HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("sibilla_port", "8000", "port", 8000),
    ],
)
def test_every_field_is_read_from_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, field: str, expected: object
) -> None:
    monkeypatch.setenv(variable, value)
    assert getattr(load_settings(), field) == expected


@pytest.mark.parametrize("variable", ["SIBILLA_DATA", "SIBILLA_PORT", "SIBILLA_EMBEDDING"])
def test_a_variable_that_is_empty_counts_as_unset(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "")
    field = variable.removeprefix(PREFIX).lower()
    assert getattr(load_settings(), field) == Settings.model_fields[field].default


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("SIBILLA_DATE", r" \(did you mean SIBILLA_DATA\?\)\.$"),
        ("SIBILLA_EMBEDING", r" \(did you mean SIBILLA_EMBEDDING\?\)\.$"),
        ("SIBILLA_TEMPERATURE", r"there is no such setting\.$"),
    ],
)
def test_a_variable_of_an_unknown_name_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, suggestion: str
) -> None:
    monkeypatch.setenv(name, "x")
    with pytest.raises(SettingWrong, match=rf"The setting {name} is wrong: .*{suggestion}"):
        load_settings()


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"port": 0}, "SIBILLA_PORT"),
        ({"port": 65536}, "SIBILLA_PORT"),
        ({"port": "high"}, "SIBILLA_PORT"),
        ({"demo": "perhaps"}, "SIBILLA_DEMO"),
        ({"embedding": ""}, "SIBILLA_EMBEDDING"),
        ({"unguarded_hosts": "http://intranet.example/"}, "SIBILLA_UNGUARDED_HOSTS"),
        ({"unguarded_hosts": "10.0.0.5:port"}, "SIBILLA_UNGUARDED_HOSTS"),
        ({"unguarded_hosts": "127.1"}, "SIBILLA_UNGUARDED_HOSTS"),
        ({"unguarded_hosts": "*"}, "SIBILLA_UNGUARDED_HOSTS"),
        ({"data": "/data/sibilla", "watch": "/data"}, "SIBILLA_WATCH"),
        ({"data": "/data", "watch": "/elsewhere:/data/articles"}, "SIBILLA_WATCH"),
        ({"chroma": "127.0.0.1:8000"}, "SIBILLA_CHROMA"),
        ({"chroma": "ftp://127.0.0.1:8000"}, "SIBILLA_CHROMA"),
        ({"chroma": "http://me:top-secret@127.0.0.1:8000"}, "SIBILLA_CHROMA"),
        ({"chroma": "http://127.0.0.1:99999"}, "SIBILLA_CHROMA"),
        ({"chroma": "http://127.0.0.1:0"}, "SIBILLA_CHROMA"),
        ({"chroma": "http://[::1:8000"}, "SIBILLA_CHROMA"),
        ({"chroma": "http://:8000"}, "SIBILLA_CHROMA"),
        ({"chroma": "http://localhost:8000/?token=top-secret"}, "SIBILLA_CHROMA"),
        ({"chroma_library": "my.library"}, "SIBILLA_CHROMA_LIBRARY"),
        ({"follow": True}, "SIBILLA_FOLLOW"),
        ({"chroma_library": "-x"}, "SIBILLA_CHROMA_LIBRARY"),
        ({"colour": "red"}, "SIBILLA_COLOUR"),
    ],
)
def test_an_impossible_value_is_refused_under_the_name_of_its_setting(
    given: dict[str, Any], name: str
) -> None:
    with pytest.raises(SettingWrong, match=f"The setting {name} is wrong: ") as wrong:
        load_settings(**given)
    assert "top-secret" not in str(wrong.value)


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("https://chroma.example/vectors/", "https://chroma.example/vectors"),
    ],
)
def test_the_address_of_a_chroma_server_may_have_a_port_and_a_path(
    address: str, taken: str
) -> None:
    assert load_settings(chroma=address).chroma == taken


def test_several_folders_are_watched_separated_as_in_path(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b c"
    watch = os.pathsep.join([str(first), "", str(second), str(first), "~/c"])
    assert load_settings(watch=watch).watched_folders == (first, second, Path.home() / "c")
    assert load_settings().watched_folders == ()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().port = 8000  # type: ignore[misc]


def settings_table() -> str:
    """The table of docs/settings.md, from the fields themselves."""
    rows = ["| variable | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        value = str(field.default).lower() if isinstance(field.default, bool) else field.default
        default = _DATA if name == "data" else f"`{'' if value is None else value}`"
        rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows)


def test_the_paper_on_settings_lists_each_with_its_default_and_meaning() -> None:
    assert settings_table() in PAPER.read_text(encoding="utf-8"), settings_table()


def test_the_paper_on_settings_names_no_other() -> None:
    named = set(re.findall(r"SIBILLA_[A-Z_]+", PAPER.read_text(encoding="utf-8")))
    assert named == {PREFIX + name.upper() for name in Settings.model_fields}
