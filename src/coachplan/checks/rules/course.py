"""CP5xx: the course of a plan from check-in to check-in. Only active plans are looked at: others need no next step."""

from collections.abc import Iterator, Sequence
from datetime import date

from coachplan.checks.rule import HINT, WARNING, CourseRule, Problem, RuleContext
from coachplan.checks.rules.goals import measures
from coachplan.plan import CheckIn, Goal, Plan, texts
from coachplan.progress import days_outside, missed_days, missed_sessions, recurring, sessions, stalled_measure

_NEW_WAY = (
    "look together for what was in the way, write it under `root_cause` of the next check-in, and under `adjustments` "
    "what you try instead: another rhythm may fit better"
)


@CourseRule("CP506", "check-in-overdue", WARNING, whole="timeline update_cadence status", passing=True)
def check_in_overdue(plan: Plan, check_ins: Sequence[CheckIn], context: RuleContext) -> Iterator[Problem]:
    """A check-in of the cadence has not come (improvement-plan article: frequent touchpoints, consistency)."""
    if plan.status != "active":
        return
    late = missed_days(plan, check_ins, context.today, context.policy)
    if len(late) >= context.policy.missed_sessions:
        yield Problem(("update_cadence",), f"{len(late)} touchpoints in a row passed without a check-in", _NEW_WAY)
    elif late:
        yield Problem(
            ("update_cadence",),
            f"a check-in was due {(context.today - late[0]).days} days ago",
            "record it with `coachplan log`, or agree on a cadence that you can keep",
        )


@CourseRule(
    "CP512",
    "sessions-missed",
    HINT,
    whole="timeline update_cadence status",
    check_ins_whole="adjustments root_cause",
    passing=True,
)
def sessions_missed(plan: Plan, check_ins: Sequence[CheckIn], context: RuleContext) -> Iterator[Problem]:
    """After a gap of several touchpoints all goes on as before; while the gap goes on, CP506 speaks.

    Improvement-plan article: revisit root causes, adjust rather than abandon.
    """
    if plan.status != "active" or missed_days(plan, check_ins, context.today, context.policy):
        return
    if days := missed_sessions(plan, check_ins, context.today, context.policy):
        yield Problem(
            ("update_cadence",),
            f"{len(days)} touchpoints in a row passed before the last check-in, and it changes nothing",
            _NEW_WAY,
        )


@CourseRule(
    "CP508", "measures-quiet", WARNING, whole="goal_state timeline status", check_ins_whole="measures", passing=True
)
def measures_quiet(plan: Plan, check_ins: Sequence[CheckIn], context: RuleContext) -> Iterator[Problem]:
    """Check-ins go on, and a goal's measures have had no value for weeks (improvement-plan article: indicators)."""
    if not context.is_running(plan):
        return
    weeks = context.policy.quiet_weeks
    for place, goal in enumerate(plan.goal_state):
        since = max(plan.timeline.start, _last_value(goal, check_ins))
        has_met_since = any(check_in.date > since for check_in in check_ins)
        if goal.measures and has_met_since and days_outside(plan.timeline.holds, since, context.today) > 7 * weeks:
            yield Problem(
                ("goal_state", place, "measures"),
                f"for more than {weeks} weeks no check-in has a value for this goal",
                "look at the measure together at the next check-in, or choose one that is easier to see",
            )


@CourseRule("CP509", "same-obstacle", WARNING, whole="status", check_ins_whole="adjustments obstacles")
def same_obstacle(plan: Plan, check_ins: Sequence[CheckIn], context: RuleContext) -> Iterator[Problem]:
    """An obstacle comes back, and nothing else is tried (improvement-plan article: revisit root causes)."""
    kept = sessions(check_ins)
    if plan.status != "active" or len(kept) < context.policy.same_obstacle:
        return
    last = next(number for number, check_in in enumerate(check_ins) if check_in is kept[-1])
    for place, times in enumerate(recurring(kept)):
        if times >= context.policy.same_obstacle:
            yield Problem(
                ("obstacles", place),
                f"this obstacle stands in {times} check-ins",
                "look for its root cause together, and write under `adjustments` what you try instead",
                check_in=last,
            )


@CourseRule("CP510", "stalled", WARNING, whole="goal_state status", check_ins_whole="adjustments measures root_cause")
def stalled(plan: Plan, check_ins: Sequence[CheckIn], context: RuleContext) -> Iterator[Problem]:
    """A measure does not move, and the strategy stays (improvement-plan article: revisit root causes, adjust)."""
    if plan.status != "active":
        return
    count = context.policy.stalled_check_ins
    for location, measure in measures(plan):
        if stalled_measure(measure, check_ins, context.policy):
            yield Problem(
                location,
                f"over the last {count} values this measure has come no closer to its target",
                "look for the root cause together, and write under `root_cause` what you find and under `adjustments` "
                "what you try instead",
            )


_SAID = tuple(key for key in CheckIn.model_fields if key not in ("coachplan", "date", "by"))
_VALUES = ("by", "measures", "practice")
# In so many letters, two sessions are hardly told in the same words.
_AT_LENGTH = 120


@CourseRule("CP513", "said-twice", WARNING, check_ins_whole=" ".join(CheckIn.model_fields))
def said_twice(_: Plan, check_ins: Sequence[CheckIn], context: RuleContext) -> Iterator[Problem]:
    """Two check-ins say the same, so that one session counts twice (improvement-plan article: begin with evidence).

    On two days, values may well be the same, and a few words; much that is the same was copied.
    """
    seen: dict[object, date] = {}
    for number, (check_in, note) in enumerate(zip(check_ins, context.notes, strict=True)):
        said = [(key, _hashable(part)) for key in _SAID if (part := getattr(check_in, key))]
        if not (said or note):
            continue
        earlier = seen.get(key := (note, *said))
        if earlier == check_in.date or (earlier and _length(check_in, note) >= _AT_LENGTH):
            yield Problem(
                ("date",),
                "an earlier check-in says the same, word for word",
                "keep one of the two where they tell of one session; else say what was seen this time",
                check_in=number,
            )
        seen.setdefault(key, check_in.date)


def _hashable(part: object) -> object:
    return tuple(part.items()) if isinstance(part, dict) else part


def _length(check_in: CheckIn, note: str) -> int:
    """The number of letters of all that a check-in says in words."""
    return len(note) + sum(len(text) for (key, *_), text in texts(check_in) if key not in _VALUES)


def _last_value(goal: Goal, check_ins: Sequence[CheckIn]) -> date:
    names = {measure.name for measure in goal.measures}
    return max((check_in.date for check_in in check_ins if names & check_in.measures.keys()), default=date.min)
