"""A measure's values against its expected line, drawn as SVG for pages and paper; alone imports pygal."""

import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from coachplan.output.documents.forms import day_in_parts
from coachplan.output.terminal.console import fitted
from coachplan.output.terminal.console import line as one_line
from coachplan.views.plan_view import Course

WIDTH, HEIGHT = 640, 230
_LARGE_TEXT = 18
_APART = Decimal("0.15")
_WIDEST_LABEL = 20
_TODAY_APART = 0.15
_STRAIGHT = 1e-12

_DROPPED = ("defs", "rect", "desc", "title")


def draw(course: Course, today: date, id_: str) -> str | None:
    """Return the drawing as an `svg` element with the id `id_`, a title and a description; None without values.

    Values are dots on a line in the order of their days, `class="recorded"`; the expected line is dashed,
    `class="expected"`; where that does not lead to the target, the aim is dotted lines, `class="aim"`. All are to
    scale: across from the course's first day to its last, upward over its span.
    """
    if not course.points():
        return None
    low, high = course.span()
    days = max((course.last - course.first).days, 1)

    def place(day: date, value: Decimal) -> tuple[float, float]:
        return (day - course.first).days / days, float((value - low) / (high - low))

    chart = _chart(list(_ups(course, low, high)), list(_acrosses(course, today, days)))
    at = (today - course.first).days / days
    for aim in course.aims():
        chart.add("aim", [place(course.first, aim), place(course.last, aim)], show_dots=False)
    chart.add("expected", _bends([place(*point) for point in course.line]), show_dots=False)
    chart.add("today", [(at, 0), (at, 1)] if course.first < today < course.last else [], show_dots=False)
    chart.add("recorded", [place(day, value) for day, _, value in course.points()])
    return _finished(chart.render_tree(), course, id_)


def shows(course: Course) -> list[str]:
    """Return the names in the key of a drawing: `recorded`, `expected` and `aim`, as far as it shows them."""
    return ["recorded", *(["expected"] if len(course.line) > 1 else []), *(["aim"] if course.aims() else [])]


def _bends(line: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the ends of a line that is known day by day, and the points where it bends: it looks the same."""
    kept = [
        point
        for before, point, after in zip(line, line[1:], line[2:], strict=False)
        if abs((point[1] - before[1]) * (after[0] - point[0]) - (after[1] - point[1]) * (point[0] - before[0]))
        > _STRAIGHT
    ]
    return [*line[:1], *kept, *line[1:][-1:]]


def _chart(ups: list[dict[str, Any]], acrosses: list[dict[str, Any]]) -> Any:
    from rich.cells import cell_len

    # The library takes every character for equally wide.
    wider = max(cell_len(up["label"]) for up in ups) - max(len(up["label"]) for up in ups)
    return _pygal().XY(
        style=_style(),
        width=WIDTH,
        height=HEIGHT,
        margin=14,
        margin_left=14 + wider * _LARGE_TEXT * 0.6,
        margin_right=36,
        spacing=8,
        js=(),
        css=(),
        show_legend=False,
        show_x_guides=False,
        range=(0, 1),
        xrange=(0, 1),
        x_labels=acrosses,
        y_labels=ups,
        truncate_label=-1,
        dots_size=4.5,
    )


@cache
def _pygal() -> Any:
    """Return the library without the finder for its plugins, which would warn at every later import of anything."""
    import pygal  # type: ignore[import-untyped]

    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]
    return pygal


@cache
def _style() -> Any:
    """Return a style with room for the labels of phones, which the stylesheet makes larger."""
    return _pygal().style.Style(label_font_size=_LARGE_TEXT, major_label_font_size=_LARGE_TEXT)


def _ups(course: Course, low: Decimal, high: Decimal) -> Iterator[dict[str, Any]]:
    """Yield the names on the upright axis: the marks that have room, the most telling first."""
    taken: list[Decimal] = []
    for mark, words in course.marks().items():
        part = (mark - low) / (high - low)
        if all(abs(part - other) >= _APART for other in taken):
            taken.append(part)
            yield {"value": float(part), "label": fitted(one_line(words), _WIDEST_LABEL)}


def _acrosses(course: Course, today: date, days: int) -> Iterator[dict[str, Any]]:
    """Yield the first day and the last, and today if it is between them and has room."""
    at = (today - course.first).days / days
    yield {"value": 0, "label": f"{course.first.day} {course.first:%b}"}
    if _TODAY_APART < at < 1 - _TODAY_APART:
        yield {"value": at, "label": "today"}
    yield {"value": 1, "label": f"{course.last.day} {course.last:%b}"}


def _finished(root: Any, course: Course, id_: str) -> str:
    """Return the drawing with lines, dots and labels alone, each with a class by which the stylesheet styles it."""
    etree = _pygal().etree.etree
    _strip(root)
    _keep_level_lines(root)
    for place, name in enumerate(["aim"] * len(course.aims()) + ["expected", "today", "recorded"]):
        for part in _with_class(root, f"serie-{place}"):
            _rename(part, name)
    for dot, (day, value, _) in zip(root.iter("circle"), course.points(), strict=True):
        dot.set("class", "dot")
        etree.SubElement(dot, "title").text = one_line(f"{day_in_parts(day)['human']}: {value}")
    for label in root.iter("text"):
        label.set("class", "label")
        is_upright = float(label.attrib["x"]) < 0
        label.attrib["text-anchor"] = "end" if is_upright else "middle"
        label.attrib["y"] = f"{float(label.attrib['y']) + (-1 if is_upright else 5):.3f}"
    root.attrib.update({"id": id_, "class": "chart", "role": "img", "aria-labelledby": f"{id_}-title {id_}-words"})
    for tag, suffix, text in (("desc", "words", _in_words(course)), ("title", "title", course.standing.measure.name)):
        named = etree.Element(tag, id=f"{id_}-{suffix}")
        named.text = one_line(text)
        root.insert(0, named)
    written: str = etree.tostring(root, encoding="unicode")
    return written


def _strip(part: Any) -> None:
    """Take out scripts, styles, comments, overlays for the pointer, and groups that are empty then."""
    for child in list(part):
        is_comment = not isinstance(child.tag, str)
        if is_comment or child.tag in _DROPPED or "text-overlay" in child.get("class", ""):
            part.remove(child)
            continue
        _strip(child)
        if child.tag == "g" and not len(child):
            part.remove(child)


def _keep_level_lines(root: Any) -> None:
    """Remove all lines of the axes but the level ones: the days need none."""
    for axis in _with_class(root, "axis"):
        for group in [axis, *axis.iter("g")]:
            for path in [path for path in group if path.tag == "path"]:
                if " v" in path.get("d", ""):
                    group.remove(path)
                else:
                    path.set("class", "guide")


def _with_class(root: Any, name: str) -> list[Any]:
    return [part for part in root.iter() if name in part.get("class", "").split()]


def _rename(group: Any, name: str) -> None:
    group.set("class", name)
    for path in group.iter("path"):
        path.set("class", "line")


def _in_words(course: Course) -> str:
    """Return the chart in words: its first value, its latest, and the meaning of its other lines."""
    values = course.points()
    first, last = (f"{value} on {day_in_parts(day)['human']}" for day, value, _ in (values[0], values[-1]))
    said = f"{len(values)} values, from {first} to {last}" if len(values) > 1 else last
    dashed = " The dashed line is what was expected." if len(course.line) > 1 else ""
    dotted = {0: "", 1: " The dotted line is the aim."}.get(len(course.aims()), " The aim is between the dotted lines.")
    return f"{said}.{dashed}{dotted}"
