"""Reading a backup: each article back into a library, with what became of it."""

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

from corpus.backup.entries import ARTICLE_MEGABYTES, Entry, opened_backup, read_entry
from corpus.backup.layout import ARTICLES, FORMAT, MANIFEST
from corpus.errors import BackupUnusable, DocumentRefused
from corpus.library import Library, Outcome, Status

_MANIFEST_MEGABYTES = 200
# What all articles may hold together: a bomb of many small files ends here.
_TOTAL_MEGABYTES = 4_000
_NAME_BYTES = 255


def import_library(library: Library, source: Path, *, replace: bool = False) -> Generator[Outcome]:
    """Bring the articles of a backup into a library, and say what became of each.

    Each keeps its id, its dates and its every byte. An article that is there in another version
    is refused, unless `replace`: then the version there goes to `trash/`. Demo articles that were
    removed from the library in the backup are removed from this one.

    Raises:
        BackupUnusable: this is no backup, or it cannot be read.
        LibraryUnusable: the library cannot be written.
    """
    with opened_backup(source) as entries:
        entries, manifest = _find_manifest(entries, source)
        hashes: dict[str, str] = manifest["articles"]
        files = library.files()
        bytes_read = 0
        seen: set[str] = set()
        for entry in entries:
            try:
                id = _id_of(entry)
                if bytes_read > _TOTAL_MEGABYTES * 1_000_000:
                    raise DocumentRefused("too-large", name=source.name, limit=_TOTAL_MEGABYTES)
                content = read_entry(entry, ARTICLE_MEGABYTES, hashes.get(id, ""))
                bytes_read += len(content)
                if id in seen:  # a ZIP file can hold two files of one name
                    raise DocumentRefused("unsafe-name", name=repr(entry.name[:100]))
                seen.add(id)
                status = library.put(id, content, files.get(id), replace=replace)
                yield Outcome(entry.name, status, id)
            except DocumentRefused as refusal:
                yield Outcome(entry.name, Status.REFUSED, error=refusal)
    for id in sorted(hashes.keys() - seen - {_stem(entry.name) for entry in entries}):
        error = DocumentRefused("lost", name=f"{ARTICLES}{id}.md")
        yield Outcome(f"{ARTICLES}{id}.md", Status.REFUSED, error=error)
    for id in library.leave_out_demo(manifest["removed_demo_articles"]):
        yield Outcome(id, Status.REMOVED, id)


def _find_manifest(entries: list[Entry], source: Path) -> tuple[list[Entry], dict[str, Any]]:
    """The files but the manifest, and what it says.

    A folder around everything, which programs that pack folders make, is passed over.
    """
    found = [entry for entry in entries if entry.name.rsplit("/", 1)[-1] == MANIFEST]
    if not found:
        raise BackupUnusable("no-backup", name=source)
    shortest = min(found, key=lambda entry: len(entry.name))
    around = shortest.name.removesuffix(MANIFEST)
    try:
        manifest = json.loads(read_entry(shortest, _MANIFEST_MEGABYTES))
        well_formed = (
            isinstance(manifest["articles"], dict)
            and all(isinstance(value, str) for value in manifest["articles"].values())
            and isinstance(manifest["removed_demo_articles"], list)
            and all(isinstance(id, str) for id in manifest["removed_demo_articles"])
        )
        newer = manifest["format"] > FORMAT
    except (DocumentRefused, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BackupUnusable("unreadable", name=source, cause=error) from error
    if newer:
        raise BackupUnusable("newer", name=source)
    if not well_formed:
        raise BackupUnusable("unreadable", name=source, cause=MANIFEST)
    rest = [
        Entry(entry.name.removeprefix(around), entry.read, entry.fault)
        for entry in entries
        if entry is not shortest
    ]
    return rest, manifest


def _id_of(entry: Entry) -> str:
    """The id of the article in a file; refused unless it is exactly `articles/ID.md`."""
    name = entry.name.removeprefix(ARTICLES)
    safe = (
        entry.name.startswith(ARTICLES)
        and name.endswith(".md")
        and not name.startswith(".")
        and not any(character < " " or character in "/\\\x7f" for character in name)
        and len(name.encode("utf-8", "replace")) <= _NAME_BYTES
    )
    if not safe:
        raise DocumentRefused("unsafe-name", name=repr(entry.name[:100]))
    return name.removesuffix(".md")


def _stem(name: str) -> str:
    return name.removeprefix(ARTICLES).removesuffix(".md")
