"""What readers thought of answers, kept in the data folder."""

import json
from pathlib import Path

import pytest

from bot.feedback import FILE, MAX_WORDS, record_feedback
from corpus.errors import LibraryUnusable


def test_each_rating_is_a_line_with_date_question_answer_and_word(data: Path) -> None:
    for rating, word in (("up", ""), ("down", "troppo\nlungo " + "x" * MAX_WORDS)):
        record_feedback(
            data, question="Perché?", answer="a1", text="Così.", rating=rating, word=word
        )
    lines = [json.loads(line) for line in (data / FILE).read_text("utf-8").splitlines()]
    assert [line["rating"] for line in lines] == ["up", "down"]
    assert set(lines[0]) == {"date", "question", "answer", "text", "rating", "word"}
    assert lines[1]["word"].startswith("troppo lungo x")
    assert len(lines[1]["word"]) == MAX_WORDS


def test_half_a_character_in_a_word_does_not_lose_the_rating(data: Path) -> None:
    record_feedback(data, question="?", answer="a", text="", rating="up", word="\ud800")
    assert json.loads((data / FILE).read_text("utf-8"))["rating"] == "up"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(LibraryUnusable, match="cannot be used"):
        record_feedback(tmp_path / "gone", question="?", answer="a", text="", rating="up")
