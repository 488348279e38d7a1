"""The values of measures: the latest ones, whether they reach the target, and the share of the way."""

import re
from collections.abc import Iterable
from decimal import Decimal

from coachplan.plan import CheckIn, Measure, Value

_HUNDRED = Decimal(100)
_OF = re.compile(r"(?:out )?of ([1-9]\d{0,8})\b")


def latest_values(check_ins: Iterable[CheckIn]) -> dict[str, Value]:
    """Return the last value that was recorded for each measure, by name."""
    latest: dict[str, Value] = {}
    for check_in in sorted(check_ins, key=lambda check_in: check_in.date):
        latest.update(check_in.measures)
    return latest


def is_reached(measure: Measure, value: Value) -> bool | None:
    """True if `value` meets the target in the measure's direction; None if text or missing parts leave it open.

    A range, or a value such as `>= 3`, is judged only if each number in it gives the same answer.
    """
    if measure.target is None or measure.direction is None:
        return None
    if value.text == measure.target.text:
        return True
    if measure.scale:
        return _level_reached(measure, value)
    least, most = _wanted(measure)
    low, high = _bounds(measure, value)
    if (least is None and most is None) or (low is None and high is None):
        return None
    if (least is None or (low is not None and low >= least)) and (most is None or (high is not None and high <= most)):
        return True
    is_below = least is not None and high is not None and high < least
    is_above = most is not None and low is not None and low > most
    return False if is_below or is_above else None


def _wanted(measure: Measure) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the greatest value that meet the target; beyond it on the better side is as good."""
    assert measure.target is not None
    low, high = measure.target.low, measure.target.high
    return None if measure.direction == "decrease" else low, None if measure.direction == "increase" else high


def _bounds(measure: Measure, value: Value) -> tuple[Decimal | None, Decimal | None]:
    """Return the numbers of `value` as they compare with the target's or the baseline's; (None, None) if they do not.

    A part of a whole, a percentage, and a count whose unit is `of 20` are of one sort; a time and a count are not, nor
    a change such as `+28 %` and the amount that changes.
    """
    terms = [term for term in (measure.target, measure.baseline) if term is not None]
    yardstick = terms[0] if terms else value
    if value.low is None and value.high is None:
        return None, None
    if (yardstick.kind == "time") != (value.kind == "time") or _is_change(value) != _counts_change(terms, value):
        return None, None
    if (yardstick.kind == "ratio") == (value.kind == "ratio"):
        return value.low, value.high
    whole = _whole(measure, yardstick if value.kind == "ratio" else value)
    if whole is None:
        return None, None
    factor = whole if value.kind == "ratio" else 1 / whole
    low, high = (None if bound is None else bound * factor for bound in (value.low, value.high))
    return low, high


def _whole(measure: Measure, count: Value) -> Decimal | None:
    """Return the whole of which a value is a part: 100 for a percentage, 20 for the unit `of 20`, else None."""
    if "%" in count.text or "%" in (measure.unit or ""):
        return _HUNDRED
    match = _OF.match(measure.unit or "")
    return Decimal(match[1]) if match else None


def _is_change(value: Value) -> bool:
    return value.text.startswith("+")


def _counts_change(terms: list[Value], value: Value) -> bool:
    """True if a value of the measure must be a change, such as `+28 %`, to be comparable with its terms.

    If a term is below zero, or the baseline is zero, a plus is only a sign.
    """
    if any(term.low is not None and term.low < 0 for term in terms) or any(term.low == 0 for term in terms[1:]):
        return _is_change(value)
    return bool(terms) and _is_change(terms[0])


def _level_reached(measure: Measure, value: Value) -> bool | None:
    scale, target = measure.scale or (), measure.target
    if target is None or value.text not in scale or target.text not in scale:
        return None
    difference = scale.index(value.text) - scale.index(target.text)
    if measure.direction == "maintain":
        return difference == 0
    return difference >= 0 if measure.direction == "increase" else difference <= 0


def distance(measure: Measure, value: Value) -> Decimal | None:
    """Return the distance from `value` to the target, in the measure's own numbers or levels; 0 if it is reached.

    None if text or missing parts leave it open.
    """
    reached = is_reached(measure, value)
    if reached is None or measure.target is None:
        return None
    if reached:
        return Decimal(0)
    if measure.scale:
        return Decimal(abs(measure.scale.index(value.text) - measure.scale.index(measure.target.text)))
    least, most = _wanted(measure)
    low, high = _bounds(measure, value)
    ways = [least - low if least is not None and low is not None else None]
    ways += [high - most if most is not None and high is not None else None]
    return max((way for way in ways if way is not None and way > 0), default=None)


def position(measure: Measure, value: Value) -> Decimal | None:
    """Return the position of a value: its number, the place of its level on the scale, or its bound on the worse side.

    None for text, for values off the scale, and for values that cannot be compared with the target or baseline.
    """
    if measure.scale:
        return Decimal(measure.scale.index(value.text)) if value.text in measure.scale else None
    low, high = _bounds(measure, value)
    if measure.direction == "increase":
        return low
    if measure.direction == "decrease":
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
    if measure.target is None:
        return None
    if measure.direction != "maintain" or measure.scale or measure.target.low == measure.target.high:
        return position(measure, measure.target)
    low, high = measure.target.low, measure.target.high
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
    if measure.direction not in ("increase", "decrease"):
        return None
    if is_reached(measure, value):
        return Decimal(1)
    ends, now = way(measure), position(measure, value)
    if ends is None or now is None:
        return None
    start, end = ends
    sign = 1 if measure.direction == "increase" else -1
    if (end - start) * sign <= 0:  # the baseline meets the target, but the value does not
        return Decimal(0)
    return min(max((now - start) / (end - start), Decimal(0)), Decimal(1))
