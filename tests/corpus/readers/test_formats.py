import io
import zipfile
from pathlib import Path

import pytest

from corpus.errors import DocumentRefused
from corpus.readers.formats import tell_format

FILES = Path(__file__).parents[1] / "files"
PAGE = b"<!DOCTYPE html><html><body><p>Testo</p></body></html>"


def zipped(*names: str) -> bytes:
    """A ZIP file with files of these names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, b"application/x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "format"),
    [
        (b"# Titolo", "a.md", "markdown"),
        (b"Testo", "A.TXT", "text"),
        (b"Testo", "a.html", "html"),
        (PAGE, "a.txt", "html"),
        (PAGE, "a", "html"),
        (PAGE, "a.md", "markdown"),
        ((FILES / "zefiro.pdf").read_bytes(), "a.txt", "pdf"),
        ((FILES / "zefiro.pdf").read_bytes(), "a.docx", "pdf"),
        ((FILES / "zefiro.docx").read_bytes(), "a.zip", "docx"),
        ((FILES / "zefiro.docx").read_bytes(), "a", "docx"),
        (zipped("a.txt"), "a.md", "zip"),
    ],
)
def test_content_tells_the_format_before_the_name_does(
    content: bytes, name: str, format: str
) -> None:
    assert tell_format(content, name) == format


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"Testo", "a.pdf", "wrong-format"),
        (b"Testo", "a.docx", "wrong-format"),
        (PAGE[10:], "a.zip", "wrong-format"),
        (b"", "a.pdf", "empty"),
        (b"Testo", "a.doc", "format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.docx", "format"),
        (b"{\\rtf1 Testo}", "a.txt", "not-text"),
        (b"\x89PNG\r\n", "a.html", "format"),
        (b"\x1f\x8b\x08", "a.pdf", "format"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a.docx", "format"),
        (zipped("mimetype", "content.xml"), "a.zip", "format"),
    ],
)
def test_what_is_none_of_the_formats_is_refused(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        tell_format(content, name)
    assert refusal.value.reason == reason
