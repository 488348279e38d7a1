"""The expected line, the way that is behind, and the trend, for every kind of measure."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coachplan.base.policy import Policy
from coachplan.plan import Hold, Measure, Value
from coachplan.progress import expected, in_words, is_reached, is_resting, share, trend

START, END = date(2026, 1, 5), date(2026, 2, 4)
LEVELS = ["never", "rarely", "often", "mostly", "always"]


def measure(direction: str | None, baseline: str | None, target: str | None, **more: Any) -> Measure:
    return Measure.model_validate(
        {"name": "x", "direction": direction, "baseline": baseline, "target": target, "by": str(END), **more}
    )


def day(number: int) -> date:
    return START + timedelta(days=number)


def hold(first: int, last: int | None) -> Hold:
    return Hold.model_validate({"from": str(day(first)), "to": None if last is None else str(day(last))})


# -- the expected line ------------------------------------------------------------------------------------------------

STEPS = [{"by": "2026-01-15", "target": "10"}]
LINES: dict[str, tuple[Measure, list[tuple[int, str | None]]]] = {
    "a straight line": (measure("increase", "2", "5"), [(0, "2"), (10, "3"), (20, "4"), (30, "5"), (60, "5")]),
    "the baseline before the start": (measure("increase", "2", "5"), [(-5, "2")]),
    "downwards, where less is better": (measure("decrease", "30", "0"), [(0, "30"), (10, "20"), (30, "0")]),
    "through a step": (measure("increase", "0", "12", steps=STEPS), [(5, "5"), (10, "10"), (20, "11"), (30, "12")]),
    "steps in any order": (
        measure("increase", "0", "30", steps=[{"by": "2026-01-25", "target": "12"}, *STEPS]),
        [(10, "10"), (15, "11"), (20, "12"), (25, "21")],
    ),
    "percentages": (measure("increase", "70 %", "85 %"), [(20, "80")]),
    "changes": (measure("increase", "0 %", "+30 %"), [(10, "10")]),
    "no line from an amount to its change": (measure("increase", "100", "+28 %"), [(0, None), (15, None)]),
    "money": (measure("increase", "€ 300", "€ 600"), [(10, "400")]),
    "times, as minutes": (measure("decrease", "08:30", "08:00"), [(0, "510"), (10, "500"), (30, "480")]),
    "no line from a time to a count": (measure("decrease", "08:30", "3"), [(0, None), (30, "3")]),
    "parts of a whole": (measure("increase", "5 of 20", "10 of 20"), [(0, "0.25"), (30, "0.5"), (15, "0.375")]),
    "a part and a percentage": (measure("increase", "5 of 20", "75 %"), [(0, "25"), (15, "50")]),
    "levels, by their place": (measure("increase", "rarely", "always", scale=LEVELS), [(0, "1"), (10, "2"), (30, "4")]),
    "levels between two, still at the one before": (
        measure("decrease", "always", "rarely", scale=LEVELS),
        [(0, "4"), (9, "4"), (10, "3"), (29, "2"), (30, "1")],
    ),
    "to the nearer bound of a range": (measure("increase", "1", "4-6"), [(10, "2"), (30, "4")]),
    "down to the nearer bound": (measure("decrease", "36", "4-6"), [(10, "26"), (30, "6")]),
    "from the worse bound of a range": (measure("decrease", "30-40", "10"), [(0, "40"), (10, "30")]),
    "to at least": (measure("increase", "50", ">= 80"), [(10, "60"), (30, "80")]),
    "to at most": (measure("decrease", "32", "<= 2"), [(10, "22"), (30, "2")]),
    "flat, to hold": (measure("maintain", "5", "5"), [(0, "5"), (15, "5"), (40, "5")]),
    "flat within a range to hold": (measure("maintain", "5", "4-6"), [(0, "5"), (30, "5")]),
    "back into a range to hold": (measure("maintain", "1", "4-6"), [(0, "1"), (10, "2"), (30, "4")]),
    "flat, to hold without a baseline": (measure("maintain", None, "5"), [(0, "5"), (30, "5")]),
    "nothing to hold a range by without a baseline": (measure("maintain", None, "4-6"), [(15, None)]),
    "only the target's day without a baseline": (measure("increase", None, "5"), [(0, None), (29, None), (30, "5")]),
    "from step to target without a baseline": (measure("increase", None, "12", steps=STEPS), [(5, None), (20, "11")]),
    "nothing after the start without a target": (measure("increase", "2", None), [(0, "2"), (15, None)]),
    "nothing for text": (measure("increase", "often incomplete", "complete"), [(0, None), (30, None)]),
    "nothing from text to a number": (measure("increase", "low", "5"), [(0, None), (30, "5")]),
    "numbers without a direction": (measure(None, "2", "5"), [(10, "3")]),
}  # fmt: skip


@pytest.mark.parametrize(("made", "points"), LINES.values(), ids=LINES)
def test_the_line_runs_from_the_baseline_to_the_target(made: Measure, points: list[tuple[int, str | None]]) -> None:
    found = [expected(made, START, day(number)) for number, _ in points]

    assert found == [None if value is None else Decimal(value) for _, value in points]


def test_without_a_day_of_its_own_the_line_ends_with_the_plan() -> None:
    made = Measure.model_validate({"name": "x", "direction": "increase", "baseline": "2", "target": "5"})

    assert expected(made, START, day(10), END) == 3
    assert expected(made, START, day(10)) is None


@pytest.mark.parametrize(("number", "line"), [(0, "2"), (10, "3"), (11, "3"), (12, "3"), (30, "3"), (60, "3")])
def test_an_open_hold_stops_the_line_where_it_was(number: int, line: str) -> None:
    assert expected(measure("increase", "2", "5"), START, day(number), END, [hold(11, None)]) == Decimal(line)


HOLDS: dict[str, tuple[list[tuple[int, int]], list[tuple[int, str]]]] = {
    "one hold": ([(11, 20)], [(5, "5"), (10, "10"), (11, "10"), (20, "10"), (25, "20"), (30, "30"), (40, "30")]),
    "two holds": ([(21, 25), (6, 15)], [(5, "5"), (15, "5"), (18, "10"), (20, "13.333"), (25, "13.333"), (30, "30")]),
    "a hold in another": ([(6, 15), (8, 9)], [(5, "5"), (9, "5"), (12, "5"), (15, "5"), (18, "10"), (30, "30")]),
    "holds that follow each other": ([(6, 8), (9, 15)], [(8, "5"), (9, "5"), (15, "5"), (18, "10"), (30, "30")]),
    "from the start": ([(0, 10)], [(0, "0"), (10, "0"), (20, "15"), (30, "30")]),
    "over the end": ([(21, 35)], [(20, "20"), (30, "20"), (35, "20"), (36, "30")]),
}


@pytest.mark.parametrize(("rests", "points"), HOLDS.values(), ids=HOLDS)
def test_the_line_rests_in_a_hold_and_catches_up_after_it(
    rests: list[tuple[int, int]], points: list[tuple[int, str]]
) -> None:
    holds = [hold(*rest) for rest in rests]
    line = [expected(measure("increase", "0", "30"), START, day(number), END, holds) for number, _ in points]

    assert [place if place is None else round(place, 3) for place in line] == [Decimal(text) for _, text in points]


def test_a_step_in_a_hold_is_left_for_the_point_after_it() -> None:
    made = measure("increase", "0", "30", steps=[{"by": str(day(10)), "target": "20"}])
    line = [expected(made, START, day(number), END, [hold(6, 20)]) for number in (5, 10, 20, 25, 30)]

    assert line == [10, 10, 10, 20, 30]


def test_thirds_of_a_way_reach_a_level_on_its_day() -> None:
    made = measure("increase", "never", "often", scale=LEVELS)
    line = [expected(made, START, day(number), END, [hold(11, 14)]) for number in (10, 14, 17, 18, 30)]

    assert line == [0, 0, 0, 1, 2]


@pytest.mark.parametrize(
    ("made", "number", "words"),
    [
        (measure("increase", "2", "5"), "3.46", "3.5"),
        (measure("increase", "2", "5"), "3", "3"),
        (measure("increase", "2", "500"), "120", "120"),
        (measure("increase", "-2", "5"), "0", "0"),
        (measure("increase", "70 %", "85 %"), "80", "80 %"),
        (measure("decrease", "08:30", "08:00"), "500", "08:20"),
        (measure("increase", "5 of 20", "10 of 20"), "0.375", "8 of 20"),
        (measure("increase", "3 of 5", "4.5 of 5"), "0.75", "3.8 of 5"),
        (measure("increase", "20 %", "90 %"), "43.7", "44 %"),
        (measure("increase", "$400K", "$1.5M"), "873333", "$900K"),
        (measure("increase", "$400K", "$1.5M"), "1233333", "$1.2M"),
        (measure("decrease", "3:00 p.m.", "2:30 p.m."), "886", "2:46 p.m."),
        (measure("increase", "11am", "1pm"), "725", "12:05 pm"),
        (measure("decrease", "-1 %", "-9 %"), "-0.04", "0 %"),
        (measure("decrease", "3 hours", "90 min"), "111.4", "111 min"),
        (measure("increase", "120", "980"), "512.3", "510"),
        (measure("increase", "rarely", "always", scale=LEVELS), "2", "often"),
        (measure("decrease", "always", "rarely", scale=LEVELS), "3", "mostly"),
    ],
)
def test_a_point_of_the_line_is_said_as_people_would(made: Measure, number: str, words: str) -> None:
    assert in_words(made, Decimal(number)) == words


_NUMBERS = st.decimals(-1000, 1000, places=1, allow_nan=False).map(lambda number: f"{number:f}")
_STEP_DAYS = st.lists(st.tuples(st.integers(1, 29), _NUMBERS), max_size=4, unique_by=lambda step: step[0])


def _rest(first: int, length: int | None) -> Hold:
    return hold(first, None if length is None else first + length)


_RESTS = st.lists(st.builds(_rest, st.integers(-5, 35), st.none() | st.integers(0, 20)), max_size=3)
_MADE = st.builds(
    lambda direction, baseline, target, steps: measure(
        direction, baseline, target, steps=[{"by": str(day(by)), "target": text} for by, text in steps]
    ),
    st.sampled_from(["increase", "decrease", "maintain"]),
    *(_NUMBERS, _NUMBERS, _STEP_DAYS),
)


def _points(made: Measure) -> list[tuple[date, Decimal]]:
    terms = [(START, made.baseline), *((step.by, step.target) for step in made.steps), (END, made.target)]
    return sorted((at, Decimal(term.text)) for at, term in terms if term)


@given(_MADE, _RESTS)
def test_the_line_passes_through_baseline_steps_and_target(made: Measure, holds: list[Hold]) -> None:
    passed = [(at, place) for at, place in _points(made) if not is_resting(holds, at)]

    assert [expected(made, START, at, END, holds) for at, _ in passed] == [place for _, place in passed]


@given(_MADE, _RESTS, st.integers(0, 40))
def test_the_line_stays_within_its_points(made: Measure, holds: list[Hold], number: int) -> None:
    line = expected(made, START, day(number), END, holds)
    assert line is not None
    until = next((at for at, _ in _points(made) if at >= day(number)), END)
    around = [place for at, place in _points(made) if at <= until]
    assert min(around) <= round(line, 9) <= max(around)


@given(_MADE, _RESTS, st.integers(0, 40), st.integers(0, 40), st.none() | st.integers(0, 20))
def test_a_hold_changes_nothing_before_it_and_stops_the_line_however_long_it_is(
    made: Measure, holds: list[Hold], number: int, first: int, length: int | None
) -> None:
    more = _rest(first, length)
    before, after = (expected(made, START, day(number), END, known) for known in (holds, [*holds, more]))

    if number < first:
        assert after == before
    elif is_resting([more], day(number)):
        assert after == expected(made, START, max(more.from_ - timedelta(days=1), START), END, holds)


_VALUES = st.sampled_from(["{} %", "€ {}", "{} of 200", "{} per week", "00:{:02}"])


@given(st.sampled_from(["increase", "decrease"]), _VALUES, st.lists(st.integers(1, 59), min_size=3, max_size=3))
def test_the_line_passes_through_its_points_however_they_are_written(
    direction: str, form: str, numbers: list[int]
) -> None:
    baseline, step, target = map(form.format, numbers)
    made = measure(direction, baseline, target, steps=[{"by": str(day(10)), "target": step}])

    line = [expected(made, START, day(number)) for number in (0, 10, 30)]

    assert line == [Value.read(text).low for text in (baseline, step, target)]
    assert None not in line


@given(st.sampled_from(["increase", "decrease"]), st.sampled_from(LEVELS), st.sampled_from(LEVELS))
def test_the_line_of_levels_passes_through_baseline_and_target(direction: str, baseline: str, target: str) -> None:
    made = measure(direction, baseline, target, scale=LEVELS)

    assert [expected(made, START, day(number)) for number in (0, 30)] == [LEVELS.index(baseline), LEVELS.index(target)]


# -- how much of the way is behind ------------------------------------------------------------------------------------

SHARES: dict[str, tuple[Measure, str, str | None]] = {
    "half of the way": (measure("increase", "2", "4"), "3", "0.5"),
    "all of it": (measure("increase", "2", "4"), "4", "1"),
    "no more than all": (measure("increase", "2", "4"), "9", "1"),
    "no less than nothing": (measure("increase", "2", "4"), "1", "0"),
    "less is better": (measure("decrease", "10", "2"), "4", "0.75"),
    "a range": (measure("increase", "0", "4-6"), "3", "0.75"),
    "at least": (measure("increase", "60", ">= 80"), "75", "0.75"),
    "at most": (measure("decrease", "10", "<= 2"), "6", "0.5"),
    "a value of which only the worse bound is sure": (measure("increase", "0", "4"), "2-6", "0.5"),
    "a value that is at least": (measure("increase", "0", "4"), ">= 2", "0.5"),
    "a value that is at most": (measure("increase", "0", "4"), "<= 2", None),
    "parts of different wholes": (measure("increase", "7 of 20", "15 of 20"), "11 of 20", "0.5"),
    "another whole": (measure("increase", "5 of 20", "15 of 20"), "9 of 18", "0.5"),
    "a part where percentages are": (measure("increase", "50 %", "100 %"), "15 of 20", "0.5"),
    "a part where the unit is a percentage": (measure("increase", "50", "100", unit="%"), "15 of 20", "0.5"),
    "a part where the unit says of how many": (measure("increase", "4", "8", unit="of 10"), "12 of 20", "0.5"),
    "a count of so many where parts are": (measure("increase", "4 of 10", "8 of 10", unit="of 10"), "6", "0.5"),
    "a part where counts are": (measure("increase", "50", "100"), "15 of 20", None),
    "a time": (measure("decrease", "09:00", "08:00"), "08:30", "0.5"),
    "a count where times are": (measure("decrease", "09:00", "08:00"), "8", None),
    "money": (measure("increase", "€ 100", "€ 300"), "€ 200", "0.5"),
    "a change of a change": (measure("increase", "0 %", "+28 %"), "+14 %", "0.5"),
    "an amount where a change was meant": (measure("increase", "100", "+28 %"), "114", None),
    "a change where an amount was meant": (measure("increase", "2", "4"), "+1", None),
    "a sign where numbers are below zero": (measure("increase", "-10", "+10"), "0", "0.5"),
    "a level": (measure("increase", "never", "always", scale=LEVELS), "often", "0.5"),
    "no level": (measure("increase", "never", "always", scale=LEVELS), "now and then", None),
    "text": (measure("increase", "often incomplete", "complete"), "better", None),
    "the target's own text": (measure("increase", "often incomplete", "complete"), "complete", "1"),
    "no baseline": (measure("increase", None, "4"), "3", None),
    "no baseline, and reached": (measure("increase", None, "4"), "5", "1"),
    "no target": (measure("increase", "2", None), "3", None),
    "a direction that only the numbers show": (measure(None, "2", "4"), "3", "0.5"),
    "no direction": (measure(None, "few", "4"), "3", None),
    "a strict bound, touched": (measure("increase", "60", "> 80"), "80", "0.99"),
    "baseline and target are one": (measure("increase", "4", "4"), "4", "1"),
    "baseline and target are one, and the value worse": (measure("increase", "4", "4"), "3", "0"),
    "the baseline beyond the target": (measure("increase", "6", "4"), "5", "1"),
    "worse than a target that was met": (measure("increase", "6", "4"), "3", "0"),
    "to hold is no way": (measure("maintain", "4", "4"), "4", None),
    "a target against its direction": (measure("increase", "1", "<= 4"), "3", None),
}


@pytest.mark.parametrize(("made", "value", "part"), SHARES.values(), ids=SHARES)
def test_the_share_of_the_way_says_no_more_than_the_data(made: Measure, value: str, part: str | None) -> None:
    assert share(made, Value.read(value)) == (None if part is None else Decimal(part))


_FORMS = st.sampled_from(["{}", ">= {}", "<= {}", "< {}", "> {}", "{} %", "€ {}"])
_WHOLE = st.integers(0, 200)


@given(st.sampled_from(["increase", "decrease"]), _WHOLE, _WHOLE, _FORMS, _WHOLE, _WHOLE)
def test_progress_never_falls_while_the_value_gets_better(
    direction: str, baseline: int, target: int, form: str, one: int, other: int
) -> None:
    made = measure(direction, str(baseline), form.format(target))
    worse, better = sorted((one, other), reverse=direction == "decrease")

    before, after = share(made, Value.read(str(worse))), share(made, Value.read(str(better)))

    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert 0 <= before <= after <= 1
    assert (after == 1) >= bool(is_reached(made, Value.read(str(better))))


@given(st.sampled_from(["increase", "decrease"]), st.tuples(*[st.sampled_from(LEVELS)] * 4))
def test_progress_through_levels_never_falls_while_the_level_gets_better(
    direction: str, levels: tuple[str, str, str, str]
) -> None:
    baseline, target, one, other = levels
    made = measure(direction, baseline, target, scale=LEVELS)
    worse, better = sorted((one, other), key=LEVELS.index, reverse=direction == "decrease")

    before, after = share(made, Value.read(worse)), share(made, Value.read(better))

    assert before is not None
    assert after is not None
    assert 0 <= before <= after <= 1


# -- the trend --------------------------------------------------------------------------------------------------------


def going(made: Measure, *values: str, every: int = 7) -> str | None:
    """The word of the trend of values that lie `every` days apart."""
    found = trend(made, [(day(number * every), Value.read(value)) for number, value in enumerate(values)])
    return found.word if found else None


@pytest.mark.parametrize(
    ("made", "values", "word"),
    [
        (measure("increase", "0", "10"), "1 2 3 4", "improving"),
        (measure("decrease", "10", "0"), "1 2 3 4", "worsening"),
        (measure("increase", "0", "10"), "4 3 3 2", "worsening"),
        (measure("increase", "0", "10"), "3 3 3 3", "steady"),
        (measure("increase", "0", "100"), "30 31 32 33", "steady"),
        (measure("increase", "0", "10"), "3 3 20 3 3", "steady"),
        (measure("increase", "0", "10"), "1 2 0 4 5", "improving"),
        (measure("increase", "0", "10"), "1 2 3", None),
        (measure("increase", "0", "10"), "1 few 3 4", None),
        (measure("increase", "0", "10"), "1 few 3 4 5", "improving"),
        (measure("increase", None, "10"), "1 2 3 4", None),
        (measure("increase", "0", None), "1 2 3 4", None),
        (measure(None, "none yet", "some"), "1 2 3 4", None),
        (measure("increase", "low", "high"), "low low high high", None),
        (measure("increase", "never", "always", scale=LEVELS), "never rarely rarely often", "improving"),
        (measure("decrease", "09:00", "08:00"), "08:50 08:40 08:30 08:20", "improving"),
        (measure("maintain", "5", "4-6"), "4 6 5 4", "steady"),
        (measure("maintain", "5", "4-6"), "6 7 8 9", "worsening"),
        (measure("maintain", "5", "4-6"), "9 8 7 6", "improving"),
    ],
)  # fmt: skip
def test_a_trend_tells_where_values_go_or_is_silent(made: Measure, values: str, word: str | None) -> None:
    assert going(made, *values.split()) == word


def test_values_of_one_day_show_no_trend() -> None:
    assert going(measure("increase", "0", "10"), "1", "2", "3", "4", every=0) is None


def test_the_organisation_sets_from_when_on_a_trend_is_told() -> None:
    values = [(day(number), Value.read(str(number))) for number in range(5)]
    made = measure("increase", "0", "10")

    assert trend(made, values, Policy(trend_values=6)) is None
    found = trend(made, values[:3], Policy(trend_values=3))
    assert found
    assert (found.change, found.values, found.since, found.until) == (Decimal(2), 3, day(0), day(2))
    assert found.words == "improving over 3 values since 2026-01-05"


@given(
    st.sampled_from(["increase", "decrease"]),
    st.lists(st.integers(0, 50), min_size=5, max_size=9),
    st.integers(0, 8),
    st.integers(-500, 500),
)
def test_one_odd_value_never_turns_a_clear_trend_around(direction: str, steps: list[int], place: int, odd: int) -> None:
    assume(place < len(steps))
    made = measure(direction, "0", "100")
    values = [sum(steps[: number + 1]) for number in range(len(steps))]
    values[place] = odd

    found = going(made, *map(str, values))

    assert found != ("worsening" if direction == "increase" else "improving")
