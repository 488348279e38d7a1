"""Sessions of a plan: which were held, and the situation that the next one finds."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from coachplan.guidance import Situation
from coachplan.model import CheckIn, Measure, Plan, Value
from coachplan.policy import Policy
from coachplan.progress import distance, next_touchpoint

_NEAR_THE_END = timedelta(days=7)
_ABSENCE = timedelta(days=14)
_MISSED = 3


def held(check_ins: Sequence[CheckIn]) -> list[CheckIn]:
    """The sessions that were held, oldest first: every check-in but the feedback of peers."""
    return sorted((check_in for check_in in check_ins if not check_in.about), key=lambda check_in: check_in.date)


def situation(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> Situation:
    """What a session on the day `today` finds; of several that fit, the first in the order of `Situation`."""
    sessions = held(check_ins)
    if not sessions:
        return Situation.FIRST
    if _was_absent(plan, sessions[-1].date, today):
        return Situation.AFTER_AN_ABSENCE
    if plan.timeline.end - today <= _NEAR_THE_END:
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
    steps = [_step(measure, list(_values(measure, sessions))[-2:]) for measure in _measures(plan)]
    return any(step > 0 for step in steps) and not any(step < 0 for step in steps)


def _stands_still(plan: Plan, sessions: Sequence[CheckIn], policy: Policy) -> bool:
    latest = [list(_values(measure, sessions))[-policy.stalled_check_ins :] for measure in _measures(plan)]
    return any(
        len(values) == policy.stalled_check_ins and distance(measure, values[-1]) and _step(measure, values) >= 0
        for measure, values in zip(_measures(plan), latest, strict=True)
    )


def _step(measure: Measure, values: Sequence[Value]) -> int:
    """Whether the last of `values` is closer to the target than the first (-1), farther (1), or neither."""
    ways = [distance(measure, value) for value in (values[0], values[-1])] if values else [None, None]
    first, last = ways
    return 0 if first is None or last is None else (last > first) - (last < first)


def _values(measure: Measure, sessions: Sequence[CheckIn]) -> Iterator[Value]:
    return (session.measures[measure.name] for session in sessions if measure.name in session.measures)


def _measures(plan: Plan) -> list[Measure]:
    return [measure for goal in plan.goal_state for measure in goal.measures]
