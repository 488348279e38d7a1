"""A plan repository: files, settings and history, and changes that are recorded in all of them at once."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from coachplan.base import outcome
from coachplan.base.errors import (
    CoachplanError,
    NotRecordedError,
    RefusedError,
    UnreadableError,
    broken_at,
)
from coachplan.base.layout import PLANS_FOLDER, PLANS_README, is_agreement, is_check_in, is_plan_file
from coachplan.base.people import parted
from coachplan.base.settings import Settings
from coachplan.store import files, settings
from coachplan.store.files import PlanFolder
from coachplan.store.git import Git
from coachplan.store.work_tree import WorkTree

if TYPE_CHECKING:
    from coachplan.format import Document, Files
    from coachplan.plan import CheckIn, Plan
    from coachplan.plan.guidance import Situation
    from coachplan.store.history import History
    from coachplan.store.own_policy import OwnPolicy
    from coachplan.store.own_templates import OwnTemplates
    from coachplan.store.stopped import Note

T = TypeVar("T")
_PRIVATE = "coachplan"
_TICK = 0.1  # the clock of a file system may be behind by a little
_INITIAL_FILES = {
    files.SETTINGS_FILE: settings.INITIAL_SETTINGS,
    PLANS_README: """\
# Coaching plans

Each team member has a folder, and in it each plan: `plan.md` holds the plan, `check-ins/` one file for each check-in,
and `agreements/` one for each time that somebody said what they think of the terms.

A plan is confidential: only the team member, the manager, the manager's manager and HR read it. Do not give anyone
else access to this repository.
""",
}


class Repository:
    """The plan repository in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git = Git(root)
        self.work_tree = WorkTree(self.git)
        self.tell: Callable[[str], object] = _silent
        self.standing_in: set[str] = set()

    @classmethod
    def find(cls, start: Path) -> "Repository":
        """Return the plan repository around the folder `start`."""
        return cls(files.find_root(start))

    @classmethod
    def create(cls, folder: Path, texts: Mapping[str, str] | None = None, person: str | None = None) -> list[str]:
        """Make a plan repository in a new or empty folder or a git repository, and return the paths that were made.

        Files with `texts`, by path, are made with it, or added to an existing one. A `person`, written `Ada
        Lovelace <ada@example.com>`, is who acts in it. Existing files stay as they are, and an interrupted creation is
        completed by the next call.
        """
        shown, folder = folder, files.real_folder(folder)
        repository = cls(folder)
        nearest = next(place for place in (folder, *folder.parents) if place.is_dir())
        if person is None:
            Git(nearest).identity()
        # A new or empty folder gets a repository of its own, inside another one too, as with `git init`: plans must
        # not end up in somebody's code.
        in_git = not files.is_free(folder) and Git(nearest).exists()
        repository._require_place(shown, in_git=in_git)
        if texts and in_git and not (folder / ".git").exists():
            raise RefusedError(
                f"{shown} is only a part of a git repository; CI looks for its files at the top of the repository"
            )
        files.make_folder(folder)
        if not in_git:
            with files.temporary_folder(folder) as temporary:
                repository.git.create(temporary)
        if person:
            repository.git.introduce(*parted(person))
        wanted = {path: text.encode() for path, text in {**_INITIAL_FILES, **(texts or {})}.items()}
        missing = {path: data for path, data in wanted.items() if not os.path.lexists(folder / path)}
        uncommitted = [path for path in repository.work_tree.uncommitted(*wanted) if path not in missing]
        unfinished = [path for path in uncommitted if repository.read_bytes(path) == wanted[path]]
        if made := [*missing, *unfinished]:
            message = "Make a plan repository" if set(made) & set(_INITIAL_FILES) else "Check plans in CI"
            repository.record(
                missing, message, expecting=dict.fromkeys(missing), also={path: wanted[path] for path in unfinished}
            )
        else:
            with repository._writing():
                repository.set_up_merging()
        return made

    def _require_place(self, shown: Path, *, in_git: bool) -> None:
        for parent in self.root.parents:
            if (parent / files.SETTINGS_FILE).is_file():
                raise RefusedError(f"{shown} is inside the plan repository {parent}; one is enough")
        if not in_git and not files.is_free(self.root):
            raise RefusedError(
                f"{shown} is not empty and not a git repository; choose a new folder, or run `git init` in it first"
            )

    @cached_property
    def history(self) -> "History":
        """Return the history of the plans."""
        from coachplan.store.history import History

        return History(self.git)

    @cached_property
    def settings(self) -> Settings:
        """The settings in `coachplan.toml`; the person's policy stands above them."""
        here = settings.parse(self.read_bytes(files.SETTINGS_FILE))
        if self.policy is None:
            return here
        from coachplan.store.own_policy import under

        return under(self.policy, here)

    @cached_property
    def policy(self) -> "OwnPolicy | None":
        """The policy that the person's own workspace names; None without one."""
        from coachplan.store.workspace import named_policy

        if not named_policy():
            return None
        from coachplan.store.own_policy import own_policy

        return own_policy()

    def settings_stamp(self) -> str:
        """Return a text that changes with `coachplan.toml`, without reading it, and with the policy above it."""
        found = os.stat(self.root / files.SETTINGS_FILE)
        policy = f" {self.policy.commit}" if self.policy else ""
        return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}{policy}"

    def forget(self) -> None:
        """Read `coachplan.toml`, and look for plans, again when they are needed next."""
        for known in ("settings", "_survey"):
            self.__dict__.pop(known, None)

    @property
    def private_folder(self) -> Path:
        """The folder for files of this machine alone: inside git's own folder, so that they are never committed."""
        folder = self.git.folder()
        files.refuse_links(folder, _PRIVATE)
        return folder / _PRIVATE

    @property
    def cache_folder(self) -> Path:
        """The folder for files that can be made again: the private one, found without starting git if possible."""
        own, shared = self.git.folders_by_files or (None, None)
        if shared is None or own != shared or not os.path.isfile(shared / "HEAD"):
            return self.private_folder
        found = shared / _PRIVATE
        if os.path.islink(found):
            files.refuse_links(shared, _PRIVATE)
        return found

    @cached_property
    def own_templates(self) -> "OwnTemplates | None":
        """The templates of the policy, or those that the repository brings, as they were at the first look."""
        from coachplan.store.own_templates import OwnTemplates

        if self.policy:
            return self.policy.templates()
        return OwnTemplates.read(self.root)

    def known_questions(self, situation: "Situation") -> list[str]:
        """Return every open question for a situation, the organisation's own first."""
        from coachplan.store.questions import known_questions

        root = self.policy.folder if self.policy else self.root
        files.require_unlinked(root, files.TEMPLATES_FOLDER)
        folder = root / files.TEMPLATES_FOLDER
        return known_questions(folder if folder.is_dir() else None, situation)

    # -- finding and reading ---------------------------------------------------------------------------------------

    def plans(self) -> list[PlanFolder]:
        """Return every plan, sorted by id; looked for once, until something is written or is to be looked at anew."""
        return self._survey.plans

    @cached_property
    def _survey(self) -> files.Survey:
        return files.survey(self.root)

    def plan(self, query: str | None, *, is_closed: bool = False) -> PlanFolder:
        """Return the one plan that `query` names; see `plan_names.the_plan`."""
        from coachplan.store.plan_names import the_plan

        return the_plan([self], query, is_closed=is_closed)[1]

    def read_bytes(self, path: str) -> bytes:
        """Return the bytes of a file of the repository."""
        return files.read_file(self.root, path)

    def read_plan(self, folder: PlanFolder) -> "Document[Plan]":
        """Read the plan in `folder`, with its agreements; see `plan_bytes` of one that has a conflict."""
        from coachplan.format import read_plan

        return read_plan(folder.plan_path, self.plan_bytes(folder), self.read_agreements(folder))

    def plan_bytes(self, folder: PlanFolder) -> bytes:
        """Return the bytes of the plan in `folder`; with conflict markers in its file, those of HEAD, which is told."""
        from coachplan.format import has_conflict

        raw = self.read_bytes(folder.plan_path)
        return self._before_conflict(folder) or raw if has_conflict(raw) else raw

    def is_in_conflict(self, folder: PlanFolder) -> bool:
        """True if the plan's file holds the marks that git leaves where it could not merge."""
        from coachplan.format import has_conflict

        return has_conflict(self.read_bytes(folder.plan_path))

    def _before_conflict(self, folder: PlanFolder) -> bytes | None:
        """Return the plan's file in the last commit and tell so; None where that is of no use, either."""
        from coachplan.format import has_conflict

        path, operation = folder.plan_path, None
        try:
            before = self.git.files_at("HEAD", folder.path).get(path)
            operation = self.work_tree.operation()
        except UnreadableError:
            return None
        if before is None or has_conflict(before):
            return None
        if path not in self.standing_in:
            when = "last recorded, before a conflict"
            if operation:
                when = f"{'recorded so far in' if operation.is_rebase else 'before'} {operation.what} in progress"
            self.tell(f"{path}: shown as it was {when}; `coachplan edit {folder.id}` opens the file to mend it")
            self.standing_in.add(path)
        return before

    def read_agreements(self, folder: PlanFolder) -> "Files":
        """Return the agreements' files in `folder`, in the order of recording; one that cannot be opened is left out.

        `coachplan check` says so: nobody's word keeps those of others from being read.
        """
        found = []
        for path in folder.agreement_paths():
            with suppress(UnreadableError):
                found.append((path, self.read_bytes(path)))
        return tuple(found)

    def present(self, path: str) -> bytes | None:
        """Return the bytes of a file of any size; None where there is none."""
        return files.read_file(self.root, path, at_most=None) if os.path.lexists(self.root / path) else None

    def plan_if_readable(self, folder: PlanFolder) -> "Plan | None":
        """Return the plan in `folder`, one of several, or None where it cannot be read."""
        with suppress(UnreadableError):
            document = self.apart(folder, lambda: self.read_plan(folder))
            return document.content if document else None
        return None

    def readable_plan(self, folder: PlanFolder) -> "tuple[Document[Plan], Plan]":
        """Return the document in `folder` and its plan; refuses a plan of which nothing can be read."""
        document = self.read_plan(folder)
        return document, document.readable()

    def read_check_ins(self, folder: PlanFolder, plan: "Plan | None" = None) -> "list[Document[CheckIn]]":
        """Read the check-ins in `folder`, in the order of recording, with measures under their names in `plan`."""
        from coachplan.format import read_check_in, under_present_names

        found = [read_check_in(path, self.read_bytes(path)) for path in folder.check_in_paths()]
        return under_present_names(plan, found) if plan else found

    def apart(self, folder: PlanFolder, work: Callable[[], T]) -> T | None:
        """Return the result of work on one plan of several; None where coachplan breaks on that plan, which is told.

        So the others go on.
        """
        try:
            return work()
        except CoachplanError:
            raise
        except Exception as error:  # noqa: BLE001 - the boundary around a plan: whatever else escapes is a bug
            self.tell(f"{folder.plan_path}: {broken_at(error)}")
            return None

    # -- recording -------------------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self) -> Iterator[files.Lock]:
        """Keep other writers away; afterwards the plans are looked for anew."""
        try:
            with files.locked(self.private_folder / "lock") as lock:
                yield lock
        finally:
            self.__dict__.pop("_survey", None)

    def record(
        self,
        writes: Mapping[str, bytes],
        message: str,
        *,
        expecting: Mapping[str, bytes | None],
        also: Mapping[str, bytes | None] | None = None,
        recorded: Iterable[str] = (),
    ) -> None:
        """Write files and commit exactly these and those in `also`, under the repository's lock.

        `expecting` has the bytes that each path must hold at that moment, or None if it must not exist, as `also` has
        for the files that are written already: changes that someone else made in the meantime are neither overwritten
        nor recorded unseen. The last commit is known to have what is `recorded`. Raises `RefusedError` before anything
        is written, `UnreadableError` if a file cannot be written, and `NotRecordedError` if git does not have in the
        end what was to be recorded; the text is safe on disk then.
        """
        wanted = {**writes, **(also or {})}
        note = self._note(message, wanted)
        with self._writing() as lock:
            self._recover(lock, note)
            self.work_tree.require_ready()
            self.set_up_merging()
            for path, expected in {**expecting, **(also or {})}.items():
                self._require(path, expected)
            self.work_tree.require_wanted(*(path for path, expected in expecting.items() if expected is None))
            self.git.filters.require_set_up(wanted)
            is_new = {path: True for path, expected in expecting.items() if expected is None}
            is_new |= dict.fromkeys(recorded, False)
            with lock.busy(note.to_bytes()):
                for path, data in writes.items():
                    self._write(path, data)
                self._commit(lock, wanted, lambda: self.work_tree.commit(wanted, message, lock, is_new), message)

    def record_beside(self, path: str, data: bytes, message: str) -> bool:
        """Write a new file as `record` does, also while git is in the middle of something; return True if committed.

        In a rebase it is not: its commits come to nothing where it is aborted, and then git would remove the file.
        """
        wanted = {path: data}
        note = self._note(message, wanted)
        with self._writing() as lock:
            self._recover(lock, note)
            self.work_tree.require_ready(for_new_file=True)
            self.set_up_merging()
            operation = self.work_tree.operation()
            self._require(path, None)
            self.work_tree.require_wanted(path)
            self.git.filters.require_set_up([path])
            commit = self.work_tree.commit_beside if operation else self.work_tree.commit
            with lock.busy(note.to_bytes()):
                self._write(path, data)
                if operation and operation.is_rebase:
                    return False
                self._commit(lock, wanted, lambda: commit(wanted, message, lock), message)
        return True

    def conclude(self, paths: Sequence[str], expecting: Mapping[str, bytes], message: str) -> None:
        """Stage the mended files `paths` and conclude what git is in the middle of; of a rebase, without a commit.

        `expecting` has the bytes that were looked at, by path.
        """
        note = self._note("", {})
        with self._writing() as lock:
            self._recover(lock, note)
            for path, expected in expecting.items():
                self._require(path, expected)
            with lock.busy(note.to_bytes()):
                self.work_tree.stage(paths)
                operation = self.work_tree.operation()
                if operation and not operation.is_rebase:
                    self._commit(lock, expecting, lambda: self.work_tree.conclude(expecting, message, lock), message)

    @contextmanager
    def sharing(self) -> Iterator[None]:
        """Let git merge plans by meaning, and one command at a time share them; refuses while git could not merge.

        Only what touches the files takes the writers' lock: others record beside a transfer.
        """
        with files.locked(self.private_folder / "sharing") as transfer:
            if transfer.left:
                self.work_tree.remove_stale_locks(transfer.left_since)
            with transfer.busy(b"sharing"):
                try:
                    with self._writing() as lock:
                        self._recover(lock, self._note("", {}))
                        self.work_tree.require_ready()
                        self.set_up_merging()
                    yield
                finally:
                    if self.git.was_killed:
                        self.work_tree.remove_stale_locks(transfer.since)

    def move_to(self, commit: str) -> None:
        """Move the branch and its files on to a later commit; refuses where that would touch unsaved changes."""
        with self._writing() as lock:
            self._recover(lock, self._note("", {}, commit))
            self.work_tree.require_ready()
            paths = self.work_tree.unchanged(self.git.differing("HEAD", commit, everywhere=True))
            with lock.busy(self._note("", dict.fromkeys(paths), commit).to_bytes()):
                try:
                    self.work_tree.move_to(commit, lock)
                except CoachplanError:
                    lock.unsettled = True  # as long as a part of it may have been moved
                    with suppress(CoachplanError):
                        self.work_tree.go_back(paths, commit, lock)
                        lock.unsettled = False
                    raise

    def require_saved(self, paths: Sequence[str]) -> None:
        """Refuse where one of these files was edited by hand since the last commit."""
        if changed := self.work_tree.uncommitted(*paths):
            raise RefusedError(
                f"{_named(changed, 'was', 'were')} edited by hand since, and that is not saved: `coachplan save` "
                "records it, or take the edit out; nothing was changed"
            )

    def take_back(self, commit: str, message: str) -> None:
        """Move the branch and its files from its last commit, which has this message, to the one before.

        Refuses where something else was recorded since, or a file of the commit was changed. Once the branch has moved,
        what is left to do is done by the next command if this one is stopped.
        """
        before = self.git.before(commit)
        assert before is not None, "the first commit is not taken back"
        paths = self.git.differing(before, commit)
        with self._writing() as lock:
            note = self._note(message, dict.fromkeys(paths), commit)
            self._recover(lock, note)
            self.work_tree.require_ready()
            if self.git.head() != commit:
                raise RefusedError("something else was recorded here in the meantime; nothing was changed")
            self.require_saved(paths)
            with lock.busy(note.to_bytes()):
                self.work_tree.take_back(commit, before, lock)
                lock.unsettled = True
                self.work_tree.go_back(paths, commit, lock)
                lock.unsettled = False
                for path in paths:
                    files.tidy(self.root, path)

    def settle_move(self, *, takes_back: bool = False) -> None:
        """Complete or undo what a stopped command moved, so that nobody takes it for edits by hand.

        With `takes_back`, refuses once where that had taken something back.
        """
        from coachplan.store.stopped import Note

        note = b""
        with suppress(UnreadableError):
            note = files.read_file(self.private_folder, "lock", at_most=files.NOTE_BYTES)
        left = Note.read(note)
        if left and left.target:
            with suppress(OSError), self._writing() as lock:
                self._recover(lock, self._note(left.message if takes_back else "", {}, left.target))

    def mend(self, path: str, before: bytes, after: bytes) -> None:
        """Replace the bytes of a file that had a conflict, and tell git that it is mended, without a commit."""
        self.rewrite({path: (before, after)})
        self.work_tree.stage([path])

    def move(self, places: Mapping[str, str]) -> None:
        """Move files to other places, (new by old), without a commit; one whose place is taken stays."""
        with self._writing() as lock:
            self._recover(lock, self._note("", {}))
            self.work_tree.require_ready()
            for old, new in places.items():
                outcome.add_written(new)
                files.move(self.root, old, new)
                files.tidy(self.root, old)

    def rewrite(self, texts: Mapping[str, tuple[bytes, bytes]]) -> None:
        """Replace the bytes of existing files, (before, after) by path, without a commit."""
        if not texts:
            return
        note = self._note("", {path: after for path, (_, after) in texts.items()})
        with self._writing() as lock:
            self._recover(lock, note)
            for path, (before, _) in texts.items():
                self._require(path, before)
            with lock.busy(note.to_bytes()):
                for path, (_, after) in texts.items():
                    self._write(path, after)

    def _note(self, message: str, wanted: Mapping[str, bytes | None], target: str = "") -> "Note":
        """Return the note of a writer here; commands that only read load nothing of it."""
        from coachplan.store.stopped import Note

        return Note.of(self.root, message, wanted, target)

    def _recover(self, lock: files.Lock, new: "Note") -> None:
        """Clean up after a writer that died: git's lock files, temporary files, and an index that is out of date.

        The note of the dead goes once all that is done. Says what was left; refuses once that `new`, the note of the
        writer to come, takes the same step a second time.
        """
        if not lock.left:
            return
        from coachplan.store.stopped import TOLD, Left, Note

        self.work_tree.remove_stale_locks(lock.left_since)
        note = Note.read(lock.left)
        dead = self._same_repository_at(note.root) if note else None
        if not note or not dead or not dead.has_room_for(note.files):
            lock.clear()
            return
        dead.work_tree.remove_stale_locks(lock.left_since)
        went_back = bool(note.target) and dead.work_tree.go_back([*note.files], note.target, lock)
        for path in note.files:
            with suppress(CoachplanError):  # a link that came since
                files.refuse_links(dead.root, path)
                files.tidy(dead.root, path)
        if note.target:
            lock.clear()
            if note.takes_back and went_back:
                self._tell_of_taking_back(note, new)
            return
        dead.work_tree.settle([*note.files], lock)
        left = note.left(dead.work_tree)
        lock.clear()
        if left is Left.RECORDED and note.is_repeated_by(new):
            raise RefusedError(
                f"a command that was stopped has recorded this already ({note.message}); nothing more was written: "
                "look at it, and if you mean it once more, try again"
            )
        if note.message:
            self.tell(TOLD[left].format(note.message))

    def _tell_of_taking_back(self, note: "Note", new: "Note") -> None:
        """Say what a stopped command had taken back; refuses once to take back one more."""
        if new.takes_back:
            raise RefusedError(
                f"a command that was stopped has taken back something already ({note.message}); nothing more was taken "
                "back: look at it, and if you mean one more, try again"
            )
        self.tell(f"A command that was stopped had taken back all the same: {note.message}")

    def _same_repository_at(self, root: Path) -> "Repository | None":
        """Return the plan repository at `root`, if that is a work tree of this one and still there."""
        if root == self.root:
            return self
        other = Repository(root)
        with suppress(UnreadableError):
            return other if other.git.folder() == self.git.folder() else None
        return None

    def has_room_for(self, paths: Iterable[str]) -> bool:
        """True if each path lies in the work tree: some that git moves lie outside the root."""
        prefix = self.git.prefix()
        return not any(os.path.isabs(path) or os.path.normpath(prefix + path).startswith("..") for path in paths)

    def set_up_merging(self) -> None:
        """Let git merge plans by meaning; commands that only read load nothing of it."""
        from coachplan.store import merge_driver

        began = time.time() - _TICK
        merge_driver.set_up(self.git)
        if self.git.was_killed:
            self.work_tree.remove_stale_locks(began)

    def _require(self, path: str, expected: bytes | None) -> None:
        files.refuse_links(self.root, path)
        if self.present(path) != expected:
            happened = "exists already" if expected is None else "was changed by someone else in the meantime"
            raise RefusedError(f"{path} {happened}; nothing was written")

    def _write(self, path: str, data: bytes) -> None:
        outcome.add_written(path)
        try:
            files.write_file(self.root, path, data)
        except files.UnsyncedError as error:
            raise NotRecordedError(f"{error}; it is not committed: check the disk, then run `coachplan save`") from None
        except CoachplanError:
            files.tidy(self.root, path)
            raise

    def _commit(
        self,
        lock: files.Lock,
        wanted: Mapping[str, bytes | None],
        commit: Callable[[], Mapping[str, bytes | None]],
        message: str,
    ) -> None:
        """Let `commit` record the files, and look at what it says that git has otherwise than `wanted`."""
        try:
            otherwise, reason = commit(), ""
        except (NotRecordedError, UnreadableError) as error:
            otherwise, reason = {}, str(error)
        except KeyboardInterrupt:
            otherwise, reason = {}, "stopped"
        finally:
            lock.unsettled = bool(self.work_tree.locks(lock.since))
        if not reason and all(_reads_alike(path, wanted[path], found) for path, found in otherwise.items()):
            for path in otherwise:
                self.tell(f"A git hook changed {path}, which still says the same: it is recorded as the hook left it")
            outcome.add(message)
            return
        raise NotRecordedError(self._unrecorded(wanted, otherwise, reason))

    def _unrecorded(
        self, wanted: Mapping[str, bytes | None], otherwise: Mapping[str, bytes | None], reason: str
    ) -> str:
        """Return a message on files that are not recorded, with the place where the text of each is safe."""
        gone = [path for path, data in wanted.items() if data is not None and not self._is_on_disk(path, data)]
        if not gone and reason:
            saved = _named([*wanted], "is saved", "are saved")
            return f"{saved} but not committed ({reason}); fix that and run `coachplan save`"
        why = reason or "a hook, git stash or an editor changed it between writing and committing"
        told = f"{_named([*otherwise] or gone, 'is', 'are')} not recorded as it was to be ({why})"
        kept = [self.keep((wanted[path] or b"").decode("utf-8", "surrogateescape"), Path(path).name) for path in gone]
        if not gone:
            return f"{told}; your text is on disk: look at it, and run `coachplan save`"
        if None in kept:
            texts = "\n".join((wanted[path] or b"").decode("utf-8", "replace") for path in gone)
            return f"{told}; your text could not be saved; copy it:\n{texts}"
        return f"{told}; your text is kept in {', '.join(map(str, kept))}"

    def _is_on_disk(self, path: str, data: bytes) -> bool:
        with suppress(UnreadableError):
            return self.read_bytes(path) == data
        return False

    def require_outside(self, output: Path) -> None:
        """Raise `RefusedError` if a document would be written into the repository's own files."""
        name = os.path.relpath(os.path.realpath(output), os.path.realpath(self.root))
        own = (PLANS_FOLDER, files.TEMPLATES_FOLDER, ".git", files.SETTINGS_FILE)
        if name.split(os.sep)[0] in own:
            raise RefusedError(f"{output} is inside the plan repository's own files; write the document elsewhere")

    @contextmanager
    def keeping(self, text: Callable[[], str], name: str) -> Iterator[None]:
        """Keep a person's text in a file of its own if the block fails before it was written, and name that file."""
        try:
            yield
        except NotRecordedError:
            raise
        except CoachplanError as error:
            if not text():
                raise
            kept = self.keep(text(), name)
            where = f"your text is kept in {kept}" if kept else f"your text could not be saved; copy it:\n{text()}"
            raise type(error)(f"{error} ({where})") from None

    def keep(self, text: str, name: str) -> Path | None:
        """Write a text to a new private file; return its path, or None if it cannot be written anywhere."""
        import tempfile

        data = text.encode("utf-8", "surrogateescape")
        with suppress(OSError, CoachplanError):
            files.refuse_links(self.private_folder, "kept")
            return files.write_new(self.private_folder / "kept", name, data)
        with suppress(OSError, CoachplanError):
            return files.write_new(Path(tempfile.gettempdir()), name, data)
        return None


def _silent(_: str) -> None:
    """Tell nobody."""


def _named(paths: Sequence[str], one: str, several: str) -> str:
    return f"{paths[0]} {one}" if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more {several}"


def _reads_alike(path: str, wanted: bytes | None, found: bytes | None) -> bool:
    """True if a file that a hook changed is in order and says what was wanted: the same data, and every word."""
    from coachplan.format import read_agreement, read_check_in, read_plan

    if wanted is None or found is None or not is_plan_file(path):
        return False
    read = read_check_in if is_check_in(path) else read_agreement if is_agreement(path) else read_plan
    before, after = read(path, wanted), read(path, found)
    words = iter(after.body.split())
    return (
        after.content is not None
        and after.content == before.content
        and len(after.findings) <= len(before.findings)
        and all(word in words for word in before.body.split())
    )
