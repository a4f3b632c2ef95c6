"""The library: the folder of articles, which is the truth that every index follows."""

import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from corpus.article import Article
from corpus.errors import AccessRefused, ArticleUnknown, DocumentRefused, LibraryUnusable, Told
from corpus.identity import Identities
from corpus.likeness import are_alike, word_runs
from corpus.markdown import article_from_markdown, article_to_markdown
from corpus.state import sweep, write_whole
from corpus.trash import Trash

# Of the articles that may be alike, so many of the likeliest are read to make sure.
_CANDIDATES = 5
DEMO_FOLDER = Path(__file__).parent / "articles"


class Status(StrEnum):
    """What became of one document."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    REMOVED = "removed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: under which id it is, or why it was refused.

    `near` is the id of another article that tells the same story in nearly the same words; a
    document that was skipped for it has no article of its own.
    """

    name: str
    status: Status
    article: str = ""
    error: DocumentRefused | None = None
    near: str = ""


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as the folder shows it: enough to see that it changed without reading it."""

    path: Path
    modified_ns: int
    size: int


class Library:
    """The articles of a data folder, with those of the demo corpus beneath them.

    An article of the data folder hides a demo article of the same id. A demo article that was
    removed stays removed: its id is noted in the data folder. What is removed or replaced is
    kept in `trash/`, so that nothing is lost by a slip.
    """

    def __init__(
        self,
        data: Path,
        *,
        with_demo: bool = True,
        demo: Path = DEMO_FOLDER,
        is_copy: bool = False,
    ) -> None:
        """Open the library in the folder `data`, which is made when missing.

        In one that `is_copy`, of a library kept elsewhere, nothing can be changed: every change
        raises AccessRefused.

        Raises:
            LibraryUnusable: the folder cannot be made or read.
        """
        self.data = data
        self._is_copy = is_copy
        self.folder = data / "articles"
        self._demo = demo if with_demo else None
        self._removed_list = data / "removed-demo-articles.txt"
        self._trash = Trash(data / "trash")
        self._identities = Identities(data / "index" / "identities.sqlite")
        self._adding = threading.RLock()
        self._seen: dict[str, FileState] = {}
        with self._usable():
            self.folder.mkdir(parents=True, exist_ok=True)

    def files(self) -> dict[str, FileState]:
        """Every article's file, by id.

        Raises:
            LibraryUnusable: a folder is gone or cannot be read.
        """
        found: dict[str, FileState] = {}
        with self._usable():
            if self._demo:
                removed = self._removed_demo_ids()
                demo = _scan(self._demo, self._seen)
                found = {id: s for id, s in demo.items() if id not in removed}
            self._seen = found | _scan(self.folder, self._seen)
            return dict(self._seen)

    def get(self, id: str) -> Article:
        """The article with this id.

        Raises:
            ArticleUnknown: there is none.
            DocumentRefused: its file was damaged by hand and cannot be read.
        """
        state = self.files().get(id)
        if state is None:
            raise ArticleUnknown("unknown", id=id)
        return read_article(state.path, id)

    def peek(self, id: str) -> Article | None:
        """The article with this id, found without looking through the folder; None if none can
        be read.
        """
        folders = [self.folder]
        if self._demo and id not in self.left_out_demo():
            folders.append(self._demo)
        for folder in folders:
            with suppress(DocumentRefused):
                return read_article(folder / f"{id}.md", id)
        return None

    def add(self, article: Article, name: str = "", *, skip_near: bool = False) -> Outcome:
        """Write an article into the folder, whole or not at all.

        A text that is already there under any id is left as it is. Another text under the same
        id, or in the same language from the same address, is a new version: it replaces the old
        one under the old id, and that goes to `trash/`. A text that is nearly there under
        another id is added and linked, or left out with `skip_near`. `name` is what the outcome
        calls it.

        Raises:
            LibraryUnusable: the folder cannot be read or written.
        """
        self._refuse_if_copy()
        with self._adding:
            return self._add(article, name or article.id, skip_near)

    def _add(self, article: Article, name: str, skip_near: bool) -> Outcome:
        files = self.files()
        self._identities.update(files, read_article)
        twins = self._identities.with_hash(article.text_hash)
        if twins:
            return Outcome(name, Status.UNCHANGED, article.id if article.id in twins else twins[0])
        versions = self._identities.at_place(article.url, article.language)
        if len(versions) == 1:  # what several have is the address of a collection
            article = replace(article, id=versions[0])
        near = self._find_near(article, files)
        if near and skip_near:
            return Outcome(name, Status.SKIPPED, near=near)
        status = Status.REPLACED if article.id in files else Status.ADDED
        if status is Status.REPLACED and files[article.id].path.parent == self.folder:
            with self._usable():
                self._trash.put(files[article.id].path, keep=True)
        stamped = replace(article, added=article.added or datetime.now(UTC).replace(microsecond=0))
        self._write(self.folder / f"{article.id}.md", article_to_markdown(stamped))
        if status is Status.REPLACED:
            self._identities.forget(article.id)
        self._unlist_removed(article.id)
        return Outcome(name, status, article.id, near=near)

    def put(self, id: str, content: bytes, there: FileState | None, *, replace: bool) -> Status:
        """Put the file of an article here as it is, byte for byte.

        `there` is what `files()` says is here under the id. Another version is left alone,
        unless `replace`: then it goes to `trash/`.

        Raises:
            DocumentRefused: it is no article, or another version is here.
            LibraryUnusable: the folder cannot be read or written.
        """
        self._refuse_if_copy()
        name = f"{id}.md"
        text = decode_article(content, Path(name))
        article_from_markdown(text, id)
        with self._usable():
            if there and there.path.read_bytes() == content:
                return Status.UNCHANGED
            if there and not replace:
                raise DocumentRefused("differs", name=name)
            if there and there.path.parent == self.folder:
                self._trash.put(there.path, keep=True)
        self._write(self.folder / name, text)
        if there:
            self._identities.forget(id)
        self._unlist_removed(id)
        return Status.REPLACED if there else Status.ADDED

    def left_out_demo(self) -> set[str]:
        """The ids of the demo articles that were removed."""
        with self._usable():
            return self._removed_demo_ids()

    def leave_out_demo(self, ids: Iterable[str]) -> list[str]:
        """Remove those of these demo articles that no article of the folder hides.

        Returns the ids of those that were there.
        """
        files = self.files()
        return self.remove_all(
            id for id in ids if id in files and files[id].path.parent != self.folder
        )

    def remove(self, id: str) -> None:
        """Take an article out of the library; its file goes to `trash/`.

        Raises:
            ArticleUnknown: there is none with this id.
            LibraryUnusable: the folder cannot be read or written.
        """
        if not self.remove_all([id]):
            raise ArticleUnknown("unknown", id=id)

    def remove_all(self, ids: Iterable[str]) -> list[str]:
        """Take articles out as `remove` does, looking through the folder once.

        Returns the ids of those that were there.

        Raises:
            LibraryUnusable: the folder cannot be read or written.
        """
        self._refuse_if_copy()
        files = self.files()
        removed = [id for id in dict.fromkeys(ids) if id in files]
        demo = {id for id in removed if self._demo and (self._demo / f"{id}.md").exists()}
        if demo:  # before the files go, so that no demo article comes up from under them
            self._write_removed_demo_ids(self._removed_demo_ids() | demo)
        for id in removed:
            if files[id].path.parent == self.folder:
                # One that somebody else removed meanwhile is as gone as it should be.
                with self._usable(), suppress(FileNotFoundError):
                    self._trash.put(files[id].path, keep=False)
        return removed

    def restore(self, id: str) -> None:
        """Bring back what was last removed or replaced under this id.

        What is there under the id now goes to `trash/`, so restoring twice undoes itself. A
        demo article that was removed comes back too.

        Raises:
            ArticleUnknown: nothing of this id is kept.
            LibraryUnusable: the folder cannot be read or written.
        """
        self._refuse_if_copy()
        with self._usable():
            kept = self._trash.newest(id)
            if kept is None and id not in self._removed_demo_ids():
                raise ArticleUnknown("not-kept", id=id)
            if kept:
                file = self.folder / f"{id}.md"
                if file.exists():
                    self._trash.put(file, keep=True)
                kept.replace(file)
                self._identities.forget(id)
        self._unlist_removed(id)

    def _refuse_if_copy(self) -> None:
        if self._is_copy:
            raise AccessRefused("followed")

    def sweep(self) -> None:
        """Delete what a crash left half-written an hour ago or more."""
        for folder in (self.data, self.folder, self.data / "trash"):
            sweep(folder)

    def close(self) -> None:
        """Let go of every file."""
        self._identities.close()

    def _find_near(self, article: Article, files: dict[str, FileState]) -> str:
        """The id of another article that tells the same in nearly the same words, or ""."""
        runs = word_runs(article.text)
        for id in self._identities.candidates(runs, _CANDIDATES):
            if id == article.id or id not in files:
                continue
            with suppress(DocumentRefused):
                if are_alike(runs, word_runs(read_article(files[id].path, id).text)):
                    return id
        return ""

    def _removed_demo_ids(self) -> set[str]:
        if not self._removed_list.exists():
            return set()
        return set(self._removed_list.read_text(encoding="utf-8").splitlines())

    def _write_removed_demo_ids(self, ids: set[str]) -> None:
        self._write(self._removed_list, "".join(f"{id}\n" for id in sorted(ids)))

    def _unlist_removed(self, id: str) -> None:
        removed = self._removed_demo_ids()
        if id in removed:
            self._write_removed_demo_ids(removed - {id})

    def _write(self, path: Path, text: str) -> None:
        with self._usable():
            write_whole(path, text)

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LibraryUnusable.because(self.data, error) from error


def read_article(path: Path, id: str) -> Article:
    """Read one article file of a library.

    Raises:
        DocumentRefused: it is gone, unreadable, not UTF-8, or its front matter is wrong.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentRefused("missing", name=path) from error
    except OSError as error:
        raise DocumentRefused("unreadable", name=path, cause=error.strerror or error) from error
    return article_from_markdown(decode_article(content, path), id)


def decode_article(content: bytes, path: Path) -> str:
    """The text of an article file.

    Raises:
        DocumentRefused: it is not UTF-8.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentRefused(
            "unreadable", name=path, cause=Told("not UTF-8", "non è UTF-8")
        ) from error


def _scan(folder: Path, seen: Mapping[str, FileState]) -> dict[str, FileState]:
    """The articles' files in a folder; of those that look as they were `seen`, the same states.

    Making a path takes longer than looking at the file.
    """
    states: dict[str, FileState] = {}
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if not entry.name.endswith(".md") or entry.name.startswith("."):
                continue
            # One that is removed meanwhile is not there.
            with suppress(FileNotFoundError):
                if entry.is_file():
                    stat = entry.stat()
                    # A name that is not UTF-8 is no text that could be stored or shown.
                    name = entry.name.encode("utf-8", "backslashreplace").decode()
                    id = name.removesuffix(".md")
                    state = seen.get(id)
                    now = (entry.path, stat.st_mtime_ns, stat.st_size)
                    if not state or now != (str(state.path), state.modified_ns, state.size):
                        state = FileState(Path(entry.path), stat.st_mtime_ns, stat.st_size)
                    states[id] = state
    return states
