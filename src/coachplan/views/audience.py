"""The readers of a document, and the parts that they get: words of a session are for those who were there."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from coachplan.plan import CheckIn, Measure, Plan, Value

    NotedCheckIn: TypeAlias = tuple[CheckIn, str]  # a check-in with the Markdown below it

_IN_WORDS = "in words"


class Audience(StrEnum):
    """The readers of a document: team member, manager, HR, or people who only need the state (`summary`)."""

    TEAM_MEMBER = "team-member"
    MANAGER = "manager"
    HR = "hr"
    SUMMARY = "summary"


def for_hr(plan: "Plan", recorded: "Sequence[NotedCheckIn]") -> "tuple[Plan, list[NotedCheckIn]]":
    """The plan and its course: of each session the day, who recorded it, and what was measured, reached and sustained.

    Everything else that was said in sessions, what peers said, and what activities taught is not in it, nor is a value
    in words of its own; see `in_numbers`.
    """
    activities = tuple(activity.model_copy(update={"learned": None}) for activity in plan.activities)
    course = [(_course(plan, check_in), "") for check_in, _ in recorded if not check_in.about]
    return plan.model_copy(update={"activities": activities}), course


def _course(plan: "Plan", check_in: "CheckIn") -> "CheckIn":
    """Return a session with only the parts that HR may read, so that a later part of the format is not in it."""
    milestones = [milestone.what for milestone in plan.timeline.milestones if milestone.what in check_in.milestones]
    parts = {"measures": _values(plan, check_in), "milestones": milestones, "sustained": check_in.sustained}
    return type(check_in).model_validate(
        {"coachplan": check_in.coachplan, "date": check_in.date, "by": check_in.by}
        | {key: part for key, part in parts.items() if part}
    )


def in_numbers(plan: "Plan", check_ins: "Sequence[CheckIn]") -> "list[CheckIn]":
    """The check-ins whole, to show where the plan stands, but with values that hold no word that the plan has not.

    Such a value is its numbers alone, or `in words`; it lies where the recorded one does.
    """
    return [check_in.model_copy(update={"measures": _values(plan, check_in)}) for check_in in check_ins]


def _values(plan: "Plan", check_in: "CheckIn") -> "dict[str, Value]":
    named = {name: [measure for measure in plan.measures if measure.name == name] for name in check_in.measures}
    return {name: _without_words(named[name], value) for name, value in check_in.measures.items() if named[name]}


def _without_words(measures: "Sequence[Measure]", value: "Value") -> "Value":
    """A value of measures of one name with no other words than the plan has for it: a unit, a level, a term."""
    terms = [term for measure in measures for term in _terms(measure)]
    if value in terms or any(value.text in (measure.scale or ()) for measure in measures):
        return value
    bare, unit = value.split(value.text)
    units = (*(measure.unit for measure in measures), *(term.split(term.text)[1] for term in terms))
    is_of_plan = bool(unit) and unit in units
    if value.kind == "text":  # such as a time with its unit, which nothing is compared with
        return value.read(f"{bare.bare()} {unit}" if is_of_plan else _IN_WORDS)
    return value.read(f"{value.bare()} {unit}") if is_of_plan else value.bare()


def _terms(measure: "Measure") -> "Iterator[Value]":
    """Yield the plan's own terms for a measure: its baseline, its target and its steps."""
    yield from (term for term in (measure.baseline, measure.target) if term)
    yield from (step.target for step in measure.steps)
