"""Files that git keeps through a filter, as one that encrypts: read as the person set it up, or refused plainly."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ADA, ADA_PLAN, MANAGER, MEMBER

ROT = "tr A-Za-z N-ZA-Mn-za-m"


@pytest.fixture
def set_up(git: Callable[..., str]) -> Callable[..., None]:
    """Says in the person's settings, or with a folder in that repository's, what program the filter is."""

    def run(folder: Path | None = None, program: str = ROT) -> None:
        where = ["--global"] if folder is None else ["--local"]
        for key, value in (("clean", program), ("smudge", program), ("required", "true")):
            git(folder or Path.cwd(), "config", *where, f"filter.rot.{key}", value)

    return run


@pytest.fixture
def encrypted(plans, git, set_up, coachplan, act_as) -> Path:
    """A repository whose plans git keeps through a filter that the person has set up, with one plan of Ada's."""
    act_as(MEMBER)
    set_up()
    (plans / ".gitattributes").write_text("plans/*/*/** filter=rot diff=rot\n")
    git(plans, "add", "--all")
    git(plans, "commit", "-qm", "x")
    made = coachplan("-C", plans, "new", "--from", "-", stdin=ADA)
    assert made.code == 0, made.err
    return plans


@pytest.fixture
def enter(act_as, set_up):
    """From then on somebody acts, with or without the filter in their settings."""

    def run(who: str, *, has_filter: bool = True) -> None:
        act_as(who)
        if has_filter:
            set_up()

    return run


def test_what_git_keeps_through_my_own_filter_is_read_and_guarded(encrypted, enter, coachplan, git) -> None:
    assert "Clear status" not in git(encrypted, "show", f"HEAD:{ADA_PLAN}")
    enter(MANAGER)
    assert coachplan("-C", encrypted, "propose", "ada", "Lead the Friday update", "--id", "lead").code == 0
    path = encrypted / ADA_PLAN
    path.write_text(path.read_text().replace("status: proposed", "status: agreed"))
    refused = coachplan("-C", encrypted, "save")
    assert (refused.code, "only the team member can agree" in refused.err) == (1, True), refused.err
    git(encrypted, "commit", "-qam", "x")
    assert "CP902" in coachplan("-C", encrypted, "check", "--format", "concise").out
    assert coachplan("-C", encrypted, "history", "ada", "--verify").code == 1
    told = coachplan("-C", encrypted, "history", "ada").out
    assert "no longer readable" not in told
    assert "Lead the Friday update" in coachplan("-C", encrypted, "history", "ada", "--at", "HEAD").out


def test_what_only_the_repository_names_is_not_run_and_refused_plainly(
    encrypted, enter, coachplan, git, set_up, tmp_path
) -> None:
    enter(MANAGER, has_filter=False)
    trap = tmp_path / "sprung"
    set_up(encrypted, f"sh -c 'touch {trap}; {ROT}'")
    for command in (["history", "ada", "--verify"], ["check"], ["history", "ada"], ["show", "ada"]):
        coachplan("-C", encrypted, *command)
    assert not trap.exists()
    verified = coachplan("-C", encrypted, "history", "ada", "--verify")
    assert verified.code == 2
    assert "only a repository names; name it in your own settings" in verified.err
    assert verified.err.count("\n") == 1
    head = git(encrypted, "rev-parse", "HEAD")
    refused = coachplan("-C", encrypted, "propose", "ada", "Lead the Friday update")
    assert refused.code == 2
    assert "git keeps plans through the filter `rot`" in refused.err
    assert git(encrypted, "rev-parse", "HEAD") == head


def test_a_locked_clone_is_said_and_nothing_is_recorded_in_the_clear(encrypted, enter, coachplan) -> None:
    enter(MEMBER, has_filter=False)
    plan = encrypted / ADA_PLAN
    plan.write_bytes(b"\0GITCRYPT\0\x9b\x01\xfe")
    found = coachplan("-C", encrypted, "check", "--format", "concise")
    assert "CP002 error: the file is encrypted, and this copy of the repository is locked" in found.out
    assert "control character" not in found.out
    refused = coachplan("-C", encrypted, "new", "--from", "-", stdin=ADA.replace("Clear status", "Other"))
    assert refused.code == 1
    assert "which is not set up in this copy, and would record it in the clear" in refused.err
    assert refused.err.count("\n") == 1
    assert len(list((encrypted / "plans").rglob("plan.md"))) == 1
    refused = coachplan("-C", encrypted, "log", "ada", "--win", "x")
    assert refused.code != 0
    assert not list((encrypted / "plans").rglob("check-ins/*"))


def test_a_filter_for_other_files_is_nothing_to_plans(ada, git, coachplan) -> None:
    (ada / ".gitattributes").write_text("*.png filter=lfs\n")
    git(ada, "add", "--all")
    git(ada, "commit", "-qm", "x")
    assert coachplan("-C", ada, "log", "ada", "--win", "x").code == 0


def test_attributes_that_cannot_be_read_are_none(ada, coachplan) -> None:
    (ada / ".gitattributes").mkdir()
    assert coachplan("-C", ada, "log", "ada", "--win", "x").code == 0
