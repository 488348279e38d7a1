"""Three versions of one part become one: a change of one side alone is followed, and a person is asked the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, Protocol

from coachplan.format.parts import Part, put_together

Side = Literal["mine", "theirs"]
Key = tuple[str, ...]
_WORDED = ("two values", "accepted and changed")
Kind = Literal["two values", "removed and changed", "accepted and changed", "two states", "two ends", "two outcomes"]


@dataclass(frozen=True)
class OtherWords:
    """An answer in words that neither side has."""

    words: str


Answer = Side | OtherWords
"""The version that stands: that of one side, or a third one."""


class Versions(NamedTuple):
    """A part as it was, as I have it, and as they have it; None where it is not there."""

    base: Part | None
    mine: Part | None
    theirs: Part | None


class Pair(NamedTuple):
    """A merged part: once as I would have it, and once as they would; the same where nothing contradicts."""

    mine: Part | None
    theirs: Part | None


@dataclass(frozen=True)
class Conflict:
    """A question for a person: the key that it is about, its kind, and the value before and on both sides."""

    key: str
    kind: str
    base: Any
    mine: Any
    theirs: Any

    def side(self, side: Side) -> Any:
        """Return the value of one side."""
        return self.mine if side == "mine" else self.theirs

    def words(self, side: Side) -> Any:
        """Return the words of one side: those of an activity, or the value itself."""
        return self.side(side)["what"] if self.is_activity else self.side(side)

    @property
    def is_wording(self) -> bool:
        """True if both sides are words of one thing, which a third person's may replace."""
        return self.kind in _WORDED and (
            self.is_activity or all(isinstance(at, str) for at in (self.mine, self.theirs))
        )

    @property
    def is_activity(self) -> bool:
        """True if it is about the words of an activity."""
        return all(isinstance(side, dict) and isinstance(side.get("what"), str) for side in (self.mine, self.theirs))


class Shape(Protocol):
    """The way in which one part of a plan is merged."""

    @property
    def is_addition(self) -> bool:
        """True for a list without which the plan would be whole: not there is the same as empty."""

    def blend(self, merging: "Merging", key: Key, versions: Versions) -> Pair:
        """Return the part out of three versions of which two were changed differently."""


@dataclass
class Merging:
    """One merge: the answers that are known, by key, and the questions that arise."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)

    def blend(self, key: Key, shape: Shape, versions: Versions) -> Pair:
        """Return one part out of three versions."""
        base, mine, theirs = versions
        if any(is_same(one, theirs) for one in (mine, base)):
            pair = both(mine)
        elif is_same(base, mine):
            pair = both(theirs)
        elif (mine is None or theirs is None) and not shape.is_addition:
            left = mine or theirs
            is_gone = left is not None and base is not None and left.data == base.data
            pair = both(None) if is_gone else self.ask(key, "removed and changed", versions)
        else:
            pair = shape.blend(self, key, versions)
        if not (mine and theirs):
            return pair
        lead = three_ways(base.lead if base else "", mine.lead, theirs.lead)
        first, second = (part and _with_lead(part, lead) for part in pair)
        return both(first) if pair.mine is pair.theirs else Pair(first, second)

    def ask(self, key: Key, kind: Kind, versions: Versions) -> Pair:
        """Return both sides for a person to choose from, or the one that was chosen."""
        name = ".".join(key)
        answer = self.answers.get(name)
        if isinstance(answer, OtherWords) and (part := versions.mine or versions.theirs):
            return both(part.rewritten(answer.words))
        if answer:
            return both(versions.mine if answer == "mine" else versions.theirs)
        base, mine, theirs = (part.data if part else None for part in versions)
        self.conflicts.append(Conflict(name, kind, base, mine, theirs))
        return Pair(versions.mine, versions.theirs)

    def choose(self, name: str, kind: Kind, texts: tuple[str, str]) -> tuple[str, str]:
        """Return two texts for a person to choose from or, where they are the same or it was chosen, the one."""
        answer = self.answers.get(name)
        if isinstance(answer, OtherWords):
            return answer.words, answer.words
        if answer or texts[0] == texts[1]:
            return (texts[1], texts[1]) if answer == "theirs" else (texts[0], texts[0])
        self.conflicts.append(Conflict(name, kind, None, *texts))
        return texts


def both(part: Part | None) -> Pair:
    """Return a part that nobody questions."""
    return Pair(part, part)


def _with_lead(part: Part, lead: str) -> Part:
    """Return a part with other lines above it."""
    return part if part.lead == lead else replace(part, lead=lead)


def three_ways(base: str, mine: str, theirs: str) -> str:
    """Return a text of no meaning, such as comments: the changed one or, of two, the lines of both."""
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    known = mine.splitlines()
    return mine + "".join(line for line in theirs.splitlines(keepends=True) if line.rstrip("\n") not in known)


def is_same(one: Part | None, other: Part | None) -> bool:
    """True if two versions of a part say the same in the same text."""
    if one is None or other is None:
        return one is other
    return one.data == other.data and one.layout == other.layout


def data_of(part: Part | None) -> Any:
    """Return the data of a part that may be missing."""
    return part.data if part else None


# -- single values ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Single:
    """A value that is one thing: two new ones are a question."""

    kind: Kind = "two values"
    is_addition: bool = False

    def blend(self, merging: Merging, key: Key, versions: Versions) -> Pair:
        """Return the value that only one side changed."""
        base, mine, theirs = versions
        assert mine is not None
        assert theirs is not None
        if base and mine.data == base.data:
            return both(_with_comment(theirs, versions))
        if theirs.data == mine.data or (base and theirs.data == base.data):
            return both(_with_comment(mine, versions))
        return merging.ask(key, self.kind, versions)


def _with_comment(part: Part, versions: Versions) -> Part:
    """Return a value with the comment after it that was changed on either side."""
    known = [version for version in versions if version]
    if any("\n" in version.trailing.rstrip("\n") or version.is_block for version in known):
        return part
    trailing = three_ways(*(version.trailing if version else "" for version in versions)).split("\n")[0]
    end = "\n" if part.trailing.endswith("\n") else ""
    return part if part.trailing == trailing + end else part.with_trailing(trailing + end)


# -- groups of keys ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Keys:
    """A group of keys, each merged in its own way; a plain text in its place is the value of the key `short`."""

    fields: Mapping[str, Shape] = field(default_factory=dict)
    short: str = ""
    kind: Kind = "two values"
    is_addition: bool = False

    def blend(self, merging: Merging, key: Key, versions: Versions) -> Pair:
        """Return the group with the changes of both sides."""
        base, mine, theirs = (self.read(version) for version in versions)
        is_plain = bool(self.short) and not any(isinstance(version.data, dict) for version in versions if version)
        if mine is None or theirs is None or is_plain:
            return Single(self.kind).blend(merging, key, versions)
        inside = {
            name: Versions((base or {}).get(name), mine.get(name), theirs.get(name))
            for name in in_order(base or {}, mine, theirs)
        }
        decided = self.decide(merging, key, inside)
        pairs = [
            decided[name] if name in decided else merging.blend((*key, name), self.fields.get(name, ANY), found)
            for name, found in inside.items()
        ]
        return assembled(versions, pairs, is_list=False)

    def decide(self, merging: Merging, key: Key, inside: Mapping[str, Versions]) -> dict[str, Pair]:  # noqa: ARG002
        """Return the keys that are merged together; the others are merged one by one."""
        return {}

    def read(self, part: Part | None) -> dict[str, Part] | None:
        """Return the parts of the group by key, None where it cannot be taken apart."""
        if part and part.is_keys:
            return {child.name: child for child in part.children or ()}
        if part and self.short and isinstance(part.data, str):
            return {self.short: part.under(self.short)}
        return None


@dataclass(frozen=True)
class _Any:
    """A part that the format does not know: a group of keys, or one thing."""

    is_addition: bool = False

    def blend(self, merging: Merging, key: Key, versions: Versions) -> Pair:
        """Return the part as its form has it."""
        is_group = all(version is None or version.is_keys for version in versions)
        return (Keys() if is_group else Single()).blend(merging, key, versions)


ANY = _Any()


def assembled(versions: Versions, pairs: Sequence[Pair], *, is_list: bool) -> Pair:
    """Return a list or a group with new parts inside, as I would have it and as they would; None for an empty one."""
    mine = _assembled(versions, [pair.mine for pair in pairs if pair.mine], is_list=is_list)
    if all(pair.mine is pair.theirs for pair in pairs):
        return both(mine)
    return Pair(mine, _assembled(versions, [pair.theirs for pair in pairs if pair.theirs], is_list=is_list))


def _assembled(versions: Versions, parts: Sequence[Part], *, is_list: bool) -> Part | None:
    sides = [side for side in (versions.mine, versions.theirs) if side]
    fitting = [side for side in sides if side.children and (side.is_list if is_list else side.is_keys)]
    host = next((side for side in fitting if side.is_block), fitting[0] if fitting else None)
    if not parts:
        return None
    if host is None:
        return _grown(sides[0], parts, is_list=is_list)
    blocks = [version if version and version.is_block else None for version in versions]
    column = host.children[0].column if host.children else 0
    headers = [_header(version) if version else "" for version in blocks]
    header = three_ways(*headers) if all(blocks[1:]) else _header(host)
    header += " " * column if header.endswith("\n") else ""
    tail = three_ways(*(version.tail if version else "" for version in versions)) if host.is_block else host.tail
    return put_together(replace(host, tail=tail), parts, header if host.is_block else host.header)


def _header(part: Part) -> str:
    """Return the text before the first part inside, without the indentation of that part."""
    lines, newline, _ = part.header.rpartition("\n")
    return lines + newline if newline else part.header


def _grown(side: Part, parts: Sequence[Part], *, is_list: bool) -> Part:
    """Return a plain text, or a single entry, that has become a list or a group of keys."""
    if len(parts) == 1 and parts[0].text:
        return replace(parts[0], name=side.name, label=side.label, lead=side.lead, place=side.place)
    return side.rewritten([part.data for part in parts] if is_list else {part.name: part.data for part in parts})


def in_order(base: Iterable[Any], mine: Iterable[Any], theirs: Iterable[Any]) -> list[Any]:
    """Return all of three lists in the order of whoever changed it, new ones after those that they followed."""
    before, first, second = list(base), list(mine), list(theirs)
    if [one for one in second if one in before] != [one for one in before if one in second] and (
        [one for one in first if one in before] == [one for one in before if one in first]
    ):
        first, second = second, first
    ordered = list(first)
    for place, one in enumerate(second):
        if one not in ordered:
            at = ordered.index(second[place - 1]) + 1 if place else 0
            while at < len(ordered) and ordered[at] not in second:
                at += 1
            ordered.insert(at, one)
    return ordered
