"""The fuzzing targets, tried shortly: on their examples, damaged examples, and wild text."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

_FOUND = Path(__file__).parent / "found"

# What the formats are made of; wild text alone would hardly ever meet it.
_PIECES = st.sampled_from(
    "---\n|title: |: |[1]|[1-3]|[1|]|†7|- |## |**|<p>|</p>|<a href='|'>|<![CDATA[|]]>|&amp;|&#0;"
    "|\n\n|\u202e|\x00|\u2028|😀|http://|://|@|%00|Perché |2026-02-30|nel 2025|€ 3|last week"
    '|{|}|"|:null,'.split("|")
)
_TEXTS = st.lists(_PIECES | st.text(max_size=8), max_size=30).map("".join)

each_target = pytest.mark.parametrize("name", TARGETS)


def damaged(seed: bytes, chance: random.Random) -> bytes:
    """An example with bytes changed, cut out or doubled."""
    content = bytearray(seed)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(content) + 1)
        match chance.randrange(4):
            case 0:
                content[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del content[place : place + chance.randint(1, 40)]
            case 2:
                content[place:place] = content[place : place + chance.randint(1, 40)]
            case 3:
                content[place:place] = chance.randbytes(chance.randint(1, 6))
    return bytes(content)


@each_target
def test_its_examples_hold(name: str) -> None:
    for seed in TARGETS[name].seeds:
        TARGETS[name].try_(seed)


@each_target
def test_damaged_examples_hold(name: str) -> None:
    chance = random.Random(name)
    tries = 12 if name in ("pdf", "docx", "html") else 60
    for _ in range(tries):
        for seed in TARGETS[name].seeds:
            TARGETS[name].try_(damaged(seed, chance))


@pytest.mark.parametrize("name", [name for name in TARGETS if name not in ("pdf", "docx", "html")])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=_TEXTS)
def test_wild_texts_hold(name: str, text: str) -> None:
    TARGETS[name].try_(text.encode("utf-8", "surrogatepass"))


def test_what_was_found_once_holds_now() -> None:
    for path in _FOUND.glob("*/*"):
        TARGETS[path.parent.name].try_(path.read_bytes())


def test_a_broken_reader_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.targets.write_lines", lambda lines: str(id(lines)))
    with pytest.raises(AssertionError):
        TARGETS["draft"].try_(b"A. [1]")


def test_an_error_that_is_no_refusal_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.targets.read_question", lambda *given, **named: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        TARGETS["question"].try_(b"Why?")
