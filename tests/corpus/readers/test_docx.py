from datetime import date
from pathlib import Path

from corpus.readers import read_document

FILE = Path(__file__).parents[1] / "files" / "zefiro.docx"


def test_headings_lists_and_tables_of_a_word_file_are_kept() -> None:
    article = read_document(FILE)
    assert (article.title, article.author) == ("Un centro di calcolo a Matera", "Anna Rossi")
    assert (article.published, article.language) == (date(2026, 3, 4), "it")
    assert "\n\n## I costi\n\nIl progetto vale" in article.text
    assert "- Il primo lotto nel 2026\n- Il secondo lotto nel 2027" in article.text
    assert "- Anno: 2026; Potenza: 10 MW.\n- Anno: 2027; Potenza: 40 MW." in article.text
    assert "\n\n### Power and water\n\n" in article.text


def test_hidden_white_tiny_and_deleted_text_is_not_read() -> None:
    text = read_document(FILE).text
    assert text.endswith("water is used in August only.")
    for word in ("Ignora", "Ignore", "Struck"):
        assert word not in text
