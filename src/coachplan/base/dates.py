"""Days as people type them: ISO dates, `today`, `monday`, `last friday`, `+30d`, `-1d`, `12 January 2026`."""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta

from coachplan.base.errors import UsageError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
YEARS = range(1900, 3000)
"""The years in which the days of plans lie."""

FURTHER_EAST = timedelta(days=1)
"""The time by which a day that somebody wrote down elsewhere may be ahead: zones reach from UTC-12 to UTC+14."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}")
# Patterns for rarer days are compiled where one is typed.
_AWAY = r"([+-]\d{1,4})([dwm])"
_SPAN = r"(?:in )?(\d{1,4}) (day|week|month)s?(?: from (?:now|today))?"
_WITH_A_NAME = r"(?a)(?=.*\d)(?=.*[a-z]{3})[\w .,-]{1,40}"
_YEAR = r"(?<!\d)(?:19|2\d)\d\d(?!\d)"
_LENGTH = r"(?P<start>.+?)(?:,| for|, for| \+) ?(?P<number>\d{1,3}) (?P<unit>day|week|month)s?"
_LENGTH_FIRST = r"(?P<number>\d{1,3}) (?P<unit>day|week|month)s? (?:from|after|starting) (?:on )?(?P<start>.+)"
_UNITS = {"d": "days", "w": "weeks", "m": "months"}


def read_day(text: str, today: date, *, option: str) -> date:
    """Return the day that `text` means; a weekday is the next one, today included.

    Days in numbers alone, such as `31.1.2026`, are taken where they mean one day: 01/02/2026 means two days to two
    people, and is refused with both. A day lies in the years that plans may have, so that there is always time before
    and after it to count in. Raises `UsageError`, which names `option`, for any other text.
    """
    words = text.strip().lower()
    day = _meant(words, today)
    if day is None and (both := _in_numbers(words)):
        if len(both) == 2:
            raise UsageError(f"{option}: {text!r} has two readings; write {both[0]} or {both[1]}")
        day = both[0]
    if day is None:
        raise UsageError(f"{option}: {text!r} is not a day; write 2026-01-31, today, monday or +30d")
    if day.year not in YEARS:
        raise UsageError(f"{option}: {text!r} is out of range; use a date between {YEARS[0]} and {YEARS[-1]}")
    return day


def written_days(text: str) -> list[date]:
    """Return the day that a text in a file names with its year, such as `24 May 2025`; two, where it has two readings.

    None of it depends on the day on which somebody reads it. An empty list, where it is not a day of those years.
    """
    return [day for day in _written_days(text) if day.year in YEARS]


def _written_days(text: str) -> list[date]:
    words = text.strip().lower()
    if words[:1].isdigit() and words.replace("-", "").isdecimal() and "-" in words:
        with suppress(ValueError):
            return [date.fromisoformat(words)]
    if both := _in_numbers(words):
        return both
    with suppress(ValueError, OverflowError):
        if re.fullmatch(_WITH_A_NAME, words) and re.search(_YEAR, words) and (day := _in_one_reading(words)):
            return [day]
    return []


def written_span(text: str) -> tuple[date, date] | None:
    """Return the first and the last day that a text names, as two days, or as a day and a length after it.

    None where it does not name them both, or one of them has two readings. The first may take the year of the last.
    """
    words = " ".join(text.lower().split()).removeprefix("from ")
    if (length := re.fullmatch(_LENGTH, words)) or (length := re.fullmatch(_LENGTH_FIRST, words)):
        start = written_days(length["start"])
        return (start[0], _later(start[0], int(length["number"]), length["unit"])) if len(start) == 1 else None
    for between in (" to ", " until ", " till ", " – ", " - ", "–"):
        first, separator, last = words.partition(between)
        end = written_days(last) if separator else []
        if len(end) == 1:
            start = written_days(first) or written_days(f"{first} {end[0].year}")
            return (start[0], end[0]) if len(start) == 1 else None
    return None


def _later(day: date, number: int, unit: str) -> date:
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(**{f"{unit}s": number})  # type: ignore[arg-type]


def _meant(words: str, today: date) -> date | None:
    if _ISO.fullmatch(words):
        with suppress(ValueError):
            return date.fromisoformat(words)
    from dateutil.relativedelta import relativedelta, weekday

    if words in ("today", "tomorrow", "yesterday"):
        return today + relativedelta(days=("yesterday", "today", "tomorrow").index(words) - 1)
    if words in WEEKDAYS:
        return today + relativedelta(weekday=weekday(WEEKDAYS.index(words)))
    with suppress(ValueError, OverflowError):
        if (name := words.removeprefix("last ").strip()) in WEEKDAYS:
            return today + relativedelta(days=-1, weekday=weekday(WEEKDAYS.index(name), -1))
        if away := re.fullmatch(_AWAY, words):
            return today + relativedelta(**{_UNITS[away[2]]: int(away[1])})  # type: ignore[arg-type]
        if span := re.fullmatch(_SPAN, words):
            return today + relativedelta(**{f"{span[2]}s": int(span[1])})  # type: ignore[arg-type]
        if re.fullmatch(_WITH_A_NAME, words):
            return _in_one_reading(words)
    return None


def _in_numbers(words: str) -> list[date]:
    """Return the days that a day in numbers may mean, the day first or the month first; none where it is not one."""
    match = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", words)
    found = []
    for day, month in ((match[1], match[3]), (match[3], match[1])) if match else ():
        with suppress(ValueError):
            found.append(date(int(match[4]), int(month), int(day)))  # type: ignore[index]
    return [*dict.fromkeys(found)]


def _in_one_reading(words: str) -> date | None:
    """Return the day that dateutil reads, if every order of the numbers and every default gives the same one."""
    from dateutil.parser import parse

    ways = ((datetime(2001, 2, 3), False), (datetime(2004, 5, 6), True))  # noqa: DTZ001 - days, without a time
    first, second = (parse(words, default=day, dayfirst=way, yearfirst=way, ignoretz=True) for day, way in ways)
    return first.date() if first == second == datetime.combine(first, datetime.min.time()) else None
