"""The wheel holds the program with its data, and nothing of the tests."""

import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSIDE = ("bot", "corpus", "index", "pyproject.toml", "README.md", "LICENSE")

pytestmark = pytest.mark.skipif(
    find_spec("setuptools") is None or find_spec("pip") is None,
    reason="setuptools and pip are needed to build a wheel without the network",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from a copy so that no build folder is left in the checkout."""
    checkout = tmp_path_factory.mktemp("checkout")
    for name in INSIDE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, checkout / name)
    (checkout / "tests").mkdir()
    (checkout / "tests" / "test_nothing.py").touch()
    command = [sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation"]
    ran = subprocess.run(
        [*command, "--no-index", "--disable-pip-version-check", "--wheel-dir", "built"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    [built] = (checkout / "built").glob("sibilla_news-*.whl")
    return zipfile.ZipFile(built)


def test_every_module_article_style_and_script_travels(wheel: zipfile.ZipFile) -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for package in ("bot", "corpus", "index")
        for path in (ROOT / package).rglob("*")
        if path.suffix in (".py", ".md", ".css", ".js")
    }
    assert any(name.endswith(".css") for name in expected)
    assert any(name.startswith("corpus/articles/") for name in expected)
    assert expected - set(wheel.namelist()) == set()


def test_nothing_else_travels(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    packages = {"bot", "corpus", "index"}
    assert {top for top in tops if not top.endswith(".dist-info")} == packages
    assert not any("test" in name for name in wheel.namelist())


def test_the_command_and_the_licence_are_declared(wheel: zipfile.ZipFile) -> None:
    [entry_points] = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "sibilla = bot.cli:main" in wheel.read(entry_points).decode()
    [metadata] = [name for name in wheel.namelist() if name.endswith("/METADATA")]
    assert "License-Expression: Apache-2.0" in wheel.read(metadata).decode()
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())
