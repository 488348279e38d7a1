"""A frequency as people write it, and its meaning."""

import re
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Self

from coachplan.base.dates import WEEKDAYS
from coachplan.plan.fields import Written

Unit = Literal["day", "week", "month"]

DAY_NAMES = "|".join(WEEKDAYS)
COUNTS = {"a": 1, "one": 1, "other": 2, "second": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
MORE_COUNTS = {"seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}
_NUMBERS = {"once": 1, "twice": 2, **COUNTS, **MORE_COUNTS}
UNITS: dict[str, tuple[int, Unit]] = {
    "day": (1, "day"),
    "week": (1, "week"),
    "fortnight": (2, "week"),
    "month": (1, "month"),
    "quarter": (3, "month"),
    "year": (12, "month"),
    "daily": (1, "day"),
    "weekly": (1, "week"),
    "fortnightly": (2, "week"),
    "monthly": (1, "month"),
    "quarterly": (3, "month"),
    "yearly": (12, "month"),
    "annually": (12, "month"),
}
_YEARS = ("year", "yearly", "annually")
ADVERBS = "daily|weekly|fortnightly|monthly|quarterly|yearly|annually"
NUMBER = r"(?:two|three|four|five|six|\d{1,2})"
_TALKS = r"(?:check-?in|meeting|session|touchpoint|catch-?up|review|call|talk|conversation|one-(?:to|on)-one|1:1)"
MEETINGS = rf"(?:times|{_TALKS}s)"
TALKS = rf"{_TALKS}s?"
_WEEKDAY = re.compile(rf"\b({DAY_NAMES})s?\b")
_WEEKDAYS_TO = re.compile(rf"\b({DAY_NAMES})s?(?: to | through | ?[-–] ?)({DAY_NAMES})s?\b")
_NTH_WEEKDAY = re.compile(
    rf"\b(?P<nth>other|alternate|second|2nd|first|1st|third|3rd|fourth|4th|last) (?:{DAY_NAMES})s?\b"
)
_EVERY_OTHER = ("other", "alternate", "second", "2nd")
_COUNT = rf"(?P<count>{'|'.join(COUNTS)}|\d{{1,2}})"
_UNIT = r"(?:working |business |work|week)?(?P<unit>day|week|fortnight|month|quarter|year)s?"
_TIMES = re.compile(
    rf"\b(?P<times>once|twice|{NUMBER}(?: {MEETINGS}| ?[x×]|(?=(?: a| per| each) )))"
    rf"(?:(?:[ -]| a | per | each | every )|(?: a | per | each | every ){_COUNT} )"
    rf"(?:working |business |work|week)?(?P<unit>{ADVERBS}|day|week|fortnight|month|quarter|year)s?\b"
)
_COUNTED_ADVERB = re.compile(rf"\b{NUMBER}[ -](?:{ADVERBS})\b")
_INTERVAL = re.compile(rf"\b(?:every|each|per)(?: {_COUNT})? {_UNIT}\b")
_ADVERB = re.compile(rf"(?<!-)\b(?P<unit>{ADVERBS})\b")
_BARE = re.compile(rf"(?:{_COUNT} )?{_UNIT}")
_AMBIGUOUS = re.compile(r"\bbi[-– ]?(?P<unit>week|month)ly\b")
_PER = re.compile(r" ?/ ?(?=(?:day|week|fortnight|month|quarter|year)\b)")
_LONGEST = 200
"""The characters of the longest frequency; a longer text is words, and not read: that would take quadratic time."""

_PLAIN = frozenset(
    ("every", "each", "per", "a", "on", "alternate", "working", "business", "and", "times", "once", "twice", *COUNTS)
).union(UNITS, (f"{unit}s" for unit in UNITS), WEEKDAYS, (f"{day}s" for day in WEEKDAYS), map(str, range(100)))


class CalendarDay(NamedTuple):
    """A day as it was written, such as the last of a phase; without a year if need be, and 31 is the end of a month."""

    year: int | None
    month: int
    day: int


class Phase(NamedTuple):
    """A rhythm for a while: for a `span` such as six weeks, or `until` a day; the last phase may have neither."""

    rhythm: "Rhythm"
    span: tuple[int, Unit] | None = None
    until: CalendarDay | None = None


@dataclass(frozen=True)
class Rhythm(Written):
    """A frequency as it was written (`week`, `2 weeks`, `twice a week`, `every Monday`), and its meaning.

    There are `times` touchpoints in every `count` `unit`s, on `weekdays` (0 is Monday) if days are named. `places` are
    the places of these weekdays in a month, or of working days in a week or month if weekdays are not named: 1 is the
    first, -1 the last. `days` are days of the month, -1 the last. `marks` lie a time after the start (30, 60 and 90
    days). `phases` follow each other if the words change the rhythm later; rhythms `together` run at once. `since` is
    the day from which it holds, where the words name one.

    `unit` is None for words that do not hold one frequency: they are kept, and no date is computed from them. If people
    read them in several ways, `readings` has these.
    """

    text: str
    unit: Unit | None = None
    count: int = 1
    times: int = 1
    weekdays: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    marks: tuple[tuple[int, Unit], ...] = ()
    phases: tuple[Phase, ...] = ()
    together: tuple["Rhythm", ...] = ()
    since: CalendarDay | None = None
    readings: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Self:  # noqa: D102 - as inherited
        if len(text) > _LONGEST:
            return cls(text)
        words = _PER.sub(" per ", " ".join(text.lower().split()))
        if ambiguous := _AMBIGUOUS.search(words):
            noun = ambiguous["unit"]
            raise ValueError(f"bi-{noun}ly has two readings: write `twice a {noun}` or `every 2 {noun}s`")
        meaning = plain(words) if _PLAIN.issuperset(words.split()) else {}
        if not meaning:
            # Most frequencies are plain; only the others need the patterns for other ways to write them.
            from coachplan.plan.idioms import meant

            meaning = meant(words)
        return cls(text, **meaning)

    @property
    def is_understood(self) -> bool:
        """True if days can be computed from the words."""
        return bool(self.unit or self.marks or self.phases or self.together)

    @property
    def phrase(self) -> str:
        """The words as they read in a sentence: `every week` for `week`."""
        is_bare = len(self.text) <= _LONGEST and _BARE.fullmatch(self.text.lower())
        return f"every {self.text.removeprefix('a ')}" if is_bare else self.text


def is_rhythm(text: str) -> bool:
    """True if a text is a rhythm and nothing else: `every Friday`, not `weekly notes`."""
    words = " ".join(text.lower().split())
    return _PLAIN.issuperset(words.split()) and not _BARE.fullmatch(words) and bool(plain(words))


def plain(words: str) -> dict[str, Any]:
    """Return what words with one frequency, in lower case, mean, by the names of `Rhythm`; empty for all others."""
    weekdays = weekdays_in(words)
    meanings = set(frequencies(words)) or _of_weekdays(words, weekdays)
    if len(meanings) != 1 or _COUNTED_ADVERB.search(words):
        return {}
    count, unit, times = meanings.pop()
    if not count or not times:
        return {}
    return {"unit": unit, "count": count, "times": max(times, len(weekdays)), "weekdays": weekdays}


def weekdays_in(words: str) -> tuple[int, ...]:
    """Return the weekdays that `words` name, including those between `monday to thursday`."""
    days = {WEEKDAYS.index(day) for day in _WEEKDAY.findall(words)}
    for first, last in _WEEKDAYS_TO.findall(words):
        days |= set(range(WEEKDAYS.index(first), WEEKDAYS.index(last)))
    return tuple(sorted(days))


def _of_weekdays(words: str, weekdays: tuple[int, ...]) -> set[tuple[int, Unit, int]]:
    """Return the frequency of weekdays alone, every week or every other; empty for `first Monday of the month`."""
    nth = _NTH_WEEKDAY.search(words)
    if not weekdays or (nth and (nth["nth"] not in _EVERY_OTHER or "month" in words or len(weekdays) > 1)):
        return set()
    return {(2 if nth else 1, "week", len(weekdays))}


def frequencies(words: str) -> list[tuple[int, Unit, int]]:
    """Return every frequency that `words` name, as (count, unit, times)."""
    found = []
    for form in (_TIMES, _INTERVAL, _ADVERB):
        found += [_frequency(match) for match in form.finditer(words)]
        words = form.sub(" ", words)
    if not found and (bare := _BARE.fullmatch(words)):
        found.append(_frequency(bare))
    return found


def number(word: str) -> int:
    """Return the number that a word such as `twice` or `three`, or digits, mean."""
    return _NUMBERS[word] if word in _NUMBERS else int(word)


def _frequency(match: re.Match[str]) -> tuple[int, Unit, int]:
    groups = match.groupdict()
    multiple, unit = UNITS[groups["unit"]]
    times = number((groups.get("times") or "once").split()[0].rstrip("x×"))
    count = multiple * number(groups.get("count") or "one")
    if groups["unit"] in _YEARS and times and count % times == 0:
        return count // times, unit, 1
    return count, unit, times
