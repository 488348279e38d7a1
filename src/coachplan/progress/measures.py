"""The values of measures: the latest ones, whether they reach the target, and the share of the way."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from coachplan.plan import CheckIn, Measure, Value

_HUNDRED = Decimal(100)
_OF = re.compile(r"(?:out )?of (\d{1,9}(?:,\d{3})*(?:\.\d{1,9})?)(?![\d.,])")
_EXACT = 12
_JUST_SHORT, _ALMOST_ALL = Decimal("1e-9"), Decimal("0.99")
_KEPT = frozenset(("kept", "yes", "always", "every time", "done", "met"))
_NOT_KEPT = frozenset(("not kept", "no", "not", "never", "missed", "not done", "not met", "partly", "sometimes"))


def latest_values(check_ins: Iterable[CheckIn]) -> dict[str, Value]:
    """Return the last value that was recorded for each measure, by name."""
    latest: dict[str, Value] = {}
    for check_in in sorted(check_ins, key=lambda check_in: check_in.date):
        latest.update(check_in.measures)
    return latest


def is_reached(measure: Measure, value: Value) -> bool | None:
    """True if `value` meets the target in the measure's direction; None if text or missing parts leave it open.

    A range, or a value such as `>= 3`, is judged only if each number in it gives the same answer. A bound that is
    strict is not met itself. A target such as `every Friday` is met by a value that says so.
    """
    goal = measure.goal
    if goal is not None and goal.kind == "rhythm":
        return _kept(goal, value)
    if goal is None or measure.better is None:
        return None
    if value.text == goal.text:
        return True
    if measure.scale:
        return _level_reached(measure, value)
    wanted, found = _wanted(measure), bounds(measure, value)
    if wanted.is_open or found.is_open:
        return None
    if _reaches(found.low, wanted.low, sign=1) and _reaches(found.high, wanted.high, sign=-1):
        return True
    is_below = _falls_short(found.high, wanted.low, sign=1)
    is_above = _falls_short(found.low, wanted.high, sign=-1)
    return False if is_below or is_above else None


def _kept(goal: Value, value: Value) -> bool | None:
    """True if a value says that a rhythm was kept: in words, as the rhythm itself, or as all of a whole."""
    said = value.text.casefold()
    if said == goal.text.casefold() or said in _KEPT:
        return True
    if said in _NOT_KEPT or value.high == 0:
        return False
    whole = {"part": Decimal(1), "%": _HUNDRED}.get(value.sort)
    return None if whole is None or value.low is None else value.low >= whole


class _Bound(NamedTuple):
    """An end of a value, as it compares; a strict one is not part of it."""

    number: Decimal
    is_strict: bool = False


class _Bounds(NamedTuple):
    """The least and the greatest number of a value; None where it does not end."""

    low: _Bound | None = None
    high: _Bound | None = None

    @property
    def is_open(self) -> bool:
        return self.low is None and self.high is None


def _reaches(found: _Bound | None, wanted: _Bound | None, *, sign: int) -> bool:
    """True if the worse end of a value meets the one that is wanted."""
    if wanted is None or found is None:
        return wanted is None
    gap = (found.number - wanted.number) * sign
    return gap > 0 or (gap == 0 and (found.is_strict or not wanted.is_strict))


def _falls_short(found: _Bound | None, wanted: _Bound | None, *, sign: int) -> bool:
    """True if even the better end of a value does not meet the one that is wanted."""
    if wanted is None or found is None:
        return False
    gap = (found.number - wanted.number) * sign
    return gap < 0 or (gap == 0 and (found.is_strict or wanted.is_strict))


def _wanted(measure: Measure) -> _Bounds:
    """Return the least and the greatest value that meet the target; beyond it on the better side is as good."""
    assert measure.goal is not None
    low, high = bounds(measure, measure.goal)
    return _Bounds(None if measure.better == "decrease" else low, None if measure.better == "increase" else high)


def bounds(measure: Measure, value: Value) -> _Bounds:
    """Return the ends of `value` as they compare with the target's or the baseline's; open ones if they do not.

    Numbers of one sort compare in the unit of the first term that has one; a bare number is in that unit. A part of a
    whole, a percentage, and a count whose unit is `of 20` are of one sort; a time and a count are not, nor a change
    such as `+28 %` and the amount that changes.
    """
    terms = [term for term in (measure.target, measure.baseline) if term is not None]
    if (value.low is None and value.high is None) or value.is_change != _counts_change(terms, value):
        return _Bounds()
    sort, size = yardstick(measure, value)
    factor = value.factor(sort, size) or _as_count(measure, value.sort, sort)
    if factor is None:
        return _Bounds()
    return _Bounds(*(_end(bound, factor, is_strict=value.is_strict) for bound in (value.low, value.high)))


def _end(number: Decimal | None, factor: Decimal, *, is_strict: bool) -> _Bound | None:
    return None if number is None else _Bound(number if factor == 1 else round(number * factor, _EXACT), is_strict)


def yardstick(measure: Measure, value: Value) -> tuple[str, Decimal]:
    """Return the sort by which values of a measure compare, and the size of its unit: of a term, else of the unit."""
    terms = [term for term in (measure.target, measure.baseline) if term is not None]
    sorts = [(term.sort, term.size) for term in terms]
    if sorts and not sorts[0][0]:  # a bare number is neither a time of day nor a part of a whole
        sorts = [(sort, size) for sort, size in sorts if sort not in ("time", "part")]
    if found := next((sort for sort in sorts if sort[0]), None):
        return found
    if measure.unit and (unit := _unit(measure.unit)):
        return unit
    return ("", Decimal(1)) if terms else (value.sort, value.size)


@lru_cache(maxsize=1024)
def _unit(text: str) -> tuple[str, Decimal] | None:
    one = Value.read(f"1 {text}") if len(text) < _HUNDRED else None
    return (one.sort, one.size) if one and one.sort and one.sort != "part" else None


def _as_count(measure: Measure, sort: str, wanted: str) -> Decimal | None:
    """Return the factor between a part and a count, where the unit says of how many: `of 20`; else None."""
    match = _OF.match(measure.unit or "")
    wholes = {"part": Decimal(1), "%": _HUNDRED, "": Decimal(match[1].replace(",", "")) if match else None}
    one, other = wholes.get(sort), wholes.get(wanted)
    return other / one if one and other else None


def _counts_change(terms: list[Value], value: Value) -> bool:
    """True if a value of the measure must be a change, such as `+28 %`, to be comparable with its terms.

    If a term is below zero, or the baseline is zero, a plus is only a sign.
    """
    if any(term.low is not None and term.low < 0 for term in terms) or any(term.low == 0 for term in terms[1:]):
        return value.is_change
    return bool(terms) and terms[0].is_change


def _level_reached(measure: Measure, value: Value) -> bool | None:
    scale, target = measure.scale or (), measure.goal
    if target is None or value.text not in scale or target.text not in scale:
        return None
    difference = scale.index(value.text) - scale.index(target.text)
    if measure.better == "maintain":
        return difference == 0
    return difference >= 0 if measure.better == "increase" else difference <= 0


def distance(measure: Measure, value: Value) -> Decimal | None:
    """Return the distance from `value` to the target, in the measure's own numbers or levels; 0 if it is reached.

    None if text or missing parts leave it open.
    """
    reached = is_reached(measure, value)
    if reached is None or measure.goal is None or measure.goal.kind == "rhythm":
        return None
    if reached:
        return Decimal(0)
    if measure.scale:
        return Decimal(abs(measure.scale.index(value.text) - measure.scale.index(measure.goal.text)))
    wanted, found = _wanted(measure), bounds(measure, value)
    ways = [wanted.low.number - found.low.number] if wanted.low and found.low else []
    ways += [found.high.number - wanted.high.number] if wanted.high and found.high else []
    return max((max(way, _JUST_SHORT) for way in ways if way >= 0), default=None)


def position(measure: Measure, value: Value) -> Decimal | None:
    """Return the position of a value: its number, the place of its level on the scale, or its bound on the worse side.

    None for text, for values off the scale, and for values that cannot be compared with the target or baseline.
    """
    if measure.scale:
        return Decimal(measure.scale.index(value.text)) if value.text in measure.scale else None
    low, high = (end and end.number for end in bounds(measure, value))
    if measure.better == "increase":
        return low
    if measure.better == "decrease":
        return high
    return low if low == high else None


def way(measure: Measure) -> tuple[Decimal, Decimal] | None:
    """Return both ends of the way: the baseline, and the nearest point of the target.

    None if one of them is missing or text, or if they cannot be compared.
    """
    if measure.baseline is None:
        return None
    start, end = position(measure, measure.baseline), aim(measure)
    return None if start is None or end is None else (start, end)


def aim(measure: Measure) -> Decimal | None:
    """Return the nearest point of the target: of a range, the bound that is met first; to maintain it, the baseline."""
    if measure.goal is None:
        return None
    if measure.better != "maintain" or measure.scale or measure.goal.low == measure.goal.high:
        return position(measure, measure.goal)
    low, high = (end and end.number for end in bounds(measure, measure.goal))
    held = position(measure, measure.baseline) if measure.baseline else None
    if held is None:
        return None
    held = held if low is None else max(held, low)
    return held if high is None else min(held, high)


def share(measure: Measure, value: Value) -> Decimal | None:
    """Return the share of the way from baseline to target, from 0 to 1; 1 if the target is reached.

    It never falls while the value gets better. None for text, without a baseline or direction, and for a measure to
    maintain.
    """
    if measure.better not in ("increase", "decrease"):
        return None
    reached = is_reached(measure, value)
    if reached:
        return Decimal(1)
    ends, now = way(measure), position(measure, value)
    if ends is None or now is None:
        return None
    start, end = ends
    sign = 1 if measure.better == "increase" else -1
    if (end - start) * sign <= 0:  # the baseline meets the target, but the value does not
        return Decimal(0)
    most = _ALMOST_ALL if reached is False else Decimal(1)
    return min(max((now - start) / (end - start) + 0, Decimal(0)), most)
