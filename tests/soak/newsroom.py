"""A newsroom: a data folder that commands work on, and what must be in it whatever happens to them.

What must be there is known story by story, by its mark: the texts that it may have now, `None`
standing for none. While a command is under way a story may be as before or as the command wants
it; once the command has said so, only as it wants it.
"""

import json
import random
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import checkup
from press import Press
from processes import SOON_LARGE, Blow, Command, Processes
from stories import Story, mark_of

from corpus.article import Article
from corpus.markdown import article_to_markdown

# What a command says of a story, or its article's id, that it is done with.
_TOLD = re.compile(r"(?:(?:added|replaced)(?:, being indexed)?|removed): (.*?)(?: \(|$)")
_MANY = 70
"""With more articles than this some are removed before others come."""


@dataclass(frozen=True)
class Work:
    """A command to give, and what it wants: the text of each story when it has done."""

    arguments: tuple[object, ...]
    wanted: Mapping[str, str | None] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)


class Newsroom:
    """One data folder, worked on by processes that may be killed."""

    def __init__(self, folder: Path, processes: Processes, seed: int) -> None:
        self.data = folder / "data"
        self.chance = random.Random(seed)
        self._desk = folder / "desk"
        self._processes = processes
        self._next = 0
        self._embedding = "chance"
        self.stories: dict[str, Story] = {}
        self.possible: dict[str, set[str | None]] = {}
        self.ids: dict[str, str] = {}
        self._endangered: dict[str, str] = {}
        self._environment: dict[str, str] = {}
        self._press: Press | None = None
        self._printed: set[str] = set()
        self._unpulled: set[str] = set()

    # -- work

    def add(self, new: int = 0, newer: int = 0) -> Work:
        """Documents of new stories, and newer versions of stories that are there."""
        # A document and a page are never the same article, whatever they tell.
        changed = [self.stories[mark].newer() for mark in self._some(newer, self._printed)]
        told = [*(self.new_story() for _ in range(new)), *changed]
        return self._add(told)

    def add_story(self, story: Story) -> Work:
        """The document of one story."""
        return self._add([story])

    def _add(self, told: Sequence[Story]) -> Work:
        desk = self._desk / f"{time.monotonic_ns()}"
        desk.mkdir(parents=True)
        for story in told:
            (desk / story.file_name).write_text(story.text, encoding="utf-8")
            self.stories[story.mark] = story
        return Work(("add", desk), {story.mark: story.text for story in told})

    def remove(self, count: int) -> Work:
        """Some articles out of the library."""
        marks = self._some(count)
        return Work(("remove", *(self.ids[mark] for mark in marks)), dict.fromkeys(marks))

    def edit(self, count: int) -> Work:
        """Files written, changed and deleted by hand, then a sync."""
        for mark in self._some(count):
            file = self.data / "articles" / f"{self.ids[mark]}.md"
            if self.chance.random() < 0.3:
                file.unlink()
                self.possible[mark] = {None}
            else:
                self.stories[mark] = self.stories[mark].newer()
                self._write_by_hand(self.ids[mark], self.stories[mark])
        self.write_by_hand(count)
        return Work(("sync",))

    def write_by_hand(self, count: int) -> list[str]:
        """Files of new stories in the folder of articles; their marks."""
        stories = [self.new_story() for _ in range(count)]
        for story in stories:
            self._write_by_hand(Path(story.file_name).stem, story)
        return [story.mark for story in stories]

    def read(self, press: Press) -> None:
        """Follow a feed."""
        self._press = press
        self._environment["SIBILLA_UNGUARDED_HOSTS"] = press.host
        self._publish(1)
        self.do(Work(("feeds", "add", press.feed)))

    def pull(self, count: int) -> Work:
        """What is new in the feed: new stories, and those that a killed pull has left."""
        self._publish(count)
        texts = {mark: self.stories[mark].text for mark in sorted(self._unpulled)}
        return Work(("feeds", "pull"), texts)

    def rebuild(self) -> Work:
        """The index deleted, and made again."""
        shutil.rmtree(self.data / "index", ignore_errors=True)
        return Work(("sync",))

    def restamp(self) -> Work:
        """An index that was made with another length of vectors, made again in its place."""
        for path in (self.data / "index").glob("*/ledger.sqlite"):
            with closing(sqlite3.connect(path)) as ledger, ledger:
                stamp = json.dumps({"model": "old", "dimension": 7, "chunking": 0, "format": 1})
                ledger.execute("UPDATE meta SET value = ? WHERE key = 'stamp'", (stamp,))
        return Work(("sync",))

    def change_model(self) -> Work:
        """The index of another model, made beside the old one."""
        models = {"use-multilingual-v3": "chance", "chance": "use-multilingual-v3"}
        self._embedding = models[self._embedding]
        return Work(("sync",))

    def any_work(self) -> tuple[str, Work]:
        """One of all these, and what it is called."""
        if len(self.ids) > _MANY:
            return "remove many", self.remove(_MANY // 2)
        number = self.chance.randint
        kinds: dict[str, Callable[[], Work]] = {
            "add many": lambda: self.add(number(33, 40), number(0, 3)),
            "add few": lambda: self.add(number(1, 10), number(0, 5)),
            "remove": lambda: self.remove(number(1, 8)),
            "edit": lambda: self.edit(number(1, 5)),
            "pull": lambda: self.pull(number(1, 12)),
            "rebuild": self.rebuild,
            "restamp": self.restamp,
            "change model": self.change_model,
        }
        if not self._press:
            del kinds["pull"]
        kind = self.chance.choice(list(kinds))
        return kind, kinds[kind]()

    # -- doing it

    def do(self, work: Work) -> Command:
        """Do the work to its end."""
        command = self.start(work)
        status = command.wait()
        assert status == 0, command.err
        self.take_at_its_word(work, command, status)
        return command

    def keep_vectors_in_files(self) -> None:
        """From now on, have Chroma's files written as those of a large library are."""
        self._environment[SOON_LARGE] = "yes"

    def use(self, embedding: str) -> None:
        """Work with another embedding model from now on."""
        self._embedding = embedding

    def start(self, work: Work, blow: Blow | None = None, **environment: str) -> Command:
        """Begin the work."""
        for mark, text in work.wanted.items():
            there = self.possible.setdefault(mark, {None})
            for old in filter(None, there):
                self._endangered[mark] = old
            there.add(text)
        own = {"SIBILLA_EMBEDDING": self._embedding, **self._environment}
        environment = own | dict(work.environment) | environment
        where: tuple[object, ...] = ("--data", self.data, "--no-demo")
        if work.arguments[:2] == ("feeds", "add"):
            where = where[:2]
        return self._processes.sibilla(*work.arguments, *where, blow=blow, **environment)

    def take_at_its_word(self, work: Work, command: Command, status: int) -> None:
        """What the command has said, or its status means, must be so from now on."""
        said = told_by(command)
        names = {self.stories[mark].file_name: mark for mark in work.wanted}
        names |= {self.ids[mark]: mark for mark in work.wanted if mark in self.ids}
        done = {names[name] for name in said} if status else work.wanted.keys()
        if work.arguments[:2] == ("feeds", "pull") and not status:
            self._unpulled.clear()
        for mark in done:
            self.possible[mark] = {work.wanted[mark]}

    def check(self) -> list[str]:
        """Start again, and say everything that is wrong; what is there now must stay."""
        command = self._processes.call(
            checkup.examine, str(self.data), self._embedding, **self._environment
        )
        status = command.wait()
        if status:
            return [f"the next start ends with {status}: {command.err[-2000:]}"]
        seen = command.json
        faults: list[str] = seen["faults"]
        found: dict[str, str] = {}
        for id, text in seen["articles"].items():
            mark = mark_of(text)
            if mark in found:
                faults.append(f"{mark} is there twice")
            found[mark], self.ids[mark] = _plain(text), id
        for mark, possible in self.possible.items():
            if found.get(mark) not in {text and _plain(text) for text in possible}:
                faults.append(f"{mark} is lost or half there: {found.get(mark)!r}")
        kept = {_plain(text) for text in seen["kept"]}
        for mark, text in self._endangered.items():
            if _plain(text) not in kept | {found.get(mark)}:
                faults.append(f"{text!r} is gone and not in the trash")
        if strangers := found.keys() - self.possible.keys():
            faults.append(f"nobody added {strangers}")
        self.possible = {mark: {found.get(mark)} for mark in self.possible}
        self.ids = {mark: self.ids[mark] for mark in found}
        self._endangered.clear()
        return faults

    # -- inside

    def new_story(self) -> Story:
        """A story that was never told."""
        self._next += 1
        story = Story(self._next)
        self.stories[story.mark] = story
        return story

    def _publish(self, count: int) -> None:
        assert self._press
        stories = [self.new_story() for _ in range(count)]
        self._press.stories.extend(stories)
        for marks in (self._printed, self._unpulled):
            marks.update(story.mark for story in stories)

    def _some(self, count: int, but: Set[str] = frozenset()) -> list[str]:
        there = sorted(self.ids.keys() - self._unpulled - but)
        return self.chance.sample(there, min(count, len(there)))

    def _write_by_hand(self, id: str, story: Story) -> None:
        article = Article(id, f"About {story.mark}", story.text.strip(), story.language)
        file = self.data / "articles" / f"{id}.md"
        file.write_text(article_to_markdown(article), encoding="utf-8")
        self.possible[story.mark] = {story.text}


def told_by(command: Command) -> set[str]:
    """The documents and articles that a command says, in English, it is done with."""
    return {told[1] for line in command.out.splitlines() if (told := _TOLD.match(line))}


def _plain(text: str) -> str:
    return " ".join(text.split())
