"""The paper on the API names every operation, its limits as they are, and nothing else."""

import re
from pathlib import Path

from bot.access.gate import MAX_UPLOAD_MEGABYTES
from bot.api.adding import MAX_FILES
from bot.api.app import create_api
from bot.question import MAX_CHARACTERS
from bot.settings import Settings
from bot.sibilla import Sibilla

PAPER = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_paper_lists_every_operation_and_no_other(data: Path) -> None:
    sibilla = Sibilla(Settings(data=data, demo=False))
    paths = create_api(sibilla).openapi()["paths"]
    sibilla.close()
    there = {f"{method.upper()} /api{path}" for path in paths for method in paths[path]}
    assert set(re.findall(r"^\| `([A-Z]+ /api\S*)` \|", PAPER, re.MULTILINE)) == there


def test_the_paper_tells_the_limits_as_they_are() -> None:
    text = " ".join(PAPER.split())
    assert f"at most {MAX_CHARACTERS:,} characters" in text
    assert f"{MAX_UPLOAD_MEGABYTES} MB in {MAX_FILES:,} files" in text
