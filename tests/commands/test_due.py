"""`coachplan due`: what lies ahead of all plans."""

import json

import pytest

from conftest import ADA_PLAN
from terminal import Terminal

ID = "ada-lovelace/clear-status-updates"


@pytest.fixture
def coached(ada, coachplan, monkeypatch):
    """Two plans: Ada's, with support, a milestone and one check-in; and Ben's, of another manager."""
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-12")
    (ada / "coachplan.toml").write_text("[rules.CP506]\ngrace_days = 3\n", encoding="utf-8")
    plan = ada / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    text = text.replace("  end: 2026-02-04\n", f"  end: 2026-02-04\n  milestones: [{MILESTONE}]\n")
    plan.write_text(text.replace("    from: manager\n", "    from: manager\n    due: 2026-01-23\n"), encoding="utf-8")
    other = ada / "plans/ben-carter/shorter-notes"
    other.mkdir(parents=True)
    ben = text.replace("Ada Lovelace <ada@", "Ben Carter <ben@").replace("Charles Babbage <charles@", "Grace <grace@")
    (other / "plan.md").write_text(ben.replace("status: agreed", "status: proposed"), encoding="utf-8")
    assert coachplan("-C", ada, "log", "ada", "--measure", "clear=3").code == 0
    return ada


MILESTONE = "{date: 2026-01-19, what: Three clear updates in one week}"


@pytest.fixture
def due(coached, coachplan):
    """What `due` tells of the day as data, for `flags`."""

    def run(day: str, *flags: str):
        result = coachplan("-C", coached, "due", "--date", day, "--format", "json", *flags)
        assert result.code == 0, result.err
        return json.loads(result.out)

    return run


def keys(told) -> list[tuple[str, str, bool]]:
    return [(item["plan"].split("/")[0], item["key"], item["overdue"]) for item in told["items"]]


def test_what_is_overdue_comes_first_and_then_day_by_day(due) -> None:
    told = due("2026-01-16")
    assert (told["version"], told["today"], told["until"]) == (1, "2026-01-16", "2026-01-30")
    assert keys(told) == [
        ("ben-carter", "session:2026-01-12", True),
        ("ada-lovelace", "activity:rehearse", True),
        ("ada-lovelace", "milestone:1", False),
        ("ada-lovelace", "session:2026-01-19", False),
        ("ben-carter", "milestone:1", False),
        ("ben-carter", "session:2026-01-19", False),
        ("ada-lovelace", "support:1", False),
        ("ada-lovelace", "session:2026-01-26", False),
        ("ben-carter", "session:2026-01-26", False),
    ]


def test_how_far_to_look_is_chosen(due) -> None:
    assert {item["key"] for item in due("2026-01-20", "--days", "0")["items"]} <= {
        *("activity:rehearse", "milestone:1", "session:2026-01-12", "session:2026-01-19"),
    }
    assert "end" in {item["key"] for item in due("2026-01-20", "--days", "15")["items"]}
    assert "end" not in {item["key"] for item in due("2026-01-20", "--days", "14")["items"]}


@pytest.mark.parametrize(
    ("flags", "people"),
    [
        (["--manager", "grace@example.com"], {"ben-carter"}),
        (["--manager", "babbage"], {"ada-lovelace"}),
        (["--team-member", "Ben"], {"ben-carter"}),
        (["--team-member", "nobody"], set()),
        (["ada"], {"ada-lovelace"}),
        (["ada", "ben"], {"ada-lovelace", "ben-carter"}),
        (["--all"], {"ada-lovelace", "ben-carter"}),
    ],
)
def test_it_can_be_about_some_plans(due, flags, people) -> None:
    assert {plan for plan, _, _ in keys(due("2026-01-16", *flags))} == people


def test_exit_code_1_only_where_something_is_overdue_and_asked_for(coached, coachplan) -> None:
    for day, flags, code in (
        ("2026-01-14", ["--fail-overdue"], 0),
        ("2026-01-16", ["--fail-overdue"], 1),
        ("2026-01-16", [], 0),
        ("2026-01-16", ["--fail-overdue", "--team-member", "nobody"], 0),
    ):
        result = coachplan("-C", coached, "due", "--date", day, *flags)
        assert result.code == code, (day, flags, result.out)


def test_a_pipe_gets_tabs(coached, coachplan) -> None:
    lines = [line.split("\t") for line in coachplan("-C", coached, "due", "--date", "2026-01-16").out.splitlines()]
    assert lines[0] == ["Day", "Overdue", "Kind", "Plan", "What"]
    assert lines[2] == ["2026-01-14", "overdue", "activity", ID, "Rehearse Monday's update with a peer"]
    assert all(len(line) == 5 for line in lines)


def test_nothing_due_is_nothing_in_a_pipe(plans, coachplan) -> None:
    result = coachplan("-C", plans, "due")
    assert (result.code, result.out) == (0, "")


def test_ci_gets_no_persons_words(coached, coachplan, monkeypatch) -> None:
    monkeypatch.setenv("CI", "true")
    for flags in ([], ["--format", "json"]):
        out = coachplan("-C", coached, "due", "--date", "2026-01-16", *flags).out
        assert "activity:rehearse" in out or "activity" in out
        for words in ("Rehearse", "Three clear", "Half an hour"):
            assert words not in out


def test_what_was_told_is_remembered_for_the_day_only(coached, coachplan, due) -> None:
    first = due("2026-01-16")
    assert due("2026-01-16") == first
    assert due("2026-01-19") != first
    coachplan("-C", coached, "done", "ada", "rehearse")
    assert ("ada-lovelace", "activity:rehearse", True) not in keys(due("2026-01-16"))


def test_a_plan_that_cannot_be_read_is_said_and_the_others_told(coached, coachplan) -> None:
    (coached / "plans/ben-carter/shorter-notes/plan.md").write_text("no front matter")
    result = coachplan("-C", coached, "due", "--date", "2026-01-16")
    assert "1 plan cannot be read" in result.err
    assert ID in result.out


def test_names_and_all_do_not_go_together(coached, coachplan) -> None:
    result = coachplan("-C", coached, "due", "ada", "--all")
    assert result.code == 2
    assert "PLAN and --all cannot be combined" in result.err


def test_follow_ups_are_told_ahead_and_by_their_stable_keys(coached, coachplan, due, monkeypatch) -> None:
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-02-04")
    closing = ("--outcome", "achieved", "--follow-up", "30,90")
    assert coachplan("-C", coached, "close", "ada", *closing).code == 0
    assert keys(due("2026-02-25", "ada")) == [("ada-lovelace", "review:1", False)]
    assert keys(due("2026-03-13", "ada")) == [("ada-lovelace", "review:1", True)]
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-03-13")
    assert coachplan("-C", coached, "follow-up", "ada", "--sustained", "fully").code == 0
    assert keys(due("2026-05-01", "ada")) == [("ada-lovelace", "review:2", False)]


def test_a_terminal_gets_days_within_its_width(coached) -> None:
    terminal = Terminal("-C", coached, "due", columns=80, COACHPLAN_TODAY="2026-01-16")
    assert terminal.end() == 0
    lines = terminal.seen.splitlines()
    assert lines[0] == "Overdue"
    assert "Monday, 19 January 2026 · in 3 days" in lines
    assert f"  {'activity: Rehearse'}" in "\n".join(lines)
    assert max(map(len, lines)) <= 80
