"""A chart agrees with its data: read back from the SVG, every dot and every point of the line lies where it belongs."""

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coachplan.base.policy import Policy
from coachplan.output.documents.drawing import draw, shows
from coachplan.plan import CheckIn, Plan
from coachplan.store.templating import PACKAGED
from coachplan.views.plan_view import Course, dashboard
from conftest import examples

START, END = date(2026, 1, 5), date(2026, 2, 4)
TODAY = date(2026, 1, 26)
SVG = "{http://www.w3.org/2000/svg}"
PLAN: dict[str, Any] = {
    "coachplan": "1",
    "title": "Clear status updates",
    "status": "active",
    "people": {"team_member": "Ada Lovelace <ada@example.com>", "manager": "Charles Babbage"},
    "development_area": "Status updates",
    "current_state": "Two a week",
    "activities": "Rehearse with a peer",
    "timeline": "2026-01-05 to 2026-02-04",
    "support_assets": "Half an hour on Mondays",
    "update_cadence": "every Monday",
}
KINDS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "numbers up": ({"direction": "increase", "baseline": "2", "target": "4"}, ["3", "2", "4"]),
    "numbers down": ({"direction": "decrease", "baseline": "12.5", "target": "3"}, ["10", "7.25", "8"]),
    "to hold": ({"direction": "maintain", "baseline": "5", "target": "5"}, ["5", "4", "5"]),
    "in a range": ({"direction": "maintain", "baseline": "5", "target": "4-6"}, ["5", "7", "4"]),
    "ranges": ({"direction": "increase", "baseline": "1-2", "target": "4-6"}, ["2-3", "4", "5-7"]),
    "comparators": ({"direction": "increase", "baseline": "50", "target": ">= 80"}, ["60", ">= 70", "85"]),
    "ratios": (
        {"direction": "increase", "baseline": "11 of 20", "target": "17 of 20"},
        ["12 of 20", "9 of 10", "1 of 2"],
    ),
    "times": ({"direction": "decrease", "baseline": "07:52", "target": "07:40"}, ["07:50", "07:41", "07:44"]),
    "percentages": ({"direction": "increase", "baseline": "40 %", "target": "90 %"}, ["45 %", "50 %", "95 %"]),
    "changes": ({"direction": "increase", "baseline": "+0 %", "target": "+28 %"}, ["+7 %", "+14 %", "+30 %"]),
    "money": ({"direction": "decrease", "baseline": "€1,200", "target": "€800"}, ["€1,150", "€900", "€790"]),
    "below zero": ({"direction": "increase", "baseline": "-4", "target": "2"}, ["-3", "0", "1"]),
    "levels": (
        {"direction": "increase", "baseline": "low", "target": "high", "scale": ["low", "mid", "high", "top"]},
        ["low", "mid", "top"],
    ),
    "in steps": (
        {"direction": "decrease", "baseline": "9", "target": "2", "steps": [{"by": "2026-01-19", "target": "3"}]},
        ["8", "3", "3"],
    ),
    "without a baseline": ({"direction": "increase", "target": "4"}, ["1", "2", "3"]),
    "without a target": ({"direction": "increase", "baseline": "4"}, ["5", "6", "7"]),
    "without either": ({}, ["5", "6", "5"]),
    "in a range from nowhere": ({"direction": "maintain", "target": "2-4"}, ["3", "3", "3"]),
    "of at least, to hold": ({"direction": "maintain", "baseline": "5", "target": ">= 4"}, ["5", "6", "3"]),
    "a level from nowhere": ({"direction": "increase", "target": "high", "scale": ["low", "mid", "high"]}, ["mid"] * 3),
    "beyond its end": ({"direction": "increase", "baseline": "1", "target": "3", "by": "2026-01-15"}, ["1", "2", "3"]),
}

AIMS = {
    "in a range": [4, 6],
    "in a range from nowhere": [2, 4],
    "of at least, to hold": [4],
    "without a baseline": [4],
    "a level from nowhere": [2],
}


def course_of(measure: dict[str, Any], values: list[str], *, apart: int = 7) -> Course:
    named = {"name": "m", **measure}
    plan = Plan.model_validate({**PLAN, "goal_state": {"goal": "Four a week", "measures": [named]}})
    check_ins = [
        CheckIn.model_validate(
            {
                "coachplan": "1",
                "date": str(START + timedelta(days=apart * n)),
                "by": "Ada Lovelace",
                "measures": {"m": v},
            }
        )
        for n, v in enumerate(values, 1)
    ]
    return dashboard(plan, check_ins, START + timedelta(days=apart * len(values)), Policy()).courses[0]


class Read:
    """What a drawing shows, measured by the labels of its own axes: days after the first one, and places."""

    def __init__(self, svg: str, course: Course) -> None:
        self.root = ET.fromstring(svg)
        self.course = course
        upright, across = (self._axis(name) for name in ("y", "x"))
        self.levels = sorted(
            (float(place), upright[words]) for place, words in course.marks().items() if words in upright
        )
        self.first, self.last = across[_short(course.first)], across[_short(course.last)]
        self.line, self.recorded, self.aims = (self._path(name) for name in ("expected", "recorded", "aim"))
        circles = [*self.root.iter(f"{SVG}circle")]
        self.dots = [self._place(float(dot.attrib["cx"]), float(dot.attrib["cy"])) for dot in circles]
        self.told = [str(dot.findtext(f"{SVG}title")) for dot in circles]

    def _axis(self, name: str) -> dict[str, float]:
        """Where each label of an axis stands: upright at its level line, across at its own middle."""
        axis = next(group for group in self.root.iter(f"{SVG}g") if name in group.get("class", "").split())
        found = {}
        for group in axis.iter(f"{SVG}g"):
            text, line = group.find(f"{SVG}text"), group.find(f"{SVG}path")
            if text is not None and name == "x":
                found[str(text.text)] = float(text.attrib["x"])
            elif text is not None and line is not None:
                found[str(text.text)] = float(line.attrib["d"].split()[1])
        return found

    def _path(self, name: str) -> list[tuple[float, float]]:
        paths = [group.find(f"{SVG}path") for group in self.root.iter(f"{SVG}g") if group.get("class") == name]
        drawn = " ".join(path.attrib["d"] for path in paths if path is not None)
        numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", drawn)]
        return [self._place(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]

    def _place(self, x: float, y: float) -> tuple[float, float]:
        days = max((self.course.last - self.course.first).days, 1)
        low, low_at = self.levels[0]
        high, high_at = self.levels[-1]
        slope = (high - low) / (high_at - low_at) if high_at != low_at else 0
        if not slope:
            assert y == pytest.approx(low_at)
        return (x - self.first) / (self.last - self.first) * days, low + (y - low_at) * slope


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _expected_dots(course: Course) -> list[tuple[float, float]]:
    return [((day - course.first).days, float(place)) for day, _, place in course.points()]


def _close(found: list[tuple[float, float]], wanted: list[tuple[float, float]]) -> bool:
    return len(found) == len(wanted) and all(
        one == pytest.approx(other, abs=1e-3 * max(1, abs(other[1]))) for one, other in zip(found, wanted, strict=True)
    )


def _on(line: list[tuple[float, float]], day: float) -> tuple[float, float]:
    """The point of a drawn line on a day."""
    (x, y), (beyond, then) = next(two for two in pairwise(line) if two[0][0] - 1e-3 <= day <= two[1][0] + 1e-3)
    return day, y + (then - y) * (day - x) / (beyond - x)


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_agrees_with_its_data(kind: str) -> None:
    course = course_of(*KINDS[kind])
    svg = draw(course, TODAY, "chart-1")
    assert svg is not None
    read = Read(svg, course)
    assert len(course.points()) == 3
    assert _close(read.dots, _expected_dots(course))
    assert _close(read.recorded, _expected_dots(course))
    line = [((day - course.first).days, float(place)) for day, place in course.line]
    assert _close([_on(read.line, day) for day, _ in line], line) if len(line) > 1 else read.line == []
    across = ((course.first - course.first).days, (course.last - course.first).days)
    assert _close(read.aims, [(day, float(aim)) for aim in AIMS.get(kind, []) for day in across])
    assert ("aim" in shows(course)) == (kind in AIMS)
    assert ("expected" in shows(course)) == bool(read.line)
    assert read.told == [f"{day.day} {day:%B %Y}: {value}" for day, value, _ in course.points()]


@settings(max_examples=examples(60))
@given(
    st.lists(st.integers(-10_000, 10_000), min_size=2, max_size=8),
    st.integers(-10_000, 10_000),
    st.integers(-10_000, 10_000),
    st.sampled_from(["increase", "decrease"]),
)
def test_any_numbers_are_drawn_where_they_belong(values: list[int], baseline: int, target: int, direction: str) -> None:
    terms = {"direction": direction, "baseline": str(baseline), "target": str(target)}
    course = course_of(terms, [str(value) for value in values], apart=3)
    svg = draw(course, TODAY, "chart-1")
    assert svg is not None
    read = Read(svg, course)
    assert _close(read.dots, _expected_dots(course))


@pytest.mark.parametrize("value", ["often", "3 of 4", "07:30"])
def test_a_value_that_lies_nowhere_is_not_drawn(value: str) -> None:
    course = course_of({"direction": "increase", "baseline": "2", "target": "4"}, ["3", value])
    svg = draw(course, TODAY, "chart-1")
    assert svg is not None
    assert len(Read(svg, course).dots) == 1
    assert draw(course_of({"direction": "increase", "baseline": "2", "target": "4"}, [value]), TODAY, "c") is None


def test_the_first_value_is_drawn_against_what_was_expected() -> None:
    course = course_of({"direction": "increase", "baseline": "2", "target": "4"}, ["3"])
    svg = draw(course, TODAY, "chart-1")
    assert svg is not None
    read = Read(svg, course)
    assert len(read.dots) == 1
    assert len(read.line) > 1


def test_a_steady_measure_is_a_level_line_in_the_middle() -> None:
    course = course_of({"direction": "maintain", "baseline": "5", "target": "5"}, ["5", "5"])
    svg = draw(course, TODAY, "chart-1")
    assert svg is not None
    heights = {circle.get("cy") for circle in ET.fromstring(svg).iter(f"{SVG}circle")}
    assert len(heights) == 1


def test_values_beyond_all_bounds_are_drawn() -> None:
    course = course_of({"direction": "increase", "baseline": "1", "target": "4"}, ["9" * 400, "2"])
    svg = draw(course, TODAY, "chart-1")
    assert svg is not None
    assert "nan" not in svg
    assert "inf" not in svg


def test_it_has_a_title_a_description_and_no_script_style_or_address() -> None:
    svg = draw(course_of(*KINDS["numbers up"]), TODAY, "chart-1")
    assert svg is not None
    root = ET.fromstring(svg)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "chart-1-title chart-1-words")
    named = {part.get("id"): part.text for part in root if part.get("id")}
    assert named == {
        "chart-1-title": "m",
        "chart-1-words": "3 values, from 3 on 12 January 2026 to 4 on 26 January 2026. "
        "The dashed line is what was expected.",
    }
    assert {part.tag.removeprefix(SVG) for part in root.iter()} == {
        *("svg", "title", "desc", "g", "path", "text", "circle")
    }
    names = {name for part in root.iter() for name in part.attrib}
    assert not {name for name in names if name.startswith("on") or "href" in name or name == "style"}


def test_lines_are_told_apart_by_more_than_colour() -> None:
    svg = draw(course_of(*KINDS["numbers up"]), TODAY, "chart-1")
    assert svg is not None
    drawn = {group.get("class") for group in ET.fromstring(svg).iter(f"{SVG}g")}
    style = (PACKAGED / "style.css").read_text(encoding="utf-8")
    dashes = dict(re.findall(r"\.chart \.(\w+) \.line \{[^}]*stroke-dasharray: ([^;]*);", style))
    assert {"expected", "recorded"} <= drawn
    assert len({dashes["expected"], dashes["aim"]}) == 2
    assert "recorded" not in dashes


def test_today_stands_between_the_days_and_not_beyond_them() -> None:
    course = course_of(*KINDS["numbers up"])
    assert 'class="today"' in str(draw(course, TODAY, "c"))
    assert 'class="today"' not in str(draw(course, END + timedelta(days=9), "c"))


def test_the_same_data_is_the_same_drawing() -> None:
    course = course_of(*KINDS["levels"])
    assert draw(course, TODAY, "c") == draw(course, TODAY, "c")


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\x1b[2J\u202e", "]]>"]
)
def test_hostile_names_and_levels_stay_text(text: str) -> None:
    levels = [text, "mid", "high"]
    measure = {"name": "m", "direction": "increase", "baseline": text, "target": "high", "scale": levels}
    svg = draw(course_of(measure, [text, "mid"]), TODAY, "chart-1")
    assert svg is not None
    assert "<script" not in svg
    assert "<img" not in svg
    assert not set("\x1b\u202e") & set(svg)
    ET.fromstring(svg)
