"""A yes names the words that it is for: who writes it, what it outlives, and what happens when the words are others."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from coachplan.format import read_plan
from coachplan.plan import Activity, Plan
from coachplan.plan.terms import covers, terms
from conftest import ADA_PLAN, MANAGER, MEMBER, Coachplan, Result

HR = "Jane Marcet <jane@example.com>"
CHANGED = "changed since Ada Lovelace accepted it"
RunGit = Callable[..., str]


@pytest.fixture
def act(
    ada: Path, coachplan: Coachplan, act_as: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Runs a command on Ada's plan as somebody, and checks its exit code."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(who: str, command: str, *arguments: str, code: int = 0) -> Result:
        act_as(who)
        result = coachplan("-C", ada, command, "ada", *arguments)
        assert result.code == code, result.out + result.err
        return result

    return run


def read(root: Path) -> Plan:
    content = read_plan("plan.md", (root / ADA_PLAN).read_bytes()).content
    assert content is not None
    return content


def at(root: Path, place: int) -> Activity:
    return read(root).activities[place]


def edited(root: Path, *pairs: tuple[str, str]) -> None:
    text = (root / ADA_PLAN).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    (root / ADA_PLAN).write_text(text, encoding="utf-8")


def holds(activity: Activity, day: str = "2026-02-04") -> bool:
    """True if the activity has Ada's yes of that day to its own words."""
    yes = activity.agreed
    return yes is not None and (str(yes.by), str(yes.date), yes.words) == (MEMBER, day, activity.words)


# -- who writes it -----------------------------------------------------------------------------------------------------


def test_a_new_plan_of_the_team_member_has_their_yes(ada: Path) -> None:
    assert holds(at(ada, 0))


def test_a_proposal_has_none_until_the_team_member_accepts(ada: Path, act, monkeypatch) -> None:
    act(MANAGER, "propose", "Watch two briefings", "--id", "watch")
    assert at(ada, 1).agreed is None
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-02-10")
    act(MEMBER, "accept", "watch")
    assert at(ada, 1).status == "agreed"
    assert holds(at(ada, 1), "2026-02-10")


def test_what_the_team_member_proposes_and_rewords_they_agree_to(ada: Path, act) -> None:
    act(MEMBER, "propose", "Write three points down", "--id", "points", "--cue", "The invite", "--every", "day")
    assert holds(at(ada, 1))
    act(MEMBER, "amend", "points", "Write four points down", "--every", "every Monday")
    assert (at(ada, 1).what, at(ada, 1).counts_as) == ("Write four points down", "agreed")
    assert holds(at(ada, 1))


@pytest.mark.parametrize("who", [MEMBER, MANAGER])
def test_what_becomes_of_an_activity_keeps_the_yes(ada: Path, act, who: str) -> None:
    before = at(ada, 0).agreed
    act(who, "start", "rehearse")
    act(who, "done", "rehearse", "--learned", "Short is good")
    assert at(ada, 0).agreed == before
    assert at(ada, 0).counts_as == "done"


def test_the_team_members_edits_by_hand_are_theirs_to_agree_to(ada: Path, act) -> None:
    act(MANAGER, "propose", "Watch two briefings", "--id", "watch")
    edited(ada, ("Rehearse Monday's update", "Rehearse Friday's update"), ("status: proposed", "status: doing"))
    act(MEMBER, "save")
    assert holds(at(ada, 0))
    assert (holds(at(ada, 1)), at(ada, 1).counts_as) == (True, "doing")
    act(MEMBER, "edit", "--set", "activities.1.what=Watch three briefings")
    assert holds(at(ada, 1))


def test_a_text_in_another_layout_is_no_new_yes(ada: Path, act, monkeypatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-02-10")
    edited(
        ada,
        ("what: Rehearse Monday's update with a peer", "what: >\n      Rehearse Monday's update\n      with a peer"),
    )
    act(MANAGER, "save")
    assert holds(at(ada, 0))


def test_a_plan_made_of_another_begins_with_a_yes_of_its_own(ada: Path, coachplan, act_as, monkeypatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-02-10")
    source = (ada / ADA_PLAN).read_bytes()
    for who, made in ((MEMBER, "2026-02-10"), (MANAGER, None)):
        act_as(who)
        assert coachplan("-C", ada, "new", f"Again {made}", "--from", "-", stdin=source).code == 0
        path = f"plans/ada-lovelace/again-{str(made).lower()}/plan.md"
        (activity,) = read_plan(path, (ada / path).read_bytes()).readable().activities
        assert (str(activity.agreed.date) if activity.agreed else None) == made
        assert activity.status == ("agreed" if made else "proposed")


# -- other words -------------------------------------------------------------------------------------------------------


def test_amended_by_somebody_else_it_is_a_proposal_and_the_yes_says_to_what_it_was(ada: Path, act) -> None:
    act(MEMBER, "propose", "Count the questions", "--id", "count")
    before = (ada / ADA_PLAN).read_text(encoding="utf-8")
    act(MANAGER, "amend", "rehearse", "Rehearse all of it")
    after = (ada / ADA_PLAN).read_text(encoding="utf-8")
    changed = before.replace("what: Rehearse Monday's update with a peer", "what: Rehearse all of it")
    assert after == changed.replace("status: agreed", "status: proposed", 1)
    assert CHANGED in act(MANAGER, "show").out
    assert act(MEMBER, "accept", "rehearse").err == ""
    assert holds(at(ada, 0))


@pytest.fixture
def moved(ada: Path, act, git: RunGit, tmp_path: Path) -> Path:
    """A clone in which git merged words that Charles amended with Ada's yes to earlier ones."""
    act(MEMBER, "propose", "Count the questions", "--id", "count")
    act(MANAGER, "propose", "Ask Krakow for a template", "--id", "krakow")
    git(tmp_path, "clone", "--quiet", str(ada), "merged")
    act(MANAGER, "amend", "krakow", "Fill in ten templates over the weekend")
    git(tmp_path, "clone", "--quiet", str(ada), "charles")
    git(ada, "reset", "--quiet", "--hard", "HEAD~1")
    act(MEMBER, "accept", "krakow")
    for side in (ada, tmp_path / "charles"):
        git(tmp_path / "merged", "pull", "--quiet", "--no-rebase", "--no-edit", str(side), "main")
    git(ada, "pull", "--quiet", str(tmp_path / "merged"), "main")
    activity = at(ada, 2)
    assert (activity.what, activity.status) == ("Fill in ten templates over the weekend", "agreed")
    return ada


def test_a_yes_that_a_merge_moved_counts_for_nothing(moved: Path, act, coachplan: Coachplan) -> None:
    assert at(moved, 2).counts_as == "proposed"
    checked = coachplan("-C", moved, "check")
    assert checked.code == 1
    assert "CP310 error: changed since the team member agreed to it" in checked.out
    assert CHANGED in act(MANAGER, "show").out
    assert "Waiting for Ada Lovelace" in act(MANAGER, "propose", "Listen").out
    assert CHANGED in act(MANAGER, "propose", "Listen twice").out
    for kind in ("md", "html"):
        shown = coachplan("-C", moved, "render", "ada", "--to", kind, "--audience", "team-member")
        assert "accepted it" in shown.out
    assert "only a proposal" in act(MANAGER, "start", "krakow", code=1).err
    # The manager carries no yes into other words, by whatever way.
    act(MANAGER, "edit", "--set", "title=Clear updates for all")
    assert at(moved, 2).counts_as == "proposed"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (("accept", "krakow"), "agreed"),
        (("amend", "krakow", "Fill in one template"), "agreed"),
        (("decline", "krakow"), "declined"),
    ],
)
def test_the_team_member_answers_again(moved: Path, act, coachplan: Coachplan, answer, status: str) -> None:
    act(MEMBER, *answer)
    assert at(moved, 2).counts_as == status
    assert holds(at(moved, 2)) == (status == "agreed")
    assert CHANGED not in act(MANAGER, "show").out
    assert coachplan("-C", moved, "check", "--select", "CP1,CP3").code == 0
    assert coachplan("-C", moved, "history", "ada").code == 0


def test_answering_again_is_told(moved: Path, act, coachplan: Coachplan, git: RunGit) -> None:
    act(MEMBER, "accept", "krakow")
    assert git(moved, "log", "-1", "--format=%s").strip().endswith(": activity krakow agreed")
    assert "Ada Lovelace agreed to krakow" in coachplan("-C", moved, "history", "ada").out.split("\n\n")[0]


def test_what_was_begun_stays_so_when_it_is_accepted_again(moved: Path, act) -> None:
    edited(moved, ("status: agreed\n    agreed: {by: Ada", "status: doing\n    agreed: {by: Ada"))
    act(MEMBER, "accept", "--all")
    assert at(moved, 2).counts_as in ("agreed", "doing")
    assert holds(at(moved, 2))


# -- whose word it is --------------------------------------------------------------------------------------------------

FORGED = "agreed: {{by: Ada Lovelace <ada@example.com>, date: 2026-02-04, words: '{}'}}"


@pytest.mark.parametrize("who", [MANAGER, HR])
@pytest.mark.parametrize(
    "edit",
    [
        lambda yes, words: [(yes, yes.replace("2026-02-04", "2026-02-03"))],
        lambda yes, words: [(yes, "")],
        lambda yes, words: [("update with a peer", "update, all of it"), (yes, FORGED.format(words))],
        lambda yes, words: [("timeline:", f"  - {{what: Watch, status: agreed, {yes}}}\ntimeline:")],
        lambda yes, words: [("timeline:", f"  - {{what: Watch, status: proposed, {FORGED.format(words)}}}\ntimeline:")],
        lambda yes, words: [(f"    status: agreed\n    due: 2026-01-14\n    {yes}", "    due: 2026-01-14")],
    ],
    ids=["another day", "taken out", "for other words", "copied", "made up", "taken out with the status"],
)
def test_nobody_else_writes_the_yes(ada: Path, act, git: RunGit, who: str, edit) -> None:
    text = (ada / ADA_PLAN).read_text(encoding="utf-8")
    yes = next(line.strip() for line in text.splitlines() if line.strip().startswith("agreed:"))
    words = Activity.model_validate({"what": "Rehearse Monday's update, all of it", "owner": "team_member"}).words
    edited(ada, *edit(yes, words))
    act(who, "save", code=1)
    act(who, "edit", "--set", "title=Other", code=1)
    assert git(ada, "show", f"HEAD:{ADA_PLAN}") == text


def test_a_yes_of_somebody_else_is_an_error_whoever_wrote_it(ada: Path, act) -> None:
    edited(ada, ("by: Ada Lovelace <ada@example.com>", f"by: {MANAGER}"))
    assert "CP311" in act(MEMBER, "save", code=1).err


# -- plans of the first release ----------------------------------------------------------------------------------------


@pytest.fixture
def first_release(ada: Path, git: RunGit, act_as: Callable[[str], None]) -> Path:
    """Ada's plan as the first release left it: agreed by her own commit, without saying to which words."""
    text = (ada / ADA_PLAN).read_text(encoding="utf-8")
    text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("    agreed:"))
    (ada / ADA_PLAN).write_text(text, encoding="utf-8")
    act_as(MEMBER)
    git(ada, "checkout", "--quiet", "--orphan", "first-release")
    commit(ada, git, "-m", "All of it", "--date", "2026-01-06T12:00:00")
    return ada


def commit(root: Path, git: RunGit, *options: str) -> None:
    git(root, "commit", "--quiet", "--all", *options)


def test_it_is_in_order_and_the_next_change_adds_what_history_says(first_release: Path, act, coachplan, git) -> None:
    assert coachplan("-C", first_release, "check", "--select", "CP1,CP3").code == 0
    assert at(first_release, 0).counts_as == "agreed"
    commit(first_release, git, "--allow-empty", "-m", "later")
    act(MANAGER, "edit", "--set", "title=Clear updates")
    assert holds(at(first_release, 0), "2026-01-06")
    told = coachplan("-C", first_release, "history", "ada").out.split("\n\n")[0]
    assert "activity rehearse now says what was agreed" in told


def test_what_the_team_member_never_set_stays_without(first_release: Path, act, act_as, git) -> None:
    act_as(MANAGER)
    edited(
        first_release, ("timeline:", "  - {id: watch, what: Watch, proposed_by: manager, status: agreed}\ntimeline:")
    )
    commit(first_release, git, "-m", "by hand")
    act(MANAGER, "edit", "--set", "title=Clear updates")
    assert holds(at(first_release, 0), "2026-01-06")
    assert at(first_release, 1).agreed is None


@pytest.mark.parametrize("option", ["--depth=1", "--filter=blob:none"])
def test_what_a_clone_in_part_does_not_know_stays_without(
    first_release: Path, coachplan, act_as, git, tmp_path: Path, option: str
) -> None:
    edited(first_release, ("title: Clear status updates", "title: Clear updates"))
    act_as(MEMBER)
    commit(first_release, git, "-m", "by hand")
    git(first_release, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", option, f"file://{first_release}", "part")
    git(tmp_path / "part", "remote", "set-url", "origin", "file:///nowhere")
    act_as(MANAGER)
    result = coachplan("-C", tmp_path / "part", "edit", "ada", "--set", "title=Updates")
    assert result.code == 0, result.err
    assert at(tmp_path / "part", 0).agreed is None
    assert at(tmp_path / "part", 0).counts_as == "agreed"


def test_where_every_yes_is_known_history_is_not_asked(ada: Path, act, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("history was asked")

    monkeypatch.setattr("coachplan.views.attestation.own_acceptances", refuse)
    act(MANAGER, "propose", "Watch two briefings")
    act(MANAGER, "start", "rehearse")
    act(MEMBER, "amend", "rehearse", "Rehearse all of it")


# -- ids that a merge doubled ------------------------------------------------------------------------------------------


@pytest.fixture
def doubled(ada: Path, act, git: RunGit) -> Path:
    """Ada's plan with two activities of one id in the last commit, both agreed; the terms are agreed, too."""
    act(MEMBER, "propose", "Ask a reader", "--id", "ask")
    act(MEMBER, "propose", "Ask the team", "--id", "team")
    act(MEMBER, "agree")
    edited(ada, ("id: team", "id: ask"))
    commit(ada, git, "-m", "as a merge leaves it")
    return ada


def test_it_refuses_nothing_but_a_command_that_means_just_that_one(doubled: Path, act, coachplan: Coachplan) -> None:
    assert "CP104" in coachplan("-C", doubled, "check").out
    act(MANAGER, "propose", "Listen")
    act(MEMBER, "log", "--win", "A clear update")
    edited(doubled, ("title: Clear status updates", "title: Clear updates"))
    act(MANAGER, "save")
    refused = act(MEMBER, "start", "ask", code=2).err
    assert "may be any of 2 activities: 2 ask, 3 ask" in refused
    act(MEMBER, "start", "3")
    assert [activity.status for activity in read(doubled).activities][1:3] == ["agreed", "doing"]
    # What the change itself brings is still refused.
    assert "CP104" in act(MANAGER, "edit", "--set", "activities.0.id=ask", code=1).err


def test_the_fix_voids_nobodys_agreement_and_is_anybodys_to_save(doubled: Path, act, coachplan, git) -> None:
    before = read(doubled)
    assert coachplan("-C", doubled, "check", "--fix", "--select", "CP104").code == 0
    act(MANAGER, "save")
    after = read(doubled)
    assert [activity.id for activity in after.activities] == ["rehearse", "ask", "ask-2"]
    assert [activity.counts_as for activity in after.activities] == ["agreed"] * 3
    assert covers(terms(before), after)
    assert "activity ask has another id" in git(doubled, "log", "-1", "--format=%s")
    assert coachplan("-C", doubled, "check", "--select", "CP1,CP3").code == 0


def test_two_proposals_in_two_clones_never_get_one_id(ada: Path, act, act_as, coachplan, git, tmp_path) -> None:
    git(tmp_path, "clone", "--quiet", str(ada), "other")
    act(MEMBER, "propose", "Idea one")
    act_as(MANAGER)
    assert coachplan("-C", tmp_path / "other", "propose", "ada", "Idea two").code == 0
    ids = {at(root, 1).id for root in (ada, tmp_path / "other")}
    assert len(ids) == 2


def test_a_file_that_is_to_be_saved_with_new_errors_is_refused_and_standing_ones_are_not(doubled: Path, act) -> None:
    edited(doubled, ("baseline: 3", "baseline: 2"), ("direction: increase", "direction: sideways"))
    assert "CP104" not in act(MANAGER, "save", code=1).err
    edited(doubled, ("direction: sideways", "direction: increase"))
    act(MANAGER, "save")


def test_an_unreadable_file_is_not_written_on(ada: Path, act, git: RunGit) -> None:
    edited(ada, ("title:", "title: [\ntitle:"))
    commit(ada, git, "-m", "by hand")
    act(MANAGER, "propose", "Listen", code=1)
    assert subprocess.run(["git", "-C", ada, "diff", "--quiet", "HEAD"], check=False).returncode == 0
