"""New measures from one line, values for them, and where a new check-in goes."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachplan.base.errors import UsageError
from coachplan.base.layout import check_in_order, moment_of
from coachplan.coaching.check_in_data import measure_name, measured, no_value
from coachplan.format.building import measure_of
from coachplan.plan import CheckIn, Measure, Value
from coachplan.progress import expected, is_reached, share
from coachplan.store.files import PlanFolder
from coachplan.store.naming import check_in_path

# written → baseline, target, unit, direction
MEASURES: dict[str, tuple[str, str, str | None, str | None]] = {
    "2 -> 4 per week": ("2", "4", "per week", "increase"),
    "10 % -> < 2 %": ("10 %", "< 2 %", None, "decrease"),
    "10 -> <2": ("10", "<2", None, "decrease"),
    "3 -> ≤2 days": ("3", "≤2", "days", "decrease"),
    "3 -> > 5": ("3", "> 5", None, "increase"),
    "60 -> ≥ 80 points": ("60", "≥ 80", "points", "increase"),
    "10 -> at least 80 %": ("10", "at least 80 %", None, "increase"),
    "10 -> at most 3 per week": ("10", "at most 3", "per week", "decrease"),
    "85 -> at least 80": ("85", "at least 80", None, None),
    "2 -> at most 2": ("2", "at most 2", None, None),
    "30 min -> 5-10 min": ("30", "5-10", "min", "decrease"),
    "30 -> 5 to 10 min": ("30", "5 to 10", "min", "decrease"),
    "6 -> 5-10 min": ("6", "5-10", "min", None),
    "7 of 20 -> 15 of 20 calls": ("7 of 20", "15 of 20", "calls", "increase"),
    "7 of 20 -> 50 %": ("7 of 20", "50 %", None, "increase"),
    "3 -> 8 of 10 meetings": ("3", "8", "of 10 meetings", "increase"),
    "7 of 20 -> 5": ("7 of 20", "5", None, None),
    "€500 -> at most €300 per week": ("€500", "at most €300", "per week", "decrease"),
    "1,200 -> 1,000 €": ("1,200", "1,000 €", None, "decrease"),
    "2 days -> 4 hours": ("2 days", "4 hours", None, "decrease"),
    "80 -> > 80": ("80", "> 80", None, "increase"),
    "1:30 -> 0:45": ("1:30", "0:45", None, "decrease"),
    "2 / week -> 4 / week": ("2", "4", "/ week", "increase"),
    "4 per week -> 6": ("4 per week", "6", None, "increase"),
    "5->-3": ("5", "-3", None, "decrease"),
    "4 → 4": ("4", "4", None, "maintain"),
    "100 -> +28 %": ("100", "+28 %", None, None),
    "0 -> +28 %": ("0", "+28 %", None, "increase"),
    "often late -> on time": ("often late", "on time", None, None),
    "unknown -> > 5 per week": ("unknown", "> 5", "per week", None),
}


@pytest.mark.parametrize("name", ["errors", "Level 2", "in two: words"])
@pytest.mark.parametrize(("written", "parts"), MEASURES.items(), ids=MEASURES)
def test_a_line_is_read_as_a_measure(name: str, written: str, parts: tuple[str, str, str | None, str | None]) -> None:
    made = measure_of(f"{name}: {written}")

    assert made["name"] == name
    assert tuple(made.get(key) for key in ("baseline", "target", "unit", "direction")) == parts
    Measure.model_validate(made)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("errors: 4 and 2", "a measure is written as"),
        ("errors: 4 to 2 to 1", "a measure is written as"),
        ("errors: 10 -> <", "'<' is not a value"),
        ("errors: 10 -> 5--6", "'5--6' is not a value"),
        ("errors: 10 -> 3 4", "'3 4' is not a value"),
        ("wait: 25:00 -> 1:00", "'25:00' is not a value"),
        ("wait: 1:30 -> 45 min", "both as times"),
        ("wait: 2 calls -> 4 visits", "'2 calls' and '4 visits' are in different units"),
        ("wait: 2 days -> 4 calls", "are in different units"),
        ("1:30 -> 0:45", "a measure is written as"),
        ("errors: -> 2", "a measure is written as"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(written: str, words: str) -> None:
    with pytest.raises(UsageError, match=re.escape(words)) as refused:
        measure_of(written)
    assert "\n" not in str(refused.value)


@given(st.integers(0, 999), st.integers(0, 999), st.sampled_from(["", "<", "<=", "at most ", "≥ ", "> ", "at least "]))
def test_a_direction_always_leads_from_the_baseline_to_the_target(first: int, last: int, comparator: str) -> None:
    made = Measure.model_validate(measure_of(f"errors: {first} -> {comparator}{last} per week"))
    assert made.baseline is not None
    assert made.target is not None

    assert made.unit == "per week"
    if made.direction in ("increase", "decrease"):
        assert not is_reached(made, made.baseline)
        assert is_reached(made, made.target)
        assert share(made, made.baseline) == 0


def test_below_a_number_is_a_target_on_the_way_to_which_progress_shows() -> None:
    errors = Measure.model_validate(measure_of("errors: 10 % -> < 2 %"))
    start, end = date(2026, 1, 5), date(2026, 2, 4)

    assert expected(errors, start, date(2026, 1, 20), end) == Decimal(6)
    assert share(errors, Value.read("6 %")) == Decimal("0.5")
    assert is_reached(errors, Value.read("1.5 %"))
    assert is_reached(errors, Value.read("6 %")) is False


COUNTED = Measure(name="errors", baseline=Value.read("10"), target=Value.read("< 2"), direction="decrease")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("seven", ""),
        ("many", "a value as in < 2 belongs here"),
        ("0,5", ""),
        ("3 of 2", "a part cannot be more than its whole"),
        ("7", ""),
        ("< 5", ""),
        ("1,200", ""),
        ("2 of 3", ""),
    ],
)
def test_a_measure_that_counts_takes_what_counts(value: str, words: str) -> None:
    assert no_value(COUNTED, value) == words
    assert no_value(COUNTED.model_copy(update={"scale": ("low", "high")}), value) == ""
    assert no_value(COUNTED.model_copy(update={"baseline": None, "target": Value.read("few")}), value) == ""


@pytest.mark.parametrize(
    ("entry", "value"),
    [("errors=3", "3"), ("err = >= 3 ", ">= 3"), ("errors=<=3", "<=3"), ("errors=< 3", "< 3"), ("rror=3-4", "3-4")],
)
def test_a_value_may_be_a_bound(entry: str, value: str) -> None:
    assert measured(entry, [COUNTED]) == ("errors", value)


def test_a_measure_is_named_by_any_clear_part_of_its_name() -> None:
    names = ["updates", "clear status updates", "clear questions", "Two  words"]

    assert measure_name("status", names) == "clear status updates"
    assert measure_name("QUEST", names) == "clear questions"
    assert measure_name("two words", names) == "Two  words"
    assert measure_name("up", names) == "updates", "how a name begins wins over its parts"
    assert measure_name("updates", names) == "updates", "a whole name wins over both"
    for query, found in (("clear", "clear status updates, clear questions"), ("tes", "updates, clear status updates")):
        with pytest.raises(UsageError, match=f"may be several of the plan's measures: {found}$"):
            measure_name(query, names)


# -- where a check-in goes -------------------------------------------------------------------------------------------


NOON = datetime(2026, 1, 12, 12, 0)  # noqa: DTZ001 - the wall clock has no zone either


def _check_in(by: str, day: str = "2026-01-12") -> CheckIn:
    return CheckIn.model_validate({"coachplan": 1, "date": day, "by": by})


def test_check_ins_of_a_day_stay_in_the_order_in_which_they_were_recorded(tmp_path: Path) -> None:
    folder = PlanFolder(tmp_path, "ada/plan")
    (tmp_path / folder.path / "check-ins").mkdir(parents=True)
    made = []
    for turn in range(40):  # many in one moment
        path = check_in_path(folder, _check_in(("Zed", "Ada", "Mia")[turn % 3]), NOON)
        (tmp_path / path).touch()
        made.append(path)

    assert folder.check_in_paths() == made


def test_a_new_check_in_comes_after_one_from_a_clock_that_is_ahead(tmp_path: Path) -> None:
    folder = PlanFolder(tmp_path, "ada/plan")
    ahead = tmp_path / folder.path / "check-ins" / "2026-01-12-ada-zzyyaaaa.md"
    ahead.parent.mkdir(parents=True)
    ahead.touch()

    assert moment_of(check_in_path(folder, _check_in("Ada"), NOON)) > "zzyyzzzz"
    other = moment_of(check_in_path(folder, _check_in("Ada", "2026-01-13"), NOON))
    assert other
    assert other[:4] != "zzyz", "another day begins anew"


def test_names_that_say_no_moment_come_first_and_by_name() -> None:
    names = [
        "2026-01-12-ada-lovelace-3f9k.md",
        "2026-01-12-ada-lovelace.md",
        "2026-01-12-charles-babbage-0x7m.md",
        "2026-01-12-zed-2222mmmm.md",
        "2026-01-12-ada-lovelace-aaaa2222.md",
        "2026-01-13-ada-lovelace-3333aaaa.md",
    ]
    assert sorted(set(names), key=check_in_order) == names


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.sampled_from(["", "-ada-abcd", "-ada-2345abcd"]))
def test_days_come_before_moments(day: date, name: str) -> None:
    following = day + timedelta(days=1)
    assert check_in_order(f"x/{day}{name}.md") < check_in_order(f"x/{following}.md")


@pytest.mark.parametrize(
    ("measure", "value", "words"),
    [
        ("start: 09:20 -> 09:00", "9", "a value as in 09:00 belongs here"),
        ("start: 09:20 -> 09:00", "09:10", ""),
        ("points: 11 of 20 -> 17 of 20", "17", "a value as in 17 of 20 belongs here"),
        ("points: 11 of 20 -> 17 of 20", "17 of 0", "a value as in 17 of 20 belongs here"),
        ("points: 11 of 20 -> 17 of 20", "90 %", ""),
        ("updates: 2 -> 4-6", "3-5", ""),
        ("revenue: $400K -> $1.5M", "900", "has two readings: write $900 or $900M"),
        ("revenue: $400K -> $1.5M", "€900K", "a value as in $1.5M belongs here"),
        ("revenue: $400K -> $1.5M", "$900K", ""),
        ("wait: 2 hours -> 1 hour", "90 min", ""),
    ],
)
def test_a_value_of_another_sort_is_a_slip(measure: str, value: str, words: str) -> None:
    assert no_value(Measure.model_validate(measure_of(measure)), value) == words
