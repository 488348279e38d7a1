"""Safe fixes: of the form of a value, never of its meaning.

The models say which keys hold a day, a person, a weekday, a frequency or one of a few words. A text with two readings
stays as it is, and so does every byte outside the fixed values.
"""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from functools import cache
from inspect import isclass
from itertools import chain, count
from typing import Any, Literal, NamedTuple, get_args, get_origin

from dateutil.parser import parse, parserinfo
from slugify import slugify

from coachplan.base.dates import YEARS
from coachplan.base.errors import UsageError
from coachplan.base.layout import PLAN_FILE, is_agreement
from coachplan.base.settings import Settings
from coachplan.checks.registry import PLAN_RULES
from coachplan.checks.rule import RuleContext
from coachplan.format import read_plan, set_values
from coachplan.format.front_matter import FrontMatter, encoded, read
from coachplan.format.strict_yaml import Data, Location, StrictYAMLError
from coachplan.plan import WEEKDAYS, Agreement, CheckIn, Model, Person, Plan, Rhythm, Timeline
from coachplan.plan.cadence import Weekdays
from coachplan.plan.fields import ShortForm
from coachplan.plan.guidance import is_placeholder

_LONGEST_ID = 40
# No day, identity or frequency is longer, and no expression is slow on less.
_LONGEST_TEXT = 200
_UNCLEAR_CADENCE = "CP406"
_DOUBLED_ID = "CP104"
_WITHOUT_ID = "CP107"
# Each reads the whole file: one whose places are all too full for their fixes would take minutes.
_MOST_ATTEMPTS = 200


@dataclass(frozen=True, order=True)
class Fix:
    """One place that was fixed: its line before, and the rule that asks for it. `message` never quotes the file."""

    line: int
    code: str
    message: str


@dataclass(frozen=True)
class FixedFile:
    """The bytes of a file with all its safe `fixes`, which are in the order of their lines."""

    raw: bytes
    fixes: tuple[Fix, ...] = ()


def fix(path: str, raw: bytes, settings: Settings, wanted: Callable[[str], bool] = lambda _: True) -> FixedFile:
    """Fix a file of a plan, as far as the rules are `wanted`; never raises, and finds nothing more to do again.

    A file that cannot be read stays as it is, and so does the rest of one with hundreds of places that take no fix.
    """
    try:
        before = front_matter = read(raw)
    except StrictYAMLError:
        return FixedFile(raw)
    is_plan = path.rpartition("/")[2] == PLAN_FILE
    record = Agreement if is_agreement(path) else CheckIn
    text, fixes, attempts = raw.decode(), list[Fix](), iter(range(_MOST_ATTEMPTS))
    while True:  # a fix lets rules look at more
        data = front_matter.data
        changes = _in_plan(text, data, settings) if is_plan else _in_values(data, record, settings)
        text, made = _carry_out(text, [change for change in changes if wanted(change.code)], attempts)
        if not made:
            return FixedFile(encoded(text), tuple(sorted(fixes)))
        fixes += [Fix(_line(before, change.location), change.code, change.message) for change in made]
        front_matter = read(encoded(text))


def diff(path: str, before: bytes, after: bytes) -> str:
    """Return the change as a unified diff that git can apply; line ends are those of the file."""
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in unified_diff(_lines(before), _lines(after), f"a/{path}", f"b/{path}")
    )


def _lines(raw: bytes) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", raw.decode("utf-8", "replace"))


class _Change(NamedTuple):
    location: Location
    value: Data
    code: str
    message: str


def _carry_out(text: str, changes: list[_Change], attempts: Iterator[int]) -> tuple[str, list[_Change]]:
    """Return the text with the changes, and those of them that its places took in so many `attempts`."""
    if not changes or next(attempts, None) is None:
        return text, []
    try:
        return set_values(text, {change.location: change.value for change in changes}), changes
    except UsageError:
        middle = len(changes) // 2
        if not middle:
            return text, []
    text, first = _carry_out(text, changes[:middle], attempts)
    text, second = _carry_out(text, changes[middle:], attempts)
    return text, first + second


def _line(front_matter: FrontMatter, location: Location) -> int:
    return front_matter.text.count("\n", 0, front_matter.index_of(location)) + 1


# -- kinds of values, by key -------------------------------------------------------------------------------------------


class _Place(NamedTuple):
    """The kind of value at a key of the format; `many` is true if a list of it may stand there, too."""

    kind: Any
    many: bool


@cache
def _places(model: type[Model]) -> dict[tuple[str, ...], _Place]:
    """Return the days, people, frequencies, weekdays and fixed words in a model, by the keys that lead there."""
    found: dict[tuple[str, ...], _Place] = {}
    for name, field in model.model_fields.items():
        key = field.alias or name
        for kind, many in _kinds(field.annotation):
            if kind in _FORMS or get_origin(kind) is Literal:
                found[key,] = _Place(kind, many)
            if isclass(kind) and issubclass(kind, Model):
                inner = _places(kind)
                found |= {(key, *way): place for way, place in inner.items()}
                for form in field.metadata:
                    if isinstance(form, ShortForm) and (form.key,) in inner:
                        found[key,] = inner[form.key,]._replace(many=True)
    return found


def _kinds(annotation: Any, many: bool = False) -> Iterator[tuple[Any, bool]]:
    """Yield the parts of an annotation, each with true if it is in a list there."""
    if annotation == Weekdays:
        yield Weekdays, True
    elif get_origin(annotation) is Literal or not get_args(annotation):
        yield annotation, many
    else:
        for inner in get_args(annotation):
            yield from _kinds(inner, many or get_origin(annotation) is tuple)


def _texts(data: Data, location: Location = ()) -> Iterator[tuple[Location, str]]:
    """Yield every text of plain data, with its location."""
    if isinstance(data, dict | list):
        for step, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _texts(inner, (*location, step))
    elif data is not None:
        yield location, data


# -- certain changes ---------------------------------------------------------------------------------------------------


def _in_plan(text: str, data: Data, settings: Settings) -> Iterator[_Change]:
    changes = list(_in_values(data, Plan, settings))
    activities = data.get("activities")
    entries = activities if isinstance(activities, list) else [activities]
    ids = [entry.get("id") for entry in entries if isinstance(entry, dict)]
    has_id_to_give = not all(ids) or len(set(map(str, ids))) < len(ids)
    if not (has_id_to_give or any(change.code == _UNCLEAR_CADENCE for change in changes)):
        yield from changes
        return
    found = _found_by_rules(text, data, settings)
    unclear = set(found[_UNCLEAR_CADENCE])
    for change in changes:
        if change.code != _UNCLEAR_CADENCE or {change.location, change.location[:-1]} & unclear:
            yield change
    yield from _ids(activities, found[_WITHOUT_ID])
    yield from _other_ids(activities, found[_DOUBLED_ID])


def _in_values(data: Data, model: type[Model], settings: Settings) -> Iterator[_Change]:
    places = _places(model)
    for location, text in _texts(data):
        place = places.get(tuple(step for step in location if isinstance(step, str)))
        if place is None or (isinstance(location[-1], int) and not place.many) or len(text) > _LONGEST_TEXT:
            continue
        form = _ONE_OF if get_origin(place.kind) is Literal else _FORMS[place.kind]
        value = form.fixed(text, place.kind, settings)
        if isinstance(value, str) or (isinstance(value, list) and isinstance(location[-1], str)):
            yield _Change(location, value, form.code, form.message)


def _found_by_rules(text: str, data: Data, settings: Settings) -> dict[str, list[Location]]:
    """Return the places, as written, that the rules about frequencies and ids find, by their codes.

    A rule finds nothing if the plan ignores it, or is only read in part.
    """
    document = read_plan(PLAN_FILE, encoded(text))
    plan, damaged = document.content, document.damaged
    context = RuleContext(date.min, settings.policy)  # these fixes are the same on every day
    found: dict[str, list[Location]] = {_UNCLEAR_CADENCE: [], _WITHOUT_ID: [], _DOUBLED_ID: []}
    for rule in PLAN_RULES:
        if rule.code in found and plan and plan.ignore.keys().isdisjoint((rule.code, rule.name)):
            problems = rule.check(plan, context) if rule.can_run(damaged, damaged) else ()
            found[rule.code] += [_as_written(problem.location, data) for problem in problems]
    return found


def _as_written(location: Location, data: Data) -> Location:
    """Return the location without the numbers of entries that stand alone and the keys that a short form leaves out."""
    way: Location = ()
    for step in location:
        if isinstance(data, list) if isinstance(step, int) else isinstance(data, dict) and step in data:
            way = (*way, step)
            data = data[step]
    return way


# Ids of activities


def _ids(activities: Data, without: list[Location]) -> Iterator[_Change]:
    """Yield an id for each activity that a rule finds `without` one and that has keys of its own."""
    taken = _taken(activities)
    for location in without:
        activity = activities[location[-1]] if len(location) > 1 else activities
        if isinstance(activity, dict) and (name := _id(str(activity["what"]), taken)):
            taken.add(name)
            yield _Change((*location, "id"), name, _WITHOUT_ID, "the activity has an `id`, made of its words")


def _other_ids(activities: Data, doubled: list[Location]) -> Iterator[_Change]:
    """Yield another id for each activity that has the one of an earlier activity; in two clones it is the same."""
    taken = _taken(activities)
    for location in doubled:
        id_ = dict(_texts(activities, ("activities",)))[location]
        name = next(free for number in count(2) if (free := f"{id_}-{number}") not in taken)
        taken.add(name)
        yield _Change(location, name, _DOUBLED_ID, "the later activity with this `id` has one of its own")


def _taken(activities: Data) -> set[str]:
    return {text for location, text in _texts(activities, ("activities",)) if location[-1] in ("id", "after")}


def _id(what: str, taken: Collection[str]) -> str:
    """Return a name from the words of an activity that is not taken; empty if they do not hold one."""
    if is_placeholder(what):
        return ""
    name = slugify(what, max_length=_LONGEST_ID, word_boundary=True) or slugify(what, max_length=_LONGEST_ID)
    others = (f"{name}-{number}" for number in count(2))
    return next(free for free in chain([name], others) if free not in taken) if name else ""


# Forms of values: each function returns the one thing that a text can mean, as the format has it; None if the text has
# that form already, or more than one reading.


def _day(text: str) -> str | None:
    with suppress(ValueError, OverflowError):
        day = None if _ISO_DAY.fullmatch(text) else _year_first(text) or _day_in_words(text)
        return day.isoformat() if day and day.year in YEARS else None
    return None


def _year_first(text: str) -> date | None:
    match = _YEAR_FIRST.fullmatch(text)
    return date(*map(int, match.group("year", "month", "day"))) if match else None


def _day_in_words(text: str) -> date | None:
    """Return the day, if it is the same whether day or month comes first, and everything in the text is about it."""
    words = re.findall("[a-z]+", text.lower())
    known = (_DATES.month(word) is not None or _DATES.weekday(word) is not None or word in _AROUND for word in words)
    if not _DAY_IN_WORDS.fullmatch(text) or not all(known):
        return None
    days = {parse(text, dayfirst=first).date() for first in (True, False)}
    day = days.pop()
    months = {_DATES.month(word) for word in words} - {None}
    weekdays = {_DATES.weekday(word) for word in words} - {None}
    numbers = sorted(int(number) for number in re.findall("[0-9]+", text))
    is_all_said = numbers == sorted([day.day, day.year] if months else [day.day, day.month, day.year])
    return day if not days and is_all_said and months <= {day.month} and weekdays <= {day.weekday()} else None


def _span(text: str) -> str | None:
    written = _BETWEEN.split(text)
    days = [day if _ISO_DAY.fullmatch(day) else _day(day) for day in written]
    is_short_form = " to " in text and days == written
    return None if is_short_form or len(days) != 2 or not all(days) else f"{days[0]} to {days[1]}"


def _person(text: str, settings: Settings) -> str | None:
    """Return the whole identity for a name, an email or both, if the directory knows just one."""
    if _is_whole(text):
        return None
    name = " ".join(_EMAIL.sub(" ", text).strip(" \t,;()<>").split())
    known = {entry for part in (*_EMAIL.findall(text), name) if part for entry in settings.named(part) or (part,)}
    return known.pop() if len(known) == 1 and all(map(_is_whole, known)) else None


def _is_whole(text: str) -> bool:
    try:
        return Person.read(text).email is not None
    except ValueError:
        return False


def _weekdays(text: str) -> str | list[str] | None:
    if text.lower() in WEEKDAYS:
        return None
    days = [_WEEKDAY_NAMES.get(word) for word in _AND.split(text.lower().removeprefix("every ").removeprefix("on "))]
    named = [day for day in days if day]
    return None if len(named) < len(days) else named[0] if len(days) == 1 else named


def _word(text: str, literal: Any) -> str | None:
    """Return the one of a few words that is meant, written with other capitals, spaces, underscores or hyphens."""
    words = get_args(literal)
    meant = [word for word in words if _folded(word) == _folded(text)]
    return meant[0] if len(meant) == 1 and text not in words else None


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", "", text.casefold())


def _frequency(text: str) -> str | None:
    """Return a frequency in full words, if only its short ones keep it from being understood."""
    if not _is_unclear(text):
        return None
    words = text.strip(" .")
    for short, full in _SHORT_WORDS:
        words = short.sub(full, words)
    says_only_how_often = _ONLY_FREQUENCY.fullmatch(words) and not _MISLEADING.search(words)
    return None if _is_unclear(words) or not says_only_how_often else words


def _is_unclear(text: str) -> bool:
    try:
        return not Rhythm.read(text).is_understood
    except ValueError:  # two readings
        return True


_DATES = parserinfo()
_AROUND = ("of", "st", "nd", "rd", "th")
_ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_FIRST = re.compile(
    "(?P<year>[0-9]{4})(?P<mark>[-/.]|(?=[0-9]{4}$))(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
)
_DAY_IN_WORDS = re.compile("(?!.*[0-9]{5})[A-Za-z0-9][A-Za-z0-9 ,./-]*")
_BETWEEN = re.compile(r"\s+(?:to|until|till)\s+|\s*[–—]\s*|\s+-\s+", re.IGNORECASE)
_EMAIL = re.compile(r"[^<>@\s,;()]+@[^<>@\s,;()]+")
_AND = re.compile(r"\s*(?:,|&|/|\band\b)\s*")
_SHORT_DAYS = {day: full for full in WEEKDAYS for day in (full[:3], f"{full[:3]}.")}
_SHORT_DAYS |= {"tues": "tuesday", "weds": "wednesday", "thur": "thursday", "thurs": "thursday"}
_WEEKDAY_NAMES = {**_SHORT_DAYS, **{name: day for day in WEEKDAYS for name in (day, f"{day}s")}}

_SHORT_WORDS = tuple(
    (re.compile(short, re.IGNORECASE), full)
    for short, full in (
        (r"\bwkly\b", "weekly"),
        (r"\bwk(s?)\b\.?", r"week\1"),
        (r"\bmth(s?)\b\.?", r"month\1"),
        (r"\bqtr(s?)\b\.?", r"quarter\1"),
        (r"\b1 ?x\b", "once"),
        (r"\b2 ?x\b", "twice"),
        (r"\b([0-9]{1,2}) ?x\b", r"\1 times"),
        (r"\s*/\s*(?=day|week|month|quarter)", " per "),
        (r"\b(once|twice|times) (?=day|week|month|quarter)", r"\1 a "),
        (r"^1 per ", "once per "),
        (r"^2 per ", "twice per "),
        (r"^([0-9]{1,2}) per ", r"\1 times per "),
        (r"\b(?:every )?alternate (week|month)s?\b", r"every other \1"),
        # A short Monday after a number may be a month.
        *(
            (rf"(?<![0-9] )\b{re.escape(short)}(?![a-z.])", full.capitalize())
            for short, full in sorted(_SHORT_DAYS.items(), reverse=True)
        ),
    )
)
_UNITS = "(?:days?|weeks?|fortnights?|months?|quarters?)"
_ADVERBS = "(?:daily|weekly|fortnightly|monthly|quarterly)"
_DAY_NAMES = rf"(?:{'|'.join(WEEKDAYS)})s?"
_COUNTS = "(?:[0-9]{1,2}|one|two|three|four|five|six)"
_OTHER_WORDS = "(?:a|an|on|and|per|each|every|other|second|once|twice|times)"
_ONLY_FREQUENCY = re.compile(
    rf"(?:(?:{_COUNTS}|{_UNITS}|{_ADVERBS}|{_DAY_NAMES}|{_OTHER_WORDS})\b[ ,]*)+", re.IGNORECASE
)
# As in `two weekly`, which may be every two weeks, or `every week, twice`.
_MISLEADING = re.compile(rf"{_COUNTS} {_ADVERBS}|(?:once|twice|times) *(?:,|$)", re.IGNORECASE)


class _Form(NamedTuple):
    """The fix of a kind of value: the rule that asks for it, its message, and the one thing that a text can mean."""

    code: str
    message: str
    fixed: Callable[[str, Any, Settings], str | list[str] | None]


_FORMS: dict[Any, _Form] = {
    date: _Form("CP013", "the day is written as year-month-day", lambda text, *_: _day(text.strip())),
    Timeline: _Form("CP013", "start and end are written as year-month-day", lambda text, *_: _span(text.strip())),
    Person: _Form("CP012", "the identity is completed", lambda text, _, settings: _person(text.strip(), settings)),
    Weekdays: _Form("CP012", "the weekday is written in full", lambda text, *_: _weekdays(text.strip())),
    Rhythm: _Form(
        _UNCLEAR_CADENCE, "the frequency is written in full words", lambda text, *_: _frequency(text.strip())
    ),
}
_ONE_OF = _Form("CP012", "the word is written as the plan format has it", lambda text, kind, _: _word(text, kind))
