"""The expected line of a measure: from its baseline through its steps to its target."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from coachplan.plan import Hold, Measure, Value
from coachplan.progress.measures import aim, position, way
from coachplan.progress.touchpoints import resting_in

_DAY = timedelta(days=1)
_FEW = 6
"""The largest whole of which people speak in parts: 4.2 of 5, but 8 of 20."""
_DAY_IN_MINUTES = 24 * 60


def expected(
    measure: Measure, start: date, day: date, end: date | None = None, holds: Sequence[Hold] = ()
) -> Decimal | None:
    """Return the expected value of a measure on `day`, as `position` counts: numbers, minutes, quotients or levels.

    A straight line from the baseline at the plan's `start` through each step to the target on its day, or at the
    plan's `end`. In a hold it stays where it was when that began, and catches up after it: the line of a day does not
    depend on later holds, nor on the end of the present one. After its last point it stays there. None where it has no
    points: where terms are text, before the first step of a measure without a baseline, and after the start where there
    is only a baseline.
    """
    points = _points(measure, start, end)
    has_baseline = bool(points) and measure.baseline is not None and position(measure, measure.baseline) is not None
    if has_baseline and len(points) == 1 and day > start:
        return None
    found = _place(points, start, day, holds)
    if found is None:
        return points[0][1] if has_baseline else None
    return _level(*found) if measure.scale else found[0]


def _place(
    points: Sequence[tuple[date, Decimal]], start: date, day: date, holds: Sequence[Hold]
) -> tuple[Decimal, Decimal] | None:
    """Return the place of the line on `day`, and how far it still has to go to its next point; None before the line."""
    if hold := resting_in(holds, day):
        earlier = [other for other in holds if other.from_ < hold.from_]
        return _place(points, start, max(hold.from_ - _DAY, start), earlier)
    passed = [point for point in points if point[0] <= day]
    ahead = [point for point in points if point[0] > day]
    if not passed or not ahead:
        return (passed[-1][1], Decimal(0)) if passed else None
    since, before = passed[-1]
    rested = max((hold.to for hold in holds if hold.to and since <= hold.to < day), default=None)
    if rested and (stopped := _place(points, start, rested, holds)):
        since, before = rested, stopped[0]
    until, after = ahead[0]
    place = before + (after - before) * (day - since).days / (until - since).days
    return place, after - place


def _level(line: Decimal, ahead: Decimal) -> Decimal:
    """Return the last level that the line has reached, on its way up or down: there is nothing between two levels."""
    line = round(line, 9)  # thirds of the way before and after a hold do not add up
    return line.to_integral_value(ROUND_FLOOR if ahead > 0 else ROUND_CEILING)


def _points(measure: Measure, start: date, end: date | None) -> list[tuple[date, Decimal]]:
    """Return the points of the line by day; of two on one day, the later one in the plan comes last."""
    baseline = position(measure, measure.baseline) if measure.baseline else None
    points: list[tuple[date | None, Decimal | None]] = [(start, baseline)]
    points += [(step.by, position(measure, step.target)) for step in measure.steps]
    if measure.direction == "maintain" and baseline is None and not measure.steps:
        points.append((start, aim(measure)))
    points.append((measure.by or end, aim(measure)))
    known = [(day, value) for day, value in points if day is not None and value is not None]
    return sorted(known, key=lambda point: point[0])


def days_outside(holds: Sequence[Hold], since: date, until: date) -> int:
    """Return the number of days after `since`, up to and including `until`, on which the plan is not on hold."""
    days, counted = 0, since
    for hold in sorted(holds, key=lambda hold: hold.from_):
        first = max(counted + _DAY, hold.from_)
        if first > until:
            break
        days += (first - counted).days - 1
        counted = max(counted, min(hold.to or until, until))
    return days + (until - counted).days


def as_said(measure: Measure, number: Decimal) -> str:
    """Return a point of the line in a sentence: `about 15 of 20` where it was rounded."""
    words = in_words(measure, number)
    value = Value.read(words)
    is_exact = bool(measure.scale) or value.sort == "time" or position(measure, value) == number
    return words if is_exact else f"about {words}"


def in_words(measure: Measure, number: Decimal) -> str:
    """Return a point of the line in the unit in which the measure was written, as round as people would say it.

    A level is named, and a time is 07:30. A number has as many digits as show a tenth of the way, roughly: 15 of 20,
    2.6, $900K.
    """
    if measure.scale:
        return measure.scale[int(number)]
    term = measure.goal or measure.baseline
    if term is None:
        return _short(number, None)
    if term.sort == "time":
        return _time_of_day(round(number) % _DAY_IN_MINUTES, term.form.after)
    ends = way(measure)
    size = abs(ends[1] - ends[0]) if ends else None
    if term.whole:
        counted = number * term.whole
        return f"{round(counted) if term.whole > _FEW else _short(counted, None)} of {term.whole:f}"
    if term.sort == "part":
        return f"{_short(number * 100, size and size * 100)} %"
    forms = [other.form for other in (term, measure.baseline) if other and other.form.multiple <= abs(number)]
    form = forms[0] if forms else term.form
    said = _short(abs(number) / form.multiple, size and size / form.multiple)
    return f"{'-' if number < 0 and said != '0' else ''}{form.before}{said}{form.after}"


def _time_of_day(minutes: int, half: str) -> str:
    """Return a time as 07:30, or as 7:30 a.m. where the target was written with such a `half` of the day."""
    hour, minute = divmod(minutes, 60)
    if not half:
        return f"{hour:02}:{minute:02}"
    morning, afternoon = ("a.m.", "p.m.") if "." in half else ("am", "pm")
    return f"{hour % 12 or 12}:{minute:02} {morning if hour < 12 else afternoon}"


def _short(number: Decimal, size: Decimal | None) -> str:
    """Return a number with one decimal, or as few digits as a way of this size needs."""
    digits = 1 - size.adjusted() if size else 1
    rounded = round(number, digits) + 0
    return f"{rounded.normalize():f}" if rounded else "0"
