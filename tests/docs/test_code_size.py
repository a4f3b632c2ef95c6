"""Functions fit a screen."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SCREEN = 50  # lines


def functions() -> Iterator[tuple[str, int]]:
    """Each function of the program, and how many lines it takes."""
    for room in ("bot", "corpus", "index"):
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    assert node.end_lineno
                    yield f"{file.name}: {node.name}", node.end_lineno - node.lineno + 1


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = dict(functions())
    assert "cli.py: main" in lengths
    assert [name for name, lines in lengths.items() if lines > _SCREEN] == []
