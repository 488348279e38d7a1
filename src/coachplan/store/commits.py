"""Commits, and which of them the history of a folder consists of, on every side of each merge."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
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
    the plan's folder before this commit, where it was renamed by it. A commit `is_rewritten` that was made again after
    it was written, as by a rebase or a cherry-pick: the first one may be there as well. `when` is git's day of writing,
    `made` that of the commit.
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
    is_rewritten: bool = False
    made: datetime | None = None


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
        """Return the commits that changed a folder up to a revision, the newest first, under this one name.

        Those of every side of a merge are among them, and each merge after which a folder is another than in one of its
        parents.
        """

    def lacking(self, path: str, merges: Sequence[Commit]) -> Mapping[str, Sequence[str]]:
        """Return the parents of each of these merges that do not have the plan that lies in a folder after it."""

    def renames(self, commit: str, parent: str | None = None) -> Renames:
        """Return the files that a commit renamed; those of a merge, compared with one of its parents."""

    def brought(self, commit: Commit, parent: str) -> AbstractSet[str]:
        """Return the commits that a merge has from this parent alone."""


def through_renames(path: str, revision: str, walk: Walk) -> Iterator[Commit]:
    """Yield the commits of a folder up to a revision, newest first, and those of its former folders; each once.

    Where a plan was renamed on one side of a merge, what the other side did under the former name comes after it.
    """
    known: set[str] = set()
    waiting = [(path, revision)]
    while waiting:
        path, revision = waiting.pop(0)
        for commit in _in_folder(path, revision, walk):
            if commit.id in known:
                continue
            known.add(commit.id)
            yield commit
            if commit.renamed_from is not None:
                waiting.append((commit.renamed_from, f"{commit.id}^"))


def _in_folder(path: str, revision: str, walk: Walk) -> Iterator[Commit]:
    """Yield the commits of a folder; after a merge, what those of its parents brought that knew it by another name."""
    found = [_renamed(commit, path, walk) for commit in walk.found(path, revision)]
    merges = [commit for commit in found if len(commit.parents) > 1]
    is_renamed = any(commit.renamed_from or any(not all(f.before) for f in commit.merged) for commit in found)
    lacking = walk.lacking(path, merges) if merges and is_renamed else {}
    for commit in found:
        yield from _with_sides(commit, path, lacking.get(commit.id, ()), walk)


def _renamed(commit: Commit, path: str, walk: Walk) -> Commit:
    """Return a commit; one with which the plan of the folder `path` came by a rename, with its former contents."""
    if not _has_come(path, commit.changes):
        return commit
    renames = walk.renames(commit.id)
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


def _with_sides(commit: Commit, path: str, lacking: Sequence[str], walk: Walk) -> Iterator[Commit]:
    """Yield a commit of the folder `path`, and then what those of its parents brought that are `lacking` it."""
    sides: list[Commit] = []
    for parent in lacking:
        renames = walk.renames(commit.id, parent)
        if before := _former(path, renames):
            place, own = commit.parents.index(parent), _within(before, renames)
            commit = replace(commit, merged=tuple(_with_former(file, place, own) for file in commit.merged))
            only = walk.brought(commit, parent)
            sides += [side for side in through_renames(before, parent, walk) if side.id in only]
    yield commit
    yield from sides


def _with_former(file: MergedFile, place: int, own: Mapping[str, str]) -> MergedFile:
    before = list(file.before)
    before[place] = before[place] or own.get(file.path)
    return replace(file, before=tuple(before))


@dataclass(frozen=True)
class Entry:
    """A commit in a log, without its changes: they stand by the folder that they are in.

    `against` holds, for each parent, what differs from it, by folder; for a commit without a parent, all of it.
    """

    commit: Commit
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

    They are those of `git log --full-history -- FOLDER/`: the latest first, and nobody's change is left out, whichever
    side a merge took. `entries` are every commit in git's order; `renames` returns those of a commit or, of a merge,
    those against one parent, and `elsewhere` is the way to the commits of folders that no entry is about.
    """

    def __init__(
        self,
        entries: Mapping[str, Entry],
        *,
        is_recorded: Callable[[str], bool],
        renames: Callable[[str, str | None], Renames],
        elsewhere: Walk,
    ) -> None:
        self._entries = entries
        self._is_recorded = is_recorded
        self._renames = renames
        self._elsewhere = elsewhere
        self._order = {id_: place for place, id_ in enumerate(entries)}
        self._turns: dict[tuple[str, str], Turn] = {}

    @cached_property
    def _touched(self) -> Mapping[str, Sequence[str]]:
        """The commits after which a folder is another than in one of their parents, in git's order, by folder."""
        found: dict[str, list[str]] = {}
        for id_, entry in self._entries.items():
            for folder in dict.fromkeys(folder for changes in entry.against for folder in changes):
                found.setdefault(folder, []).append(id_)
        return found

    @cached_property
    def _told(self) -> _Lines:
        """The lines with every commit, merges too, that touched a plan or its agreements."""
        return _Lines(self._entries, _told_of)

    @property
    def folders(self) -> list[str]:
        """Every folder that any commit has changed, sorted."""
        return sorted(path for path in self._touched if path)

    def is_touched_by(self, path: str, commits: AbstractSet[str]) -> bool:
        """True if any of these commits has changed a folder."""
        return not commits.isdisjoint(self._touched.get(path, ()))

    @property
    def authors(self) -> Mapping[str, tuple[str, str]]:
        """The name and email of the author of each commit, as they are in it."""
        return {id_: entry.commit.given for id_, entry in self._entries.items()}

    @cached_property
    def parents(self) -> Mapping[str, Sequence[str]]:
        """The parents of each commit, the newest first."""
        return {id_: entry.commit.parents for id_, entry in self._entries.items()}

    def when(self, commit: str) -> datetime:
        """Return git's time of writing of a commit; the beginning of time for one that is not known here."""
        return self._entries[commit].commit.when if commit in self._entries else datetime.fromtimestamp(0, UTC)

    def came_with(self, commit: str) -> set[str]:
        """Return the blobs of the files that are new, or other ones, after a commit."""
        changed = (change for files in self._entries[commit].against for group in files.values() for change in group)
        return {change.after for change in changed if change.after}

    def left_out(self, commit: Commit, path: str) -> Iterator[tuple[FileChange, Sequence[str]]]:
        """Yield each file of a folder that a merge has not, though a parent has, and the parents that have not."""
        entry = self._entries[commit.id]
        gone = [{c.path: c for c in files.get(path, ()) if c.after is None} for files in entry.against]
        for name in dict.fromkeys(name for side in gone for name in side):
            change = next(side[name] for side in gone if name in side)
            yield change, [parent for side, parent in zip(gone, commit.parents, strict=True) if name not in side]

    def has_before(self, commit: str, others: Iterable[str]) -> bool:
        """True if a commit is one of the others, or one that they follow from."""
        return commit in self._ancestors(others)

    def commits(self, path: str) -> Iterator[Commit]:
        """Yield the commits that changed files under the folder `path`, newest first, through its renames."""
        return through_renames(path, "HEAD", self)

    def age(self, commit: str) -> int:
        """Return the number of commits before this one in git's order."""
        return self._order[commit]

    def found(self, path: str, revision: str) -> list[Commit]:
        """Return the commits that changed a folder up to a revision, the newest first, under this one name."""
        if not self._is_recorded(path):
            return self._elsewhere.found(path, revision)
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

    def lacking(self, path: str, merges: Sequence[Commit]) -> Mapping[str, Sequence[str]]:
        """Return the parents of each of these merges that do not have the plan that lies in a folder after it."""
        if not self._is_recorded(path):
            return self._elsewhere.lacking(path, merges)
        against = {merge.id: zip(merge.parents, self._entries[merge.id].against, strict=True) for merge in merges}
        return {
            id_: [parent for parent, changes in sides if _has_come(path, changes.get(path, ()))]
            for id_, sides in against.items()
        }

    def _walk(self, folder: str, start: str) -> Iterator[str]:
        """Yield the commits up to `start` that changed a folder, in git's order."""
        touched = self._touched.get(folder, ())
        if start == next(iter(self._entries)):
            yield from touched
        elif touched:
            before = self._ancestors([start])
            yield from (id_ for id_ in touched if id_ in before)

    # -- every side of a history -----------------------------------------------------------------------------------

    def turn(self, path: str, commit: str | None = None) -> Turn | None:
        """Return the last turn of the plan in the folder `path`: through it, all others, those of every branch too.

        That is the last one of all or, with a commit, that commit or the last one before it.
        """
        last = self._told.next(path, commit or next(iter(self._entries), None))
        return self._turn(path, last) if last else None

    def _turn(self, folder: str, id_: str) -> Turn:
        """Make a turn after all those before it; their number may be larger than a recursion's depth."""
        waiting = [] if (folder, id_) in self._turns else [(folder, id_)]
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
        former = self._former(folder, id_, number) if _has_come(folder, changes.get(folder, ())) else []
        for place in [*former, folder]:
            if last := self._told.next(place, parent):
                yield place, last

    def _former(self, folder: str, id_: str, number: int) -> list[str]:
        """Return the folders of the plans that went where this one came, and that may be the same."""
        entry = self._entries[id_]
        gone = [place for place, files in entry.against[number].items() if _has_gone(place, files)]
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


def _has_come(folder: str, changes: Iterable[FileChange]) -> bool:
    """True if a folder has its plan from these changes on."""
    return any(change.path == f"{folder}/{PLAN_FILE}" and change.before is None for change in changes)


def _has_gone(folder: str, changes: Iterable[FileChange]) -> bool:
    """True if a folder has lost its plan by these changes."""
    return any(change.path == f"{folder}/{PLAN_FILE}" and change.after is None for change in changes)


def _told_of(entry: Entry) -> set[str]:
    return {
        folder
        for changes in entry.against
        for folder, files in changes.items()
        if any(_is_told(folder, change.path) for change in files)
    }


def _is_told(folder: str, path: str) -> bool:
    return path == f"{folder}/{PLAN_FILE}" or is_agreement(path)
