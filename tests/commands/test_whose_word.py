"""Nobody but the person concerned agrees to anything or acknowledges anything, in every command that writes a plan."""

import pytest

from coachplan.format import read_plan
from coachplan.plan.terms import is_agreed
from conftest import ADA, ADA_PLAN, MANAGER, MEMBER, agreements_of

HR = "Jane Marcet <jane@example.com>"
STRANGER = "Eve <eve@example.com>"
AGREED = "{id: watch, what: Watch two briefings, proposed_by: manager, status: agreed}"
ENTRY = f"{{by: {MEMBER}, date: 2026-02-04, stance: agree}}"


@pytest.fixture
def proposed(ada_after, act_as):
    """Ada's plan, with a proposal of the manager's that she has not answered, and her disagreement with the terms."""
    act_as(MEMBER)
    return ada_after(
        (MANAGER, "propose", "ada", "Watch two briefings", "--id", "watch"),
        (MEMBER, "agree", "ada", "--stance", "disagree"),
    )


def words_of_the_team_member(git, folder) -> tuple[list[str], list[str]]:
    """What counts as agreed in the last commit, and what Ada has acknowledged."""
    names = git(folder, "ls-tree", "-r", "--name-only", "HEAD", f"{ADA_PLAN.removesuffix('plan.md')}agreements").split()
    agreements = tuple((name, git(folder, "show", f"HEAD:{name}").encode()) for name in sorted(names))
    plan = read_plan("", git(folder, "show", f"HEAD:{ADA_PLAN}").encode(), agreements).content
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
    "take over the plan": ("edit", "ada", "--set", f"people.team_member={MANAGER}"),
    "another draft": ("edit", "ada", "--draft", "--set", "status=draft", "--set", "activities.1.status=agreed"),
    "log": ("log", "ada", "--win", "x", "--date", "2026-01-12", "--by", MEMBER),
    "log with practice": ("log", "ada", "--practice", "watch=3", "--date", "2026-01-12"),
    "extend": ("extend", "ada", "--to", "2026-02-18", "--why", "More time"),
    "hold": ("hold", "ada"),
}


@pytest.mark.one_in(5)
@pytest.mark.parametrize("who", [MANAGER, pytest.param(HR, marks=pytest.mark.long), STRANGER])
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
    "log --peer": (
        "log",
        "ada",
        "--peer",
        "Zed <zed@example.com>",
        "--about",
        "Openings",
        "--feedback",
        "Short | Good",
    ),
}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("command", WRITERS.values(), ids=WRITERS)
def test_what_was_edited_by_hand_is_not_carried_in_by_any_command(
    proposed, coachplan, act_as, git, command, edit
) -> None:
    before = words_of_the_team_member(git, proposed)
    path = agreements_of(proposed)[0] if "stance" in edit[0] else proposed / ADA_PLAN
    text = path.read_text(encoding="utf-8")
    assert edit[0] in text
    path.write_text(text.replace(*edit), encoding="utf-8")
    act_as(MANAGER)
    result = coachplan("-C", proposed, *command)
    assert result.code == (0 if "--win" in command else 1), result.out + result.err
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


# -- whose plan it is -------------------------------------------------------------------------------------------------

LEO = "Leo <leo@example.com>"
PROPOSAL = "{what: Rehearse with a peer, proposed_by: manager, status: proposed}"


@pytest.fixture
def draft(ada, coachplan) -> str:
    """A draft of the manager's for Leo, who has not said a word."""
    made = ("--for", LEO, "--set", f"activities=[{PROPOSAL}]")
    assert coachplan("-C", ada, "new", "Listening", "--from", "-", *made, stdin=ADA).code == 0
    return "listening"


@pytest.mark.parametrize(
    ("member", "manager"),
    [
        ("Leo <charles@example.com>", "Boss <boss@example.com>"),
        ("Leo <charles@example.com>", MANAGER),
        (MANAGER, "Boss <boss@example.com>"),
        ("Charles Babbage", "Boss <boss@example.com>"),
        (MANAGER, MANAGER),
    ],
)
def test_nobody_makes_themselves_the_team_member(ada, draft, coachplan, git, member, manager) -> None:
    head = git(ada, "rev-parse", "HEAD")
    refused = coachplan("-C", ada, "edit", draft, "--set", f"people={{team_member: {member}, manager: {manager}}}")
    assert refused.code == 1, refused.out
    assert refused.err.count("\n") == 1
    assert git(ada, "rev-parse", "HEAD") == head
    assert coachplan("-C", ada, "accept", draft, "--all").code == 1
    assert "status: proposed" in git(ada, "show", "HEAD:plans/leo/listening/plan.md")


def test_a_typing_mistake_is_mended_while_nothing_is_agreed_and_by_the_team_member_later(
    ada, draft, coachplan, act_as
) -> None:
    mend = ("edit", draft, "--set", "people.team_member=Leo <leo@example.org>")
    assert coachplan("-C", ada, *mend).code == 0
    act_as("Leo <leo@example.org>")
    assert coachplan("-C", ada, "accept", draft, "--all").code == 0
    act_as(MANAGER)
    refused = coachplan("-C", ada, "edit", draft, "--set", "people.team_member=Leo <leo@example.net>")
    assert "it stays theirs" in refused.err
    act_as("Leo <leo@example.org>")
    assert coachplan("-C", ada, "edit", draft, "--set", "people.team_member=Leo <leo@example.net>").code == 0
    act_as("Leo <leo@example.net>")
    passed_on = coachplan("-C", ada, "edit", draft, "--set", "people.team_member=Zed <zed@example.com>")
    assert "does not pass on" in passed_on.err


# -- who changes it at all --------------------------------------------------------------------------------------------

CHANGES = {
    "hold": ("hold", "ada"),
    "extend": ("extend", "ada", "--to", "2026-02-18", "--why", "More time"),
    "revise": ("revise", "ada", "--measure", "clear", "--target", "3", "--why", "Fairer"),
    "close": ("close", "ada", "--outcome", "stopped", "--summary", "Over"),
    "edit": ("edit", "ada", "--set", "title=Other"),
    "name oneself": ("edit", "ada", "--set", "people.managers_manager=Eve <eve@example.com>"),
    "propose": ("propose", "ada", "Count the questions"),
    "ask": ("ask", "ada", "--peer", "Zed <zed@example.com>", "--about", "Openings"),
}


@pytest.mark.one_in(5)
@pytest.mark.parametrize("command", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("who", [STRANGER, "George Boole <george@example.com>"])
def test_only_the_readers_of_a_plan_change_it(ada, coachplan, act_as, git, who, command) -> None:
    assert coachplan("-C", ada, "ask", "ada", "--peer", "George Boole <george@example.com>", "--about", "X").code == 0
    head = git(ada, "rev-parse", "HEAD")
    act_as(who)
    refused = coachplan("-C", ada, *command)
    assert refused.code == 1, refused.out + refused.err
    assert refused.err.count("\n") == 1
    if command[0] not in ("propose", "ask"):
        assert f"git says that you are {who}" in refused.err
        assert ("git config user.email" if who == STRANGER else "coachplan log PLAN --from FORM") in refused.err
    assert git(ada, "rev-parse", "HEAD") == head
    assert git(ada, "status", "--porcelain") == ""


@pytest.mark.parametrize("gone", [False, True])
def test_a_stranger_saves_nothing_of_a_recorded_plan(ada, coachplan, act_as, git, gone) -> None:
    head = git(ada, "rev-parse", "HEAD")
    path = ada / ADA_PLAN
    text = path.read_text(encoding="utf-8").replace("charles@example.com", "eve@example.com")
    path.unlink()
    if not gone:
        path.write_text(text, encoding="utf-8")
    act_as(STRANGER)
    refused = coachplan("-C", ada, "save")
    assert (refused.code, "whom this plan names in no role" in refused.err) == (1, True)
    assert git(ada, "rev-parse", "HEAD") == head


def test_a_stranger_makes_a_plan_of_their_own(ada, coachplan, act_as) -> None:
    act_as(STRANGER)
    assert coachplan("-C", ada, "new", "Listen", "--for", "Zed <zed@example.com>").code == 0
    assert coachplan("-C", ada, "edit", "zed/listen", "--set", "title=Listening").code == 0


# -- how it begins ----------------------------------------------------------------------------------------------------


def test_a_manager_alone_begins_no_coaching_plan(ada, draft, coachplan, act_as) -> None:
    for status in ("active", "on-hold"):
        refused = coachplan("-C", ada, "edit", draft, "--set", f"status={status}", "--set", "activities=[Rehearse]")
        assert (refused.code, "begins with the team member's yes" in refused.err) == (1, True), refused.err
        assert "Leo <leo@example.com> runs `coachplan accept PLAN`" in refused.err
    begun = ("--set", "status=active", "--set", "activities=[Rehearse]", "--for", LEO)
    refused = coachplan("-C", ada, "new", "Again", "--from", "-", *begun, stdin=ADA)
    assert "begins with the team member's yes" in refused.err
    act_as(LEO)
    assert coachplan("-C", ada, "accept", draft, "--all").code == 0
    act_as(MANAGER)
    assert coachplan("-C", ada, "edit", draft, "--set", "status=active").code == 0


# -- what history says of it ------------------------------------------------------------------------------------------


def test_history_puts_no_words_in_anybodys_mouth(proposed, coachplan, act_as, git) -> None:
    for path, *edit in (
        (proposed / ADA_PLAN, "status: proposed", "status: agreed"),
        (agreements_of(proposed)[0], "stance: disagree", "stance: agree"),
    ):
        path.write_text(path.read_text(encoding="utf-8").replace(*edit), encoding="utf-8")
    act_as(MANAGER)
    git(proposed, "commit", "-qam", "by hand")
    told = coachplan("-C", proposed, "history", "ada").out.split("\n\n")[0]
    assert "Charles Babbage" in told.splitlines()[0]
    assert "activity watch marked as agreed" in told
    assert "Ada Lovelace agreed to the terms, recorded by Charles Babbage" in told
    act_as(MEMBER)
    assert coachplan("-C", proposed, "propose", "ada", "Count the questions").code == 0
    assert coachplan("-C", proposed, "decline", "ada", "watch").code == 0
    assert coachplan("-C", proposed, "accept", "ada", "watch").code == 0
    told = coachplan("-C", proposed, "history", "ada").out
    assert "Ada Lovelace agreed to watch" in told.split("\n\n")[0]
    assert 'Ada Lovelace chose activity "Count the questions"' in told.split("\n\n")[2]
