"""ZIP files: their documents, one by one, never written to disk."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.errors import DocumentRefused
from corpus.readers.formats import ENDINGS, check_directory, format_names, tell_zip
from corpus.readers.names import check_size

# A ZIP of many documents may be larger than one of them; all of them together have this much.
MAX_ARCHIVE_MEGABYTES = 100
_MAX_MEMBERS = 5_000
_MAX_UNPACKED = 500_000_000


@dataclass(frozen=True, slots=True)
class Member:
    """A document in a ZIP file: its content, or why it was refused."""

    name: str
    content: bytes = b""
    error: DocumentRefused | None = None


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP file of documents, or is named one."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            starts_like_one = file.read(2) == b"PK"
            kind = tell_zip(file) if starts_like_one else ""
    except (OSError, ValueError, DocumentRefused):
        kind = "damaged"
    return kind == "zip" or (kind == "damaged" and path.suffix.lower() == ".zip")


def open_archive(path: Path) -> Iterator[Member]:
    """The documents of a ZIP file; folders, hidden files and files of other formats are left out.

    Sizes are counted while unpacking, whatever the file says of them.

    Raises:
        DocumentRefused: it is damaged, too large or holds no document.
    """
    name = path.name
    try:
        with path.open("rb") as file:
            check_directory(file)
        if path.stat().st_size > MAX_ARCHIVE_MEGABYTES * 1_000_000:
            raise DocumentRefused("too-large", name=name, limit=MAX_ARCHIVE_MEGABYTES)
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if _is_document(entry)]
            if not entries:
                raise DocumentRefused("no-files", name=name, formats=format_names())
            if len(entries) > _MAX_MEMBERS:
                raise DocumentRefused("too-many", name=name, limit=_MAX_MEMBERS)
            yield from _members(archive, entries, name)
    except DocumentRefused as error:
        raise DocumentRefused(error.reason, **(error.details | {"name": name})) from error
    except Exception as error:  # zipfile raises a dozen kinds over damaged files
        raise DocumentRefused("damaged", name=name, cause=error) from error


def _members(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], archive_name: str
) -> Iterator[Member]:
    unpacked = 0
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        try:
            content = _unpack(archive, entry, name)
        except DocumentRefused as error:
            yield Member(name, error=error)
            continue
        except Exception as error:  # as when it is opened; the other members may be whole
            yield Member(name, error=DocumentRefused("damaged", name=name, cause=error))
            continue
        unpacked += len(content)
        if unpacked > _MAX_UNPACKED:
            raise DocumentRefused("bomb", name=archive_name)
        yield Member(name, content)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    if entry.flag_bits & 1:
        raise DocumentRefused("encrypted", name=name)
    check_size(entry.file_size, name)
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    check_size(len(content), name)
    return content


def _is_document(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts)
    return not entry.is_dir() and not hidden and path.suffix.lower() in ENDINGS
