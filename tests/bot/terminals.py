"""Running a command whose standard error is a terminal."""

import contextlib
import os
import pty
import subprocess
from collections.abc import Mapping, Sequence
from typing import BinaryIO


def on_terminal(arguments: Sequence[str], variables: Mapping[str, str]) -> tuple[str, str]:
    """What a command writes into a pipe, and what it shows on the terminal meanwhile."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"} | variables
    with (
        open(ours, "rb", buffering=0) as screen,  # noqa: PTH123 - a descriptor, not a path
        subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=theirs, env=environment) as ran,
    ):
        os.close(theirs)
        shown = _read_until_hung_up(screen)
        assert ran.stdout
        return ran.stdout.read().decode(), shown.decode()


def _read_until_hung_up(screen: BinaryIO) -> bytes:
    shown = b""
    with contextlib.suppress(OSError):  # how Linux says that the other end is closed
        while part := screen.read(1024):
            shown += part
    return shown
