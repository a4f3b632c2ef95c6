"""The derived indexes, Chroma and words, kept in step with the ledger and refilled from it.

They may be deleted, damaged or left behind by a crash at any moment: what they lack is put in
again from the ledger, without encoding anything.
"""

import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.embedded_vectors import discard
from index.ledger import Ledger
from index.lexical import LexicalIndex
from index.passage import ArticleCard
from index.priority import give_way
from index.records import IndexedPassage
from index.vectors import VectorHome, VectorStore
from index.vocabulary import Vocabulary

_LEXICAL = "lexical"
_ARTICLES_AT_ONCE = 100


class DerivedIndexes:
    """Chroma, one lexical index and one vocabulary a language, all in one folder."""

    def __init__(self, folder: Path, ledger: Ledger, home: VectorHome) -> None:
        """Nothing is opened yet: a program that only lists articles need not load Chroma."""
        self._folder = folder
        self._ledger = ledger
        self._home = home
        self._lexical: dict[str, LexicalIndex] = {}
        self._vocabularies: dict[str, Vocabulary] = {}
        self._opening = threading.Lock()
        self._gate = _Gate()

    @property
    def mark(self) -> tuple[int, ...]:
        """Another value than before when the ledger or a derived index has something new."""
        applied = (self._ledger.applied(name) for name in (self._home.name, _LEXICAL))
        return self._ledger.revision, *applied

    def is_behind(self) -> bool:
        """Whether the ledger has something that a derived index has not."""
        revision, *applied = self.mark
        return any(mark < revision for mark in applied)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """While a search is inside, nothing it uses is closed under it by another thread."""
        with self._gate.inside():
            yield

    @property
    def vectors(self) -> VectorStore:
        """Chroma, opened on first use. Errors of a damaged store get out: see `mend`."""
        return self._home.store()

    def lexical(self, language: str) -> LexicalIndex:
        """The lexical index of a language, opened on first use."""
        with self._opening:
            if language not in self._lexical:
                self._lexical[language] = LexicalIndex(self._folder / f"{_LEXICAL}-{language}")
            return self._lexical[language]

    def vocabulary(self, language: str) -> Vocabulary:
        """The vocabulary of a language, mapped on first use."""
        with self._opening:
            if language not in self._vocabularies:
                stamp = self._ledger.stamp
                self._vocabularies[language] = Vocabulary(
                    self._folder / f"vocabulary-{language}.f32",
                    self._ledger,
                    language,
                    stamp.dimension if stamp else 1,
                )
            return self._vocabularies[language]

    def refill(self) -> None:
        """Throw both away and fill them again. Only for the process that holds the index lock."""
        if self._home.is_ours:
            self._empty_chroma()
        self._empty_lexical()
        self.catch_up()

    def mend(self) -> None:
        """Open everything and bring it in step, refilling what is missing or damaged.

        What belongs to no revision of the ledger, because that was deleted or started over, is
        thrown away. Only the process that holds the index lock may call this.
        """
        for left in self._folder.glob("*.discarded.*"):  # by a process that was killed at it
            shutil.rmtree(left, ignore_errors=True)
        if self._home.is_ours and not (
            self._ledger.applied(self._home.name) and self._chroma_holds()
        ):
            self._empty_chroma()
        if not self._ledger.applied(_LEXICAL) or not self._lexical_holds():
            self._empty_lexical()
        self.catch_up()

    def can_be_read(self) -> bool:
        """Whether a search would work, though perhaps without the latest, in a reading process."""
        languages = [name for name in self._ledger.languages() if self._ledger.count(name)]
        if not languages:
            return True
        folders = [self._folder / f"{_LEXICAL}-{language}" for language in languages]
        if not (self._home.exists() and all(folder.is_dir() for folder in folders)):
            return False  # and opening them would make them
        held = self._home.answers(self._ledger.languages())
        return held is not None and self._lexical_answers() is not None

    def catch_up(self) -> None:
        """Apply to both what the ledger has and they have not. Applying twice does no harm."""
        revision = self._ledger.revision
        if self._ledger.applied(self._home.name) < revision:
            if self._home.is_ours:
                self._catch_up_chroma()
                self._home.publish(revision)
            self._ledger.set_applied(self._home.name, revision)
        # Before the last mark is set: readers look again when they see that.
        for language in self._ledger.languages():
            self.vocabulary(language).catch_up()
        if self._ledger.applied(_LEXICAL) < revision:
            self._catch_up_lexical()
            self._ledger.set_applied(_LEXICAL, revision)
            self._ledger.forget_removals(revision, (self._home.name, _LEXICAL))

    def is_current(self) -> bool:
        """Whether Chroma still has what it had taken in, as far as that can be told cheaply."""
        return self._home.is_current()

    def forget_other_models(self) -> None:
        """Throw away what Chroma has, outside the folder, of other embedding models."""
        self._home.forget_others()

    def reload(self) -> None:
        """See what another process has written."""
        with self._gate.alone():
            self._home.reload()
            for lexical in self._lexical.values():
                lexical.reload()
            for vocabulary in self._vocabularies.values():
                vocabulary.reload()

    def close(self) -> None:
        """Let go of the files."""
        with self._gate.alone():
            self._home.close()
            self._lexical.clear()
            self._vocabularies.clear()

    # -- Chroma

    def _chroma_holds(self) -> bool:
        """Whether Chroma answers and holds as many passages as the ledger says it has taken in."""
        held = self._home.answers_safely(self._ledger.languages())
        behind = self._ledger.applied(self._home.name) < self._ledger.revision
        return held is not None and (behind or held == self._ledger.count())

    def _empty_chroma(self) -> None:
        with self._gate.alone():
            self._ledger.set_applied(self._home.name, 0)
            self._home.empty()

    def _catch_up_chroma(self) -> None:
        applied = self._ledger.applied(self._home.name)
        if applied:  # else it is empty: there is nothing to take out
            # Each deletion costs Chroma about a second at 10,000 passages, however many it takes.
            removed: dict[str, dict[str, int]] = {}
            for removal in self._ledger.removals_since(applied):
                keys = removed.setdefault(removal.language, {})
                for key, sentences in removal.keys.items():
                    keys[key] = max(sentences, keys.get(key, 0))
            for language, keys in removed.items():
                self.vectors.delete(language, keys)
        for batch in self._changed_articles(self._home.name):
            self.vectors.add(batch)
            if self.vectors.wants_reopening:
                with self._gate.alone():
                    self._home.close()

    # -- words

    def _lexical_holds(self) -> bool:
        """Whether the words open and are those of as many passages as the ledger says."""
        held = self._lexical_answers()
        behind = self._ledger.applied(_LEXICAL) < self._ledger.revision
        return held is not None and (behind or held == self._ledger.count())

    def _lexical_answers(self) -> int | None:
        try:
            return sum(self.lexical(language).count() for language in self._ledger.languages())
        except (OSError, ValueError):  # what tantivy raises for a folder it cannot read
            return None

    def _empty_lexical(self) -> None:
        with self._gate.alone():
            self._lexical.clear()
            self._vocabularies.clear()
            self._ledger.set_applied(_LEXICAL, 0)
            for path in self._folder.glob(f"{_LEXICAL}-*"):
                discard(path)
            for path in self._folder.glob("vocabulary-*"):
                path.unlink()  # others may have it mapped: it must not shrink under them

    def _catch_up_lexical(self) -> None:
        removed: dict[str, list[str]] = {}
        for removal in self._ledger.removals_since(self._ledger.applied(_LEXICAL)):
            removed.setdefault(removal.language, []).extend(removal.keys)
        for language, keys in removed.items():
            self.lexical(language).change(keys, [])
        for batch in self._changed_articles(_LEXICAL):
            for language in {item.passage.language for item, _ in batch}:
                chosen = [(i, card) for i, card in batch if i.passage.language == language]
                give_way()
                self.lexical(language).change([], chosen)

    # -- what is to be applied

    def _changed_articles(
        self, derived: str
    ) -> Iterator[Sequence[tuple[IndexedPassage, ArticleCard]]]:
        ids = self._ledger.changed_since(self._ledger.applied(derived))
        for first in range(0, len(ids), _ARTICLES_AT_ONCE):
            give_way()
            batch: list[tuple[IndexedPassage, ArticleCard]] = []
            for id in ids[first : first + _ARTICLES_AT_ONCE]:
                card = self._ledger.card(id)
                if card:
                    batch += [(item, card) for item in self._ledger.passages_of(id)]
            if batch:
                yield batch


class _Gate:
    """Many may be inside, or one alone; who wants to be alone is let in before newcomers."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._inside = 0
        self._shut = False

    @contextmanager
    def inside(self) -> Iterator[None]:
        with self._condition:
            self._condition.wait_for(lambda: not self._shut)
            self._inside += 1
        try:
            yield
        finally:
            with self._condition:
                self._inside -= 1
                self._condition.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._condition:
            self._condition.wait_for(lambda: not self._shut)
            self._shut = True
            self._condition.wait_for(lambda: not self._inside)
        try:
            yield
        finally:
            with self._condition:
                self._shut = False
                self._condition.notify_all()
