"""CP5xx, how a plan goes on from check-in to check-in. Only active plans are looked at: others need no next step."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher

from coachplan.model import CheckIn, Goal, Measure, Plan, Value
from coachplan.progress import distance, next_touchpoint
from coachplan.rules.goals import measures
from coachplan.rules.rule import Problem, Setting

_WORD = re.compile(r"[^\W\d_]+")
_SMALL = re.compile(
    r"\b(?:a|an|the|this|that|these|those|some|my|your|his|her|its|our|their|i|you|he|she|it|we|they|us|them|is|are|was|were"
    r"|be|been|has|have|had|and|at|by|for|from|in|of|on|to|with|again|also|still|too|s"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_ALIKE = 0.9


def check_in_overdue(plan: Plan, check_ins: Sequence[CheckIn], setting: Setting) -> Iterator[Problem]:
    """A check-in that the cadence asks for has not come (S0: frequent touchpoints, and consistency)."""
    if not _is_running(plan, setting.today):
        return
    # On the first day there is nothing to look back on: the plan itself is the conversation.
    due = next_touchpoint(plan, check_ins[-1].date if check_ins else plan.timeline.start)
    if due and (days := (setting.today - due).days) > setting.policy.grace_days:
        yield Problem(
            ("update_cadence",),
            f"a check-in was due {days} days ago",
            "record it with `coachplan log`, or agree on a cadence that you can keep",
        )


def measures_quiet(plan: Plan, check_ins: Sequence[CheckIn], setting: Setting) -> Iterator[Problem]:
    """Check-ins go on, but nobody has looked at a goal's measures for weeks (S0: objective indicators)."""
    if not _is_running(plan, setting.today):
        return
    weeks = setting.policy.quiet_weeks
    for place, goal in enumerate(plan.goal_state):
        since = max(plan.timeline.start, _last_value(goal, check_ins))
        has_met_since = any(check_in.date > since for check_in in check_ins)
        if goal.measures and has_met_since and setting.today - since > timedelta(weeks=weeks):
            yield Problem(
                ("goal_state", place, "measures"),
                f"for more than {weeks} weeks no check-in has a value for this goal",
                "look at the measure together at the next check-in, or choose one that is easier to see",
            )


def same_obstacle(plan: Plan, check_ins: Sequence[CheckIn], setting: Setting) -> Iterator[Problem]:
    """An obstacle comes back, and the last check-in has it without trying something else (S0: revisit root causes)."""
    if plan.status != "active" or len(check_ins) < setting.policy.same_obstacle or check_ins[-1].adjustments:
        return
    for place, obstacle in enumerate(check_ins[-1].obstacles):
        times = sum(any(_are_alike(obstacle, other) for other in check_in.obstacles) for check_in in check_ins)
        if times >= setting.policy.same_obstacle:
            yield Problem(
                ("obstacles", place),
                f"this obstacle stands in {times} check-ins",
                "look for its root cause together, and write under `adjustments` what you try instead",
                check_in=len(check_ins) - 1,
            )


def stalled(plan: Plan, check_ins: Sequence[CheckIn], setting: Setting) -> Iterator[Problem]:
    """A measure comes no closer to its target, and nothing was adjusted meanwhile (S0: revisit root causes, adjust)."""
    if plan.status != "active":
        return
    adjusted = max((number for number, check_in in enumerate(check_ins) if check_in.adjustments), default=0)
    count = setting.policy.stalled_check_ins
    for location, measure in measures(plan):
        name = measure.name
        values = [check_in.measures[name] for check_in in check_ins[adjusted:] if name in check_in.measures][-count:]
        if len(values) == count and _is_no_closer(measure, values[0], values[-1]):
            yield Problem(
                location,
                f"over the last {count} values this measure has come no closer to its target",
                "look for the root cause together, and write under `adjustments` what you try instead",
            )


def _is_running(plan: Plan, today: date) -> bool:
    return plan.status == "active" and today <= plan.timeline.end


def _last_value(goal: Goal, check_ins: Sequence[CheckIn]) -> date:
    names = {measure.name for measure in goal.measures}
    return max((check_in.date for check_in in check_ins if names & check_in.measures.keys()), default=date.min)


def _is_no_closer(measure: Measure, before: Value, now: Value) -> bool:
    first, last = distance(measure, before), distance(measure, now)
    return first is not None and last is not None and last > 0 and last >= first


def _are_alike(one: str, other: str) -> bool:
    """Whether two texts say the same but for case, punctuation, days, numbers, small words and a few letters."""
    first, second = _gist(one), _gist(other)
    if not first or first == second:
        return bool(first)
    matcher = SequenceMatcher(None, first, second)
    # Both are at least the ratio, and quick to tell.
    return matcher.real_quick_ratio() >= _ALIKE <= matcher.quick_ratio() and matcher.ratio() >= _ALIKE


def _gist(text: str) -> str:
    return " ".join(_WORD.findall(_SMALL.sub(" ", text.casefold())))
