"""The layers of ARCHITECTURE.md are true: a module imports only from layers below its own."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "coachplan"
_ROW = re.compile(r"^\| (\d+) \| ((?:`[a-z_/]+`(?:, )?)+) \|", re.MULTILINE)


def layers() -> dict[str, int]:
    """The layer of each module or package, as the page's table has it."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return {name.strip("`/"): int(row[1]) for row in _ROW.finditer(page) for name in row[2].split(", ")}


def modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if path.name != "__init__.py" or path.parent != SOURCE)


def part_of(path: Path) -> str:
    """The module or package of the table that a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """The parts of coachplan that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "coachplan":
            names = node.module.split(".")[1:2] or [alias.name for alias in node.names]
            yield from (name for name in names if not name.startswith("__version"))


@cache
def foreign(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


def test_every_part_has_a_layer() -> None:
    assert {part_of(path) for path in modules()} == set(layers())


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_run_downward_only(path: Path) -> None:
    table = layers()
    own = part_of(path)
    wrong = [name for name in imported(path) if name != own and table[name] >= table[own]]
    assert wrong == []


@pytest.mark.parametrize(
    ("library", "only"),
    [
        ("git", {"history"}),
        ("jinja2", {"templating"}),
        ("frontmatter", {"document"}),
        ("yaml", {"document"}),
        ("plotille", {"reports"}),
        ("pygal", {"reports"}),
        ("watchfiles", {"commands"}),
        ("werkzeug", {"site"}),
    ],
)
def test_one_part_alone_knows_a_library(library: str, only: set[str]) -> None:
    assert {part_of(path) for path in modules() if library in foreign(path)} == only
