"""Every version of a plan in git's history, on all branches, and what of it says of each yes that the plan records.

A yes stands where a commit of the person brought it, and no commit of theirs took it back. A merge brings nothing: what
it has must stand in one of its parents. Where history is cut off, or holds only what was brought from elsewhere, it
says nothing.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from coachplan.base.layout import is_plan_md
from coachplan.format import texts_of_keys
from coachplan.plan import Activity, Person, Plan
from coachplan.plan.said import Said, all_said, yes_to
from coachplan.plan.terms import takes_part
from coachplan.store.commits import Commit, Turn
from coachplan.store.history import History
from coachplan.views.revision import Version

How = Literal["own", "begun", "others", "merge", "import", "cut"]
"""The way in which a yes came: by a commit of the person, of somebody else or of a merge, with all that is known, or,
in a plan that does without, with an activity that anyone may have begun."""

SAID = ("people", "activities", "acknowledgements")
"""The parts of a plan in which its people and every yes stand."""

_Mark = tuple[str, str]
_NONE: frozenset[_Mark] = frozenset()


class Brought(NamedTuple):
    """The commit that brought a yes, or took it out, and how."""

    commit: Commit
    how: How


class Lost(NamedTuple):
    """A yes that stood and is gone: what it was, how it had come, and how it went, never by the person's own commit."""

    key: str
    said: Said
    plan: Plan
    brought: Brought
    removed: Brought


class _Standing(NamedTuple):
    """What stands after a commit, and all that ever came before it: keys, each with the commit that brought it."""

    alive: frozenset[_Mark] = _NONE
    seen: frozenset[_Mark] = _NONE


@dataclass(frozen=True)
class Behind:
    """The last versions before a commit that can be read, and what is known of the way to them."""

    turns: tuple[Turn, ...]
    plans: tuple[Plan, ...]
    is_dark: bool
    is_join: bool


class _Way(NamedTuple):
    """The last turns before one that can be read, if anything between is missing, and if branches were joined there."""

    turns: tuple[Turn, ...]
    is_dark: bool = False
    is_join: bool = False


class Lineage:
    """The versions of a plan up to the `last` turn, each read once; `content` has the blobs that git has.

    Of each but the last, the `parts` alone are asked for.
    """

    def __init__(self, history: History, last: Turn, content: Mapping[str, bytes], parts: Sequence[str] = SAID) -> None:
        self._history = history
        self._parts = parts
        self._content = content
        self.cut_at = history.cut_at
        self.turns = list(reachable(last))
        self._versions: dict[tuple[str, ...], Version | None] = {}
        self._said: dict[Turn, Plan | None] = {}
        self._alike: dict[tuple[str | None, ...], Plan | None] = {}
        self._brought: dict[_Mark, Brought] = {}
        self._removed: dict[str, tuple[Brought, _Standing]] = {}
        self._known: dict[str, tuple[Said, Plan]] = {}
        self._declined: set[_Mark] = set()
        self._ways: dict[Turn, _Way] = {}

    @classmethod
    def of(cls, history: History, path: str) -> "Lineage | None":
        """The lineage of the plan in the folder `path`; None where none of it is committed."""
        last = history.turn(path)
        if last is None:
            return None
        blobs = history.known_blobs(blob for turn in reachable(last) for blob in turn.files.values())
        return cls(history, last, blobs)

    # -- versions ------------------------------------------------------------------------------------------------------

    def plan(self, turn: Turn) -> Plan | None:
        """Return the plan after a commit; None where it is not there, or cannot be read."""
        version = self._version(turn)
        return version.content if version else None

    def said_in(self, turn: Turn) -> Plan | None:
        """Return the plan after a commit, as `plan` does, for its people, every yes in it and the `parts` alone.

        All else may be that of another version: those in which these are written alike are read once.
        """
        if turn not in self._said:
            self._said[turn] = self._like(turn)
        return self._said[turn]

    def _like(self, turn: Turn) -> Plan | None:
        own = next((blob for path, blob in turn.files.items() if is_plan_md(path)), "")
        # A plan of one version is read at once.
        texts = texts_of_keys(self._content[own]) if own in self._content and len(self.turns) > 1 else None
        if texts is None or self._is_dark(turn):
            return self.plan(turn)
        mark = (*map(texts.get, self._parts), *sorted(blob for blob in turn.files.values() if blob != own))
        if mark not in self._alike:
            self._alike[mark] = self.plan(turn)
        return self._alike[mark]

    def _version(self, turn: Turn) -> Version | None:
        key = tuple(sorted(turn.files.values()))
        if key not in self._versions and not self._is_dark(turn):
            path = next((path for path in turn.files if is_plan_md(path)), "")
            self._versions[key] = Version.among({name: self._content[blob] for name, blob in turn.files.items()}, path)
        return self._versions.get(key)

    def last_readable(self) -> tuple[list[Version], bool]:
        """Return the last versions that can be read, several where branches were joined, and if all are known."""
        last = self.turns[0]
        turns, is_dark, _ = _Way((last,)) if self.said_in(last) else self._way_behind(last)
        found = [version for turn in turns if (version := self._version(turn))]
        return found, not (is_dark or self._is_dark(last) or self.cut_at)

    def plan_at(self, commit: Commit) -> Plan | None:
        """Return the plan after a commit, as `plan` does."""
        return next((self.plan(turn) for turn in self.turns if turn.commit.id == commit.id), None)

    def _is_dark(self, turn: Turn) -> bool:
        return any(blob not in self._content for blob in turn.files.values())

    def behind(self, turn: Turn) -> Behind:
        """Return what is known before a commit."""
        turns, is_dark, is_join = self._way_behind(turn)
        plans = tuple(plan for turn in turns if (plan := self.said_in(turn)))
        return Behind(turns, plans, is_dark, is_join)

    def _way_behind(self, turn: Turn) -> _Way:
        """Return the way to the last turns before one that can be read; each is made once, out of those before it."""
        waiting = [turn]
        while waiting:
            unread = [one for one in before(waiting[-1]) if not self.said_in(one)]
            if missing := [one for one in unread if one not in self._ways]:
                waiting += missing
            else:
                made = waiting.pop()
                self._ways[made] = self._way_over(made, unread)
        return self._ways[turn]

    def _way_over(self, turn: Turn, unread: Sequence[Turn]) -> _Way:
        sides = [self._ways[one].turns if one in unread else (one,) for one in reversed(before(turn))]
        turns = sides[0] if len(sides) == 1 else tuple(dict.fromkeys(one for side in sides for one in side))
        is_dark = any(self._is_dark(one) or self._ways[one].is_dark for one in unread)
        return _Way(turns, is_dark, turn.is_merge or any(self._ways[one].is_join for one in unread))

    def is_by(self, turn: Turn, person: Person) -> bool:
        """True if a commit is by this person, under any name of theirs, and not in the name of another reader."""
        return self._is_author(turn.commit, self.said_in(turn), person)

    def author(self, commit: Commit, plan: Plan) -> Person:
        """Return the author of a commit as a plan knows them, under any name of theirs; else as git has them."""
        given = Person(commit.given[0], commit.given[1] or None)
        people = [*plan.people.readers(), *plan.people.helpers]
        known = [person for person in people if person.is_same_as(given)]
        known += [person for person in people if self._is_author(commit, plan, person)]
        return known[0] if known else given

    def _is_author(self, commit: Commit, plan: Plan | None, person: Person) -> bool:
        given, mapped = Person(commit.given[0], commit.given[1] or None), Person(commit.author, commit.email or None)
        names = self.names_of(person)
        if any(name.is_same_as(given) for name in names):
            return True
        # Anyone can write `.mailmap`: it tells one person's addresses, and makes nobody another reader.
        is_another = plan is not None and any(other.is_same_as(given) for other in plan.people.readers())
        return not is_another and any(name.is_same_as(mapped) for name in names)

    def names_of(self, person: Person) -> list[Person]:
        """Return the names of a person: of the team member, all that they ever had in the plan."""
        if any(person.is_same_as(name) for name in self._members):
            return [*self._members, person]
        return [person]

    @cached_property
    def _members(self) -> list[Person]:
        """The team member under every name that they had: each differs from the next in name or address alone."""
        found: list[Person] = []
        for plan in filter(None, map(self.said_in, self.turns)):
            member = plan.people.team_member
            if member not in found and (
                not found or any(member.is_same_as(name) or _is_named_like(member, name) for name in found)
            ):
                found.append(member)
        return found

    def took_part(self, person: Person) -> bool:
        """True if any version of the plan names a person."""
        return any(takes_part(plan, person) for plan in self._versions_said)

    @cached_property
    def _versions_said(self) -> list[Plan]:
        return list({id(plan): plan for plan in map(self.said_in, self.turns) if plan}.values())

    @cached_property
    def folders(self) -> list[str]:
        """Every folder that the plan has been in."""
        return list({path.rpartition("/")[0]: None for turn in self.turns for path in turn.files if is_plan_md(path)})

    def after(self, turn: Turn) -> list[Turn]:
        """Return the turns that follow from one."""
        found = {turn}
        for later in reversed(self.turns):
            if not found.isdisjoint(before(later)):
                found.add(later)
        return [*(found - {turn})]

    # -- what stands ---------------------------------------------------------------------------------------------------

    @cached_property
    def _last(self) -> _Standing:
        standing: dict[Turn, _Standing] = {}
        for turn in reversed(self.turns):
            sides = [_joined(standing[earlier] for earlier in side) for side in turn.before]
            standing[turn] = self._after(turn, _merged(sides))
        return standing[self.turns[0]]

    def _after(self, turn: Turn, standing: _Standing) -> _Standing:
        plan = self.said_in(turn)
        earlier = before(turn)
        if plan is None or (not turn.is_merge and len(earlier) == 1 and self.said_in(earlier[0]) is plan):
            return standing
        said, behind = all_said(plan), self.behind(turn)
        stood = {key for known in behind.plans for key in all_said(known)}
        self._known |= {key: (entry, plan) for key, entry in said.items()}
        alive = set(standing.alive)
        if len(earlier) > 1 and not turn.is_merge:  # of several plans that may be this one, it has its own
            alive = {mark for mark in alive if mark[0] in said}
        for key in stood - said.keys():
            alive -= self._taken_out(key, turn, behind, _Standing(frozenset(alive), standing.seen))
        came = set[_Mark]()
        for key, entry in said.items():
            is_new = key not in stood or self._is_said_again(key, plan, behind)
            if is_new or self._is_overruled(key, entry, turn, _Standing(frozenset(alive), standing.seen)):
                came |= self._come(key, entry, turn, behind, {known for known, _ in alive})
        return _Standing(frozenset(alive | {mark for mark in came if self._stands(mark)}), standing.seen | came)

    def _stands(self, mark: _Mark) -> bool:
        return self._brought[mark].how in ("own", "begun", "import", "cut")

    def _come(self, key: str, entry: Said, turn: Turn, behind: Behind, alive: set[str]) -> set[_Mark]:
        """Note how a yes came with a commit, unless that only brought back what stood; return the mark of it."""
        how = self._how(key, entry, turn, behind)
        if how != "own" and key in alive:
            return set()
        mark = key, turn.commit.id
        self._brought[mark] = Brought(turn.commit, how)
        return {mark}

    def _how(self, key: str, entry: Said, turn: Turn, behind: Behind) -> How:
        if behind.is_dark or turn.commit.id in self.cut_at:
            return "cut"
        if turn.is_merge:
            return "merge" if self._is_their_own else "import"
        if self.is_by(turn, entry.by):
            return "own"
        if self._was_begun(key, turn, behind):
            return "begun"
        return "import" if self.is_import(turn) else "others"

    def _was_begun(self, key: str, turn: Turn, behind: Behind) -> bool:
        """True if an activity without a status was begun: a small plan does without, and anyone may."""
        plan = self.said_in(turn)
        now = [activity.status for activity in _worded(key, plan)] if plan else []
        then = [activity.status for known in behind.plans for activity in _worded(key, known)]
        return bool(then) and not any(then) and "agreed" not in now

    def is_import(self, turn: Turn) -> bool:
        """True if a plan came with those of other people, or is kept in a repository that is not its people's own."""
        return not self._is_their_own or (not before(turn) and self._history.people_with_plans_from(turn.commit.id) > 1)

    def came_in(self, commit: Commit) -> bool:
        """True if a commit brought the plan from elsewhere, as `is_import` has it."""
        return not self._is_their_own or commit.id in self._imports

    @cached_property
    def _imports(self) -> set[str]:
        return {turn.commit.id for turn in self.turns if not before(turn) and self.is_import(turn)}

    @cached_property
    def _is_their_own(self) -> bool:
        """True if anyone who reads the plan has ever made one of its commits."""
        plan = next(filter(None, map(self.said_in, self.turns)), None)
        readers = plan.people.readers() if plan else ()
        return any(self.is_by(turn, reader) for reader in readers for turn in self.turns)

    def _is_said_again(self, key: str, plan: Plan, behind: Behind) -> bool:
        """True if the team member's yes to an activity was recorded anew."""
        now = next((activity.agreed for activity in _worded(key, plan)), None)
        return now is not None and now not in [a.agreed for known in behind.plans for a in _worded(key, known)]

    def _is_overruled(self, key: str, entry: Said, turn: Turn, standing: _Standing) -> bool:
        """True if the person declined on one side what somebody else's merge has from another side as agreed."""
        if not turn.is_merge or self.is_by(turn, entry.by) or any(mark[0] == key for mark in standing.alive):
            return False
        return any(mark[0] == key for mark in self._declined & standing.seen)

    def _taken_out(self, key: str, turn: Turn, behind: Behind, standing: _Standing) -> set[_Mark]:
        """Return the marks of a yes that ends with a commit: taken back, or an activity that goes on otherwise.

        Nobody but the person takes back a word on the terms, or makes a proposal again of what was agreed; no merge
        takes back anything.
        """
        marks = {mark for mark in standing.alive if mark[0] == key}
        is_own = not turn.is_merge and self.is_by(turn, self._known[key][0].by)
        plan = self.said_in(turn)
        worded = _worded(key, plan) if plan else []
        if is_own and any(activity.status == "declined" for activity in worded):
            self._declined |= marks
        goes_on = not behind.is_join and not any(activity.counts_as == "proposed" for activity in worded)
        if is_own or (self._known[key][0].section == "activities" and goes_on):
            return marks
        if marks:
            self._removed[key] = Brought(turn.commit, "merge" if behind.is_join else "others"), standing
        return set()

    # -- answers -------------------------------------------------------------------------------------------------------

    def brought(self, key: str) -> Brought | None:
        """Return how a yes of the plan came; None for one that is in no commit.

        The person's own commit, the first that still holds; else the last one.
        """
        order = {turn.commit.id: place for place, turn in enumerate(self.turns)}
        alive = sorted((mark for mark in self._last.alive if mark[0] == key), key=lambda mark: -order[mark[1]])
        known = sorted((mark for mark in self._last.seen if mark[0] == key), key=lambda mark: order[mark[1]])
        marks = [*(mark for mark in alive if self._brought[mark].how == "own"), *alive, *known]
        return self._brought[marks[0]] if marks else None

    def was_said(self, key: str) -> bool:
        """True if the person's own commit brought a yes, whatever became of it."""
        return any(mark[0] == key and self._brought[mark].how == "own" for mark in self._last.seen)

    def lost(self, plan: Plan) -> Iterator[Lost]:
        """Yield what stood, is not in `plan`, and was not taken back; but for what the person has said anew since."""
        said = all_said(plan)
        proposed = {yes_to(activity) for activity in plan.activities if activity.counts_as == "proposed"}
        for key in sorted(self._removed):
            removed, standing = self._removed[key]
            entry, version = self._known[key]
            brought = self.brought(key)
            is_alive = any(mark[0] == key for mark in self._last.alive)
            if key in said or not is_alive or brought is None or brought.how != "own":
                continue
            if entry.section == "activities" and key not in proposed:
                continue
            if entry.section == "acknowledgements" and self._has_spoken_since(entry.by, said, standing):
                continue
            yield Lost(key, entry, version, brought, removed)

    def gone_words(self, plan: Plan) -> Iterator[tuple[Said, Plan, Commit]]:
        """Yield each word on the terms that ever was and is not in `plan`, a plan with it, and the commit without."""
        gone = {mark[0] for mark in self._last.seen} - all_said(plan).keys()
        for key in [key for key in sorted(gone) if self._known[key][0].section == "acknowledgements"]:
            for turn in self.turns:
                there = self.said_in(turn)
                if there and key not in all_said(there) and any(key in all_said(p) for p in self.behind(turn).plans):
                    yield *self._known[key], turn.commit
                    break

    def _has_spoken_since(self, person: Person, said: Mapping[str, Said], standing: _Standing) -> bool:
        own = {
            key for key, other in said.items() if other.section == "acknowledgements" and other.by.is_same_as(person)
        }
        return any(key in own and (key, commit) not in standing.seen for key, commit in self._last.alive)


def last_readable(history: History, recorded: Version, after: Version) -> Version | None:
    """Return the version that a change to `after` is judged by: the one `recorded` or, if broken, the last before it.

    Where no version could ever be read, what stands in `after` is all new: None. Where older ones are not known here,
    nothing can be judged, and it is the one recorded.
    """
    lineage = None if recorded.content else Lineage.of(history, recorded.path.rpartition("/")[0])
    if lineage is None:
        return recorded
    found, is_known = lineage.last_readable()
    if found:
        return Version.before_merge(found, after)
    return None if is_known else recorded


def reachable(last: Turn) -> Iterator[Turn]:
    """Yield each turn that leads to the last one, after all that follow from it."""
    behind = {last: before(last)}
    waiting = [last]
    while waiting:
        for turn in behind[waiting.pop()]:
            if turn not in behind:
                behind[turn] = before(turn)
                waiting.append(turn)
    following = Counter(turn for turns in behind.values() for turn in turns)
    ready = deque([last])
    while ready:
        yield (turn := ready.popleft())
        for earlier in behind[turn]:
            following[earlier] -= 1
            if not following[earlier]:
                ready.append(earlier)


def before(turn: Turn) -> list[Turn]:
    """Return the turns that one follows from, on all sides."""
    return list(dict.fromkeys(earlier for side in turn.before for earlier in side))


def _joined(standings: Iterator[_Standing]) -> _Standing:
    found = [*standings]
    return _Standing(_NONE.union(*(s.alive for s in found)), _NONE.union(*(s.seen for s in found)))


def _merged(sides: list[_Standing]) -> _Standing:
    """Return what stands after a merge: what stands on all sides, or on one where the others do not know of it."""
    seen = _NONE.union(*(side.seen for side in sides))
    ended = {mark for side in sides for mark in side.seen - side.alive}
    return _Standing(seen - ended, seen)


def _worded(key: str, plan: Plan) -> Iterator[Activity]:
    return (activity for activity in plan.activities if yes_to(activity) == key)


def _is_named_like(one: Person, other: Person) -> bool:
    return one.name.casefold() == other.name.casefold()
