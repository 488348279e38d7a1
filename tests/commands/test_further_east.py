"""Two people in two time zones: where Ada is, it is tomorrow already; her records keep Charles from nothing."""

import pytest

from coachplan.format import read_plan
from conftest import ADA_PLAN, MANAGER, MEMBER

HERE, THERE = "2026-01-20", "2026-01-21"


@pytest.fixture
def ada_does(ada, coachplan, act_as, monkeypatch):
    """Runs a command of Ada's on her day, and gives the machine back to Charles on his."""

    def run(command: str, *flags: str):
        act_as(MEMBER)
        monkeypatch.setenv("COACHPLAN_TODAY", THERE)
        result = coachplan("-C", ada, command, "ada", *flags)
        assert result.code == 0, result.err
        act_as(MANAGER)
        monkeypatch.setenv("COACHPLAN_TODAY", HERE)
        return result

    monkeypatch.setenv("COACHPLAN_TODAY", HERE)
    return run


@pytest.fixture
def plan(ada):
    """The plan as it is now."""
    return lambda: read_plan("", (ada / ADA_PLAN).read_bytes()).content


RECORDS = {
    "check-in": ("log", "--evidence", "seen", "--measure", "clear=3"),
    "agreement": ("agree",),
    "extension": ("extend", "--to", "+30d", "--why", "More time"),
    "hold": ("hold", "--why", "Leave"),
    "revision": ("revise", "--measure", "clear", "--target", "3", "--why", "It fits"),
}
COMMANDS = {
    "propose": ("propose", "ada", "Another"),
    "log": ("log", "ada", "--win", "Something went well"),
    "edit": ("edit", "ada", "--set", "title=Updates"),
    "agree": ("agree", "ada"),
    "extend": ("extend", "ada", "--to", "+60d", "--why", "More time"),
    "close": ("close", "ada", "--outcome", "stopped", "--summary", "Something else came first"),
    "status": ("status", "ada"),
    "prep": ("prep", "ada"),
}


@pytest.mark.one_in(7)
@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_a_record_of_tomorrow_refuses_nothing_today(ada, ada_does, coachplan, record, command) -> None:
    ada_does(*record)
    result = coachplan("-C", ada, *command)
    assert result.code == 0, result.err
    found = coachplan("-C", ada, "check", "--select", "CP411", "--select", "CP502", "--format", "concise")
    assert found.code == 0, found.out


def test_a_day_further_ahead_is_an_error_as_before(ada, ada_does, coachplan, monkeypatch) -> None:
    ada_does("log", "--evidence", "seen")
    monkeypatch.setenv("COACHPLAN_TODAY", "2026-01-19")
    result = coachplan("-C", ada, "check", "--select", "CP502")
    assert result.code == 1
    assert "CP502 error: this check-in is in the future" in result.out


def test_views_do_not_count_it_before_its_day(ada, ada_does, coachplan) -> None:
    ada_does("log", "--win", "The team nodded")
    assert "The team nodded" not in coachplan("-C", ada, "status", "ada").out
    assert "The team nodded" in coachplan("-C", ada, "status", "ada", "--date", THERE).out


@pytest.mark.parametrize("flags", [("--date", THERE), ("--from", "-")])
def test_nobodys_own_check_in_is_of_tomorrow(ada, ada_does, coachplan, git, flags) -> None:
    ada_does("log", "--evidence", "seen")
    head = git(ada, "rev-parse", "HEAD")
    result = coachplan("-C", ada, "log", "ada", "--win", "x", *flags, stdin=f"date: {THERE}\nevidence: y\n")
    assert result.code == 1
    assert f"{THERE} is in the future: record what has happened" in result.err
    assert git(ada, "rev-parse", "HEAD") == head


def test_both_have_agreed_although_one_did_so_tomorrow(ada, ada_does, coachplan, plan) -> None:
    ada_does("edit", "--set", "status=draft")
    ada_does("agree")
    assert "Both have agreed" in coachplan("-C", ada, "agree", "ada").out
    assert plan().status == "draft"
    result = coachplan("-C", ada, "begin", "ada")
    assert result.code == 0, result.err
    assert plan().status == "active"


def test_an_extension_of_an_extension_of_tomorrow_follows_it(ada, ada_does, coachplan, plan) -> None:
    ada_does("extend", "--to", "2026-02-18", "--why", "More time")
    assert coachplan("-C", ada, "extend", "ada", "--to", "2026-03-04", "--why", "Still more").code == 0
    assert [(str(entry.date), str(entry.to)) for entry in plan().timeline.extensions] == [
        (THERE, "2026-02-18"),
        (HERE, "2026-03-04"),
    ]


@pytest.mark.parametrize("earlier", [False, True])
def test_a_rest_that_began_tomorrow_is_the_one_that_ends(ada, ada_does, coachplan, plan, earlier) -> None:
    holds = ada_does("edit", "--set", "timeline.holds=[{from: 2026-01-06, to: 2026-01-08}]") if earlier else None
    ada_does("hold")
    result = coachplan("-C", ada, "hold", "ada", "--until", "2026-01-30")
    assert result.code == 0, result.err
    assert f"On hold from {THERE} to 2026-01-30" in result.out
    assert [str(hold.to) for hold in plan().timeline.holds][bool(holds) :] == ["2026-01-30"]
    assert coachplan("-C", ada, "resume", "ada").code == 0
    *others, rest = plan().timeline.holds
    assert (str(rest.from_), str(rest.to)) == (THERE, THERE)
    assert [str(hold.to) for hold in others] == ["2026-01-08"] * earlier
    assert plan().status == "active"


def test_a_rest_that_is_over_before_tomorrow_stands_by_itself(ada, ada_does, coachplan, plan) -> None:
    ada_does("hold")
    result = coachplan("-C", ada, "hold", "ada", "--until", HERE)
    assert result.code == 0, result.err
    assert [(str(hold.from_), str(hold.to)) for hold in plan().timeline.holds] == [(THERE, "None"), (HERE, HERE)]
