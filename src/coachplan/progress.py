"""How far a plan has come: pure functions of a plan, its check-ins, and a day that is always an argument."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from dateutil.rrule import WEEKLY, rrule

from coachplan.model import WEEKDAYS, Cadence, CheckIn, Measure, Plan, Rhythm, Value

_SATURDAY = 5


def latest_values(check_ins: Iterable[CheckIn]) -> dict[str, Value]:
    """The last value that was recorded for each measure, by name."""
    latest: dict[str, Value] = {}
    for check_in in sorted(check_ins, key=lambda check_in: check_in.date):
        latest.update(check_in.measures)
    return latest


def is_reached(measure: Measure, value: Value) -> bool | None:
    """Whether `value` meets the target in the measure's direction; None where text or missing parts leave it open."""
    if measure.target is None or measure.direction is None:
        return None
    if value.text == measure.target.text:
        return True
    if measure.scale:
        return _level_reached(measure, value)
    low, high = measure.target.low, measure.target.high
    number = value.low if value.low is not None and value.low == value.high else None
    if number is None or (low is None and high is None):
        return None
    if measure.direction == "maintain" or measure.target.kind in ("range", "at-least", "at-most"):
        return _within(number, low, high, measure.direction)
    assert low is not None
    return number >= low if measure.direction == "increase" else number <= low


def _within(number: Decimal, low: Decimal | None, high: Decimal | None, direction: str) -> bool:
    """Within the target's bounds, or beyond them on the better side where there is one."""
    if direction == "increase":
        high = None
    if direction == "decrease":
        low = None
    return (low is None or number >= low) and (high is None or number <= high)


def _level_reached(measure: Measure, value: Value) -> bool | None:
    scale, target = measure.scale or (), measure.target
    if target is None or value.text not in scale or target.text not in scale:
        return None
    difference = scale.index(value.text) - scale.index(target.text)
    if measure.direction == "maintain":
        return difference == 0
    return difference >= 0 if measure.direction == "increase" else difference <= 0


def distance(measure: Measure, value: Value) -> Decimal | None:
    """How far `value` still is from the target, in the measure's own numbers or levels; 0 where it is reached.

    None where text or missing parts leave it open.
    """
    reached = is_reached(measure, value)
    if reached is None or measure.target is None:
        return None
    if reached:
        return Decimal(0)
    if measure.scale:
        return Decimal(abs(measure.scale.index(value.text) - measure.scale.index(measure.target.text)))
    edges = [edge for edge in (measure.target.low, measure.target.high) if edge is not None]
    assert value.low is not None, "only numbers and levels are known not to reach a target"
    return min(abs(value.low - edge) for edge in edges)


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
