"""Real processes of Sibilla that are quick to start and may be killed at any moment.

A fork server has all modules loaded (`warm`); each command runs in a process forked from it.
"""

import contextlib
import ctypes
import importlib
import json
import multiprocessing
import os
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import index.vectors

ROOT = Path(__file__).parents[2]
_PATH = os.pathsep.join(map(str, (ROOT, ROOT / "tests", Path(__file__).parent)))

# In the environment of a process that shall have no special rights, even when root runs the tests.
HUMBLE = "HUMBLE"

# In the environment of a process for which a few dozen vectors are many: Chroma then keeps them in
# files, which it changes in place.
SOON_LARGE = "SOON_LARGE"
_LARGE, _WRITTEN_EVERY = 30, 20

# No command of the harness takes this many seconds, however busy the machine is. Only those are
# counted in which the harness was awake: who measures something else may stop all for a while.
PATIENCE = 120


@dataclass(frozen=True)
class Blow:
    """Where a process kills itself: at the nth call of a function, before or after it ran.

    `place` is "module:name" or "module:Class.name".
    """

    place: str
    nth: int = 1
    after: bool = False

    def __str__(self) -> str:
        moment = "after" if self.after else "before"
        return f"{moment} call {self.nth} of {self.place.rpartition(':')[2]}"


@dataclass
class Command:
    """A command that was started in a process of its own."""

    process: Any
    folder: Path
    started: float = field(default_factory=time.monotonic)
    seconds: float = 0.0

    def wait(self, seconds: int = PATIENCE) -> int:
        """Its exit status, or minus the signal that ended it."""
        for _ in range(seconds):
            self.process.join(1)
            if self.process.exitcode is not None:
                break
        assert self.process.exitcode is not None, f"it hangs: {self.err}"
        self.seconds = time.monotonic() - self.started
        return int(self.process.exitcode)

    def kill_at(self, seconds: float) -> int:
        """Kill it so many seconds after its start, unless it has ended by itself."""
        self.process.join(max(0.0, self.started + seconds - time.monotonic()))
        if self.process.exitcode is None:
            self.process.kill()
        return self.wait()

    def kill_after(self, seconds: float) -> int:
        """Kill it so many seconds from now, unless it has ended by itself."""
        return self.kill_at(time.monotonic() - self.started + seconds)

    def wait_for_output(self) -> None:
        """Wait until it has printed something, or has ended."""
        wait_until(lambda: bool(self.out) or self.process.exitcode is not None, step=0.005)

    @property
    def out(self) -> str:
        """What it has printed so far."""
        return (self.folder / "out").read_text(encoding="utf-8", errors="replace")

    @property
    def err(self) -> str:
        """What it has complained of so far."""
        return (self.folder / "err").read_text(encoding="utf-8", errors="replace")

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)


class Processes:
    """Starts processes with a folder each under `folder` for what they print."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = {"LANG": "en_GB.UTF-8", "LC_ALL": ""}
        self._context = multiprocessing.get_context("forkserver")
        self._running: list[Any] = []
        with _python_path():
            self._context.set_forkserver_preload(["warm"])
            forkserver.ensure_running()

    def sibilla(self, *arguments: object, blow: Blow | None = None, **environment: str) -> Command:
        """Start the command line with these arguments."""
        return self.call(_run_command, list(map(str, arguments)), blow=blow, **environment)

    def call(
        self,
        function: Callable[..., None],
        *given: Any,
        blow: Blow | None = None,
        **environment: str,
    ) -> Command:
        """Start a function of a module of the tests."""
        folder = self._folder / f"process-{time.monotonic_ns()}"
        folder.mkdir(parents=True)
        for name in ("out", "err"):
            (folder / name).touch()
        arguments = (folder, self._environment | environment, blow, function, given)
        process = self._context.Process(target=_begin, args=arguments)
        process.start()
        self._running.append(process)
        return Command(process, folder)

    def close(self) -> None:
        """End those that still run."""
        for process in self._running:
            if process.exitcode is None:
                process.kill()
            process.join(PATIENCE)


def wait_until(done: Callable[[], bool], seconds: float = PATIENCE, step: float = 0.1) -> None:
    """Wait, for so many seconds of being awake, until something is so."""
    for _ in range(int(seconds / step)):
        if done():
            return
        time.sleep(step)
    raise AssertionError(f"not so within {seconds} s")


def _begin(
    folder: Path,
    environment: Mapping[str, str],
    blow: Blow | None,
    function: Callable[..., None],
    given: Sequence[Any],
) -> None:
    """What runs in the process, from its first line on."""
    assert "warm" in sys.modules, "the fork server has not loaded what it should"
    for number, name in ((1, "out"), (2, "err")):
        with (folder / name).open("ab") as file:
            os.dup2(file.fileno(), number)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    os.environ.update(environment)
    if os.environ.pop(HUMBLE, ""):
        _give_up_root()
    if os.environ.pop(SOON_LARGE, ""):
        index.vectors._LARGE, index.vectors._WRITTEN_EVERY = _LARGE, _WRITTEN_EVERY
    if blow:
        _arm(blow)
    function(*given)
    sys.stdout.flush()


def _give_up_root() -> None:
    """Be stopped by the modes of files, as anybody but root is."""
    header = struct.pack("Ii", 0x20080522, 0)  # version 3 of Linux's interface, this process
    if ctypes.CDLL(None, use_errno=True).capset(header, bytes(24)):
        raise OSError(ctypes.get_errno(), "capset")


def _run_command(arguments: Sequence[str]) -> None:
    from bot.cli import main

    sys.argv = ["sibilla", *arguments]
    main()


def _arm(blow: Blow) -> None:
    """Have a function kill its process."""
    module, _, path = blow.place.partition(":")
    *owners, name = path.split(".")
    owner: Any = importlib.import_module(module)
    for part in owners:
        owner = getattr(owner, part)
    real, calls = getattr(owner, name), 0

    def deadly(*given: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == blow.nth and not blow.after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*given, **named)
        if calls == blow.nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


@contextlib.contextmanager
def _python_path() -> Iterator[None]:
    """The fork server finds its modules by the environment alone."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (_PATH, before)))
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
