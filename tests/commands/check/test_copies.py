"""Second copies of a plan's files, as sync programs and editors leave them: found by `check`, and counted by nobody."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import ADA_PLAN

FOLDER = str(Path(ADA_PLAN).parent)
SAID = ("--win", "A win to see", "--obstacle", "The room is booked", "--measure", "clear=3")


def copied(path: Path, name: str) -> Path:
    copy = path.with_name(name.format(path.stem))
    copy.write_bytes(path.read_bytes())
    return copy


@pytest.fixture
def check_in(ada: Path, coachplan: Callable[..., Any]) -> Path:
    """The file of a check-in in Ada's plan."""
    assert coachplan("-C", ada, "log", "ada", *SAID).code == 0
    (path,) = (ada / FOLDER / "check-ins").iterdir()
    return path


READING = {
    "list": ("list", "--format", "json"),
    "show": ("show", "ada"),
    "show as data": ("show", "ada", "--format", "json"),
    "status": ("status", "ada"),
    "prep": ("prep", "ada"),
    "document": ("render", "ada"),
    "due": ("due",),
    "calendar": ("calendar", "ada"),
}
NAMES = ["{} (conflicted copy 2026-02-04).md", "{}.sync-conflict-20260204-101112-ABC.md", "{} (1).md", "{} 2.md"]


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_of_a_check_in_counts_for_nothing(ada, coachplan, check_in, name: str) -> None:
    before = {command: coachplan("-C", ada, *arguments).out for command, arguments in READING.items()}
    copied(check_in, name)
    assert {command: coachplan("-C", ada, *arguments).out for command, arguments in READING.items()} == before


def test_a_copy_that_was_committed_is_not_a_session_of_the_history(ada, coachplan, git, check_in) -> None:
    copied(check_in, NAMES[0])
    git(ada, "add", ".")
    git(ada, "commit", "-qm", "All I have")
    assert "notes and layout" in coachplan("-C", ada, "history", "ada").out.splitlines()[1]
    now, before = (coachplan("-C", ada, "history", "ada", "--at", at).out for at in ("HEAD~0", "HEAD~1"))
    assert now == before.replace("HEAD~1", "HEAD~0")
    assert "A win to see" in now


@pytest.mark.parametrize("name", ["plan (1).md", "plan.md.orig", "plan.md~", "#plan.md#"])
def test_check_finds_a_copy_of_the_plan_and_again_from_its_cache(ada, coachplan, name: str) -> None:
    check = ("check", "--select", "CP901", "--format", "json")
    assert coachplan(*check, cwd=ada).code == 0
    copy = copied(ada / ADA_PLAN, name)
    for _ in range(2):
        found = json.loads(coachplan(*check, cwd=ada).out)["findings"]
        assert [(finding["path"], finding["code"]) for finding in found] == [(f"{FOLDER}/{name}", "CP901")]
    copy.unlink()
    assert coachplan(*check, cwd=ada).code == 0


@pytest.mark.parametrize("name", [*NAMES, "{}.md.orig"])
def test_check_finds_a_copy_of_a_check_in(ada, coachplan, check_in, name: str) -> None:
    assert coachplan("-C", ada, "check").code == 0
    copy = copied(check_in, name)
    result = coachplan("-C", ada, "check")
    assert result.code == 1
    assert f"{copy.relative_to(ada)}:1:1: CP901 warning: " in result.out


def test_a_copy_refuses_nothing_and_is_not_saved(ada, coachplan, git, check_in) -> None:
    copy = copied(check_in, NAMES[0])
    assert coachplan("-C", ada, "propose", "ada", "Another").code == 0
    result = coachplan("-C", ada, "save")
    assert result.code == 0
    assert result.err == f"Left as they are, since they are not a part of a plan: {copy.relative_to(ada)}\n"
    assert git(ada, "ls-files", "--", f"{FOLDER}/check-ins").count("\n") == 1
