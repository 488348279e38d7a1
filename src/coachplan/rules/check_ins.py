"""CP5xx: check-ins."""

from collections.abc import Iterator

from coachplan.model import CheckIn, Plan
from coachplan.rules.goals import measures
from coachplan.rules.rule import Problem, Setting

PARTS = ("measures", "evidence", "reflections", "wins", "obstacles", "feedback", "adjustments", "next_steps")
"""What a check-in may hold; any may be empty, one must not be."""


def before_start(check_in: CheckIn, plan: Plan, _: Setting) -> Iterator[Problem]:
    """The check-in lies before the start of its plan."""
    if check_in.date < plan.timeline.start:
        yield Problem(
            ("date",), "this check-in is before the start of the plan", "correct the day, here or in the plan"
        )


def in_the_future(check_in: CheckIn, _: Plan, setting: Setting) -> Iterator[Problem]:
    """The check-in lies in the future."""
    if check_in.date > setting.today:
        yield Problem(("date",), "this check-in is in the future", "correct the day; record what has happened")


def unknown_measure(check_in: CheckIn, plan: Plan, _: Setting) -> Iterator[Problem]:
    """The check-in gives a value for a measure that the plan does not have."""
    names = {measure.name for _, measure in measures(plan)}
    for name in check_in.measures:
        if name not in names:
            yield Problem(
                ("measures", name),
                "the plan has no measure of this name",
                "write the name exactly as in the plan's goal",
            )


def nothing_said(check_in: CheckIn, _: Plan, __: Setting) -> Iterator[Problem]:
    """The check-in holds no evidence, measure, reflection or anything else."""
    if not any(getattr(check_in, part) for part in PARTS):
        yield Problem(
            ("date",), "this check-in says nothing yet", "begin with the evidence: what was seen since last time?"
        )


def off_scale(check_in: CheckIn, plan: Plan, _: Setting) -> Iterator[Problem]:
    """The check-in gives a value that is not a level of the measure's scale."""
    scales = {measure.name: measure.scale for _, measure in measures(plan) if measure.scale}
    for name, value in check_in.measures.items():
        if name in scales and value.text not in scales[name]:
            yield Problem(("measures", name), "this is not a level of the measure's `scale`", "use one of its levels")
