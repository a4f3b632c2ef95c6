"""Serving the page: addresses, taken ports, and what is imported when."""

import http.client
import socket
import subprocess
import sys
import threading
import time

import pytest
from fastapi import FastAPI

from bot.page.serve import PageServer, listen, page_address
from corpus.errors import SettingWrong


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:7860"),
        ("localhost", "http://localhost:7860"),
        ("0.0.0.0", "http://127.0.0.1:7860"),
        ("::", "http://127.0.0.1:7860"),
        ("::1", "http://[::1]:7860"),
    ],
)
def test_the_page_has_an_address_that_opens_on_this_machine(host: str, address: str) -> None:
    assert page_address(host, 7860) == address


def test_a_taken_port_is_told_before_anything_is_served() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingWrong, match=f"port is wrong: 127.0.0.1:{port}"):
            listen("127.0.0.1", port)


def test_rendering_answers_does_not_import_gradio() -> None:
    program = (
        "import sys, bot.page.render_chat, bot.page.render_sources, bot.page.render_library;"
        "sys.exit('gradio' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_connection_that_rested_for_a_while_can_be_used_again() -> None:
    listening = threading.Event()
    server = PageServer(FastAPI(), listening.set)
    with listen("127.0.0.1", 0) as listener:
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        serving.start()
        assert listening.wait(10)
        client = http.client.HTTPConnection(*listener.getsockname(), timeout=10)
        try:
            for pause in (0, 6):  # clients let one rest for 5 seconds and more
                time.sleep(pause)
                client.request("GET", "/")
                client.getresponse().read()
        finally:
            client.close()
            server.should_exit = True
            serving.join(10)
    assert not serving.is_alive()
