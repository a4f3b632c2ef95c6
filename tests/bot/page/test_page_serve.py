"""Serving the page: addresses, taken ports, and what is imported when."""

import socket
import subprocess
import sys

import pytest

from bot.page.serve import listen, page_address
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
