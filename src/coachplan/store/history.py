"""The history of plans: which commits changed them, how, and what their files held then.

The log is read as text, from one git for all plans: GitPython would start one git for each commit to compare it with
its parents. The texts of plans come from one git, too. All files at a revision come from the trees and blobs of
GitPython, which takes longer to import than a plan's history takes to read: everything else does without.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from coachplan.base.errors import UnreadableError
from coachplan.base.layout import PLAN_FILE, is_plan_md
from coachplan.store.commits import Commit, Entry, FileChange, Log, MergedFile, Renames, Turn, through_renames
from coachplan.store.files import top_of
from coachplan.store.git import (
    Git,
    day_or_none,
    drop_redirections,
    first_line,
    no_content,
    reading_environment,
    separate,
)

if TYPE_CHECKING:
    from coachplan.plan import Person

# The fields of a commit in a log, and the names of two trees that are compared.
_COMMIT = "%H%x00%aN%x00%aE%x00%an%x00%ae%x00%aI%x00%cI%x00%P"
_MADE = "%H%x00%an%x00%ae%x00%cn%x00%ce%x00%aI%x00%cI%x00%P%x00%s"
_MADE_FIELDS = _MADE.count("%x00") + 1
_PAIR = re.compile(r"([0-9a-f]{40,64}) ([0-9a-f]{40,64})\n")
_PARENTS = 8
_RENAMES = (
    *("diff-tree", "-r", "-z", "--no-ext-diff", "--no-textconv", "--relative", "-M", "--diff-filter=R", "--raw"),
    "--no-abbrev",
)
_LETTERS_OF_SHA1 = 40
# A line of `git blame -s -l`; in a shallow copy, a mark stands for the first letter.
_PROPOSED = re.compile(rb"^\^?([0-9a-f]{39,64}) .*\bstatus['\"]?: *['\"]?proposed\b", re.MULTILINE)
_File = TypeVar("_File", FileChange, MergedFile)


@dataclass(frozen=True)
class Signature:
    """The author that git has for a commit, and its signature: git's letter (`man git-log`, %G?), signer and key.

    `is_rewritten` says that the commit was made again after it was written, as by a rebase onto other changes.
    """

    author: str
    email: str
    letter: str
    signer: str
    key: str
    is_rewritten: bool = False


class Made(NamedTuple):
    """A commit with the name and email of its author and of whoever committed it, as they are in it."""

    id: str
    author: tuple[str, str]
    committer: tuple[str, str]
    when: datetime
    parents: tuple[str, ...]
    message: str


class _Renamed(NamedTuple):
    """A plan that git takes for renamed: its paths, and the blobs there."""

    old: str
    before: str
    new: str
    after: str

    @property
    def is_in_same_folder(self) -> bool:
        """True if both lie in the folder of one person."""
        return self.old.split("/")[-3:-2] == self.new.split("/")[-3:-2]

    def is_of_one_person(self, content: Mapping[str, bytes]) -> bool:
        """True if both name the same team member; where one cannot be read, if one person's folder holds both."""
        was = _team_member(self.old, content.get(self.before, b""))
        now = _team_member(self.new, content.get(self.after, b""))
        return was.is_same_as(now) if was and now else self.is_in_same_folder


class History:
    """The git history of a plan repository; all paths are relative to its folder."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._whole: dict[str, Entry] = {}
        self._people: dict[str, int] = {}

    # -- commits ---------------------------------------------------------------------------------------------------

    def commits(self, path: str) -> Iterator[Commit]:
        """Yield the commits that changed files under the folder `path`, newest first, through its renames."""
        return through_renames(path, "HEAD", self)

    def newest(self, most: int, *paths: str, among: str = "HEAD") -> Iterator[Made]:
        """Yield the newest commits, at most so many; with paths, those that changed any of them and are no merges.

        `among` is a revision, or a range such as `REVISION..REVISION`.
        """
        options = ("--no-merges", "--full-history") if paths else ()
        status, output, _ = self._git.run(
            *("log", f"-{most}", "-z", "--encoding=UTF-8", "--no-show-signature", f"--format=tformat:{_MADE}"),
            *(*options, among, "--", *paths),
        )
        fields = [] if status else output.decode("utf-8", "replace").split("\0")
        for place in range(0, len(fields) - _MADE_FIELDS, _MADE_FIELDS):
            id_, author, email, committer, address, *when, parents, message = fields[place : place + _MADE_FIELDS]
            by = (author, email), (committer, address)
            yield Made(id_, *by, _moment(*when), tuple(parents.split()), message)

    def log(self, folder: str, revision: str = "HEAD") -> Log:
        """Return the history of each folder two levels under `folder`, read once; empty where nothing is committed."""
        # Every commit, even where it changed nothing here: git's walk leads over those, too.
        entries = self._entries(folder, [folder], "--full-history", "--sparse", revision=revision)
        self._whole |= entries
        return self._log(folder, entries, self._renames([id_ for id_, entry in entries.items() if _may_rename(entry)]))

    def log_of(self, paths: Iterable[str]) -> Log:
        """Return the history of a few plans, with that of all others that their people ever had, under any name.

        It takes a fraction of the time that all plans take; only `turn` can be asked of it.
        """
        people = {path.rpartition("/")[0] for path in paths}
        folder = min(people).partition("/")[0]
        while True:
            entries = self._entries(folder, sorted(people), "--full-history", "--parents")
            renames = self._renames([id_ for id_, entry in entries.items() if _may_rename(entry)])
            plans = [
                (old, new) for of_commit in renames.values() for new, (old, _) in of_commit.items() if is_plan_md(new)
            ]
            former = {old.rsplit("/", 2)[0] for old, new in plans if new.rsplit("/", 2)[0] in people} - people
            if not former:
                return self._log(folder, entries, renames)
            people |= former

    def _log(self, folder: str, entries: Mapping[str, Entry], renames: Mapping[str, Renames]) -> Log:
        return Log(
            entries,
            is_recorded=lambda path: path == _within(folder, f"{path}/{PLAN_FILE}"),
            renames=lambda id_, parent: renames[id_] if id_ in renames and not parent else self.renames(id_, parent),
            elsewhere=self,
        )

    def _entries(self, folder: str, paths: Sequence[str], *options: str, revision: str = "HEAD") -> dict[str, Entry]:
        """Return every commit under these paths of `folder`, in git's order."""
        form = f"%T%x00{_COMMIT}"
        logged = {fields[1]: fields for fields in self._logged(paths, revision, form, *options)}
        against = self._against_parents(paths, logged)
        return {id_: _entry(folder, fields, against.get(id_)) for id_, fields in logged.items()}

    def turn(self, path: str) -> Turn | None:
        """Return the last turn in the history of the plan in the folder `path`; see `Log.turn`."""
        return self.log_of([path]).turn(path)

    def people_with_plans_from(self, commit: str) -> int:
        """Return the number of people who have a plan from this commit on: of many in an import."""
        if commit not in self._people:
            self._people[commit] = len({name.rsplit("/", 2)[0] for name in self._came_with(commit) if is_plan_md(name)})
        return self._people[commit]

    def _came_with(self, commit: str) -> list[str]:
        """Return the files that a commit brought."""
        if entry := self._whole.get(commit):
            return [change.path for files in entry.changes.values() for change in files if change.before is None]
        output = self._git.ask_about(
            [commit],
            *("diff-tree", "--stdin", "-r", "-z", "--root", "--no-renames", "--diff-filter=A", "--name-only"),
            "--no-commit-id",
        )
        return separate(output)

    @cached_property
    def cut_at(self) -> frozenset[str]:
        """The commits before which a shallow copy knows nothing."""
        return self._git.cut_at()

    def touched_since(self, commit: str, folder: str) -> set[str] | None:
        """Return the folders two levels under `folder` of which the commits since then changed any file.

        None where HEAD does not come from that commit.
        """
        if self._git.run("merge-base", "--is-ancestor", commit, "HEAD")[0]:
            return None
        output = self._git.ask(
            *("log", "--format=", "--name-only", "-z", "-m", "--no-renames", "--full-history", "--relative"),
            *("--no-show-signature", "--no-ext-diff", f"{commit}..HEAD", "--", f"{folder}/"),
        )
        return {_within(folder, name.strip("\n")) for name in separate(output)}

    def _against_parents(
        self, paths: Sequence[str], logged: Mapping[str, Sequence[str]]
    ) -> dict[str, tuple[Sequence[FileChange], ...]]:
        """Return, for each merge, the changes of files under these paths against each of its parents."""
        parents = {id_: fields[_PARENTS].split() for id_, fields in logged.items() if " " in fields[_PARENTS]}
        trees = {id_: [(logged[parent][0], logged[id_][0]) for parent in parents[id_]] for id_ in parents}
        differing = self._differing(paths, [pair for pairs in trees.values() for pair in pairs])
        return {id_: tuple(differing[pair] for pair in pairs) for id_, pairs in trees.items()}

    def found(self, path: str, revision: str) -> list[Commit]:
        """Return the commits that changed a folder up to a revision, the newest first, under this one name."""
        return [_commit(fields) for fields in self._logged([path], revision, _COMMIT, "--full-history")]

    def lacking(self, path: str, merges: Sequence[Commit]) -> Mapping[str, Sequence[str]]:
        """Return the parents of each of these merges that do not have the plan that lies in a folder after it."""
        pairs = [(merge.id, parent) for merge in merges for parent in merge.parents]
        output = self._git.ask_about(
            (f"{id_} {parent}" for id_, parent in pairs),
            *("diff-tree", "--stdin", "--always", "-r", "-z", "--no-renames", "--relative", "--diff-filter=A"),
            *("--name-only", "--", f"{path}/{PLAN_FILE}"),
        )
        found: dict[str, list[str]] = {}
        place = -1
        for field in separate(output):
            if place + 1 < len(pairs) and field == pairs[place + 1][0]:
                place += 1
            else:
                found.setdefault(pairs[place][0], []).append(pairs[place][1])
        return found

    def brought(self, commit: Commit, parent: str) -> AbstractSet[str]:
        """Return the commits that a merge has from this parent alone."""
        others = (f"^{other}" for other in commit.parents if other != parent)
        return set(self._git.ask("rev-list", parent, *others, "--").decode("ascii").split())

    def _logged(self, paths: Sequence[str], revision: str, form: str, *options: str) -> list[list[str]]:
        """Return, for each commit, the fields of `form`, and then the changes under these paths as git has them."""
        mark = os.urandom(16).hex()
        status, output, errors = self._git.run(
            *("-c", "log.showRoot=true", "log", "--encoding=UTF-8", "--no-color", "--no-show-signature"),
            *("--no-ext-diff", "--no-textconv", "--no-renames", "--no-follow", "--relative", *options),
            *("--diff-merges=combined", "--raw", "--no-abbrev", "-z"),
            *(f"--format=tformat:{mark}%x00{form}%x00", revision, "--", *(f"{path}/" for path in paths)),
        )
        if status:
            if self._has_no_commit():
                return []
            self._git.folder()  # where the repository itself is of no use, this says so
            raise UnreadableError(f"git log failed: {first_line(errors)}")
        blocks = output.decode("utf-8", "surrogateescape").split(f"{mark}\0")[1:]
        return [block.split("\0") for block in blocks]

    def texts_of(self, path: str, revision: str) -> list[tuple[str, str | None]]:
        """Return the commits up to a revision after which a file is another than in a parent, and its blob after each.

        The newest comes first; None stands where the file is gone.
        """
        output = self._git.ask(
            *("log", "--no-color", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-renames"),
            *("--relative", "--full-history", "-m", "--raw", "--no-abbrev", "-z", "--format=tformat:%x00%H"),
            *(revision, "--", path),
        )
        found: list[tuple[str, str | None]] = []
        commit = ""
        fields = iter(separate(output))
        for field in fields:
            if ":" in field:
                found += [(commit, blobs[-1]) for _, blobs in _raw_changes([field, next(fields)])]
            else:
                commit = field.strip()
        return found

    def between(self, first: str, last: str) -> AbstractSet[str]:
        """Return the commits that the last one follows from, and the first one does not."""
        return set(self._git.ask("rev-list", last, f"^{first}", "--").decode("ascii").split())

    def blobs_at(self, revision: str, folder: str) -> dict[str, str]:
        """Return the blob of each file under a folder at a revision, by path."""
        output = self._git.ask("ls-tree", "-r", "-z", revision, "--", f"{folder}/")
        entries = (entry.partition("\t") for entry in separate(output))
        return {path: fields.split()[2] for fields, _, path in entries}

    def _has_no_commit(self) -> bool:
        """True if nothing could be read yet; False if something cannot be read."""
        # Git says of a repository with a broken HEAD, too, that there is none.
        if top_of(self._git.root) is None:
            return True
        return not self._git.has_commits()

    def renames(self, commit: str, parent: str | None = None) -> Renames:
        """Return the files that a commit renamed; those of a merge, compared with one of its parents."""
        if parent is None:
            return self._renames([commit])[commit]
        return self._renamed_in([commit], b"%s\0" % commit.encode() + self._git.ask(*_RENAMES, parent, commit))[commit]

    def renamed_to(self, folder: str) -> str | None:
        """Return the folder in which a plan that was renamed lies now; None where history does not say."""
        known = {folder}
        while not os.path.lexists(self._git.root / folder / PLAN_FILE):
            plan = f"{folder}/{PLAN_FILE}"
            _, logged, _ = self._git.run(
                *("log", "-1", "--format=%H", "--full-history", "--no-renames", "--no-show-signature"),
                *("--diff-filter=D", "HEAD", "--", plan),
            )
            went = logged.decode("ascii").strip()
            moved = self.renames(went) if went else {}
            found = next((new for new, (old, _) in moved.items() if old == plan), "")
            folder = found.removesuffix(f"/{PLAN_FILE}")
            if not folder or folder in known:
                return None
            known.add(folder)
        return folder

    def _renames(self, commits: Sequence[str]) -> Mapping[str, Renames]:
        """Return the files that each of these commits renamed: by its new path the old one, and its blob."""
        try:
            told = self._git.ask_about(commits, *_RENAMES, "--stdin", "--root")
        except UnreadableError:  # a copy without old contents: those that only moved are known without
            told = self._git.ask_about(commits, *_RENAMES, "-M100%", "--stdin", "--root")
        return self._renamed_in(commits, told)

    def _renamed_in(self, commits: Sequence[str], output: bytes) -> Mapping[str, Renames]:
        """Return the renames that git told of these commits.

        Git goes by how alike two files are, and so may take a plan for another person's: such a one is left out.
        """
        found: dict[str, dict[str, tuple[str, str]]] = {id_: {} for id_ in commits}
        plans: list[tuple[str, _Renamed]] = []
        fields = iter(separate(output))
        commit = ""
        for field in fields:
            if field.startswith(":"):
                _, _, before, after, _ = field.split(" ")
                old, new = next(fields), next(fields)
                found[commit][new] = old, before
                if is_plan_md(new):
                    plans.append((commit, _Renamed(old, before, new, after)))
            else:
                commit = field
        for commit, renamed in self._of_others(plans):
            del found[commit][renamed.new]
        return found

    def _of_others(self, plans: Sequence[tuple[str, _Renamed]]) -> Iterator[tuple[str, _Renamed]]:
        """Yield those of the renamed plans that were another person's before."""
        doubtful = [(commit, plan) for commit, plan in plans if plan.before != plan.after or not plan.is_in_same_folder]
        content = self.known_blobs(blob for _, plan in doubtful for blob in (plan.before, plan.after))
        yield from ((commit, plan) for commit, plan in doubtful if not plan.is_of_one_person(content))

    def _differing(
        self, paths: Sequence[str], pairs: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], list[FileChange]]:
        """Return the files under these paths that differ from one tree to another, for each pair of trees."""
        output = self._git.ask_about(
            (f"{one} {other}" for one, other in pairs),
            *("diff-tree", "--stdin", "-r", "-z", "--no-renames", "--relative", "--raw", "--no-abbrev"),
            *("--", *(f"{path}/" for path in paths)),
        )
        found: dict[tuple[str, str], list[FileChange]] = {pair: [] for pair in pairs}
        files: list[FileChange] = []
        fields = iter(separate(output))
        for field in fields:
            # A line with the two trees stands before the first of their files, and no file's name begins like it.
            while head := _PAIR.match(field):
                files, field = found[head[1], head[2]], field[head.end() :]  # noqa: PLW2901 - the rest of the field
            if field:
                files += [FileChange(name, *blobs) for name, blobs in _raw_changes([field, next(fields)])]
        return found

    def signatures(self, commits: Sequence[str]) -> dict[str, Signature]:
        """Return the signature of each of these commits, checked against the keys that the person knows."""
        if not commits:
            return {}
        mark = os.urandom(16).hex()
        output = self._git.ask(
            *("log", "--no-walk=unsorted", "--encoding=UTF-8", "--no-color", "--no-show-signature", "--no-patch"),
            *(f"--format=tformat:{mark}%x00%H%x00%aN%x00%aE%x00%G?%x00%GS%x00%GK%x00%at%x00%ct%x00", "--stdin"),
            given="".join(f"{id_}\n" for id_ in commits).encode(),
            verifying=True,
        )
        blocks = [block.split("\0")[:8] for block in output.decode("utf-8", "replace").split(f"{mark}\0")[1:]]
        unchecked = self._git.signed(block[0] for block in blocks if block[3] == "N")
        return {
            id_: Signature(author, email, "E" if id_ in unchecked else letter, signer, key, wrote != made)
            for id_, author, email, letter, signer, key, wrote, made in blocks
        }

    # -- contents --------------------------------------------------------------------------------------------------

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of blobs, by id."""
        return self._git.blobs(set(ids))

    def known_blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of blobs, by id, without those that git lacks; nothing is fetched."""
        wanted = set(ids)
        try:
            return self._git.blobs(wanted)
        except UnreadableError:
            return self._git.blobs(wanted - self._missing)

    @cached_property
    def _missing(self) -> set[str]:
        return self._git.missing()

    def files_at(self, revision: str, path: str) -> dict[str, bytes]:
        """Return the files under the folder `path` as they were in the commit `revision`."""
        # GitPython reads no ids but those of SHA-1, and no files through filters.
        if len(revision) > _LETTERS_OF_SHA1 or self._git.filters.of_plans:
            return self._git.files_at(revision, path)
        prefix = self._git.prefix()  # refuses in one line where there is not a repository that git uses
        drop_redirections()
        from git import Blob, Repo, Tree
        from git.exc import ODBError

        with Repo(self._git.root, search_parent_directories=True, expand_vars=False) as repo:
            repo.git.update_environment(**reading_environment())
            try:
                folder = repo.commit(revision).tree / f"{prefix}{path}"
                items = folder.traverse() if isinstance(folder, Tree) else ()
                blobs = [item for item in items if isinstance(item, Blob)]
                return {str(blob.path).removeprefix(prefix): blob.data_stream.read() for blob in blobs}
            except KeyError:
                return {}
            except (ODBError, ValueError, OSError):
                raise no_content(revision) from None

    def revision(self, name: str) -> str:
        """Return the commit that `name` means, as `Git.revision` does."""
        return self._git.revision(name)

    def day_of(self, name: str) -> date:
        """Return the day that `name` means: itself, or the day of the commit, where it was made."""
        if day := day_or_none(name):
            return day
        shown = self._git.ask(
            "log", "-1", "--no-show-signature", "--no-patch", "--format=%cI", self._git.revision(name)
        )
        return _moment(shown.decode("ascii").strip()).date()

    def proposed_since(self, plan: str) -> date | None:
        """Return the day of the commit that brought the oldest open proposal of the plan's file; None before one."""
        status, lines, _ = self._git.run("blame", "-s", "-l", "--root", "--no-textconv", "HEAD", "--", plan)
        commits = [name.decode("ascii") for name in set(_PROPOSED.findall(lines))] if status == 0 else []
        if not commits:
            return None
        status, days, _ = self._git.run(
            "log", "--no-walk", "--no-show-signature", "--no-patch", "--format=%cI", *commits
        )
        return min((_moment(day).date() for day in days.decode("ascii").split()), default=None)


def _moment(*told: str) -> datetime:
    """Return the first of the moments that git has for a commit that can be read: anyone can write any there.

    Without one it is the beginning of git's time, as in `git log`.
    """
    for text in told:
        with suppress(ValueError):
            return datetime.fromisoformat(text)
    return datetime.fromtimestamp(0, UTC)


def _entry(folder: str, fields: list[str], against: tuple[Sequence[FileChange], ...] | None) -> Entry:
    commit = _commit(fields[1:])
    changes, merged = _by_folder(folder, commit.changes), _by_folder(folder, commit.merged)
    bare = replace(commit, changes=(), merged=())
    by_parent = tuple(_by_folder(folder, files) for files in against) if against else (changes,)
    return Entry(bare, changes, merged, by_parent)


def _by_folder(folder: str, files: Iterable[_File]) -> dict[str, tuple[_File, ...]]:
    found: dict[str, list[_File]] = {}
    for file in files:
        found.setdefault(_within(folder, file.path), []).append(file)
    return {within: tuple(those) for within, those in found.items()}


def _within(folder: str, path: str) -> str:
    """Return the folder, two levels under `folder`, that a file is in; an empty text where it is in none."""
    parts = path.split("/", depth := folder.count("/") + 3)
    return "/".join(parts[:depth]) if len(parts) > depth and path.startswith(f"{folder}/") else ""


def _may_rename(entry: Entry) -> bool:
    """True if any folder has its plan from this commit on."""
    return any(
        change.before is None and change.path == f"{folder}/{PLAN_FILE}"
        for folder, changes in entry.changes.items()
        for change in changes
    )


def _team_member(path: str, raw: bytes) -> "Person | None":
    """Return the team member of a plan; None where the text does not say."""
    from coachplan.format import read_plan

    plan = read_plan(path, raw)
    return plan.content.people.team_member if plan.content and "people" not in plan.unread else None


def _commit(fields: list[str]) -> Commit:
    id_, author, email, name, address, wrote, made, parents, *raw = fields
    files = [*_raw_changes(raw)]
    changes = tuple(FileChange(path, *blobs) for path, blobs in files if len(blobs) == 2)
    merged = tuple(MergedFile(path, blobs[:-1], blobs[-1]) for path, blobs in files if len(blobs) > 2)
    when, of = _moment(wrote, made), tuple(parents.split())
    is_rewritten = wrote != made
    return Commit(id_, author, email, (name, address), when, changes, of, merged, None, is_rewritten, _moment(made))


def _raw_changes(fields: list[str]) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    """Yield each file with its blobs: one for each parent, and then the one that it has now."""
    entries = iter(fields)
    for entry in entries:
        if (told := entry.lstrip("\n")).startswith(":"):
            parents = len(told) - len(told.lstrip(":"))
            blobs = told.split(" ")[parents + 1 : 2 * parents + 2]
            yield next(entries), tuple(id_ if id_.strip("0") else None for id_ in blobs)
