"""Readers: one per format, from the bytes of a document to an article not yet in the library."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.markdown import article_from_markdown, article_from_text

MAX_MEGABYTES = 10
# File systems allow a name 255 bytes, and the trash adds a time to it.
_ID_BYTES = 180

Reader = Callable[[bytes, str], Article]


def read_document(path: Path) -> Article:
    """Read the article in a file; its id is made from the file's stem.

    Raises:
        DocumentRefused: the file is missing, unreadable, too large, of an unknown format, not
            text, or empty.
    """
    name = path.name
    try:
        if not path.exists():
            raise DocumentRefused("missing", name=path)
        if not path.is_file():  # a pipe or a device may never end
            raise DocumentRefused("unreadable", name=path, cause="not a file")
        check_size(path.stat().st_size, name)
        content = path.read_bytes()
    except OSError as error:
        raise DocumentRefused("unreadable", name=path, cause=error.strerror or error) from error
    return read_content(content, name)


def read_content(content: bytes, name: str) -> Article:
    """Read the article in `content`, whose format is told by the ending of the file name."""
    check_size(len(content), name)
    reader = READERS.get(Path(name).suffix.lower())
    if reader is None:
        raise DocumentRefused("format", name=name, formats=format_names())
    try:
        return reader(content, name)
    except DocumentRefused as error:
        # Readers know the article by its id, whoever sent the file by its name.
        raise DocumentRefused(error.reason, **(error.details | {"name": name})) from error


def find_documents(path: Path) -> Iterator[Path]:
    """The documents at a path: the file itself, or every readable file of a folder, sorted.

    Whether the file is there, and can be read, is for `read_document` to say.

    Raises:
        DocumentRefused: the folder holds no document, or the path can be none.
    """
    try:
        is_folder = path.is_dir()
    except OSError as error:  # such as a name too long
        raise DocumentRefused("unreadable", name=path, cause=error.strerror or error) from error
    if not is_folder:
        yield path
        return
    files = [
        file
        for file in sorted(path.rglob("*"))
        if file.is_file() and file.suffix.lower() in READERS and not _hidden(file, path)
    ]
    if not files:
        raise DocumentRefused("no-files", name=path, formats=format_names())
    yield from files


def make_id(name: str) -> str:
    """An article id from a file name: its stem, with only letters, digits, dots and dashes."""
    stem = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", Path(name).stem)).strip("-._")
    return stem.encode()[:_ID_BYTES].decode(errors="ignore").rstrip("-._") or "article"


def format_names() -> str:
    """The endings of the formats that can be read, for messages."""
    return ", ".join(READERS)


def check_size(size: int, name: str) -> None:
    """Refuse a document of more than `MAX_MEGABYTES` megabytes; `size` is in bytes."""
    if size > MAX_MEGABYTES * 1_000_000:
        raise DocumentRefused("too-large", name=name, limit=MAX_MEGABYTES)


def _decode(content: bytes, name: str) -> str:
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentRefused("not-text", name=name, formats=format_names())
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ""):
        try:
            return content.decode(encoding or "cp1252")
        except UnicodeDecodeError:
            continue
    raise DocumentRefused("not-text", name=name, formats=format_names())


def _read_markdown(content: bytes, name: str) -> Article:
    return article_from_markdown(_decode(content, name), make_id(name))


def _read_text(content: bytes, name: str) -> Article:
    return article_from_text(_decode(content, name), make_id(name))


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)


READERS: dict[str, Reader] = {
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".txt": _read_text,
}
