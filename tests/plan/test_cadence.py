"""What the words of a frequency mean, and which are not guessed at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachplan.plan import Rhythm

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)

# words → unit, count, times, weekdays
READINGS: dict[str, tuple[str, int, int, tuple[int, ...]]] = {
    "day": ("day", 1, 1, ()),
    "daily": ("day", 1, 1, ()),
    "every day": ("day", 1, 1, ()),
    "each working day": ("day", 1, 1, ()),
    "every business day": ("day", 1, 1, ()),
    "every weekday": ("day", 1, 1, ()),
    "10 days": ("day", 10, 1, ()),
    "twice a day": ("day", 1, 2, ()),
    "once daily": ("day", 1, 1, ()),
    "week": ("week", 1, 1, ()),
    "weekly": ("week", 1, 1, ()),
    "a week": ("week", 1, 1, ()),
    "every week": ("week", 1, 1, ()),
    "Every  WEEK": ("week", 1, 1, ()),
    "every week, 20 minutes": ("week", 1, 1, ()),
    "2 weeks": ("week", 2, 1, ()),
    "two weeks": ("week", 2, 1, ()),
    "every 2 weeks": ("week", 2, 1, ()),
    "every other week": ("week", 2, 1, ()),
    "every second week": ("week", 2, 1, ()),
    "once every two weeks": ("week", 2, 1, ()),
    "twice every 2 weeks": ("week", 2, 2, ()),
    "fortnight": ("week", 2, 1, ()),
    "fortnightly": ("week", 2, 1, ()),
    "twice a fortnight": ("week", 2, 2, ()),
    "once a week": ("week", 1, 1, ()),
    "twice a week": ("week", 1, 2, ()),
    "3x weekly": ("week", 1, 3, ()),
    "2 × a month": ("month", 1, 2, ()),
    "2 per week": ("week", 1, 2, ()),
    "two a week": ("week", 1, 2, ()),
    "twice weekly": ("week", 1, 2, ()),
    "twice-weekly": ("week", 1, 2, ()),
    "two times a week": ("week", 1, 2, ()),
    "three times per week": ("week", 1, 3, ()),
    "4 times each week": ("week", 1, 4, ()),
    "Mondays": ("week", 1, 1, (MONDAY,)),
    "every Monday": ("week", 1, 1, (MONDAY,)),
    "every Monday, 20 minutes": ("week", 1, 1, (MONDAY,)),
    "weekly on Mondays": ("week", 1, 1, (MONDAY,)),
    "Monday and Thursday": ("week", 1, 2, (MONDAY, THURSDAY)),
    "every Thursday and Monday": ("week", 1, 2, (MONDAY, THURSDAY)),
    "Monday to Friday": ("week", 1, 5, (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)),
    "Tuesdays-Thursdays": ("week", 1, 3, (TUESDAY, WEDNESDAY, THURSDAY)),
    "every other Monday": ("week", 2, 1, (MONDAY,)),
    "every second Tuesday": ("week", 2, 1, (TUESDAY,)),
    "every 2 weeks on Friday": ("week", 2, 1, (FRIDAY,)),
    "month": ("month", 1, 1, ()),
    "monthly": ("month", 1, 1, ()),
    "1 month": ("month", 1, 1, ()),
    "once a month": ("month", 1, 1, ()),
    "twice per month": ("month", 1, 2, ()),
    "two times per month": ("month", 1, 2, ()),
    "every 3 months": ("month", 3, 1, ()),
    "quarterly": ("month", 3, 1, ()),
    "every quarter": ("month", 3, 1, ()),
    "every year": ("month", 12, 1, ()),
    "twice a year": ("month", 6, 1, ()),
}

OPEN = [
    "as needed",
    "when we meet",
    "once",
    "weekly, then monthly",
    "daily at first, then weekly",
    "daily in weeks 2-3, then weekly",
    "daily for a while, then weekly",
    "first Monday and third Thursday of the month",
    "first Monday of each quarter",
    "on 15 March",
    "15th of March",
    "every weekday except Friday",
    "every third Friday",
    "every two to three weeks",
    "once or twice a week",
    "Tuesday or Thursday",
    "semi-weekly",
    "every 0 weeks",
    "0 times a week",
    "every 0 weeks on Monday",
    "100 weeks",
    "Sometime",
    "1:1",
]


@pytest.mark.parametrize(("words", "expected"), READINGS.items(), ids=READINGS)
def test_a_frequency_is_read_from_its_words(words: str, expected: tuple[str, int, int, tuple[int, ...]]) -> None:
    rhythm = Rhythm.read(words)

    assert (rhythm.unit, rhythm.count, rhythm.times, rhythm.weekdays) == expected
    assert str(rhythm) == words


@pytest.mark.parametrize("words", OPEN)
def test_words_with_no_single_frequency_are_kept_and_not_guessed_at(words: str) -> None:
    rhythm = Rhythm.read(words)

    assert not rhythm.is_understood
    assert rhythm.unit is None
    assert str(rhythm) == words


@pytest.mark.parametrize("words", ["bi-weekly", "biweekly", "Bi-Weekly, on Mondays", "every week, later biweekly"])
def test_bi_weekly_is_refused_with_both_readings(words: str) -> None:
    with pytest.raises(ValueError, match="`twice a week` or `every 2 weeks`"):
        Rhythm.read(words)


@pytest.mark.parametrize("words", ["bi-monthly", "Bimonthly"])
def test_bi_monthly_is_refused_with_both_readings(words: str) -> None:
    with pytest.raises(ValueError, match="`twice a month` or `every 2 months`"):
        Rhythm.read(words)


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("week", "every week"),
        ("2 weeks", "every 2 weeks"),
        ("a month", "every month"),
        ("weekly", "weekly"),
        ("every Monday", "every Monday"),
        ("twice a week", "twice a week"),
        ("as needed", "as needed"),
    ],
)
def test_a_bare_unit_reads_as_a_phrase_in_a_sentence(words: str, phrase: str) -> None:
    assert Rhythm.read(words).phrase == phrase


_WORDS = st.sampled_from(
    [
        *("every", "each", "other", "second", "0", "1", "2", "99", "once", "twice", "times", "a", "per", "week"),
        *("weekly", "day", "daily", "month", "Monday", "Fridays", "to", "-", "on", "bi"),
    ]
)


@given(st.text(max_size=60) | st.lists(_WORDS, max_size=8).map(" ".join))
def test_any_words_are_understood_or_kept_and_never_give_an_impossible_frequency(words: str) -> None:
    try:
        rhythm = Rhythm.read(words)
    except ValueError:
        return
    assert str(rhythm) == words
    assert rhythm.count >= 1
    assert rhythm.times >= 1
