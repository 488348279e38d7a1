"""A tutorial as it is written: each command, and the output that is shown after it."""

import re
import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parents[1]


class Ended(Protocol):
    """How a command ended."""

    @property
    def code(self) -> int: ...
    @property
    def out(self) -> str: ...
    @property
    def err(self) -> str: ...


def walk(page: str) -> list[tuple[str, str]]:
    """Each command of a tutorial, with the output shown after it, where there is one."""
    found = []
    tutorial = (ROOT / "docs" / page).read_text(encoding="utf-8")
    for block in re.findall(r"^```console\n(.*?)^```", tutorial, re.MULTILINE | re.DOTALL):
        for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = entry.partition("\n")
            found.append((command, output))
    return found


def shows(line: str, printed: str) -> bool:
    """True if a line that a page shows was printed, with anything for each ellipsis in it."""
    return bool(re.search("^" + ".*".join(map(re.escape, line.split("…"))) + "$", printed, re.MULTILINE))


def play(
    page: str, folder: Path, coachplan: Callable[[Sequence[str], Path], Ended], export: Callable[[str, str], object]
) -> str:
    """Go through a tutorial in `folder`, and return all that was printed."""
    said = ""
    for command, output in walk(page):
        match shlex.split(command):
            case ["export", setting]:
                export(*setting.replace("$PWD", str(folder)).split("="))
            case ["cd", place]:
                folder = (folder / place).resolve(strict=True)
            case ["mkdir", *places]:
                for place in places:
                    (folder / place).mkdir()
            case ["coachplan", *arguments]:
                given = [str(next(folder.glob(one))) if one.endswith("-*") else one for one in arguments]
                result = coachplan(given, folder)
                is_stopped = output.startswith("coachplan: ")
                assert result.code == (2 if is_stopped else int("error" in output)), (command, result)
                printed = result.err if is_stopped else result.out
                assert [line for line in output.splitlines() if not shows(line, printed)] == [], printed
                said += result.out
            case _:
                raise AssertionError(f"{command}: neither coachplan nor cd")
    return said
