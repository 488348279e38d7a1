"""The situation that a session finds, and what is prepared for it."""

from datetime import date, timedelta
from typing import Any

import pytest

from coachplan.base.policy import Policy
from coachplan.coaching.sessions import next_session, prepare
from coachplan.format import read_check_in, read_plan, to_yaml
from coachplan.plan import CheckIn, Plan
from coachplan.plan.guidance import Situation

PLAN: dict[str, Any] = {
    "coachplan": 1,
    "title": "Clear status updates",
    "status": "active",
    "people": {"team_member": "Ada <ada@example.com>", "manager": "Charles <charles@example.com>"},
    "development_area": "Clear updates",
    "current_state": "Two a week",
    "goal_state": {
        "goal": "Four a week",
        "measures": [
            {"name": "updates", "direction": "increase", "baseline": 2, "target": 6, "by": "2026-03-30"},
            {"name": "questions", "direction": "decrease", "baseline": 4, "target": 0, "by": "2026-03-30"},
        ],
    },
    "activities": ["Rehearse"],
    "timeline": {"start": "2026-01-05", "end": "2026-03-30"},
    "support_assets": "A book",
    "update_cadence": {"every": "week", "day": "monday"},
}


def plan(**changes: Any) -> Plan:
    content = read_plan("", f"---{to_yaml(PLAN | changes, 0)}\n---\n".encode()).content
    assert content is not None
    return content


def check_in(day: str, updates: object = None, questions: object = None, **more: Any) -> CheckIn:
    measures = {
        name: str(value) for name, value in (("updates", updates), ("questions", questions)) if value is not None
    }
    data = {
        "coachplan": 1,
        "date": day,
        "by": "Ada <ada@example.com>",
        "measures": measures or None,
        "wins": "x",
        **more,
    }
    content = read_check_in("", f"---{to_yaml(data, 0)}\n---\n".encode()).content
    assert content is not None
    return content


PEER = {"about": "Updates", "by": "George <george@example.com>", "feedback": {"what": "x", "why": "y"}}
HOLD = {"timeline": PLAN["timeline"] | {"holds": [{"from": "2026-01-14", "to": "2026-01-18"}]}}
TODAY = date(2026, 1, 20)
RISING = [check_in("2026-01-12", 3, 4), check_in("2026-01-19", 4, 3)]


@pytest.mark.parametrize(
    ("changes", "check_ins", "today", "expected"),
    [
        ({}, [], "2026-01-05", "first"),
        ({}, [check_in("2026-01-07", **PEER)], "2026-01-12", "first"),
        ({}, RISING, "2026-01-20", "progress"),
        # Farther from the target than the time before, whichever way lies better.
        ({}, [*RISING, check_in("2026-01-26", 3)], "2026-01-27", "setback"),
        ({}, [*RISING, check_in("2026-01-26", 4, 4)], "2026-01-27", "setback"),
        ({}, [check_in("2026-01-12", 1)], "2026-01-13", "setback"),
        ({}, [*RISING, check_in("2026-01-26", 3.5, 2)], "2026-01-27", "progress"),
        ({}, [*RISING, check_in("2026-01-26")], "2026-01-27", "progress"),
        # As many values as the policy says without coming closer.
        ({}, [check_in(f"2026-01-{day}", 3) for day in (12, 19, 26)], "2026-01-27", "plateau"),
        ({}, [check_in(f"2026-01-{day}", 3) for day in (12, 19)], "2026-01-20", "progress"),
        # A hold that ended, or many touchpoints that passed.
        (HOLD, [check_in("2026-01-12", 3)], "2026-01-19", "after-an-absence"),
        (HOLD, [check_in("2026-01-12", 3)], "2026-01-16", "after-an-absence"),
        (HOLD, [check_in("2026-01-12", 3), check_in("2026-01-19", 4)], "2026-01-20", "progress"),
        ({}, [check_in("2026-01-12", 3)], "2026-02-09", "after-an-absence"),
        ({}, [check_in("2026-01-12", 3)], "2026-01-26", "progress"),
        ({}, [check_in("2026-01-12", 3), check_in("2026-02-03", **PEER)], "2026-02-09", "after-an-absence"),
        ({"status": "on-hold"}, RISING, "2026-01-20", "after-an-absence"),
        # The last week, and after it.
        ({}, [check_in("2026-03-16", 6)], "2026-03-23", "near-the-end"),
        ({}, [check_in("2026-03-16", 6)], "2026-03-22", "progress"),
        ({}, [check_in("2026-03-30", 1)], "2026-06-01", "near-the-end"),
        ({}, [check_in("2026-01-12", 3)], "2026-03-30", "after-an-absence"),
        ({}, [check_in("2026-01-12", 3)], "2026-03-31", "near-the-end"),
    ],
)
def test_the_situation_is_told_from_what_was_recorded(changes, check_ins, today, expected) -> None:
    assert prepare(plan(**changes), check_ins, date.fromisoformat(today), Policy()).situation == expected


def test_every_situation_can_be_reached_and_the_page_says_the_same() -> None:
    seen = set()
    for week in range(14):
        for values in ((), (3,), (3, 4), (4, 3), (3, 3, 3)):
            held = [
                check_in(str(date(2026, 1, 12) + timedelta(7 * place)), value) for place, value in enumerate(values)
            ]
            today = date(2026, 1, 5) + timedelta(7 * week)
            held = [entry for entry in held if entry.date <= today]
            seen.add(prepare(plan(), held, today, Policy()).situation)
    assert seen == set(Situation)


def test_the_next_session_waits_for_the_end_of_a_hold() -> None:
    rests = plan(timeline=PLAN["timeline"] | {"holds": [{"from": "2026-01-14", "to": "2026-01-26"}]})
    assert next_session(rests, [check_in("2026-01-12", 3)], TODAY, Policy()) == date(2026, 2, 2)
    for_good = plan(timeline=PLAN["timeline"] | {"holds": [{"from": "2026-01-14"}]})
    assert next_session(for_good, [check_in("2026-01-12", 3)], TODAY, Policy()) is None


def test_a_plan_on_hold_has_a_next_session_only_where_its_end_is_known() -> None:
    held = [check_in("2026-01-12", 3)]
    assert next_session(plan(status="on-hold"), held, TODAY, Policy()) is None
    known = plan(status="on-hold", timeline=PLAN["timeline"] | {"holds": [{"from": "2026-01-14", "to": "2026-02-04"}]})
    assert next_session(known, held, TODAY, Policy()) == date(2026, 2, 9)
    holds = [{"from": "2026-01-14", "to": "2026-02-04"}, {"from": "2026-03-09"}]
    another_planned = plan(status="on-hold", timeline=PLAN["timeline"] | {"holds": holds})
    assert next_session(another_planned, held, TODAY, Policy()) == date(2026, 2, 9)


def test_a_peer_is_no_session() -> None:
    held = [check_in("2026-01-12", 3), check_in("2026-01-20", **PEER)]
    assert next_session(plan(), held, TODAY, Policy()) == date(2026, 1, 19)


def test_a_draft_and_a_plan_whose_last_day_is_over_have_no_next_session() -> None:
    held = [check_in("2026-01-12", 3)]
    assert next_session(plan(status="draft"), held, TODAY, Policy()) is None
    assert next_session(plan(), held, date(2026, 3, 30), Policy()) == date(2026, 1, 19)
    assert next_session(plan(), held, date(2026, 3, 31), Policy()) is None


def test_a_closed_plan_has_its_next_look_back() -> None:
    outcome = {"result": "achieved", "date": "2026-03-30"}
    closed = plan(status="closed", outcome=outcome, follow_up={"reviews": ["2026-05-04", "2026-07-06"]})
    assert next_session(closed, [check_in("2026-03-30", 6)], TODAY, Policy()) == date(2026, 5, 4)
    assert next_session(closed, [check_in("2026-05-04", 6, sustained="fully")], TODAY, Policy()) == date(2026, 7, 6)


def test_what_was_expected_on_the_day_of_a_value_lies_on_the_line() -> None:
    prepared = prepare(plan(), RISING, date(2026, 2, 16), Policy())
    assert [entry.expected for entry in prepared.seen] == ["about 2.7", "about 3.3"]
    assert [str(entry.earlier) for entry in prepared.seen] == ["3", "4"]
    assert [entry.step for entry in prepared.seen] == [1, 1]


def test_what_came_closer_was_reached_or_won_is_celebrated() -> None:
    milestones = [
        {"date": "2026-01-19", "what": "Five at once", "reached": "2026-01-19"},
        {"date": "2026-01-12", "what": "Long ago", "reached": "2026-01-12"},
        {"date": "2026-01-26", "what": "Soon"},
        {"date": "2026-03-09", "what": "Much later"},
    ]
    held = [check_in("2026-01-12", 3, 4), check_in("2026-01-19", 6, 3, wins=["A calm meeting"])]
    prepared = prepare(plan(timeline=PLAN["timeline"] | {"milestones": milestones}), held, date(2026, 1, 20), Policy())
    assert prepared.celebrate == (
        "reached on 2026-01-19: Five at once",
        "updates: 6 reaches the target",
        "questions: 3 after 4, closer to the target",
        "A calm meeting",
    )
    assert [(number, entry.what) for number, entry in prepared.milestones] == [(3, "Soon")]


def test_what_waits_or_is_late_needs_attention() -> None:
    activities = [
        {"what": "Read a book", "status": "proposed"},
        {"id": "rehearse", "what": "Rehearse", "status": "agreed", "due": "2026-01-14"},
        {"what": "Sing", "status": "declined"},
    ]
    support = [{"what": "A room", "status": "promised"}, {"what": "A book", "due": "2026-01-12", "status": "promised"}]
    signed = [{"by": "Ada <ada@example.com>", "date": "2026-01-05", "stance": "agree", "terms": "other"}]
    changes = {"activities": activities, "support_assets": support, "acknowledgements": signed}
    prepared = prepare(plan(**changes), RISING, date(2026, 1, 20), Policy())
    assert prepared.attention == (
        "proposed, and waiting for an answer: Read a book",
        "the terms changed since Ada read them on 2026-01-05: they need agreement again",
        "promised: A room",
        "promised for 2026-01-12: A book",
        "due on 2026-01-14: Rehearse",
    )
    assert [entry.number for entry in prepared.activities] == [2]


def test_practice_is_told_session_by_session() -> None:
    activities = [{"id": "points", "what": "Three points", "kind": "habit"}, {"what": "Breathe", "kind": "habit"}]
    held = [
        check_in("2026-01-12", practice={"points": 2}),
        check_in("2026-01-19", practice={"points": 3, "Breathe": 1}),
    ]
    prepared = prepare(plan(activities=activities), held, date(2026, 1, 20), Policy())
    assert [[str(times) for times in entry.practised] for entry in prepared.activities] == [["2", "3"], ["1"]]
    # What was ticked by its wording still counts once the activity has an id.
    with_id = prepare(
        plan(activities=[{"id": "b", "what": "Breathe", "kind": "habit"}]), held, date(2026, 1, 20), Policy()
    )
    assert [str(times) for times in with_id.activities[0].practised] == ["1"]


def test_peers_are_heard_since_the_last_session() -> None:
    early, late = check_in("2026-01-07", **PEER), check_in("2026-01-19", **PEER)
    prepared = prepare(plan(), [early, *RISING, late], date(2026, 1, 20), Policy())
    assert prepared.feedback == (late,)
    assert prepared.last == RISING[-1]


def test_a_first_session_is_not_told_what_it_cannot_know() -> None:
    prepared = prepare(plan(), [], date(2026, 1, 5), Policy())
    assert prepared.attention == ()
    assert prepared.stall == ()
    assert prepared.last is None


def test_a_stall_is_told_until_the_strategy_changes() -> None:
    held = [check_in(f"2026-01-{day}", 3) for day in (12, 19, 26)]
    assert "updates" in prepare(plan(), held, date(2026, 1, 27), Policy()).stall[0]
    changed = check_in("2026-01-27", root_cause="No time on Fridays", adjustments="Prepare on Thursday")
    assert prepare(plan(), [*held, changed], date(2026, 1, 28), Policy()).stall == ()


def test_a_value_that_cannot_be_compared_is_said_once_for_all() -> None:
    attention = prepare(plan(), [check_in("2026-01-12", "often", "some")], date(2026, 1, 13), Policy()).attention
    assert len(attention) == 1
    assert "the measures cannot be compared" in attention[0]
    missing = prepare(plan(), [check_in("2026-01-12", 3)], date(2026, 1, 13), Policy()).attention
    assert "questions: no value yet" in missing


def test_what_comes_later_is_left_out() -> None:
    later = [*RISING, check_in("2026-02-02", 1, wins=["Later"]), check_in("2026-02-03", **PEER)]
    assert prepare(plan(), later, date(2026, 1, 20), Policy()) == prepare(plan(), RISING, date(2026, 1, 20), Policy())
