"""Where the values of a measure are going."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Literal, NamedTuple

from coachplan.base.policy import Policy
from coachplan.plan import Measure, Value
from coachplan.progress.measures import distance, position, way

Word = Literal["improving", "steady", "worsening"]
_STEADY = Decimal("0.1")


class Trend(NamedTuple):
    """Where values are going in the measure's direction: the word, and what it rests on.

    `change` is what they gained over the whole time by the middle of all slopes, in the measure's numbers or levels;
    below zero where they lost.
    """

    word: Word
    change: Decimal
    values: int
    since: date
    until: date

    @property
    def words(self) -> str:
        """The trend in a sentence: `improving over 5 values since 2026-01-05`."""
        return f"{self.word} over {self.values} values since {self.since}"


def trend(measure: Measure, values: Sequence[tuple[date, Value]], policy: Policy | None = None) -> Trend | None:
    """Where `values` are going, by the median slope of all pairs (Theil-Sen), so that one odd day says little.

    Steady is what changes by no more than a tenth of the way from baseline to target. None where fewer than
    `trend_values` can be compared, or where there is no way, or no direction: silence is no verdict.
    """
    size = _way(measure)
    points = [(day, gain) for day, value in values if (gain := _gain(measure, value)) is not None]
    days = {day for day, _ in points}
    if size is None or len(points) < (policy or Policy()).trend_values or len(days) < 2:
        return None
    since, until = min(days), max(days)
    change = _median_slope(points) * (until - since).days
    word: Word = "steady" if abs(change) <= size * _STEADY else "improving" if change > 0 else "worsening"
    return Trend(word, change, len(points), since, until)


def _gain(measure: Measure, value: Value) -> Decimal | None:
    """A number that is larger where the value is better."""
    if measure.direction == "maintain":
        left = distance(measure, value)
        return None if left is None else -left
    found = position(measure, value) if measure.direction else None
    return -found if found is not None and measure.direction == "decrease" else found


def _way(measure: Measure) -> Decimal | None:
    if measure.direction == "maintain" and measure.target is not None:
        return (distance(measure, measure.baseline) if measure.baseline else None) or Decimal(0)
    ends = way(measure)
    return None if ends is None else abs(ends[1] - ends[0])


def _median_slope(points: Sequence[tuple[date, Decimal]]) -> Decimal:
    from statistics import median

    return median(
        (gain - before) / (day - since).days for (since, before), (day, gain) in combinations(points, 2) if day != since
    )
