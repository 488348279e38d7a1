"""Check-ins over every commit: who recorded each, in whose name, and whether anybody else changed it or took it out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from coachplan.base.layout import CHECK_INS_FOLDER, PLAN_FILE, is_check_in
from coachplan.format import read_check_in
from coachplan.plan import CheckIn, Person, Plan, Role
from coachplan.plan.terms import role_of
from coachplan.plan.whose_word import no_voice, record_of_another
from coachplan.store.commits import Commit, FileChange, Log
from coachplan.views.lineage import Lineage

SPOKEN = "spoken"
"""In the place of a key of `LEVELS`: the author of a commit says, changes or takes out what is theirs."""


class Told(NamedTuple):
    """A thing to say of a check-in in a commit: its kind, a key of `LEVELS` or `SPOKEN`, and the role of whose it is.

    Of what was spoken, it has the author of the commit, and the file.
    """

    commit: Commit
    kind: str
    role: Role | None
    author: Person | None = None
    name: str = ""


@dataclass
class _Kept:
    """The check-ins of a plan as they came: who recorded each of them, by the name of its file."""

    lineage: Lineage
    log: Log
    at_last: Mapping[str, str]
    content: Mapping[str, bytes]
    recorders: dict[str, Person] = field(default_factory=dict)
    came: dict[str, str] = field(default_factory=dict)

    @cached_property
    def names_at_last(self) -> frozenset[str]:
        """The names of the plan's files at the end."""
        return frozenset(map(_name, self.at_last))

    @cached_property
    def blobs_at_last(self) -> frozenset[str]:
        """The blobs of the plan's files at the end."""
        return frozenset(self.at_last.values())


def records(
    lineage: Lineage, log: Log, commits: Sequence[Commit], at_last: Mapping[str, str], content: Mapping[str, bytes]
) -> Iterator[Told]:
    """Yield what is to be said of the check-ins in the commits of a plan, the oldest first.

    `at_last` has the blobs of the plan's files at the end: what was put back is not said.
    """
    kept = _Kept(lineage, log, at_last, content)
    for commit in reversed(commits):
        if len(commit.parents) > 1:
            yield from _of_merge(kept, commit)
        else:
            came = log.came_with(commit.id)
            for change in commit.changes:
                if is_check_in(change.path):
                    yield from _of_change(kept, commit, change, came)


def _of_change(kept: _Kept, commit: Commit, change: FileChange, came: set[str]) -> Iterator[Told]:
    """Yield what is to be said of a check-in that came, went or was changed; what cannot be read is not judged."""
    old, new = _read(kept, change.path, change.before), _read(kept, change.path, change.after)
    plan = _plan_at(kept, commit, change.path)
    if plan is None or bool(change.before) != bool(old) or bool(change.after) != bool(new):
        return
    actor, name = kept.lineage.author(commit, plan), _name(change.path)
    is_judged = not (commit.id in kept.lineage.cut_at or kept.lineage.came_in(commit))
    if new and name not in kept.recorders:
        kept.recorders[name], kept.came[name] = actor, commit.id
        if is_judged and old is None and name in kept.names_at_last:
            yield from _came(kept, commit, new[0], plan, actor, name)
    elif (
        is_judged
        and old
        and old != new
        and not (new is None and (change.before in came or _went(kept, commit, change)))
    ):
        is_back = change.before in kept.blobs_at_last
        if not record_of_another(old[0], kept.recorders.get(name), actor):
            yield Told(commit, SPOKEN, role_of(plan, actor), actor, name)
        elif not is_back:
            yield Told(commit, "record-changed" if new else "record-removed", role_of(plan, old[0].by))


def _went(kept: _Kept, commit: Commit, change: FileChange) -> bool:
    """True if the whole plan went with a commit."""
    folder = change.path.rpartition(f"/{CHECK_INS_FOLDER}/")[0]
    turn = kept.log.turn(folder, commit.id)
    return turn is not None and f"{folder}/{PLAN_FILE}" not in turn.files


def _came(kept: _Kept, commit: Commit, new: CheckIn, plan: Plan, actor: Person, name: str) -> Iterator[Told]:
    if no_voice(plan, new, actor):
        yield Told(commit, "record-by-stranger", role_of(plan, new.by))
    elif not kept.lineage.took_part(new.by):
        yield Told(commit, "record-for-stranger", None)
    else:
        yield Told(commit, SPOKEN, role_of(plan, actor), actor, name)


def _of_merge(kept: _Kept, commit: Commit) -> Iterator[Told]:
    """Yield the check-ins that a merge has though no side had them, has in other words, or has not though one had."""
    if kept.lineage.came_in(commit):
        return
    for file in commit.merged:
        plan = _plan_at(kept, commit, file.path) if is_check_in(file.path) else None
        new = _read(kept, file.path, file.after)
        old = [read for blob in file.before if (read := _read(kept, file.path, blob))]
        if plan is None or new is None or file.path not in kept.at_last:
            continue
        if not old:
            yield Told(commit, "record-of-merge", role_of(plan, new[0].by))
        elif new not in old:
            recorder, actor = kept.recorders.get(_name(file.path)), kept.lineage.author(commit, plan)
            if record_of_another(old[0][0], recorder, actor):
                yield Told(commit, "record-changed", role_of(plan, old[0][0].by))
    for folder in kept.lineage.folders:
        for change, without in kept.log.left_out(commit, folder):
            if is_check_in(change.path):
                yield from _left_out(kept, commit, change, without)


def _left_out(kept: _Kept, commit: Commit, change: FileChange, without: Sequence[str]) -> Iterator[Told]:
    """Yield a check-in that a merge left out, unless a side took it out itself, or it only moved or is back."""
    came, old = kept.came.get(_name(change.path)), _read(kept, change.path, change.before)
    is_there = change.before in kept.blobs_at_last or change.before in kept.log.came_with(commit.id)
    if came and old and not is_there and not any(kept.log.has_before(came, [parent]) for parent in without):
        plan = _plan_at(kept, commit, change.path)
        yield Told(commit, "record-lost", role_of(plan, old[0].by) if plan else None)


def _read(kept: _Kept, path: str, blob: str | None) -> tuple[CheckIn, str] | None:
    """Return a check-in and its note; None where there is none, or none that can be read."""
    if blob is None or blob not in kept.content:
        return None
    read = read_check_in(path, kept.content[blob])
    return (read.content, read.body.strip()) if read.content else None


def _plan_at(kept: _Kept, commit: Commit, path: str) -> Plan | None:
    """Return the plan as it was when a commit was made on it; the one that came with it, if that is the first."""
    turn = kept.log.turn(path.rpartition(f"/{CHECK_INS_FOLDER}/")[0], commit.id)
    if turn is None:
        return None
    earlier = kept.lineage.behind(turn).plans
    is_before = turn.commit.id != commit.id
    return (is_before and kept.lineage.said_in(turn)) or next(iter(earlier), None) or kept.lineage.said_in(turn)


def _name(path: str) -> str:
    return path.rpartition("/")[2]
