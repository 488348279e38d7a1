"""What a written value means, and what is kept as a text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachplan.plan import Value

# written → kind, low, high
READINGS: dict[str, tuple[str, str | None, str | None]] = {
    "4": ("number", "4", "4"),
    "0": ("number", "0", "0"),
    "-3": ("number", "-3", "-3"),
    "+28 %": ("number", "28", "28"),
    "80%": ("number", "80", "80"),
    "2.5": ("number", "2.5", "2.5"),
    "1,000": ("number", "1000", "1000"),
    "12,345,678.90": ("number", "12345678.90", "12345678.90"),
    "€5": ("number", "5", "5"),
    "5 €": ("number", "5", "5"),
    "EUR 5": ("number", "5", "5"),
    "$1,200.50": ("number", "1200.50", "1200.50"),
    "5 per week": ("number", "5", "5"),
    "3 days": ("number", "3", "3"),
    "30 calls/day": ("number", "30", "30"),
    "4-6": ("range", "4", "6"),
    "4 – 6": ("range", "4", "6"),
    "4 to 6 per week": ("range", "4", "6"),
    "6-4": ("range", "4", "6"),
    "-4 to -2": ("range", "-4", "-2"),
    "$1,000-$2,000": ("range", "1000", "2000"),
    "80-90 %": ("range", "80", "90"),
    ">= 80": ("at-least", "80", None),
    "≥80 %": ("at-least", "80", None),
    "at least 4 per week": ("at-least", "4", None),
    "<= 2": ("at-most", None, "2"),
    "≤ 3 days": ("at-most", None, "3"),
    "at most 1": ("at-most", None, "1"),
    "7 of 20": ("ratio", "0.35", "0.35"),
    "3/5": ("ratio", "0.6", "0.6"),
    "9 out of 10 calls": ("ratio", "0.9", "0.9"),
    "0 of 5": ("ratio", "0", "0"),
    "0 of 0": ("ratio", None, None),
    "07:30": ("time", "450", "450"),
    "7:05": ("time", "425", "425"),
    "00:00": ("time", "0", "0"),
    "23:59": ("time", "1439", "1439"),
    "24:00": ("text", None, None),
    "12:60": ("text", None, None),
    "often incomplete": ("text", None, None),
    "about 4": ("number", "4", "4"),
    "~ 4.5": ("number", "4.5", "4.5"),
    "24+ calls": ("at-least", "24", None),
    "$1.5M": ("number", "1500000", "1500000"),
    "3:15 p.m.": ("time", "915", "915"),
    "1h 30m": ("number", "90", "90"),
    "6 in 3 months": ("number", "6", "6"),
    "no later than 9:00": ("at-most", None, "540"),
    "three quarters": ("ratio", "0.75", "0.75"),
    "every Friday": ("rhythm", None, None),
    "one to watch": ("text", None, None),
    "4 less than before": ("text", None, None),
    "3rd": ("text", None, None),
    "5-day week": ("text", None, None),
    "> 5": ("at-least", "5", None),
    "<2": ("at-most", None, "2"),
    "< 2 %": ("at-most", None, "2"),
    ">": ("text", None, None),
    "<> 5": ("text", None, None),
    "< two": ("at-most", None, "2"),
    "four": ("number", "4", "4"),
    "2026-01-05": ("text", None, None),
    "1-2-3": ("text", None, None),
    "4-6.5.1": ("text", None, None),
    "4--6": ("text", None, None),
    "1,00": ("number", "1", "1"),
    "1,2,3": ("text", None, None),
    "1e5": ("text", None, None),
    ".5": ("text", None, None),
    "5.": ("text", None, None),
    "½": ("text", None, None),
    "nan": ("text", None, None),
    "Infinity": ("text", None, None),
    "no": ("text", None, None),
    "012": ("number", "12", "12"),
}


@pytest.mark.parametrize(("written", "expected"), READINGS.items(), ids=READINGS)
def test_a_value_keeps_what_was_written_and_knows_its_bounds(
    written: str, expected: tuple[str, str | None, str | None]
) -> None:
    kind, low, high = expected

    value = Value.read(written)

    assert str(value) == written
    assert value.kind == kind
    assert value.low == (None if low is None else Decimal(low))
    assert value.high == (None if high is None else Decimal(high))


@given(st.text(max_size=40) | st.from_regex(r"[-+0-9., toof/:<>=≥≤%$€a-z–]{0,30}", fullmatch=True))
def test_no_text_is_refused_as_a_value(written: str) -> None:
    value = Value.read(written)

    assert str(value) == written
    assert value.low is None or value.high is None or value.low <= value.high


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**6))
def test_every_number_is_read_exactly(number: int, other: int) -> None:
    assert (Value.read(str(number)).low, Value.read(f"{number:,}").high) == (number, number)
    low, high = sorted((abs(number), other))
    assert (Value.read(f"{low}-{high}").low, Value.read(f"{low} to {high}").high) == (low, high)
