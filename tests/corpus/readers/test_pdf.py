from datetime import date
from pathlib import Path

import pytest

from corpus.article import page_at
from corpus.errors import DocumentRefused
from corpus.readers import read_document
from corpus.readers.metadata import believable_title

FILES = Path(__file__).parents[1] / "files"


def test_every_page_is_read_and_known_by_its_offset() -> None:
    article = read_document(FILES / "zefiro.pdf")
    for page, sentence in enumerate(
        ("accanto a un parco solare", "vale 300 milioni", "draw 40 megawatts"), 1
    ):
        assert page_at(article.pages, article.text.index(sentence)) == page
    assert len(article.pages) == 3


def test_larger_lines_become_headings_and_the_largest_is_the_title() -> None:
    article = read_document(FILES / "zefiro.pdf")
    assert article.title == "Un centro di calcolo a Matera"
    assert "\n\n### I costi\n\nIl progetto vale" in article.text


def test_what_stands_on_every_page_is_left_out() -> None:
    text = read_document(FILES / "zefiro.pdf").text
    assert "Quaderni" not in text
    assert "pagina" not in text


def test_the_day_of_a_pdf_is_that_of_its_making() -> None:
    assert read_document(FILES / "zefiro.pdf").published == date(2026, 3, 4)


@pytest.mark.parametrize(("name", "reason"), [("locked.pdf", "encrypted"), ("scan.pdf", "scanned")])
def test_what_cannot_be_read_is_refused_with_its_reason(name: str, reason: str) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        read_document(FILES / name)
    assert refusal.value.reason == reason
    assert name in refusal.value.tell("it")


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - relazione.doc",
        "relazione_finale.docx",
        "untitled",
        "Documento1",
        "PowerPoint Presentation",
        "Presentazione standard di PowerPoint - bozza",
        "file:///home/anna/x.html",
        "...",
        "1234",
        "",
        None,
        "x" * 400,
    ],
)
def test_a_title_that_a_program_made_up_is_not_believed(title: str | None) -> None:
    assert believable_title(title) == ""


@pytest.mark.parametrize(
    "title", ["Un centro di calcolo", "Word on the street", "Documento finale dell'accordo"]
)
def test_a_title_that_someone_wrote_is_believed(title: str) -> None:
    assert believable_title(f"  {title}\n") == title


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 3), (19, 3), (20, 4), (1000, 4)])
def test_an_offset_is_on_the_last_page_that_begins_before_it(offset: int, page: int) -> None:
    assert page_at((0, 10, 10, 20), offset) == page
    assert page_at((), offset) is None
