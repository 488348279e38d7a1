"""The files of a work tree against git: ready to commit, changed, committed, and settled after a crash."""

import math
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coachplan.base.errors import NotRecordedError, RefusedError, UnreadableError
from coachplan.store.files import Lock
from coachplan.store.git import Git, blob_id, failure, separate, stopped_by

if TYPE_CHECKING:
    from coachplan.store.unfinished import Operation

_STALE_SECONDS = 1.0
_INDEX_SECONDS = 2.0
_COMMITS_NOTED = "logs/HEAD"
_NOTED = 50
# So many paths fit the arguments of one command.
_AT_ONCE = 1000


class WorkTree:
    """The work tree that git's folder is in; all paths are relative to that folder."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._root = git.root

    # -- before writing --------------------------------------------------------------------------------------------

    def operation(self) -> "Operation | None":
        """Return what git is in the middle of, such as a merge, if it is."""
        from coachplan.store import unfinished

        return unfinished.operation(self._git)

    def require_ready(self, *, for_new_file: bool = False) -> None:
        """Refuse while a commit could not be made, or would be on no branch.

        A new file can be recorded while git is in the middle of something, too.
        """
        operation = self.operation()
        if operation and not for_new_file:
            raise RefusedError(
                f"{operation.name} is in progress; finish it first (`coachplan save`, or {operation.remedy}), "
                "then try again"
            )
        is_rebase = operation is not None and operation.is_rebase
        if not is_rebase and not self._is_on_a_branch():
            raise RefusedError("HEAD is detached: a commit here would belong to no branch; `git switch BRANCH` first")
        self._git.require_identity()

    def _is_on_a_branch(self) -> bool:
        with suppress(OSError):
            head = (self._git.own_folder() / "HEAD").read_bytes()
            if head.startswith(b"ref: refs/heads/") and not head.startswith(b"ref: refs/heads/."):
                return True
        return self._git.answer("symbolic-ref", "--quiet", "HEAD") is not None

    def require_wanted(self, *paths: str) -> None:
        """Refuse paths that the person's settings of git ignore."""
        if paths and self._git.answer("check-ignore", "--", *paths) is not None:
            ignored = paths[0] if len(paths) == 1 else "one of the new files"
            raise RefusedError(f"git ignores {ignored} (see `git check-ignore -v`); nothing was written")

    # -- writing ---------------------------------------------------------------------------------------------------

    def commit(
        self, wanted: Mapping[str, bytes | None], message: str, lock: Lock, is_new: Mapping[str, bool] | None = None
    ) -> Mapping[str, bytes | None]:
        """Commit the paths in `wanted` as they are on disk, with a message in one line; all else stays as it is.

        `is_new` has the paths of which it is known if they are new to git; it is asked about the others.

        Returns those that git then has with other bytes than `wanted`, and the bytes that it has: a hook, or anyone
        who writes at that moment, may change them. Git holds `lock` while it works; its own lock files that are younger
        than the note in it are removed where git dies. Raises `NotRecordedError` with git's own reason.
        """
        self._await_index()
        paths, logged = [*wanted], self._logged()
        added = self._introduce(paths, lock, is_new or {})
        arguments = ("commit", "--quiet", "--only", "--message", _in_one_line(message), "--", *paths)
        try:
            status, output, errors = self._git.change(*arguments, holding=lock.for_git)
            why = stopped_by(status) or f"failed: {_reason(errors or output.decode('utf-8', 'replace'))}"
        except KeyboardInterrupt:
            status, why = 1, "was stopped"
        if status < 0:
            self.remove_stale_locks(lock.since)
        otherwise = self._otherwise(wanted, logged)
        if not status:
            return otherwise
        # Git may have died, or failed, after the commit; or someone else recorded the same in the meantime.
        if not otherwise:
            self.settle(paths, lock)
            return {}
        self._forget(added, lock)
        raise NotRecordedError(f"git commit {why}")

    def _logged(self) -> int:
        """Return how much git has noted so far of the commits that this work tree was at."""
        with suppress(OSError):
            return (self._git.own_folder() / _COMMITS_NOTED).stat().st_size
        return 0

    def _otherwise(self, wanted: Mapping[str, bytes | None], logged: int) -> dict[str, bytes | None]:
        """Return the paths that are not recorded as wanted, with the bytes that the last commit has; none if all are.

        What was recorded since `logged` bytes were noted, and is in a branch, stays recorded whatever came after.
        """
        other = self._unlike("HEAD", wanted)
        if not other:
            return {}
        with suppress(OSError):
            noted = (self._git.own_folder() / _COMMITS_NOTED).read_bytes()[logged:].splitlines()[-_NOTED:]
            for commit in dict.fromkeys(line.split(b" ", 2)[1].decode("ascii") for line in noted):
                if not self._unlike(commit, wanted) and self._is_in_a_branch(commit):
                    return {}
        return {path: self.content("HEAD", path) for path in other}

    def _is_in_a_branch(self, commit: str) -> bool:
        return bool(self._git.run("for-each-ref", "--count=1", "--contains", commit, "refs/heads")[1])

    def _unlike(self, commit: str, wanted: Mapping[str, bytes | None]) -> list[str]:
        """Return the paths that a commit has otherwise than wanted, in git's form or in that of the work tree."""
        at = {path: entry.split()[-1] for path, entry in self._entries(commit, wanted).items()}
        return [
            path
            for path, data in wanted.items()
            if (path in at) != (data is not None)
            or (data is not None and at[path] != blob_id(data, len(at[path])) and not self._is_like(commit, path, data))
        ]

    def _is_like(self, commit: str, path: str, data: bytes) -> bool:
        """True if a file in a commit is `data`, but for what the attributes of the path have git do with it."""
        taken = self._git.ask("hash-object", "--stdin", f"--path={path}", given=data).split()
        recorded = self._git.ask("rev-parse", "--verify", f"{commit}:./{path}").split()
        return taken == recorded or self.content(commit, path) == data

    def content(self, commit: str, path: str) -> bytes | None:
        """Return a file of a commit in the form of the work tree; None where it has none."""
        status, output, _ = self._git.run("cat-file", "--filters", f"{commit}:./{path}")
        return None if status else output

    def _entries(self, commit: str, paths: Iterable[str]) -> dict[str, str]:
        """Return mode and id of each of these files that a commit has; none before the first commit."""
        status, output, errors = self._git.run("ls-tree", "-z", commit, "--", *paths)
        if status and self._git.has_commits():
            raise UnreadableError(f"git ls-tree {failure(status, errors)}")
        entries = (entry.split("\t", 1) for entry in separate(output))
        return {path: " ".join(fields.split()[::2]) for fields, path in entries}

    def commit_beside(self, wanted: Mapping[str, bytes | None], message: str, lock: Lock) -> Mapping[str, bytes | None]:
        """Commit a new file as `commit` does, while git is in the middle of something that goes on afterwards."""
        logged = self._logged()
        from coachplan.store import unfinished

        unfinished.commit_beside(self._git, [*wanted], _in_one_line(message), lock.for_git)
        return self._otherwise(wanted, logged)

    def unmerged(self) -> list[str]:
        """Return the files whose conflict git has not been told to be mended; those elsewhere begin with `../`."""
        from coachplan.store import unfinished

        return unfinished.unmerged(self._git)

    def staged(self, path: str) -> list[str]:
        """Return the files under `path` that differ in the index from the last commit, without those in conflict."""
        differing = self._git.ask(
            *(
                "diff",
                "--cached",
                "--name-only",
                "--no-renames",
                "--no-ext-diff",
                "--relative",
                "--diff-filter=u",
                "-z",
            ),
            *("HEAD", "--", path),
        )
        return separate(differing)

    def stage(self, paths: Sequence[str]) -> None:
        """Tell git that these files are mended as they are on disk."""
        from coachplan.store import unfinished

        unfinished.stage(self._git, paths)

    def conclude(self, wanted: Mapping[str, bytes | None], message: str, lock: Lock) -> Mapping[str, bytes | None]:
        """Commit all that is staged, as the end of what git is in the middle of; return what `commit` does."""
        logged = self._logged()
        from coachplan.store import unfinished

        unfinished.conclude(self._git, _in_one_line(message), lock.for_git)
        return self._otherwise(wanted, logged)

    def move_to(self, commit: str, lock: Lock) -> None:
        """Move the branch and its files on to a later commit."""
        self._await_index()
        status, _, errors = self._git.change("merge", "--ff-only", "--quiet", commit, holding=lock.for_git)
        if status < 0:
            self.remove_stale_locks(lock.since)
        if status:
            raise RefusedError(f"git did not take in what others recorded: {_reason(errors)}; nothing was changed")

    def take_back(self, commit: str, before: str, lock: Lock) -> None:
        """Move the branch from its last commit to the one before; the files follow with `go_back`."""
        self._await_index()
        moving = ("update-ref", "-m", "coachplan: taken back", "HEAD", before, commit)
        status, _, errors = self._git.change(*moving, holding=lock.for_git)
        if status < 0:
            self.remove_stale_locks(lock.since)
        if status and self._git.head() != before:
            raise RefusedError(f"git did not take it back: {_reason(errors)}; nothing was changed")

    def go_back(self, paths: Sequence[str], target: str, lock: Lock) -> bool:
        """Let files with the content of the commit `target`, which HEAD does not have, get HEAD's; True if it has not.

        So a move to that commit that was stopped on the way is undone, and the move back from it is completed. A file
        that git was just replacing gets HEAD's content as well; one with anything else stays.
        """
        if not paths or self._git.run("merge-base", "--is-ancestor", target, "HEAD")[0] == 0:
            return False
        for some in _some_at_once(paths):
            self._go_back(some, target, lock)
        return True

    def _go_back(self, paths: Sequence[str], target: str, lock: Lock) -> None:
        moved = self.recorded(paths, target)
        others = set(paths).difference(moved, self.recorded(paths))
        moved += [path for path in others if self._is_torn(path, target)]
        known = self._entries("HEAD", moved) if moved else {}
        self._redo("reset", "--quiet", "--", *paths, lock=lock)
        if known:
            self._redo("checkout", "--quiet", "HEAD", "--", *known, lock=lock)
        for path in set(moved) - known.keys():
            (self._root / path).unlink(missing_ok=True)

    def _is_torn(self, path: str, commit: str) -> bool:
        """True if a file is gone, or is the beginning of what it is in a commit: git takes the old one away first."""
        wanted = self.content(commit, path)
        with suppress(OSError):
            return wanted is not None and wanted.startswith((self._root / path).read_bytes())
        return not os.path.lexists(self._root / path)

    def _redo(self, *arguments: str, lock: Lock) -> None:
        """Run a git that cleans up; where it dies, its lock files go, and it raises as where it fails."""
        status, _, errors = self._git.change(*arguments, holding=lock.for_git)
        if status < 0:
            self.remove_stale_locks(lock.since)
        if status:
            raise UnreadableError(f"git {arguments[0]} {failure(status, errors)}")

    def _await_index(self) -> None:
        """Give a git that the person or their editor runs just now a moment to end; refuse where it does not."""
        index_lock, deadline = self._git.own_folder() / "index.lock", time.monotonic() + _INDEX_SECONDS
        while os.path.lexists(index_lock) and time.monotonic() < deadline:
            time.sleep(0.05)
        if os.path.lexists(index_lock):
            place = os.path.relpath(index_lock, self._root)
            raise NotRecordedError(
                f"another git process is running ({place} exists); wait, or delete the file if none is"
            )

    def _introduce(self, paths: Sequence[str], lock: Lock, is_new: Mapping[str, bool]) -> list[str]:
        """Add those of `paths` to the index that git does not know yet, and return them."""
        present = [path for path in paths if os.path.lexists(self._root / path)]
        unsure = [path for path in present if path not in is_new]
        listed = set(separate(self._git.ask("ls-files", "-z", "--", *unsure))) if unsure else set()
        added = [path for path in present if is_new.get(path, path not in listed)]
        status, _, errors = self._git.change("add", "--", *added, holding=lock.for_git) if added else (0, b"", "")
        if status < 0:
            self.remove_stale_locks(lock.since)
            self._forget(added, lock)
        if status:
            raise NotRecordedError(f"git add {stopped_by(status) or f'failed: {_reason(errors)}'}")
        return added

    def _forget(self, added: Sequence[str], lock: Lock) -> None:
        if added:  # what the last commit has under such a name stays known
            self._git.change("reset", "--quiet", "--", *added, holding=lock.for_git)

    def settle(self, paths: Sequence[str], lock: Lock) -> None:
        """Let the index follow the last commit for those of `paths` that it holds as they are on disk.

        Git moves the branch before the index, so the index lags where git died between. Where git dies here, its lock
        files go, and `UnreadableError` is raised as where it fails.
        """
        if not (recorded := self.recorded(paths)):
            return
        self._redo("reset", "--quiet", "--", *recorded, lock=lock)

    def recorded(self, paths: Iterable[str], commit: str = "HEAD") -> list[str]:
        """Return those of `paths` that a commit, the last one, has as they are on disk, or neither has."""
        paths = [*paths]
        last = self._entries(commit, paths)
        modes = {path: mode for path in paths if (mode := _mode(self._root / path))}
        ids = self._git.ask("hash-object", "--", *modes).decode().split() if modes else []
        on_disk = {path: f"{mode} {id_}" for (path, mode), id_ in zip(modes.items(), ids, strict=False)}
        gone = [path for path in paths if not os.path.lexists(self._root / path) and path not in last]
        return gone + [path for path, content in on_disk.items() if last.get(path) == content]

    def unchanged(self, paths: Sequence[str]) -> list[str]:
        """Return those of any number of paths that are on disk as the last commit has them; git moves no others."""
        return [path for some in _some_at_once(paths) for path in self.recorded(some)]

    def remove_stale_locks(self, since: float) -> None:
        """Remove the lock files, not older than `since`, of a git process that died while it committed for us."""
        for lock in self.locks(since):
            _remove_once_stale(lock)

    def locks(self, since: float) -> list[Path]:
        """Return git's lock files, and an index made aside, that are not older than `since`."""
        places = {self._git.folder(), self._git.own_folder()}
        patterns = ("*.lock", "refs/**/*.lock", "coachplan-*.index")
        found = (lock for place in places for pattern in patterns for lock in place.glob(pattern))
        return [lock for lock in found if _modified(lock) >= since]

    # -- changes ---------------------------------------------------------------------------------------------------

    def uncommitted(self, *paths: str) -> list[str]:
        """Return the files under `paths` that differ from the last commit or are not in it yet."""
        output = self._git.ask(
            *("status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignore-submodules=all", "--no-renames"),
            *("--", *paths),
        )
        found = {entry[3:].removeprefix(self._git.prefix()) for entry in separate(output)}
        return sorted(path for path in found if path and not path.endswith("/"))

    def changed_since(self, revision: str) -> list[str]:
        """Return the files that differ from the point where this branch left `revision`, committed or not.

        Refuses an unknown revision, and a repository that keeps the files of another folder.
        """
        self._git.folder()
        commit = self._git.revision(revision, option="--changed-since")
        base = self._git.answer("merge-base", "--end-of-options", commit, "HEAD")
        if base is None:
            raise UnreadableError(
                f"{revision} and HEAD have no commit in common; fetch more of the history (in CI, fetch-depth: 0)"
            )
        differing = self._git.ask_about_files(
            *("diff", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative", "-z"),
            # A program of a nested repository would run to see if its files are changed.
            *("--ignore-submodules=dirty", "--end-of-options", base.decode().strip(), "--"),
        )
        new = self._git.ask("ls-files", "--others", "--exclude-standard", "-z")
        return sorted({*separate(differing), *separate(new)})


def _some_at_once(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    return (paths[first : first + _AT_ONCE] for first in range(0, len(paths), _AT_ONCE))


def _mode(file: Path) -> str:
    """Return git's mode of a regular file; empty for anything else, and for one that somebody has just taken away."""
    with suppress(OSError):
        found = file.lstat().st_mode
        return ("100755" if found & 0o100 else "100644") if stat.S_ISREG(found) else ""
    return ""


def _modified(file: Path) -> float:
    try:
        return file.lstat().st_mtime
    except OSError:  # it went in the meantime
        return -math.inf


def _remove_once_stale(lock: Path) -> None:
    """Remove a lock file unless it goes by itself: a git that the person runs just now holds one for an instant."""
    with suppress(OSError):
        modified, deadline = _modified(lock), time.monotonic() + _STALE_SECONDS
        # The file alone does not limit the wait: it may be dated in the future.
        while time.time() - lock.lstat().st_mtime < _STALE_SECONDS and time.monotonic() < deadline:
            time.sleep(0.05)
        if _modified(lock) == modified:  # not one that another git has made in the meantime
            lock.unlink()


def _in_one_line(message: str) -> str:
    """Return a message in one line, with U+FFFD for each character that cannot be printed: it may name any file."""
    return "".join(char if char.isprintable() else "\ufffd" for char in message)


def _reason(text: str) -> str:
    """Return git's last words: hooks and signing programs print first, git's own summary may follow."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("hint:")]
    return " / ".join(lines[:3]) if lines else "a hook or git itself refused it without a reason"
