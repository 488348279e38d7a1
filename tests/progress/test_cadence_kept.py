"""Which touchpoints had a check-in, where the organisation works on other days, and at the edges of a day's count."""

from datetime import date, timedelta

import pytest

from coachplan.base.policy import Policy
from coachplan.checks.rule import RuleContext
from coachplan.checks.rules.timeline import touchpoints_far_apart
from coachplan.plan import Acknowledgement, CheckIn, Person, Plan
from coachplan.progress import CadenceKept, kept, missed, stalls
from coachplan.progress.cadence_kept import awaited_until

START = date(2026, 1, 5)  # a Monday
WEEKENDS = Policy(working_days=("saturday", "sunday"), grace_days=1)


def plan(cadence: str) -> Plan:
    return Plan.model_validate(
        {
            "coachplan": "1",
            "title": "x",
            "status": "active",
            "people": {"team_member": "Ada", "manager": "Ben"},
            **dict.fromkeys(("development_area", "current_state", "goal_state", "activities", "support_assets"), "x"),
            "timeline": {"start": str(START), "end": "2026-03-02"},
            "update_cadence": cadence,
        }
    )


def on(number: int) -> date:
    return START + timedelta(days=number)


def check_in(number: int) -> CheckIn:
    return CheckIn.model_validate({"coachplan": "1", "date": str(on(number)), "by": "Ada"})


def test_where_people_work_at_weekends_touchpoints_lie_there() -> None:
    made = plan("every 10 days")  # Thursday the 15th, and so Saturday the 17th

    assert awaited_until(made, [], WEEKENDS) == date(2026, 1, 18)
    assert missed(made, [], date(2026, 1, 18), WEEKENDS) == 0
    assert missed(made, [], date(2026, 1, 19), WEEKENDS) == 1
    assert kept(made, [date(2026, 1, 16)], date(2026, 1, 19), WEEKENDS) == CadenceKept(1, 1, 0)
    assert kept(made, [date(2026, 1, 18)], date(2026, 1, 19), WEEKENDS) == CadenceKept(1, 1, 1)


def test_how_far_touchpoints_lie_apart_depends_on_when_people_work() -> None:
    made = plan("every 10 days")
    on_mondays = Policy(longest_gap_days=12, working_days=("monday",))

    assert not list(touchpoints_far_apart(made, RuleContext(START, Policy(longest_gap_days=12))))
    (problem,) = touchpoints_far_apart(made, RuleContext(START, on_mondays))
    assert problem.message == "touchpoints lie up to 14 days apart, where 12 are the most"


@pytest.mark.parametrize("days", [[7], [7, 7], [0, 7], [0, 7, 7]])
def test_two_check_ins_on_one_day_are_one(days: list[int]) -> None:
    assert kept(plan("every week"), [on(number) for number in days], on(22), Policy()) == CadenceKept(2, 1, 0)


def test_just_as_many_missed_as_make_a_pattern_are_one_whatever_came_before() -> None:
    (stall,) = stalls(plan("every week"), [check_in(7), check_in(21)], on(50), Policy())

    assert stall.missed == (on(28), on(35), on(42))


def agreed(*days: int) -> Plan:
    """The plan with a word of each of the two, first the team member's."""
    people = zip(("Ada", "Ben"), days, strict=False)
    words = [Acknowledgement(by=Person(name), date=on(number), stance="agree") for name, number in people]
    return plan("every Monday").model_copy(update={"acknowledgements": tuple(words)})


@pytest.mark.parametrize(
    ("days", "due"),
    [((-3, 14), 1), ((14, -3), 1), ((-3, -3), 3), ((14,), 3), ((-3, 80), 0)],
    ids=["the manager late", "the team member late", "both in time", "one alone", "after the end"],
)
def test_a_plan_that_both_agreed_to_late_has_missed_nothing_before(days: tuple[int, ...], due: int) -> None:
    found = agreed(*days)
    assert kept(found, [], on(29), Policy()) == CadenceKept(due, 0, None)
    assert missed(found, [], on(29), Policy()) == due


def test_agreeing_again_to_other_terms_takes_no_session_away() -> None:
    found = agreed(-3, -3)
    again = found.acknowledgements[0].model_copy(update={"date": on(14)})
    later = found.model_copy(update={"acknowledgements": (*found.acknowledgements, again)})
    assert kept(later, [on(7)], on(29), Policy()) == kept(found, [on(7)], on(29), Policy())
