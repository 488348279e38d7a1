"""For whom a document is made, and what they get: what two people say in their sessions stays between the two."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from coachplan.model import CheckIn, Measure, Plan, Value

    Told: TypeAlias = tuple[CheckIn, str]  # a check-in with the Markdown below it


class Audience(StrEnum):
    """For whom: the two who coach and are coached, HR, or whoever needs to know that it goes on (`summary`)."""

    TEAM_MEMBER = "team-member"
    MANAGER = "manager"
    HR = "hr"
    SUMMARY = "summary"


def for_hr(plan: "Plan", told: "Sequence[Told]") -> "tuple[Plan, list[Told]]":
    """The plan and its course: of each session the day, who recorded it, and what was measured, reached and sustained.

    Everything else that was said in sessions, what peers said, and what activities taught is not in it, nor is a value
    in words of its own: the number alone, or a level of the plan's scale.
    """
    activities = tuple(activity.model_copy(update={"learned": None}) for activity in plan.activities)
    course = [(_course(plan, check_in), "") for check_in, _ in told if not check_in.about]
    return plan.model_copy(update={"activities": activities}), course


def _course(plan: "Plan", check_in: "CheckIn") -> "CheckIn":
    """A session made anew from what may be told, so that a part that the format gains later is not in it."""
    milestones = [milestone.what for milestone in plan.timeline.milestones if milestone.what in check_in.milestones]
    measures = {measure.name: measure for goal in plan.goal_state for measure in goal.measures}
    values = {
        name: plain
        for name, value in check_in.measures.items()
        if name in measures and (plain := _without_words(measures[name], value)) is not None
    }
    told = {"measures": values, "milestones": milestones, "sustained": check_in.sustained}
    return type(check_in).model_validate(
        {"coachplan": check_in.coachplan, "date": check_in.date, "by": check_in.by}
        | {key: part for key, part in told.items() if part}
    )


def _without_words(measure: "Measure", value: "Value") -> "Value | None":
    """A value with no other words than the plan has for it, None where it is nothing but words."""
    if value.text in (measure.scale or ()):
        return value
    bare, unit = value.split(value.text)
    if bare.kind == "text":
        return None
    return value if unit in set(_units(measure)) else bare


def _units(measure: "Measure") -> Iterator[str]:
    for value in (measure.baseline, measure.target):
        if value:
            yield value.split(value.text)[1]
    yield measure.unit or ""
