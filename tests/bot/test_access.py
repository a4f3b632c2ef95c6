"""Access over real HTTP: who gets in, as what, and from where."""

import base64
import io
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.access.buckets import Buckets, client_key
from bot.access.login import safe_path
from bot.access.passwords import (
    User,
    hash_password,
    read_users,
    same_text,
    verify_password,
    write_users,
)
from bot.access.policy import Access
from bot.access.sessions import SECONDS, Login, Sessions
from bot.access.visit import Role, may_edit
from bot.settings import Settings
from corpus.errors import SettingWrong, TooBusy

Serve = Callable[..., httpx.Client]
PASSWORD = "una password: lunga"
GRADIO = [
    ("GET", "/config"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/startup-events"),
    ("GET", "/gradio_api/file=/etc/passwd"),
    ("GET", "/gradio_api/queue/data?session_hash=x"),
    ("GET", "/gradio_api/heartbeat/x"),
    ("GET", "/gradio_api/upload_progress?upload_id=x"),
    ("GET", "/theme.css"),
    ("POST", "/gradio_api/upload"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/run/upload"),
    ("POST", "/gradio_api/run/predict"),
    ("POST", "/gradio_api/api/upload"),
    ("POST", "/gradio_api/call/upload"),
    ("POST", "/gradio_api/cancel"),
    ("POST", "/gradio_api/reset"),
    ("POST", "/gradio_api/component_server"),
]


def users_file(path: Path, **roles: Role) -> Path:
    """A file of users whose passwords are their names with an exclamation mark."""
    users = {name: User(name, role, hash_password(f"{name}!")) for name, role in roles.items()}
    write_users(path, users)
    return path


def log_in(client: httpx.Client, password: str, name: str = "") -> httpx.Response:
    return client.post("/login", data={"name": name, "password": password})


def upload(client: httpx.Client, **headers: str) -> httpx.Response:
    files = {"files": ("zefiro.txt", b"Zefiro Compute builds in Matera.", "text/plain")}
    return client.post("/gradio_api/upload", files=files, headers=headers)


def run_upload_event(client: httpx.Client, paths: list[str]) -> str:
    """Add uploaded files by the page's own event; gives everything the event said."""
    config = client.get("/config").json()
    [event] = [item for item in config["dependencies"] if item["api_name"] == "add_files"]
    files = [{"path": path, "meta": {"_type": "gradio.FileData"}} for path in paths]
    data = [files, *[None] * (len(event["inputs"]) - 1)]
    body = {"fn_index": event["id"], "session_hash": "abc", "data": data}
    joined = client.post("/gradio_api/queue/join", json=body)
    joined.raise_for_status()
    said = ""
    with client.stream("GET", "/gradio_api/queue/data?session_hash=abc") as stream:
        for line in stream.iter_lines():
            said += line
            if "process_completed" in line or "close_stream" in line:
                break
    return said


# -- what is served to whom


def test_on_this_machine_alone_everybody_is_an_editor(serve_web: Serve) -> None:
    client = serve_web()
    assert client.get("/").status_code == 200
    [path] = upload(client).json()
    assert "added" in run_upload_event(client, [path])


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_serving_others_without_a_password_is_refused(data: Path, host: str) -> None:
    with pytest.raises(SettingWrong, match=r"no password is set.*--open"):
        Access(Settings(data=data, host=host))
    Access(Settings(data=data, host=host, open=True))
    Access(Settings(data=data, host=host, password=PASSWORD))


def test_the_command_refuses_to_serve_others_without_a_password(command: Any, data: Path) -> None:
    ran = command("serve", "--data", data, "--no-demo", "--host", "0.0.0.0", "--no-browser")
    assert ran.status == 2
    assert "no password is set" in ran.complaint


def test_an_open_library_is_read_only_on_the_page(serve_web: Serve, news: Path) -> None:
    client = serve_web(open=True)
    assert client.get("/").status_code == 200
    refused = upload(client)
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "editor"
    run_upload_event(client, [str(news / "articles" / "cerebras.en.md")])
    assert len(list((news / "articles").iterdir())) == 4


def test_every_route_of_the_page_is_behind_the_password(protected: httpx.Client) -> None:
    for method, path in GRADIO:
        refused = protected.request(method, path)
        code = refused.json()["error"]["code"]
        assert (refused.status_code, code) in ((401, "log-in"), (404, "path")), path
        if refused.status_code == 401:
            assert refused.headers["www-authenticate"].startswith("Bearer")


@pytest.fixture
def protected(serve_web: Serve) -> httpx.Client:
    """A client of a server with a password, that has not logged in."""
    return serve_web(password=PASSWORD)


def test_a_browser_is_sent_to_the_login_page_and_back(protected: httpx.Client) -> None:
    sent = protected.get("/?x=1", headers={"Accept": "text/html"})
    assert sent.status_code == 303
    assert sent.headers["location"] == "/login?next=/%3Fx%3D1"
    page = protected.get(sent.headers["location"], headers={"Accept-Language": "it"}).text
    assert "Accedi a Sibilla" in page
    assert 'value="/?x=1"' in page
    done = protected.post("/login", data={"password": PASSWORD, "next": "/?x=1"})
    assert (done.status_code, done.headers["location"]) == (303, "/?x=1")
    cookie = done.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert protected.get("/").status_code == 200
    assert upload(protected).status_code == 200


def test_a_wrong_password_is_told_in_the_language_of_the_page(protected: httpx.Client) -> None:
    refused = protected.post("/login?lang=it", data={"password": "sbagliata"})
    assert refused.status_code == 401
    assert "Il nome o la password sono sbagliati" in refused.text
    assert "set-cookie" not in refused.headers


def test_logging_out_ends_the_session(protected: httpx.Client) -> None:
    log_in(protected, PASSWORD)
    token = protected.cookies["sibilla-session"]
    assert protected.get("/config").status_code == 200
    assert protected.post("/logout").status_code == 303
    protected.cookies.set("sibilla-session", token)
    assert protected.get("/config").status_code == 401


def test_readers_may_ask_and_editors_change(serve_web: Serve, tmp_path: Path) -> None:
    file = users_file(tmp_path / "users", anna=Role.EDITOR, bruno=Role.READER)
    client = serve_web(users=file)
    assert "Name" in client.get("/login").text
    assert log_in(client, "bruno!", "bruno").status_code == 303
    assert client.get("/config").status_code == 200
    assert upload(client).status_code == 403
    client.cookies.clear()
    assert log_in(client, "anna!", "anna").status_code == 303
    assert upload(client).status_code == 200
    client.cookies.clear()
    assert log_in(client, "anna!", "bruno").status_code == 401
    assert log_in(client, "anna!").status_code == 401


def test_the_event_that_adds_asks_who_is_there_whatever_way_leads_to_it(
    serve_web: Serve, news: Path, tmp_path: Path
) -> None:
    file = users_file(tmp_path / "users", anna=Role.EDITOR, bruno=Role.READER)
    client = serve_web(users=file)
    log_in(client, "anna!", "anna")
    [path] = upload(client).json()
    log_in(client, "bruno!", "bruno")
    assert "Only editors" in run_upload_event(client, [path])
    assert not (news / "articles" / "zefiro.md").exists()
    log_in(client, "anna!", "anna")
    run_upload_event(client, [path])
    assert (news / "articles" / "zefiro.md").exists()


def test_a_session_ends_when_its_user_is_gone_or_has_another_password(
    serve_web: Serve, tmp_path: Path
) -> None:
    file = users_file(tmp_path / "users", anna=Role.EDITOR, bruno=Role.READER)
    client = serve_web(users=file)
    log_in(client, "bruno!", "bruno")
    assert client.get("/config").status_code == 200
    users_file(file, anna=Role.EDITOR, bruno=Role.READER)  # salted anew
    assert client.get("/config").status_code == 401
    log_in(client, "bruno!", "bruno")
    users_file(file, anna=Role.EDITOR)
    assert client.get("/config").status_code == 401


def basic(credentials: bytes) -> str:
    return "Basic " + base64.b64encode(credentials).decode()


def test_programs_send_the_same_password_as_a_header(protected: httpx.Client) -> None:
    def status(header: str) -> int:
        return protected.get("/config", headers={"Authorization": header}).status_code

    for right in (f"Bearer {PASSWORD}", basic(f"anybody:{PASSWORD}".encode())):
        assert status(right) == 200
    for wrong in ("Bearer wrong", "Basic !!!", basic(b"\xff\xfe"), "Digest x"):
        assert status(wrong) == 401


def test_a_user_is_a_bearer_too_and_the_second_time_costs_no_hashing(
    serve_web: Serve, tmp_path: Path
) -> None:
    client = serve_web(users=users_file(tmp_path / "users", anna=Role.EDITOR))
    header = {"Authorization": "Bearer anna:anna!"}
    assert client.get("/config", headers=header).status_code == 200
    access = Access(Settings(data=tmp_path, users=tmp_path / "users"))
    assert access.log_in("anna", "anna!", "x")
    began = time.perf_counter()
    for _ in range(20):
        assert access.log_in("anna", "anna!", "x")
    assert time.perf_counter() - began < 0.5


def test_guessing_is_slowed_down(protected: httpx.Client) -> None:
    statuses = [log_in(protected, f"guess {number}").status_code for number in range(8)]
    assert statuses == [401] * 5 + [429] * 3
    assert int(log_in(protected, PASSWORD).headers["retry-after"]) in range(1, 21)
    assert protected.get("/config", headers={"Authorization": "Bearer x"}).status_code == 429


# -- other sites


CROSS = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://["},
]


def test_the_page_of_another_site_can_change_nothing(serve_web: Serve) -> None:
    client = serve_web()
    for headers in CROSS:
        refused = upload(client, **headers)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "elsewhere"), headers
        joined = client.post("/gradio_api/queue/join", json={}, headers=headers)
        assert joined.status_code == 403


def test_the_own_page_can(serve_web: Serve) -> None:
    client = serve_web()
    origin = str(client.base_url).rstrip("/")
    assert upload(client, Origin=origin, **{"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_no_other_site_is_let_to_read(serve_web: Serve) -> None:
    client = serve_web()
    for origin in ("https://evil.example", "http://localhost:1"):
        response = client.get("/config", headers={"Origin": origin})
        assert not [name for name in response.headers if name.startswith("access-control")]
        assert response.headers["cross-origin-resource-policy"] == "same-origin"


OWN_NAMES = ["localhost:7860", "127.0.0.1", "[::1]:80", "192.0.2.7", "news.example"]
FOREIGN_NAMES = ["rebound.evil.example", "127.0.0.1.evil.example", "[::1", ""]


def test_a_foreign_name_for_this_server_is_refused(serve_web: Serve) -> None:
    client = serve_web(names="News.example, other.example")
    for host in OWN_NAMES:
        assert client.get("/config", headers={"Host": host}).status_code == 200, host
    for host in FOREIGN_NAMES:
        assert client.get("/config", headers={"Host": host}).status_code in (400, 421), host


def test_who_comes_through_a_proxy_nobody_allowed_is_refused(serve_web: Serve) -> None:
    client = serve_web()
    response = client.get("/config", headers={"X-Forwarded-For": "203.0.113.9"})
    assert response.status_code == 403
    assert response.json()["error"]["code"] == "remote"


def test_a_web_socket_is_refused(serve_web: Serve) -> None:
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
    }
    assert serve_web().get("/gradio_api/queue/join", headers=headers).status_code >= 400


# -- how much


def test_a_body_that_is_too_large_is_refused_whether_or_not_it_says_so(serve_web: Serve) -> None:
    client = serve_web()

    def endless() -> Any:
        yield b'{"data": ["'
        for _ in range(30):
            yield b"x" * 100_000

    for content in (b"x" * 3_000_000, endless()):
        refused = client.post("/gradio_api/queue/join", content=content)
        assert refused.status_code in (400, 413)


def test_a_client_that_asks_too_much_is_told_when_to_come_back(data: Path) -> None:
    access = Access(Settings(data=data, per_minute=3))
    for _ in range(3):
        access.count_question("1.2.3.4")
    with pytest.raises(TooBusy, match=r"Try again in \d+ s"):
        access.count_question("1.2.3.4")
    access.count_question("1.2.3.5")


def test_the_page_says_when_to_come_back(serve_web: Serve) -> None:
    client = serve_web(per_minute=1)
    config = client.get("/config").json()
    [event] = [item for item in config["dependencies"] if item["api_name"] == "ask"]
    said = ""
    for session in ("one", "two"):
        body = {
            "fn_index": event["id"],
            "session_hash": session,
            "data": ["Cerebras?", "0", None, None],
        }
        client.post("/gradio_api/queue/join", json=body).raise_for_status()
        with client.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as stream:
            said = "".join(line for line in stream.iter_lines())
    assert "That was a lot in a short time" in said


# -- users


def test_users_are_added_listed_and_removed_by_command(
    command: Any, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add(password: str, *arguments: str) -> Any:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        return command("user", "add", *arguments, "--data", data)

    assert add("segreta", "anna", "--role", "editor").status == 0
    assert add("altra", "bruno").status == 0
    listed = command("user", "list", "--data", data, "--json").json
    assert listed == [{"name": "anna", "role": "editor"}, {"name": "bruno", "role": "reader"}]
    access = Access(Settings(data=data, host="0.0.0.0"))
    anna = access.log_in("anna", "segreta", "x")
    assert anna
    assert access.role_of(anna) is Role.EDITOR
    assert access.log_in("bruno", "segreta", "x") is None

    assert add("", "carla").complaint.startswith("There is no password")
    assert "cannot be the name" in add("x", "a:b").complaint
    assert "--role" in add("x", "carla", "--role", "boss").complaint
    assert command("user", "remove", "anna", "--data", data).status == 0
    assert access.role_of(anna) is None
    assert "There is no user anna" in command("user", "remove", "anna", "--data", data).complaint


# -- the parts


def test_a_bucket_fills_up_again() -> None:
    now = [0.0]
    buckets = Buckets(2, 0.5, clock=lambda: now[0])
    assert [buckets.take("a"), buckets.take("a"), buckets.take("a")] == [0, 0, 2]
    now[0] = 2.0
    assert buckets.take("a") == 0
    assert buckets.take("a") == 2
    buckets.give_back("a")
    assert buckets.take("a") == 0


def test_buckets_do_not_grow_without_end() -> None:
    now = [0.0]
    buckets = Buckets(1, 1, clock=lambda: now[0])
    for number in range(30_000):
        buckets.take(str(number))
    assert len(buckets._levels) <= 10_000


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", client_key("2001:db8:1:2:ffff::1")),
        ("testclient", "testclient"),
    ],
)
def test_one_line_is_one_client(host: str, key: str) -> None:
    assert client_key(host) == key
    assert client_key("2001:db8:1:3::1") != client_key("2001:db8:1:2::1")


def test_a_session_expires() -> None:
    now = [0.0]
    sessions = Sessions(clock=lambda: now[0])
    token = sessions.open(Login("anna", "proof"))
    now[0] = SECONDS - 1
    assert sessions.find(token) == Login("anna", "proof")
    now[0] = SECONDS + 1
    assert sessions.find(token) is None
    assert sessions.find("") is None
    assert token not in json.dumps(list(sessions._open))


def test_passwords_are_kept_salted_and_hashed(tmp_path: Path) -> None:
    one, two = hash_password("segreta"), hash_password("segreta")
    assert one != two
    assert verify_password("segreta", one)
    assert not verify_password("Segreta", one)
    for broken in ("", "segreta", "md5$x", "scrypt$1$1$1$x", "scrypt$a$8$5$x$y"):
        assert not verify_password("segreta", broken)
    file = users_file(tmp_path / "deep" / "users", anna=Role.EDITOR)
    assert "anna!" not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    assert re.fullmatch(r"anna:editor:scrypt\$\S+", file.read_text().splitlines()[-1])


def test_secrets_are_compared_whole_whatever_they_hold() -> None:
    assert same_text("perché", "perché")
    assert not same_text("perch", "perché")
    assert not same_text("\udc80", "perché")


@pytest.mark.parametrize("line", ["anna", "anna:boss:hash", ":editor:hash", "a b:editor:hash"])
def test_a_broken_file_of_users_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "users"
    file.write_text(f"# a comment\n{line}\n")
    with pytest.raises(SettingWrong, match="line 2 of"):
        read_users(file)
    with pytest.raises(SettingWrong, match="line 2 of"):
        Access(Settings(data=tmp_path, users=file))


def test_a_file_of_users_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingWrong, match="there is no user in"):
        Access(Settings(data=tmp_path, users=tmp_path / "nowhere"))


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("/", "/"),
        ("/api/?x=1", "/api/?x=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("", "/"),
    ],
)
def test_logging_in_leads_nowhere_else(given: str, safe: str) -> None:
    assert safe_path(given) == safe


def test_whoever_did_not_pass_the_gate_may_not_edit() -> None:
    assert not may_edit(None)
    assert not may_edit(object())
