"""How often manager and team member meet on progress."""

import re
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field
from pydantic_core import PydanticCustomError

from coachplan.model.fields import Day, Days, Model, Read, Text, Written

Unit = Literal["day", "week", "month"]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_NAMES = "|".join(WEEKDAYS)
_WEEKDAY = re.compile(rf"\b({_DAY_NAMES})s?\b")
_WEEKDAYS_TO = re.compile(rf"\b({_DAY_NAMES})s?(?: to | through | ?[-–] ?)({_DAY_NAMES})s?\b")
_NTH_WEEKDAY = re.compile(
    rf"\b(?P<nth>other|alternate|second|2nd|first|1st|third|3rd|fourth|4th|last) (?:{_DAY_NAMES})\b"
)
_EVERY_OTHER = ("other", "alternate", "second", "2nd")
_COUNTS = {"a": 1, "one": 1, "other": 2, "second": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_COUNT = rf"(?P<count>{'|'.join(_COUNTS)}|\d{{1,2}})"
_UNITS: dict[str, tuple[int, Unit]] = {
    "day": (1, "day"),
    "week": (1, "week"),
    "fortnight": (2, "week"),
    "month": (1, "month"),
    "quarter": (3, "month"),
    "daily": (1, "day"),
    "weekly": (1, "week"),
    "fortnightly": (2, "week"),
    "monthly": (1, "month"),
    "quarterly": (3, "month"),
}
_UNIT = r"(?:working |business |work|week)?(?P<unit>day|week|fortnight|month|quarter)s?"
_ADVERBS = "daily|weekly|fortnightly|monthly|quarterly"
_TIMES_WORDS = {"once": 1, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER = r"(?:two|three|four|five|six|\d{1,2})"
_TIMES = re.compile(
    rf"\b(?P<times>once|twice|{_NUMBER}(?: times| ?[x×]|(?=(?: a| per| each) )))"
    rf"(?:(?:[ -]| a | per | each | every )|(?: a | per | each | every ){_COUNT} )"
    rf"(?:working |business |work|week)?(?P<unit>{_ADVERBS}|day|week|fortnight|month|quarter)s?\b"
)
# "two weekly" is every two weeks to some, and twice a week to others.
_COUNTED_ADVERB = re.compile(rf"\b{_NUMBER}[ -](?:{_ADVERBS})\b")
_INTERVAL = re.compile(rf"\b(?:every|each|per)(?: {_COUNT})? {_UNIT}\b")
_ADVERB = re.compile(rf"(?<!-)\b(?P<unit>{_ADVERBS})\b")
_BARE = re.compile(rf"(?:{_COUNT} )?{_UNIT}")
_AMBIGUOUS = re.compile(r"\bbi-?(?P<unit>weekly|monthly)\b")


@dataclass(frozen=True)
class Rhythm(Written):
    """A frequency as it was written (`week`, `2 weeks`, `twice a week`, `every Monday`), and what it means.

    There are `times` touchpoints in every `count` `unit`s, on `weekdays` (0 is Monday) where days are named. `unit` is
    None for words that hold no single frequency: they are kept, and no date is computed from them.
    """

    text: str
    unit: Unit | None = None
    count: int = 1
    times: int = 1
    weekdays: tuple[int, ...] = ()

    @classmethod
    def read(cls, text: str) -> Self:  # noqa: D102 - as inherited
        words = " ".join(text.lower().split())
        if ambiguous := _AMBIGUOUS.search(words):
            noun = "week" if ambiguous["unit"] == "weekly" else "month"
            raise ValueError(f"bi-{noun}ly has two readings: write `twice a {noun}` or `every 2 {noun}s`")
        weekdays = _weekdays_in(words)
        meanings = set(_frequencies(words)) or _of_weekdays(words, weekdays)
        if len(meanings) != 1 or _COUNTED_ADVERB.search(words):
            return cls(text)
        count, unit, times = meanings.pop()
        if not count or not times:
            return cls(text)
        return cls(text, unit, count, max(times, len(weekdays)), weekdays)

    @property
    def phrase(self) -> str:
        """The words as they read in a sentence: `every week` for `week`."""
        return f"every {self.text.removeprefix('a ')}" if _BARE.fullmatch(self.text.lower()) else self.text

    def __str__(self) -> str:
        return self.text


def _weekdays_in(words: str) -> tuple[int, ...]:
    """The weekdays that `words` name, those between `monday to thursday` among them."""
    days = {WEEKDAYS.index(day) for day in _WEEKDAY.findall(words)}
    for first, last in _WEEKDAYS_TO.findall(words):
        days |= set(range(WEEKDAYS.index(first), WEEKDAYS.index(last)))
    return tuple(sorted(days))


def _of_weekdays(words: str, weekdays: tuple[int, ...]) -> set[tuple[int, Unit, int]]:
    """The frequency of weekdays alone: every week, or every other; none for such as the first Monday of a month."""
    nth = _NTH_WEEKDAY.search(words)
    if not weekdays or (nth and (nth["nth"] not in _EVERY_OTHER or "month" in words or len(weekdays) > 1)):
        return set()
    return {(2 if nth else 1, "week", len(weekdays))}


def _frequencies(words: str) -> list[tuple[int, Unit, int]]:
    """Every frequency that `words` names, as (count, unit, times)."""
    found = []
    for form in (_TIMES, _INTERVAL, _ADVERB):
        found += [_frequency(match) for match in form.finditer(words)]
        words = form.sub(" ", words)
    if not found and (bare := _BARE.fullmatch(words)):
        found.append(_frequency(bare))
    return found


def _frequency(match: re.Match[str]) -> tuple[int, Unit, int]:
    groups = match.groupdict()
    multiple, unit = _UNITS[groups["unit"]]
    count = groups.get("count") or "one"
    times = (groups.get("times") or "once").split()[0].rstrip("x×")
    return (
        multiple * (_COUNTS[count] if count in _COUNTS else int(count)),
        unit,
        _TIMES_WORDS[times] if times in _TIMES_WORDS else int(times),
    )


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
    how: Text | None = Field(None, description="How you meet and who opens.")
