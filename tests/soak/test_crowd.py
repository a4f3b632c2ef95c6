"""Several at once on one data folder: right, or refused with one clear line; nothing is lost."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asking
import pytest
from newsroom import Newsroom, Work
from processes import PATIENCE, Command, Processes, wait_until
from serving import served
from stories import Story

BUSY = "Another Sibilla is"

Rounds = pytest.mark.parametrize("rounds", [3, pytest.param(50, marks=pytest.mark.soak)])


def is_right_or_refused(command: Command) -> bool:
    """Whether it succeeded; if not, it must have said why in one line."""
    status = command.wait()
    if status:
        assert BUSY in command.err, command.err
        assert len(command.err.splitlines()) == 1, command.err
    return status == 0


@Rounds
def test_two_commands_at_once_lose_nothing(newsroom: Newsroom, rounds: int) -> None:
    newsroom.do(newsroom.add(20))
    assert newsroom.check() == []
    others: list[Callable[[], Work]] = [
        lambda: newsroom.add(newsroom.chance.randint(1, 8)),
        lambda: newsroom.remove(3),
        lambda: Work(("sync",)),
    ]
    refused = 0
    for number in range(rounds):
        works = [newsroom.add(newsroom.chance.randint(1, 12)), others[number % len(others)]()]
        commands = []
        for work in works:
            commands.append(newsroom.start(work))
            time.sleep(newsroom.chance.uniform(0, 0.3))
        for work, command in zip(works, commands, strict=True):
            if is_right_or_refused(command):
                newsroom.take_at_its_word(work, command, 0)
            else:
                refused += 1
        assert newsroom.check() == [], f"round {number}"
        if len(newsroom.ids) > 60:
            newsroom.do(newsroom.remove(40))
            assert newsroom.check() == []
    print(f"{rounds} rounds of two commands, {refused} commands refused with a line")


@Rounds
def test_a_server_sees_what_commands_beside_it_add_and_remove(
    newsroom: Newsroom, rounds: int
) -> None:
    newsroom.do(newsroom.add(10))
    assert newsroom.check() == []
    with served(newsroom) as server:
        second = newsroom.start(Work(("serve", "--no-browser", "--port", server.port + 1)))
        assert not is_right_or_refused(second)
        for _ in range(rounds):
            add, remove = newsroom.add(2), newsroom.remove(1)
            commands = [(work, newsroom.start(work)) for work in (add, remove)]
            for work, command in commands:
                assert command.wait() == 0, command.err
                newsroom.take_at_its_word(work, command, 0)
            for mark, wanted in {**add.wanted, **remove.wanted}.items():
                wait_until(lambda m=mark, w=wanted: bool(server.find(m)) == bool(w))
                newsroom.ids.pop(mark, None)
                if wanted:
                    newsroom.ids[mark] = Path(newsroom.stories[mark].file_name).stem
    assert newsroom.check() == []


@pytest.mark.parametrize("where", ["beside", "within"])
@Rounds
def test_nobody_is_told_of_what_was_removed_a_second_ago(
    newsroom: Newsroom, processes: Processes, rounds: int, where: str
) -> None:
    newsroom.do(newsroom.add(12))
    assert newsroom.check() == []
    comers = [newsroom.new_story() for _ in range(3)]
    numbers = [*(story.number for story in newsroom.stories.values())]
    turns = 0 if where == "beside" else rounds * 2
    numbers.sort(key=lambda number: -number)  # those that come and go are first
    given = (str(newsroom.data), numbers[: len(comers) + 4], turns, len(comers))
    asker = processes.call(asking.keep_asking, *given)
    changes: list[dict[str, Any]] = []
    if where == "beside":
        wait_until(lambda: "ready" in asker.out or asker.process.exitcode is not None)
        for number in range(rounds):
            changes += come_and_go(newsroom, comers[number % len(comers)])
        (newsroom.data.parent / "stop").touch()
    assert asker.wait(PATIENCE + 5 * turns) == 0, asker.err
    lines = [json.loads(line) for line in asker.out.splitlines()]
    answers = [line for line in lines if "quotes" in line]
    changes += [line for line in lines if "added" in line or "removed" in line]
    assert not [line["failure"] for line in lines if "failure" in line]
    assert len(answers) > rounds
    for answer in answers:
        gone = gone_while(answer["began"], answer["ended"], changes)
        assert not set(answer["ids"]) & gone, answer
        for quote in answer["quotes"]:
            assert any(quote in story.text for story in map(Story, numbers)), quote
    print(f"{len(answers)} answers while {len(changes)} changes were made {where}")
    assert newsroom.check() == []


def come_and_go(newsroom: Newsroom, story: Story) -> list[dict[str, Any]]:
    """Add a story and remove it again, by commands; when each was done."""
    began = time.monotonic()
    newsroom.do(newsroom.add_story(story))
    id = Path(story.file_name).stem
    newsroom.ids[story.mark] = id
    newsroom.do(Work(("remove", id), {story.mark: None}))
    return [{"added": id, "began": began}, {"removed": id, "at": time.monotonic()}]


def gone_while(began: float, ended: float, changes: list[dict[str, Any]]) -> set[str]:
    """The articles that had been removed a second before an answer began, and were not coming back
    before it ended."""
    gone: set[str] = set()
    for change in changes:
        if "removed" in change and change["at"] + 1 < began:
            gone.add(change["removed"])
        if "added" in change and change["began"] < ended:
            gone.discard(change["added"])
    return gone


def test_what_is_gone_while_an_answer_is_made() -> None:
    removed, added = {"removed": "a", "at": 10.0}, {"added": "a", "began": 12.0}
    assert gone_while(11.5, 11.9, [removed, added]) == {"a"}
    assert gone_while(11.5, 12.1, [removed, added]) == set()  # it is coming back meanwhile
    assert gone_while(10.9, 11.0, [removed, added]) == set()  # not yet a second ago
