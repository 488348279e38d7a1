"""A measure's values against its expected line, drawn with characters; alone imports plotille."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from coachplan.output.terminal.console import fitted
from coachplan.output.terminal.console import line as one_line
from coachplan.views.plan_view import Course

POINT = "●"
_BLANK = "\u2800"
_HEIGHT = 6
_WIDEST_LABEL = 24
_LEAST = 24
_DOTS = 4


class Axis(NamedTuple):
    """The places that a chart spans, and the row, counted from the top, at which each label stands."""

    low: Decimal
    high: Decimal
    height: int
    labels: dict[int, str]

    def part(self, place: Decimal) -> float:
        """Return the height of a place, from 0 to 1."""
        return float((place - self.low) / (self.high - self.low))

    def row(self, place: Decimal) -> int:
        """Return the row of a place, from the top."""
        dots = self.height * _DOTS - 1
        return self.height - 1 - round(self.part(place) * dots) // _DOTS


def chart(course: Course, today: date, width: int) -> list[str]:
    """Return the lines of a chart; none of fewer than two values that have a place.

    Labels are in the measure's own terms: the extremes, and the target and baseline where there is room. Below are
    the first and the last day, with today's place between them.
    """
    points = course.points()
    if len(points) < 2:
        return []
    axis = _axis(course, min(width // 3, _WIDEST_LABEL))
    margin = max(map(len, axis.labels.values()))
    room = max(width - margin - 2, _LEAST)
    rows = [
        f"{axis.labels.get(row, ''):>{margin}} {'┤' if row in axis.labels else '│'}{drawn}".rstrip()
        for row, drawn in enumerate(_drawn(course, axis, room))
    ]
    return [*rows, *(" " * (margin + 1) + line for line in _days(course, today, room))]


def _axis(course: Course, widest: int) -> Axis:
    """Return the span of values and line, with a label for each mark that has room."""
    marks = course.marks()
    rows = 2 * len(marks) - 1 if course.standing.measure.scale else _HEIGHT
    axis = Axis(*course.span(), max(_HEIGHT, min(rows, 2 * _HEIGHT)), {})
    for place, words in marks.items():
        row = axis.row(place)
        if not {row - 1, row, row + 1} & axis.labels.keys():
            axis.labels[row] = fitted(one_line(words), widest)
    return axis


def _drawn(course: Course, axis: Axis, width: int) -> list[str]:
    """Return the rows of the expected line in fine dots, with a point for each value on top of it."""
    from plotille import Canvas  # type: ignore[import-untyped]

    dots = axis.height * _DOTS
    # The upper ends of a canvas are outside it: this puts the last day and the highest place on its last dots.
    canvas = Canvas(width, axis.height, 0, 0, 2 * width / (2 * width - 1), dots / (dots - 1))
    line = [(_along(course, day), axis.part(place)) for day, place in course.line]
    for before, after in pairwise(line):
        canvas.line(*before, *after)
    for day, _, place in course.points():
        canvas.point(_along(course, day), axis.part(place), marker=POINT)
    return [row.replace(_BLANK, " ") for row in canvas.plot().split("\n")]


def _along(course: Course, day: date) -> float:
    return (day - course.first).days / max((course.last - course.first).days, 1)


def _days(course: Course, today: date, width: int) -> Iterator[str]:
    """Yield the axis of the days, and their names: today's if it lies between the others and has room."""
    first, last = str(course.first), str(course.last)
    place = round(_along(course, today) * (width - 1)) if course.first < today < course.last else None
    yield "└" + "".join("┴" if column == place else "─" for column in range(width))
    names = f" {first}{last:>{width - len(first)}}"
    at = None if place is None else place - 1
    if at is not None and len(first) + 1 < at and at + len("today") + 2 < width - len(last):
        names = f"{names[:at]}today{names[at + len('today') :]}"
    yield names
