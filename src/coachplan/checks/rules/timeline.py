"""CP4xx: timeline and cadence."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from coachplan.base.dates import FURTHER_EAST
from coachplan.checks.rule import ERROR, HINT, WARNING, PlanRule, Problem, RuleContext
from coachplan.plan import Cadence, Extension, Plan, Rhythm
from coachplan.plan.guidance import is_placeholder
from coachplan.progress import days_outside, touchpoints

_LONGEST_STEP = {"day": 3, "week": 7, "month": 31}
_TEN_YEARS = 3660
_FORTNIGHT = 14
_SHORTEST_MONTH = 28


@PlanRule("CP401", "end-before-start", ERROR, reads="timeline")
def end_before_start(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The plan ends before it has begun."""
    if plan.timeline.end < plan.timeline.start:
        yield Problem(
            ("timeline", "end"),
            "the plan ends before it starts",
            "correct the start or the end; 30 days between them are typical",
        )


@PlanRule("CP402", "activity-outside-timeline", ERROR, reads="activities timeline")
def activity_outside_timeline(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """An activity is due before the plan starts or after it ends."""
    for place, activity in enumerate(plan.activities):
        if isinstance(activity.due, date) and plan.timeline.is_outside(activity.due):
            yield _outside("this activity is due", "activities", place, "due")


@PlanRule("CP403", "milestone-outside-timeline", ERROR, reads="timeline")
def milestone_outside_timeline(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """A milestone lies before the plan starts or after it ends."""
    for place, milestone in enumerate(plan.timeline.milestones):
        if plan.timeline.is_outside(milestone.date):
            yield _outside("this milestone is", "timeline", "milestones", place, "date")


@PlanRule("CP404", "unusual-length", HINT, reads="timeline")
def unusual_length(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """The plan is much shorter or longer than is usual (handbook: typically 30 days)."""
    days = (plan.timeline.end - plan.timeline.start).days
    shortest, longest = context.policy.usual_days
    if 0 <= days < shortest or days > longest:
        yield Problem(
            ("timeline", "end"),
            f"the plan runs for {days} days, where {shortest} to {longest} are usual",
            "30 days are typical; `usual_days` in coachplan.toml sets the range",
        )


@PlanRule("CP407", "cadence-outside-timeline", ERROR, reads="timeline update_cadence")
def cadence_outside_timeline(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """A fixed date or the end of a phase of the cadence is outside the timeline."""
    for place, cadence in enumerate(plan.update_cadence):
        for number, day in enumerate(cadence.dates or ()):
            if plan.timeline.is_outside(day):
                yield _outside("this touchpoint is", "update_cadence", place, "dates", number)
        if cadence.until and plan.timeline.is_outside(cadence.until):
            yield _outside("this phase ends", "update_cadence", place, "until")


def _outside(subject: str, *location: str | int) -> Problem:
    return Problem(location, f"{subject} outside the timeline", "move its day, or the timeline")


@PlanRule("CP406", "unclear-cadence", HINT, whole="update_cadence", fixable=True)
def unclear_cadence(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The words of the cadence do not name a single frequency, so that the next touchpoint cannot be shown."""
    for place, cadence in enumerate(plan.update_cadence):
        if cadence.is_understood or (cadence.every and is_placeholder(cadence.every.text)):
            continue
        if cadence.every and (readings := cadence.every.readings):
            yield Problem(
                ("update_cadence", place),
                "these words have several readings, so the next date cannot be shown",
                f"write {' or '.join(f'`{reading}`' for reading in readings)}",
            )
        else:
            yield Problem(
                ("update_cadence", place),
                "these words do not name a frequency, so the next date cannot be shown",
                "write for example `every week`, `twice a week` or `every Monday`, and the rest under `how`",
            )


@PlanRule("CP408", "touchpoints-far-apart", WARNING, reads="timeline", whole="update_cadence status")
def touchpoints_far_apart(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """Manager and team member meet too rarely to adjust (improvement-plan article: timely, frequent touchpoints).

    The first and the last day count as touchpoints, and days in a hold do not count. What cannot be understood may well
    be frequent.
    """
    start, end = plan.timeline.start, plan.timeline.end
    longest = context.policy.longest_gap_days
    length = (end - start).days
    if not all(cadence.is_understood for cadence in plan.update_cadence):
        return
    if length > _TEN_YEARS:  # a slip in a year, which is another rule's, and very many touchpoints
        return
    if _is_frequent(plan, min(longest, length)):
        return
    days = [start, *touchpoints(plan, start, end, context.policy)]
    gap = max((days_outside(plan.timeline.holds, *between) for between in pairwise(days)), default=0)
    if gap > longest and not (longest >= _SHORTEST_MONTH and _is_monthly(plan.update_cadence)):
        yield Problem(
            ("update_cadence",),
            f"touchpoints lie up to {gap} days apart, where {longest} are the most",
            "short and frequent helps most; `longest_gap_days` in coachplan.toml sets the limit",
        )
    elif gap == length > _FORTNIGHT:
        yield Problem(
            ("update_cadence",),
            "no touchpoint lies between the start and the end",
            "fifteen minutes a week are enough: `every: week`",
        )


def _is_monthly(cadences: Sequence[Cadence]) -> bool:
    """True if the two meet every month to the end, however many days a month and the next working day take."""
    return cadences[-1].until is None and all(
        not cadence.dates and (cadence.every is None or _is_each_month(cadence.every)) for cadence in cadences
    )


def _is_each_month(every: Rhythm) -> bool:
    if every.together:
        return any(map(_is_each_month, every.together))
    if every.phases:
        last = every.phases[-1]
        return not (last.span or last.until) and all(_is_each_month(phase.rhythm) for phase in every.phases)
    if every.unit is None:
        return not every.marks
    return _LONGEST_STEP[every.unit] * every.count <= _LONGEST_STEP["month"] * every.times


def _is_frequent(plan: Plan, days: int) -> bool:
    """True if fewer than `days` lie between touchpoints for certain: quick, without a look at each day."""
    return plan.update_cadence[-1].until is None and all(
        2 * _longest_step(cadence) < days for cadence in plan.update_cadence
    )


def _longest_step(cadence: Cadence) -> int:
    """At least as many days as can lie between two touchpoints of a cadence; without a rhythm, very many."""
    every = cadence.every
    if cadence.dates or (every and not every.unit and (every.marks or every.phases or every.together)):
        return date.max.toordinal()
    return _LONGEST_STEP[every.unit] * every.count if every and every.unit else _LONGEST_STEP["week"]


@PlanRule("CP409", "past-its-end", WARNING, reads="timeline", passing=True)
def past_its_end(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """The last day is over and the plan still active (improvement-plan article: evaluation is learning)."""
    start, end = plan.timeline.start, plan.timeline.end
    if plan.status == "active" and start <= end and (days := (context.today - end).days) > context.policy.closing_days:
        yield Problem(
            ("timeline", "end"),
            f"the plan ended {days} days ago and is still active",
            "look back together and close it with an `outcome`, or agree on an extension",
        )


@PlanRule("CP410", "closed-without-outcome", HINT, whole="outcome", of_closed=True)
def closed_without_outcome(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The plan is closed and does not say how it ended (improvement-plan article: evaluation is learning)."""
    if plan.status == "closed" and plan.outcome is None:
        yield Problem(
            ("status",),
            "the plan is closed and does not say how it ended",
            "add `outcome:` with a result and a date; what helped, and what did not, is worth a line",
        )


def _in_order(extensions: Sequence[Extension]) -> list[tuple[int, Extension]]:
    """Extensions with their numbers: as they were added, unless their days run back further than zones lie apart."""
    numbered = list(enumerate(extensions))
    if all(later.date >= earlier.date - FURTHER_EAST for earlier, later in pairwise(extensions)):
        return numbered
    return sorted(numbered, key=lambda entry: entry[1].date)


@PlanRule("CP411", "extension-mismatch", ERROR, whole="timeline")
def extension_mismatch(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The extensions do not lead from one end to the next, and the last one to the plan's end."""
    numbered = _in_order(plan.timeline.extensions)
    for (_number, before), (place, extension) in pairwise(numbered):
        if extension.from_ != before.to:
            yield Problem(
                ("timeline", "extensions", place, "from"),
                "this is not the end that the extension before it led to",
                "make `from` the end that held until then",
            )
    if numbered and numbered[-1][1].to != plan.timeline.end:
        yield Problem(
            ("timeline", "extensions", numbered[-1][0], "to"),
            "the last extension does not lead to the end of the timeline",
            "make `to` and the timeline's `end` the same day",
        )
