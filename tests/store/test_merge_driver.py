"""Git merges plans by meaning in each clone from which coachplan has recorded something."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coachplan.store.merge_driver import driver_command
from conftest import ADA_PLAN, MEMBER


@pytest.fixture
def clones(ada, tmp_path, git, coachplan):
    """Two clones of one repository, each with the driver: Ada's, and Charles's."""
    git(tmp_path, "clone", "-q", "--bare", ada, "remote.git")
    found = []
    for name in ("a", "c"):
        git(tmp_path, "clone", "-q", "remote.git", name)
        git(tmp_path / name, "config", "pull.rebase", "false")
        assert coachplan("-C", tmp_path / name, "init").code == 0
        found.append(tmp_path / name)
    git(found[0], "config", "user.name", "Ada Lovelace")
    git(found[0], "config", "user.email", "ada@example.com")
    return found


def change(folder: Path, git, before: str, after: str) -> None:
    plan = folder / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    assert before in text
    plan.write_text(text.replace(before, after), encoding="utf-8")
    git(folder, "commit", "-qam", "A change")


def merged_with(folder: Path, git, theirs: tuple[str, str], mine: tuple[str, str]) -> str:
    """The plan after the branch `other`, with one change, was merged into `main`, with another."""
    git(folder, "switch", "-qc", "other")
    change(folder, git, *theirs)
    git(folder, "switch", "-q", "main")
    change(folder, git, *mine)
    git(folder, "merge", "--no-edit", "other")
    return plan_of(folder)


NEIGHBOURS = ("status: agreed", "status: doing"), ("due: 2026-01-14", "due: 2026-01-15")


def plan_of(folder: Path) -> str:
    return (folder / ADA_PLAN).read_text(encoding="utf-8")


def attempt(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", "-C", folder, *arguments], capture_output=True, text=True, check=False)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("way", ["merge", "rebase", "cherry-pick", "revert", "stash"])
@pytest.mark.parametrize("is_swapped", [False, True])
def test_git_merges_neighbouring_fields_whichever_way(clones, git, way, is_swapped):
    _, folder = clones
    changes = [("status: agreed", "status: doing"), ("due: 2026-01-14", "due: 2026-01-15")]
    mine, theirs = reversed(changes) if is_swapped else changes
    git(folder, "switch", "-qc", "other")
    change(folder, git, *theirs)
    if way == "revert":
        change(folder, git, *mine)
        git(folder, "revert", "--no-edit", "HEAD~1")
        assert theirs[0] in plan_of(folder)
        assert mine[1] in plan_of(folder)
        return
    git(folder, "switch", "-q", "main")
    if way == "stash":
        plan = folder / ADA_PLAN
        plan.write_text(plan_of(folder).replace(*mine), encoding="utf-8")
        git(folder, "stash", "-q")
        git(folder, "merge", "-q", "other")
        git(folder, "stash", "pop")
    else:
        change(folder, git, *mine)
        git(
            folder,
            *{"merge": ("merge", "--no-edit"), "rebase": ("rebase",), "cherry-pick": ("cherry-pick",)}[way],
            "other",
        )

    assert mine[1] in plan_of(folder)
    assert theirs[1] in plan_of(folder)


def test_two_people_who_agree_at_once_are_both_heard_after_a_plain_pull(clones, git, coachplan):
    a, c = clones
    assert coachplan("-C", a, "agree", "ada").code == 0
    git(a, "push", "-q")
    assert coachplan("-C", c, "agree", "ada").code == 0

    git(c, "pull", "-q", "--no-edit")

    shown = coachplan("-C", c, "show", "ada").out
    assert shown.count("agreed to the terms") >= 2


@pytest.mark.parametrize("way", ["--no-rebase", "--rebase"])
def test_what_a_person_must_decide_is_a_conflict_that_names_keys_alone(clones, git, coachplan, way):
    a, c = clones
    change(a, git, "title: Clear status updates", "title: Ada's secret words")
    git(a, "push", "-q")
    change(c, git, "title: Clear status updates", "title: Charles's secret words")

    pulled = attempt(c, "pull", "--no-edit", way)

    assert pulled.returncode == 1
    assert f"{ADA_PLAN}: for a person to decide: title (two values)" in pulled.stderr
    assert "secret" not in pulled.stderr + pulled.stdout
    text = plan_of(c)
    assert "ours" not in text  # which in a rebase would be what others wrote
    assert "theirs" not in text
    assert text.count("<<<<<<< ") == text.count("=======") == text.count(">>>>>>> ") == 1
    assert "CP009" in coachplan("-C", c, "check").out


def test_a_plan_that_one_closes_and_the_other_changes_merges_and_is_said(clones, git, coachplan):
    a, c = clones
    assert coachplan("-C", a, "close", "ada", "--outcome", "stopped", "--summary", "over").code == 0
    git(a, "push", "-q")
    assert coachplan("-C", c, "edit", "ada", "--set", "support_assets=An hour").code == 0

    pulled = attempt(c, "pull", "--no-edit")

    assert pulled.returncode == 0
    assert "closed by one side and changed by the other, in support_assets" in pulled.stderr


def test_the_driver_is_set_up_once_and_who_takes_it_out_is_left_in_peace(ada, git, coachplan):
    attributes = ada / ".git/info/attributes"
    attributes.parent.mkdir(exist_ok=True)
    attributes.write_text("*.png binary", encoding="utf-8")
    next((ada / ".git/coachplan").glob("merge-driver-*")).unlink()

    assert coachplan("-C", ada, "edit", "ada", "--set", "title=One").code == 0
    assert attributes.read_text(encoding="utf-8") == "*.png binary\n/plans/**/plan.md merge=coachplan\n"
    assert git(ada, "check-attr", "merge", "--", ADA_PLAN).strip().endswith("merge: coachplan")
    assert "merge-driver" in git(ada, "config", "merge.coachplan.driver")

    attributes.write_text("*.png binary\n", encoding="utf-8")
    assert coachplan("-C", ada, "edit", "ada", "--set", "title=Two").code == 0
    assert attributes.read_text(encoding="utf-8") == "*.png binary\n"


def test_a_driver_that_the_person_names_wins(ada, git, coachplan):
    (ada / ".gitattributes").write_text("plan.md merge=union\n", encoding="utf-8")

    assert coachplan("-C", ada, "edit", "ada", "--set", "title=One").code == 0
    assert git(ada, "check-attr", "merge", "--", ADA_PLAN).strip().endswith("merge: union")

    (ada / ".gitattributes").unlink()
    assert coachplan("-C", ada, "edit", "ada", "--set", "title=Two").code == 0
    assert git(ada, "check-attr", "merge", "--", ADA_PLAN).strip().endswith("merge: coachplan")


def test_a_plan_repository_within_a_work_tree_gets_its_own_line(tmp_path, git, coachplan):
    git(tmp_path, "init", "-q", "code")
    inner = tmp_path / "code" / 'Our "plans" [x]*'
    inner.mkdir()
    (inner / "keep").touch()
    assert coachplan("init", inner).code == 0

    inside = 'Our "plans" [x]*/plans/a/b/plan.md'
    asked = git(
        tmp_path / "code", "check-attr", "-z", "merge", "--", inside, "Our x/plans/a/b/plan.md", "plans/a/b/plan.md"
    )
    assert asked.split("\0")[2::3] == ["coachplan", "unspecified", "unspecified"]


def test_a_worktree_merges_by_meaning_too(clones, git, tmp_path):
    _, folder = clones
    git(folder, "worktree", "add", "-q", "-b", "other", tmp_path / "tree")
    change(tmp_path / "tree", git, "status: agreed", "status: doing")
    change(folder, git, "due: 2026-01-14", "due: 2026-01-15")

    git(tmp_path / "tree", "merge", "--no-edit", "main")

    assert "status: doing\n    due: 2026-01-15" in plan_of(tmp_path / "tree")


def test_without_coachplan_git_merges_the_text_itself(clones, git, tmp_path):
    _, folder = clones
    gone = driver_command(str(tmp_path / "it's 100 % gone" / "python"))
    assert gone is not None
    git(folder, "config", "merge.coachplan.driver", gone)
    merged = merged_with(
        folder, git, ("title: Clear status updates", "title: Theirs"), ("how: A 20-minute", "how: A 30-minute")
    )
    assert "title: Theirs" in merged
    assert "how: A 30-minute" in merged
    change(folder, git, "title: Theirs", "title: Mine")
    git(folder, "switch", "-q", "other")
    change(folder, git, "title: Theirs", "title: Yours")
    assert attempt(folder, "merge", "main").returncode == 1
    assert "<<<<<<< here\ntitle: Yours\n=======\ntitle: Mine\n>>>>>>> coming in\n" in plan_of(folder)


def test_a_python_in_an_odd_place_is_quoted_for_the_shell(clones, git, tmp_path):
    _, folder = clones
    odd = tmp_path / "it's 100 %A; $HOME"
    odd.mkdir()
    (odd / "python").symlink_to(sys.executable)
    shutil.copyfile(Path(sys.executable).parents[1] / "pyvenv.cfg", odd / "pyvenv.cfg")
    command = driver_command(str(odd / "python"))
    assert command is not None
    git(
        folder,
        "config",
        "merge.coachplan.driver",
        f"PYTHONPATH='{os.pathsep.join(filter(None, sys.path))}'; export PYTHONPATH; {command}",
    )
    assert "status: doing\n    due: 2026-01-15" in merged_with(folder, git, *NEIGHBOURS)


def test_what_lies_in_the_work_tree_is_not_run(clones, git):
    _, folder = clones
    for name in ("coachplan.py", "yaml.py", "frontmatter.py", "re.py"):
        (folder / name).write_text("open('ran', 'w')\n", encoding="utf-8")
    assert "status: doing\n    due: 2026-01-15" in merged_with(folder, git, *NEIGHBOURS)
    assert not (folder / "ran").exists()


def test_the_driver_says_how_it_is_called(coachplan):
    result = coachplan("merge-driver", "one")

    assert (result.code, result.out) == (2, "")
    assert "called by git" in result.err
    assert MEMBER not in result.err
