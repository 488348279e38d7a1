"""Refusals and last lines that point to the next step: in the words of the command, with the plan's own id."""

import json

import pytest

from conftest import MANAGER, MEMBER

ID = "ada-lovelace/clear-status-updates"


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (("log", "ada"), "this check-in says nothing yet"),
        (("log", "ada", "--about", "Listening"), "name them with --peer"),
        (("log", "ada", "--date", "2026-01-12"), "this check-in says nothing yet"),
    ],
)
def test_nothing_that_was_said_is_not_kept(ada, coachplan, command, refusal) -> None:
    result = coachplan("-C", ada, *command)
    assert result.code in (1, 2)
    assert refusal in result.err
    assert "kept" not in result.err
    assert not (ada / ".git/coachplan/kept").exists()


def test_a_check_in_of_a_closed_plan_points_to_the_follow_up(ada, coachplan) -> None:
    assert coachplan("-C", ada, "close", "ada", "--outcome", "achieved", "--follow-up", "+30d").code == 0
    result = coachplan("-C", ada, "log", "ada", "--win", "It lasts")
    assert result.code == 0, result.err
    assert f"The plan is closed; `coachplan follow-up {ID}` looks again at what has lasted" in result.out
    assert "look back" not in result.out


@pytest.mark.parametrize("command", ["accept", "start", "done", "drop"])
def test_an_activity_where_a_plan_is_meant_is_told_apart(ada, coachplan, act_as, command) -> None:
    act_as(MEMBER)
    result = coachplan("-C", ada, command, "rehearse")
    assert result.code == 2
    assert result.err == (
        f"coachplan: 'rehearse' is an activity, number 1 of {ID}; "
        f"the plan is named first: `coachplan {command} {ID} 1`\n"
    )


def test_what_is_neither_a_plan_nor_an_activity_is_no_plan(ada, coachplan) -> None:
    error = coachplan("-C", ada, "accept", "nothing").err
    assert "no plan is named 'nothing'" in error
    assert f"the plan is named first: `coachplan accept {ID} ACTIVITY`" in error


def test_a_proposal_without_its_plan_says_where_that_is_named(ada, coachplan) -> None:
    error = coachplan("-C", ada, "propose", "Write three points down").err
    assert f"the plan is named first: `coachplan propose {ID} ACTIVITY`" in error


def test_a_plan_that_waits_for_its_command_is_named_in_it(ada, coachplan, act_as) -> None:
    (ada / "coachplan.toml").write_text('[policy]\nbegin = "command"\n', encoding="utf-8")
    assert coachplan("-C", ada, "edit", "ada", "--set", "status=draft").code == 0
    for person in (MANAGER, MEMBER):
        act_as(person)
        assert coachplan("-C", ada, "agree", "ada").code == 0
    begins = f"both have agreed: `coachplan begin {ID}` begins it"
    assert begins in coachplan("-C", ada, "due").out
    assert begins in coachplan("-C", ada, "status").out
    for flags in ((), ("--plain",)):
        assert begins in " ".join(coachplan("-C", ada, "status", "ada", *flags).out.split())
    (item,) = json.loads(coachplan("-C", ada, "due", "--format", "json").out)["items"]
    assert item["what"] == begins


@pytest.mark.parametrize(
    ("key", "meant"),
    [("start", "timeline.start"), ("manager", "people.manager"), ("goal", "goal_state.goal"), ("titel", "title")],
)
def test_a_key_without_its_group_points_to_it(ada, coachplan, key, meant) -> None:
    result = coachplan("-C", ada, "edit", "ada", "--set", f"{key}=2026-01-06")
    assert result.code == 1
    assert f"did you mean `{meant}`?" in result.err
