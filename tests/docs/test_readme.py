"""The papers name only what exists: commands, options, targets, files and figures."""

import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest
import typer

from bot.cli import app
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
PAPERS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

each_paper = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)


def code_of(text: str) -> list[str]:
    """Every line for a shell: of fenced and indented blocks, and between backticks."""
    lines = []
    fences = re.findall(r"^```([^\n]*)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    for language, block in fences:
        if language in ("", "sh", "bash", "console"):
            lines += block.splitlines()
    prose = re.sub(r"^```.*?^```|(?<!`)``(?!`)", "", text, flags=re.DOTALL | re.MULTILINE)
    lines += re.findall(r"^(?: {4}|\t)(\S.*)$", prose, re.MULTILINE)
    lines += [span.replace("\n", " ") for span in re.findall(r"`([^`]+)`", prose)]
    return [line.strip().removeprefix("$ ") for line in lines]


def runs_of(program: str, text: str) -> list[list[str]]:
    """The arguments that a paper shows a program with, a list a run."""
    runs = []
    for line in code_of(text):
        for part in re.split(r"&&|\||;", line.split(" #")[0]):
            first, *arguments = shlex.split(part) or [""]
            if Path(first).name == program and re.match(r"(\.venv/bin/)?\w+$", first):
                runs.append(arguments)
    return runs


def make_targets() -> set[str]:
    """The targets of the Makefile that are meant to be called by name."""
    return set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE))


COMMANDS = typer.main.get_command(app)


def options_of(name: str) -> set[str]:
    """The options of a command, `--help` included."""
    command = COMMANDS.commands[name]  # type: ignore[attr-defined]
    spelled = [
        option
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
    ]
    return {"--help", *(option for option in spelled if option.startswith("--"))}


def test_the_readers_of_papers_below_see_what_is_there() -> None:
    text = (
        "Run `sibilla ask`:\n\n    make run  # first\n\n```sh\n$ sibilla add --json a | head\n```\n"
    )
    assert runs_of("sibilla", text) == [["add", "--json", "a"], ["ask"]]
    assert runs_of("make", text) == [["run"]]
    assert {"ask", "serve"} <= set(COMMANDS.commands)  # type: ignore[attr-defined]
    assert "--no-browser" in options_of("serve")


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"])
def test_the_papers_that_every_project_has_are_there(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").strip()


@each_paper
def test_every_command_and_option_named_exists(paper: Path) -> None:
    for arguments in runs_of("sibilla", paper.read_text(encoding="utf-8")):
        if not arguments or arguments == ["--help"]:
            continue
        name, *rest = arguments
        assert name in COMMANDS.commands, arguments  # type: ignore[attr-defined]
        named = {word.split("=")[0] for word in rest if word.startswith("--")}
        assert named <= options_of(name), arguments


def test_every_command_is_named_in_some_paper() -> None:
    text = "\n".join(paper.read_text(encoding="utf-8") for paper in PAPERS)
    named = {arguments[0] for arguments in runs_of("sibilla", text) if arguments}
    assert set(COMMANDS.commands) - named - {"status"} == set()  # type: ignore[attr-defined]


@each_paper
def test_every_make_target_named_exists(paper: Path) -> None:
    for arguments in runs_of("make", paper.read_text(encoding="utf-8")):
        targets = {word for word in arguments if "=" not in word and not word.startswith("-")}
        assert targets <= make_targets(), arguments


@each_paper
def test_every_setting_named_exists(paper: Path) -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", paper.read_text(encoding="utf-8")))
    assert named <= {PREFIX + field.upper() for field in Settings.model_fields}


@each_paper
def test_every_relative_link_points_to_a_file(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = paper.parent / path if path else paper
        assert target.exists(), link
        if anchor:
            assert anchor in anchors_of(target), link


def anchors_of(paper: Path) -> set[str]:
    """The anchors of a paper's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ +(.+)$", paper.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@each_paper
def test_nothing_is_left_to_fill_in(paper: Path) -> None:
    prose = "\n".join(
        line for line in paper.read_text(encoding="utf-8").splitlines() if "`" not in line
    )
    assert re.findall(r"\{[A-Z_]+\}|\bTODO\b|\bTBD\b|\bXXX\b", prose) == []


def test_the_size_of_the_demo_corpus_is_as_told() -> None:
    stems = [path.stem for path in (ROOT / "corpus" / "articles").glob("*.md")]
    stories = {stem.rpartition(".")[0] for stem in stems}
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.search(r"(\d+) stories\s+in\s+(\d+)\s+articles", text)
    assert told, "the README tells how many stories in how many articles there are"
    assert [int(figure) for figure in told.groups()] == [len(stories), len(stems)]


# -- the Makefile


def test_make_help_is_the_manual() -> None:
    ran = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = dict(re.findall(r"^ +make ([a-z-]+) +(\S.*)$", ran.stdout, re.MULTILINE))
    assert set(listed) == make_targets()
    plain = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert plain.stdout == ran.stdout


def test_every_phony_target_has_a_rule() -> None:
    [phony] = re.findall(r"^\.PHONY:(.*)$", MAKEFILE, re.MULTILINE)
    assert set(phony.split()) == make_targets()


def test_what_the_makefile_runs_exists() -> None:
    paths = re.findall(r"\b((?:scripts|tests)/[\w/]+(?:\.\w+)?)", MAKEFILE)
    paths += [
        f"{module}.py" if (ROOT / f"{module}.py").exists() else f"{module}/__main__.py"
        for module in (name.replace(".", "/") for name in re.findall(r"-m (tests[\w.]+)", MAKEFILE))
    ]
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_command_is_the_one_that_the_package_installs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"sibilla": "bot.cli:main"}
    assert project["name"] == "sibilla-news"
