"""Formats: which one a document has, told by what is in it and only then by its name."""

import io
import zipfile
from pathlib import Path
from typing import IO

from corpus.errors import DocumentRefused

ENDINGS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".epub": "epub",
    ".zip": "zip",
}

# Formats whose files always begin in a way of their own.
_KNOWN_BY_CONTENT = ("pdf", "docx", "odt", "epub", "zip")
# What documents that are ZIP files say of themselves; others are of other programs.
_MIMES = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
}

_HEAD = 1024
# Where the end record of a ZIP file is looked for, and how long its list of files may be.
_ZIP_END = 65_557
_MAX_DIRECTORY = 5_000_000
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Formats that begin like this are none of ours, whatever the name says.
_FOREIGN = (
    b"\xd0\xcf\x11\xe0",  # Word, Excel and PowerPoint until 2003
    b"{\\rtf",
    b"%!PS",
    b"\x1f\x8b",  # gzip
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"\x7fELF",
)


def tell_format(content: bytes, name: str) -> str:
    """The format of a document: one of the values of `ENDINGS`.

    What is in it decides: a PDF named .txt is a PDF. A text is what its name says.

    Raises:
        DocumentRefused: it has a format that Sibilla does not read, or not the one of its name.
    """
    by_name = ENDINGS.get(Path(name).suffix.lower(), "")
    by_content = _sniff(content)
    if by_content == "damaged" and by_name in ("docx", "odt", "epub", "zip"):
        return by_name  # whoever reads it will say how
    if by_content in ("foreign", "damaged"):
        if by_name in ("markdown", "text"):
            raise DocumentRefused("not-text", name=name, formats=format_names())
        raise DocumentRefused("format", name=name, formats=format_names())
    if by_content == "html" and by_name in ("markdown", "text"):
        by_content = "" if by_name == "markdown" else "html"
    found = by_content or by_name
    if not found:
        raise DocumentRefused("format", name=name, formats=format_names())
    if not content:
        raise DocumentRefused("empty", name=name)
    if not by_content and by_name in _KNOWN_BY_CONTENT:
        raise DocumentRefused("wrong-format", name=name, format=by_name.upper())
    return found


def format_names() -> str:
    """The endings of the formats that can be read, for messages."""
    return ", ".join(ENDINGS)


def _sniff(content: bytes) -> str:
    if content.startswith(_ZIP):
        return tell_zip(io.BytesIO(content))
    if content.startswith(_FOREIGN):
        return "foreign"
    head = content[:_HEAD]
    if b"%PDF-" in head and not head.lstrip().startswith(b"<"):
        return "pdf"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    return "html" if start.startswith((b"<!doctype html", b"<html")) else ""


def tell_zip(file: IO[bytes]) -> str:
    """What a ZIP file is: "docx", "odt", "epub" or "zip", "foreign" or "damaged".

    Documents of other programs are foreign.

    Raises:
        DocumentRefused: its table of contents is too long to be read.
    """
    try:
        check_directory(file)
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            mime = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except DocumentRefused:
        raise
    except Exception:  # zipfile raises a dozen kinds over damaged files
        return "damaged"
    if "[Content_Types].xml" in names:
        return "docx" if "word/document.xml" in names else "foreign"
    found = _MIMES.get(mime.strip(), "zip")
    return "foreign" if found == "zip" and mime.startswith(b"application/") else found


def check_directory(file: IO[bytes]) -> None:
    """Refuse a ZIP file that lists so many files that the list alone would fill the memory.

    Raises:
        DocumentRefused: the list is too long.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _ZIP_END))
    end = file.read()
    found = end.rfind(b"PK\x05\x06")
    file.seek(0)
    if found < 0 or found + 16 > len(end):
        return
    if int.from_bytes(end[found + 12 : found + 16], "little") > _MAX_DIRECTORY:
        raise DocumentRefused("too-many", name="ZIP", limit=_MAX_DIRECTORY // 50)
