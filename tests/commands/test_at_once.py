"""`git config --global coachplan.sync always`: what is recorded is shared at once; that it cannot be fails nothing."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def shared(ada, coachplan, tmp_path) -> Path:
    """Ada's plan, shared; the manager's clone is where the plan was made, hers is `hers`."""
    assert coachplan("-C", ada, "share", "../plans.git", "--yes").code == 0
    assert coachplan("-C", tmp_path, "clone", "plans.git", "hers", "--as", "ada").code == 0
    return ada


def always(home: Path, value: str = "always", file: str = ".gitconfig") -> None:
    with (home / file).open("a", encoding="utf-8") as settings:
        settings.write(f"[coachplan]\n    sync = {value}\n")


def heads(git, clone: Path) -> tuple[str, str]:
    return git(clone, "rev-parse", "HEAD"), git(clone.parent / "plans.git", "rev-parse", "HEAD")


def test_what_is_recorded_is_shared_at_once_and_what_came_is_said(shared, coachplan, git, own_world, tmp_path) -> None:
    always(own_world, "Always")
    result = coachplan("-C", tmp_path / "hers", "log", "ada", "--evidence", "Seen")
    assert (result.code, result.err) == (0, "Shared 1 change\n")
    assert result.out.startswith("Recorded plans/")
    result = coachplan("-C", shared, "propose", "ada", "Lead the planning meeting", "--id", "lead")
    assert result.err.endswith("check-in of 2026-02-04 by Ada Lovelace\nShared 2 changes\n")
    assert len({*heads(git, shared)}) == 1
    assert coachplan("-C", shared, "list").err == ""


def test_the_repository_itself_has_no_say(shared, coachplan, git) -> None:
    git(shared, "config", "coachplan.sync", "always")
    assert coachplan("-C", shared, "log", "ada", "--evidence", "Seen").err == ""
    mine, theirs = heads(git, shared)
    assert mine != theirs
    assert coachplan("-C", shared, "sync").out.startswith("Shared 1 change")


def test_what_is_not_shared_is_said_in_a_line_and_no_failure(shared, coachplan, git, own_world, tmp_path) -> None:
    always(own_world)
    (tmp_path / "plans.git").rename(tmp_path / "away.git")
    result = coachplan("-C", shared, "log", "ada", "--evidence", "Seen")
    assert result.code == 0
    assert result.err.startswith("Recorded, and not shared yet: origin: ")
    assert result.err.endswith("; `coachplan sync` shares it\n")
    assert (result.err.count("\n"), "nothing was changed" in result.err) == (1, False)
    (tmp_path / "away.git").rename(tmp_path / "plans.git")

    path = shared / "coachplan.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}# A word\n", encoding="utf-8")
    result = coachplan("-C", shared, "log", "ada", "--evidence", "Seen")
    assert "not everything is saved yet (coachplan.toml): `coachplan save` first; `coachplan sync` s" in result.err
    assert coachplan("-C", shared, "save").err == "Shared 3 changes\n"
    assert len({*heads(git, shared)}) == 1


def test_questions_are_left_for_sync(shared, coachplan, git, own_world, tmp_path, act_as) -> None:
    hers = tmp_path / "hers"
    assert coachplan("-C", shared, "propose", "ada", "Lead the planning meeting", "--id", "lead").code == 0
    assert coachplan("-C", shared, "sync").code == 0
    assert coachplan("-C", hers, "sync").code == 0
    assert coachplan("-C", hers, "accept", "ada", "lead").code == 0
    assert coachplan("-C", hers, "sync").code == 0
    always(own_world)
    result = coachplan("-C", shared, "amend", "ada", "lead", "Lead it twice")
    assert result.code == 0
    assert result.err.endswith(
        "Recorded, and not shared yet: 1 question only a person can decide; `coachplan sync` shares it\n"
    )
    assert git(shared, "status", "--porcelain") == ""


def test_plans_without_a_remote_are_left_alone(ada, coachplan, own_world, tmp_path) -> None:
    always(own_world)
    assert coachplan("-C", ada, "log", "ada", "--evidence", "Seen").err == ""
    assert coachplan("init", tmp_path / "more").err == ""


@pytest.mark.parametrize(("place", "is_wanted"), [("xdg", True), ("included", True), ("system", True), ("none", False)])
def test_it_is_read_wherever_git_reads_it(
    shared, coachplan, own_world, tmp_path, monkeypatch, place, is_wanted
) -> None:
    file = tmp_path / "settings"
    always(tmp_path, file="settings")
    if place == "xdg":
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        (tmp_path / "git").mkdir()
        file.rename(tmp_path / "git/config")
    elif place == "included":
        with (own_world / ".gitconfig").open("a", encoding="utf-8") as settings:
            settings.write(f"[include]\n    path = {file}\n")
    elif place == "system":
        monkeypatch.delenv("GIT_CONFIG_NOSYSTEM")
        monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(file))
    result = coachplan("-C", shared, "log", "ada", "--evidence", "Seen")
    assert ("Shared 1 change" in result.err) == is_wanted


def test_a_word_that_it_does_not_know_is_named(shared, coachplan, own_world, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own_world / "own"))
    (own_world / "own").write_text((own_world / ".gitconfig").read_text(encoding="utf-8"), encoding="utf-8")
    always(own_world, "allways", file="own")
    result = coachplan("-C", shared, "log", "ada", "--evidence", "Seen")
    assert (result.code, "coachplan.sync is always or never, and not 'allways'" in result.err) == (0, True)
    always(own_world, "never", file="own")
    assert coachplan("-C", shared, "log", "ada", "--evidence", "Seen").err == ""


def test_a_bug_while_sharing_is_reported_and_no_failure(shared, coachplan, own_world, monkeypatch) -> None:
    always(own_world)
    for error, words in ((RuntimeError("x"), "a bug, RuntimeError"), (KeyboardInterrupt(), "not shared yet: stopped;")):
        monkeypatch.setattr("coachplan.commands.sync.synced", lambda *_, error=error: (_ for _ in ()).throw(error))
        result = coachplan("-C", shared, "log", "ada", "--evidence", "Seen")
        assert (result.code, words in result.err) == (0, True)


def test_asking_for_it_starts_no_git_where_git_says_nothing(ada, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    command = [sys.executable, "-m", "coachplan", "-C", ada, "log", "ada", "--evidence", "Seen"]
    subprocess.run(command, check=True, capture_output=True)
    trace = (tmp_path / "trace").read_text(encoding="utf-8")
    assert "git commit" in trace
    assert "git config" not in trace
