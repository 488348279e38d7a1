"""The days that people type: ISO dates, `today`, `tomorrow`, `monday`, `+30d`."""

import re
from contextlib import suppress
from datetime import date

from coachplan.errors import UsageError

# As in `model.cadence`, whose import would load pydantic for every command that knows a day.
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_AHEAD = re.compile(r"\+(\d{1,4})([dwm])")
_UNITS = {"d": "days", "w": "weeks", "m": "months"}


def read_day(text: str, today: date, *, option: str) -> date:
    """The day that `text` means; a weekday is the next one, today included. `option` is named where it is none."""
    words = text.strip().lower()
    if _ISO.fullmatch(words):
        with suppress(ValueError):
            return date.fromisoformat(words)
    from dateutil.relativedelta import relativedelta, weekday

    if words in ("today", "tomorrow", "yesterday"):
        return today + relativedelta(days=("yesterday", "today", "tomorrow").index(words) - 1)
    if words in WEEKDAYS:
        return today + relativedelta(weekday=weekday(WEEKDAYS.index(words)))
    try:
        if ahead := _AHEAD.fullmatch(words):
            return today + relativedelta(**{_UNITS[ahead[2]]: int(ahead[1])})  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        pass
    raise UsageError(f"{option}: {text!r} is not a day; write 2026-01-31, today, monday or +30d")
