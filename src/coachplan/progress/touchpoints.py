"""The days on which manager and team member meet, by the plan's cadence."""

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from heapq import heappop, heappush, merge
from itertools import islice, takewhile
from math import ceil
from typing import Any, NamedTuple

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, WEEKLY, rrule

from coachplan.base.policy import Policy
from coachplan.plan import WEEKDAYS, Cadence, CalendarDay, Hold, Phase, Plan, Rhythm, Unit

_DAY = timedelta(days=1)
_USUAL = Policy()
_MOST = 3660


def next_touchpoint(plan: Plan, last: date | None, policy: Policy | None = None) -> date | None:
    """Return the day of the next touchpoint after the check-in on `last`, or after the start if `last` is None.

    The plan's end is always the last touchpoint. None after it, or if the cadence's words do not name a frequency.
    """
    return next(_days(plan, last, policy or _USUAL), None)


def touchpoints(plan: Plan, after: date, until: date, policy: Policy | None = None) -> list[date]:
    """Return every touchpoint after a check-in on `after`, up to and including `until`.

    A rhythm without days of its own counts from `after`, and each touchpoint falls on a working day, the first one
    after a hold if need be; weekdays, dates and days of the month that are named stay, and are left out in a hold. Of a
    plan over centuries, which nobody means, the first ten years' worth of days.
    """
    days = islice(_days(plan, after, policy or _USUAL), _MOST)
    return list(takewhile(lambda day: day <= until, days))


def resting_in(holds: Sequence[Hold], day: date) -> Hold | None:
    """Return the hold in which `day` lies, or None; a hold without an end goes on."""
    return next((hold for hold in holds if hold.from_ <= day and (hold.to is None or day <= hold.to)), None)


def is_resting(holds: Sequence[Hold], day: date) -> bool:
    """True if `day` lies in one of `holds`."""
    return resting_in(holds, day) is not None


def is_at_rest(plan: Plan, today: date) -> bool:
    """True if a plan is on hold on the day `today`, by its status or in one of its holds."""
    return plan.status == "on-hold" or is_resting(plan.timeline.holds, today)


def resting_until(plan: Plan, today: date) -> date | None:
    """The last day of the latest hold that had begun by `today`, None where nobody knows it."""
    begun = [hold for hold in plan.timeline.holds if hold.from_ <= today]
    return max(begun, key=lambda hold: hold.from_).to if begun else None


def working_day_from(day: date, policy: Policy) -> date:
    """Return the first working day from `day` on."""
    working = _weekdays(policy.working_days)
    while day.weekday() not in working:
        day += _DAY
    return day


class _Calendar(NamedTuple):
    """The days on which a plan's people can meet: working days, counted from Monday (0), outside the plan's holds."""

    working: frozenset[int]
    holds: tuple[Hold, ...]
    start: date
    end: date

    def on_or_after(self, day: date, weekdays: Collection[int]) -> date | None:
        """Return the first day from `day` on among `weekdays`, else working day; None if the plan ends first."""
        allowed = weekdays or self.working
        while day.weekday() not in allowed or is_resting(self.holds, day):
            day += _DAY
            if day > self.end:
                return None
        return day

    def working_days_after(self, day: date, number: int) -> date:
        """Return the day on which that many working days have passed."""
        while number:
            day += _DAY
            number -= day.weekday() in self.working
        return day


class _Run(NamedTuple):
    """One rhythm for a part of the plan: days after `opening` up to `until`; its first week or month holds `anchor`."""

    rhythm: Rhythm
    anchor: date
    opening: date
    until: date


def _days(plan: Plan, last: date | None, policy: Policy) -> Iterator[date]:
    """Yield the touchpoints after a check-in on `last`, and the plan's end; nothing if the words are not understood."""
    start, end = plan.timeline.start, plan.timeline.end
    if (last is not None and last >= end) or not any(cadence.is_understood for cadence in plan.update_cadence):
        return
    calendar = _Calendar(_weekdays(policy.working_days), plan.timeline.holds, start, end)
    after = max(last, start - _DAY) if last else start - _DAY
    previous = after
    for day in _of_cadences(plan.update_cadence, after, calendar):
        if day >= end:
            break
        if day > previous:
            yield day
            previous = day
    if previous < end and not is_resting(plan.timeline.holds, end):
        yield end


@cache
def _weekdays(names: tuple[str, ...]) -> frozenset[int]:
    return frozenset(WEEKDAYS.index(name) for name in names) or frozenset(range(7))


def _of_cadences(cadences: Sequence[Cadence], after: date, calendar: _Calendar) -> Iterator[date]:
    """Yield the days after `after` of all parts of a cadence, in order; a part with `until` ends before the next."""
    anchor, opening = calendar.start, calendar.start - _DAY
    running: list[_Running] = []
    left, is_ending = deque(enumerate(cadences)), False
    while True:
        while left and not is_ending:
            number, cadence = left.popleft()
            until = min(cadence.until or calendar.end, calendar.end)
            days = _of_cadence(cadence, anchor, opening, until, after, calendar)
            is_ending = _go_on(running, number, cadence.until is not None, days)
            if cadence.until:
                anchor = opening = max(opening, until)
        if not running:
            return
        day, number, ends, days = heappop(running)
        yield day
        goes_on = _go_on(running, number, ends, days)
        if ends:
            after, is_ending = max(after, day), goes_on


_Running = tuple[date, int, bool, Iterator[date]]
"""The next day of a part of a cadence, its number, if it ends before the next part begins, and its later days."""


def _go_on(running: list[_Running], number: int, ends: bool, days: Iterator[date]) -> bool:
    """Put the next day of a part among those of the others; True if the next part has to wait for the end of it."""
    day = next(days, None)
    if day is not None:
        heappush(running, (day, number, ends, days))
    return ends and day is not None


def _of_cadence(
    cadence: Cadence, anchor: date, opening: date, until: date, after: date, calendar: _Calendar
) -> Iterator[date]:
    if cadence.dates:
        days = sorted(day for day in cadence.dates if max(opening, after) < day <= until)
        yield from (day for day in days if not is_resting(calendar.holds, day))
        return
    rhythm = _on(cadence.every or Rhythm(""), tuple(WEEKDAYS.index(day) for day in cadence.day or ()))
    parts = rhythm.together or (rhythm,)
    shortest = min(map(_step, parts))
    repeated = merge(
        *(_of_one(part, anchor, opening, until, after, calendar, is_fixed=_step(part) > shortest) for part in parts)
    )
    marked = _marked(rhythm, max(after, opening), until, calendar)
    yield from merge(marked, repeated) if rhythm.marks else repeated


def _step(rhythm: Rhythm) -> float:
    """Return roughly how many days lie between two touchpoints of a rhythm."""
    return {"day": 1, "week": 7, "month": 30, None: 0}[rhythm.unit] * rhythm.count / rhythm.times


def _of_one(
    rhythm: Rhythm, anchor: date, opening: date, until: date, after: date, calendar: _Calendar, *, is_fixed: bool
) -> Iterator[date]:
    """Yield the days of one rhythm among those that run at once, from the day on since which it holds.

    Of two at once the rarer one is fixed: it counts from the start, as a check-in is mostly one of the other rhythm.
    """
    if rhythm.since:
        first = _nearest(calendar.start, rhythm.since)
        if first > opening:
            day = calendar.on_or_after(first, rhythm.weekdays)
            if after < first and day is not None and day <= until and not _has_own_days(rhythm):
                yield day
                after = day
            anchor, opening = first, first - _DAY
    days = _of_phases(rhythm, anchor, opening, until, opening if is_fixed else after, calendar)
    yield from (day for day in days if day > after)


def _nearest(start: date, day: CalendarDay) -> date:
    """Return the day that is meant; without a year, the one nearest to the start of the plan."""
    if day.year:
        return start + relativedelta(year=day.year, month=day.month, day=day.day)
    years = (start + relativedelta(years=away, month=day.month, day=day.day) for away in (-1, 0, 1))
    return min(years, key=lambda found: abs((found - start).days))


def _of_phases(
    rhythm: Rhythm, anchor: date, opening: date, until: date, after: date, calendar: _Calendar
) -> Iterator[date]:
    """Yield the days of a rhythm, or of its phases in order, each counted from the last touchpoint before it."""
    for phase in rhythm.phases or (Phase(rhythm),):
        last = until
        if phase.span:
            # The first of a rhythm with days of its own may be the start; of one of intervals it is an interval later.
            last = _later(opening if _has_own_days(phase.rhythm) or anchor <= opening else anchor, *phase.span)
        elif phase.until:
            last = _first_after(opening, *phase.until)
        for day in _of_run(_Run(phase.rhythm, anchor, opening, min(last, until)), after, calendar):
            yield day
            after = max(after, day)
        anchor = opening = last


def _on(rhythm: Rhythm, weekdays: tuple[int, ...]) -> Rhythm:
    """Return the rhythm on weekdays that are named beside it; every week, unless its words name another frequency."""
    if not weekdays:
        return rhythm
    if rhythm.together:
        first, *others = rhythm.together
        return replace(rhythm, together=(_on(first, weekdays), *others))
    phases = tuple(phase._replace(rhythm=_on(phase.rhythm, weekdays)) for phase in rhythm.phases)
    return replace(rhythm, weekdays=weekdays, unit=rhythm.unit or (None if phases else "week"), phases=phases)


def _first_after(day: date, year: int | None, month: int, number: int) -> date:
    """Return the day of the month that is meant; without a year, the first one after `day`."""
    found = day + relativedelta(year=year, month=month, day=number)
    return found if year or found > day else day + relativedelta(years=1, month=month, day=number)


def _later(day: date, number: int, unit: Unit) -> date:
    return day + relativedelta(**{f"{unit}s": number})  # type: ignore[arg-type]


def _of_run(run: _Run, after: date, calendar: _Calendar) -> Iterator[date]:
    if _has_own_days(run.rhythm):
        days = [_named(run, after, calendar, **rule) for rule in _rules(run.rhythm, calendar)]
        return merge(*days) if len(days) > 1 else days[0]
    return _intervals(run, after, calendar) if run.rhythm.unit else iter(())


def _has_own_days(rhythm: Rhythm) -> bool:
    """True if a rhythm names days, and not only a frequency."""
    return bool(rhythm.places or rhythm.days or (rhythm.weekdays and rhythm.unit == "week"))


def _intervals(run: _Run, after: date, calendar: _Calendar) -> Iterator[date]:
    """Yield days that lie an interval apart, counted from the touchpoint on `after` or from the start of the plan.

    Counting starts again on the first day of a phase, and on the first day after a hold if the interval is over then.
    """
    base, step = max(after, run.anchor) if run.anchor > run.opening else after, 0
    while True:
        step += 1
        due = max(_interval_after(run.rhythm, base, step, calendar), run.opening + _DAY)
        day = calendar.on_or_after(due, run.rhythm.weekdays)
        if due > run.until or day is None:
            return
        yield day
        if due == run.opening + _DAY or is_resting(calendar.holds, due):
            base, step = day, 0


def _interval_after(rhythm: Rhythm, base: date, step: int, calendar: _Calendar) -> date:
    """Return the day that is `step` intervals after `base`; several times in a week share its working days evenly."""
    times, unit = rhythm.times, rhythm.unit or "day"
    if unit == "day":
        return base + step * max(1, rhythm.count // times) * _DAY
    whole, part = divmod(step, times)
    day = _later(base, whole * rhythm.count, unit)
    if unit == "week":
        return calendar.working_days_after(day, ceil(part * rhythm.count * len(calendar.working) / times))
    return day + part * 30 * rhythm.count // times * _DAY


def _marked(rhythm: Rhythm, after: date, until: date, calendar: _Calendar) -> Iterator[date]:
    """Yield days that lie a given time after the start of the plan."""
    for mark in rhythm.marks:
        due = _later(calendar.start, *mark)
        day = calendar.on_or_after(due, ())
        if day is not None and day > after and due <= until:
            yield day


def _rules(rhythm: Rhythm, calendar: _Calendar) -> Iterator[dict[str, Any]]:
    """Yield the days of a rhythm as python-dateutil names them."""
    if rhythm.days:
        for day in rhythm.days:
            is_late = day > 28  # a shorter month has its last day instead
            yield {"bymonthday": range(28, day + 1), "bysetpos": -1} if is_late else {"bymonthday": day}
    elif rhythm.places:
        yield {"byweekday": rhythm.weekdays or sorted(calendar.working), "bysetpos": rhythm.places}
    else:
        yield {"byweekday": rhythm.weekdays}


def _named(run: _Run, after: date, calendar: _Calendar, **rule: Any) -> Iterator[date]:
    """Yield days that have a name; only those around the day are searched, as a plan may have begun long before."""
    first, rhythm = run.anchor, run.rhythm
    if rhythm.unit == "month":
        months = (after.year - first.year) * 12 + after.month - first.month
        begin = (first + relativedelta(months=_whole(months, rhythm.count))).replace(day=1)
    else:
        begin = first + timedelta(weeks=_whole((after - first).days // 7, rhythm.count)) - first.weekday() * _DAY
    for moment in rrule(
        MONTHLY if rhythm.unit == "month" else WEEKLY, interval=rhythm.count, dtstart=_at_midnight(begin), **rule
    ):
        day = moment.date()
        if day > run.until:
            return
        if day > max(run.opening, after) and not is_resting(calendar.holds, day):
            yield day


def _whole(number: int, step: int) -> int:
    """Return the largest multiple of `step` below `number`, one step short of it to be safe; at least zero."""
    return max(0, number // step - 1) * step


def _at_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - days, not moments
