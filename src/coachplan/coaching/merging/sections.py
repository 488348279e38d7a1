"""The parts of a plan, each with the way in which two changes of it become one.

An activity's words and its status are one thing: a yes to words is never joined with other words. Records are added to
each other, holds that overlap are joined, and a status goes on: what is done is not agreed again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from coachplan.coaching.merging.parts import (
    ANY,
    Key,
    Keys,
    Kind,
    Merging,
    Pair,
    Shape,
    Single,
    Versions,
    assembled,
    both,
    data_of,
    in_order,
)
from coachplan.format.parts import Part

Identity = Callable[[Any], Any]
_OPEN = "9999-12-31"


# -- lists ------------------------------------------------------------------------------------------------------------


def _whole(data: Any) -> Any:
    return repr(data)


def _by(*names: str) -> Identity:
    """Return a function that knows an entry by its keys, None for one that lacks the first of them."""
    return lambda data: (
        tuple(data.get(name) for name in names) if isinstance(data, dict) and data.get(names[0]) else None
    )


def _wording(short: str) -> Identity:
    return lambda data: (data.get(short) if isinstance(data, dict) else data) or None


def _email(data: Any) -> Any:
    name, _, address = str(data).partition("<")
    return (address.rstrip("> ") or name.strip()).casefold()


@dataclass(frozen=True)
class Entries:
    """A list whose entries are known by an identity: the first of `known_by` that two of them share.

    A single entry may stand for a list of one. An entry that `may_be_reworded` is the one that stood at its place,
    unless both keep a name: the key `named_by`. `is_addition` is true for lists that may be missing.
    """

    known_by: tuple[Identity, ...] = (_whole,)
    of: Shape = ANY
    day: str = ""
    may_be_reworded: bool = True
    is_addition: bool = True
    named_by: str = ""

    def blend(self, merging: Merging, key: Key, versions: Versions) -> Pair:
        """Return the list with the entries of both sides."""
        lists = [_entries(version) for version in versions]
        if None in lists:
            return Single().blend(merging, key, versions)
        base, mine, theirs = (known or [] for known in lists)
        rows = self._rows(base, mine, theirs)
        if self.day and all(_is_sorted(entries, self.day) for entries in (mine, theirs)):
            rows.sort(key=lambda row: _day(next(filter(None, row)), self.day))
        pairs = [merging.blend((*key, *self._name(row, rows)), self.of, row) for row in rows]
        pair = assembled(versions, self.join(rows, pairs), is_list=True)
        if None in pair and versions.mine and versions.theirs and not self.is_addition:
            return merging.ask(key, "removed and changed", versions)
        return pair

    def join(self, rows: Sequence[Versions], pairs: Sequence[Pair]) -> Sequence[Pair]:  # noqa: ARG002 - for others
        """Return the entries of which some have become one."""
        return pairs

    def _rows(self, base: Sequence[Part], mine: Sequence[Part], theirs: Sequence[Part]) -> list[Versions]:
        """Return each entry in its three versions, in order."""
        numbers = [list(range(len(base))), self._numbers(base, mine), self._numbers(base, theirs)]
        new = len(base)
        for place, number in enumerate(numbers[1]):
            if number < 0:
                numbers[1][place] = new
                twin = self._twin(mine[place], theirs, numbers[2])
                if twin is not None:
                    numbers[2][twin] = new
                new += 1
        for place, number in enumerate(numbers[2]):
            if number < 0:
                numbers[2][place], new = new, new + 1
        found = [
            dict(zip(known, parts, strict=True)) for known, parts in zip(numbers, (base, mine, theirs), strict=True)
        ]
        return [Versions(*(side.get(number) for side in found)) for number in in_order(*numbers)]

    def _numbers(self, base: Sequence[Part], side: Sequence[Part]) -> list[int]:
        """Return the number in the base of each entry of a side, -1 for a new one."""
        numbers = [-1] * len(side)
        for identity in self.known_by:
            for number, entry in enumerate(base):
                if number not in numbers and (wanted := identity(entry.data)) is not None:
                    fitting = (n for n, one in enumerate(side) if numbers[n] < 0 and identity(one.data) == wanted)
                    if (place := next(fitting, None)) is not None:
                        numbers[place] = number
        for place, entry in enumerate(side[: len(base)] if self.may_be_reworded else ()):
            if numbers[place] < 0 and place not in numbers and None in map(self._named, (entry, base[place])):
                numbers[place] = place
        return numbers

    def _named(self, part: Part) -> Any:
        """Return the name that an entry keeps when it is reworded, None without one."""
        return part.data.get(self.named_by) if isinstance(part.data, dict) else None

    def _twin(self, entry: Part, others: Sequence[Part], numbers: Sequence[int]) -> int | None:
        """Return the place of an entry that is new on the other side, too, and the same in all of its identities."""
        wanted = [identity(entry.data) for identity in self.known_by]
        for place, other in enumerate(others):
            if numbers[place] < 0 and [identity(other.data) for identity in self.known_by] == wanted:
                return place
        return None

    def _name(self, row: Versions, rows: Sequence[Versions]) -> Key:
        """Return the name of an entry in a question: its id or day, else its number; none for the only one."""
        if len(rows) == 1 and not self.named_by:
            return ()
        part = next(filter(None, (row.mine, row.theirs, row.base)))
        name = self._named(part)
        is_plain = isinstance(name, str) and name.replace("-", "").isalnum() and name.isascii()
        return (str(name) if is_plain else str(rows.index(row)),)


def _entries(version: Part | None) -> list[Part] | None:
    """Return the entries of a list, or the one that stands for it; None where its text cannot be divided."""
    if version is None:
        return []
    if isinstance(version.data, list):
        return list(version.children) if version.children is not None else None
    return [version]


def _day(part: Part | None, day: str) -> str:
    data = data_of(part)
    return str(data.get(day) if isinstance(data, dict) else data)


def _is_sorted(entries: Sequence[Part], day: str) -> bool:
    days = [_day(entry, day) for entry in entries]
    return days == sorted(days)


# -- activities -------------------------------------------------------------------------------------------------------

WORDS = ("what", "kind", "owner", "cue", "every")
"""The keys of an activity that a yes is given to; `plan.AGREED_WORDS`, which takes long to load, has the same."""

_CONSENT = ("status", "agreed")
_FARTHER = {"proposed": 0, "agreed": 1, "doing": 2, "dropped": 3, "done": 4, "declined": 4}
_STARTED = ("agreed", "doing")
_AGAINST = ({"done", "dropped"}, *({"declined", other} for other in ("agreed", "doing", "done")))


@dataclass(frozen=True)
class ActivityKeys(Keys):
    """An activity: its words, its status and who agreed to it are one thing."""

    def decide(self, merging: Merging, key: Key, inside: Mapping[str, Versions]) -> dict[str, Pair]:
        """Return the words, the status and the agreement, of one side or, word for word the same, of both."""
        changed = [_differs(inside, WORDS, side) for side in (1, 2)]
        moved = [_differs(inside, _CONSENT, side) for side in (1, 2)]
        is_same = not any(data_of(part.mine) != data_of(part.theirs) for name, part in inside.items() if name in WORDS)
        states = [str(_said(inside, "status", side) or "agreed") for side in (1, 2)]
        if all(changed) and not is_same:
            return self._ask(merging, key, "two values", inside)
        if is_same:
            return self._farther(merging, key, inside) if all(moved) else {}
        side, other = (1, 2) if changed[0] else (2, 1)
        if not moved[other - 1] or states[0] == states[1]:
            return _taken(inside, (*WORDS, *_CONSENT), side)
        if states[other - 1] == "dropped":
            return _taken(inside, (*WORDS, "agreed"), side) | _taken(inside, ("status",), other)
        # A yes stays as it was given, beside other words too: it holds for its own alone, and says which those were.
        kept = _yes_of_one_side(inside)
        return _asked(merging, key, "accepted and changed", inside, (*WORDS, *_CONSENT)[: -len(kept) or None]) | kept

    def _farther(self, merging: Merging, key: Key, inside: Mapping[str, Versions]) -> dict[str, Pair]:
        """Return the status that is farther on, with its agreement; what is over in two ways is a question."""
        mine, theirs = states = [str(_said(inside, "status", side) or "agreed") for side in (1, 2)]
        # Only the team member declines what has begun: so their no stands, whatever was begun meanwhile.
        is_their_no = "declined" in states and "done" not in states and _said(inside, "status", 0) in _STARTED
        if {*states} in _AGAINST and not is_their_no:
            return self._ask(merging, key, "two states", inside)
        side = 1 if _FARTHER.get(mine, 1) >= _FARTHER.get(theirs, 1) else 2
        agreed = inside.get("agreed")
        if agreed and agreed.mine and agreed.theirs:
            with_it = side if mine != theirs else 1 + (repr(agreed.mine.data) > repr(agreed.theirs.data))
        else:
            with_it = 1 if agreed and agreed.mine else 2
        if mine == theirs and not _said(inside, "status", 1):
            side = 2  # said plainly on the other side
        why = _taken(inside, ("why",), side) if mine != theirs and _differs(inside, ("why",), side) else {}
        return _taken(inside, ("status",), side) | _taken(inside, ("agreed",), with_it) | why

    def _ask(self, merging: Merging, key: Key, kind: Kind, inside: Mapping[str, Versions]) -> dict[str, Pair]:
        """Return words, status and agreement as each side has them, and ask whose they are."""
        return _asked(merging, key, kind, inside, (*WORDS, *_CONSENT))


def _asked(
    merging: Merging, key: Key, kind: Kind, inside: Mapping[str, Versions], names: Sequence[str]
) -> dict[str, Pair]:
    """Return some keys as each side has them, and ask about all of them at once."""
    groups = [
        Part("inline", {name: data_of(inside[name][side]) for name in names if name in inside and inside[name][side]})
        for side in range(3)
    ]
    chosen = merging.ask(key, kind, Versions(*groups))
    sides = [1 if part is groups[1] else 2 for part in chosen]
    return {name: Pair(inside[name][sides[0]], inside[name][sides[1]]) for name in names if name in inside}


def _yes_of_one_side(inside: Mapping[str, Versions]) -> dict[str, Pair]:
    """Return the new yes that only one side has, if one has it."""
    base, *sides = inside.get("agreed", Versions(None, None, None))
    given = [side for side in sides if side]
    return {"agreed": both(given[0])} if len(given) == 1 and base is None else {}


def _said(inside: Mapping[str, Versions], name: str, side: int) -> Any:
    return data_of(inside[name][side]) if name in inside else None


def _differs(inside: Mapping[str, Versions], names: Sequence[str], side: int) -> bool:
    return any(data_of(inside[name].base) != data_of(inside[name][side]) for name in names if name in inside)


def _taken(inside: Mapping[str, Versions], names: Sequence[str], side: int) -> dict[str, Pair]:
    """Return keys as one side has them; where both have the same, the merge of their layout is left to others."""
    return {
        name: both(versions[side])
        for name, versions in inside.items()
        if name in names and data_of(versions.mine) != data_of(versions.theirs)
    }


# -- timeline, outcome, status ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TimelineKeys(Keys):
    """Start and end: an end and the extension that led to it are one thing."""

    def read(self, part: Part | None) -> dict[str, Part] | None:
        """Return the parts by key; those of the short form are written anew where they are needed."""
        if part and isinstance(part.data, str) and " to " in part.data:
            start, _, end = part.data.partition(" to ")
            days = {"start": start.strip(), "end": end.strip()}
            return {
                name: replace(part.under(name), data=day, text=f" {day}\n", value=(1, 1 + len(day)))
                for name, day in days.items()
            }
        return super().read(part)

    def decide(self, merging: Merging, key: Key, inside: Mapping[str, Versions]) -> dict[str, Pair]:
        """Return the end and its extensions as each side has them, where the two ends differ."""
        end = inside.get("end")
        if end and _is_changed_twice(end):
            return _asked(merging, (*key, "end"), "two ends", inside, ("end", "extensions"))
        return {}


def _is_changed_twice(versions: Versions) -> bool:
    """True for a value that both sides changed, and not to the same."""
    base, mine, theirs = map(data_of, versions)
    return mine not in (base, theirs) and theirs != base


@dataclass(frozen=True)
class ExtensionEntry(Single):
    """An extension: two from one end to another are one, for the reasons of both."""

    def blend(self, merging: Merging, key: Key, versions: Versions) -> Pair:
        """Return the extension of the earlier day, with a reason that only the other gives after its own."""
        if versions.base:
            return super().blend(merging, key, versions)
        first, second = sorted(filter(None, versions), key=lambda part: (_day(part, "date"), repr(part.data)))
        whys = [str(part.data.get("why") or "") for part in (first, second)]
        inside = {child.name: child for child in first.children or ()}
        if whys[1] in whys[0] or "why" not in inside:
            return both(first)
        why = whys[1] if whys[0] in whys[1] else "; ".join(whys)
        inside["why"] = inside["why"].rewritten(why)
        return assembled(Versions(first, first, first), [both(child) for child in inside.values()], is_list=False)


@dataclass(frozen=True)
class HoldEntries(Entries):
    """Times on hold: those that overlap are one."""

    def join(self, rows: Sequence[Versions], pairs: Sequence[Pair]) -> Sequence[Pair]:
        """Return the holds, a new one joined with those that it overlaps."""
        joined: list[tuple[Versions, Pair]] = []
        for row, pair in zip(rows, pairs, strict=True):
            part = pair.mine
            known = next((n for n, (other, its) in enumerate(joined) if _overlap(row, part, other, its.mine)), None)
            if known is None or part is None:
                joined.append((row, pair))
            else:
                joined[known] = (joined[known][0], both(_joined(joined[known][1].mine, part)))
        return [pair for _, pair in joined]


def _overlap(row: Versions, part: Part | None, other: Versions, its: Part | None) -> bool:
    """True for two holds that overlap and come from two sides."""
    if part is None or its is None or not (part.is_keys and its.is_keys):
        return False
    sides = [{name for name, version in versions._asdict().items() if version} for versions in (row, other)]
    if sides[0] & sides[1]:
        return False
    return bool(_first(part) <= _last(its) and _first(its) <= _last(part))


def _first(part: Part) -> str:
    return str(part.data.get("from"))


def _last(part: Part) -> str:
    return str(part.data.get("to") or _OPEN)


def _joined(one: Part | None, other: Part) -> Part:
    """Return one hold for two: from the earlier day to the later, for the reason of the one that begins first."""
    assert one is not None, "a hold that overlaps"
    first, second = sorted((one, other), key=lambda part: (_first(part), _last(part), repr(part.data)))
    last = max(first, second, key=_last)
    inside = {child.name: child for child in (*(second.children or ()), *(first.children or ()))}
    inside.pop("to", None)
    inside |= {child.name: child for child in last.children or () if child.name == "to"}
    ordered = [inside[name] for name in ("from", "to", "why") if name in inside]
    same = Versions(first, first, first)
    found = assembled(same, [both(part) for part in ordered], is_list=False).mine
    assert found is not None, "a hold has a first day"
    return found


@dataclass(frozen=True)
class HoldKeys(Keys):
    """A time on hold whose end both changed lasts until the later of the two."""

    def decide(self, merging: Merging, key: Key, inside: Mapping[str, Versions]) -> dict[str, Pair]:  # noqa: ARG002 - asks nothing
        """Return the later of two ends, and one of two reasons."""
        ends = [(_said(inside, "to", side) or _OPEN, str(_said(inside, "why", side) or ""), side) for side in (1, 2)]
        last = max(ends)[2]
        is_new = not _said(inside, "from", 0)
        return {
            name: both(found[last])
            for name, found in inside.items()
            if name != "from" and (is_new or _is_changed_twice(found))
        }


@dataclass(frozen=True)
class OutcomeKeys(Keys):
    """The outcome: two results, or one result on two days, are two outcomes."""

    def decide(self, merging: Merging, key: Key, inside: Mapping[str, Versions]) -> dict[str, Pair]:
        """Return the outcome as each side has it where two looked back apart."""
        if any(_is_changed_twice(inside[name]) for name in ("result", "date") if name in inside):
            return _asked(merging, key, "two outcomes", inside, tuple(inside))
        return {}


_STATUS = ("draft", "active", "on-hold", "closed")


@dataclass(frozen=True)
class PlanStatus(Single):
    """The state of the plan: of two, the one that is farther on."""

    def blend(self, merging: Merging, key: Key, versions: Versions) -> Pair:
        """Return the state that is farther on."""
        mine, theirs = data_of(versions.mine), data_of(versions.theirs)
        if _is_changed_twice(versions) and {mine, theirs} <= {*_STATUS}:
            return both(versions.mine if _STATUS.index(mine) > _STATUS.index(theirs) else versions.theirs)
        return super().blend(merging, key, versions)


# -- the plan ---------------------------------------------------------------------------------------------------------


def _section(short: str, of: Shape, **settings: Any) -> Entries:
    """Return a section that begins as a plain text and grows."""
    return Entries((_whole, _wording(short)), of, is_addition=False, **settings)


_texts = partial(Entries, (_whole,), Single())
_record = partial(Entries, (_whole,), Single(), day="date", may_be_reworded=False)
_days = partial(Entries, (_whole,), Single(), may_be_reworded=False)
_GROUP = Keys()

_MEASURE = Keys({"steps": Entries((_by("by"),), Keys(), day="by", may_be_reworded=False)}, "name")
_GOAL = Keys({"measures": Entries((_wording("name"),), _MEASURE)}, "goal")
_CURRENT_STATE = Keys({"evidence": _texts()}, "manager")
_TIMELINE = TimelineKeys(
    {
        "milestones": Entries(
            (_by("date", "what"), _by("date"), _by("what")), Keys(), day="date", may_be_reworded=False
        ),
        "extensions": Entries((_by("from", "to"),), ExtensionEntry(), day="date", may_be_reworded=False),
        "holds": HoldEntries((_by("from"),), HoldKeys(), day="from", may_be_reworded=False, named_by="from"),
    }
)
_OUTCOME = OutcomeKeys({"helped": _texts(), "hindered": _texts(), "measures": _GROUP}, kind="two outcomes")

PLAN = Keys(
    {
        "status": PlanStatus(),
        "people": Keys({"helpers": Entries((_email,), Single())}),
        "opportunity": Keys(short="reason"),
        "development_area": _section("area", Keys(short="area")),
        "current_state": _section("manager", _CURRENT_STATE),
        "goal_state": _section("goal", _GOAL),
        "activities": Entries(
            (_by("id"), _wording("what")), ActivityKeys(short="what"), is_addition=False, named_by="id"
        ),
        "timeline": _TIMELINE,
        "support_assets": _section("what", Keys(short="what")),
        "update_cadence": _section("every", Keys({"dates": _days()}, "every")),
        "outcome": _OUTCOME,
        "follow_up": Keys({"reviews": _days()}),
        "revisions": _record(),
        "acknowledgements": _record(),
        "success_criteria": _texts(),
        "responsibilities": Keys({"team_member": _texts(), "manager": _texts()}),
    }
)
"""The way in which the front matter of a plan is merged."""
