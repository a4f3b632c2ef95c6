"""Running a command whose standard error, and where it is typed into the input, is a terminal."""

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


def typed_into(
    arguments: Sequence[str], lines: Sequence[str], variables: Mapping[str, str]
) -> tuple[int, str]:
    """The status of a command, and what its terminal showed; each line answers a prompt."""
    ours, theirs = pty.openpty()
    with (
        open(ours, "r+b", buffering=0) as screen,  # noqa: PTH123 - a descriptor, not a path
        subprocess.Popen(
            arguments,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=os.environ | variables,
            start_new_session=True,
        ) as ran,
    ):
        os.close(theirs)
        shown = b""
        for line in lines:
            while not shown.endswith(b": "):
                shown += screen.read(1024)
            screen.write(line.encode() + b"\n")
            shown += b"\n"
        shown += _read_until_hung_up(screen)
        return ran.wait(), shown.decode()


def _read_until_hung_up(screen: BinaryIO) -> bytes:
    shown = b""
    with contextlib.suppress(OSError):  # how Linux says that the other end is closed
        while part := screen.read(1024):
            shown += part
    return shown
