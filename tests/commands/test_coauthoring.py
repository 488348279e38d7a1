"""`propose`, `accept`, `amend`, `decline`, and `start`, `done`, `drop`: everybody speaks for themselves."""

import re

import pytest

from coachplan.format import read_plan
from conftest import ADA_PLAN, MANAGER, MEMBER

HR = "Jane Marcet <jane@example.com>"
STRANGER = "Eve <eve@example.com>"
PEER = "George Boole <george@example.com>"


@pytest.fixture
def act(ada, coachplan, act_as):
    """Runs a command on Ada's plan as somebody, and checks its exit code."""

    def run(who: str, command: str, *arguments: str, code: int = 0):
        act_as(who)
        result = coachplan("-C", ada, command, "ada", *arguments)
        assert result.code == code, result.out + result.err
        return result

    return run


@pytest.fixture
def activities(ada):
    """Gives the plan's activities as they are now."""
    return lambda: read_plan("", (ada / ADA_PLAN).read_bytes()).content.activities


def subject(git, folder) -> str:
    return git(folder, "log", "-1", "--format=%s %an").strip()


# -- a fault elsewhere ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_recorded", [False, True])
def test_a_broken_check_in_refuses_nothing_that_does_not_write_it(act, ada, git, is_recorded) -> None:
    broken = (ada / ADA_PLAN).parent / "check-ins/2026-01-07-ada-lovelace-abcd2345.md"
    broken.parent.mkdir(exist_ok=True)
    broken.write_text("---\ncoachplan: 1\ndate: [\n---\n", encoding="utf-8")
    if is_recorded:
        git(ada, "add", "--all")
        git(ada, "commit", "--quiet", "--message", "By hand")
    before = int(git(ada, "rev-list", "--count", "HEAD"))
    act(MANAGER, "propose", "Watch two briefings", "--id", "watch")
    act(MEMBER, "accept", "watch")
    act(MEMBER, "log", "--evidence", "Seen")
    assert int(git(ada, "rev-list", "--count", "HEAD")) == before + 3


# -- propose ----------------------------------------------------------------------------------------------------------


def test_a_managers_idea_is_a_proposal_that_waits_for_the_team_member(act, ada, activities, git) -> None:
    before = (ada / ADA_PLAN).read_bytes()
    details = ("--kind", "training", "--due", "yesterday", "--owner", "manager")
    result = act(MANAGER, "propose", "Watch two briefings", *details)
    new = activities()[1]
    assert (new.what, new.status, new.proposed_by) == ("Watch two briefings", "proposed", "manager")
    assert re.fullmatch("training-[2-9a-z]{4}", new.id)
    assert (new.owner, str(new.due), new.kind) == ("manager", "2026-02-03", "training")
    assert "Waiting for Ada Lovelace" in result.out
    assert f"  2  Watch two briefings  ({new.id})" in result.out
    assert subject(git, ada) == f"Propose: ada-lovelace/clear-status-updates: {new.id} proposed Charles Babbage"
    added = (ada / ADA_PLAN).read_bytes()
    start = next(place for place, byte in enumerate(added) if byte != before[place])
    length = len(added) - len(before)
    assert added[:start] + added[start + length :] == before


def test_the_team_members_own_idea_is_agreed_with_it(act, activities) -> None:
    result = act(MEMBER, "propose", "Write three points down", "--cue", "When the invite pops up", "--every", "day")
    new = activities()[1]
    assert (new.status, new.proposed_by, new.kind) == ("agreed", "team_member", "habit")
    assert new.id.startswith("habit-")
    assert (new.cue, str(new.every)) == ("When the invite pops up", "day")
    assert "Waiting for" not in result.out


def test_a_proposal_may_have_a_name(act, activities) -> None:
    act(HR, "propose", "Watch two briefings", "--id", "watch")
    assert (activities()[1].id, activities()[1].proposed_by) == ("watch", "hr")
    assert "CP104" in act(HR, "propose", "Watch three", "--id", "watch", code=1).err
    assert "--id" in act(HR, "propose", "Watch three", "--id", "Their own words", code=2).err


def test_a_proposal_takes_the_place_of_a_placeholder(plans, coachplan) -> None:
    coachplan("-C", plans, "new", "Listen", "--for", MEMBER)
    assert coachplan("-C", plans, "propose", "listen", "Ask one question first").code == 0
    content = read_plan("", (plans / "plans/ada-lovelace/listen/plan.md").read_bytes()).content
    assert [activity.what for activity in content.activities] == ["Ask one question first"]


def test_who_has_no_part_in_the_plan_proposes_nothing(act, ada) -> None:
    before = (ada / ADA_PLAN).read_bytes()
    refused = act(STRANGER, "propose", "Spend more", code=1)
    assert "Ada Lovelace, Charles Babbage, Mary Somerville, Jane Marcet" in refused.err
    assert (ada / ADA_PLAN).read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("propose",), "ACTIVITY"),
        (("propose", " "), "ACTIVITY"),
        (("propose", "Read", "--every", "bi-weekly"), "--every"),
        (("propose", "Read", "--due", "soon"), "--due"),
        (("propose", "Read", "--kind", "homework"), "--kind"),
        (("accept",), "ACTIVITY"),
        (("accept", "swim"), "1 rehearse"),
        (("amend",), "ACTIVITY"),
        (("amend", "1"), "WORDING"),
        (("decline",), "ACTIVITY"),
        (("start",), "ACTIVITY"),
        (("done",), "ACTIVITY"),
        (("drop",), "ACTIVITY"),
    ],
)
def test_what_is_missing_or_wrong_is_named(act, arguments, named) -> None:
    result = act(MEMBER, *arguments, code=2)
    assert named in result.err


# -- answers ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def proposed(act):
    """Two proposals of the manager's: `watch`, and one whose id was made."""
    act(MANAGER, "propose", "Watch two briefings", "--id", "watch")
    act(MANAGER, "propose", "Read a book about briefings")


def statuses(activities) -> list[str | None]:
    return [activity.status for activity in activities()]


def test_the_team_member_accepts_one_or_several_or_all(act, ada, activities, proposed, git) -> None:
    result = act(MEMBER, "accept", "watch")
    assert statuses(activities) == ["agreed", "agreed", "proposed"]
    assert "  3  Read a book about briefings" in result.out
    assert subject(git, ada) == "Accept: ada-lovelace/clear-status-updates: activity watch agreed Ada Lovelace"
    act(MANAGER, "propose", "Count the questions")
    act(MEMBER, "accept", "--all")
    assert statuses(activities) == ["agreed"] * 4
    head = git(ada, "rev-parse", "HEAD")
    assert "agreed before" in act(MEMBER, "accept", "watch", "1").out
    assert git(ada, "rev-parse", "HEAD") == head


def test_several_are_accepted_in_one_commit(act, ada, activities, proposed, git) -> None:
    before = git(ada, "rev-list", "--count", "HEAD")
    act(MEMBER, "accept", "watch", "book", "watch")
    assert statuses(activities) == ["agreed"] * 3
    assert int(git(ada, "rev-list", "--count", "HEAD")) == int(before) + 1


@pytest.mark.parametrize("who", [MANAGER, HR, STRANGER])
@pytest.mark.parametrize("arguments", [("watch",), ("--all",), ()])
def test_nobody_else_accepts_and_is_told_whose_turn_it_is(act, ada, proposed, who, arguments) -> None:
    before = (ada / ADA_PLAN).read_bytes()
    refused = act(who, "accept", *arguments, code=1)
    assert "only Ada Lovelace can say yes" in refused.err
    call = " ".join(
        ["coachplan accept ada-lovelace/clear-status-updates", *(["watch"] if "watch" in arguments else [])]
    )
    assert f"`{call}" in refused.err
    assert refused.err.count("\n") == 1
    assert (ada / ADA_PLAN).read_bytes() == before


def test_the_team_member_agrees_in_their_own_words(act, activities, proposed) -> None:
    act(MEMBER, "amend", "watch", "Watch one briefing and note its shape", "--due", "2026-02-03")
    changed = activities()[1]
    assert (changed.what, changed.status) == ("Watch one briefing and note its shape", "agreed")
    assert (changed.proposed_by, str(changed.due)) == ("manager", "2026-02-03")


def test_somebody_elses_wording_of_what_was_agreed_is_a_proposal_again(act, activities) -> None:
    refused = act(MANAGER, "amend", "rehearse", "Rehearse every update with a peer", code=1)
    assert "nothing that you two agreed on would be left" in refused.err
    act(MEMBER, "propose", "Write three points down")
    result = act(MANAGER, "amend", "rehearse", "Rehearse every update with a peer")
    assert (activities()[0].what, activities()[0].status) == ("Rehearse every update with a peer", "proposed")
    assert "a proposal again" in result.out
    assert "  1  Rehearse every update with a peer" in result.out
    act(MEMBER, "accept", "rehearse")
    assert activities()[0].status == "agreed"


def test_the_same_words_change_nothing(act, ada, git) -> None:
    head = git(ada, "rev-parse", "HEAD")
    assert "Nothing was changed" in act(MANAGER, "amend", "1", "Rehearse Monday's update with a peer").out
    assert git(ada, "rev-parse", "HEAD") == head


def test_amending_a_proposal_in_its_own_words_is_saying_yes(act, activities, proposed) -> None:
    act(MEMBER, "amend", "watch", "Watch two briefings")
    assert activities()[1].status == "agreed"


def test_the_team_member_declines_with_or_without_a_reason(act, ada, activities, proposed, git) -> None:
    act(MEMBER, "decline", "watch", "--why", "Mondays are full")
    act(MEMBER, "decline", "book")
    assert statuses(activities) == ["agreed", "declined", "declined"]
    assert [activity.why for activity in activities()] == [None, "Mondays are full", None]
    assert "Mondays" not in git(ada, "log", "--format=%B")
    act(MEMBER, "accept", "watch")
    assert activities()[1].status == "agreed"


def test_who_proposed_takes_it_back_while_nobody_has_agreed(act, activities, proposed) -> None:
    act(MANAGER, "decline", "watch")
    assert statuses(activities) == ["agreed", "declined", "proposed"]
    assert "only Ada Lovelace can decline" in act(HR, "decline", "book", code=1).err
    assert "only Ada Lovelace can take back what is agreed" in act(MANAGER, "decline", "rehearse", code=1).err


def test_declining_the_last_agreed_activity_says_what_to_do_first(act, activities, proposed) -> None:
    refused = act(MEMBER, "decline", "rehearse", code=1)
    assert "propose what would help more first" in refused.err
    assert refused.err.count("\n") == 1
    act(MEMBER, "accept", "watch")
    act(MEMBER, "decline", "rehearse")
    assert statuses(activities) == ["declined", "agreed", "proposed"]


def test_in_a_closed_plan_nothing_is_proposed_or_answered(act, ada, coachplan, act_as) -> None:
    act_as(MEMBER)
    outcome = "outcome={result: achieved, date: 2026-02-04}"
    closed = coachplan("-C", ada, "edit", "clear", "--set", outcome, "--set", "status=closed")
    assert closed.code == 0, closed.err
    for command in ("propose", "accept", "amend", "decline", "start", "done", "drop"):
        refused = act(MEMBER, command, "1", code=1)
        assert "closed" in refused.err


# -- what becomes of it -----------------------------------------------------------------------------------------------


def test_an_activity_is_started_and_done_with_what_it_taught(act, ada, activities, git) -> None:
    act(MANAGER, "start", "rehearse")
    assert statuses(activities) == ["doing"]
    assert "under way" in act(MEMBER, "start", "rehearse").out
    act(MEMBER, "done", "rehearse", "--learned", "Two minutes are enough")
    assert (activities()[0].status, activities()[0].learned) == ("done", "Two minutes are enough")
    assert "Two minutes" not in git(ada, "log", "--format=%B")
    assert "done already" in act(MEMBER, "done", "rehearse").out
    act(MANAGER, "done", "rehearse", "--learned", "Three are better")
    assert activities()[0].learned == "Three are better"
    for command in ("start", "drop"):
        assert "done already" in act(MEMBER, command, "rehearse", code=1).err


def test_an_activity_is_dropped_and_taken_up_again(act, activities) -> None:
    act(MEMBER, "drop", "rehearse", "--why", "It ate the morning", "--learned", "A peer helps")
    dropped = activities()[0]
    assert (dropped.status, dropped.why, dropped.learned) == ("dropped", "It ate the morning", "A peer helps")
    assert "only the team member" in act(MANAGER, "start", "rehearse", code=1).err
    act(MEMBER, "start", "rehearse")
    assert statuses(activities) == ["doing"]


@pytest.mark.parametrize("command", ["start", "done"])
def test_a_mere_proposal_is_agreed_to_first(act, activities, proposed, command) -> None:
    manager = act(MANAGER, command, "watch", code=1).err
    assert "only a proposal: Ada Lovelace agrees to it first" in manager
    assert "`coachplan accept ada-lovelace/clear-status-updates watch`" in manager
    assert "you agree to it first" in act(MEMBER, command, "watch", code=1).err
    assert "`coachplan decline" in act(MEMBER, "drop", "watch", code=1).err
    assert statuses(activities) == ["agreed", "proposed", "proposed"]


def test_only_the_two_and_whoever_carries_it_out_record_what_becomes_of_it(act, ada, activities, coachplan) -> None:
    for who in (HR, STRANGER):
        refused = act(who, "done", "rehearse", code=1)
        assert "Ada Lovelace, Charles Babbage or whoever carries it out" in refused.err
    act(MEMBER, "propose", "Ask HR for the course list", "--owner", "hr")
    act(HR, "done", "course")
    assert activities()[1].status == "done"


def test_a_plan_in_plain_words_grows_no_further_than_it_must(plans, coachplan, act_as) -> None:
    folder = plans / "plans/ben/notes"
    folder.mkdir(parents=True)
    text = (plans.parent / "x").with_name("plan.md")
    text.write_text("")
    known = """\
title: Notes
people: {team_member: Ben Carter <ben@example.com>, manager: Charles Babbage <charles@example.com>}
development_area: Meeting notes that fit on one page
current_state: Three pages
goal_state: Send notes of one page instead of three on the day of the meeting by 31 March 2026.
activities: Write down decisions only # ours
timeline: 2026-02-02 to 2026-03-04
support_assets: Ten minutes
update_cadence: every Tuesday
"""
    plan = f"---\ncoachplan: 1\n{known}---\n"
    (folder / "plan.md").write_text(plan)
    assert coachplan("-C", plans, "save").code == 0
    assert coachplan("-C", plans, "start", "ben", "1").code == 0
    written = (folder / "plan.md").read_text()
    assert "# ours" in written
    assert "status: doing" in written
    assert re.sub(r"activities: .*", "", written) == re.sub(r"activities: .*", "", plan)
