"""Other ways to write a frequency: phases, days of the month or after the start; and words with several readings."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from coachplan.plan.rhythm import (
    ADVERBS,
    COUNTS,
    DAY_NAMES,
    MEETINGS,
    MORE_COUNTS,
    NUMBER,
    TALKS,
    UNITS,
    CalendarDay,
    Phase,
    Rhythm,
    Unit,
    frequencies,
    number,
    plain,
    weekdays_in,
)

_COUNT = rf"(?:{'|'.join((*COUNTS, *MORE_COUNTS))}|\d{{1,2}})"
_UNIT = "day|week|fortnight|month|quarter"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december"),
)
_MONTH = "|".join(_MONTHS)


def meant(words: str) -> dict[str, Any]:
    """Return what words in lower case mean, by the names of `Rhythm`; empty if they do not hold one rhythm."""
    outside, inside = _IN_BRACKETS.sub(" ", words), " ".join(_IN_BRACKETS.findall(words))
    if inside and (meaning := _meant(" ".join(outside.split()))):
        other = _meant(" ".join(inside.split()))
        return meaning if not other or _frequency_of(other) == _frequency_of(meaning) else {}
    return _meant(words)


def _meant(words: str) -> dict[str, Any]:
    words = _simpler(words)
    if found := tuple(dict.fromkeys(_readings(words))):
        return {"readings": found}
    since, words = _since(words)
    if _TAKEN_BACK.search(words):
        return {}
    words = _AT_THE_END.sub("", _NEXT_WEEKDAY.sub(r"\1 and ", words)).strip()
    marks, words = _marks(words)
    if together := _together(words):
        meaning: dict[str, Any] = {"together": together}
    else:
        phases = _phases(words)
        if phases is None:
            return {}
        meaning = {"phases": phases} if phases else _steady(words)
    if since and meaning:
        meaning = {**meaning, "since": since}
    return {**meaning, "marks": marks} if marks else meaning


def _frequency_of(meaning: dict[str, Any]) -> tuple[Any, ...]:
    """Return how often a meaning is, whatever its days."""
    kinds = tuple(meaning.get(key) for key in ("unit", "phases", "together", "readings"))
    return *kinds, meaning.get("count", 1), meaning.get("times", 1)


def _steady(words: str) -> dict[str, Any]:
    """Return what words mean that hold one rhythm for all the time."""
    for form in (_on_days, _on_places, _at_edges):
        if (meaning := form(words)) is not None:
            return meaning
    return plain(words)


# -- words that say the same in fewer --------------------------------------------------------------------------------

_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_SHORT_DAYS = {"mon": "monday", "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "weds": "wednesday"} | {
    **dict.fromkeys(("thu", "thur", "thurs"), "thursday"),
    "fri": "friday",
    "sat": "saturday",
    "sun": "sunday",
}
_SHORT_DAY = re.compile(rf"\b({'|'.join(_SHORT_DAYS)})\b\.?")
_MONTH_END = re.compile(r"\b(?:at |by |on )?(?:the )?(?:each |every )?month[- ]end\b")
_LASTING = r"(?:\d{1,3}(?:\.\d{1,2})?|half(?: an?)?|an?|one|two)[- ]?(?:minutes?|mins?|hours?|hrs?|h)"
_SO_LONG = re.compile(rf"\b(?:{_LASTING}) (?=(?:an?|per|each|every) (?:day|week|fortnight|month|quarter|year)\b)")
_LENGTH = re.compile(rf"\b(?:{_LASTING}|short|brief|quick|long|informal|formal) (?={TALKS}\b)")
_ONE_TALK = re.compile(rf"\b(?:one|an?) {TALKS} (?=(?:an?|per|each|every) )")
_COUNTED_THINGS = re.compile(rf"(?<=[a-z] ){NUMBER} {TALKS}(?= (?:a|an|per|each|every) |[ ]?(?:{ADVERBS})\b)")
_LEADING = re.compile(
    r"(?:^|[;,.:–-] ?|\b(?:and|or|plus|with|have|hold|has|holds|we|meet|for|on|then|to|about|least|most) )$"
)


def _simpler(words: str) -> str:
    """Return words with whole names of weekdays, and without lengths of talks: `2 hours a week` is once a week.

    What is done with some calls or reports does not count how often: `listens to 3 calls daily`.
    """
    words = _SHORT_DAY.sub(lambda match: _SHORT_DAYS[match[1]], words)
    words = _MONTH_END.sub("end of each month", words)
    words = _ONE_TALK.sub("once ", _SO_LONG.sub("once ", _LENGTH.sub("", words)))
    return _COUNTED_THINGS.sub(lambda match: match[0] if _is_led(match) else "once", words)


def _is_led(match: re.Match[str]) -> bool:
    """True if a number of talks begins a clause, or follows a word such as `have`, and so says how often."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    return not before.endswith(("listens to ", "listen to ")) and _LEADING.search(before) is not None


# -- rhythms at once --------------------------------------------------------------------------------------------------

_JOINT = re.compile(r"\s*(?:[;,.]\s|[;,])\s*(?:(?:and|plus) )?|\s+(?:and|plus|as well as)\s+")
_OWN_WORD = re.compile(rf"\b(?:{ADVERBS}|every|each|per|once|twice|(?:{NUMBER}|a|an) ?[^ ]* an?|month|quarter)\b")
_ONE_AFTER_THE_OTHER = re.compile(r"\b(?:then|thereafter|afterwards?|later|until|till)\b")
_MOST_AT_ONCE = 4


def _together(words: str) -> tuple[Rhythm, ...]:
    """Return the rhythms that words name for the same time: `every Monday; monthly review`; empty if not several.

    Words that only tell more of a rhythm, such as `weekly, on Mondays`, belong to the one before them.
    """
    if _ONE_AFTER_THE_OTHER.search(words) or any(form.search(words) for form in (*_UNTIL_DAY, *_SPANS, _STRETCH)):
        return ()
    found: list[tuple[str, dict[str, Any]]] = []
    for part in _JOINT.split(words):
        meaning = _steady(part) if _OWN_WORD.search(part) or (not found and weekdays_in(part)) else {}
        if meaning:
            found.append((part, meaning))
        elif found and weekdays_in(part):
            before = f"{found[-1][0]} and {part}"
            found[-1] = (before, _steady(before))
        elif _SAYS_HOW_OFTEN.search(part) and _OWN_WORD.search(part):
            return ()
    steps = {(meaning.get("unit"), meaning.get("count", 1)) for _, meaning in found}
    if not 1 < len(steps) == len(found) <= _MOST_AT_ONCE:
        return ()
    return tuple(Rhythm(part, **meaning) for part, meaning in found)


# -- words with several readings --------------------------------------------------------------------------------------

_OR = r"(?: ?[-–] ?| to | or )"
_EVERY_FEW = re.compile(rf"\b(?:every|each) ({_COUNT}){_OR}({_COUNT}) ({_UNIT})s?\b")
_EVERY_OR_TWO = re.compile(rf"\b(?:every|each) ({_UNIT}) or (?:two|2)\b")
_FEW_TIMES = re.compile(
    rf"\b(once|twice|one|1|{NUMBER}){_OR}(twice|{NUMBER})(?: {MEETINGS}| ?[x×])?(?: a| per| each| every) ({_UNIT})\b"
)
_COUNTED_ADVERB = re.compile(
    rf"(?<!week )(?<!weeks )(?<!month )(?<!months )(?<!\d-)(?<!\d–)\b(?:({NUMBER})[ -]|semi-?)({ADVERBS})\b"
)
_EITHER_DAY = re.compile(rf"\b({DAY_NAMES})s? or (?:on )?({DAY_NAMES})s?\b")
_EVERY_THIRD = re.compile(rf"\bevery (third|3rd|fourth|4th) ({DAY_NAMES})\b(?!.*\bmonth)")


_OF_ITS_OWN_LENGTH = {
    "sprint": ("every 2 weeks", "every 3 weeks"),
    "iteration": ("every 2 weeks", "every 3 weeks"),
    "shift": ("every working day", "once a week"),
    "term": ("every 3 months", "every 4 months"),
    "semester": ("every 4 months", "every 6 months"),
}
_LONG_AS_IT_IS = re.compile(
    rf"\b(?:every|each|per|an?) ({'|'.join(_OF_ITS_OWN_LENGTH)})\b|\b(term)ly\b|\b(?:bi-?|semi-?)(annual)(?:ly)?\b"
)


def _readings(words: str) -> Iterator[str]:
    """Yield the readings of words that people understand in different ways; nothing for all others."""
    for match in _LONG_AS_IT_IS.finditer(words):
        name = next(filter(None, match.groups()))
        yield from _OF_ITS_OWN_LENGTH.get(name, ("every 6 months", "every 24 months"))
    for match in [*_EVERY_FEW.finditer(words), *_EVERY_OR_TWO.finditer(words)]:
        few = [number(word) for word in match.groups()[:-1]] or [1, 2]
        yield from (_every(times, match.groups()[-1]) for times in few)
    for match in _FEW_TIMES.finditer(words):
        yield from (_so_often(number(word), match[3]) for word in match.groups()[:2])
    for match in _COUNTED_ADVERB.finditer(words):
        times, (multiple, unit) = number(match[1] or "two"), UNITS[match[2]]
        yield _so_often(times, unit if multiple == 1 else f"{multiple} {unit}s")
        yield _every(times * multiple, unit)
    for match in _EITHER_DAY.finditer(words):
        yield from (f"every {day.title()}" for day in match.groups())
    for match in _EVERY_THIRD.finditer(words):
        yield f"every {_PLACES[match[1]]} weeks on {match[2].title()}"
        yield f"{match[1]} {match[2].title()} of the month"


def _every(number: int, unit: str) -> str:
    return f"every {unit}" if number == 1 else f"every {number} {unit}s"


def _so_often(number: int, unit: str) -> str:
    return f"{ {1: 'once', 2: 'twice'}.get(number, f'{number} times') } a {unit}"


_TAKEN_BACK = re.compile(
    r"\b(?:except|excluding|but not|unless|skipping|at first|initially|to (?:start|begin) with|gradually|tapering"
    r")\b(?! (?:for |on )?(?:public |bank )?holidays)"
    r"|\b(?:starting|beginning|from)(?: on)?(?: the)? "
    rf"(?:\d{{4}}-\d|(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? )?(?:{_MONTH})\b)"
)
"""Words after which a frequency does not hold all the time, so that days cannot be computed from it."""

_FROM = r"[, ]*\b(?:starting|beginning|from|as of)(?: on)?(?: the)?(?: (?:{days}),?)? "


def _since(words: str) -> tuple[CalendarDay | None, str]:
    """Return the day from which words say that a rhythm holds, and the words without it."""
    for form in _SINCE_DAY:
        if match := form.search(words):
            found = match.groupdict()
            month = _MONTHS.index(found["month"]) + 1 if found.get("month") else int(found["number"])
            since = CalendarDay(int(found["year"]) if found["year"] else None, month, int(found["day"]))
            return since, f"{words[: match.start()]}{words[match.end() :]}".strip()
    return None, words


# -- days that hang on the calendar -----------------------------------------------------------------------------------
_PLACES = {
    place: number
    for number, places in {
        1: ("first", "1st", "start", "beginning"),
        2: ("second", "2nd"),
        3: ("third", "3rd"),
        4: ("fourth", "4th"),
        -1: ("last", "end"),
    }.items()
    for place in places
}
_PLACE = r"(?:first|1st|second|2nd|third|3rd|fourth|4th|last)"
_NTH = re.compile(
    rf"\b({_PLACE}(?:(?:,| and|, and)(?: the)? {_PLACE})*) (?:({DAY_NAMES})s?|(?:working |business |work|week)days?)\b"
)
_EDGE = re.compile(
    r"\b(start|beginning|end)(?: and (?:the )?(start|beginning|end))? of (?:the|each|every) (week|month)\b"
)
_ORDINAL = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)\b(?! (?:{DAY_NAMES}|day|week|month|quarter|working|business))")
_ORDINALS_ALONE = re.compile(r"(?:(?:on|every|each|the|and|,|\d{1,2}(?:st|nd|rd|th)) ?)+")
_EDGE_DAY = re.compile(r"\b(first|last)(?: and (?:the )?(first|last))? day of (?:the|each|every) month\b")
_SECOND_WEEKDAY = re.compile(rf"\b(?:every )?(?:second|2nd) (?:{DAY_NAMES})s?\b")
_AT_THE_END = re.compile(r"(?:,| and| plus)*(?: then)? at the (?:very )?(?:end|deadline|close)(?: of the plan)?$")
_NEXT_WEEKDAY = re.compile(rf"\b((?:{DAY_NAMES})s?), (?=(?:{DAY_NAMES})s?\b)")


def _on_days(words: str) -> dict[str, Any] | None:
    """Read days of the month: `monthly on the 15th`, `the 1st and 15th of each month`, `last day of the month`."""
    days = {int(day) for day in _ORDINAL.findall(words)} | {
        _PLACES[edge] for edges in _EDGE_DAY.findall(words) for edge in edges if edge
    }
    if not days or not days <= {-1, *range(1, 32)} or weekdays_in(words) or re.search(rf"\b(?:{_MONTH})\b", words):
        return None
    if "month" not in words and not _ORDINALS_ALONE.fullmatch(words):
        return None
    return {"unit": "month", "count": _months(words), "times": len(days), "days": tuple(sorted(days))}


def _on_places(words: str) -> dict[str, Any] | None:
    """Read weekdays or working days of a month: `first Monday of the month`, `last working day of each month`."""
    found = _NTH.findall(words)
    if not found or ("month" not in words and "quarter" not in words and _SECOND_WEEKDAY.search(words)):
        return None
    if len(found) > 1 or "month" not in words or "quarter" in words:
        return {}
    ((places, day),) = found
    numbers = tuple(sorted({_PLACES[place] for place in re.findall(_PLACE, places)}))
    weekdays = weekdays_in(day) if day else ()
    return {"unit": "month", "count": _months(words), "times": len(numbers), "weekdays": weekdays, "places": numbers}


def _at_edges(words: str) -> dict[str, Any] | None:
    """Read the first or last working day: `end of each week`, `beginning of the month`."""
    found = _EDGE.findall(words)
    if len(found) != 1 or weekdays_in(words):
        return None
    first, second, unit = found[0]
    places = tuple(sorted({_PLACES[word] for word in (first, second) if word}))
    return {"unit": unit, "times": len(places), "places": places}


def _months(words: str) -> int:
    """Return the number of months in the words, such as 2 for `every 2 months on the 15th`."""
    counts = {count for count, unit, _ in frequencies(words) if unit == "month"}
    return counts.pop() if len(counts) == 1 else 1


# -- days after the start ---------------------------------------------------------------------------------------------

_LIST = r"\d{1,3}(?:(?:(?: ?/ ?|, and |, | and | & )\d{1,3})+|(?:-\d{1,3}){2,})"
_AFTER = r"(?:(?:after|at|on|in) )?(?:the )?"
_MARKS = (
    re.compile(rf"(?<!every )(?<!each ){_AFTER}\b(?P<list>{_LIST})[ -](?P<unit>day|week|month)s?\b"),
    re.compile(rf"{_AFTER}\b(?P<unit>day|week|month)s? (?P<list>{_LIST})\b"),
    re.compile(r"\b(?P<list>30[/-]60[/-]90)\b(?P<unit>)"),
    re.compile(
        rf"{_AFTER}\b(?P<each>\d{{1,3}} (?:day|week|month)s?"
        rf"(?:(?:, and|,| and) {_AFTER}\d{{1,3}} (?:day|week|month)s?)+)\b"
    ),
    re.compile(
        rf"{_AFTER}\b(?P<each>(?:day|week|month) \d{{1,3}}(?:(?:, and|,| and) {_AFTER}(?:day|week|month) \d{{1,3}})+)\b"
    ),
)
_MARK = re.compile(r"(\d{1,3}) (day|week|month)|(day|week|month) (\d{1,3})")


def _marks(words: str) -> tuple[tuple[tuple[int, Unit], ...], str]:
    """Return the days after the start that words name, such as 30, 60 and 90 days, and the words without them."""
    if match := _ONE_MARK.fullmatch(words):
        unit = UNITS[match["before"] or match["unit"]][1]
        return ((int(match["after"] or match["list"]), unit),), ""
    for form in _MARKS:
        if (match := form.search(words)) and (marks := tuple(_counted(match.groupdict()))) and _is_a_way(marks):
            return marks, f"{words[: match.start()]} {words[match.end() :]}".strip()
    return (), words


_ONE_MARK = re.compile(
    r"(?:at|on|after|in) (?:the )?"
    r"(?:(?P<before>day|week|month) (?P<after>\d{1,3})|(?P<list>\d{1,3}) (?P<unit>day|week|month)s?)"
)


def _counted(groups: dict[str, str]) -> Iterator[tuple[int, Unit]]:
    if "each" in groups:
        for number, unit, unit_before, number_after in _MARK.findall(groups["each"]):
            yield int(number or number_after), unit or unit_before
    else:
        unit = UNITS[groups["unit"] or "day"][1]
        yield from ((int(number), unit) for number in re.findall(r"\d+", groups["list"]))


def _is_a_way(marks: tuple[tuple[int, Unit], ...]) -> bool:
    """True if each mark lies farther ahead; two next to each other are rather a range, as in 2/3 weeks."""
    days = [number * {"day": 1, "week": 7, "month": 30}[unit] for number, unit in marks]
    numbers = [number for number, _ in marks]
    return days == sorted(set(days)) and days[0] > 0 and not (len(numbers) == 2 and numbers[1] - numbers[0] == 1)


# -- phases -----------------------------------------------------------------------------------------------------------

_THEN = re.compile(r"\s*(?:[;,.]\s|[;,]|\b(?:and )?(?:then|thereafter|afterwards?|after that)\b)\s*")
_YEAR = r"(?:19|2\d)\d\d"
_UNTIL = r"\b(?:until|till|up to|through)(?: the)? "
_UNTIL_DAY = (
    re.compile(_UNTIL + rf"(?P<year>{_YEAR})-(?P<number>0[1-9]|1[0-2])-(?P<day>[0-3]\d)\b"),
    re.compile(
        _UNTIL + rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b(?:,? (?P<year>{_YEAR})\b)?"
    ),
    re.compile(_UNTIL + rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<year>{_YEAR})\b)?"),
    re.compile(_UNTIL + rf"end of (?P<month>{_MONTH})\b(?: (?P<year>{_YEAR})\b)?"),
)
_SINCE_DAY = tuple(re.compile(form.pattern.replace(_UNTIL, _FROM.format(days=DAY_NAMES), 1)) for form in _UNTIL_DAY[:3])
_SPANS = (
    re.compile(
        r"\b(?:(?:for|in|during|over) )?(?:the )?(?:first|next|following|initial) "
        rf"(?:(?P<count>{_COUNT}) )?(?P<unit>{_UNIT})s?\b(?! of )"
    ),
    re.compile(rf"\bfor (?:the )?(?P<count>{_COUNT}) (?P<unit>{_UNIT})s?\b"),
)
_WHICH = rf"(?:{'|'.join({*COUNTS, *MORE_COUNTS} - {'a', 'other', 'second'})}|\d{{1,2}})"
_STRETCH = re.compile(
    rf"(?<!every )(?<!each )(?<!per )(?<!a )\b(?P<how>from|in|during|for|until|till|up to)?(?(how) )"
    rf"(?P<unit>week|month)s? (?P<first>{_WHICH})\b(?:(?: ?[-–] ?| to | and | through )(?P<last>{_WHICH})\b)?"
    r"(?P<open>\+| on(?:wards?)?\b| and (?:on|after|beyond)\b)?:?"
)
_SAYS_HOW_OFTEN = re.compile(rf"\b(?:{DAY_NAMES}|{_UNIT}|{ADVERBS}|once|twice)s?\b(?!['’]s\b)")


class _UnclearError(Exception):
    """The words change the rhythm without saying when."""


class _Clause(NamedTuple):
    """A part of the words: a rhythm and the time for which it holds, each if it is given.

    `stretch` is the first and last week or month, counted from the start; either end may be open.
    """

    rhythm: Rhythm | None = None
    span: tuple[int, Unit] | None = None
    until: CalendarDay | None = None
    stretch: tuple[int | None, int | None, Unit] | None = None

    @property
    def says_how_long(self) -> bool:
        return bool(self.span or self.until or self.stretch)


def _phases(words: str) -> tuple[Phase, ...] | None:
    """Return the phases that words name in order; empty if there is only one, None if their times are unclear."""
    try:
        clauses = list(_clauses(words))
        return tuple(_in_order(clauses)) if any(clause.says_how_long for clause in clauses) else ()
    except _UnclearError:
        return None


def _clauses(words: str) -> Iterator[_Clause]:
    """Yield the clauses of words; parts between commas form one clause until a second rhythm or time begins."""
    clause = _Clause()
    for part in _THEN.split(words):
        found = _clause(part)
        if (found.rhythm and clause.rhythm) or (found.says_how_long and clause.says_how_long):
            yield clause
            clause = _Clause()
        clause = clause._replace(**{name: part for name, part in found._asdict().items() if part})
    yield clause


def _clause(words: str) -> _Clause:
    clause = _Clause()
    for form in (*_UNTIL_DAY, *_SPANS, _STRETCH):
        if match := form.search(words):
            words = f"{words[: match.start()]} {words[match.end() :]}".strip()
            clause = _time(match.groupdict())
            break
    meaning = _steady(words)
    if not meaning and _SAYS_HOW_OFTEN.search(words):
        raise _UnclearError
    return clause._replace(rhythm=Rhythm(words, **meaning) if meaning else None)


def _time(found: dict[str, str | None]) -> _Clause:
    """Return a clause with the time that the groups of a match give."""
    if "month" in found or "number" in found:
        month = _MONTHS.index(found["month"] or "") + 1 if "month" in found else int(found["number"] or 0)
        return _Clause(
            until=CalendarDay(int(found["year"]) if found["year"] else None, month, int(found.get("day") or 31))
        )
    multiple, unit = UNITS[found["unit"] or ""]
    if "first" not in found:
        return _Clause(span=(multiple * number(found["count"] or "one"), unit))
    first, last = number(found["first"] or ""), found["last"] and number(found["last"])
    if found["how"] in ("until", "till", "up to"):
        return _Clause(stretch=(None, first, unit))
    is_open = bool(found["open"]) or (found["how"] == "from" and not last)
    return _Clause(stretch=(first, None if is_open else last or first, unit))


def _in_order(clauses: Sequence[_Clause]) -> Iterator[Phase]:
    """Yield the phases of clauses; each but the last must have a time, and there must not be a gap between them."""
    units = {clause.stretch[2] for clause in clauses if clause.stretch}
    if units and ({clause.span[1] for clause in clauses if clause.span} - units or len(units) > 1):
        raise _UnclearError
    reached = 0
    for clause in clauses:
        first, last, unit = clause.stretch or (None, None, "week")
        span = (last - reached, unit) if last else clause.span
        is_last = clause is clauses[-1]
        if clause.rhythm is None or first not in (None, reached + 1) or not (span or clause.until or is_last):
            raise _UnclearError
        if span and span[0] < 1:
            raise _UnclearError
        yield Phase(clause.rhythm, span, clause.until)
        reached += span[0] if span else 0
