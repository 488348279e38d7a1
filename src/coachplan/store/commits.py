"""Commits, and which of them the history of a folder consists of, just as git walks to them."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from heapq import heappop, heappush
from typing import Protocol

from coachplan.base.layout import PLAN_FILE, is_agreement

Renames = Mapping[str, tuple[str, str]]
"""The files that one commit renamed: by its new path the old one, and the blob that it was."""


@dataclass(frozen=True)
class FileChange:
    """One file in one commit: the blobs before and after, None where it did not exist."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class MergedFile:
    """One file that a merge has as none of its parents had it: its blob in each of them, and the one that it has now.

    None stands where the file did not exist.
    """

    path: str
    before: tuple[str | None, ...]
    after: str | None


@dataclass(frozen=True)
class Commit:
    """A commit that touched a plan, with the files of that plan that it changed.

    Its author is the person as `.mailmap` has them; `given` is the name and email in the commit itself. A merge has no
    changes, but the files that are `merged`: what its parents brought stands in their own commits. `renamed_from` is
    the plan's folder before this commit, where it was renamed by it.
    """

    id: str
    author: str
    email: str
    given: tuple[str, str]
    when: datetime
    changes: tuple[FileChange, ...]
    parents: tuple[str, ...] = ()
    merged: tuple[MergedFile, ...] = ()
    renamed_from: str | None = None


@dataclass(frozen=True, eq=False)
class Turn:
    """A commit after which a plan, or its agreements, are others than in one of its parents.

    `files` holds the blob of each of these files by path. `before` holds the turns that it follows from, for each
    parent those of the plan there: none before there was one, several where plans may have been renamed to it.
    """

    commit: Commit
    files: Mapping[str, str]
    before: tuple[tuple["Turn", ...], ...]

    @property
    def is_merge(self) -> bool:
        """True if the commit joins others."""
        return len(self.before) > 1


class Walk(Protocol):
    """A way to the commits of folders; the functions that follow a plan through its names take any."""

    def found(self, path: str, revision: str) -> list[Commit]:
        """Return the commits that changed a folder up to a revision, the newest first, under this one name."""

    def renames(self, commit: str, parent: str | None = None) -> Renames:
        """Return the files that a commit renamed; those of a merge, compared with one of its parents."""

    def brought(self, commit: Commit, parent: str) -> AbstractSet[str]:
        """Return the commits that a merge has from this parent alone."""


def through_renames(path: str, revision: str, walk: Walk) -> Iterator[Commit]:
    """Yield the commits of a folder up to a revision, newest first, and those of its former folders.

    Where a plan was renamed on one side of a merge, what the other side did under the former name comes after it.
    """
    while found := walk.found(path, revision):
        oldest = found[-1]
        if any(change.path == f"{path}/{PLAN_FILE}" and change.before is None for change in oldest.changes):
            oldest = _renamed(oldest, path, walk.renames(oldest.id))
        for commit in (*found[:-1], oldest):
            yield from _with_sides(commit, path, walk) if commit.merged else (commit,)
        if oldest.renamed_from is None:
            return
        path, revision = oldest.renamed_from, f"{oldest.id}^"


def _renamed(commit: Commit, path: str, renames: Renames) -> Commit:
    """Return the commit with which the folder `path` began; where it was renamed to that, with its former contents."""
    before = _former(path, renames)
    if before is None:
        return commit
    own = _within(before, renames)
    changes = tuple(replace(change, before=own.get(change.path, change.before)) for change in commit.changes)
    return replace(commit, changes=changes, renamed_from=before)


def _former(path: str, renames: Renames) -> str | None:
    """Return the folder whose plan was renamed to that of `path`, if any was."""
    plan = f"{path}/{PLAN_FILE}"
    return renames[plan][0].removesuffix(f"/{PLAN_FILE}") if plan in renames else None


def _within(folder: str, renames: Renames) -> dict[str, str]:
    """Return the former blobs of the files that lay in a folder; others, however alike, were not a part of its plan."""
    return {new: blob for new, (old, blob) in renames.items() if old.startswith(f"{folder}/")}


def _with_sides(merge: Commit, path: str, walk: Walk) -> Iterator[Commit]:
    """Yield a merge of the folder `path`, and then what those of its parents brought that knew it by another name."""
    sides: list[Commit] = []
    for place, parent in enumerate(merge.parents):
        if all(file.before[place] for file in merge.merged):
            continue
        renames = walk.renames(merge.id, parent)
        if before := _former(path, renames):
            own = _within(before, renames)
            merge = replace(merge, merged=tuple(_with_former(file, place, own) for file in merge.merged))
            only = walk.brought(merge, parent)
            sides += [commit for commit in through_renames(before, parent, walk) if commit.id in only]
    yield merge
    yield from sides


def _with_former(file: MergedFile, place: int, own: Mapping[str, str]) -> MergedFile:
    before = list(file.before)
    before[place] = before[place] or own.get(file.path)
    return replace(file, before=tuple(before))


@dataclass(frozen=True)
class Entry:
    """A commit in a log, without its changes: they stand by the folder that they are in.

    `committed` is its time in seconds; `against` holds, for each parent, what differs from it, by folder; for a commit
    without a parent, all that it brings.
    """

    commit: Commit
    committed: int
    changes: Mapping[str, tuple[FileChange, ...]]
    merged: Mapping[str, tuple[MergedFile, ...]]
    against: tuple[Mapping[str, tuple[FileChange, ...]], ...]


class _Lines:
    """The lines of first parents that the commits of a log stand on, and where on each a folder was touched.

    Every commit stands on one of them, which in the end goes on in another. So no walk passes through all the others.
    """

    def __init__(self, entries: Mapping[str, Entry], touched: Callable[[Entry], Iterable[str]]) -> None:
        self._entries = entries
        self._touched = touched
        self._lines: list[tuple[list[str], str | None]] = []
        self._places: dict[str, tuple[int, int]] = {}
        self._touches: dict[str, dict[int, list[int]]] = {}
        for id_ in entries:
            if id_ not in self._places:
                self._add(id_)

    def _add(self, start: str) -> None:
        line: list[str] = []
        at: str | None = start
        while at is not None and at not in self._places:
            self._places[at] = len(self._lines), len(line)
            for folder in self._touched(self._entries[at]):
                self._touches.setdefault(folder, {}).setdefault(len(self._lines), []).append(len(line))
            line.append(at)
            at = next(iter(self._entries[at].commit.parents), None)
        self._lines.append((line, at))

    def next(self, folder: str, at: str | None) -> str | None:
        """Return the first commit on the line of first parents, from `at` on, that touched a folder."""
        touches = self._touches.get(folder, {})
        while at is not None:
            number, place = self._places[at]
            line, goes_on = self._lines[number]
            there = touches.get(number, [])
            found = bisect_left(there, place)
            if found < len(there):
                return line[there[found]]
            at = goes_on
        return None


class Log:
    """A whole history, read once, that yields the commits of one folder after the other without asking git.

    They are those of `git log -- FOLDER/`: the latest first and, where branches were merged, of those only one that
    has all there is. `entries` are every commit in git's order; `renames` returns those of a commit or, of a merge,
    those against one parent, and `elsewhere` the commits of folders that no entry is about.
    """

    def __init__(
        self,
        entries: Mapping[str, Entry],
        *,
        is_recorded: Callable[[str], bool],
        renames: Callable[[str, str | None], Renames],
        elsewhere: Callable[[str, str], list[Commit]],
    ) -> None:
        self._entries = entries
        self._is_recorded = is_recorded
        self._renames = renames
        self._elsewhere = elsewhere
        self._order = {id_: place for place, id_ in enumerate(entries)}
        self._turns: dict[tuple[str, str], Turn] = {}

    @cached_property
    def _lines(self) -> _Lines:
        return _Lines(self._entries, lambda entry: entry.against[0])

    @cached_property
    def _told(self) -> _Lines:
        """The lines with every commit, merges too, that touched a plan or its agreements."""
        return _Lines(self._entries, _told_of)

    def commits(self, path: str) -> Iterator[Commit]:
        """Yield the commits that changed files under the folder `path`, newest first, through its renames."""
        return through_renames(path, "HEAD", self)

    def age(self, commit: str) -> int:
        """Return the number of commits before this one in git's order."""
        return self._order[commit]

    def found(self, path: str, revision: str) -> list[Commit]:
        """Return the commits that changed a folder up to a revision, the newest first, under this one name."""
        if not self._is_recorded(path):
            return self._elsewhere(path, revision)
        found = (self._entries[id_] for id_ in self._walk(path, start)) if (start := self._start(revision)) else ()
        return [
            replace(entry.commit, changes=entry.changes.get(path, ()), merged=entry.merged.get(path, ()))
            for entry in found
        ]

    def _start(self, revision: str) -> str | None:
        if revision == "HEAD":
            return next(iter(self._entries), None)
        is_later = revision.endswith("^")
        return next(iter(self._entries[revision[:-1]].commit.parents), None) if is_later else revision

    def renames(self, commit: str, parent: str | None = None) -> Renames:
        """Return the files that a commit renamed; those of a merge, compared with one of its parents."""
        return self._renames(commit, parent)

    def brought(self, commit: Commit, parent: str) -> AbstractSet[str]:
        """Return the commits that a merge has from this parent alone."""
        others = self._ancestors(other for other in commit.parents if other != parent)
        return self._ancestors([parent]) - others

    def _ancestors(self, commits: Iterable[str]) -> set[str]:
        found: set[str] = set()
        waiting = [*commits]
        while waiting:
            if (id_ := waiting.pop()) not in found and id_ in self._entries:
                found.add(id_)
                waiting += self._entries[id_].commit.parents
        return found

    def _walk(self, folder: str, start: str) -> Iterator[str]:
        """Yield the commits that changed a folder, in the order and by the choices of git's own walk."""
        known, waiting = {start}, [(0, 0, start)]
        while waiting:
            _, _, at = heappop(waiting)
            # Where nothing else waits, the commits in between can be passed over. Wrong clocks lead to one twice.
            id_ = at if waiting else self._lines.next(folder, at)
            if id_ is None or (id_ != at and id_ in known):
                return
            known.add(id_)
            entry = self._entries[id_]
            is_same = [folder not in changes for changes in entry.against]
            if not any(is_same):
                yield id_
            same = [parent for parent, same in zip(entry.commit.parents, is_same, strict=False) if same]
            for parent in same[:1] or entry.commit.parents:
                if parent not in known:
                    known.add(parent)
                    heappush(waiting, (-self._entries[parent].committed, len(known), parent))

    # -- every side of a history -----------------------------------------------------------------------------------

    def turn(self, path: str) -> Turn | None:
        """Return the last turn of the plan in the folder `path`: through it, all others, those of every branch too."""
        last = self._told.next(path, next(iter(self._entries), None))
        return self._turn(path, last) if last else None

    def _turn(self, folder: str, id_: str) -> Turn:
        """Make a turn after all those before it; their number may be larger than a recursion's depth."""
        waiting = [(folder, id_)]
        while waiting:
            at = waiting[-1]
            before = [[*self._before(*at, number)] for number in range(len(self._entries[at[1]].commit.parents))]
            missing = [key for keys in before for key in keys if key not in self._turns]
            if missing:
                waiting += missing
            else:
                self._turns[at] = self._made(*at, before)
                waiting.pop()
        return self._turns[folder, id_]

    def _before(self, folder: str, id_: str, number: int) -> Iterator[tuple[str, str]]:
        """Yield the folders and commits of the turns before this one, on the side of one parent."""
        entry = self._entries[id_]
        changes, parent = entry.against[number], entry.commit.parents[number]
        has_come = any(c.path == f"{folder}/{PLAN_FILE}" and c.before is None for c in changes.get(folder, ()))
        for place in [*(self._former(folder, id_, number) if has_come else []), folder]:
            if last := self._told.next(place, parent):
                yield place, last

    def _former(self, folder: str, id_: str, number: int) -> list[str]:
        """Return the folders of the plans that went where this one came, and that may be the same."""
        entry = self._entries[id_]
        gone = [
            place
            for place, files in entry.against[number].items()
            if any(change.path == f"{place}/{PLAN_FILE}" and change.after is None for change in files)
        ]
        if not gone:
            return []
        parent = entry.commit.parents[number] if len(entry.commit.parents) > 1 else None
        if former := _former(folder, self._renames(id_, parent)):
            return [former]
        person = folder.rpartition("/")[0]
        return [place for place in gone if place.rpartition("/")[0] == person]

    def _made(self, folder: str, id_: str, before: Sequence[Sequence[tuple[str, str]]]) -> Turn:
        entry = self._entries[id_]
        turns = tuple(tuple(self._turns[key] for key in keys) for keys in before)
        first = turns[0] if turns else ()
        files = {path: blob for turn in first for path, blob in turn.files.items() if path.startswith(f"{folder}/")}
        for change in entry.against[0].get(folder, ()):
            if _is_told(folder, change.path):
                files.pop(change.path, None)
                files |= {change.path: change.after} if change.after else {}
        return Turn(entry.commit, files, turns)


def _told_of(entry: Entry) -> set[str]:
    return {
        folder
        for changes in entry.against
        for folder, files in changes.items()
        if any(_is_told(folder, change.path) for change in files)
    }


def _is_told(folder: str, path: str) -> bool:
    return path == f"{folder}/{PLAN_FILE}" or is_agreement(path)
