"""The word lists in files: each has a heading that the module beside it asks for, and words."""

from pathlib import Path

import pytest

from coachplan.checks import wording
from coachplan.checks.wording.lists import word_lists

FOLDER = Path(wording.__file__).parent


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_the_module_reads_every_list_of_its_file(path):
    lists = word_lists(path.stem)
    code = path.with_suffix(".py").read_text(encoding="utf-8")

    assert all(lists.values())
    assert [name for name in lists if f'"{name}"' not in code] == []


def test_comments_are_not_words_and_signs_are():
    lists = word_lists("quantity")

    assert {"c#", ".net"} < lists["named"]
    assert "Room" not in lists["named"]
    assert "%" in lists["fractions"]
