"""Pages of the web in the library: from the command line and from the program."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from internet import Page, Site
from waiting import wait_until

from bot.sibilla import Sibilla
from bot.watching import watching
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


# -- feeds


def feed(site: Site, *links: str) -> str:
    """Puts a feed on the site; its address."""
    items = "".join(
        f"<item><title>Story {link}</title><link>{address(site)}{link}</link></item>"
        for link in links
    )
    site.pages["/feed"] = Page(
        f'<rss version="2.0"><channel><title>The Wire</title>{items}</channel></rss>',
        "application/rss+xml",
    )
    return f"{address(site)}/feed"


def test_a_feed_is_followed_pulled_listed_and_left(
    command: Command, news: Path, site: Site
) -> None:
    site.pages["/zefiro"] = Page(STORY, "text/plain")
    url, env, where = feed(site, "/zefiro", "/gone"), unguarded(site), ("--data", news)

    assert command("feeds", "list", "--json", *where).json == []
    added = command("feeds", "add", "--json", url, *where, env=env)
    assert added.json == [{"url": url, "title": "The Wire", "status": "added", "reason": ""}]
    assert command("feeds", "list", "--json", *where).json == [
        {"url": url, "title": "The Wire", "pulled": None}
    ]

    pulled = command("feeds", "pull", "--json", *where, "--no-demo", env=env)
    assert pulled.status == 3  # one of its items is gone
    [report] = pulled.json
    assert (report["url"], report["title"], report["reason"], report["left"]) == (
        url, "The Wire", "", 0,
    )  # fmt: skip
    assert [item["status"] for item in report["items"]] == ["refused", "added"]
    answer = command("ask", "--json", WHERE, *where, "--no-demo").json
    assert "Matera" in answer["text"]

    again = command("feeds", "pull", "--json", *where, "--no-demo", env=env)
    assert (again.status, again.json[0]["items"]) == (0, [])
    assert command("feeds", "remove", "--json", url, *where).json == {"removed": [url]}
    assert command("feeds", "list", "--json", *where).json == []


def test_feeds_are_told_to_people_in_their_language(
    command: Command, news: Path, site: Site
) -> None:
    site.pages["/zefiro"] = Page(STORY, "text/plain")
    url, where = feed(site, "/zefiro"), ("--data", news)
    env = unguarded(site) | {"LANG": "it_IT.UTF-8"}
    assert "sibilla feeds add URL" in command("feeds", "pull", *where, env=env).out
    assert command("feeds", "add", url, *where, env=env).out == f"seguito: The Wire ({url})\n"
    assert command("feeds", "add", url, *where).out == f"already followed: The Wire ({url})\n"
    assert command("feeds", "list", *where).out == f"{url}  The Wire  (never pulled)\n"
    ran = command("feeds", "pull", *where, "--no-demo", env=env)
    assert ran.out.startswith("The Wire: 1 nuovi\naggiunto, da indicizzare: Story /zefiro (zefiro-")
    ran = command("feeds", "remove", url, *where)
    assert ran.out == f"no longer followed, its articles stay: {url}\n"


def test_a_pull_that_is_interrupted_keeps_what_it_has_and_goes_on_the_next_time(
    command: Command, news: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus.feeds import pulling

    links = [f"/story/{number}" for number in range(3)]
    for number, link in enumerate(links):
        site.pages[link] = Page(f"{STORY} Story {number}.", "text/plain")
    url, env, where = feed(site, *links), unguarded(site), ("--data", news, "--no-demo")
    command("feeds", "add", url, "--data", news, env=env)
    fetch = pulling.fetch_article

    def interrupt_at_the_second(*given: Any, **named: Any) -> Any:
        if site.paths[-1] == "/story/2":  # feeds are taken from their oldest item on
            raise KeyboardInterrupt
        return fetch(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(pulling, "fetch_article", interrupt_at_the_second)
        ran = command("feeds", "pull", *where, env=env)
    assert ran.status == 130
    assert ran.complaint.startswith("Interrupted after 1 documents. What was added is kept")
    [report] = command("feeds", "pull", "--json", *where, env=env).json
    assert [item["status"] for item in report["items"]] == ["added", "added"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("add", "http://127.0.0.1/feed"), "not on the public internet"),
        (("add", "nonsense"), "only http and https are fetched"),
        (("remove", "http://news.example/feed"), "No feed http://news.example/feed is followed"),
        (("pull", "http://news.example/feed"), "No feed http://news.example/feed is followed"),
    ],
)
def test_a_feed_that_cannot_be_is_complained_about(
    command: Command, news: Path, arguments: tuple[str, str], complaint: str
) -> None:
    ran = command("feeds", *arguments, "--data", news)
    assert ran.status == 2
    assert complaint in ran.complaint


def test_feeds_are_pulled_by_themselves_while_the_server_runs(
    open_sibilla: Callable[..., Sibilla], news: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.watching._DUE_EVERY_SECONDS", 0.2)
    monkeypatch.setattr("corpus.feeds.pulling.timedelta", lambda minutes: timedelta(seconds=1))
    sibilla = open_sibilla(news, feeds_every=1, unguarded_hosts=f"127.0.0.1:{site.port}")
    sibilla.sync()
    site.pages["/zefiro"] = Page(STORY, "text/plain")
    sibilla.feeds.add(feed(site))
    with watching(sibilla):
        wait_until(lambda: "/feed" in site.paths[1:])
        feed(site, "/zefiro")
        wait_until(lambda: "Matera" in sibilla.ask(WHERE).text)


def test_a_pull_ends_with_the_server_between_two_items(
    open_sibilla: Callable[..., Sibilla], news: Path, site: Site
) -> None:
    sibilla = open_sibilla(news, feeds_every=1, unguarded_hosts=f"127.0.0.1:{site.port}")
    sibilla.sync()
    links = [f"/story/{number}" for number in range(40)]
    for number, link in enumerate(links):
        site.pages[link] = Page(f"{STORY} Story {number}.", "text/plain")
    sibilla.feeds.add(feed(site, *links))
    site.requests.clear()
    with watching(sibilla):
        wait_until(lambda: "/story/38" in site.paths)
    [known] = sibilla.feeds.all()
    assert 1 <= len(known.known) < len(links)
    assert "/story/0" not in site.paths
    assert [len(report.outcomes) for report in sibilla.feeds.pull()] == [40 - len(known.known)]
