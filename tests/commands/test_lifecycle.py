"""`coachplan extend`, `hold`, `resume`, `revise`, `close` and `follow-up`, on real repositories."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from coachplan.format import read_plan
from conftest import ADA_PLAN, MANAGER, MEMBER

ID = "ada-lovelace/clear-status-updates"


@pytest.fixture
def on(monkeypatch):
    """From then on it is that day."""
    return lambda day: monkeypatch.setenv("COACHPLAN_TODAY", day)


@pytest.fixture
def run(ada, coachplan):
    """Runs a command on Ada's plan; it must succeed, and `check` must have nothing to say afterwards."""

    def run(command: str, *flags: str):
        result = coachplan("-C", ada, command, "ada", *flags)
        assert result.code == 0, result.err
        checked = coachplan("-C", ada, "check", "--format", "concise")
        assert checked.code == 0, checked.out
        return result

    return run


@pytest.fixture
def refused(ada, coachplan, git):
    """Runs a command on Ada's plan that must be refused, with nothing written; what it says."""

    def run(command: str, *flags: str, code: int = 1) -> str:
        before = git(ada, "rev-parse", "HEAD")
        result = coachplan("-C", ada, command, "ada", *flags)
        assert result.code == code, result.out + result.err
        assert git(ada, "rev-parse", "HEAD") == before
        assert git(ada, "status", "--porcelain") == ""
        assert result.err.count("\n") == 1
        return result.err

    return run


@pytest.fixture
def running(ada, on):
    on("2026-01-06")
    return ada


@pytest.fixture
def closed(running, run, on):
    log(run, on, "2026-01-12", "--measure", "clear=3", "--measure", "follow=2")
    log(run, on, "2026-02-04", "--measure", "clear=4", "--measure", "follow=1")
    run("close", "--outcome", "achieved", "--follow-up", "30", "--follow-up", "2026-05-05", "--drop-open")
    return running


def test_so_many_days_later_is_a_working_day_and_a_day_that_is_named_stays(running, run) -> None:
    run("close", "--outcome", "achieved", "--follow-up", "32", "--follow-up", "2026-05-03", "--drop-open")
    follow_up = plan_in(running).follow_up
    assert follow_up is not None
    assert follow_up.reviews == (date(2026, 2, 9), date(2026, 5, 3))


def test_the_status_of_a_closed_plan_has_the_values_of_the_end_and_no_state_of_measures(closed, run) -> None:
    page = run("status").out
    assert "4 in the end · reached\n" in page
    assert "of the way" not in page
    assert "on track" not in page


def log(run, on, day: str, *flags: str) -> None:
    on(day)
    run("log", *flags, "--evidence", f"Seen on {day}", "--adjust", "Three points first")


def plan_in(ada):
    document = read_plan("plan.md", (ada / ADA_PLAN).read_bytes())
    assert document.content is not None
    assert not document.findings
    return document.content


def subject(git, ada) -> str:
    return git(ada, "log", "-1", "--format=%s").strip()


# -- extend ---------------------------------------------------------------------------------------------------------


def test_an_extension_moves_the_end_and_keeps_the_one_before(running, run, git) -> None:
    result = run("extend", "--to", "+14d", "--why", "The all-hands was moved")
    timeline = plan_in(running).timeline
    assert str(timeline.end) == "2026-02-18"
    (extension,) = timeline.extensions
    assert (str(extension.date), str(extension.from_), str(extension.to)) == ("2026-01-06", "2026-02-04", "2026-02-18")
    assert extension.why == "The all-hands was moved"
    assert subject(git, running) == (
        f"Extension: {ID}: measure by 2026-02-04 → 2026-02-18; timeline end 2026-02-04 → 2026-02-18"
    )
    assert "agree to them again" in result.out
    assert "still name 4 February" in result.out


@pytest.mark.parametrize(("flags", "by"), [((), "2026-02-18"), (("--keep-measures",), "2026-02-04")])
def test_measures_that_were_due_on_the_last_day_move_unless_they_are_kept(running, run, flags, by) -> None:
    result = run("extend", "--to", "2026-02-18", "--why", "More practice", *flags)
    assert {str(measure.by) for measure in plan_in(running).goal_state[0].measures} == {by}
    assert "clear status updates, follow-up questions" in result.out


def test_an_extension_changes_the_terms(running, run) -> None:
    from coachplan.plan.terms import covers, terms

    before = terms(plan_in(running))
    run("extend", "--to", "+14d", "--why", "More practice")
    assert not covers(before, plan_in(running))


def test_one_extension_after_another_leads_from_end_to_end(running, run, on) -> None:
    run("extend", "--to", "+14d", "--why", "More practice")
    on("2026-01-12")
    run("log", "--win", "One")
    run("extend", "--to", "+7d", "--why", "A holiday", "--date", "2026-01-09")
    assert [str(extension.to) for extension in plan_in(running).timeline.extensions] == ["2026-02-18", "2026-02-25"]


def test_a_plan_in_short_forms_grows_where_it_must(plans, coachplan, on, act_as) -> None:
    on("2026-03-02")
    folder = plans / "plans/ben-carter/shorter-notes"
    folder.mkdir(parents=True)
    text = SHORT.replace("STATUS", "active")
    (folder / "plan.md").write_text(text, encoding="utf-8")
    act_as("Ben Carter <ben@example.com>")
    assert coachplan("-C", plans, "save").code == 0
    act_as(MANAGER)
    for command in (
        ["extend", "ben", "--to", "+7d", "--why", "A holiday"],
        ["hold", "ben", "--until", "2026-03-08"],
        ["resume", "ben", "--date", "2026-03-06"],
        ["revise", "ben", "--goal", "Send notes of one page instead of three by 7 April 2026.", "--why", "The holiday"],
        ["revise", "ben", "--add", "pages: 3 -> 1 per meeting", "--why", "To see it"],
        ["close", "ben", "--outcome", "partly-achieved", "--follow-up", "30"],
        ["follow-up", "ben", "--sustained", "partly", "--date", "2026-03-02"],
    ):
        result = coachplan("-C", plans, *command)
        assert result.code == 0, (command, result.err)
    after = (folder / "plan.md").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("timeline", "goal_state", "status", "---"))]
    assert [line for line in after.splitlines() if line in kept] == kept
    assert "timeline: {start: 2026-03-02, end: 2026-04-07" in after
    checked = coachplan("-C", plans, "check", "--format", "concise")
    assert checked.code == 0, checked.out


SHORT = """\
---
coachplan: 1
title: Shorter meeting notes  # a comment
status: STATUS
people:
  team_member: Ben Carter <ben@example.com>
  manager: Charles Babbage <charles@example.com>
development_area: "Meeting notes that fit on one page"
current_state: Notes are three pages on average, and go out two days later.
goal_state: Send notes of one page instead of three, on the day of the meeting, by 31 March 2026.
activities:
  - Write down decisions, names and dates only
timeline: 2026-03-02 to 2026-03-31
support_assets: Ten minutes after the weekly meeting
update_cadence: every Tuesday
---
"""


def test_a_last_phase_of_the_cadence_moves_with_the_end(running, run) -> None:
    phases = "[{every: every Monday, until: 2026-01-18}, {every: every Tuesday, until: 2026-02-04}]"
    run("edit", "--set", f"update_cadence={phases}")
    run("extend", "--to", "+14d", "--why", "More practice")
    assert [str(phase.until) for phase in plan_in(running).update_cadence] == ["2026-01-18", "2026-02-18"]


def test_what_check_has_to_say_of_the_new_terms_is_said_at_once(running, coachplan) -> None:
    coachplan("-C", running, "edit", "ada", "--set", "update_cadence={dates: [2026-01-14, 2026-02-02]}")
    result = coachplan("-C", running, "extend", "ada", "--to", "+42d", "--why", "More practice")
    assert result.code == 0
    assert "CP408" in result.err
    again = coachplan("-C", running, "extend", "ada", "--to", "+1d", "--why", "A holiday")
    assert "CP404" not in again.err


@pytest.mark.parametrize(
    ("flags", "code", "words"),
    [
        (["--to", "2026-02-04", "--why", "x"], 1, "runs until 2026-02-04 already"),
        (["--to", "2026-01-20", "--why", "x"], 1, "coachplan close"),
        (["--why", "x"], 2, "--to is required"),
        (["--to", "+14d"], 2, "--why is required"),
        (["--to", "soon", "--why", "x"], 2, "--to: 'soon' is not a day"),
    ],
)
def test_an_extension_says_what_it_needs(running, refused, flags, code, words) -> None:
    assert words in refused("extend", *flags, code=code)


def test_what_is_over_or_not_begun_is_not_extended(running, run, refused, coachplan) -> None:
    coachplan("-C", running, "edit", "ada", "--set", "status=draft")
    assert "still a draft" in refused("extend", "--to", "+14d", "--why", "x")
    revision = refused("revise", "--goal", "Give four clear updates a week by 4 February 2026.", "--why", "x")
    assert "still a draft: change it with `coachplan edit`; drafts keep no revisions" in revision
    coachplan("-C", running, "edit", "ada", "--set", "status=active")
    run("close", "--outcome", "stopped", "--drop-open")
    assert "the plan is closed" in refused("extend", "--to", "+14d", "--why", "x")


# -- hold and resume ------------------------------------------------------------------------------------------------


def test_a_hold_lets_the_plan_rest_and_nothing_becomes_overdue(running, run, on, git, coachplan) -> None:
    result = run("hold", "--until", "2026-01-20", "--why", "Leave")
    plan = plan_in(running)
    assert plan.status == "on-hold"
    assert [(str(hold.from_), str(hold.to), hold.why) for hold in plan.timeline.holds] == [
        ("2026-01-06", "2026-01-20", "Leave")
    ]
    assert "Leave" not in subject(git, running)
    assert "The end stays 2026-02-04" in result.out
    assert f"coachplan extend {ID} --to +15d" in result.out
    on("2026-01-19")
    assert coachplan("-C", running, "check").code == 0
    assert coachplan("-C", running, "due", "--fail-overdue").code == 0
    assert "\ton-hold\t" in coachplan("-C", running, "list").out


def test_after_a_hold_the_plan_goes_on_with_nothing_missed(running, run, on, coachplan) -> None:
    run("hold", "--until", "2026-01-20")
    on("2026-01-22")
    assert "hold is over" in coachplan("-C", running, "list").out
    result = run("resume")
    assert plan_in(running).status == "active"
    assert str(plan_in(running).timeline.holds[0].to) == "2026-01-21"
    assert "Next touchpoint: Monday, 2026-01-26" in result.out
    assert coachplan("-C", running, "due", "--fail-overdue").code == 0


def test_a_hold_without_an_end_ends_on_the_day_before_it_goes_on(running, run, on) -> None:
    run("hold")
    assert plan_in(running).timeline.holds[0].to is None
    on("2026-01-15")
    run("resume")
    assert str(plan_in(running).timeline.holds[0].to) == "2026-01-14"


def test_a_hold_may_get_its_last_day_later(running, run) -> None:
    run("hold")
    run("hold", "--until", "2026-01-20")
    (hold,) = plan_in(running).timeline.holds
    assert str(hold.to) == "2026-01-20"


def test_hold_and_resume_are_told_as_what_they_are(running, run, on, git, refused, coachplan) -> None:
    run("hold")
    on("2026-01-07")
    result = run("hold", "--until", "2026-01-20")
    assert "On hold from 2026-01-06 to 2026-01-20" in result.out
    assert "coachplan extend" in result.out
    assert "--to +15d" in result.out
    assert subject(git, running) == f"Hold: {ID}: on hold from 2026-01-06 to 2026-01-20"
    assert "the plan is already on hold on that day; --until sets the last day" in refused("hold")
    assert "this hold is already recorded; nothing changed" in refused("hold", "--until", "2026-01-20")
    on("2026-01-15")
    assert "resumed after rest from 2026-01-06 to 2026-01-14" in run("resume").out
    assert "not on hold" in refused("resume")
    told = coachplan("-C", running, "history", "ada").out
    assert told.index("resumed after rest from 2026-01-06 to 2026-01-14") < told.index("on hold from 2026-01-06")


def test_a_rest_of_one_day_is_resumed_once(running, run, refused) -> None:
    run("hold")
    assert "resumed after rest from 2026-01-06 to 2026-01-06" in run("resume").out
    assert "nothing to resume" in refused("resume")


def test_a_plan_that_goes_on_as_planned_is_told_as_resumed(running, run, on) -> None:
    run("hold", "--until", "2026-01-20")
    on("2026-01-21")
    assert "clear-status-updates/plan.md: resumed\n" in run("resume").out


@pytest.mark.parametrize(("first", "last"), [("2026-01-19", "2026-01-25"), ("2026-01-05", "2026-01-05")])
def test_a_hold_that_lies_ahead_or_behind_leaves_the_status_alone(running, run, coachplan, on, first, last) -> None:
    run("hold", "--from", first, "--until", last)
    assert plan_in(running).status == "active"
    on(first)
    assert "\ton-hold\t" in coachplan("-C", running, "list").out


def test_a_plan_that_ended_while_it_rested_says_so(running, run, on) -> None:
    run("hold")
    on("2026-02-10")
    result = run("resume")
    assert "It ended on 2026-02-04 meanwhile" in result.out


@pytest.mark.parametrize(
    ("command", "flags", "code", "words"),
    [
        ("hold", ["--until", "2026-01-01"], 2, "before the first day"),
        ("hold", ["--from", "2026-03-01"], 1, "the plan ends on 2026-02-04"),
        ("resume", [], 1, "not on hold"),
    ],
)
def test_rest_says_what_does_not_fit(running, refused, command, flags, code, words) -> None:
    assert words in refused(command, *flags, code=code)


# -- revise ---------------------------------------------------------------------------------------------------------


def test_a_measure_that_gets_another_name_is_told_as_renamed(running, run, git, coachplan) -> None:
    run("revise", "--measure", "clear", "--rename", "secret updates", "--target", "3", "--why", "Simpler")
    assert subject(git, running) == f"Revision: {ID}: a measure renamed; measure target 4 → 3; earlier terms kept"
    told = coachplan("-C", running, "history", "ada").out
    assert 'measure "clear status updates" renamed "secret updates"' in told
    assert "removed" not in told


def test_new_terms_ask_everybody_who_had_agreed(running, run, coachplan, act_as) -> None:
    act_as("Mary Somerville <mary@example.com>")
    assert coachplan("-C", running, "agree", "ada").code == 0
    act_as(MEMBER)
    for turn in (
        ("revise", "--measure", "clear", "--target", "3", "--why", "x"),
        ("extend", "--to", "+7d", "--why", "x"),
    ):
        said = run(*turn).out
        assert "Ada Lovelace, Charles Babbage and Mary Somerville agree to them again" in said


def test_a_revision_keeps_the_terms_before_visible(running, run, git) -> None:
    result = run("revise", "--measure", "clear", "--target", "3", "--why", "Friday's meeting is gone")
    plan = plan_in(running)
    assert str(plan.goal_state[0].measures[0].target) == "3"
    (revision,) = plan.revisions
    assert (revision.what, revision.from_, revision.to) == ("target of clear status updates", "4", "3")
    assert revision.why == "Friday's meeting is gone"
    assert subject(git, running) == f"Revision: {ID}: measure target 4 → 3; earlier terms kept"
    assert "agree to them again" in result.out
    assert "The goal's words stay" in result.out


def test_a_goal_in_new_words_keeps_the_ones_before(running, run) -> None:
    words = "Give three clear, concise status updates per week instead of two by 4 February 2026."
    before = plan_in(running).goal_state[0].goal
    run("revise", "--goal", words, "--measure", "clear", "--target", "3", "--why", "Less is enough")
    plan = plan_in(running)
    assert plan.goal_state[0].goal == words
    assert [(revision.what, revision.from_) for revision in plan.revisions] == [
        ("goal", before),
        ("target of clear status updates", "4"),
    ]


def test_each_key_of_a_measure_can_be_revised(running, run) -> None:
    run(
        *("revise", "--measure", "clear", "--target", "5", "--baseline", "1", "--by", "2026-02-02"),
        *("--unit", "per month", "--direction", "increase", "--step", "2026-01-19=3", "--why", "It fits better"),
    )
    plan = plan_in(running)
    measure = plan.goal_state[0].measures[0]
    assert (str(measure.baseline), str(measure.target), str(measure.by)) == ("1", "5", "2026-02-02")
    assert [(str(step.by), str(step.target)) for step in measure.steps] == [("2026-01-19", "3")]
    assert {revision.what.split()[0] for revision in plan.revisions} == {"baseline", "target", "by", "unit", "steps"}


def test_a_measure_can_be_added(running, run) -> None:
    run("revise", "--add", "minutes: 10 -> 2 per update", "--why", "To see the length, too")
    assert [str(measure.by) for measure in plan_in(running).goal_state[0].measures] == ["2026-02-04"] * 3
    assert plan_in(running).revisions[0].to == "minutes: 10 -> 2 per update"


def test_values_under_an_earlier_name_still_count(running, run, on, coachplan) -> None:
    log(run, on, "2026-01-12", "--measure", "clear=3")
    run("revise", "--measure", "clear", "--rename", "updates understood at once", "--why", "That is what we look at")
    run("revise", "--measure", "updates", "--rename", "understood at once", "--why", "Shorter")
    plan = plan_in(running)
    assert plan.present_names() == dict.fromkeys(
        ("clear status updates", "updates understood at once"), "understood at once"
    )
    assert [revision.measure for revision in plan.revisions] == ["clear status updates", "updates understood at once"]
    assert "2 → 3 → 4" in coachplan("-C", running, "show", "ada").out
    assert "understood at once" in coachplan("-C", running, "render", "ada").out
    on("2026-02-04")
    result = run("close", "--outcome", "stopped")
    assert "understood at once   2 → 3" in result.out


def test_values_of_a_measure_that_was_left_out_stay_valid(running, run, on, coachplan) -> None:
    log(run, on, "2026-01-12", "--measure", "follow=2")
    text = (running / ADA_PLAN).read_text(encoding="utf-8")
    first, _, rest = text.partition("    - name: follow-up questions\n")
    left_out = "{date: 2026-01-12, what: left out, measure: follow-up questions, from: 3 to 1, why: Nobody counts them}"
    text = f"{first}activities:{rest.partition('activities:')[2]}".replace(
        "update_cadence:", f"revisions: [{left_out}]\nupdate_cadence:"
    )
    (running / ADA_PLAN).write_text(text, encoding="utf-8")
    assert coachplan("-C", running, "save").code == 0
    assert coachplan("-C", running, "check").code == 0


@pytest.mark.parametrize(
    ("flags", "code", "words"),
    [
        ([], 2, "say what changes"),
        (["--measure", "clear", "--target", "4", "--why", "x"], 1, "the terms already"),
        (["--measure", "clear", "--target", "3"], 2, "--why is required"),
        (["--target", "3", "--why", "x"], 2, "--measure NAME"),
        (["--measure", "clear", "--why", "x"], 2, "say what changes of the measure"),
        (["--measure", "nothing", "--target", "3", "--why", "x"], 2, "is none of the plan's measures"),
        (["--measure", "clear", "--step", "3", "--why", "x"], 2, "--step takes DAY=VALUE"),
        (["--goal", "x", "--number", "2", "--why", "x"], 2, "the plan has 1 goal"),
        (["--measure", "clear", "--by", "2026-03-01", "--why", "x"], 1, "CP201"),
    ],
)
def test_a_revision_says_what_it_needs(running, refused, flags, code, words) -> None:
    assert words in refused("revise", *flags, code=code)


# -- close ----------------------------------------------------------------------------------------------------------


def test_a_close_takes_the_latest_value_of_each_measure(running, run, on, git) -> None:
    log(run, on, "2026-01-12", "--measure", "clear=3", "--measure", "follow=2")
    log(run, on, "2026-02-04", "--measure", "clear=4")
    result = run("close", "--outcome", "partly-achieved", "--summary", "The decision comes first", "--helped", "Notes")
    outcome = plan_in(running).outcome
    assert outcome is not None
    assert {name: str(value) for name, value in outcome.measures.items()} == {
        "clear status updates": "4",
        "follow-up questions": "2",
    }
    assert (outcome.result, str(outcome.date), outcome.helped) == ("partly-achieved", "2026-02-04", ("Notes",))
    assert plan_in(running).status == "closed"
    assert "2 → 4  target 4 ✓" in result.out
    assert "3 → 2  target 1" in result.out
    assert "An activity stays open in it" in result.out
    assert "--follow-up 30 --follow-up 90" in result.out
    assert subject(git, running).startswith(f"Close: {ID}: ")
    assert "decision" not in subject(git, running)


def test_final_values_can_be_said(running, run) -> None:
    run("close", "--outcome", "stopped", "--final", "clear=2")
    outcome = plan_in(running).outcome
    assert outcome is not None
    assert {name: str(value) for name, value in outcome.measures.items()} == {"clear status updates": "2"}


def test_open_activities_are_dropped_only_when_one_says_so(running, run) -> None:
    run("close", "--outcome", "stopped")
    assert [activity.status for activity in plan_in(running).activities] == ["agreed"]


def test_drop_open_lets_go_of_what_is_open(running, run) -> None:
    run("close", "--outcome", "stopped", "--drop-open")
    assert [activity.status for activity in plan_in(running).activities] == ["dropped"]


def test_own_words_are_the_team_members_alone(running, run, refused, act_as, git) -> None:
    words = ("--own-words", "I see people act on it")
    message = refused("close", "--outcome", "achieved", *words)
    assert "theirs to write" in message
    result = run("close", "--outcome", "achieved")
    assert "Ada Lovelace can add their own words" in result.out
    assert "theirs to write" in refused("close", *words)
    act_as(MEMBER)
    run("close", *words)
    assert subject(git, running) == f"Close: {ID}: the team member looked back"
    outcome = plan_in(running).outcome
    assert outcome is not None
    assert outcome.team_member == "I see people act on it"


def test_no_command_puts_words_into_the_team_members_mouth(closed, coachplan, act_as, git) -> None:
    put = ("edit", "ada", "--set", "outcome.team_member=I agree")
    result = coachplan("-C", closed, *put)
    assert result.code == 1
    assert "theirs to write" in result.err
    text = (closed / ADA_PLAN).read_text(encoding="utf-8")
    (closed / ADA_PLAN).write_text(text.replace("  result: ", "  team_member: I agree\n  result: "), encoding="utf-8")
    result = coachplan("-C", closed, "save")
    assert result.code == 1
    assert "theirs to write" in result.err
    act_as(MEMBER)
    assert coachplan("-C", closed, "save").code == 0


def test_the_team_member_can_close_and_speak_at_once(running, run, act_as) -> None:
    act_as(MEMBER)
    result = run("close", "--outcome", "achieved", "--own-words", "It works")
    assert "own words" not in result.out


def test_a_closed_plan_takes_days_to_look_again_and_nothing_else(closed, run, refused) -> None:
    run("close", "--follow-up", "2026-06-01")
    plan = plan_in(closed)
    assert plan.follow_up is not None
    assert [str(day) for day in plan.follow_up.reviews or ()] == ["2026-03-06", "2026-05-05", "2026-06-01"]
    assert "closed already" in refused("close", "--outcome", "stopped")
    assert "closed already" in refused("close")


def test_a_close_ends_a_hold(running, run, on) -> None:
    run("hold")
    on("2026-01-20")
    run("close", "--outcome", "superseded")
    assert str(plan_in(running).timeline.holds[0].to) == "2026-01-20"


def test_an_outcome_can_come_from_a_file(running, run, tmp_path, refused) -> None:
    source = tmp_path / "outcome.yaml"
    source.write_text("result: not-achieved\nhindered: [Meetings moved]\nmeasures: {follow-up questions: 3}\n")
    run("close", "--from", str(source), "--final", "clear=2")
    outcome = plan_in(running).outcome
    assert outcome is not None
    assert (outcome.result, outcome.hindered) == ("not-achieved", ("Meetings moved",))


def test_a_draft_can_only_be_let_go(running, run, refused, coachplan) -> None:
    coachplan("-C", running, "edit", "ada", "--set", "status=draft")
    assert "has not begun" in refused("close", "--outcome", "achieved")
    run("close", "--outcome", "superseded")
    assert plan_in(running).status == "closed"


@pytest.mark.parametrize(
    ("flags", "code", "words"),
    [
        ([], 2, "--outcome is required; it is one of achieved, partly-achieved, not-achieved, stopped, superseded"),
        (["--outcome", "stopped", "--final", "clear"], 2, "--final takes NAME=VALUE"),
        (["--outcome", "stopped", "--follow-up", "2026-01-01"], 2, "not after the look back"),
    ],
)
def test_a_close_says_what_it_needs(running, refused, flags, code, words) -> None:
    assert words in refused("close", *flags, code=code)


# -- follow-up ------------------------------------------------------------------------------------------------------


def test_a_follow_up_tells_what_has_lasted_and_what_comes_next(closed, run, on, git, coachplan) -> None:
    on("2026-03-06")
    assert "follow-up due" in coachplan("-C", closed, "list").out
    result = run("follow-up", "--sustained", "partly", "--measure", "clear=3", "--measure", "follow=1")
    assert "Part of the change has lasted" in result.out
    assert "at the end 4, now 3  farther" in result.out
    assert "at the end 1, now 1  target held ✓" in result.out
    assert "Next review: Tuesday, 2026-05-05" in result.out
    assert "Nothing follows from it by itself" in result.out
    assert subject(git, closed) == f"Follow-up: {ID} 2026-03-06"
    for shown in (coachplan("-C", closed, "list").out, coachplan("-C", closed, "status", "ada").out):
        assert "achieved" in shown.lower()
        assert "part of the change has lasted" in " ".join(shown.split())
    on("2026-05-05")
    result = run("follow-up", "--sustained", "fully", "--evidence", "Nobody asked twice")
    assert "The change has lasted" in result.out
    assert "No other review is planned" in result.out


def test_a_plan_that_has_not_ended_is_not_looked_at_again(running, refused) -> None:
    assert "has not ended yet" in refused("follow-up", "--sustained", "fully")


def test_a_follow_up_says_what_it_needs(closed, refused) -> None:
    assert "--sustained fully|partly|not is required" in refused("follow-up", code=2)


def test_a_peers_form_is_not_a_review_and_log_takes_it(closed, run, refused, coachplan, tmp_path) -> None:
    form = tmp_path / "form.md"
    run("ask", "--peer", "George Boole <george@example.com>", "--about", "How the update opens", "-o", form)
    text = form.read_text(encoding="utf-8").replace("\nwhat:\n", "\nwhat: It came first\n")
    form.write_text(text.replace("\nwhy:\n", "\nwhy: We settled it\n"), encoding="utf-8")
    expected = f"coachplan: --from: this is a peer's form, not a review; `coachplan log {ID} --from FILE` takes it\n"
    assert refused("follow-up", "--sustained", "fully", "--from", form, code=2) == expected
    piped = coachplan("-C", closed, "follow-up", "ada", "--from", "-", stdin=form.read_text(encoding="utf-8"))
    assert piped.code == 2
    (kept,) = map(Path, re.findall(r"your text is kept in (.*)\)", piped.err))
    assert "It came first" in kept.read_text(encoding="utf-8")
    assert "Thank you, George Boole" in run("log", "--from", form).out


# -- the whole way --------------------------------------------------------------------------------------------------


def test_check_has_nothing_to_say_on_the_whole_way(running, run, on, act_as, git, coachplan) -> None:
    log(run, on, "2026-01-12", "--measure", "clear=3", "--measure", "follow=2")
    log(run, on, "2026-01-19", "--measure", "clear=3")
    run("extend", "--to", "+14d", "--why", "The all-hands was moved")
    on("2026-01-20")
    run("hold", "--until", "2026-01-27", "--why", "Leave")
    on("2026-01-28")
    run("resume")
    run("revise", "--measure", "clear", "--target", "3", "--why", "Friday's meeting is gone")
    log(run, on, "2026-02-02", "--measure", "clear=3", "--measure", "follow=1")
    log(run, on, "2026-02-09", "--measure", "clear=3", "--measure", "follow=1")
    log(run, on, "2026-02-16", "--measure", "clear=3", "--measure", "follow=1")
    on("2026-02-18")
    run("close", "--outcome", "achieved", "--helped", "Three points", "--follow-up", "30", "--drop-open")
    act_as(MEMBER)
    run("close", "--own-words", "I see people act on it")
    act_as(MANAGER)
    on("2026-03-20")
    run("follow-up", "--sustained", "fully", "--measure", "clear=3")
    told = json.loads(coachplan("-C", running, "history", "ada", "--format", "json").out)
    assert len(told["events"]) == len(git(running, "log", "--format=%h").split()) - 1
    assert git(running, "status", "--porcelain") == ""


def test_a_follow_up_that_was_held_is_shown_with_its_answer_and_no_longer_as_open(
    closed, run, on, coachplan, tmp_path
) -> None:
    assert "Look again on 2026-03-06, 2026-05-05" in coachplan("-C", closed, "show", "ada").out
    on("2026-03-06")
    run("follow-up", "--sustained", "partly", "--measure", "clear=3")
    shown = coachplan("-C", closed, "show", "ada").out
    assert "Look again on 2026-05-05\n" in shown
    assert "Looked again on 2026-03-06: part of the change has lasted" in shown
    for name in ("page.md", "page.html"):
        target = tmp_path / name
        assert coachplan("-C", closed, "render", "ada", "-o", target).code == 0
        page = " ".join(re.sub("<[^>]*>", "", target.read_text(encoding="utf-8")).split())
        assert "To look again together on 5 May 2026" in page
        assert "Looked again on 6 March 2026: part of the change has lasted" in page
    on("2026-05-05")
    run("follow-up", "--sustained", "fully", "--measure", "clear=4")
    assert "Look again on" not in coachplan("-C", closed, "show", "ada").out


@pytest.mark.parametrize("line", ["measures: 4", "measures: [4]", "date: [1]", "date: foo", "result: fine", "odd: x"])
def test_an_outcome_from_a_file_is_one_or_is_refused_in_one_line(ada, coachplan, git, line) -> None:
    before = git(ada, "rev-parse", "HEAD")
    result = coachplan("-C", ada, "close", "ada", "--outcome", "achieved", "--from", "-", stdin=f"{line}\n")
    assert result.code == 2
    assert "--from" in result.err
    assert result.err.count("\n") == 1
    assert git(ada, "rev-parse", "HEAD") == before


@pytest.mark.parametrize(
    ("outcome", "day", "code", "words"),
    [
        ("achieved", "2027-05-01", 2, "the look back on 2027-05-01 lies ahead"),
        ("stopped", "2027-05-01", 2, "the look back on 2027-05-01 lies ahead"),
        ("achieved", "2026-01-01", 1, "the plan starts on 2026-01-05 and cannot be closed before"),
    ],
)
def test_nobody_looks_back_before_the_start_or_ahead_of_time(refused, outcome, day, code, words) -> None:
    assert words in refused("close", "--outcome", outcome, "--date", day, code=code)


@pytest.mark.parametrize("status", ["active", "draft"])
@pytest.mark.parametrize("outcome", ["stopped", "superseded"])
def test_a_plan_can_be_let_go_before_its_start(ada, coachplan, act_as, on, status, outcome) -> None:
    on("2026-01-02")
    act_as(MEMBER)
    assert coachplan("-C", ada, "edit", "ada", "--set", f"status={status}").code == 0
    result = coachplan("-C", ada, "close", "ada", "--outcome", outcome, "--summary", "Another team")
    assert (result.code, plan_in(ada).status) == (0, "closed"), result.err
    assert str(plan_in(ada).outcome.date) == "2026-01-02"
    for command in (["show", "ada"], ["status", "ada"], ["status"], ["list"], ["check"], ["render", "ada"], ["due"]):
        shown = coachplan("-C", ada, *command)
        assert shown.code == 0, shown


def test_what_was_measured_after_the_look_back_is_not_a_final_value(running, run, on) -> None:
    log(run, on, "2026-01-12", "--measure", "clear=3")
    log(run, on, "2026-01-26", "--measure", "clear=4", "--measure", "follow=2")
    run("close", "--outcome", "partly-achieved", "--date", "2026-01-20")
    outcome = plan_in(running).outcome
    assert outcome is not None
    assert {name: str(value) for name, value in outcome.measures.items()} == {"clear status updates": "3"}


def test_a_forgotten_draft_is_closed_before_anybody_has_filled_it_in(ada, coachplan) -> None:
    coachplan("-C", ada, "new", "Clear writing", "--for", MEMBER)
    closed = coachplan("-C", ada, "close", "clear-writing", "--outcome", "stopped")
    assert closed.code == 0, closed.err
    assert coachplan("-C", ada, "check", "clear-writing", "--select", "CP1").code == 0
