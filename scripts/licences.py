"""Write docs/licences.md: the licence of every package that the locks name, as each declares it.

Usage: licences.py, where the packages of both locks are installed. A licence that is neither
permissive nor explained below is an error: it needs somebody to look at it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, distributions
from pathlib import Path

from lock import LOCK, TEST_LOCK, entries

PAPER = Path(__file__).parents[1] / "docs" / "licences.md"

_HEAD = """\
# Licences

Of every package in `requirements.lock` and `requirements-test.lock`, as the package itself declares
it. Sibilla is under Apache-2.0, installs these packages as their authors publish them, and contains
no code of theirs. Made by `make licences`.

Permissive licences go with Apache-2.0 without further ado. The others:

{explained}

## The program

{run}

## The tests

{test}
"""

# Permissive, by SPDX id: they ask for their notice to be kept, and for nothing of what uses them.
_PERMISSIVE = set(
    "0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0 CC0-1.0 CNRI-Python ISC LLVM-exception MIT "
    "MIT-0 MIT-CMU PSF-2.0 Zlib".split()
)
_FILE_BY_FILE = (
    "The licence ends at the edge of the package's own files; we neither change nor contain them"
)
_NOT_HANDED_OUT = "Makes the PDF files that tests read, and is no part of what is handed out"
# What asks for more, and why it is compatible all the same.
_EXPLAINED = {
    "certifi": _FILE_BY_FILE,
    "fpdf2": _NOT_HANDED_OUT,
    "hypothesis": _FILE_BY_FILE,
    "orjson": _FILE_BY_FILE,
    "pathspec": _FILE_BY_FILE,
    "tld": _FILE_BY_FILE,  # taken under the first of its three licences
    "tqdm": _FILE_BY_FILE,
}

# Other ways to write an SPDX id; and what a package says in a file alone.
_SPELLED = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache License Version 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "MIT, BSD": "MIT AND BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
}
_IN_A_FILE = {"axe-playwright-python": "MIT", "scipy": "BSD-3-Clause"}
# For other systems and newer Pythons only, so their metadata is not at hand.
_ELSEWHERE = {
    "audioop-lts": "PSF-2.0",
    "colorama": "BSD-3-Clause",
    "httpx2-jsfetch": "BSD-3-Clause",
    "pywin32": "PSF-2.0",
}


@dataclass(frozen=True)
class Licensed:
    """A package and its licence, an SPDX expression."""

    name: str
    licence: str

    @property
    def permissive(self) -> bool:
        """Whether every part of the licence is permissive, or one of its alternatives."""
        # Within brackets an alternative is no way out of what stands outside them.
        alternatives = [self.licence] if "(" in self.licence else self.licence.split(" OR ")
        named = (set(re.findall(r"[\w.-]+", each)) for each in alternatives)
        return any(ids and ids - {"AND", "OR", "WITH"} <= _PERMISSIVE for ids in named)


def licensed(lock: Path) -> list[Licensed]:
    """The packages of a lock with their licences.

    Raises:
        ValueError: one tells none, or one that nobody has looked at.
    """
    found = [Licensed(name, licence_of(name)) for name in sorted(entries(lock.read_text()))]
    for package in found:
        if not package.permissive and package.name not in _EXPLAINED:
            raise ValueError(f"{package.name} is under {package.licence!r}: look at it")
    return found


def licence_of(name: str) -> str:
    """The licence of a package, as an SPDX expression; "" when it tells none."""
    metadata = _METADATA.get(name)
    if name in _IN_A_FILE or metadata is None:
        return _IN_A_FILE.get(name) or _ELSEWHERE.get(name, "")
    declared = next((text.strip() for text in _declared(metadata) if text.strip()), "")
    declared = declared.partition("\n")[0].strip()  # some give the whole text, its name first
    return _SPELLED.get(declared, declared).replace(" or ", " OR ")


def _declared(metadata: PackageMetadata) -> Iterator[str]:
    yield metadata.get("License-Expression") or ""
    yield metadata.get("License") or ""
    for classifier in metadata.get_all("Classifier") or ():
        if classifier.startswith("License ::"):
            yield classifier.rpartition("::")[2]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


_METADATA = {_plain(found.metadata["Name"]): found.metadata for found in distributions()}


def paper() -> str:
    """The paper, as it should be."""
    run, test = licensed(LOCK), licensed(TEST_LOCK)
    explained = "\n".join(
        f"- {reason}: "
        + ", ".join(
            f"{package.name} ({package.licence})"
            for package in (*run, *test)
            if _EXPLAINED.get(package.name) == reason
        )
        for reason in (_FILE_BY_FILE, _NOT_HANDED_OUT)
    )
    return _HEAD.format(explained=explained, run=_table(run), test=_table(test))


def _table(packages: list[Licensed]) -> str:
    rows = (f"| {package.name} | {package.licence} |" for package in packages)
    return "\n".join(["| package | licence |", "| --- | --- |", *rows])


if __name__ == "__main__":
    PAPER.write_text(paper(), encoding="utf-8")
