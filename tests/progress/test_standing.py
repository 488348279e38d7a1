"""Cadence kept, what stands still, and where a plan stands, with the reasons."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachplan.base.policy import Policy
from coachplan.plan import CheckIn, Outcome, Plan
from coachplan.progress import CadenceKept, Standing, grace_ends, is_overdue, kept, missed, stalls, standing
from coachplan.progress.cadence_kept import counts_from

# 2026-01-05 is a Monday.
START, END = date(2026, 1, 5), date(2026, 3, 2)
POLICY = Policy()
MEASURE = {"name": "clear updates", "direction": "increase", "baseline": "0", "target": "8"}


def plan(
    cadence: Any = "every week",
    measures: Any = (MEASURE,),
    status: str = "active",
    acknowledgements: Any = (),
    **timeline: Any,
) -> Plan:
    goal = {"goal": "x", **({"measures": list(measures)} if measures else {})}
    return Plan.model_validate(
        {
            "coachplan": "1",
            "title": "x",
            "status": status,
            "people": {"team_member": "Ada", "manager": "Ben"},
            **dict.fromkeys(("development_area", "current_state", "activities", "support_assets"), "x"),
            "goal_state": goal,
            "timeline": {"start": str(START), "end": str(END), **timeline},
            "update_cadence": cadence,
            "acknowledgements": list(acknowledgements),
        }
    )


def on(number: int, **parts: Any) -> CheckIn:
    """A check-in that many days after the start; `value` is that of the one measure."""
    value = parts.pop("value", None)
    measures = {} if value is None else {"clear updates": str(value)}
    day = START + timedelta(days=number)
    return CheckIn.model_validate({"coachplan": "1", "date": str(day), "by": "Ada", "measures": measures, **parts})


def day(number: int) -> date:
    return START + timedelta(days=number)


CHANGE = {"root_cause": "The slides set the pace", "adjustments": "Slides stay closed"}


# -- from when on -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ([], 0),
        ([("Ada", 9, "agree")], 0),
        ([("Ada", 9, "agree"), ("Ben", 16, "agree")], 16),
        ([("Ada", 16, "agree"), ("Ben", 9, "agree")], 16),
        ([("Ada", 9, "agree"), ("Ben", 16, "disagree")], 0),
        ([("Ada", 9, "agree"), ("Ben", 23, "agree"), ("Ben", 16, "agree")], 16),
        ([("Ada", -9, "agree"), ("Ben", -2, "agree")], 0),
        ([("Ada", 9, "agree"), ("Ben", 99, "agree")], 56),
    ],
)
def test_touchpoints_count_from_the_day_on_which_the_second_of_the_two_agreed(said, since: int) -> None:
    words = [{"by": by, "date": str(day(number)), "stance": stance} for by, number, stance in said]
    made = plan(acknowledgements=words)

    assert counts_from(made) == day(since)
    days = [START + timedelta(weeks=week) for week in range(1, 9)]
    assert kept(made, [], day(99), POLICY).due == len([each for each in days if each > day(since)])


# -- grace ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "policy", "holds", "last"),
    [
        ("2026-01-12", Policy(grace_days=1), [], "2026-01-13"),
        ("2026-01-16", Policy(grace_days=1), [], "2026-01-19"),
        ("2026-01-12", Policy(), [], "2026-01-19"),
        ("2026-01-17", Policy(grace_days=2), [], "2026-01-20"),
        ("2026-01-16", Policy(grace_days=1, working_days=("saturday",)), [], "2026-01-17"),
        ("2026-01-12", Policy(grace_days=3), [{"from": "2026-01-13", "to": "2026-01-20"}], "2026-01-23"),
        ("2026-01-12", Policy(grace_days=3), [{"from": "2026-01-14"}], None),
    ],
)
def test_grace_counts_working_days_outside_holds(due: str, policy: Policy, holds: Any, last: str | None) -> None:
    made = plan(holds=holds)

    ends = grace_ends(made, date.fromisoformat(due), policy)

    assert ends == (None if last is None else date.fromisoformat(last))
    assert is_overdue(
        made, date.fromisoformat(due), ends + timedelta(days=1) if ends else date(2030, 1, 1), policy
    ) == bool(last)
    assert not (ends and is_overdue(made, date.fromisoformat(due), ends, policy))


# -- cadence kept -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "today", "expected", "words"),
    [
        ([], 6, CadenceKept(0, 0, None), "none due yet"),
        ([], 14, CadenceKept(0, 0, None), "none due yet"),
        ([], 15, CadenceKept(1, 0, None), "0 of 1"),
        ([7, 14, 21], 22, CadenceKept(3, 3, 0), "3 of 3"),
        ([8], 10, CadenceKept(1, 1, 1), "1 of 1, the last one 1 day late"),
        ([8, 16], 16, CadenceKept(2, 2, 2), "2 of 2, the last one 2 days late"),
        ([4], 8, CadenceKept(1, 1, 0), "1 of 1"),
        ([13], 14, CadenceKept(1, 1, 6), "1 of 1, the last one 6 days late"),
        ([14], 22, CadenceKept(2, 1, 0), "1 of 2"),
        ([15, 30], 31, CadenceKept(4, 2, 2), "2 of 4, the last one 2 days late"),
        ([7, 8, 9, 10], 23, CadenceKept(2, 2, 0), "2 of 2"),
        ([30], 10, CadenceKept(0, 0, None), "none due yet"),
        ([0], 15, CadenceKept(1, 0, None), "0 of 1"),
    ],
)
def test_a_cadence_is_counted_simply(days: list[int], today: int, expected: CadenceKept, words: str) -> None:
    found = kept(plan(), [day(number) for number in days], day(today), POLICY)

    assert found == expected
    assert found.words == words


def test_days_of_rest_are_neither_kept_nor_missed() -> None:
    made = plan("every Monday", holds=[{"from": str(day(10)), "to": str(day(30))}])

    assert kept(made, [day(7)], day(33), POLICY) == CadenceKept(1, 1, 0)
    assert missed(made, [on(7)], day(33), POLICY) == 0


def test_a_cadence_without_a_rhythm_counts_nothing() -> None:
    assert kept(plan("as needed"), [day(7)], day(40), POLICY) == CadenceKept(0, 0, None)


@pytest.mark.parametrize(
    ("check_ins", "today", "expected"),
    [
        ([], 14, 0),
        ([], 15, 1),
        ([], 22, 2),
        ([on(7)], 21, 0),
        ([on(7)], 22, 1),
        ([on(7), on(20, about="Updates")], 22, 1),
        ([on(20), on(7)], 27, 0),
        ([], 100, 0),
    ],
)
def test_touchpoints_without_a_session_are_missed_once_their_grace_is_over(
    check_ins: list[CheckIn], today: int, expected: int
) -> None:
    assert missed(plan(), check_ins, day(today), POLICY) == expected


@pytest.mark.parametrize("status", ["draft", "on-hold", "closed"])
def test_nothing_is_missed_in_a_plan_that_is_not_active(status: str) -> None:
    assert missed(plan(status=status), [], day(40), POLICY) == 0


_CADENCES = st.sampled_from(
    [
        *("every week", "every Monday", "twice a week", "daily", "every 10 days", "first Monday of the month"),
        *("weekly for two weeks, then every two weeks", "at 10, 20 and 30 days", "every other Friday"),
    ]
)
_DAYS = st.lists(st.integers(-3, 60), max_size=8)


@given(_CADENCES, _DAYS, st.integers(-3, 60), st.integers(0, 70), st.booleans())
def test_a_check_in_more_never_makes_a_plan_more_overdue(
    cadence: str, days: list[int], added: int, today: int, rests: bool
) -> None:
    made = plan(cadence, holds=[{"from": str(day(12)), "to": str(day(20))}] if rests else [])
    before, after = [on(number) for number in days], [on(number) for number in [*days, added]]

    assert missed(made, after, day(today), POLICY) <= missed(made, before, day(today), POLICY)
    once, then = (
        kept(made, [check_in.date for check_in in check_ins], day(today), POLICY) for check_ins in (before, after)
    )
    assert then.met >= once.met
    assert then.due - then.met <= once.due - once.met


# -- what stands still ------------------------------------------------------------------------------------------------


def test_values_without_movement_are_a_stall_with_its_evidence() -> None:
    (stall,) = stalls(plan(), [on(7, value=3), on(14, value=3), on(21, value=2)], day(22), POLICY)

    assert stall.measure
    assert [(when, str(value)) for when, value in stall.values] == [(day(7), "3"), (day(14), "3"), (day(21), "2")]
    assert stall.words == ("clear updates: no closer to its target: 3 on 2026-01-12, 3 on 2026-01-19, 2 on 2026-01-26")


@pytest.mark.parametrize(
    ("check_ins", "is_stalled"),
    [
        ([on(7, value=3), on(14, value=3)], False),
        ([on(7, value=3), on(14, value=3), on(21, value=4)], False),
        ([on(7, value=3), on(14, value=4), on(21, value=3)], True),
        ([on(7, value=1), on(14, value=3), on(21, value=4), on(28, value=3)], True),
        ([on(7, value=1), on(14, value=3), on(21, value=2), on(28, value=4)], False),
        ([on(7, value=3), on(14, value=3), on(21, value="few")], False),
        ([on(7, value=9), on(14, value=9), on(21, value=9)], False),
        ([on(7, value=3), on(14), on(21, value=3), on(28, value=3)], True),
        ([on(7, value=3), on(14, value=3), on(21, value=3, **CHANGE)], False),
        ([on(7, value=3), on(14, value=3), on(21, value=3, adjustments="x")], True),
        ([on(7, value=3), on(14, value=3), on(21, value=3, root_cause="x")], True),
        ([on(7, value=3, **CHANGE), on(14, value=3), on(21, value=3)], True),
        ([on(7, value=3), on(14, value=3), on(21, value=3), on(22, **CHANGE), on(28, value=3)], False),
    ],
)
def test_a_stall_clears_by_movement_or_by_a_root_cause_with_an_adjustment(
    check_ins: list[CheckIn], is_stalled: bool
) -> None:
    assert bool(stalls(plan(), check_ins, day(29), POLICY)) is is_stalled
    assert bool(stalls(plan(), check_ins[::-1], day(29), POLICY)) is is_stalled


def test_sessions_missed_in_a_row_are_a_stall_until_the_strategy_changes_or_two_come_in_time() -> None:
    made = plan()
    (stall,) = stalls(made, [on(7)], day(36), POLICY)
    assert stall.missed == (day(14), day(21), day(28))
    assert stall.words == ("3 touchpoints in a row passed without a check-in: 2026-01-19, 2026-01-26, 2026-02-02")

    assert stalls(made, [on(7), on(36)], day(37), POLICY) == [stall]
    assert stalls(made, [on(7), on(36, adjustments="x")], day(37), POLICY) == [stall]
    assert stalls(made, [on(7), on(36, **CHANGE)], day(37), POLICY) == []
    assert stalls(made, [on(7), on(36), on(43)], day(44), POLICY) == []
    assert stalls(made, [on(7)], day(36), Policy(missed_sessions=4)) == []


# -- where a plan stands ----------------------------------------------------------------------------------------------


def told(made: Plan, check_ins: list[CheckIn], today: int) -> Standing:
    return standing(made, check_ins, day(today), POLICY)


@pytest.mark.parametrize(
    ("made", "today", "state"),
    [
        (plan(status="draft"), 0, "draft"),
        (plan(status="draft"), 1, "forgotten"),
        (plan(status="draft"), 57, "forgotten"),
        (plan(status="closed"), 10, "closed"),
        (plan(status="on-hold"), 10, "on-hold"),
        (plan(holds=[{"from": str(day(9)), "to": str(day(11))}]), 10, "on-hold"),
        (plan(), -1, "not-started"),
        (plan(), 57, "ended"),
        (plan(), 0, "no-evidence"),
        (plan(), 56, "stalled"),
    ],
)
def test_a_plan_that_is_not_under_way_says_so(made: Plan, today: int, state: str) -> None:
    found = told(made, [], today)

    assert found.state == state
    assert found.reasons
    assert state in ("no-evidence", "stalled") or not found.stalls


# The line gains one a week: 0 at the start, 8 at the end.
@pytest.mark.parametrize(
    ("value", "state", "reason"),
    [
        (3, "on-track", "clear updates: 3, on the expected line or beyond it"),
        (2.5, "on-track", "clear updates: 2.5, where 3 was expected: close to it"),
        (2, "watch", "clear updates: 2, where 3 was expected"),
        (0, "needs-attention", "clear updates: 0, where 3 was expected"),
        (8, "on-track", "clear updates: 8 reaches the target"),
        ("few", "on-track", "clear updates: few, and nothing to compare it with"),
    ],
)
def test_the_latest_value_is_held_against_the_line_of_its_day(value: Any, state: str, reason: str) -> None:
    found = told(plan(), [on(7, value=1), on(14), on(21, value=value)], 25)

    assert found.state == state
    assert reason in found.reasons
    assert found.measures[0].expected == 3
    assert found.measures[0].day == day(21)


def test_a_value_that_nobody_looked_at_since_does_not_fall_behind_by_itself() -> None:
    assert told(plan("as needed"), [on(7, value=1)], 40).state == "on-track"


@pytest.mark.parametrize(
    ("check_ins", "today", "state", "reason"),
    [
        ([on(7)], 22, "watch", "the check-in of 2026-01-19 is missing"),
        ([on(7)], 29, "needs-attention", "no check-in since 2026-01-19"),
        ([on(7)], 36, "stalled", "3 touchpoints in a row passed without a check-in"),
        ([on(7, obstacles="No van"), on(14, obstacles="No van")], 15, "watch", "the same obstacle is in 2"),
        ([on(7 * n, obstacles="No van") for n in (1, 2, 3)], 22, "needs-attention", "the same obstacle is in 3"),
        ([on(7 * n, obstacles="No van") for n in (1, 2)] + [on(21, adjustments="A bike")], 22, "on-track", "3 of 3"),
    ],
)
@pytest.mark.parametrize(
    "measures", [(), ({"name": "x", "direction": "increase", "baseline": "often late", "target": "in time"},)]
)
def test_without_numbers_cadence_and_obstacles_decide_and_the_reasons_say_so(
    measures: Any, check_ins: list[CheckIn], today: int, state: str, reason: str
) -> None:
    if measures:
        check_ins = [
            check_ins[0].model_copy(update={"measures": on(7, measures={"x": "often late"}).measures}),
            *check_ins[1:],
        ]
    found = told(plan(measures=measures), check_ins, today)

    assert found.state == state
    assert any(reason in said for said in found.reasons)
    assert any("only check-ins and obstacles count" in said for said in found.reasons)


def test_the_worst_measure_decides_and_is_said_first() -> None:
    other = {"name": "notes", "direction": "decrease", "baseline": "8", "target": "0"}
    made = plan(measures=[MEASURE, other])

    found = told(made, [on(7, value=1), on(14, measures={"clear updates": "2", "notes": "8"})], 15)

    assert found.state == "watch"
    assert [entry.state for entry in found.measures] == ["on-track", "watch"]
    assert found.reasons[0].startswith("notes: 8, where 6 was expected")


def test_a_trend_that_gets_worse_is_one_step_more_to_look_at() -> None:
    check_ins = [on(number, value=value) for number, value in ((1, 7), (3, 4), (5, 4.2), (7, 4.1))]

    found = told(plan(), check_ins, 8)

    assert found.state == "watch"
    assert found.measures[0].trend
    assert found.measures[0].trend.word == "worsening"


def test_a_stalled_plan_stands_so_until_the_strategy_changes() -> None:
    flat = [on(number, value=1) for number in (7, 14, 21)]

    assert told(plan(), flat, 22).state == "stalled"
    assert told(plan(), flat, 22).reasons[0] == (
        "clear updates: no closer to its target: 1 on 2026-01-12, 1 on 2026-01-19, 1 on 2026-01-26"
    )
    assert told(plan(), [*flat, on(23, value=3, **CHANGE)], 24).state == "on-track"


@pytest.mark.parametrize(
    ("value", "state", "plan_state"),
    [("5", "reached", "on-track"), ("9", "watch", "watch"), ("many", "open", "on-track")],
)
def test_what_is_to_hold_is_held_or_not(value: str, state: str, plan_state: str) -> None:
    made = plan(measures=[{**MEASURE, "direction": "maintain", "baseline": "5", "target": "4-6"}])

    found = told(made, [on(7, value=value)], 8)

    assert (found.measures[0].state, found.state, found.measures[0].share) == (state, plan_state, None)


def test_a_check_in_of_tomorrow_does_not_count_today() -> None:
    assert told(plan(), [on(7, value=8)], 6).measures[0].latest is None


def test_reasons_are_about_the_plan_and_never_blame() -> None:
    series = [[], [on(7, value=0)], [on(number, value=1) for number in (7, 14, 21)]]
    said = " ".join(reason for check_ins in series for reason in told(plan(), check_ins, 45).reasons).lower()

    assert not any(word in said for word in ("ada", "fail", "must", "warn", "poor", "behind schedule", "lazy"))


# -- one day, one meeting ---------------------------------------------------------------------------------------------


def test_several_values_of_one_day_count_once_the_latest() -> None:
    once = [on(7, value=2), on(7, value=2), on(7, value=3)]
    assert stalls(plan(), once, day(8), POLICY) == []
    (measure,) = told(plan(), once, 8).measures
    assert (str(measure.latest), measure.trend) == ("3", None)
    assert stalls(plan(), [on(7, value=2), on(8, value=2), on(9, value=2)], day(9), POLICY)


def test_one_meeting_recorded_by_two_people_does_not_clear_a_stall_nor_make_a_pattern() -> None:
    assert stalls(plan(), [on(7), on(36)], day(37), POLICY)
    assert stalls(plan(), [on(7), on(36), on(36)], day(37), POLICY)
    assert stalls(plan(), [on(7), on(36), on(36, **CHANGE), on(36)], day(37), POLICY) == []
    obstacle = {"obstacles": "No room on Mondays"}
    twice = told(plan(), [on(7, value=1, **obstacle), on(7, **obstacle), on(7, **obstacle)], 8)
    assert (twice.state, [reason for reason in twice.reasons if "same obstacle" in reason]) == ("on-track", [])
    adjusted = told(plan(), [on(7, **obstacle), on(14, adjustments="Another room"), on(14, **obstacle)], 15)
    assert not [reason for reason in adjusted.reasons if "same obstacle" in reason]


@pytest.mark.parametrize(
    ("outcome", "today", "words"),
    [
        ("2026-03-02", 56, "8 of 8"),
        ("2026-03-05", 80, "8 of 8, the last one 3 days late"),
        ("2026-03-20", 80, "7 of 8"),
        ("2026-02-02", 80, "4 of 4"),
        ("2026-03-02", 50, "7 of 7"),
    ],
)
def test_the_look_back_is_the_session_of_its_day_and_the_last_that_is_expected(
    outcome: str, today: int, words: str
) -> None:
    made = plan(status="closed").model_copy(
        update={"outcome": Outcome.model_validate({"result": "achieved", "date": outcome})}
    )
    held = [on(number) for number in range(7, 50, 7) if day(number) < date.fromisoformat(outcome)]
    assert told(made, held, today).kept.words == words


def test_an_open_hold_keeps_what_was_on_track_on_track() -> None:
    held = [on(7, value=1), on(14, value=2)]
    before = told(plan(), held, 15)
    resting = told(plan(status="on-hold", holds=[{"from": str(day(16))}]), held, 50)
    assert resting.state == "on-hold"
    assert [entry.state for entry in resting.measures] == [entry.state for entry in before.measures] == ["on-track"]


# -- drafts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "proposed", "state"),
    [(-20, -28, "forgotten"), (-21, -28, "draft"), (-20, None, "draft"), (-20, -10, "draft")],
)
def test_a_draft_is_forgotten_a_week_after_its_oldest_proposal(today: int, proposed: int | None, state: str) -> None:
    made = plan(status="draft").with_proposals_since(None if proposed is None else day(proposed))
    found = told(made, [], today)
    assert found.state == state
    assert ("waited" in found.reasons[0]) == (state == "forgotten")
