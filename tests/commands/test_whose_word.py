"""Nobody but the person concerned agrees to anything or acknowledges anything, in every command that writes a plan."""

import pytest

from coachplan.agreement import is_agreed
from coachplan.document import read_plan
from conftest import ADA_PLAN, MANAGER, MEMBER

HR = "Jane Marcet <jane@example.com>"
STRANGER = "Eve <eve@example.com>"
AGREED = "{id: watch, what: Watch two briefings, proposed_by: manager, status: agreed}"
ENTRY = f"{{by: {MEMBER}, date: 2026-02-04, stance: agree}}"


@pytest.fixture
def proposed(ada, coachplan, act_as):
    """Ada's plan, with a proposal of the manager's that she has not answered, and her disagreement with the terms."""
    assert coachplan("-C", ada, "propose", "ada", "Watch two briefings", "--id", "watch").code == 0
    act_as(MEMBER)
    assert coachplan("-C", ada, "agree", "ada", "--stance", "disagree").code == 0
    return ada


def words_of_the_team_member(git, folder) -> tuple[list[str], list[str]]:
    """What counts as agreed in the last commit, and what Ada has acknowledged."""
    plan = read_plan("", git(folder, "show", f"HEAD:{ADA_PLAN}").encode()).content
    agreed = [activity.what for activity in plan.activities if is_agreed(activity)]
    return agreed, [entry.stance for entry in plan.acknowledgements if str(entry.by) == MEMBER]


COMMANDS = {
    "accept": ("accept", "ada", "watch"),
    "accept --all": ("accept", "ada", "--all"),
    "start": ("start", "ada", "watch"),
    "done": ("done", "ada", "watch"),
    "drop": ("drop", "ada", "watch"),
    "amend": ("amend", "ada", "watch", "Watch three briefings"),
    "amend what is agreed": ("amend", "ada", "rehearse", "Rehearse all of them"),
    "agree": ("agree", "ada"),
    "propose": ("propose", "ada", "Watch more", "--owner", "team_member"),
    "edit the status": ("edit", "ada", "--set", "activities.1.status=agreed"),
    "edit to done": ("edit", "ada", "--set", "activities.1.status=done"),
    "edit all": ("edit", "ada", "--set", f"activities=[{AGREED}]"),
    "edit to plain words": ("edit", "ada", "--set", "activities=Watch two briefings"),
    "reword what is agreed": ("edit", "ada", "--set", "activities.0.what=Rehearse everything"),
    "acknowledge by edit": ("edit", "ada", "--set", f"acknowledgements=[{ENTRY}]"),
    "turn a stance": ("edit", "ada", "--set", "acknowledgements.0.stance=agree"),
    "take over the plan": ("edit", "ada", "--set", f"people.team_member={MANAGER}"),
    "another draft": ("edit", "ada", "--draft", "--set", "status=draft", "--set", "activities.1.status=agreed"),
    "log": ("log", "ada", "--win", "x", "--date", "2026-01-12", "--by", MEMBER),
    "log with practice": ("log", "ada", "--practice", "watch=3", "--date", "2026-01-12"),
    "extend": ("extend", "ada", "--to", "2026-02-18", "--why", "More time"),
    "hold": ("hold", "ada"),
}


@pytest.mark.parametrize("who", [MANAGER, HR, STRANGER])
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_no_command_says_yes_for_the_team_member(proposed, coachplan, act_as, git, who, command) -> None:
    agreed, stances = words_of_the_team_member(git, proposed)
    act_as(who)
    result = coachplan("-C", proposed, *command)
    assert result.code in (0, 1), result.err
    assert "Traceback" not in result.err
    now, said = words_of_the_team_member(git, proposed)
    assert set(now) <= set(agreed)
    assert said == stances


EDITS = {
    "a proposal agreed to": ("proposed_by: manager\n    status: proposed", "proposed_by: manager\n    status: agreed"),
    "a proposal without status": ("    status: proposed\n", ""),
    "a stance turned": ("stance: disagree", "stance: agree"),
}
WRITERS = {
    "save": ("save", "ada"),
    "save --draft": ("save", "--draft"),
    "edit": ("edit", "ada", "--set", "title=Other"),
    "propose": ("propose", "ada", "Count the questions"),
    "start": ("start", "ada", "rehearse"),
    "done": ("done", "ada", "rehearse"),
    "agree": ("agree", "ada"),
    "extend": ("extend", "ada", "--to", "2026-02-18", "--why", "More time"),
    "hold": ("hold", "ada"),
    "log": ("log", "ada", "--win", "x", "--date", "2026-01-12"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("command", WRITERS.values(), ids=WRITERS)
def test_what_was_edited_by_hand_is_not_carried_in_by_any_command(
    proposed, coachplan, act_as, git, command, edit
) -> None:
    before = words_of_the_team_member(git, proposed)
    text = (proposed / ADA_PLAN).read_text(encoding="utf-8")
    assert edit[0] in text
    (proposed / ADA_PLAN).write_text(text.replace(*edit), encoding="utf-8")
    act_as(MANAGER)
    result = coachplan("-C", proposed, *command)
    assert result.code == (0 if command[0] == "log" else 1), result.out + result.err
    assert words_of_the_team_member(git, proposed) == before


@pytest.mark.parametrize("who", [MANAGER, HR])
def test_a_new_plan_says_yes_for_nobody_else(proposed, coachplan, act_as, git, who) -> None:
    act_as(who)
    source = (proposed / ADA_PLAN).read_bytes()
    assert coachplan("-C", proposed, "new", "Once more", "--from", "-", stdin=source).code == 0
    made = read_plan("", (proposed / "plans/ada-lovelace/once-more/plan.md").read_bytes()).content
    assert not any(map(is_agreed, made.activities))
    assert made.acknowledgements == ()
    for value in (f"activities=[{AGREED}]", f"acknowledgements=[{ENTRY}]"):
        refused = coachplan("-C", proposed, "new", "Again", "--for", MEMBER, "--set", value)
        assert refused.code == 1, refused.out
    assert git(proposed, "ls-files", "plans").count("plan.md") == 2


def test_the_team_member_says_all_of_it(proposed, coachplan, act_as, git) -> None:
    act_as(MEMBER)
    assert coachplan("-C", proposed, "edit", "ada", "--set", "activities.1.status=agreed").code == 0
    assert coachplan("-C", proposed, "agree", "ada").code == 0
    agreed, stances = words_of_the_team_member(git, proposed)
    assert (len(agreed), stances) == (2, ["disagree", "agree"])
