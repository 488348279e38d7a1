"""`coachplan prep`: one page for the next session."""

import json

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER

PREP = ("prep", "ada")
GEORGE = "George Boole <george@example.com>"


@pytest.fixture
def running(ada, coachplan, act_as, monkeypatch):
    """Ada's plan after two sessions, with a habit, a milestone and a peer's answer."""
    plan = ada / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    text = text.replace(
        "  end: 2026-02-04\n", "  end: 2026-03-04\n  milestones: [{date: 2026-01-19, what: Three in a week}]\n"
    )
    text = text.replace("timeline:\n", "  - {id: points, what: Three points, kind: habit}\ntimeline:\n", 1)
    plan.write_text(text, encoding="utf-8")
    act_as(MEMBER)
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-20")
    assert coachplan("-C", ada, "save").code == 0
    first = ("--measure", "clear=3", "--measure", "follow=3", "--practice", "points=2", "--next", "Four updates")
    second = ("--measure", "clear=3.5", "--practice", "points", "--win", "A calm meeting", "--adjust", "Start early")
    for day, said in (("2026-01-12", first), ("2026-01-19", second)):
        result = coachplan("-C", ada, "log", "ada", "--date", day, *said)
        assert result.code == 0, result.err
    peer = (
        "--peer",
        GEORGE,
        "--about",
        "Opening",
        "--feedback",
        "The decision came first | We settled it | Name the date",
    )
    assert coachplan("-C", ada, "log", "ada", *peer).code == 0
    return ada


def test_one_page_in_the_order_of_a_session(running, coachplan) -> None:
    result = coachplan("-C", running, *PREP)
    assert result.code == 0, result.err
    assert result.err == ""
    order = [
        "Clear status updates",
        "Next session: Monday, 2026-01-26, in 6 days · progress",
        "Evidence since 2026-01-19",
        "↑ clear status updates   2          3.5      2.9   4 per week",
        "George Boole about “Opening”",
        "Why it mattered: We settled it",
        "Agreed on 2026-01-19",
        "→ Start early",
        "Activities",
        "○ Rehearse Monday's update with a peer  agreed · due 2026-01-14",
        "• Three points  practised 2, 1 times",
        "To celebrate",
        "★ clear status updates: 3.5 after 3, closer to the target",
        "★ A calm meeting",
        "Milestones",
        "◇ 2026-01-19  Three in a week",
        "To talk about",
        "• due on 2026-01-14: Rehearse Monday's update with a peer",
        "Open questions; choose what fits",
        "Afterwards: coachplan log ada-lovelace/clear-status-updates",
    ]
    assert [line for line in order if line not in result.out] == [], result.out
    places = [result.out.index(line) for line in order]
    assert places == sorted(places)
    assert "\x1b" not in result.out
    assert max(map(len, result.out.splitlines())) <= 80
    assert len([line for line in result.out.splitlines() if line.endswith("?")]) == 4


def test_the_same_for_programs(running, coachplan) -> None:
    page = json.loads(coachplan("-C", running, *PREP, "--format", "json").out)
    assert page["version"] == 1
    assert page["session"] == {"day": "2026-01-26", "is_past": False, "situation": "progress"}
    assert page["last"] == {
        "date": "2026-01-19",
        "by": MEMBER,
        "adjustments": ["Start early"],
        "next_steps": [],
        "notes": [],
    }
    clear = page["measures"][0]
    assert {key: clear[key] for key in ("baseline", "earlier", "latest", "date", "expected", "target", "by")} == {
        "baseline": "2",
        "earlier": "3",
        "latest": "3.5",
        "date": "2026-01-19",
        "expected": "2.9",
        "target": "4",
        "by": "2026-02-04",
    }
    assert page["activities"][1]["practised"] == ["2", "1"]
    assert page["feedback"][0]["by"] == GEORGE
    assert 3 <= len(page["questions"]) <= 5
    assert page["celebrate"]
    assert page["attention"]
    assert page["milestones"] == [{"number": 1, "date": "2026-01-19", "what": "Three in a week"}]


def test_the_first_session_asks_what_matters(ada, coachplan) -> None:
    result = coachplan("-C", ada, *PREP, "--date", "2026-01-05")
    assert "Monday, 2026-01-12, in 7 days · the first session" in result.out
    assert "What would you like to be different for you when this plan is over?" in result.out
    assert "Agreed on" not in result.out


def test_a_session_that_was_not_held_is_said_kindly(ada, coachplan) -> None:
    result = coachplan("-C", ada, *PREP, "--date", "2026-01-14")
    assert "The session of Monday, 2026-01-12, has not been held yet" in result.out


def test_a_stall_shows_its_evidence_and_how_it_clears(running, coachplan, monkeypatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-02-03")
    for day in ("2026-01-26", "2026-02-02"):
        coachplan("-C", running, "log", "ada", "--date", day, "--measure", "clear=3.5")
    stalled = coachplan("-C", running, *PREP)
    assert "a plateau" in stalled.out
    assert "3.5 on 2026-01-26" in " ".join(stalled.out.split())
    assert "--root-cause TEXT --adjust TEXT" in stalled.out
    changed = ("--root-cause", "Fridays are full", "--adjust", "Prepare on Thursday")
    assert coachplan("-C", running, "log", "ada", *changed).code == 0
    after = coachplan("-C", running, *PREP)
    assert "--root-cause" not in after.out
    assert "→ Prepare on Thursday" in after.out


def test_an_organisation_extends_the_questions(running, coachplan) -> None:
    folder = running / "templates" / "questions"
    folder.mkdir(parents=True)
    (folder / "progress.md").write_text("Only these\n\n- What would our customers say?\n", encoding="utf-8")
    assert "1. What would our customers say?" in coachplan("-C", running, *PREP).out
    (folder / "progress.md").write_text("Nothing here\n", encoding="utf-8")
    result = coachplan("-C", running, *PREP)
    assert result.code == 2
    assert result.err == (
        "coachplan: templates/questions/progress.md does not hold any questions; "
        "write each as a list entry: `- What worked?`\n"
    )


def test_a_closed_plan_has_no_session(ada, coachplan, act_as) -> None:
    act_as(MEMBER)
    assert coachplan("-C", ada, "edit", "ada", "--set", "status=closed").code == 0
    result = coachplan("-C", ada, *PREP)
    assert result.code == 0
    assert "No further touchpoint" in result.out


def test_words_from_files_cannot_drive_the_terminal(running, coachplan) -> None:
    plan = running / ADA_PLAN
    plan.write_text(plan.read_text().replace("Three points", '"Three \\e[31mpoints\\u202e"'), encoding="utf-8")
    result = coachplan("-C", running, *PREP)
    assert "\x1b" not in result.out
    assert "\u202e" not in result.out


@pytest.mark.one_in(3)
@pytest.mark.parametrize("broken", ["  start: soon", "  start: 0001-01-01", "colour: blue\ntimeline:"])
def test_what_cannot_be_read_is_told(running, coachplan, broken) -> None:
    plan = running / ADA_PLAN
    before = "timeline:" if "timeline" in broken else "  start: 2026-01-05"
    plan.write_text(plan.read_text(encoding="utf-8").replace(before, broken), encoding="utf-8")
    result = coachplan("-C", running, *PREP)
    assert result.code == 0
    assert "Open questions" in result.out
    assert result.err == "Some of it cannot be read; see `coachplan check`\n"


@pytest.mark.parametrize(("today", "following"), [("2026-01-05", "2026-01-12"), ("2026-01-12", "2026-01-12")])
def test_every_command_names_one_day_for_the_first_session(ada, coachplan, today, following) -> None:
    """On the first day, a Monday, there is nothing to look back on: the first Monday of the cadence is the next one."""
    told = {
        command: coachplan("-C", ada, *command.split(), "--date", today).out for command in ("prep ada", "show ada")
    }
    assert f"Next session: Monday, {following}" in told["prep ada"]
    assert f"Next: Monday, {following}" in told["show ada"]
    (listed,) = json.loads(coachplan("-C", ada, "list", "--format", "json").out)["plans"]
    assert listed["next_check_in"] == following
    assert following in coachplan("-C", ada, "due", "--date", today).out


def test_nothing_stalls_in_a_draft(running, coachplan, act_as) -> None:
    for day in ("2026-01-18", "2026-01-19", "2026-01-20"):
        assert coachplan("-C", running, "log", "ada", "--date", day, "--measure", "clear=2").code == 0
    assert "stalled" in coachplan("-C", running, *PREP).out
    act_as(MEMBER)
    assert coachplan("-C", running, "edit", "ada", "--set", "status=draft").code == 0
    result = coachplan("-C", running, *PREP)
    assert "still a draft" in result.out
    assert "stalled" not in result.out


def test_the_next_steps_of_one_meeting_come_back_whole_whoever_recorded_them(running, coachplan, act_as) -> None:
    for who, step in ((MANAGER, "Charles books a room"), (MEMBER, "Ada reads two"), (MANAGER, "Ada reads two")):
        act_as(who)
        assert coachplan("-C", running, "log", "ada", "--win", f"Win of {who[:3]}", "--next", step).code == 0
    out = coachplan("-C", running, *PREP).out
    assert out.index("Agreed on 2026-01-20") < out.index("→ Charles books a room") < out.index("→ Ada reads two")
    assert out.count("Ada reads two") == 1
    assert "Win of Cha" in out
    assert "Win of Ada" in out
    last = json.loads(coachplan("-C", running, *PREP, "--format", "json").out)["last"]
    assert last["next_steps"] == ["Charles books a room", "Ada reads two"]
    assert "→ Four updates" in coachplan("-C", running, *PREP, "--date", "2026-01-12").out


def test_a_date_that_was_corrected_counts_for_prep_as_for_status(ada, coachplan, monkeypatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-22")
    for day, value in (("2026-01-12", "3"), ("2026-01-19", "3.5")):
        assert coachplan("-C", ada, "log", "ada", "--date", day, "--measure", f"clear={value}").code == 0
    first = next(path for path in ada.rglob("*.md") if "date: 2026-01-12" in path.read_text(encoding="utf-8"))
    first.write_text(first.read_text(encoding="utf-8").replace("2026-01-12", "2026-01-21"), encoding="utf-8")

    def measure(command: str):
        return json.loads(coachplan("-C", ada, command, "ada", "--format", "json").out)["measures"][0]

    assert (measure("prep")["latest"], measure("prep")["date"]) == ("3", "2026-01-21")
    assert measure("status")["values"][-1] == {"date": "2026-01-21", "value": "3"}


def test_a_milestone_that_a_check_in_reached_is_celebrated_everywhere_from_its_day_on(running, coachplan) -> None:
    check_in = next(path for path in running.rglob("2026-01-19*") if path.is_file())
    text = check_in.read_text(encoding="utf-8")
    said = "date: 2026-01-19\nmilestones: [Three in a week]\n"
    check_in.write_text(text.replace("date: 2026-01-19\n", said, 1), encoding="utf-8")

    prepared = json.loads(coachplan("-C", running, *PREP, "--format", "json").out)
    items = json.loads(coachplan("-C", running, "due", "--format", "json").out)["items"]

    assert prepared["milestones"] == []
    assert "reached on 2026-01-19: Three in a week" in prepared["celebrate"]
    assert "milestone:1" not in [item["key"] for item in items]


def test_a_hold_that_ended_asks_to_resume_and_all_name_one_next_session(ada, coachplan) -> None:
    plan = ada / ADA_PLAN
    text = plan.read_text(encoding="utf-8").replace("status: active", "status: on-hold")
    holds = "  end: 2026-02-04\n  holds: [{from: 2026-01-08, to: 2026-01-13}]\n"
    plan.write_text(text.replace("  end: 2026-02-04\n", holds), encoding="utf-8")

    def asked(*command: str):
        return json.loads(coachplan("-C", ada, *command, "--date", "2026-01-15", "--format", "json").out)

    prepared, row = asked("prep", "ada"), asked("status")["plans"][0]
    due = next(item for item in asked("due")["items"] if item["kind"] == "session")
    assert row["reasons"] == ["the hold ended on 2026-01-13: `coachplan resume`"]
    assert row["next_session"] == due["day"] == prepared["session"]["day"]


def test_a_note_of_the_last_meeting_is_on_the_page(ada, coachplan) -> None:
    assert coachplan("-C", ada, "log", "ada", "--note", "We spoke of *Fridays*.", "--date", "2026-01-12").code == 0
    out = coachplan("-C", ada, "prep", "ada", "--date", "2026-01-20").out
    assert "Noted on 2026-01-12" in out
    assert "We spoke of *Fridays*." in out
    page = json.loads(coachplan("-C", ada, "prep", "ada", "--date", "2026-01-20", "--format", "json").out)
    assert page["last"]["notes"] == ["We spoke of *Fridays*."]
