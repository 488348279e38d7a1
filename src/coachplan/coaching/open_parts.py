"""The parts of a plan that wait for somebody's own words, and the edits that fill them in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coachplan.base.words import ROLES, capitalized, spaced
from coachplan.format import add_entry, change_entry, set_part
from coachplan.format.strict_yaml import Data, Location
from coachplan.plan.guidance import GUIDANCE, is_placeholder

_ASKED = re.compile(r"\s*\[fill in: (.*)\]\s*", re.DOTALL)
_TO_AGREE = re.compile(r"(?:still )?(?:to be|not yet) (?:agreed|decided|set|fixed)(?: (?:on|upon))?\.?", re.IGNORECASE)
_NO_ADDRESS = frozenset("<@")


@dataclass(frozen=True)
class OpenPart:
    """A part that is open: its place, what is asked for there, and `is_list` where it takes several texts."""

    location: Location
    ask: str = ""
    is_list: bool = False

    @property
    def key(self) -> str:
        """The place in one word, as an answer is kept under it; that of a whole section is its key."""
        return ".".join(map(str, self.location))

    @property
    def is_section(self) -> bool:
        """True if all of one of the seven sections is open."""
        return len(self.location) == 1 and self.location[0] in GUIDANCE

    @property
    def title(self) -> str:
        """The place in words, such as "Responsibilities: team member"; entries of lists are counted from 1."""
        first, *rest = (
            str(step + 1) if isinstance(step, int) else ROLES.get(step, spaced(step)) for step in self.location
        )
        return ": ".join([capitalized(first), *([" ".join(rest)] if rest else [])])


def open_parts(data: Mapping[str, Data]) -> list[OpenPart]:
    """Return the open parts of a plan's data: the sections in their order, what they lack, and then all others."""
    found: list[OpenPart] = []
    for key in GUIDANCE:
        section = data.get(key)
        places = [*_placeholders(section, (key,))]
        if _is_open(section):
            found.append(OpenPart((key,)))
        else:
            found += places
            found += _without_measures(section) if key == "goal_state" else ()
    others = {key: part for key, part in data.items() if key not in (*GUIDANCE, "people")}
    return [*found, *_placeholders(others, ()), *_without_address(data.get("people"))]


def _is_open(section: Data) -> bool:
    """True if a section holds nothing, or nothing but placeholders."""
    match section:
        case str():
            return not section.strip() or is_placeholder(section) or _TO_AGREE.fullmatch(section.strip()) is not None
        case list():
            return all(map(_is_open, section))
        case dict():
            return all(map(_is_open, section.values()))
        case _:
            return section is None


def _placeholders(part: Data, location: Location) -> Iterator[OpenPart]:
    match part:
        case str() if is_placeholder(part):
            asked = _ASKED.fullmatch(part)
            yield OpenPart(location, asked[1] if asked else "")
        case [str() as only] if is_placeholder(only):
            yield from (OpenPart((*location, 0), entry.ask, is_list=True) for entry in _placeholders(only, location))
        case list():
            for number, entry in enumerate(part):
                yield from _placeholders(entry, (*location, number))
        case dict():
            for key, entry in part.items():
                yield from _placeholders(entry, (*location, key))


def _without_measures(section: Data) -> Iterator[OpenPart]:
    goals = section if isinstance(section, list) else [section]
    for number, goal in enumerate(goals):
        if not (isinstance(goal, dict) and goal.get("measures")) and not _is_open(goal):
            yield OpenPart(("goal_state", number, "measures") if len(goals) > 1 else ("goal_state", "measures"))


def _without_address(people: Data) -> Iterator[OpenPart]:
    for role, name in people.items() if isinstance(people, dict) else ():
        if role in ROLES and isinstance(name, str) and name.strip() and not _NO_ADDRESS.intersection(name):
            yield OpenPart(("people", role), name)


def filled(text: str, answers: Mapping[Location, Data]) -> str:
    """Return a plan's text with answers at their places; every other byte stays."""
    for location, answer in answers.items():
        text = _filled(text, location, answer)
    return text


def _filled(text: str, location: Location, answer: Any) -> str:
    if location[0] == "goal_state" and location[-1] == "measures":
        place = location[1] if isinstance(location[1], int) else 0
        return change_entry(text, ("goal_state", place), "goal", {"measures": answer})
    if isinstance(location[-1], int) and isinstance(answer, list):
        first, *more = answer
        text = set_part(text, location, first)
        for entry in more:
            text = add_entry(text, location[:-1], entry)
        return text
    return set_part(text, location, answer)
