"""A small repository with plans of the examples, and a way to change them."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import reopened

EXAMPLES = Path(__file__).parents[3] / "examples"
ADA = "plans/ada-lovelace/clear-status-updates"
BEN = "plans/ben-carter/shorter-meeting-notes"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two plans of the examples, Ada's with four check-ins, Ben's with two; no git, which `check` does not need.

    They are on hold, as of closed plans most rules do not speak.
    """
    folder = tmp_path / "repository"
    for plan in (ADA, BEN):
        shutil.copytree(EXAMPLES / plan, folder / plan)
        file = folder / plan / "plan.md"
        file.write_text(reopened(file.read_text(encoding="utf-8"), "on-hold"), encoding="utf-8")
    (folder / "coachplan.toml").write_text("", encoding="utf-8")
    return folder


@pytest.fixture
def check(coachplan: Callable[..., Any], repository: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`coachplan check` in that repository, on the day for which the examples are written."""
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-11-01")
    monkeypatch.chdir(repository)
    return lambda *arguments, **options: coachplan("check", *arguments, **options)


@pytest.fixture
def recorded(repository: Path, git: Callable[..., str]) -> Path:
    """The same repository, all of it committed on the branch `main`."""
    git(repository, "init", "--quiet", "--initial-branch=main")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "Plans")
    return repository


@pytest.fixture
def change(repository: Path) -> Callable[[str, str, str], None]:
    """Replaces a text, once, in a file of the repository."""

    def replace(path: str, old: str, new: str) -> None:
        file = repository / path
        text = file.read_bytes().decode()
        assert old in text
        file.write_bytes(text.replace(old, new, 1).encode())

    return replace
