"""CP4xx: timeline and cadence."""

from collections.abc import Iterator
from datetime import date

from coachplan.guidance import is_placeholder
from coachplan.model import Plan
from coachplan.rules.rule import Problem, Setting


def end_before_start(plan: Plan, _: Setting) -> Iterator[Problem]:
    """The plan ends before it has begun."""
    if plan.timeline.end < plan.timeline.start:
        yield Problem(
            ("timeline", "end"),
            "the plan ends before it starts",
            "correct the start or the end; 30 days between them are typical",
        )


def activity_outside_timeline(plan: Plan, _: Setting) -> Iterator[Problem]:
    """An activity is due before the plan starts or after it ends."""
    for place, activity in enumerate(plan.activities):
        if isinstance(activity.due, date) and plan.timeline.is_outside(activity.due):
            yield Problem(
                ("activities", place, "due"),
                "this activity is due outside the timeline",
                "move its day, or the timeline",
            )


def milestone_outside_timeline(plan: Plan, _: Setting) -> Iterator[Problem]:
    """A milestone lies before the plan starts or after it ends."""
    for place, milestone in enumerate(plan.timeline.milestones):
        if plan.timeline.is_outside(milestone.date):
            yield Problem(
                ("timeline", "milestones", place, "date"),
                "this milestone is outside the timeline",
                "move its day, or the timeline",
            )


def unusual_length(plan: Plan, setting: Setting) -> Iterator[Problem]:
    """The plan is much shorter or longer than is usual (S1: typically 30 days)."""
    days = (plan.timeline.end - plan.timeline.start).days
    shortest, longest = setting.policy.usual_days
    if 0 <= days < shortest or days > longest:
        yield Problem(
            ("timeline", "end"),
            f"the plan runs for {days} days, where {shortest} to {longest} are usual",
            "30 days are typical; `usual_days` in coachplan.toml sets the range",
        )


def cadence_outside_timeline(plan: Plan, _: Setting) -> Iterator[Problem]:
    """A fixed date or the end of a phase of the cadence is outside the timeline."""
    for place, cadence in enumerate(plan.update_cadence):
        for number, day in enumerate(cadence.dates or ()):
            if plan.timeline.is_outside(day):
                yield Problem(
                    ("update_cadence", place, "dates", number),
                    "this touchpoint is outside the timeline",
                    "move its day, or the timeline",
                )
        if cadence.until and plan.timeline.is_outside(cadence.until):
            yield Problem(
                ("update_cadence", place, "until"),
                "this phase ends outside the timeline",
                "move its day, or the timeline",
            )


def unclear_cadence(plan: Plan, _: Setting) -> Iterator[Problem]:
    """The words of the cadence name no single frequency, so that nobody can be told when the next touchpoint is due."""
    for place, cadence in enumerate(plan.update_cadence):
        understood = cadence.dates or cadence.day or (cadence.every and cadence.every.unit)
        if not understood and not (cadence.every and is_placeholder(cadence.every.text)):
            yield Problem(
                ("update_cadence", place),
                "no frequency can be read from these words, so no next date is shown",
                "write for example `every week`, `twice a week` or `every Monday`, and the rest under `how`",
            )
