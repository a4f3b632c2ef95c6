"""What servers say of the type and the encoding of a page."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.web.fetching import read_content_type


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("text/html", ("text/html", "")),
        ("Text/HTML; Charset='UTF-8'", ("text/html", "")),  # quoted as nothing is
        ('text/html; charset="Windows-1252"', ("text/html", "windows-1252")),
        ("text/html; charset*=utf-8''%00", ("text/html", "")),
        ("text/html; charset=punycode", ("text/html", "")),
        ("", ("?", "")),
        ("html", ("?", "")),
    ],
)
def test_a_content_type_is_read(written: str, read: tuple[str, str]) -> None:
    assert read_content_type(written) == read


@given(st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=80))
def test_any_content_type_is_read_as_something(written: str) -> None:
    for text in (written, f"text/html;{written}", f"text/html; charset{written}"):
        media_type, charset = read_content_type(text)
        assert media_type == "?" or "/" in media_type
        with contextlib.suppress(LookupError, ValueError):
            b"abc".decode(charset or "utf-8")
