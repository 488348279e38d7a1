"""The cadence as it was kept: the touchpoints with a check-in, those without, and the length of gaps."""

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from coachplan.base.policy import Policy
from coachplan.base.words import plural
from coachplan.plan import WEEKDAYS, CheckIn, Plan
from coachplan.plan.terms import role_of
from coachplan.progress.touchpoints import is_resting, next_touchpoint, resting_in, touchpoints

_DAY = timedelta(days=1)


class CadenceKept(NamedTuple):
    """The number of touchpoints that were `due`, and of those that were `met` by a check-in.

    `late` is the delay of the check-in for the last kept touchpoint, in days; None if no touchpoint was kept.
    """

    due: int
    met: int
    late: int | None

    @property
    def words(self) -> str:
        """Return it in a few words: `5 of 6, the last one 2 days late`."""
        if not self.due:
            return "none due yet"
        counted = f"{self.met} of {self.due}"
        return f"{counted}, the last one {plural(self.late, 'day')} late" if self.late else counted


def grace_ends(plan: Plan, due: date, policy: Policy) -> date | None:
    """Return the last day on which a check-in for `due` is in time: `grace_days` working days later, outside holds.

    None if a hold without an end comes first: then nothing becomes overdue.
    """
    left, day = policy.grace_days, due
    while left:
        day += _DAY
        if hold := resting_in(plan.timeline.holds, day):
            if hold.to is None:
                return None
            day = hold.to
        else:
            left -= not policy.working_days or WEEKDAYS[day.weekday()] in policy.working_days
    return day


def is_overdue(plan: Plan, due: date, today: date, policy: Policy) -> bool:
    """True if the grace of a touchpoint on `due` is over."""
    last = grace_ends(plan, due, policy)
    return last is not None and last < today


def counts_from(plan: Plan) -> date:
    """Return the day from which touchpoints count: the start, or the later day on which the second of the two agreed.

    A plan that both agree to late has missed nothing before that.
    """
    first: dict[str, date] = {}
    for entry in plan.acknowledgements:
        if entry.stance == "agree" and (role := role_of(plan, entry.by)):
            first[role] = min(first.get(role, entry.date), entry.date)
    if "team_member" not in first or "manager" not in first:
        return plan.timeline.start
    return max(plan.timeline.start, min(max(first["team_member"], first["manager"]), plan.timeline.end))


def kept(plan: Plan, days: Sequence[date], today: date, policy: Policy) -> CadenceKept:
    """Count how the cadence was kept until `today` by check-ins on `days`, simply.

    A touchpoint is kept by a check-in since the touchpoint before it, or within `grace_days` working days after it and
    before the next one; each day counts once. One whose grace is not over does not count yet. One check-in more never
    counts less. A draft does not expect any. The look back of a plan that was closed is the session of that day, and
    nothing is expected after it.
    """
    if plan.status == "draft":
        return CadenceKept(0, 0, None)
    start, end = counts_from(plan), plan.timeline.end
    if plan.status == "closed" and plan.outcome:
        days, today = [*days, plan.outcome.date], min(today, plan.outcome.date)
    points = touchpoints(plan, start, min(today, end), policy)
    left = deque(sorted({day for day in days if day <= today}))
    due = met = 0
    late = None
    for (before, touchpoint), (_, following) in pairwise(pairwise([start, *points, date.max])):
        while left and left[0] <= before:
            left.popleft()
        if left and left[0] < following and not is_overdue(plan, touchpoint, left[0], policy):
            due, met, late = due + 1, met + 1, max((left.popleft() - touchpoint).days, 0)
        elif is_overdue(plan, touchpoint, today, policy):
            due += 1
    return CadenceKept(due, met, late)


def known_on(check_ins: Iterable[CheckIn], today: date) -> list[CheckIn]:
    """Return the check-ins up to the day `today`, oldest first; a date that was corrected may pass a later file."""
    return sorted((check_in for check_in in check_ins if check_in.date <= today), key=lambda check_in: check_in.date)


def sessions(check_ins: Sequence[CheckIn]) -> list[CheckIn]:
    """Return the sessions of manager and team member, oldest first; a peer's answer about one behaviour is not one."""
    return sorted((check_in for check_in in check_ins if not check_in.about), key=lambda check_in: check_in.date)


def last_meeting(check_ins: Sequence[CheckIn]) -> list[CheckIn]:
    """Return the sessions of the last day that has any, as they were recorded: two people may record one meeting."""
    held = sessions(check_ins)
    return [session for session in held if session.date == held[-1].date]


def awaited_until(plan: Plan, check_ins: Sequence[CheckIn], policy: Policy) -> date | None:
    """Return the last day on which the next session is in time; None if no session is awaited."""
    due = next_touchpoint(plan, last_session(plan, check_ins), policy) if plan.status == "active" else None
    return grace_ends(plan, due, policy) if due else None


def last_session(plan: Plan, check_ins: Sequence[CheckIn]) -> date:
    """Return the day of the last session; before the first it is the day on which both talk about the plan itself."""
    return max([counts_from(plan), *(check_in.date for check_in in check_ins if not check_in.about)])


def missed(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> int:
    """Return the number of touchpoints in a row, up to `today`, that passed without a check-in."""
    return len(missed_days(plan, check_ins, today, policy))


def missed_days(plan: Plan, check_ins: Sequence[CheckIn], today: date, policy: Policy) -> list[date]:
    """Return the touchpoints since the last session that have passed, with their grace, without another.

    They are counted from the last session on, as people plan: another session never adds any. Empty for a plan that is
    not active, is on hold, or has ended.
    """
    if plan.status != "active" or today > plan.timeline.end or is_resting(plan.timeline.holds, today):
        return []
    return missed_between(plan, last_session(plan, check_ins), today, policy)


def missed_between(plan: Plan, last: date, today: date, policy: Policy) -> list[date]:
    """Return the touchpoints after a session on `last` whose grace is over on `today`."""
    last = max(last, counts_from(plan))
    if (today - last).days <= policy.grace_days:  # whatever the cadence, its grace is not over
        return []
    days = touchpoints(plan, last, min(today, plan.timeline.end), policy)
    return [day for day in days if is_overdue(plan, day, today, policy)]
