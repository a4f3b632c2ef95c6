"""Readers: one per format, from the bytes of a document to an article not yet in the library."""

from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.markdown import article_from_markdown, article_from_text
from corpus.readers.decoding import decode
from corpus.readers.names import check_size, make_id

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


def read_page(content: bytes, name: str, *, url: str = "", charset: str = "") -> Article:
    """Read the article in a web page that was fetched from `url`.

    `charset` is what its server said of its encoding, if anything.

    Raises:
        DocumentRefused: it is too large, no text, or no article can be found in it.
    """
    from corpus.readers.html import read_html

    check_size(len(content), name)
    return read_html(content, name, url=url, charset=charset)


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


def format_names() -> str:
    """The endings of the formats that can be read, for messages."""
    return ", ".join(READERS)


def _read_markdown(content: bytes, name: str) -> Article:
    return article_from_markdown(decode(content, name, format_names()), make_id(name))


def _read_text(content: bytes, name: str) -> Article:
    return article_from_text(decode(content, name, format_names()), make_id(name))


def _read_html(content: bytes, name: str) -> Article:
    from corpus.readers.html import read_html

    return read_html(content, name)


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)


READERS: dict[str, Reader] = {
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".txt": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".xhtml": _read_html,
}
