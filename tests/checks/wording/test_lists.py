"""The word lists in files: each has a heading that the module beside it asks for, a reason, and words."""

import re
from pathlib import Path

import pytest

from coachplan import checks
from coachplan.checks.wording.lists import either, word_lists

FOLDER = Path(checks.__file__).parent
FILES = sorted([*FOLDER.glob("wording/*.txt"), *FOLDER.glob("rules/*.txt")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_module_reads_every_list_of_its_file(path: Path) -> None:
    module = path.with_suffix(".py")
    lists, code = word_lists(str(module)), module.read_text(encoding="utf-8")

    assert all(lists.values())
    assert [name for name in lists if f'"{name}"' not in code and f"'{name}'" not in code] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_list_says_why_it_is_there(path: Path) -> None:
    headings = re.findall(r"^\[(\w+)\]\n(# )?", path.read_text(encoding="utf-8"), re.MULTILINE)

    assert [name for name, why in headings if not why] == []


def test_comments_are_not_words_and_signs_are() -> None:
    lists = word_lists(str(FOLDER / "wording" / "quantity.py"))

    assert {"c#", ".net"} < lists["named"]
    assert "Room" not in lists["named"]
    assert "%" in lists["fractions"]


def test_a_pattern_for_a_list_is_the_same_each_time() -> None:
    assert either(frozenset(["her", "a bit", "his"])) == "(?:a bit|her|his)"
