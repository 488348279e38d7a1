"""The files of a work tree against git: ready to commit, changed, committed, and settled after a crash."""

import math
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from coachplan.base.errors import NotRecordedError, RefusedError, UnreadableError
from coachplan.store import unfinished
from coachplan.store.git import Git, separate
from coachplan.store.unfinished import Operation

_STALE_SECONDS = 1.0
_INDEX_SECONDS = 2.0


class WorkTree:
    """The work tree that git's folder is in; all paths are relative to that folder."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._root = git.root

    # -- before writing --------------------------------------------------------------------------------------------

    def operation(self) -> Operation | None:
        """Return what git is in the middle of, such as a merge, if it is."""
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
        if not is_rebase and self._git.run("symbolic-ref", "--quiet", "HEAD")[0]:
            raise RefusedError("HEAD is detached: a commit here would belong to no branch; `git switch BRANCH` first")
        self._git.require_identity()

    def require_wanted(self, *paths: str) -> None:
        """Refuse paths that the person's settings of git ignore."""
        if paths and self._git.run("check-ignore", "--", *paths)[0] == 0:
            ignored = paths[0] if len(paths) == 1 else "one of the new files"
            raise RefusedError(f"git ignores {ignored} (see `git check-ignore -v`); nothing was written")

    # -- writing ---------------------------------------------------------------------------------------------------

    def commit(self, paths: Sequence[str], message: str, lock: int) -> None:
        """Commit just `paths` as they are on disk, with a message in one line; all else stays as it is.

        `lock` is the descriptor of a file last written just before: git inherits it, and git's own lock files that
        are younger are removed where git dies. Raises `NotRecordedError` with git's own reason.
        """
        self._await_index()
        added = self._introduce(paths, lock)
        status, output, errors = self._git.change(
            "commit", "--quiet", "--only", "--message", _in_one_line(message), "--", *paths, keep_open=lock
        )
        if status == 0:
            return
        if status < 0:
            self.remove_stale_locks(os.fstat(lock).st_mtime)
        # Git may have died, or failed, after the commit; or someone else recorded the same in the meantime.
        if self.settle(paths):
            return
        self._forget(added, lock)
        raise NotRecordedError(f"git commit failed: {_reason(errors or output.decode('utf-8', 'replace'))}")

    def commit_beside(self, paths: Sequence[str], message: str, lock: int) -> None:
        """Commit a new file as `commit` does, while git is in the middle of something that goes on afterwards."""
        unfinished.commit_beside(self._git, paths, _in_one_line(message), lock)

    def unmerged(self) -> list[str]:
        """Return the files whose conflict git has not been told to be mended; those elsewhere begin with `../`."""
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
        unfinished.stage(self._git, paths)

    def conclude(self, message: str, lock: int) -> None:
        """Commit all that is staged, as the end of what git is in the middle of."""
        unfinished.conclude(self._git, _in_one_line(message), lock)

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

    def _introduce(self, paths: Sequence[str], lock: int) -> list[str]:
        """Add those of `paths` to the index that git does not know yet, and return them."""
        present = [path for path in paths if os.path.lexists(self._root / path)]
        listed = self._git.ask("ls-files", "-z", "--", *present) if present else b""
        known = set(separate(listed))
        added = [path for path in present if path not in known]
        status, _, errors = self._git.change("add", "--", *added, keep_open=lock) if added else (0, b"", "")
        if status < 0:
            self.remove_stale_locks(os.fstat(lock).st_mtime)
            self._forget(added, lock)
        if status:
            raise NotRecordedError(f"git add failed: {_reason(errors)}")
        return added

    def _forget(self, added: Sequence[str], lock: int) -> None:
        if added:
            removing = ("rm", "--cached", "--force", "--quiet", "--ignore-unmatch", "--", *added)
            self._git.change(*removing, keep_open=lock)

    def settle(self, paths: Sequence[str]) -> bool:
        """Let the index follow the last commit for those of `paths` that it holds as they are on disk.

        True if those are all of them. Git moves the branch before the index, so the index lags where git died between.
        """
        recorded = self._recorded(paths)
        if recorded:
            self._git.change("reset", "--quiet", "--", *recorded)
        return len(recorded) == len(paths)

    def _recorded(self, paths: Sequence[str]) -> list[str]:
        status, output, _ = self._git.run("ls-tree", "-z", "HEAD", "--", *paths)
        entries = (entry.split("\t", 1) for entry in separate(output))
        last = {path: " ".join(fields.split()[::2]) for fields, path in entries}
        files = [path for path in paths if os.path.isfile(self._root / path) and not os.path.islink(self._root / path)]
        ids = self._git.ask("hash-object", "--", *files).decode().split() if files and not status else []
        modes = ["100755" if (self._root / path).stat().st_mode & 0o100 else "100644" for path in files]
        on_disk = {path: f"{mode} {id_}" for path, mode, id_ in zip(files, modes, ids, strict=False)}
        gone = [path for path in paths if not os.path.lexists(self._root / path) and path not in last]
        return gone + [path for path, content in on_disk.items() if last.get(path) == content]

    def remove_stale_locks(self, since: float) -> None:
        """Remove the lock files, not older than `since`, of a git process that died while it committed for us."""
        for lock in self.locks(since):
            _remove_once_stale(lock)

    def locks(self, since: float) -> list[Path]:
        """Return git's lock files that are not older than `since`."""
        places = {self._git.folder(), self._git.own_folder()}
        found = (lock for place in places for lock in (*place.glob("*.lock"), *place.glob("refs/**/*.lock")))
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

        Refuses an unknown revision.
        """
        commit = self._git.revision(revision, option="--changed-since")
        status, base, _ = self._git.run("merge-base", "--end-of-options", commit, "HEAD")
        if status:
            raise UnreadableError(
                f"{revision} and HEAD have no commit in common; fetch more of the history (in CI, fetch-depth: 0)"
            )
        differing = self._git.ask(
            *("diff", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative", "-z"),
            *("--end-of-options", base.decode().strip(), "--"),
        )
        new = self._git.ask("ls-files", "--others", "--exclude-standard", "-z")
        return sorted({*separate(differing), *separate(new)})


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
