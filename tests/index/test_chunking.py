import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newsdesk import NEWS, passages

from corpus.errors import DocumentRefused
from corpus.markdown import article_from_markdown
from index.chunking import MAX_PASSAGE_WORDS, split_passages
from index.passage import Passage

HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t].*)?")


def headed(text: str) -> list[tuple[str, str]]:
    return [(passage.heading, passage.text) for passage in passages(text)]


def sentence(words: int, name: str = "Word") -> str:
    return " ".join([name] + ["word"] * (words - 1)) + "."


def test_an_article_is_cut_at_its_headings() -> None:
    cerebras = next(article for article in NEWS if article.id == "cerebras.it")
    first, second = split_passages(cerebras)
    assert first.text == (
        "OpenAI ha scelto Cerebras per l'inferenza veloce. Il contratto vale dieci miliardi."
    )
    assert (first.heading, second.heading) == ("", "Capacità")
    assert (first.key, second.key) == ("cerebras.it#0", "cerebras.it#1")
    assert [s.text for s in first.sentences] == [
        "OpenAI ha scelto Cerebras per l'inferenza veloce.",
        "Il contratto vale dieci miliardi.",
    ]
    assert first.language == second.language == "it"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Before.\n\n# One\n\nFirst.", [("", "Before."), ("One", "First.")]),
        ("# One\nFirst.", [("One", "First.")]),
        ("# One\n## Two\nFirst.", [("Two", "First.")]),
        ("Before.\n## One\nFirst.", [("", "Before."), ("One", "First.")]),
        ("# One\n\nFirst.\n\n# One\n\nSecond.", [("One", "First."), ("One", "Second.")]),
        ("## A\n\nFirst.\n\n## B\n\n## A\n\nLast.", [("A", "First."), ("A", "Last.")]),
        ("First.\n\n##\n\nSecond.", [("", "First."), ("", "Second.")]),
        ("   ### One ###\n\nFirst.", [("One", "First.")]),
        ("# About C#\n\nFirst.", [("About C#", "First.")]),
        ("#hashtag is text.", [("", "#hashtag is text.")]),
        ("####### Seven is text.", [("", "####### Seven is text.")]),
        ("One.\n\nTwo.\n\n\n\nThree.", [("", "One.\n\nTwo.\n\n\n\nThree.")]),
        ("One.\r\n\r\n# H\r\n\r\nTwo.".replace("\r", ""), [("", "One."), ("H", "Two.")]),
        (
            "```\n# no heading\n```\n# Yes\nText.",
            [("", "```\n# no heading\n```"), ("Yes", "Text.")],
        ),
        ("~~~\n```\n# no\n~~~\n# Yes\nText.", [("", "~~~\n```\n# no\n~~~"), ("Yes", "Text.")]),
        ("```inline``` code\n# Yes\nText.", [("", "```inline``` code"), ("Yes", "Text.")]),
        ("# Only headings\n\n## Here", []),
        ("", []),
        (" \n\n\t\n", []),
    ],
)
def test_a_passage_never_holds_or_crosses_a_heading(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert headed(text) == expected


def test_short_paragraphs_of_a_section_share_a_passage() -> None:
    text = "\n\n".join(sentence(40) for _ in range(4))
    assert [len(passage.text.split()) for passage in passages(text)] == [120, 40]


def test_paragraphs_that_just_fit_stay_together() -> None:
    assert len(passages(f"{sentence(75)}\n\n{sentence(75)}")) == 1
    assert len(passages(f"{sentence(75)}\n\n{sentence(76)}")) == 2


def test_a_long_paragraph_is_cut_into_pieces_of_similar_length() -> None:
    lengths = [len(p.text.split()) for p in passages(" ".join(sentence(20) for _ in range(16)))]
    assert sum(lengths) == 320
    assert len(lengths) == 3
    assert min(lengths) > max(lengths) / 2


def test_a_sentence_longer_than_a_passage_is_a_passage_of_its_own() -> None:
    text = f"{sentence(60)} {'A ' + 'b ' * 199 + 'end.'} {sentence(60)}"
    lengths = [(len(p.text.split()), len(p.sentences)) for p in passages(text)]
    assert (201, 1) in lengths


@pytest.mark.parametrize(
    "text",
    [
        "# a" + " " * 20_000 + "b",
        "# " + "a  " * 10_000,
        "# " + "#" * 20_000 + "x",
        "a" + " " * 20_000 + "b",
        "a" + "\n " * 20_000 + "b",
        "`" * 20_000 + "x\n" * 5_000,
        "No. 1 " * 10_000,
        "word and more. " * 10_000,
    ],
    ids=[
        "heading",
        "heading-words",
        "hashes",
        "spaces",
        "blank-lines",
        "fence",
        "numbers",
        "lower",
    ],
)
def test_no_text_takes_more_than_linear_time(text: str) -> None:
    # One line of 6,000 spaces once took four minutes; a hang here is the failure.
    assert "".join(s.text for p in passages(text) for s in p.sentences) or text.startswith("#")


LINES = st.one_of(
    st.sampled_from(
        [
            "",
            "# Titolo",
            "## Capacità ##",
            "#",
            " ### C#",
            "```",
            "~~~ python",
            "- voce. E poi?",
            "> «Cita», disse il dott. Rossi a pag. 12. Poi basta.",
            "| a | b. |",
            "Setext\n===",
            "https://example.com/" + "a" * 700,
            "https://example.com/?" + "q=1&" * 300,
        ]
    ),
    st.integers(1, 200).map(lambda words: sentence(words, "Parola")),
    st.text(max_size=60),
    st.lists(st.sampled_from(["xAI", "è", "Word.", "😀", "\u2028", "\xa0", "1."]), max_size=40).map(
        " ".join
    ),
)
MARKDOWN = st.lists(LINES, max_size=25).map("\n".join)


def uncovered_lines(text: str, found: list[Passage]) -> list[str]:
    """The lines of which no character but blanks is in a sentence; a partly covered one fails."""
    covered = [False] * len(text)
    for passage in found:
        for s in passage.sentences:
            covered[s.start : s.end] = [True] * (s.end - s.start)
    lines, position = [], 0
    for line in text.split("\n"):
        inside = [
            covered[position + n] for n, character in enumerate(line) if not character.isspace()
        ]
        if not all(inside):
            assert not any(inside), line
            lines.append(line)
        position += len(line) + 1
    return lines


@settings(max_examples=300, deadline=None)
@given(markdown=MARKDOWN, language=st.sampled_from(["it", "en"]))
def test_offsets_hold_and_nothing_is_lost_in_any_markdown(markdown: str, language: str) -> None:
    try:
        article = article_from_markdown(
            f"---\ntitle: T\nlanguage: {language}\n---\n{markdown}", "a"
        )
    except DocumentRefused:
        return  # no text
    found = split_passages(article)
    end = 0
    for number, passage in enumerate(found):
        assert passage.number == number
        assert article.text[passage.start : passage.end] == passage.text
        assert (passage.start, passage.end) == (
            passage.sentences[0].start,
            passage.sentences[-1].end,
        )
        for s in passage.sentences:
            assert article.text[s.start : s.end] == s.text != ""
            assert s.start >= end
            end = s.end
        assert len(passage.text.split()) <= MAX_PASSAGE_WORDS or len(passage.sentences) == 1
    assert all(HEADING.fullmatch(line) for line in uncovered_lines(article.text, found))
