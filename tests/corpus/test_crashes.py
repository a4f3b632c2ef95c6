"""Killed in the middle of a pull or of looking through folders: nothing is lost or doubled."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from internet import Page, Site

from corpus.feeds.pulling import Feeds
from corpus.library import Library
from corpus.watched import WatchedFolders
from corpus.web.fetching import Fetcher

ROOT = Path(__file__).parents[2]
CHANCE = random.Random(20261124)
KILLS = 6

PULL = """
import sys
from pathlib import Path
from corpus.feeds.pulling import Feeds
from corpus.library import Library
from corpus.web.fetching import Fetcher
library = Library(Path(sys.argv[1]), with_demo=False)
for _ in Feeds(library, Fetcher(frozenset({("127.0.0.1", int(sys.argv[2]))}))).pull():
    pass
"""
FOLLOW = """
import sys
from pathlib import Path
from corpus.library import Library
from corpus.watched import WatchedFolders
library = Library(Path(sys.argv[1]), with_demo=False)
WatchedFolders(library, [Path(sys.argv[2])]).sync()
"""


def kill_in_the_middle(code: str, data: Path, argument: object, articles: int) -> None:
    """Run a program in a process that is killed as soon as it has written so many articles."""
    before = len(list((data / "articles").glob("*.md")))
    process = subprocess.Popen([sys.executable, "-c", code, str(data), str(argument)], cwd=ROOT)
    deadline = time.monotonic() + 60
    while len(list((data / "articles").glob("*.md"))) < before + articles:
        assert time.monotonic() < deadline
        time.sleep(0.001)
    time.sleep(CHANCE.uniform(0, 0.01))
    process.kill()
    process.wait(timeout=20)
    assert process.returncode != 0, "it was over before it was killed"


def texts(library: Library) -> list[str]:
    return sorted(library.get(id).text for id in library.files())


def test_a_pull_that_is_killed_loses_no_item_and_doubles_none(data: Path, site: Site) -> None:
    stories = [f"It is story {number:02} of the day." for number in range(30)]
    for number, story in enumerate(stories):
        site.pages[f"/story/{number}"] = Page(story, "text/plain")
    links = "".join(
        f"<item><title>S</title><link>http://127.0.0.1:{site.port}/story/{number}</link></item>"
        for number in range(len(stories))
    )
    feed = f'<rss version="2.0"><channel><title>The Wire</title>{links}</channel></rss>'
    site.pages["/feed"] = Page(feed, "text/xml", headers={"ETag": '"7"'})
    library = Library(data, with_demo=False)
    feeds = Feeds(library, Fetcher(frozenset({("127.0.0.1", site.port)})))
    feeds.add(f"http://127.0.0.1:{site.port}/feed")

    for _ in range(KILLS):
        kill_in_the_middle(PULL, data, site.port, CHANCE.randint(1, 4))
        [known] = feeds.all()
        assert len(known.known) <= len(library.files())
        assert set(texts(library)) <= set(stories)
    list(feeds.pull())
    assert texts(library) == stories


def test_following_folders_that_is_killed_loses_no_file_and_keeps_none(
    data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    library, stories = Library(data, with_demo=False), []
    watched = WatchedFolders(library, [folder])
    for _ in range(KILLS):
        for _ in range(40):
            stories.append(f"It is story {len(stories):04} of the folder.")
            path = folder / f"{len(stories):04}.txt"
            path.write_text(stories[-1])
            moment = CHANCE.randint(10**9, 17 * 10**8)
            os.utime(path, (moment, moment))
        kill_in_the_middle(FOLLOW, data, folder, CHANCE.randint(1, 30))
        assert set(texts(library)) <= set(stories)
    watched.sync()
    assert texts(library) == sorted(stories)
    for path in folder.iterdir():
        path.unlink()
    watched.sync()
    assert texts(library) == []  # all were known to have come from there


@pytest.fixture(autouse=True)
def _no_half_articles(data: Path) -> object:
    """Whatever was being written when the process was killed is no article."""
    yield
    for path in (data / "articles").glob("*.md"):
        assert path.read_text().endswith(".\n")
