"""What `coachplan sync` makes of two histories, in repositories that are not the plainest."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ADA_PLAN, MEMBER, Result
from remotes import pair_of

ID = "ada-lovelace/clear-status-updates"


@pytest.fixture
def run(coachplan) -> Callable[..., Result]:
    def run(clone: Path, *arguments: str, code: int = 0) -> Result:
        result = coachplan("-C", clone, *arguments)
        assert result.code == code, (result.out, result.err)
        return result

    return run


def _retitled(run: Callable[..., Result], folder: Path, title: str) -> None:
    run(folder, "edit", "ada", "--set", f"title={title}")


@pytest.mark.long
def test_plans_in_a_folder_of_a_larger_repository_are_asked_about_and_looked_at_too(
    ada, git, run, tmp_path, act_as
) -> None:
    top = tmp_path / "top"
    shutil.copytree(ada, top / "coaching", ignore=shutil.ignore_patterns(".git"))
    git(tmp_path, "init", "--quiet", str(top))
    for name in ("code", "gone"):
        (top / f"{name}.txt").write_text("old\n", encoding="utf-8")
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "All")
    git(tmp_path, "clone", "--quiet", "--bare", str(top), str(tmp_path / "remote.git"))
    git(top, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(tmp_path, "clone", "--quiet", str(tmp_path / "remote.git"), str(tmp_path / "other"))
    act_as(MEMBER)
    for folder, title in ((top, "Mine"), (tmp_path / "other", "Theirs")):
        _retitled(run, folder / "coaching", title)
        (folder / "code.txt").write_text(f"{title}\n", encoding="utf-8")
        if title == "Mine":
            git(folder, "rm", "--quiet", "gone.txt")
        else:
            (folder / "gone.txt").write_text("changed\n", encoding="utf-8")
        git(folder, "commit", "--quiet", "--all", "--message", "Code")
    run(top / "coaching", "sync")
    told = run(tmp_path / "other/coaching", "sync", code=1).err
    assert f"{ID}:title: both of you changed it" in told
    assert "../code.txt:file" in told
    taken = ("mine ../code.txt:file", "theirs ../gone.txt:file", f"theirs {ID}:title")
    run(tmp_path / "other/coaching", "sync", *(word for name in taken for word in ("--take", name)))
    assert "title: Mine" in (tmp_path / "other/coaching" / ADA_PLAN).read_text(encoding="utf-8")
    assert (tmp_path / "other/code.txt").read_text(encoding="utf-8") == "Theirs\n"
    assert not (tmp_path / "other/gone.txt").exists()
    assert git(tmp_path / "other", "status", "--porcelain") == ""
    assert sorted(git(tmp_path / "remote.git", "ls-tree", "--name-only", "HEAD").split()) == ["coaching", "code.txt"]


def test_what_git_keeps_through_a_filter_is_not_given_to_the_remote_in_the_clear(ada, git, run, tmp_path) -> None:
    for key in ("clean", "smudge"):
        git(ada, "config", "--global", f"filter.rot.{key}", "tr A-Za-z N-ZA-Mn-za-m")
    (ada / ".gitattributes").write_text("plans/*/*/*.md filter=rot\n", encoding="utf-8")
    git(ada, "add", "--all")
    git(ada, "add", "--renormalize", ".")
    git(ada, "commit", "--quiet", "--message", "Encrypt")
    pair = pair_of(ada, git, tmp_path)
    _retitled(run, pair.ada, "Hers")
    run(pair.ada, "sync")
    _retitled(run, pair.charles, "His")
    run(pair.charles, "sync", "--take", f"mine {ID}:title")
    assert "title: His" in (pair.charles / ADA_PLAN).read_text(encoding="utf-8")
    kept = git(pair.remote, "show", f"main:{ADA_PLAN}")
    assert "gvgyr: Uvf" in kept
    assert git(pair.charles, "status", "--porcelain") == ""


def test_the_mode_of_a_file_goes_with_the_side_that_is_taken(pair, git, run) -> None:
    for clone, mode in ((pair.ada, 0o755), (pair.charles, 0o644)):
        (clone / "tool").write_text(f"{clone.name}\n", encoding="utf-8")
        (clone / "tool").chmod(mode)
        git(clone, "add", "tool")
        git(clone, "commit", "--quiet", "--message", "Tool")
    run(pair.ada, "sync")
    run(pair.charles, "sync", "--take", "theirs tool:file")
    assert git(pair.remote, "ls-tree", "main", "tool").startswith("100755 ")
    assert os.access(pair.charles / "tool", os.X_OK)


@pytest.mark.long
def test_what_came_before_a_question_is_told_with_it(pair, git, run) -> None:
    """Somebody is faster, and what they brought contradicts what stands here."""
    run(pair.ada, "log", "ada", "--evidence", "Seen")
    run(pair.ada, "sync")
    _retitled(run, pair.charles, "His")
    _retitled(run, pair.ada, "Hers")
    hook = pair.charles / ".git/hooks/pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\nunset GIT_DIR\ngit -C "{pair.ada}" push -q\nrm "$0"\n', encoding="utf-8")
    hook.chmod(0o755)
    result = run(pair.charles, "sync", code=1)
    assert "check-in of 2026-02-04 by Ada Lovelace" in result.out
    assert "Shared" not in result.out
    assert "1 question only a person can decide; what came in before is kept:" in result.err
    told = run(pair.charles, "sync", "--take", f"theirs {ID}:title").out
    assert "Shared 3 changes" in told
    assert "title: Hers" in (pair.charles / ADA_PLAN).read_text(encoding="utf-8")


def test_what_came_in_is_told_also_where_it_is_my_own_or_about_no_plan(pair, git, run) -> None:
    for key in ("name", "email"):
        git(pair.charles, "config", f"user.{key}", git(pair.ada, "config", f"user.{key}").strip())
    run(pair.charles, "log", "ada", "--evidence", "Seen from my other desk")
    run(pair.charles, "sync")
    assert "check-in of 2026-02-04 by Ada Lovelace" in run(pair.ada, "sync").out
    (pair.charles / "notes.txt").write_text("Notes.\n", encoding="utf-8")
    git(pair.charles, "add", "notes.txt")
    git(pair.charles, "commit", "--quiet", "--message", "Notes")
    run(pair.charles, "sync")
    assert run(pair.ada, "sync").out.startswith("Took in 1 change\n")
    shutil.rmtree((pair.charles / ADA_PLAN).parent)
    run(pair.charles, "save")
    run(pair.charles, "sync")
    assert run(pair.ada, "sync").out.startswith("Took in 1 change\n")
