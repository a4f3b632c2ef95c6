"""The chat model as the terminal shows it: growing answers, flags, notices, Ctrl-C and status."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from model_server import TRUE, VALE, WORTH, endless, fails, model_server, says, silent

Command = Callable[..., Any]

FALSE = "Batman signed it for 55 euros [2]."


def test_ask_prints_the_checked_answer_and_flags_what_is_not_in_the_source(
    command: Command, news: Path
) -> None:
    with model_server(says(f"{TRUE} {FALSE}")) as server:
        env = {"SIBILLA_MODEL_URL": server.url, "SIBILLA_MODEL": "small"}
        ran = command("ask", WORTH, "--data", news, "--no-demo", env=env)
        described = command("ask", "--json", WORTH, "--data", news, "--no-demo", env=env).json
    assert (ran.status, ran.err) == (0, "")
    assert "ten billion dollars. [1] Batman signed it for 55 euros. [2] (✗)" in ran.out
    assert "(✗) not in the source: " in ran.out
    assert "[1] OpenAI picks Cerebras" in ran.out
    assert described["model"] == "small"
    assert [sentence["support"] for sentence in described["sentences"]] == [
        "supported",
        "unsupported",
    ]


def test_ask_prints_the_notice_when_the_model_fails(command: Command, news: Path) -> None:
    with model_server(fails(401)) as server:
        env = {"SIBILLA_MODEL_URL": server.url, "SIBILLA_MODEL": "small"}
        english = command("ask", WORTH, "--data", news, "--no-demo", env=env)
        italian = command("ask", VALE, "--data", news, "--no-demo", env=env)
    assert (english.status, english.err) == (0, "")
    assert "was refused for its key. Check SIBILLA_MODEL_KEY" in english.out
    assert "ha rifiutato la chiave. Controlla SIBILLA_MODEL_KEY" in italian.out
    assert "ten billion dollars. [1]" in english.out


def test_status_tries_the_model(command: Command, news: Path) -> None:
    with model_server(says("OK")) as server:
        env = {"SIBILLA_MODEL_URL": server.url, "SIBILLA_MODEL_KEY": "sk-secret"}
        described = command("status", "--json", "--data", news, "--no-demo", env=env).json
        shown = command("status", "--data", news, "--no-demo", env=env).out
    assert (described["model"], described["model_works"]) == ("the-model", True)
    assert described["model_problem"] is None
    assert "model works: yes\n" in shown
    assert "sk-secret" not in f"{described} {shown}"


@pytest.mark.parametrize(
    ("behaviour", "problem"),
    [
        (fails(401, {"error": {"message": "bad key sk-secret"}}), "SIBILLA_MODEL_KEY"),
        (fails(404), "does not know"),
        (silent(30), "said nothing for 3 seconds"),
        (endless, None),
    ],
)
def test_status_says_what_is_wrong_with_the_model_in_bounded_time(
    command: Command, news: Path, behaviour: Any, problem: str | None
) -> None:
    began = time.monotonic()
    with model_server(behaviour) as server:
        env = {
            "SIBILLA_MODEL_URL": server.url,
            "SIBILLA_MODEL_KEY": "sk-secret",
            "SIBILLA_MODEL_TIMEOUT": "3",
        }
        ran = command("status", "--json", "--data", news, "--no-demo", env=env)
    described = ran.json
    assert time.monotonic() - began < 30
    assert (ran.status, described["model_works"]) == (0, problem is None)
    assert problem is None or problem in described["model_problem"]
    assert "sk-secret" not in ran.out


def test_status_without_a_model_says_so_and_asks_nobody(command: Command, news: Path) -> None:
    described = command("status", "--json", "--data", news, "--no-demo").json
    assert described["answerer"] == "extractive"
    assert "model" not in described


def test_a_wrong_address_is_refused_under_the_name_of_its_setting(
    command: Command, news: Path
) -> None:
    for wrong in ("127.0.0.1:8080", "ftp://host", "http://"):
        ran = command("status", "--data", news, env={"SIBILLA_MODEL_URL": wrong})
        assert ran.status == 2
        assert ran.complaint.startswith("The setting SIBILLA_MODEL_URL is wrong: ")


# -- in a terminal

CODE = "from bot.cli import main; main()"


def test_ctrl_c_stops_the_answer_and_the_request(news: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with model_server(endless_slowly) as server:
        env = os.environ | {"SIBILLA_MODEL_URL": server.url, "SIBILLA_MODEL": "small"}
        arguments = ["ask", WORTH, "--data", str(news), "--no-demo"]
        with subprocess.Popen(
            [sys.executable, "-c", CODE, *arguments],
            env=env | {"TERM": "xterm", "COLUMNS": "100"},
            cwd=tmp_path,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        ) as running:
            os.close(theirs)
            shown = b""
            while b"ten billion" not in shown:
                shown += os.read(ours, 4096)
            running.send_signal(signal.SIGINT)
            status = running.wait(timeout=20)
            assert server.disconnected.wait(10)
    os.set_blocking(ours, False)
    try:
        while more := os.read(ours, 65536):
            shown += more
    except OSError:
        pass
    os.close(ours)
    assert status == 130
    assert b"Traceback" not in shown


def endless_slowly(exchange: Any) -> None:
    """Words without end, few enough that the answer is not cut before somebody stops it."""
    exchange.begin()
    while True:
        exchange.say("ten billion ")
        time.sleep(0.2)


# -- nothing goes where nobody sent it


@pytest.mark.parametrize(("allowed", "sent"), [("false", False), ("true", True)])
def test_langsmith_gets_nothing_unless_sibilla_was_told_so(
    process: Command, news: Path, allowed: str, sent: bool
) -> None:
    seen: list[str] = []

    class Recorder(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.path)
            self.send_response(202)
            self.end_headers()

        do_GET = do_POST  # noqa: N815  the name that the server looks for

        def log_message(self, *given: object) -> None:
            """Nothing goes to the tests' output."""

    langsmith = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    Thread(target=langsmith.serve_forever, daemon=True).start()
    with model_server(says(TRUE)) as server:
        env = {
            "SIBILLA_MODEL_URL": server.url,
            "SIBILLA_MODEL": "small",
            "SIBILLA_TRACING": allowed,
            "LANGSMITH_TRACING": "true",
            "LANGSMITH_API_KEY": "lsv2_x",
            "LANGSMITH_ENDPOINT": f"http://127.0.0.1:{langsmith.server_port}",
        }
        ran = process("ask", WORTH, "--data", news, "--no-demo", env=env)
    langsmith.shutdown()
    langsmith.server_close()
    assert ran.status == 0, ran.err
    assert "ten billion" in ran.out
    assert bool(seen) is sent, ran.err


def test_without_a_model_nothing_of_it_is_imported(news: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from bot.cli import app\n"
        f"try: app(['ask', {WORTH!r}, '--data', {str(news)!r}, '--no-demo'])\n"
        "except SystemExit: pass\n"
        "heavy = ('langchain', 'langchain_core', 'openai', 'bot.generation')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == "[]", ran.stdout
