"""Sessions of a plan: which were held, the situation that the next one finds, and what to prepare for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from coachplan.guidance import Situation
from coachplan.model import Activity, CheckIn, Measure, Milestone, Plan, Value
from coachplan.policy import Policy
from coachplan.progress import distance, latest_values, next_touchpoint
from coachplan.questions import open_questions

_NEAR = timedelta(days=7)
_ABSENCE = timedelta(days=14)
_MISSED = 3
_QUESTIONS = 4


@dataclass(frozen=True)
class Preparation:
    """What both look at when the next session begins (S0: it begins with the evidence).

    `day` is the next touchpoint, `last` the last session; `feedback` is what peers said since. `milestones` are those
    that are due or near, by their number; `stall` says why progress stalls, where it does.
    """

    situation: Situation
    day: date | None
    last: CheckIn | None
    latest: Mapping[str, Value]
    feedback: tuple[CheckIn, ...]
    milestones: tuple[tuple[int, Milestone], ...]
    stall: tuple[str, ...]
    questions: tuple[str, ...]


def prepare(
    plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy, own_templates: Path | None = None
) -> Preparation:
    """What to prepare for the next session, as things stand on the day `today`."""
    sessions = held(check_ins)
    last = sessions[-1] if sessions else None
    found = situation(plan, check_ins, today, policy)
    return Preparation(
        situation=found,
        day=next_touchpoint(plan, last.date if last else None),
        last=last,
        latest=latest_values(sessions),
        feedback=tuple(entry for entry in check_ins if entry.about and (last is None or entry.date >= last.date)),
        milestones=tuple(_milestones_near(plan, today)),
        stall=tuple(_stall(plan, sessions, policy)),
        questions=tuple(open_questions(found, own_templates, _QUESTIONS, sessions)),
    )


def _milestones_near(plan: Plan, today: date) -> Iterator[tuple[int, Milestone]]:
    for number, milestone in enumerate(plan.timeline.milestones, 1):
        if not milestone.reached and milestone.date - today <= _NEAR:
            yield number, milestone


def _stall(plan: Plan, sessions: Sequence[CheckIn], policy: Policy) -> Iterator[str]:
    if _stands_still(plan, sessions, policy):
        yield "no measure has moved"


def held(check_ins: Sequence[CheckIn]) -> list[CheckIn]:
    """The sessions that were held, oldest first: every check-in but the feedback of peers."""
    return sorted((check_in for check_in in check_ins if not check_in.about), key=lambda check_in: check_in.date)


def measures_of(plan: Plan) -> list[Measure]:
    """Every measure of the plan's goals, in their order."""
    return [measure for goal in plan.goal_state for measure in goal.measures]


def habits_of(plan: Plan) -> list[Activity]:
    """The habits that are practised: neither still proposed nor over."""
    over = ("proposed", "declined", "dropped", "done")
    return [activity for activity in plan.activities if activity.kind == "habit" and activity.status not in over]


def situation(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> Situation:
    """What a session on the day `today` finds; of several that fit, the first in the order of `Situation`."""
    sessions = held(check_ins)
    if not sessions:
        return Situation.FIRST
    if _was_absent(plan, sessions[-1].date, today):
        return Situation.AFTER_AN_ABSENCE
    if plan.timeline.end - today <= _NEAR:
        return Situation.NEAR_THE_END
    if _fell(plan, sessions):
        return Situation.SETBACK
    return Situation.PLATEAU if _stands_still(plan, sessions, policy) else Situation.PROGRESS


def _was_absent(plan: Plan, last: date, today: date) -> bool:
    """Whether a hold ended since the last session, or more than two weeks passed and touchpoints with them."""
    if any(hold.to and last <= hold.to < today for hold in plan.timeline.holds):
        return True
    missed, day = 0, next_touchpoint(plan, last)
    while day is not None and day < today and missed < _MISSED:
        missed, day = missed + 1, next_touchpoint(plan, day)
    return missed == _MISSED and today - last > _ABSENCE


def _fell(plan: Plan, sessions: Sequence[CheckIn]) -> bool:
    """Whether a measure is farther from its target than the time before, and none has come closer."""
    steps = [_step(measure, list(_values(measure, sessions))[-2:]) for measure in measures_of(plan)]
    return any(step > 0 for step in steps) and not any(step < 0 for step in steps)


def _stands_still(plan: Plan, sessions: Sequence[CheckIn], policy: Policy) -> bool:
    latest = [list(_values(measure, sessions))[-policy.stalled_check_ins :] for measure in measures_of(plan)]
    return any(
        len(values) == policy.stalled_check_ins and distance(measure, values[-1]) and _step(measure, values) >= 0
        for measure, values in zip(measures_of(plan), latest, strict=True)
    )


def _step(measure: Measure, values: Sequence[Value]) -> int:
    """Whether the last of `values` is closer to the target than the first (-1), farther (1), or neither."""
    first, last = [distance(measure, value) for value in (values[0], values[-1])] if values else [None, None]
    return 0 if first is None or last is None else (last > first) - (last < first)


def _values(measure: Measure, sessions: Sequence[CheckIn]) -> Iterator[Value]:
    return (session.measures[measure.name] for session in sessions if measure.name in session.measures)
