"""CP1xx: the seven sections are there, filled and consistent."""

from collections.abc import Iterator

from coachplan.guidance import is_placeholder
from coachplan.model import After, Plan, texts
from coachplan.rules.rule import Problem, Setting


def placeholder_left(plan: Plan, _: Setting) -> Iterator[Problem]:
    """A placeholder stands where your own words belong."""
    for location, text in texts(plan):
        if is_placeholder(text):
            yield Problem(
                location, f"`{location[0]}` still holds a placeholder", "put your own words here: `coachplan edit`"
            )


def duplicate_activity_id(plan: Plan, _: Setting) -> Iterator[Problem]:
    """Two activities have the same id, so that neither can be named."""
    seen: set[str] = set()
    for place, activity in enumerate(plan.activities):
        if activity.id in seen:
            yield Problem(
                ("activities", place, "id"), "an earlier activity has the same `id`", "give each activity its own id"
            )
        seen.update({activity.id} if activity.id else ())


def unknown_activity(plan: Plan, _: Setting) -> Iterator[Problem]:
    """A due date hangs on an activity that the plan does not have."""
    ids = {activity.id for activity in plan.activities}
    for place, activity in enumerate(plan.activities):
        if isinstance(activity.due, After) and activity.due.after not in ids:
            yield Problem(
                ("activities", place, "due", "after"), "no activity of this plan has this id", _known(ids, "ids")
            )


def unknown_area(plan: Plan, _: Setting) -> Iterator[Problem]:
    """A goal names a development area that the plan does not have."""
    areas = {area.area for area in plan.development_area}
    for place, goal in enumerate(plan.goal_state):
        if goal.area and goal.area not in areas:
            yield Problem(
                ("goal_state", place, "area"),
                "this is not one of the plan's development areas",
                "write it exactly as under `development_area`",
            )


def _known(ids: set[str | None], what: str) -> str:
    known = sorted(name for name in ids if name)
    return (
        f"use the `id` of one of the {len(known)} activities that have one" if known else f"no activity has {what} yet"
    )
