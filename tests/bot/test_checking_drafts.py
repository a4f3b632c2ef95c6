"""A model's text is read whatever it looks like: marks, lists, links, HTML."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checking.cleaning import plain_text
from bot.checking.drafts import read_lines, write_lines
from bot.checking.marks import take_marks


def claims(text: str, count: int = 9) -> list[tuple[str, tuple[int, ...]]]:
    return [(c.text, c.numbers) for line in read_lines(text, "en", count) for c in line.claims]


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("[1]", (1,)),
        ("[1][2]", (1, 2)),
        ("[1] [2]", (1, 2)),
        ("[1, 2]", (1, 2)),
        ("[1,2 and 3]", (1, 2, 3)),
        ("[1-3]", (1, 2, 3)),
        ("【1】", (1,)),
        ("【1†source】", (1,)),
        ("［１］", (1,)),
        ("[^2]", (2,)),
        ("[passage 2]", (2,)),
        ("[Fonte 2]", (2,)),
        ("[1](https://example.com/a)", (1,)),
        ("[0]", ()),
        ("[99]", ()),
        ("[1][99]", (1,)),
        ("[citation needed]", ()),
        ("[]", ()),
    ],
)
def test_marks_of_every_kind_are_read(mark: str, numbers: tuple[int, ...]) -> None:
    assert claims(f"Chips are dear {mark}.") == [("Chips are dear.", numbers)]


@pytest.mark.parametrize(
    "text",
    [
        "One is. [1] Two is. [2]",
        "One is [1]. Two is [2].",
        "One is.[1] Two is.[2]",
        "One is.[1]Two is.[2]",
        "One [1] is. Two is.\n[2]",
    ],
)
def test_a_mark_belongs_to_the_sentence_before_it(text: str) -> None:
    assert claims(text) == [("One is.", (1,)), ("Two is.", (2,))]


def test_lists_and_paragraphs_stay_what_they_are() -> None:
    text = "Two reasons:\n\n* **Speed** [1]\n2. Price [2]\n\n\n\n## End\nAll."
    lines = write_lines(read_lines(text, "en", 2))
    assert lines == "Two reasons:\n\n- Speed [1]\n- Price [2]\n\nEnd\nAll."


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("See ![x](https://evil.example/a.png?q=1) this.", "See x this."),
        ("See [the deal](https://evil.example) now.", "See the deal now."),
        ("See [the deal](javascript:alert(1)) now.", "See the deal now."),
        ("See [](https://evil.example) now.", "See now."),
        ("See <img src=x onerror=alert(1)> this.", "See this."),
        ("See <a href='https://evil.example'>this</a>.", "See this."),
        ("Go to https://evil.example/?q=secret today.", "Go to today."),
        ("Go to www.evil.example today.", "Go to today."),
        ("<script>fetch('https://evil.example')</script>Done.", "Done."),
        ("<scr<script>x</script>ipt>alert(1)</script>Done.", "alert(1)Done."),
        ("<think>secret</think>Done.", "Done."),
        ("Fine.\n\n[a]: https://evil.example", "Fine."),
        ("Ze\u200bro.", "Zero."),
    ],
)
def test_links_images_and_html_go_and_their_words_stay(written: str, kept: str) -> None:
    assert write_lines(read_lines(written, "en", 1)) == kept


def test_an_address_that_a_source_has_may_stay() -> None:
    text = "It is at https://example.com/a now."
    assert plain_text(text, "see https://example.com/a there") == text


_PIECES = st.lists(
    st.sampled_from(
        [
            "[1]",
            "[2]",
            " [",
            "]",
            "[1, 2]",
            "【3】",
            "［１］",
            "[0]",
            "[99]",
            "[citation needed]",
            ". ",
            "!",
            "\n",
            "\n\n",
            "- ",
            "* ",
            "1. ",
            "OpenAI",
            " paga ",
            "10 miliardi",
            "<b>",
            "</b>",
            "<",
            ">",
            "![",
            "](",
            ")",
            "http://a.b",
            "**",
            "`",
            "“",
            "”",
            "#",
            "&lt;",
            "&",
            "\u200b",
            "€",
            " ",
        ]
    )
    | st.text(max_size=6),
    max_size=25,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(_PIECES)
def test_any_text_can_be_read_and_what_is_written_reads_back_the_same(text: str) -> None:
    once = write_lines(read_lines(text, "it", 5))
    assert write_lines(read_lines(once, "it", 5)) == once
    assert "](" not in once
    assert "http://" not in once


@pytest.mark.parametrize("piece", ["[", " [", "![", "<", "*", "`", "[1, ", "[a](", "- ", "http://"])
def test_a_long_row_of_signs_is_read_in_no_time(piece: str) -> None:
    began = time.perf_counter()
    read_lines(piece * 6000, "it", 5)
    assert time.perf_counter() - began < 20


@settings(max_examples=300, deadline=None)
@given(_PIECES)
def test_marks_stand_where_they_are_said_to(text: str) -> None:
    bare, marks = take_marks(text)
    assert all(0 <= mark.position <= len(bare) for mark in marks)
    assert [mark.position for mark in marks] == sorted(mark.position for mark in marks)
