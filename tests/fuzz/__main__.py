"""Fuzz with atheris: `python -m tests.fuzz [SECONDS] [TARGET...]`, 60 seconds each if not told.

Each target runs in a process of its own, within limits of time and memory for each input. Prints a
table; what broke a target is kept under tests/fuzz/found, where the short tests try it again.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.targets import TARGETS

_FOUND = Path(__file__).parent / "found"
_SECONDS_AN_INPUT = 20
_MEGABYTES = 2_048
_BYTES = 20_000


def fuzz(name: str, seconds: int) -> tuple[int, int, list[str]]:
    """Fuzz one target; gives how many inputs were tried, how much was reached, what was found."""
    found = _FOUND / name
    before = set(found.glob("*"))
    found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(TARGETS[name].seeds):
            (Path(corpus) / str(number)).write_bytes(seed)
        ran = subprocess.run(
            [
                *(sys.executable, "-m", "tests.fuzz.one", name, f"-max_total_time={seconds}"),
                *(f"-timeout={_SECONDS_AN_INPUT}", f"-rss_limit_mb={_MEGABYTES}"),
                *(f"-max_len={_BYTES}", f"-artifact_prefix={found}/", corpus),
            ],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    told = ran.stderr + ran.stdout
    tried = [int(number) for number in re.findall(r"^#(\d+)\s", told, re.MULTILINE)]
    reached = [int(number) for number in re.findall(r" cov: (\d+) ", told)]
    broken = [str(path) for path in sorted(set(found.glob("*")) - before)]
    if ran.returncode and not broken:
        broken = [told[-2000:]]
    if broken:
        print(told[-3000:], file=sys.stderr)
    elif not any(found.iterdir()):
        found.rmdir()
    return max(tried, default=0), max(reached, default=0), broken


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
