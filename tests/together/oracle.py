"""An oracle of a plan that many people change in many clones: it knows what must be there, and who agreed to what.

It reads plans by YAML's own loader, and takes nothing from the code that it judges.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from together.kinds import Seen

BEGUN = ("agreed", "doing", "done")
_ON_THE_WAY = ("agreed", "doing", "dropped")
_WITH = {"timeline.end": ["timeline.extensions"]}
"""What belongs to a place, and goes with it: an end that is not taken had not been extended to."""
Key = tuple[str, str]
Words = tuple[str, ...]


@dataclass(frozen=True)
class Kept:
    """A text that is in a file of the plan, from then on."""

    text: str
    once: bool = False

    def is_in(self, seen: Seen) -> bool:
        """True if it is there; of a record, once."""
        count = seen.raw.count(self.text) + seen.beside.count(self.text)
        return count == 1 if self.once else count > 0


@dataclass(frozen=True)
class Holds:
    """A value that is in one place of the plan, until somebody who knows of it writes another."""

    key: Key
    value: Any

    def is_in(self, seen: Seen) -> bool:
        """True if that place has that value."""
        return value(seen, self.key) == self.value


Fact = Kept | Holds


@dataclass(frozen=True)
class Event:
    """A command that was acknowledged: of which plan, what it recorded, and which events its clone knew."""

    number: int
    plan: str
    facts: tuple[Fact, ...]
    known: frozenset[int]
    said: str = ""


def value(seen: Seen, key: Key) -> Any:
    """The value in a place of the plan, None where there is none."""
    what, name = key
    if what == "activity":
        found = [one for one in seen.data["activities"] if one.get("id") == name]
        return (found[0]["what"], found[0].get("status")) if found else None
    if what == "target":
        return next((str(one["target"]) for one in _goal(seen)["measures"] if one["name"] == name), None)
    if what == "milestone":
        found = [one for one in seen.data["timeline"].get("milestones", ()) if one["what"] == name]
        return "reached" in found[0] if found else None
    if what == "rest":
        return None if seen.data["status"] == "closed" else rests(seen, date.fromisoformat(name))
    if name == "goal":
        return _goal(seen)["goal"]
    part: Any = seen.data
    for step in name.split("."):
        part = part.get(step) if isinstance(part, dict) else None
    return str(part) if part is not None else None


def _goal(seen: Seen) -> dict[str, Any]:
    goals = seen.data["goal_state"]
    return goals if isinstance(goals, dict) else goals[0]


def wording(activity: dict[str, Any]) -> Words:
    """All of an activity that a yes is about."""
    return tuple(str(activity.get(key) or "") for key in ("id", "what", "kind", "owner", "cue", "every"))


def begun(seen: Seen) -> set[Words]:
    """The wordings of the activities that count as agreed to."""
    return {wording(one) for one in seen.data["activities"] if one.get("status") in BEGUN}


@dataclass(frozen=True)
class Terms:
    """The terms of a plan as somebody saw them: the sections, and each activity that was agreed on."""

    core: str
    activities: tuple[str, ...]

    @classmethod
    def of(cls, seen: Seen) -> "Terms":
        """The terms of a version of a plan."""
        data = seen.data
        timeline = data["timeline"]
        core = [data.get(key) for key in ("kind", "purpose", "development_area", "current_state", "goal_state")]
        core += [data["support_assets"], data["update_cadence"], timeline["start"], timeline["end"]]
        core += [[(one["date"], one["what"]) for one in timeline.get("milestones", ())]]
        core += [data["people"].get(role) for role in ("team_member", "manager", "managers_manager", "hr")]
        agreed = [one for one in data["activities"] if one.get("status") not in ("proposed", "declined")]
        found = sorted(_plain([one.get("due"), one.get("proposed_by"), *wording(one)[1:]]) for one in agreed)
        return cls(_plain(core), tuple(found))

    def cover(self, now: "Terms") -> bool:
        """True if nothing that was agreed on is changed or taken out."""
        return self.core == now.core and all(
            self.activities.count(one) <= now.activities.count(one) for one in self.activities
        )


def _plain(part: Any) -> str:
    return json.dumps(part, sort_keys=True, default=str)


@dataclass
class Oracle:
    """Everything that was acknowledged, and what a person who was asked decided against."""

    events: list[Event] = field(default_factory=list)
    consents: set[tuple[str, Words]] = field(default_factory=set)
    words: dict[tuple[str, str], dict[int, Terms]] = field(default_factory=dict)
    decided: set[tuple[int, Fact]] = field(default_factory=set)

    def unasked(self, plan: str, seen: Seen) -> Iterator[str]:
        """Consents in a version of the plan that nobody gave."""
        for words in sorted(begun(seen)):
            if (plan, words) not in self.consents:
                yield f"{plan}: nobody agreed to {words}"

    def standing(self, plan: str, seen: Seen, known: AbstractSet[int]) -> dict[str, set[bool]]:
        """Whether the last word of each person holds for the terms as they are, as far as these events are known.

        Of two words that one person said in two clones at the same time, either may be the last.
        """
        now, found = Terms.of(seen), {}
        for person in {person for id_, person in self.words if id_ == plan}:
            heard = {number: said for number, said in self.words[plan, person].items() if number in known}
            earlier = {number for number in heard for other in heard if number in self.events[other].known}
            if heard:
                found[person] = {said.cover(now) for number, said in heard.items() if number not in earlier}
        return found

    def decide(self, plan: str, sides: Iterable[Seen], base: Seen | None, kept: Seen, dropped: str) -> None:
        """Note what a person took out who was asked, and took one side: only what the sides do not have in common."""
        before, versions = base, list(sides)
        for event in self.events:
            for fact in event.facts if event.plan == plan else ():
                if fact.is_in(kept):
                    continue
                if isinstance(fact, Kept):
                    gone = fact.text in dropped
                else:
                    values = [value(side, fact.key) for side in versions]
                    gone = fact.value in values and (before is None or value(before, fact.key) not in values)
                if gone:
                    self.decided.add((event.number, fact))

    def take(self, plan: str, base: Seen, mine: Seen, theirs: Seen, kept: Seen, sides: Mapping[str, str]) -> None:
        """Note what a person took out who took a side in each question, by its key; only that is theirs to take out."""
        for key, side in sides.items():
            dropped = theirs if side == "mine" else mine
            gone = {text for place in (key, *_WITH.get(key, ())) for text in _texts(at(dropped, place))}
            gone -= _texts(at(base, key))
            for event in self.events:
                for fact in event.facts if event.plan == plan else ():
                    if isinstance(fact, Kept):
                        is_meant = any(fact.text in text for text in gone)
                    else:
                        is_meant = _is_about(fact, key) and fact.value == value(dropped, fact.key)
                    if is_meant and not fact.is_in(kept):
                        self.decided.add((event.number, fact))

    def lost(self, plan: str, seen: Seen) -> Iterator[str]:
        """What is not in the plan although it was acknowledged, and nobody who knew of it wrote anything else."""
        events = [event for event in self.events if event.plan == plan]
        for event in events:
            for fact in event.facts:
                if isinstance(fact, Kept) and (event.number, fact) not in self.decided and not fact.is_in(seen):
                    yield f"{plan}: {event.said} ({event.number}): {fact.text}"
        for key in {fact.key for event in events for fact in event.facts if isinstance(fact, Holds)}:
            yield from self._overwritten(plan, key, events, value(seen, key))

    def _overwritten(self, plan: str, key: Key, events: list[Event], now: Any) -> Iterator[str]:
        """What is wrong with the value in one place: it must be that of the last who wrote it, and was not dropped.

        What was dropped at a question had replaced all the same what its writer knew.
        """
        writes = [
            (event, fact) for event in events for fact in event.facts if isinstance(fact, Holds) and fact.key == key
        ]
        last = [
            (event, fact.value)
            for event, fact in writes
            if (event.number, fact) not in self.decided and not any(event.number in other.known for other, _ in writes)
        ]
        values = {written for _, written in last}
        if last and now not in joined(key, values):
            told = ", ".join(f"{written} by {event.said} ({event.number})" for event, written in last)
            yield f"{plan}: {key} is {now}: {told}"


def at(seen: Seen, key: str) -> Any:
    """What is at the key of a question, such as `activities.lead`; None where there is nothing."""
    if key == "text":
        return seen.raw.split("---\n", 2)[2]
    part: Any = seen.data
    for step in key.split("."):
        if isinstance(part, dict):
            part = part.get(step)
        elif isinstance(part, list):
            only = part[0].get(step) if len(part) == 1 and isinstance(part[0], dict) else None  # is not named
            numbered = part[int(step)] if step.isdigit() and int(step) < len(part) else only
            part = next((one for one in part if step in _names(one)), numbered)
    return part


def _names(entry: Any) -> set[str]:
    return {str(entry.get(key)) for key in ("id", "name", "what", "date", "from")} if isinstance(entry, dict) else set()


def _texts(part: Any) -> set[str]:
    if isinstance(part, dict | list):
        return {text for one in (part.values() if isinstance(part, dict) else part) for text in _texts(one)}
    return {*str(part).splitlines()}


def differs(key: str, base: Seen | None, mine: Seen, theirs: Seen) -> bool:
    """True if both sides have changed what is at a key, to different things: a person must decide.

    Without one base, as the sides have merged each other before, a change of either may be one that was taken back.
    """
    one, other = at(mine, key), at(theirs, key)
    return one != other and (base is None or at(base, key) not in (one, other))


def _is_about(fact: Holds, key: str) -> bool:
    """True if a question is about the place of a fact."""
    what, name = fact.key
    if what == "plain":
        name = f"goal_state.{name}" if name == "goal" else name
        return name == key or name.startswith(f"{key}.") or key.startswith(f"{name}.")
    places = {"activity": "activities", "target": "goal_state", "milestone": "timeline", "rest": "timeline"}
    return key.split(".", maxsplit=1)[0] == places[what] and (what != "activity" or key.split(".")[1:2] == [name])


def joined(key: Key, values: set[Any]) -> set[Any]:
    """What may become of values that several people wrote at the same time; nothing where a person must be asked.

    Of the states of an activity the farthest wins, and what is dropped stays so in other words; done against dropped
    is a question. The team member's no stands against what others began meanwhile.
    """
    if len(values) == 1 or key[0] == "rest":
        return {*values, None} if key[0] == "rest" else values
    states = {state for _, state in values} if key[0] == "activity" else set()
    wordings = {what for what, _ in values} if key[0] == "activity" else set()
    if states <= {*_ON_THE_WAY} and len(wordings) == 1 and states:
        return {(*wordings, max(states, key=_ON_THE_WAY.index))}
    if states <= {*BEGUN} and len(wordings) == 1 and states:
        return {(*wordings, max(states, key=BEGUN.index))}
    if len(wordings) == 1 and "declined" in states and states <= {"agreed", "doing", "declined"}:
        return {(*wordings, "declined")}
    return {(what, "dropped") for what in wordings} if "dropped" in states and "done" not in states else set()


def rests(seen: Seen, day: date) -> bool:
    """True if a day is one of rest."""
    holds = [(one["from"], one.get("to") or date.max) for one in seen.data["timeline"].get("holds", ())]
    return any(begins <= day <= ends for begins, ends in holds)


def overlapping(seen: Seen) -> bool:
    """True if two times of rest share a day."""
    holds = sorted((one["from"], one.get("to") or date.max) for one in seen.data["timeline"].get("holds", ()))
    return any(before[1] >= after[0] for before, after in pairwise(holds))
