"""CP2xx: goals and their measures."""

from collections.abc import Iterator

from coachplan.model import Measure, Plan, Value
from coachplan.rules.rule import Location, Problem, Setting


def measures(plan: Plan) -> Iterator[tuple[Location, Measure]]:
    """Every measure of a plan, with its location."""
    for place, goal in enumerate(plan.goal_state):
        for number, measure in enumerate(goal.measures):
            yield ("goal_state", place, "measures", number), measure


def measure_outside_timeline(plan: Plan, _: Setting) -> Iterator[Problem]:
    """A measure or one of its steps is due before the plan starts or after it ends."""
    for location, measure in measures(plan):
        days = [(("by",), measure.by)]
        days += [(("steps", place, "by"), step.by) for place, step in enumerate(measure.steps)]  # type: ignore[misc]
        for steps, day in days:
            if day and plan.timeline.is_outside(day):
                yield Problem(
                    (*location, *steps),
                    "this measure's day is outside the timeline",
                    "move the day, or the timeline's start or end",
                )


def duplicate_measure(plan: Plan, _: Setting) -> Iterator[Problem]:
    """Two measures have the same name, so that a check-in cannot say which it means."""
    seen: set[str] = set()
    for location, measure in measures(plan):
        if measure.name in seen:
            yield Problem((*location, "name"), "an earlier measure has the same name", "give each measure its own name")
        seen.add(measure.name)


def incomplete_measure(plan: Plan, _: Setting) -> Iterator[Problem]:
    """A measure without direction, baseline or target cannot show progress."""
    for location, measure in measures(plan):
        missing = [key for key in ("direction", "baseline", "target") if getattr(measure, key) is None]
        if missing:
            keys = " and ".join(f"`{key}`" for key in missing)
            yield Problem(location, f"this measure has no {keys}", f"add {keys}, so that both see how far it has come")


def no_measure(plan: Plan, _: Setting) -> Iterator[Problem]:
    """A goal without a measure leaves open when it is reached (S0)."""
    for place, goal in enumerate(plan.goal_state):
        if not goal.measures:
            yield Problem(
                ("goal_state", place),
                "this goal has no measure yet",
                "add `measures:` with a name, a direction, a baseline and a target",
            )


def off_scale(plan: Plan, _: Setting) -> Iterator[Problem]:
    """A baseline, target or step is not a level of the measure's own scale."""
    for location, measure in measures(plan):
        values: list[tuple[Location, Value | None]] = [(("baseline",), measure.baseline), (("target",), measure.target)]
        values += [(("steps", place, "target"), step.target) for place, step in enumerate(measure.steps)]
        for steps, value in values:
            if measure.scale and value and value.text not in measure.scale:
                yield Problem(
                    (*location, *steps), "this is not a level of the measure's `scale`", "use one of its levels"
                )
