"""Sibilla whose vectors are on a server of Chroma's own, as people and programs meet it."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from chroma_server import ChromaRun, free_port
from waiting import wait_until

from bot.sibilla import Sibilla
from bot.watching import watching
from corpus.errors import AccessRefused

ZEFIRO = "Zefiro Compute will build its data centre in Matera, next to a solar park.\n"
WHERE = "Where will Zefiro Compute build its data centre?"
WORTH = "How much is the contract between OpenAI and Cerebras worth?"

Command = Callable[..., Any]
Open = Callable[..., Sibilla]


def test_two_sibillas_of_one_data_folder_answer_from_what_either_adds(
    open_sibilla: Open, news: Path, chroma: ChromaRun, tmp_path: Path
) -> None:
    first = open_sibilla(news, chroma=chroma.url, chroma_library="both")
    second = open_sibilla(news, chroma=chroma.url, chroma_library="both")
    first.sync()
    (tmp_path / "zefiro.txt").write_text(ZEFIRO)
    second.add_files([tmp_path / "zefiro.txt"])
    assert "Matera" in first.ask(WHERE).text
    first.remove("zefiro")
    assert "zefiro" not in {citation.article for citation in second.ask(WHERE).citations}


@pytest.mark.parametrize(
    ("language", "told"),
    [("en_GB.UTF-8", "cannot be reached"), ("it_IT.UTF-8", "non si raggiunge")],
)
def test_commands_say_that_the_server_is_down_and_keep_what_is_added(
    command: Command,
    news: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    told: str,
) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    monkeypatch.setenv("SIBILLA_CHROMA", url)
    monkeypatch.setenv("SIBILLA_CHROMA_TOKEN", "top-secret")
    monkeypatch.setenv("LANG", language)
    asked = command("ask", WORTH, "--data", news, "--no-demo")
    assert asked.status == 2
    assert told in asked.complaint
    assert url in asked.complaint
    (tmp_path / "zefiro.txt").write_text(ZEFIRO)
    added = command("add", tmp_path / "zefiro.txt", "--data", news, "--no-demo")
    assert added.status == 0
    assert told in added.complaint
    assert "zefiro" in added.out
    assert "Another" not in added.out  # there is none that would index it
    assert (news / "articles" / "zefiro.md").exists()
    assert "cerebras.en" in command("list", "--data", news, "--no-demo").out
    assert "top-secret" not in asked.err + added.err + added.out


def test_over_http_a_server_that_is_down_is_an_error_and_never_no_answer(
    serve_web: Callable[..., httpx.Client], chroma: ChromaRun
) -> None:
    client = serve_web(chroma=chroma.url, chroma_library="http")
    assert client.post("/api/ask", json={"question": WORTH}).status_code == 200
    chroma.stop()
    try:
        response = client.post(
            "/api/ask", json={"question": WORTH}, headers={"Accept-Language": "it"}
        )
        assert response.status_code == 503
        assert "non si raggiunge" in response.json()["error"]["message"]
    finally:
        chroma.start()
    assert "ten billion" in client.post("/api/ask", json={"question": WORTH}).json()["text"]


def test_what_came_while_the_server_was_down_is_indexed_when_it_is_back(
    open_sibilla: Open, news: Path, chroma: ChromaRun, caplog: pytest.LogCaptureFixture
) -> None:
    sibilla = open_sibilla(news, chroma=chroma.url, chroma_library="back")
    sibilla.sync()
    with caplog.at_level(logging.WARNING), watching(sibilla):
        chroma.stop()
        sibilla.library.folder.joinpath("zefiro.md").write_text(ZEFIRO)
        wait_until(lambda: "cannot be reached" in caplog.text)
        chroma.start()
        wait_until(
            lambda: sibilla.index.in_step() and "zefiro" in {c.id for c in sibilla.articles()}
        )
    assert "Matera" in sibilla.ask(WHERE).text


def test_a_server_on_another_machine_follows_within_seconds_and_takes_nothing_in(
    open_sibilla: Open, news: Path, chroma: ChromaRun, tmp_path: Path
) -> None:
    keeper = open_sibilla(news, chroma=chroma.url, chroma_library="kept")
    keeper.sync()
    elsewhere = tmp_path / "elsewhere"
    follower = open_sibilla(elsewhere, chroma=chroma.url, chroma_library="kept", follow=True)
    (tmp_path / "zefiro.txt").write_text(ZEFIRO)
    with watching(follower):
        wait_until(lambda: len(follower.articles()) == 4)
        keeper.add_files([tmp_path / "zefiro.txt"])
        wait_until(lambda: "zefiro" in {card.id for card in follower.articles()}, 10)
        assert "Matera" in follower.ask(WHERE).text
        keeper.remove("zefiro")
        wait_until(lambda: "zefiro" not in {card.id for card in follower.articles()}, 10)
    with pytest.raises(AccessRefused, match="copies of another library's"):
        follower.add_files([tmp_path / "zefiro.txt"])
    assert not (elsewhere / "library-id.txt").exists()
