"""The events of a plan, read from git, in coaching terms."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import chain

from coachplan.base.errors import CoachplanError, UnreadableError, broken_at
from coachplan.base.layout import (
    PLAN_FILE,
    PLANS_FOLDER,
    agreements_in,
    check_in_order,
    is_agreement,
    is_check_in,
    is_named,
    is_plan_md,
)
from coachplan.base.parallel import Tick, watched
from coachplan.coaching.changes import Change, acknowledged, describe_check_in, wordless
from coachplan.format import Document, Files, read_agreement, read_check_in
from coachplan.plan import Acknowledgement, CheckIn, Person, Plan
from coachplan.store.commits import Commit, MergedFile
from coachplan.store.history import History
from coachplan.views.revision import PlanRevision, Version


@dataclass(frozen=True)
class Event:
    """One commit: who recorded it when, and what it meant for the plan."""

    commit: str
    author: str
    when: datetime
    changes: tuple[Change, ...]


def tell(history: History, path: str) -> Iterator[Event]:
    """The events of the plan in the folder `path`, newest first, through its renames."""
    commits = list(history.commits(path))
    return _events(commits, history.blobs(_blobs(commits)))


class EventLog:
    """The events of many plans, from one look at the history; none where there is not a git repository or a commit."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._log = history.log(PLANS_FOLDER)

    def revision(self, path: str) -> str:
        """Return a fingerprint of the events of the plan in the folder `path`; no file of it is read."""
        ids = " ".join(commit.id for commit in self._log.commits(path))
        return blake2b(ids.encode(), digest_size=16).hexdigest()

    def tell(self, paths: Iterable[str]) -> Iterator[tuple[str, list[Event]]]:
        """Each of the plans in these folders with its events, as the function `tell` has them, one after the other."""
        logged = [(path, list(self._log.commits(path))) for path in paths]
        blobs = self._history.blobs(_blobs(commit for _, commits in logged for commit in commits))
        for path, commits in logged:
            yield path, list(_events(commits, blobs))

    def newest_first(self, by_path: Mapping[str, Iterable[Event]]) -> list[tuple[str, Event]]:
        """The events of several plans in one line, each with the folder of its plan."""
        events = [(path, event) for path, of_plan in by_path.items() for event in of_plan]
        return sorted(events, key=lambda entry: self._log.age(entry[1].commit))


def all_events(history: History, ids: Mapping[str, str], tick: Tick) -> list[tuple[str, Event]]:
    """Return the events of the plans in these folders, newest first, each with the id of its plan."""
    log = EventLog(history)
    events = dict(watched(log.tell(ids), len(ids), tick))
    return [(ids[path], event) for path, event in log.newest_first(events)]


def _blobs(commits: Iterable[Commit]) -> set[str]:
    found: set[str | None] = set()
    for commit in commits:
        found.update(id_ for change in commit.changes for id_ in (change.before, change.after))
        found.update(id_ for file in commit.merged for id_ in (*file.before, file.after))
    return {id_ for id_ in found if id_}


def _events(commits: Sequence[Commit], blobs: Mapping[str, bytes]) -> Iterator[Event]:
    known: dict[object, bool] = {}
    agreements = _agreements_ever(commits, blobs) if any(commit.merged for commit in commits) else ()
    for commit in commits:
        changes = _told(commit, blobs, agreements)
        # A commit that was made again, as by a rebase, may stand on both sides of a merge: its change is told once.
        files = tuple(change.path.rpartition("/")[2] for change in commit.changes)
        mark = files, changes, commit.given, commit.when
        if files and (known.get(mark, False) or (mark in known and commit.is_rewritten)):
            continue
        known[mark] = commit.is_rewritten
        # What the parents of a merge brought is told with their own commits, in their authors' names.
        if changes or len(commit.parents) < 2:
            yield Event(commit.id, commit.author, commit.when, changes or (wordless("notes and layout"),))


def _told(commit: Commit, blobs: Mapping[str, bytes], agreements: Files) -> tuple[Change, ...]:
    """Return the changes of a commit; one that coachplan breaks on is told as that, and hides no other."""
    try:
        return tuple(_changes(commit, blobs, agreements))
    except CoachplanError:
        raise
    except Exception as error:  # noqa: BLE001 - the boundary around a commit: whatever else escapes is a bug
        return (wordless(broken_at(error)),)


def _agreements_ever(commits: Iterable[Commit], blobs: Mapping[str, bytes]) -> Files:
    """Return every agreement that a plan ever had in a file: what is among them was not taken out of the plan."""
    found = {change.path: change.after for commit in commits for change in commit.changes if change.after}
    return tuple((path, blobs[blob]) for path, blob in found.items() if is_agreement(path))


def _changes(commit: Commit, blobs: Mapping[str, bytes], agreements: Files) -> Iterator[Change]:
    author = Person(commit.author, commit.email or None)
    if commit.renamed_from:
        before = commit.renamed_from.partition("/")[2]
        yield wordless(f"renamed from {before if is_named(commit.renamed_from) else 'a name that cannot be an id'}")
    yield from changes(
        ((change.path, blobs.get(change.before or ""), blobs.get(change.after or "")) for change in commit.changes),
        author=author,
    )
    for file in commit.merged:
        if file.after not in file.before:
            yield from _of_merge(file, blobs, author, agreements)


def _of_merge(file: MergedFile, blobs: Mapping[str, bytes], author: Person, agreements: Files) -> Iterator[Change]:
    """Yield the changes of one file that the merge itself made: those against all of its parents."""
    befores, after = [blobs[id_] for id_ in file.before if id_], blobs.get(file.after or "")
    if is_plan_md(file.path) and len(befores) > 1 and after is not None:
        version = Version(file.path, after, agreements)
        before = Version.before_merge([Version(file.path, raw, agreements) for raw in befores], version)
        yield from PlanRevision(before, version).changes(author)
    else:
        yield from changes([(file.path, befores[0] if befores else None, after)], author=author)


def changes(
    files: Iterable[tuple[str, bytes | None, bytes | None]], *, author: Person | None = None
) -> Iterator[Change]:
    """Yield the changes in files of one plan, each with its bytes before and after (None: not there), the plan first.

    Files that did not change may be among them: so the plan tells the roles of people. Words of somebody else than the
    `author` are marked as recorded by them; without one, nobody speaks for another.
    """
    known = sorted(files)
    before = {path: raw for path, raw, _ in known if raw is not None}
    after = {path: raw for path, _, raw in known if raw is not None}
    plan = next((path for path, _, _ in known if is_plan_md(path)), None)
    if plan:
        yield from PlanRevision(Version.among(before, plan), Version.among(after, plan)).changes(author)
    else:
        yield from acknowledged(_agreements(before), _agreements(after), author=author)
    for path, old, new in known:
        if is_check_in(path):
            yield from _check_in_changes(path, old, new, author)


def _agreements(files: Mapping[str, bytes]) -> list[Acknowledgement]:
    read = (read_agreement(path, files[path]).content for path in agreements_in(files))
    return [agreement.entry for agreement in read if agreement]


def _check_in_changes(path: str, before: bytes | None, after: bytes | None, author: Person | None) -> Iterator[Change]:
    content = read_check_in(path, after if after is not None else before or b"").content
    if before == after:
        return
    if content is None:
        yield wordless("a check-in that cannot be read")
    elif before is None:
        yield Change(describe_check_in(content, author), f"check-in of {content.date}")
    else:
        yield wordless(f"check-in of {content.date} {'removed' if after is None else 'reworded'}")


def as_it_was(history: History, path: str, at: str) -> tuple[Document[Plan], list[Document[CheckIn]]]:
    """The plan in the folder `path`, wherever it lay then, and its check-ins at a revision or at the end of a day."""
    revision = history.revision(at)
    former = (commit.renamed_from for commit in history.commits(path) if commit.renamed_from)
    for place in chain([path], former):  # the history is read only where the plan lay elsewhere
        files = history.files_at(revision, place)
        if version := Version.among(files, f"{place}/{PLAN_FILE}"):
            plan = version.document
            names = sorted(filter(is_check_in, files), key=check_in_order)
            check_ins = [read_check_in(name, files[name]) for name in names]
            if plan.content is None:
                raise UnreadableError("the plan could not be read at that time either; `coachplan history` tells more")
            return plan, check_ins
    raise UnreadableError("the plan was not there yet at that time; `coachplan history` tells when it was made")
