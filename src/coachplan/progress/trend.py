"""The trend of a measure's values."""

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
_PAIRED = 200


class Trend(NamedTuple):
    """A trend in the measure's direction: the word for it, and its data.

    `change` is the gain over the whole time by the median slope, in the measure's numbers or levels; below zero for a
    loss.
    """

    word: Word
    change: Decimal
    values: int
    since: date
    until: date

    @property
    def words(self) -> str:
        """Return the trend in words: `improving over 5 values since 2026-01-05`."""
        return f"{self.word} over {self.values} values since {self.since}"


def trend(measure: Measure, values: Sequence[tuple[date, Value]], policy: Policy | None = None) -> Trend | None:
    """Return the trend of `values` by the median slope of all pairs (Theil-Sen), so that one odd day matters little.

    Values are steady if they change by at most a tenth of the way from baseline to target. None if fewer than
    `trend_values` values can be compared, or if the measure lacks a baseline, target or direction.
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
    """Return a number that is larger for a better value."""
    if measure.direction == "maintain":
        left = distance(measure, value)
        return None if left is None else -left
    found = position(measure, value) if measure.better else None
    return -found if found is not None and measure.better == "decrease" else found


def _way(measure: Measure) -> Decimal | None:
    if measure.direction == "maintain" and measure.goal is not None:
        return (distance(measure, measure.baseline) if measure.baseline else None) or Decimal(0)
    ends = way(measure)
    return None if ends is None else abs(ends[1] - ends[0])


def _median_slope(points: Sequence[tuple[date, Decimal]]) -> Decimal:
    """Return the median slope of all pairs; of very many points of as many, evenly spread, as can be paired at once."""
    from statistics import median

    apart = -(-len(points) // _PAIRED)
    points = [*points[:-1:apart], points[-1]]
    return median(
        (gain - before) / (day - since).days for (since, before), (day, gain) in combinations(points, 2) if day != since
    )
