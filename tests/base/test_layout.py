"""The names of files: which are second copies that a program left, and which are people's own."""

import pytest

from coachplan.base.layout import is_check_in, is_copy, is_plan_file

CHECK_IN = "2026-01-12-ada-lovelace-7kq3m2vx"
FOLDER = "plans/ada-lovelace/talks"
COPIES = [
    "plan (Ada's conflicted copy 2026-01-05).md",
    "plan (conflicted copy 2026-01-05 101112).md",
    "plan (Case Conflict).md",
    f"{CHECK_IN} (Konflikt-Kopie).md",
    f"{CHECK_IN} (Copie en conflit de Ada 2026-01-05).md",
    "plan.sync-conflict-20260105-101112-ABCDEFG.md",
    "plan_conflict-20260105-101112.md",
    "notes (conflicted copy).txt",
    *(
        "plan (1).md",
        "plan(2).md",
        "plan 2.md",
        "plan copy.md",
        "plan copy 2.md",
        "plan - Copy.md",
        "plan - Kopie (2).md",
    ),
    *(f"{CHECK_IN} (1).md", f"{CHECK_IN} 2.md", "2026-01-12 2.md", "Copy of plan.md", f"Kopie von {CHECK_IN}.md"),
    *("plan.md.orig", "plan.md.rej", "plan.md.bak", "plan.md~", "#plan.md#", "plan_LOCAL_4711.md", "plan_BASE_4711.md"),
]
OWN = [
    *("plan.md", f"{CHECK_IN}.md", "2026-01-12.md", "session 2.md", "notes (1).md", "2026-01-12 with Charles.md"),
    *("2026-01-12 a conflict is solved.md", "2026-01-12-conflict-2abcdefg.md", "plans.md", "photo.png"),
]


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_told_by_its_name_and_is_no_file_of_a_plan(name: str) -> None:
    assert is_copy(name)
    assert is_copy(f"{FOLDER}/{name}")
    assert not is_plan_file(f"{FOLDER}/{name}")
    assert not is_check_in(f"{FOLDER}/check-ins/{name}")


@pytest.mark.parametrize("name", OWN)
def test_another_name_is_a_persons_own(name: str) -> None:
    assert not is_copy(name)
    assert is_check_in(f"{FOLDER}/check-ins/{name}") == name.endswith(".md")


@pytest.mark.parametrize(
    "path",
    [
        *("check-ins/x.md", "plans/ada/check-ins/x.md", f"{FOLDER}/x.md", f"{FOLDER}/check-ins/more/x.md"),
        *(f"{FOLDER}/check-ins/.x.md", f"{FOLDER}/check-ins/x.txt", f"{FOLDER}/check-ins/"),
    ],
)
def test_a_check_in_lies_in_its_folder_and_is_markdown_in_sight(path: str) -> None:
    assert not is_check_in(path)
