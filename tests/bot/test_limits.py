"""What is too much is refused, with its reason in the language of whoever sent it."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from bot.access import passwords
from bot.access.policy import Access
from bot.api.adding import MAX_FILES
from bot.question import MAX_CHARACTERS
from bot.settings import Settings

Serve = Callable[..., httpx.Client]


@pytest.fixture
def client(serve_web: Serve) -> httpx.Client:
    """A client that may edit."""
    return serve_web()


def told(response: httpx.Response) -> str:
    """The message of a refusal."""
    body = response.json()
    message: str = body["error"]["message"]
    return message


def both(send: Callable[[dict[str, str]], httpx.Response]) -> dict[str, httpx.Response]:
    """What comes of sending the same in each language."""
    return {language: send({"Accept-Language": language}) for language in ("en", "it")}


@pytest.mark.parametrize(
    ("question", "english", "italian"),
    [
        ("a" * (MAX_CHARACTERS + 1), str(MAX_CHARACTERS), str(MAX_CHARACTERS)),
        ("", "question", "question"),
    ],
)
def test_a_question_that_is_too_long_or_empty(
    client: httpx.Client, question: str, english: str, italian: str
) -> None:
    came = both(
        lambda headers: client.post("/api/ask", json={"question": question}, headers=headers)
    )
    assert [response.status_code for response in came.values()] == [422, 422]
    assert english in told(came["en"])
    assert italian in told(came["it"])
    assert told(came["en"]) != told(came["it"])


def test_too_many_files_at_once(client: httpx.Client) -> None:
    files = [("files", (f"{n}.txt", b"Text.")) for n in range(MAX_FILES + 1)]
    came = both(lambda headers: client.post("/api/articles", files=files, headers=headers))
    assert f"more than {MAX_FILES} files" in told(came["en"])
    assert f"più di {MAX_FILES} file" in told(came["it"])
    assert {response.status_code for response in came.values()} == {413}


@pytest.mark.parametrize(
    ("name", "content", "english", "italian"),
    [
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0", "does not read", "non legge"),
        ("long.txt", b"long " * 2_100_000, "larger than 10 MB", "supera i 10 MB"),
        ("empty.txt", b"", "holds no text", "non contiene testo"),
    ],
)
def test_a_file_of_another_type_or_too_large_or_empty(
    client: httpx.Client, name: str, content: bytes, english: str, italian: str
) -> None:
    files = {"files": (name, content)}
    came = both(lambda headers: client.post("/api/articles", files=files, headers=headers))
    assert english in told(came["en"])
    assert italian in told(came["it"])


def test_a_client_that_asks_too_often(serve_web: Serve) -> None:
    client = serve_web(per_minute=2)
    for _ in range(2):
        client.post("/api/ask", json={"question": "Why did OpenAI choose Cerebras?"})
    came = both(lambda headers: client.post("/api/ask", json={"question": "Q?"}, headers=headers))
    assert {response.status_code for response in came.values()} == {429}
    assert all(int(response.headers["retry-after"]) > 0 for response in came.values())
    assert told(came["en"]) != told(came["it"])


# -- passwords


def test_a_name_that_is_nobodys_costs_as_much_hashing_as_one_that_exists(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "users"
    users = {"anna": passwords.User("anna", passwords.Role.EDITOR, passwords.hash_password("yes"))}
    passwords.write_users(file, users)
    access = Access(Settings(data=tmp_path, users=file))
    access.log_in("nobody", "guess", "warm-up")  # the decoy is made once
    costs: list[tuple[int, ...]] = []
    derive = passwords._derive
    monkeypatch.setattr(
        passwords, "_derive", lambda *given: costs.append(given[2:]) or derive(*given)
    )

    def cost_of(name: str, password: str) -> list[tuple[int, ...]]:
        costs.clear()
        access.log_in(name, password, f"client of {name}")
        return list(costs)

    assert cost_of("nobody", "guess") == cost_of("anna", "guess")
    assert len(cost_of("anna", "wrong again")) == 1


def test_secrets_are_compared_by_a_function_whose_time_tells_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[tuple[bytes, bytes]] = []
    digest = passwords.hmac.compare_digest
    monkeypatch.setattr(
        passwords.hmac,
        "compare_digest",
        lambda one, other: compared.append((one, other)) or digest(one, other),
    )
    assert not passwords.same_text("a", "b" * 100)
    assert not passwords.verify_password("a", passwords.hash_password("b"))
    assert len(compared) == 2
