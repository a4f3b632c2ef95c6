"""Fuzz with atheris: `python -m tests.fuzz [SECONDS] [TARGET...]`, each 60 seconds if not told.

Seconds are those that the processor works, so that a busy machine tries no fewer inputs.

Each target runs in a process of its own, within limits of time and memory for each input. Prints a
table; what broke a target is kept under tests/fuzz/found, where the short tests try it again.
"""

import re
import resource
import subprocess
import sys
import tempfile
from math import ceil
from pathlib import Path

from tests.fuzz.targets import TARGETS

_FOUND = Path(__file__).parent / "found"
# Of the clock, for an input that may hang, and of the processor's work, for one that did seem to.
_SECONDS_AN_INPUT = 20
_SECONDS_OF_WORK = 10
_MEGABYTES = 2_048
_BYTES = 20_000


def fuzz(name: str, seconds: int) -> tuple[int, int, list[str]]:
    """Fuzz one target; gives how many inputs were tried, how much was reached, what was found."""
    found = _FOUND / name
    before = set(found.glob("*"))
    found.mkdir(parents=True, exist_ok=True)
    tried, reached, until = 0, 0, _work() + seconds
    broken: list[str] = []
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(TARGETS[name].seeds):
            (Path(corpus) / str(number)).write_bytes(seed)
        while not broken and (left := ceil(until - _work())) > 0:
            status, told = _run(name, left, corpus)
            tried += max(map(int, re.findall(r"^#(\d+)\s", told, re.MULTILINE)), default=0)
            reached = max(map(int, re.findall(r" cov: (\d+) ", told)), default=reached)
            new = sorted(set(found.glob("*")) - before)
            broken = [str(path) for path in new if _is_broken(name, path)]
            if status and not new:
                broken = [told[-2000:]]
            if broken:
                print(told[-3000:], file=sys.stderr)
    if not any(found.iterdir()):
        found.rmdir()
    return tried, reached, broken


def _work() -> float:
    """The seconds that the processor has given to the processes started here so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(name: str, seconds: int, corpus: str) -> tuple[int, str]:
    """Let libFuzzer try a target until something breaks or time is over; what it says."""
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "tests.fuzz.one", name, f"-max_total_time={seconds}"),
            *(f"-timeout={_SECONDS_AN_INPUT}", f"-rss_limit_mb={_MEGABYTES}"),
            *(f"-max_len={_BYTES}", f"-artifact_prefix={_FOUND / name}/", corpus),
        ],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return ran.returncode, ran.stderr + ran.stdout


def _is_broken(name: str, path: Path) -> bool:
    """Whether an input breaks its target; one that only seemed slow is thrown away."""
    if not path.name.startswith(("timeout-", "slow-unit-")):
        return True
    command = [sys.executable, "-m", "tests.fuzz.again", name, str(path), str(_SECONDS_OF_WORK)]
    slow = subprocess.run(command, capture_output=True, check=False).returncode != 0
    if not slow:
        path.unlink()
    return slow


def main() -> None:
    """Fuzz the targets named, or all; end with a fault when anything was found."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    names = [word for word in sys.argv[1:] if not word.isdecimal()] or list(TARGETS)
    seconds, faults = (*numbers, 60)[0], 0
    print("| what is read | seconds | inputs | places reached | found |")
    print("| --- | --- | --- | --- | --- |")
    for name in names:
        tried, reached, found = fuzz(name, seconds)
        faults += len(found)
        print(
            f"| {name} | {seconds} | {tried} | {reached} | {', '.join(found) or 'nothing'} |",
            flush=True,
        )
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
