"""How far a plan has come, and when its people meet next."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachplan.plan import CheckIn, Measure, Plan, Value
from coachplan.progress import distance, is_reached, latest_values, next_touchpoint

# 2026-01-05 is a Monday.
START, END = "2026-01-05", "2026-02-04"


def plan(cadence: Any, start: str = START, end: str = END) -> Plan:
    sections = dict.fromkeys(("development_area", "current_state", "goal_state", "activities", "support_assets"), "x")
    return Plan.model_validate(
        {
            "coachplan": "1",
            "title": "x",
            "people": {"team_member": "Ada", "manager": "Ben"},
            **sections,
            "timeline": {"start": start, "end": end},
            "update_cadence": cadence,
        }
    )


def following(cadence: Any, last: str | None, **days: str) -> str | None:
    day = next_touchpoint(plan(cadence, **days), None if last is None else date.fromisoformat(last))
    return None if day is None else day.isoformat()


# -- the next touchpoint ----------------------------------------------------------------------------------------------

PHASES = [
    {"every": "day", "until": "2026-01-16"},
    {"every": "twice a week", "until": "2026-01-30"},
    {"every": "week"},
]
TOUCHPOINTS: dict[str, tuple[Any, str | None, str | None]] = {
    "a week after the start": ("week", None, "2026-01-12"),
    "a week after the last": ("week", "2026-01-14", "2026-01-21"),
    "a week after an early one": ("week", "2026-01-02", "2026-01-12"),
    "two weeks after": ("every 2 weeks", "2026-01-14", "2026-01-28"),
    "every other week": ("every other week", "2026-01-05", "2026-01-19"),
    "the end, where the next would be later": ("week", "2026-01-30", "2026-02-04"),
    "the end, where none is left": ("every 2 weeks", "2026-02-03", "2026-02-04"),
    "none on the end": ("week", "2026-02-04", None),
    "none after the end": ("week", "2026-03-01", None),
    "the weekday on the start": ("every Monday", None, "2026-01-05"),
    "the weekday after the start": ("every Thursday", None, "2026-01-08"),
    "the weekday after the last": ("every Monday", "2026-01-05", "2026-01-12"),
    "the weekday after one on another day": ("every Monday", "2026-01-08", "2026-01-12"),
    "the weekday as a key": ({"every": "week", "day": "thursday"}, None, "2026-01-08"),
    "the weekday as the only key": ({"day": "Friday"}, "2026-01-09", "2026-01-16"),
    "the first of two weekdays": ({"every": "week", "day": ["monday", "thursday"]}, "2026-01-08", "2026-01-12"),
    "the second of two weekdays": ({"every": "week", "day": ["monday", "thursday"]}, "2026-01-05", "2026-01-08"),
    "two weekdays in words": ("Monday and Thursday", "2026-01-06", "2026-01-08"),
    "every other Monday": ("every other Monday", "2026-01-05", "2026-01-19"),
    "every other Monday after an extra one": ("every other Monday", "2026-01-12", "2026-01-19"),
    "every two weeks on a weekday": ({"every": "2 weeks", "day": "friday"}, "2026-01-09", "2026-01-23"),
    "twice a week": ("twice a week", "2026-01-05", "2026-01-08"),
    "three times a week": ("three times a week", "2026-01-05", "2026-01-07"),
    "daily": ("day", "2026-01-05", "2026-01-06"),
    "daily over the weekend": ("daily", "2026-01-09", "2026-01-12"),
    "daily from a Saturday": ("daily", "2026-01-10", "2026-01-12"),
    "every ten days, on a working day": ("10 days", "2026-01-07", "2026-01-19"),
    "twice a day is the next day": ("twice a day", "2026-01-05", "2026-01-06"),
    "monthly": ("monthly", "2026-01-04", "2026-02-04"),
    "monthly from the end of a month": ("monthly", "2026-01-31", "2026-02-04"),
    "twice a month": ("twice a month", "2026-01-05", "2026-01-20"),
    "the first of fixed dates": ({"dates": ["2026-01-19", "2026-01-12"]}, None, "2026-01-12"),
    "the next of fixed dates": ({"dates": ["2026-01-12", "2026-01-19"]}, "2026-01-12", "2026-01-19"),
    "the end after the last fixed date": ({"dates": ["2026-01-12"]}, "2026-01-12", "2026-02-04"),
    "the end before a date that is too late": ({"dates": ["2026-03-01"]}, None, "2026-02-04"),
    "dates before any rhythm": ({"every": "week", "dates": ["2026-01-20"]}, None, "2026-01-20"),
    "the first phase": (PHASES, "2026-01-05", "2026-01-06"),
    "the first phase over the weekend": (PHASES, "2026-01-09", "2026-01-12"),
    "the second phase after the first": (PHASES, "2026-01-16", "2026-01-21"),
    "the second phase": (PHASES, "2026-01-20", "2026-01-23"),
    "the last phase": (PHASES, "2026-01-30", "2026-02-04"),
    "the sooner of two at once": (["every Monday", "every Thursday"], "2026-01-05", "2026-01-08"),
    "the sooner of a rhythm and a date": (["every 2 weeks", {"dates": "2026-01-07"}], "2026-01-05", "2026-01-07"),
    "one that is understood beside one that is not": (["as needed", "every Friday"], None, "2026-01-09"),
    "none where no words are understood": ("as needed", None, None),
    "none where the words name several": ("weekly, later monthly", "2026-01-12", None),
}


@pytest.mark.parametrize(("cadence", "last", "expected"), TOUCHPOINTS.values(), ids=TOUCHPOINTS)
def test_the_next_touchpoint_follows_from_the_cadence(cadence: Any, last: str | None, expected: str | None) -> None:
    assert following(cadence, last) == expected


def test_monthly_keeps_to_the_end_of_short_months() -> None:
    assert following("monthly", "2026-03-31", end="2026-12-31") == "2026-04-30"
    assert following("quarterly", "2026-01-31", end="2026-12-31") == "2026-04-30"
    assert following("every 2 months", "2026-12-30", start="2026-12-01", end="2027-06-30") == "2027-03-01"


def test_a_plan_of_one_day_has_its_one_touchpoint() -> None:
    assert following("week", None, start="2026-01-05", end="2026-01-05") == "2026-01-05"
    assert following("week", "2026-01-05", start="2026-01-05", end="2026-01-05") is None


_CADENCES = st.lists(
    st.sampled_from(
        [
            *("day", "week", "2 weeks", "month", "every Monday", "every other Friday", "twice a week", "as needed"),
            *({"every": "day", "until": "2026-01-16"}, {"day": ["tuesday", "friday"], "until": "2026-01-20"}),
            *({"dates": ["2026-01-08", "2026-01-28"]}, {"every": "every Sunday", "until": "2026-02-04"}),
        ]
    ),
    min_size=1,
    max_size=3,
)


@given(_CADENCES, st.integers(-10, 45))
def test_the_next_touchpoint_lies_after_the_last_and_inside_the_plan(cadence: list[Any], offset: int) -> None:
    made = plan(cadence)
    last = made.timeline.start + timedelta(days=offset)

    day = next_touchpoint(made, last)

    if last >= made.timeline.end:
        assert day is None
    elif day is not None:
        assert max(last, made.timeline.start - timedelta(days=1)) < day <= made.timeline.end


@given(_CADENCES)
def test_touchpoints_come_to_the_end_of_the_plan(cadence: list[Any]) -> None:
    made, days = plan(cadence), list[date]()
    while day := next_touchpoint(made, days[-1] if days else None):
        days.append(day)

    assert days == sorted(set(days))
    assert not days or days[-1] == made.timeline.end


# -- targets ----------------------------------------------------------------------------------------------------------

# direction, target, value → reached
REACHED: dict[str, tuple[str | None, str | None, str, bool | None]] = {
    "more than the target": ("increase", "4", "5", True),
    "the target": ("increase", "4", "4", True),
    "less than the target": ("increase", "4", "3.9", False),
    "with a unit": ("increase", "80 %", "85%", True),
    "less, where less is better": ("decrease", "1", "0", True),
    "more, where less is better": ("decrease", "1", "2", False),
    "a negative number": ("decrease", "-3", "-4", True),
    "held": ("maintain", "4", "4", True),
    "not held": ("maintain", "4", "5", False),
    "held within a range": ("maintain", "4-6", "5", True),
    "not held within a range": ("maintain", "4-6", "7", False),
    "within a range": ("increase", "4-6", "4", True),
    "beyond a range on the better side": ("increase", "4-6", "7", True),
    "below a range": ("increase", "4-6", "3", False),
    "below a range, where less is better": ("decrease", "4-6", "3", True),
    "above a range, where less is better": ("decrease", "4-6", "7", False),
    "at least": ("increase", ">= 80", "80", True),
    "not at least": ("increase", ">= 80", "79", False),
    "at most": ("decrease", "<= 2", "2", True),
    "not at most": ("decrease", "at most 2", "3", False),
    "held at most": ("maintain", "<= 2", "3", False),
    "a time, where earlier is better": ("decrease", "07:30", "7:15", True),
    "a time that is later": ("decrease", "07:30", "08:00", False),
    "a part of a whole": ("increase", "3 of 5", "4 of 5", True),
    "a part of another whole": ("increase", "3 of 5", "6 of 10", True),
    "a smaller part": ("increase", "3 of 5", "1 of 5", False),
    "the same words": ("increase", "often on time", "often on time", True),
    "other words": ("increase", "often on time", "always on time", None),
    "a number against words": ("increase", "often", "4", None),
    "words against a number": ("increase", "4", "many", None),
    "a range, all of it at the target or beyond": ("increase", "4", "4-6", True),
    "a range, some of it short of the target": ("increase", "5", "4-6", None),
    "no target": ("increase", None, "4", None),
    "no direction": (None, "4", "4", None),
}


@pytest.mark.parametrize(("direction", "target", "value", "expected"), REACHED.values(), ids=REACHED)
def test_a_target_is_reached_in_its_direction_or_left_open(
    direction: str | None, target: str | None, value: str, expected: bool | None
) -> None:
    measure = Measure.model_validate({"name": "x", "direction": direction, "target": target})

    assert is_reached(measure, Value.read(value)) is expected


@pytest.mark.parametrize(
    ("direction", "value", "expected"),
    [
        ("increase", "low", False),
        ("increase", "middle", True),
        ("increase", "high", True),
        ("decrease", "low", True),
        ("decrease", "high", False),
        ("maintain", "middle", True),
        ("maintain", "high", False),
        ("increase", "elsewhere", None),
    ],
)
def test_levels_of_a_scale_are_in_the_order_of_the_scale(direction: str, value: str, expected: bool | None) -> None:
    measure = Measure.model_validate(
        {"name": "x", "direction": direction, "target": "middle", "scale": ["low", "middle", "high"]}
    )

    assert is_reached(measure, Value.read(value)) is expected


@given(st.sampled_from(["increase", "decrease", "maintain"]), st.integers(-50, 50), st.integers(-50, 50))
def test_numbers_are_compared_as_numbers(direction: str, target: int, value: int) -> None:
    measure = Measure.model_validate({"name": "x", "direction": direction, "target": str(target)})

    better = {"increase": value >= target, "decrease": value <= target, "maintain": value == target}
    assert is_reached(measure, Value.read(str(value))) is better[direction]


# -- how far it is to the target --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("direction", "target", "value", "expected"),
    [
        ("increase", "4", "2.5", "1.5"),
        ("increase", "4", "5", "0"),
        ("decrease", "1", "3", "2"),
        ("decrease", "1", "0", "0"),
        ("maintain", "4-6", "3", "1"),
        ("maintain", "4-6", "8", "2"),
        ("maintain", "4-6", "5", "0"),
        ("increase", "at least 80", "60", "20"),
        ("decrease", "<= 2", "5", "3"),
        ("decrease", "07:30", "07:45", "15"),
        ("increase", "3 of 4", "1 of 4", "0.5"),
        ("increase", "often", "often", "0"),
        ("increase", "often", "sometimes", None),
        ("increase", "4", "2-3", "2"),
        (None, "4", "2", None),
        ("increase", None, "2", None),
    ],
)
def test_the_distance_to_the_target_is_told_in_its_own_numbers(
    direction: str | None, target: str | None, value: str, expected: str | None
) -> None:
    measure = Measure.model_validate({"name": "x", "direction": direction, "target": target})

    assert distance(measure, Value.read(value)) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("direction", "value", "expected"),
    [
        ("increase", "rare", 2),
        ("increase", "often", 1),
        ("increase", "usual", 0),
        ("maintain", "always", 1),
        ("decrease", "always", 1),
        ("decrease", "rare", 0),
        ("increase", "daily", None),
    ],
)
def test_the_distance_between_levels_is_their_number(direction: str, value: str, expected: int | None) -> None:
    scale = ["rare", "often", "usual", "always"]
    measure = Measure.model_validate({"name": "x", "direction": direction, "target": "usual", "scale": scale})

    assert distance(measure, Value.read(value)) == expected


# -- the latest values ------------------------------------------------------------------------------------------------


def session(day: str, **measures: str) -> CheckIn:
    return CheckIn.model_validate({"coachplan": "1", "date": day, "by": "Ada", "measures": measures})


def test_the_latest_value_of_each_measure_counts_by_day_and_not_by_order() -> None:
    sessions = [session("2026-01-19", a="3"), session("2026-01-05", a="1", b="2"), session("2026-01-12", a="2")]

    assert {name: str(value) for name, value in latest_values(sessions).items()} == {"a": "3", "b": "2"}


def test_without_check_ins_there_are_no_values() -> None:
    assert latest_values([]) == {}
    assert latest_values([session("2026-01-05")]) == {}


def test_of_two_on_one_day_the_later_in_order_counts() -> None:
    values = latest_values([session("2026-01-05", a="1"), session("2026-01-05", a="2")])

    assert str(values["a"]) == "2"
