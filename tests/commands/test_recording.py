"""What every command that records shows alike: agreements that lapse, and findings that a change brings."""

import pytest

from conftest import ADA_PLAN, MANAGER, MEMBER

AGAIN = "The terms have changed: Ada Lovelace and Charles Babbage agree to them again"


@pytest.fixture
def agreed(ada, coachplan, act_as):
    """Ada's plan, with terms that both have agreed to; Ada acts."""
    for person in (MANAGER, MEMBER):
        act_as(person)
        assert coachplan("-C", ada, "agree", "ada").code == 0
    return ada


def edit_by_hand(folder, before: str, after: str) -> None:
    plan = folder / ADA_PLAN
    text = plan.read_text(encoding="utf-8")
    assert before in text
    plan.write_text(text.replace(before, after), encoding="utf-8")


CHANGES = {
    "edit": ("edit", "ada", "--set", "timeline.end=2026-02-18"),
    "extend": ("extend", "ada", "--to", "+14d", "--why", "More time"),
    "revise": ("revise", "ada", "--measure", "clear", "--target", "3", "--why", "It fits"),
    "amend": ("amend", "ada", "rehearse", "Rehearse every update"),
}


@pytest.mark.parametrize("command", CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_terms_says_once_that_agreements_lapse(agreed, coachplan, command) -> None:
    result = coachplan("-C", agreed, *command)
    assert result.code == 0, result.err
    assert result.out.count(f"{AGAIN}, each with `coachplan agree ada-lovelace/clear-status-updates`") == 1


def test_save_says_that_agreements_lapse(agreed, coachplan) -> None:
    edit_by_hand(agreed, "end: 2026-02-04", "end: 2026-02-18")
    assert AGAIN in coachplan("-C", agreed, "save").out


@pytest.mark.parametrize(("stance", "names_hr"), [("agree", True), ("received", False)])
def test_only_who_agreed_is_asked_again(agreed, coachplan, act_as, stance, names_hr) -> None:
    act_as("Jane Marcet <jane@example.com>")
    assert coachplan("-C", agreed, "agree", "ada", "--stance", stance).code == 0
    act_as(MEMBER)
    said = coachplan("-C", agreed, *CHANGES["edit"]).out
    assert "agree to them again" in said
    assert ("Jane Marcet" in said) == names_hr


OTHERS = {
    "edit of progress": ("edit", "ada", "--set", "activities.0.status=doing"),
    "edit of the title": ("edit", "ada", "--set", "title=Clear updates"),
    "an activity more": ("propose", "ada", "Watch two briefings"),
    "start": ("start", "ada", "rehearse"),
    "hold": ("hold", "ada"),
    "log": ("log", "ada", "--win", "x"),
    "close": ("close", "ada", "--outcome", "achieved", "--summary", "x"),
}


@pytest.mark.parametrize("command", OTHERS.values(), ids=OTHERS)
def test_what_leaves_the_terms_alone_asks_nobody_again(agreed, coachplan, command) -> None:
    result = coachplan("-C", agreed, *command)
    assert result.code == 0, result.err
    assert "agree to them again" not in result.out


def test_terms_that_nobody_acknowledged_lapse_for_nobody(ada, coachplan) -> None:
    assert "agree to them again" not in coachplan("-C", ada, "edit", "ada", "--set", "timeline.end=2026-02-18").out
    edit_by_hand(ada, "end: 2026-02-18", "end: 2026-02-25")
    assert "agree to them again" not in coachplan("-C", ada, "save").out


def test_an_agreement_that_had_lapsed_before_does_not_lapse_again(agreed, coachplan) -> None:
    assert AGAIN in coachplan("-C", agreed, "edit", "ada", "--set", "timeline.end=2026-02-18").out
    assert "agree to them again" not in coachplan("-C", agreed, "edit", "ada", "--set", "timeline.end=2026-02-25").out


def test_an_edit_shows_the_warnings_that_it_brings_and_no_others(ada, coachplan) -> None:
    goal = ("edit", "ada", "--set", "goal_state.measures.0.target=2")
    first = coachplan("-C", ada, *goal)
    assert first.code == 0, first.err
    assert f"{ADA_PLAN}:" in first.err
    assert "CP207" in first.err
    again = coachplan("-C", ada, "edit", "ada", "--set", "title=Other")
    assert (again.code, again.err) == (0, "")
