"""Pages of the web in the library: from the command line and from the program."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from internet import Page, Site

from bot.sibilla import Sibilla
from corpus.library import Status

STORY = "Zefiro Compute will build its data centre in Matera, next to a solar park.\n"
WHERE = "Where will Zefiro Compute build its data centre?"

Command = Callable[..., Any]


@pytest.fixture
def site() -> Iterator[Site]:
    """A real HTTP server on loopback."""
    site = Site()
    yield site
    site.close()


def address(site: Site) -> str:
    return f"http://127.0.0.1:{site.port}"


def unguarded(site: Site) -> dict[str, str]:
    return {"SIBILLA_UNGUARDED_HOSTS": f"127.0.0.1:{site.port}"}


def test_a_page_and_a_file_are_added_together_and_can_be_asked_about(
    command: Command, news: Path, site: Site, tmp_path: Path
) -> None:
    site.pages["/zefiro"] = Page(STORY, "text/plain")
    file = tmp_path / "grecale.txt"
    file.write_text("Grecale rents halls in Bari.")
    env = unguarded(site)
    added = command(
        "add", "--json", f"{address(site)}/zefiro", file, "--data", news, "--no-demo", env=env
    )
    assert added.status == 0
    page, document = added.json
    assert (page["name"], page["status"]) == (f"{address(site)}/zefiro", "added")
    assert document["article"] == "grecale"
    answer = command("ask", "--json", WHERE, "--data", news, "--no-demo").json
    assert "Matera" in answer["text"]
    assert answer["citations"][0]["url"] == f"{address(site)}/zefiro"


@pytest.mark.parametrize("lang", ["en_GB.UTF-8", "it_IT.UTF-8"])
def test_without_the_setting_a_page_on_loopback_is_refused_and_the_rest_goes_in(
    command: Command, news: Path, site: Site, tmp_path: Path, lang: str
) -> None:
    file = tmp_path / "grecale.txt"
    file.write_text("Grecale rents halls in Bari.")
    urls = (f"{address(site)}/a", "http://localhost/a", "ftp://news.example/a")
    ran = command("add", *urls, file, "--data", news, "--no-demo", env={"LANG": lang})
    assert ran.status == 3
    complaints = ran.err.splitlines()
    assert len(complaints) == 3
    assert "SIBILLA_UNGUARDED_HOSTS" in complaints[0]
    assert ("rifiutato" if lang.startswith("it") else "refused") in complaints[0]
    assert site.requests == []


def test_a_page_fetched_again_is_a_new_version(
    sibilla: Sibilla, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus.web.fetching import Fetcher

    sibilla.fetcher = Fetcher(frozenset({("127.0.0.1", site.port)}))
    url = f"{address(site)}/zefiro"
    statuses = []
    for text in (STORY, STORY, STORY.replace("Matera", "Bari")):
        site.pages["/zefiro"] = Page(text, "text/plain")
        statuses += [outcome.status for outcome in sibilla.add_files([url])]
    assert statuses == [Status.ADDED, Status.UNCHANGED, Status.REPLACED]
    assert "Bari" in sibilla.ask(WHERE).text
    assert "Matera" not in sibilla.ask(WHERE).text


def test_a_text_is_never_taken_for_a_path(sibilla: Sibilla, tmp_path: Path) -> None:
    """What a visitor gives as a URL must not read a file of this machine."""
    file = tmp_path / "secret.txt"
    file.write_text("A secret.")
    for text in (str(file), f"file://{file}", "secret.txt"):
        [outcome] = sibilla.add_files([text])
        assert outcome.status is Status.REFUSED
