"""Documents: from a file, or the bytes of one, to an article that is not yet in the library."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from corpus.article import Article
from corpus.errors import DocumentRefused, Told
from corpus.markdown import article_from_markdown, article_from_text
from corpus.readers.decoding import decode
from corpus.readers.formats import ENDINGS, format_names, tell_format
from corpus.readers.names import check_size, make_id
from corpus.readers.reading_process import shared

Reader = Callable[[bytes, str], Article]


def read_document(path: Path) -> Article:
    """Read the article in a file; its id is made from the file's stem.

    Raises:
        DocumentRefused: the file is missing, unreadable, too large, of an unknown format,
            damaged, or empty.
    """
    return read_content(read_bytes(path), path.name)


def read_bytes(path: Path) -> bytes:
    """The content of a file that may be a document.

    Raises:
        DocumentRefused: it is missing, unreadable or too large.
    """
    try:
        if not path.exists():
            raise DocumentRefused("missing", name=path)
        if not path.is_file():  # a pipe or a device may never end
            raise DocumentRefused(
                "unreadable", name=path, cause=Told("not a file", "non è un file")
            )
        check_size(path.stat().st_size, path.name)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise DocumentRefused("unreadable", name=path, cause=cause) from error


def read_content(content: bytes, name: str) -> Article:
    """Read the article in `content`; its format is told by what is in it, then by the name.

    What may run away is read in another process.

    Raises:
        DocumentRefused: it is too large, of an unknown format, damaged, or empty; of a ZIP file
            the documents are to be read, not the file itself.
    """
    check_size(len(content), name)
    format = tell_format(content, name)
    if format == "zip":
        raise DocumentRefused("archive", name=name)
    try:
        return _READERS[format](content, name)
    except DocumentRefused as error:
        # Readers know the article by its id, whoever sent the file by its name.
        raise DocumentRefused(error.reason, **(error.details | {"name": name})) from error


def read_page(content: bytes, name: str, *, url: str = "", charset: str = "") -> Article:
    """Read the article in a web page that was fetched from `url`.

    `charset` is what its server said of its encoding, if anything.

    Raises:
        DocumentRefused: it is too large, no text, or no article can be found in it.
    """
    check_size(len(content), name)
    return shared.read("html", content, name, url=url, charset=charset)


def find_documents(path: Path) -> Iterator[Path]:
    """The documents at a path: the file itself, or every readable file of a folder, sorted.

    Whether the file is there, and can be read, is for `read_document` to say.

    Raises:
        DocumentRefused: the folder holds no document, or the path can be none.
    """
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError) as error:  # such as a name too long
        cause = getattr(error, "strerror", None) or error
        raise DocumentRefused("unreadable", name=path, cause=cause) from error
    if not is_folder:
        yield path
        return
    files = [
        file
        for file in sorted(path.rglob("*"))
        if file.suffix.lower() in ENDINGS and file.is_file() and not _hidden(file, path)
    ]
    if not files:
        raise DocumentRefused("no-files", name=path, formats=format_names())
    yield from files


def _read_markdown(content: bytes, name: str) -> Article:
    return article_from_markdown(decode(content, name, format_names()), make_id(name))


def _read_text(content: bytes, name: str) -> Article:
    return article_from_text(decode(content, name, format_names()), make_id(name))


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)


_READERS: dict[str, Reader] = {
    "markdown": _read_markdown,
    "text": _read_text,
    "html": partial(shared.read, "html"),
    "pdf": partial(shared.read, "pdf"),
    "docx": partial(shared.read, "docx"),
    "odt": partial(shared.read, "odt"),
    "epub": partial(shared.read, "epub"),
}

READERS: dict[str, Reader] = {
    ending: _READERS[format] for ending, format in ENDINGS.items() if format in _READERS
}
"""The readers by the endings of file names; ZIP files hold documents and are none."""
