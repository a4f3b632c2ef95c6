"""Askers: threads that ask without a break, while articles come and go."""

import json
import sys
import threading
import time
import traceback
from pathlib import Path

from stories import Story

from bot.settings import Settings
from bot.sibilla import Sibilla

_THREADS = 6


def keep_asking(data: str, numbers: list[int], rounds: int, comers: int) -> None:
    """Ask about stories until the file `stop` appears, or while articles come and go here.

    With `rounds`, this process itself adds and removes the first `comers` of them, so often.
    Every answer and every change is printed as a line of JSON with its time.
    """
    sibilla = Sibilla(Settings(data=Path(data), demo=False, embedding="chance"))
    stories = [Story(number) for number in numbers]
    stop = threading.Event()
    printing = threading.Lock()

    def tell(**line: object) -> None:
        with printing:
            print(json.dumps(line), flush=True)

    def ask(first: int) -> None:
        turn = first
        while not stop.is_set():
            turn += 1
            story, began = stories[turn % len(stories)], time.monotonic()
            try:
                answer = sibilla.ask(f"What does {story.mark} sell?")
                found = sibilla.search(story.mark, 10).passages
            except BaseException:
                tell(failure=traceback.format_exc())
                return
            cited = {citation.article for citation in answer.citations}
            quotes = [citation.quote for citation in answer.citations]
            ids = cited | {item.article.id for item in found}
            tell(began=began, ended=time.monotonic(), ids=sorted(ids), quotes=quotes)

    askers = [threading.Thread(target=ask, args=(number,)) for number in range(_THREADS)]
    for asker in askers:
        asker.start()
    tell(ready=True)
    if rounds:
        for number in range(rounds):
            story = stories[number % comers]
            _come_and_go(sibilla, Path(data).parent / "inside", story, tell)
    else:
        while not (Path(data).parent / "stop").exists():
            time.sleep(0.02)
    stop.set()
    for asker in askers:
        asker.join()
    sibilla.close()
    sys.stdout.flush()


def _come_and_go(sibilla: Sibilla, desk: Path, story: Story, tell: object) -> None:
    assert callable(tell)
    desk.mkdir(exist_ok=True)
    document = desk / story.file_name
    document.write_text(story.text, encoding="utf-8")
    began = time.monotonic()
    (outcome,) = sibilla.add_files([document])
    tell(added=outcome.article, began=began)
    sibilla.remove(outcome.article)
    tell(removed=outcome.article, at=time.monotonic())
