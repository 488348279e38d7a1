"""The days on which manager and team member meet, by the plan's cadence."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from dateutil.rrule import WEEKLY, rrule

from coachplan.model import WEEKDAYS, Cadence, Plan, Rhythm
from coachplan.policy import Policy

_SATURDAY = 5


def touchpoints(plan: Plan, after: date, until: date, policy: Policy | None = None) -> list[date]:  # noqa: ARG001
    """Every touchpoint after the one on `after`, up to and with `until`; those in a hold are left out."""
    days, day = list[date](), next_touchpoint(plan, after)
    while day and day <= until:
        if not any(hold.from_ <= day and (hold.to is None or day <= hold.to) for hold in plan.timeline.holds):
            days.append(day)
        day = next_touchpoint(plan, day)
    return days


def next_touchpoint(plan: Plan, last: date | None) -> date | None:
    """The day of the next touchpoint after the check-in on `last` (None: after none), by the plan's cadence.

    The plan's end is always the last touchpoint. None after it, or where the cadence's words name no frequency.
    """
    start, end = plan.timeline.start, plan.timeline.end
    if last is not None and last >= end:
        return None
    candidates, phase_start, understood = [], start, False
    for cadence in plan.update_cadence:
        phase_end = min(cadence.until or end, end)
        understood = understood or _is_understood(cadence)
        day = _next_in(cadence, phase_start, last)
        if day is not None and day <= phase_end:
            candidates.append(day)
        if cadence.until:
            phase_start = cadence.until + timedelta(days=1)
    return min(candidates, default=end) if understood else None


def _is_understood(cadence: Cadence) -> bool:
    return bool(cadence.dates or cadence.day or (cadence.every and cadence.every.unit))


def _next_in(cadence: Cadence, start: date, last: date | None) -> date | None:
    """The first touchpoint of one cadence that is on or after `start` and after `last`."""
    earliest = start if last is None else max(start, last + timedelta(days=1))
    if cadence.dates:
        return min((day for day in cadence.dates if day >= earliest), default=None)
    every = cadence.every
    weekdays = [WEEKDAYS.index(day) for day in cadence.day or ()] or list(every.weekdays if every else ())
    if weekdays and (every is None or every.unit in (None, "week")):
        return _next_weekday(weekdays, every.count if every else 1, start, earliest)
    if every is None or every.unit is None:
        return None
    return max(earliest, _after_a_while(every, max(start, last or start)))


def _next_weekday(weekdays: Sequence[int], weeks: int, start: date, earliest: date) -> date | None:
    # Only the weeks around the day are gone through: a plan may have begun long before.
    skipped = max(0, (earliest - start).days // (7 * weeks) - 1)
    first = start + timedelta(weeks=weeks * skipped)
    days = rrule(WEEKLY, interval=weeks, byweekday=weekdays, dtstart=_at_midnight(first))
    found = days.after(_at_midnight(earliest), inc=True)
    return found.date() if found else None


def _at_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - days, not moments


def _after_a_while(every: Rhythm, last: date) -> date:
    """One step of a rhythm after `last`; several times in a unit share its days evenly; daily means working days."""
    if every.unit == "month" and every.times == 1:
        return last + relativedelta(months=every.count)
    days = {"day": 1, "week": 7, "month": 30}[every.unit or "day"] * every.count
    day = last + timedelta(days=max(1, days // every.times))
    while every.unit == "day" and day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day
