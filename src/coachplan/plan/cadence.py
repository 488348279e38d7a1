"""The rhythm in which manager and team member meet on progress."""

from typing import Annotated

from pydantic import Field
from pydantic_core import PydanticCustomError

from coachplan.base.dates import WEEKDAYS
from coachplan.plan.fields import Day, Days, Model, Read, Text
from coachplan.plan.rhythm import Rhythm


def _weekdays(value: object) -> object:
    entries = value if isinstance(value, list) else [value]
    days = [str(entry).strip().lower() for entry in entries]
    if not days or any(day not in WEEKDAYS for day in days):
        raise PydanticCustomError("not_a_weekday", "a weekday belongs here, such as monday")
    return tuple(days)


Weekdays = Annotated[
    tuple[str, ...],
    Read(
        _weekdays,
        {"anyOf": [{"enum": list(WEEKDAYS)}, {"type": "array", "items": {"enum": list(WEEKDAYS)}, "minItems": 1}]},
    ),
]


class Cadence(Model):
    """One rhythm of touchpoints, for the whole plan or, with `until`, for a phase of it."""

    every: Rhythm | None = Field(
        None, description="The frequency: `week`, `2 weeks`, `twice a week`, `every Monday`, or your own words."
    )
    day: Weekdays | None = Field(None, description="The weekday, or a list of weekdays.")
    dates: Days | None = Field(None, description="The days, where they are fixed.")
    until: Day | None = Field(None, description="The last day of this phase, where the rhythm changes later.")
    how: Text | None = Field(None, description="The way you meet, and who opens.")

    @property
    def is_understood(self) -> bool:
        """True if days can be computed from it."""
        return bool(self.dates or self.day or (self.every and self.every.is_understood))
