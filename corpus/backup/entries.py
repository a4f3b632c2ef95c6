"""The files of a backup, read one by one and never further than they may be."""

import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from corpus.backup.layout import ARTICLES, MANIFEST
from corpus.errors import BackupUnusable, DocumentRefused
from corpus.readers import MAX_MEGABYTES

# An article's file may be somewhat larger than the document it was read from.
ARTICLE_MEGABYTES = 2 * MAX_MEGABYTES
_MOST_FILES = 500_000
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_NOT_READ = (
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    zlib.error,
    zipfile.BadZipFile,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a backup; `read` gives at most so many bytes of it. `fault` says why not to."""

    name: str
    read: Callable[[int], bytes]
    fault: str = ""


@contextmanager
def opened_backup(source: Path) -> Iterator[list[Entry]]:
    """The files of a backup, of which nothing has been read yet."""
    try:
        if source.is_dir():
            yield _folder_entries(source)
            return
        with zipfile.ZipFile(source) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            yield [_zip_entry(archive, info) for info in infos[:_MOST_FILES]]
    except FileNotFoundError as error:
        raise BackupUnusable("missing", name=source) from error
    except (OSError, zipfile.BadZipFile) as error:
        raise BackupUnusable("unreadable", name=source, cause=error) from error


def _folder_entries(source: Path) -> list[Entry]:
    files = [source / MANIFEST, *sorted((source / ARTICLES).glob("*.md"))]
    return [
        Entry(
            file.relative_to(source).as_posix(),
            partial(_read_file, file),
            "a link" if file.is_symlink() or (source / ARTICLES).is_symlink() else "",
        )
        for file in files
        if os.path.lexists(file)
    ]


def _read_file(file: Path, size: int) -> bytes:
    with file.open("rb") as opened:
        return opened.read(size)


def _zip_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    def read(size: int) -> bytes:
        with archive.open(info) as opened:
            return opened.read(size)

    fault = ""
    if stat.S_ISLNK(info.external_attr >> 16):
        fault = "a link"
    elif info.flag_bits & 1:
        fault = "encrypted"
    elif info.compress_type not in _PACKINGS:
        fault = "packed in an unusual way"
    return Entry(info.filename, read, fault)


def read_entry(entry: Entry, megabytes: int, expected: str = "") -> bytes:
    """What a file holds, once it is known to be neither too much nor damaged.

    `expected` is its SHA-256, where it is known.
    """
    limit = megabytes * 1_000_000
    if entry.fault:
        raise DocumentRefused("unreadable", name=entry.name, cause=entry.fault)
    try:
        content = entry.read(limit + 1)
    except _NOT_READ as error:
        raise DocumentRefused("unreadable", name=entry.name, cause=error) from error
    if len(content) > limit:
        raise DocumentRefused("too-large", name=entry.name, limit=megabytes)
    if expected and hashlib.sha256(content).hexdigest() != expected:
        raise DocumentRefused("altered", name=entry.name)
    return content
