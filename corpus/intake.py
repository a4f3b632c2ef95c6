"""Intake: documents of files, folders and ZIP files on their way into the library."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path, PurePosixPath

from corpus.addresses import same_place
from corpus.article import Article
from corpus.errors import DocumentRefused
from corpus.library import Library, Outcome, Status
from corpus.likeness import FEWEST_RUNS, share, word_runs
from corpus.readers import find_documents, make_id, read_content, read_document
from corpus.readers.archive import is_archive, open_archive

# Of the word runs of the shorter of two versions, so many are in the longer one. Two articles on
# one matter share a few in a hundred, a rewritten one keeps a third of its sentences at least.
_OF_A_VERSION = 0.2
# What is sent to a server lies in a folder named by such a number, which tells nobody anything.
_MADE_UP = re.compile(r"[0-9a-f]{32,}")


@dataclass(frozen=True, slots=True)
class Found:
    """A document that was found, and its article or why it was refused.

    `name` is what to call it, `place` where it lies, with the ZIP file it is in.
    """

    name: str
    place: PurePosixPath
    article: Article | None = None
    error: DocumentRefused | None = None


def find_articles(path: Path) -> Iterator[Found]:
    """Every document at a path, read: the file itself, those of a folder or of a ZIP file."""
    try:
        files = list(find_documents(path))
    except DocumentRefused as error:
        yield Found(path.name or str(path), PurePosixPath(path), error=error)
        return
    for file in files:
        if is_archive(file):
            yield from _members(file)
        else:
            yield _read(file)


def count_files(path: Path) -> int:
    """How many files `find_articles` will look at; each ZIP file is one, whatever is in it."""
    try:
        return sum(1 for _ in find_documents(path))
    except DocumentRefused:
        return 1


class Intake:
    """One batch of documents that go into the library together.

    A document takes the place of an article with its file's name only if it is another version of
    it: nothing of this batch, and of the same title or with words in common (or too short to tell).
    Otherwise it gets an id with the name of its folder or its format before or behind.
    """

    def __init__(self, library: Library, *, skip_near: bool = False) -> None:
        """Take documents into `library`; `skip_near` leaves those out that it nearly has."""
        self._library = library
        self._skip_near = skip_near
        self._taken: dict[str, PurePosixPath] = {}

    def add(self, path: Path) -> Iterator[Outcome]:
        """Add the documents at a path, saying of each what became of it; none stops another.

        Raises:
            LibraryUnusable: the folder of articles cannot be read or written.
        """
        for found in find_articles(path):
            yield self.put(found)

    def put(self, found: Found) -> Outcome:
        """Add a document that was read, or say why it was refused.

        Raises:
            LibraryUnusable: the folder of articles cannot be read or written.
        """
        if found.article is None:
            return Outcome(found.name, Status.REFUSED, error=found.error)
        article = replace(found.article, id=self._free_id(found.article, found.place))
        outcome = self._library.add(article, found.name, skip_near=self._skip_near)
        if outcome.article:
            self._taken.setdefault(outcome.article, found.place)
        return outcome

    def _free_id(self, article: Article, place: PurePosixPath) -> str:
        """The document's own id, or the first other one that is no other document's."""
        id, ending = article.id, place.suffix.removeprefix(".").lower()
        folder = make_id(f"{place.parent.name}-{id}.md")
        named = [folder, make_id(f"{id}-{ending}.md"), make_id(f"{folder}-{ending}.md")]
        if _MADE_UP.fullmatch(place.parent.name):
            named = named[1:2]
        elif id in self._taken and self._taken[id].parent == place.parent:
            named = named[1:]
        numbered = (make_id(f"{id}-{number}.md") for number in count(2))
        candidates = chain([id], named, numbered)
        return next(free for free in candidates if self._is_free(free, article, place))

    def _is_free(self, id: str, article: Article, place: PurePosixPath) -> bool:
        if id in self._taken:
            return self._taken[id] == place
        there = self._library.peek(id)
        return there is None or _are_versions(there, article)


def _are_versions(one: Article, other: Article) -> bool:
    """Whether two texts under one file name are the same document at two times."""
    if one.title == other.title or (one.url and same_place(one.url) == same_place(other.url)):
        return True
    runs = word_runs(one.text), word_runs(other.text)
    return min(map(len, runs)) < FEWEST_RUNS or share(*runs) >= _OF_A_VERSION


def _members(file: Path) -> Iterator[Found]:
    place = PurePosixPath(file)
    try:
        for member in open_archive(file):
            name, inside = f"{file.name}/{member.name}", place / member.name.lstrip("/")
            if member.error:
                yield Found(name, inside, error=member.error)
                continue
            try:
                article = read_content(member.content, PurePosixPath(member.name).name)
            except DocumentRefused as error:
                yield Found(name, inside, error=error)
            else:
                yield Found(name, inside, article)
    except DocumentRefused as error:
        yield Found(file.name, place, error=error)


def _read(file: Path) -> Found:
    try:
        return Found(file.name, PurePosixPath(file), read_document(file))
    except DocumentRefused as error:
        return Found(file.name, PurePosixPath(file), error=error)
