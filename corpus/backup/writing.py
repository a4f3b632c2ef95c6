"""Writing a backup: whole or not at all."""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from corpus.backup.layout import ARTICLES, FORMAT, MANIFEST
from corpus.errors import BackupUnusable
from corpus.library import Library


def export_library(library: Library, target: Path) -> int:
    """Write every article of a library, byte for byte, into a new folder or ZIP file.

    It appears under its name when it is whole. Returns how many articles it holds.

    Raises:
        BackupUnusable: there is something of that name, or it cannot be written.
        LibraryUnusable: the library cannot be read.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise BackupUnusable("exists", name=target)
    half = target.with_name(f".{uuid4().hex}.tmp")
    write = _write_zip if target.suffix.lower() == ".zip" else _write_folder
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        count = write(half, _contents(library))
        half.replace(target)
    except OSError as error:
        cause = error.strerror or error
        raise BackupUnusable("not-written", name=target, cause=cause) from error
    finally:
        if half.is_dir():
            shutil.rmtree(half, ignore_errors=True)
        half.unlink(missing_ok=True)
    return count


def _contents(library: Library) -> Iterator[tuple[str, bytes]]:
    """The files of a backup: every article, then the list of them all."""
    hashes: dict[str, str] = {}
    for id, state in sorted(library.files().items()):
        try:
            content = state.path.read_bytes()
        except FileNotFoundError:
            continue  # removed meanwhile
        hashes[id] = hashlib.sha256(content).hexdigest()
        yield f"{ARTICLES}{id}.md", content
    manifest = {
        "format": FORMAT,
        "exported": datetime.now(UTC).isoformat(timespec="seconds"),
        "articles": hashes,
        "removed_demo_articles": sorted(library.left_out_demo()),
    }
    yield MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode()


def _write_zip(half: Path, contents: Iterator[tuple[str, bytes]]) -> int:
    count = 0
    with half.open("xb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in contents:
                archive.writestr(name, content)
                count += name != MANIFEST
        file.flush()
        os.fsync(file.fileno())
    return count


def _write_folder(half: Path, contents: Iterator[tuple[str, bytes]]) -> int:
    (half / ARTICLES).mkdir(parents=True)
    count = 0
    for name, content in contents:
        with (half / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        count += name != MANIFEST
    return count
