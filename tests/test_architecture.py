"""The line of ARCHITECTURE.md is true: a room imports only from rooms after it, and one room alone knows a library."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "coachplan"
_LINE = re.compile(r"^`(commands → .*)`$", re.MULTILINE)


@cache
def ranks() -> dict[str, int]:
    """How far each room stands from the right end of the page's line; rooms in braces stand side by side."""
    line = _LINE.search((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    assert line
    steps = [step.strip(" {}").split(", ") for step in line[1].split("→")]
    return {room: rank for rank, rooms in enumerate(reversed(steps)) for room in rooms}


def modules() -> list[Path]:
    return sorted(path for path in SOURCE.glob("*/**/*.py") if "templates" not in path.parts)


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


@cache
def nodes(path: Path) -> list[ast.AST]:
    """All that a file of Python is made of."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module", autouse=True)
def forgotten_afterwards() -> Iterator[None]:
    yield
    nodes.cache_clear()


def imported(path: Path) -> Iterator[str]:
    """The rooms that a file imports from, anywhere in it."""
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "coachplan":
            names = node.module.split(".")[1:2] or [alias.name for alias in node.names]
            yield from (name for name in names if not name.startswith("__version"))


@cache
def foreign(path: Path) -> set[str]:
    names = [alias.name for node in nodes(path) if isinstance(node, ast.Import) for alias in node.names]
    names += [str(node.module) for node in nodes(path) if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


def test_the_line_names_every_room() -> None:
    assert set(ranks()) == {room_of(path) for path in modules()}


def test_beside_the_rooms_there_is_only_the_way_in() -> None:
    assert {path.name for path in SOURCE.glob("*.py")} == {"__init__.py", "__main__.py", "cli.py"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_run_one_way(path: Path) -> None:
    own = room_of(path)
    assert [room for room in imported(path) if room != own and ranks()[room] >= ranks()[own]] == []


@pytest.mark.parametrize(
    "room", sorted(path.parent for path in SOURCE.glob("*/**/__init__.py")), ids=lambda path: path.name
)
def test_a_room_says_what_lives_there(room: Path) -> None:
    said = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    assert said
    assert said.endswith(".")


def test_no_two_classes_have_one_name() -> None:
    places: dict[str, list[str]] = {}
    for path in modules():
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(str(path.relative_to(SOURCE)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_the_map_names_every_file() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rows = re.finditer(r"^\| `([a-z/]+)` \| .* \| (.*) \|$", page, re.MULTILINE)
    named = {row[1]: {file.partition(" (")[0] for file in row[2].split("; ")} for row in rows}
    found: dict[str, set[str]] = {
        str(room.parent.relative_to(SOURCE)): set() for room in SOURCE.glob("*/**/__init__.py")
    }
    for path in modules():
        if path.name != "__init__.py" and (path.parent.name != "commands" or path.name.startswith("_")):
            found[str(path.parent.relative_to(SOURCE))].add(path.stem)
    assert named == found


@pytest.mark.parametrize(
    ("library", "only"),
    [
        ("git", {"store"}),
        ("jinja2", {"store"}),
        ("frontmatter", {"format"}),
        ("yaml", {"format"}),
        ("plotille", {"output"}),
        ("pygal", {"output"}),
        ("watchfiles", {"store"}),
        ("werkzeug", {"output"}),
    ],
)
def test_one_room_alone_knows_a_library(library: str, only: set[str]) -> None:
    assert {room_of(path) for path in modules() if library in foreign(path)} == only


def test_functions_are_short_and_commands_little_longer() -> None:
    too_long = set()
    for path in modules():
        is_command = room_of(path) == "commands" and not path.name.startswith("_")
        own = {path.stem, f"{path.stem}_plans"} if is_command else set()
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef) and _lines(node) > (60 if node.name in own else 50):
                too_long.add(f"{path.stem}.{node.name}")
    assert too_long == set()


def _lines(function: ast.FunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


_CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"), ("time", "localtime")}


def test_only_commands_look_at_the_calendar() -> None:
    """The day and the moment are arguments below the commands; how long something takes may be measured anywhere."""
    asks = {
        f"{path.relative_to(SOURCE)}: {node.value.id}.{node.attr}"
        for path in modules()
        if room_of(path) != "commands"
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if (node.value.id, node.attr) in _CLOCKS
    }
    assert asks == set()
