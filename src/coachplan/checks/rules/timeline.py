"""CP4xx: timeline and cadence."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from coachplan.base.dates import FURTHER_EAST
from coachplan.checks.rule import ERROR, HINT, WARNING, Phrase, PlanRule, Problem, RuleContext
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


@PlanRule("CP404", "unusual-length", HINT, reads="timeline", whole="kind purpose")
def unusual_length(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """The plan is much shorter or longer than is usual for one of its kind (handbook: typically 30 days).

    Growth takes a school year or a year in a new role; who has a concern waits for months only.
    """
    days = (plan.timeline.end - plan.timeline.start).days
    shortest, longest = context.policy.usual_days
    key = "usual_days"
    if days > context.policy.longest_concern_days and _is_about_a_concern(plan):
        longest, key = min(longest, context.policy.longest_concern_days), "longest_concern_days"
    if 0 <= days < shortest or days > longest:
        yield Problem(
            ("timeline", "end"),
            f"the plan runs for {days} days, where {shortest} to {longest} are usual",
            f"30 days are typical; `{key}` in coachplan.toml sets the range",
        )


def _is_about_a_concern(plan: Plan) -> bool:
    return plan.kind == "performance-support" or plan.purpose == "performance"


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


@PlanRule("CP409", "past-its-end", WARNING, reads="timeline", whole="status", passing=True)
def past_its_end(plan: Plan, context: RuleContext) -> Iterator[Problem]:
    """The last day is over and the plan still open (improvement-plan article: evaluation is learning)."""
    start, end = plan.timeline.start, plan.timeline.end
    if start > end or (days := (context.today - end).days) <= context.policy.closing_days:
        return
    if plan.status == "active":
        yield Problem(
            ("timeline", "end"),
            f"the plan ended {days} days ago and is still active",
            "look back together and close it with an `outcome`, or agree on an extension",
        )
    elif plan.status == "draft":
        yield Problem(
            ("timeline", "end"),
            f"the plan ended {days} days ago and is still a draft",
            "ask each other whether it still fits: move its days and begin it, or close it as `stopped`",
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


@PlanRule("CP412", "outcome-before-the-end", WARNING, whole="outcome status")
def outcome_before_the_end(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The plan says how it ended, and is not closed (improvement-plan article: evaluation is learning)."""
    if plan.outcome and plan.status != "closed":
        yield Problem(
            ("status",),
            "the plan says how it ended, and is not closed",
            "set `status: closed` if it is over; if it goes on, take `outcome` out until you look back",
        )


_NUMBERS = {"two": 2, "three": 3, "four": 4, "six": 6, "eight": 8, "ten": 10, "twelve": 12, "thirty": 30, "sixty": 60}
_KINDS = "action|coaching|development|growth|improvement|individual|learning|performance|personal|support"
_SPAN = rf"(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)})[ -](?P<unit>day|week|month)s?(?: (?:{_KINDS})){{0,3}} plan\b"
# A goal may well be to write a plan of so many days for the work: this one is named in other words.
_TITLED = re.compile(rf"(?:^|[:(,–—] ?)(?:(?:an?|the|this|our|my) )?{_SPAN}", re.IGNORECASE)
_MEANT = re.compile(rf"\b(?:of|in|over|during|within|throughout) (?:the|this|our) {_SPAN}", re.IGNORECASE)
# Days of a unit, and how far the last of them may lie from a round number: a working day, the end of a week, a month.
_UNITS = {"day": (1, 2), "week": (7, 4), "month": (30.44, 6)}


@PlanRule("CP413", "words-and-days-differ", HINT, reads="goal_state timeline", whole="title")
def words_and_days_differ(plan: Plan, _: RuleContext) -> Iterator[Problem]:
    """The words name another length of the plan than its days; an end before an extension counts, too.

    Handbook: typically 30 days.
    """
    ends = [plan.timeline.end, *(extension.from_ for extension in plan.timeline.extensions)]
    lengths = [(end - plan.timeline.start).days for end in ends]
    goals = [(("goal_state", place, "goal"), goal.goal, _MEANT) for place, goal in enumerate(plan.goal_state)]
    for location, text, form in [(("title",), plan.title, _TITLED), *goals]:
        for match in form.finditer(text) if lengths[0] >= 0 else ():
            days, slack = _UNITS[match["unit"].lower()]
            said = days * (_NUMBERS.get(match["number"].lower()) or int(match["number"]))
            if all(abs(length - said) > slack for length in lengths):
                yield Phrase(
                    match.start("number"),
                    match.end(),
                    f"these words and the days differ: the plan runs for {lengths[0]} days",
                    "correct the words or the days, so that both of you count on the same end",
                ).at(location, text)


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
