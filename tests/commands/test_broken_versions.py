"""A version that cannot be read got into git: what is mended is compared with the last one that could be."""

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER, PROPOSED, WORD


@pytest.fixture
def broken(ada, act_as, git):
    """A plan with an open proposal, of which the last commit cannot be read; on disk, it is as before."""
    act_as(MANAGER)
    path = ada / ADA_PLAN
    text = path.read_text().replace("activities:\n", f"activities:\n{PROPOSED}", 1)
    for content in (text, text.replace("title: Clear", "title: [Clear")):
        path.write_text(content)
        git(ada, "commit", "-qam", "x")
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("status: proposed", "status: agreed", "only the team member can agree to an activity"),
        ("\n---\n", f"\n{WORD}", "an acknowledgement is its own person's to make"),
    ],
)
def test_mending_a_plan_gives_nobody_anothers_word(old, new, why, broken, ada, coachplan, git) -> None:
    head = git(ada, "rev-parse", "HEAD")
    broken.write_text(broken.read_text().replace(old, new, 1))
    refused = coachplan("-C", ada, "save")
    assert refused.code == 1
    assert why in refused.err
    assert git(ada, "rev-parse", "HEAD") == head


def test_what_was_mended_and_changed_is_said(broken, ada, coachplan, git) -> None:
    broken.write_text(broken.read_text().replace("Half an hour", "An hour"))
    saved = coachplan("-C", ada, "save")
    assert saved.code == 0, saved.err
    subject = git(ada, "log", "-1", "--format=%s")
    assert "readable again" in subject
    assert "support" in subject
    assert "Half an hour" not in subject


def test_the_team_member_mends_with_her_own_yes(broken, ada, coachplan, act_as) -> None:
    broken.write_text(broken.read_text().replace("status: proposed", "status: agreed", 1))
    act_as(MEMBER)
    assert coachplan("-C", ada, "save").code == 0
    assert coachplan("-C", ada, "history", "ada", "--verify").code == 0


def test_a_stranger_does_not_mend_a_plan(broken, ada, coachplan, act_as) -> None:
    act_as("Eve <eve@example.com>")
    assert "names in no role" in coachplan("-C", ada, "save").err


def test_a_command_is_guarded_in_the_same_way(broken, ada, coachplan) -> None:
    refused = coachplan("-C", ada, "edit", "ada", "--set", "activities.0.status=agreed")
    assert (refused.code, "only the team member can agree" in refused.err) == (1, True), refused.err


def test_where_no_version_could_ever_be_read_all_of_it_is_new(plans, coachplan, git, ada, act_as) -> None:
    act_as(MANAGER)
    text = (ada / ADA_PLAN).read_text()
    path = ada / "plans/ada-lovelace/second/plan.md"
    path.parent.mkdir()
    path.write_text(text.replace("title: Clear", "title: [Clear"))
    git(ada, "add", "--all")
    git(ada, "commit", "-qm", "x")
    path.write_text(text)
    assert "only the team member can agree" in coachplan("-C", ada, "save").err


def test_where_older_versions_are_not_known_here_mending_is_not_judged(broken, ada, coachplan, git, tmp_path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{ada}", "copy")
    (tmp_path / "copy" / ADA_PLAN).write_text(broken.read_text())
    assert coachplan("-C", tmp_path / "copy", "save").code == 0
