"""What plans held before is read from the repository that the person is in, whatever kind of one that is."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coachplan.base.errors import UnreadableError
from coachplan.store.git import Git
from coachplan.store.history import History
from conftest import ADA_PLAN, Coachplan

RunGit = Callable[..., str]
READING = (("history", "ada"), ("history", "ada", "--at", "HEAD~1"), ("history",))


@pytest.fixture
def edited(ada: Path, coachplan: Coachplan) -> Path:
    """Ada's plan, with a check-in and then another title."""
    assert coachplan("-C", ada, "log", "ada", "--date", "2026-01-12", "--win", "A clear update").code == 0
    assert coachplan("-C", ada, "edit", "ada", "--set", "title=Later title").code == 0
    return ada


def shown(coachplan: Coachplan, root: Path) -> list[str]:
    results = [coachplan("-C", root, *command) for command in READING]
    assert [(result.code, result.err) for result in results] == [(0, "")] * len(READING)
    return [result.out for result in results]


def test_history_shows_a_plan_and_its_check_ins_as_they_were(edited: Path, coachplan: Coachplan) -> None:
    events, at, _ = shown(coachplan, edited)

    assert "Later title" in events
    assert "Later title" not in at
    assert "Check-ins (1)" in at


def told_again(edited: Path, git: RunGit, outer: Path, inner: Path, *options: str) -> None:
    """The last three commits, made again in the folder `inner` of a new repository."""
    git(edited.parent, "init", "--quiet", *options, outer)
    for revision in ("main~2", "main~1", "main"):
        git(edited, "checkout", "--quiet", "--detach", revision)
        shutil.copytree(edited, inner, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git"))
        git(outer, "add", ".")
        git(outer, "commit", "--quiet", "--message", revision)


def test_history_reads_a_repository_whose_ids_are_of_sha_256(
    edited: Path, coachplan: Coachplan, git: RunGit, tmp_path: Path
) -> None:
    longer = tmp_path / "longer"
    told_again(edited, git, longer, longer, "--object-format=sha256")

    after = shown(coachplan, longer)

    assert "check-in of 2026-01-12 by Charles Babbage: 1 win" in after[0]
    assert after[1] == shown(coachplan, edited)[1]


def test_history_reads_plans_that_lie_deeper_in_a_repository(
    edited: Path, coachplan: Coachplan, git: RunGit, tmp_path: Path
) -> None:
    told_again(edited, git, tmp_path / "outer", tmp_path / "outer/deep/er")

    after = shown(coachplan, tmp_path / "outer/deep/er")

    assert "check-in of 2026-01-12 by Charles Babbage: 1 win" in after[0]
    assert after[1] == shown(coachplan, edited)[1]


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_REPLACE_REF_BASE"])
def test_history_follows_no_environment_that_leads_elsewhere(
    edited: Path, coachplan: Coachplan, git: RunGit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = shown(coachplan, edited)
    git(tmp_path, "init", "--quiet", "elsewhere")

    for command, out in zip(READING, before, strict=True):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere/.git"))
        assert coachplan("-C", edited, *command).out == out


def test_history_shows_the_text_that_was_committed_and_not_its_replacement(
    edited: Path, coachplan: Coachplan, git: RunGit
) -> None:
    before = shown(coachplan, edited)
    old, new = (git(edited, "rev-parse", f"{revision}:{ADA_PLAN}").strip() for revision in ("HEAD~1", "HEAD"))
    git(edited, "replace", old, new)

    assert shown(coachplan, edited) == before


def test_a_person_s_own_settings_in_the_environment_stay(
    edited: Path, coachplan: Coachplan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert coachplan("-C", edited, *READING[1]).code == 2
    for name, value in {"COUNT": "1", "KEY_0": "safe.directory", "VALUE_0": str(edited)}.items():
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)

    shown(coachplan, edited)


def test_a_folder_that_is_gone_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="gone is not there"):
        Git(tmp_path / "gone").folder()


@pytest.mark.parametrize("path", [ADA_PLAN, "plans/nobody/nothing"])
def test_nothing_is_under_a_file_or_where_nothing_is(edited: Path, path: str) -> None:
    git = Git(edited)

    assert History(git).files_at(git.revision("HEAD"), path) == git.files_at("HEAD", path) == {}


def test_both_ways_to_read_files_of_a_commit_read_the_same(edited: Path, git: RunGit) -> None:
    (edited / "plans/ada-lovelace/link").symlink_to("clear-status-updates")
    (edited / "plans/ada-lovelace/ünusual\n").write_bytes(b"\0\n\n")
    git(edited, "add", ".")
    git(edited, "commit", "--quiet", "--message", "Oddities")
    gateway = Git(edited)
    files = History(gateway).files_at(gateway.revision("HEAD"), "plans")

    assert files == gateway.files_at("HEAD", "plans")
    assert files["plans/ada-lovelace/ünusual\n"] == b"\0\n\n"
    assert len(files) == 5
