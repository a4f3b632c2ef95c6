"""Killed at any moment: what was reported stays, nothing is half there, the next start heals."""

import random
from collections.abc import Callable

import pytest
from newsroom import Newsroom, Work, told_by
from press import Press
from processes import Blow

KILLED = -9


def test_the_harness_understands_what_is_reported(newsroom: Newsroom) -> None:
    command = newsroom.do(newsroom.add(2))
    assert told_by(command) == {story.file_name for story in newsroom.stories.values()}
    assert newsroom.check() == []
    (gone,) = told_by(newsroom.do(newsroom.remove(1)))
    assert gone in newsroom.ids.values()


@pytest.mark.parametrize(
    ("kills", "vectors"),
    [
        (3, "in the log"),
        (2, "in files"),
        pytest.param(60, "in the log", marks=pytest.mark.soak),
        pytest.param(60, "in files", marks=pytest.mark.soak),
    ],
)
def test_killed_at_random_moments_nothing_is_lost_and_the_next_start_heals(
    newsroom: Newsroom, press: Press, kills: int, vectors: str
) -> None:
    newsroom.read(press)
    if vectors == "in files":
        newsroom.keep_vectors_in_files()
    usual = newsroom.do(newsroom.add(20)).seconds
    assert newsroom.check() == []
    seconds: dict[str, float] = {}
    killed = tried = 0
    while killed < kills:
        kind, work = newsroom.any_work()
        tried += 1
        assert tried < 5 * kills, "hardly any command is killed before it ends"
        command = newsroom.start(work)
        status = command.kill_at(newsroom.chance.uniform(0, seconds.get(kind, usual)))
        newsroom.take_at_its_word(work, command, status)
        if status == KILLED:
            killed += 1
        else:
            assert status == 0, command.err
            seconds[kind] = command.seconds
        assert newsroom.check() == [], f"after {kind}, try {tried}"
    print(f"{killed} of {tried} commands killed, vectors {vectors}")


def add(newsroom: Newsroom) -> Work:
    return newsroom.add(new=36, newer=2)  # more than one batch


def remove(newsroom: Newsroom) -> Work:
    return newsroom.remove(5)


def pull(newsroom: Newsroom) -> Work:
    return newsroom.pull(6)


def edit(newsroom: Newsroom) -> Work:
    return newsroom.edit(6)


MOMENTS: dict[Callable[[Newsroom], Work], list[Blow]] = {
    add: [
        Blow("corpus.library:write_whole", 3),  # the one before is on disk, and in no index
        Blow("corpus.library:write_whole", 38, after=True),
        Blow("pathlib:Path.replace", 3),  # a file that is written and not yet in its place
        Blow("shutil:copystat", 1),  # a copy in the trash that is not yet whole
        Blow("corpus.trash:Trash.put", 1, after=True),
        Blow("index.ledger:Ledger.add_words", 1, after=True),
        Blow("index.ledger:Ledger.write", 1, after=True),
        Blow("index.ledger:Ledger.write", 2),  # between two batches
        Blow("index.ledger:Ledger._put_in", 20),  # in the middle of a transaction
        Blow("index.ledger:Ledger._take_out", 1, after=True),
        Blow("index.vectors:VectorStore._upsert", 1, after=True),  # passages without sentences
        Blow("index.vectors:VectorStore._upsert", 3),
        Blow("index.vectors:VectorStore.add", 2, after=True),
        Blow("index.ledger:Ledger.set_applied", 1),
        Blow("index.ledger:Ledger.set_applied", 1, after=True),
        Blow("index.vocabulary:Vocabulary.catch_up", 1),
        Blow("index.vocabulary:Vocabulary.catch_up", 1, after=True),
        Blow("index.lexical:LexicalIndex.change", 1),
        Blow("index.lexical:LexicalIndex.change", 1, after=True),
        Blow("index.ledger:Ledger.forget_removals", 1),
        Blow("index.ledger:Ledger.forget_removals", 2, after=True),
    ],
    remove: [
        Blow("corpus.trash:Trash.put", 2),
        Blow("corpus.trash:Trash.put", 2, after=True),
        Blow("index.ledger:Ledger._take_out", 2),
        Blow("index.ledger:Ledger.write", 1, after=True),
        Blow("index.vectors:VectorStore.delete", 1),
        Blow("index.vectors:VectorStore.delete", 1, after=True),
        Blow("index.lexical:LexicalIndex.change", 1, after=True),
        Blow("index.ledger:Ledger.set_applied", 2, after=True),
    ],
    edit: [
        Blow("index.ledger:Ledger.write", 1, after=True),  # removals are in, changes are not
        Blow("index.vectors:VectorStore.delete", 1, after=True),
        Blow("index.vectors:VectorStore.add", 1, after=True),
        Blow("index.lexical:LexicalIndex.change", 2),
    ],
    pull: [
        Blow("corpus.library:write_whole", 3),
        Blow("corpus.feeds.register:Register.update", 2),  # an article is in and not noted
        Blow("corpus.feeds.register:Register.update", 2, after=True),
        Blow("corpus.feeds.register:Register.update", 7),  # all are in, the feed is not noted
        Blow("index.ledger:Ledger.write", 1),
    ],
    Newsroom.rebuild: [
        Blow("index.ledger:Ledger.start_over", 1),
        Blow("index.ledger:Ledger.start_over", 1, after=True),
        Blow("index.ledger:Ledger.write", 1, after=True),
        Blow("index.ledger:Ledger.set_whole", 1),
    ],
    Newsroom.restamp: [
        Blow("index.ledger:Ledger._set_meta", 1),  # all is deleted, the stamp is not set
        Blow("index.ledger:Ledger._set_meta", 1, after=True),
        Blow("index.ledger:Ledger.start_over", 1, after=True),
        Blow("shutil:rmtree", 1),  # of what belonged to the old stamp
        Blow("index.derived:DerivedIndexes._empty_lexical", 1),
        Blow("index.ledger:Ledger.write", 1, after=True),
    ],
    Newsroom.change_model: [
        Blow("index.ledger:Ledger.start_over", 1, after=True),
        Blow("index.ledger:Ledger.write", 1, after=True),
        Blow("index.ledger:Ledger.set_whole", 1),
        Blow("index.ledger:Ledger.set_whole", 1, after=True),  # two whole indexes
        Blow("shutil:rmtree", 1),
        Blow("os:rmdir", 1),  # the old index is half deleted
    ],
}
CASES = [(work, blow) for work, blows in MOMENTS.items() for blow in blows]
CHOSEN = random.Random(1).sample(CASES, 6)


@pytest.mark.parametrize(
    "cases", [CHOSEN, pytest.param(CASES, marks=pytest.mark.soak)], ids=["some", "all"]
)
def test_killed_at_the_worst_moments_nothing_is_lost_and_the_next_start_heals(
    newsroom: Newsroom, press: Press, cases: list[tuple[Callable[[Newsroom], Work], Blow]]
) -> None:
    newsroom.read(press)
    for prepare, blow in cases:
        if len(newsroom.ids) < 30:
            newsroom.do(newsroom.add(30))
        work = prepare(newsroom)
        command = newsroom.start(work, blow)
        status = command.wait()
        assert status == KILLED, f"{blow} never came: {command.err}"
        newsroom.take_at_its_word(work, command, status)
        assert newsroom.check() == [], f"killed {blow} of {prepare.__name__}"
        if len(newsroom.ids) > 80:
            newsroom.do(newsroom.remove(50))
            assert newsroom.check() == []
