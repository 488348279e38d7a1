"""The narrow gateway to git: explicit argument lists in, plain data or one clear sentence out.

Nothing else imports `git`. Commands that only read run nothing that a hostile `.git/config` names; commands that
commit respect the person's hooks and signing, and touch no path that is not theirs.
"""

import os
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coachplan.errors import NotRecordedError, RefusedError, UnreadableError

if TYPE_CHECKING:
    from git.cmd import Git

# With these set, git would work on another repository or index than the one that the person is in.
_REDIRECTIONS = (
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
)
_READING = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "--no-optional-locks")
_COMMITTING = (
    *("-c", "core.fsmonitor=false", "-c", "core.fsync=all", "-c", "user.useConfigOnly=true"),
    # A collection in the background would outlive the command and hold its lock.
    *("-c", "gc.auto=0", "-c", "maintenance.auto=false"),
)
_UNFINISHED = {
    "MERGE_HEAD": ("a merge", "git merge --continue or --abort"),
    "rebase-merge": ("a rebase", "git rebase --continue or --abort"),
    "rebase-apply": ("a rebase", "git rebase --continue or --abort"),
    "CHERRY_PICK_HEAD": ("a cherry-pick", "git cherry-pick --continue or --abort"),
    "REVERT_HEAD": ("a revert", "git revert --continue or --abort"),
}
_STALE_SECONDS = 1.0


@dataclass(frozen=True)
class FileChange:
    """One file in one commit: the blobs before and after, None where it did not exist."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Commit:
    """A commit that touched a plan, with the files of that plan that it changed.

    `renamed_from` is the plan's folder before this commit, where it was renamed by it.
    """

    id: str
    author: str
    when: datetime
    subject: str
    changes: tuple[FileChange, ...]
    renamed_from: str | None = None


class History:
    """The git history of a plan repository whose folder is `root`; all paths are relative to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._runner: Git | None = None
        self._folder: Path | None = None

    # -- running git -----------------------------------------------------------------------------------------------

    def _git(self) -> "Git":
        if self._runner is None:
            os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
            from git.cmd import Git

            for name in _REDIRECTIONS:
                os.environ.pop(name, None)
            self._runner = Git(str(self.root))
        return self._runner

    def _run(
        self, *arguments: str, before: Sequence[str] = _READING, keep_open: int | None = None
    ) -> tuple[int, bytes, str]:
        from git.exc import GitCommandNotFound

        environment = {"GIT_LITERAL_PATHSPECS": "1", "GIT_TERMINAL_PROMPT": "0"}
        if before is _COMMITTING:
            # Hooks run in the person's own language and encoding, not in GitPython's.
            environment |= {name: os.environ.get(name, "") for name in ("LC_ALL", "LANGUAGE")}
        try:
            status, output, errors = self._git().execute(
                ["git", *before, *arguments],
                env=environment,
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                pass_fds=() if keep_open is None else (keep_open,),
            )
        except GitCommandNotFound:
            raise UnreadableError("git was not found; install it, or put it on the PATH") from None
        assert isinstance(output, bytes)
        return status, output, errors if isinstance(errors, str) else errors.decode("utf-8", "replace")

    def _ask(self, *arguments: str) -> bytes:
        status, output, errors = self._run(*arguments)
        if status:
            raise UnreadableError(f"git {arguments[0]} failed: {_first_line(errors)}")
        return output

    # -- the repository --------------------------------------------------------------------------------------------

    def exists(self) -> bool:
        """Whether the folder lies in a git work tree."""
        status, output, _ = self._run("rev-parse", "--is-inside-work-tree")
        return status == 0 and output.strip() == b"true"

    def create(self) -> None:
        """Make a git repository of the folder, private to the person."""
        status, _, errors = self._run("init", "--quiet", "--shared=0600")
        if status:
            raise UnreadableError(f"git init failed: {_first_line(errors)}")

    def folder(self) -> Path:
        """Git's own folder, which all work trees of the repository share; refuses where there is none."""
        if self._folder is None:
            status, output, errors = self._run("rev-parse", "--git-common-dir")
            if status:
                reason = "" if "not a git repository" in errors else f" ({_first_line(errors)})"
                raise UnreadableError(
                    f"{self.root} is in no git repository that can be used{reason}; run `coachplan init`"
                )
            self._folder = (self.root / os.fsdecode(output.rstrip(b"\n"))).resolve()
        return self._folder

    def _own_folder(self) -> Path:
        """Git's folder of this work tree."""
        return self.root / os.fsdecode(self._ask("rev-parse", "--git-dir").rstrip(b"\n"))

    def identity(self) -> tuple[str, str]:
        """Name and email of whoever acts, as git has them; refused where git does not know."""
        status, output, _ = self._run("-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT")
        name, _, rest = output.decode("utf-8", "replace").partition(" <")
        email = rest.partition(">")[0]
        if status or not name.strip() or not email.strip():
            raise RefusedError(
                'git does not know who you are: git config --global user.name "Your Name" '
                "&& git config --global user.email you@example.com"
            )
        return name.strip(), email.strip()

    def require_ready(self) -> None:
        """Refuse while a commit could not be made, or would land where nobody looks for it."""
        self.folder()
        own_folder = self._own_folder()
        for name, (what, remedy) in _UNFINISHED.items():
            if (own_folder / name).exists():
                raise RefusedError(f"{what} is in progress; finish it first ({remedy}), then try again")
        if self._run("symbolic-ref", "--quiet", "HEAD")[0]:
            raise RefusedError("HEAD is detached: a commit here would belong to no branch; `git switch BRANCH` first")
        self.identity()

    def editor(self) -> str:
        """The person's editor, as git would start it."""
        status, output, _ = self._run("var", "GIT_EDITOR")
        if status:
            raise UnreadableError("no editor is set: export EDITOR=nano, or git config --global core.editor nano")
        return output.decode("utf-8", "surrogateescape").strip()

    # -- writing ---------------------------------------------------------------------------------------------------

    def commit(self, paths: Sequence[str], message: str, keep_open: int | None = None) -> None:
        """Commit just `paths` as they are on disk; whatever else is staged or changed stays as it is.

        `keep_open` is a file descriptor that git inherits. Raises `NotRecordedError` with git's own reason.
        """
        new = [path for path in paths if (self.root / path).exists()]
        known = (
            set(self._ask("ls-files", "-z", "--", *new).decode("utf-8", "surrogateescape").split("\0"))
            if new
            else set()
        )
        untracked = [path for path in new if path not in known]
        if untracked:
            status, _, errors = self._run(
                "add", "--intent-to-add", "--", *untracked, before=_COMMITTING, keep_open=keep_open
            )
            if status:
                raise NotRecordedError(f"git add failed: {_reason(errors)}")
        status, output, errors = self._run(
            "commit", "--quiet", "--only", "--message", message, "--", *paths, before=_COMMITTING, keep_open=keep_open
        )
        if status:
            if status < 0:
                self.remove_stale_locks()
            if untracked:
                self._run("rm", "--cached", "--quiet", "--", *untracked, before=_COMMITTING)
            raise NotRecordedError(f"git commit failed: {_reason(errors or output.decode('utf-8', 'replace'))}")

    def remove_stale_locks(self) -> None:
        """Remove the lock files that a git process left which died while it committed for us."""
        for place in {self.folder(), self._own_folder()}:
            for lock in (*place.glob("*.lock"), *place.glob("refs/**/*.lock")):
                _remove_once_stale(lock)

    def uncommitted(self, *paths: str) -> list[str]:
        """The files under `paths` that differ from the last commit or are not in it yet."""
        output = self._ask("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", *paths)
        prefix = self._ask("rev-parse", "--show-prefix").decode("utf-8", "surrogateescape").rstrip("\n")
        entries = output.decode("utf-8", "surrogateescape").split("\0")
        return sorted(entry[3:].removeprefix(prefix) for entry in entries if entry)

    # -- reading ---------------------------------------------------------------------------------------------------

    def commits(self, path: str, revision: str = "HEAD") -> Iterator[Commit]:
        """The commits that changed files under the folder `path`, newest first, following it through renames."""
        while True:
            found = self._commits(path, revision)
            if not found:
                return
            yield from found[:-1]
            oldest = self._with_rename(found[-1], path)
            yield oldest
            if oldest.renamed_from is None:
                return
            path, revision = oldest.renamed_from, f"{oldest.id}^"

    def _commits(self, path: str, revision: str) -> list[Commit]:
        mark = secrets.token_hex(16)
        status, output, errors = self._run(
            *(
                "log",
                "--no-color",
                "--no-ext-diff",
                "--no-textconv",
                "--no-renames",
                "--no-show-signature",
                "--relative",
            ),
            *("--raw", "--no-abbrev", "-z", f"--format=tformat:{mark}%x00%H%x00%an%x00%aI%x00%s%x00", revision),
            *("--", f"{path}/"),
        )
        if status:
            if self._is_unborn():
                return []
            raise UnreadableError(f"git log failed: {_first_line(errors)}")
        return [_commit(block) for block in output.decode("utf-8", "surrogateescape").split(f"{mark}\0")[1:]]

    def _is_unborn(self) -> bool:
        return self._run("rev-parse", "--verify", "--quiet", "HEAD")[0] != 0

    def _with_rename(self, commit: Commit, path: str) -> Commit:
        """The commit with which the folder `path` began; where it was renamed to that, with what it was before."""
        plan = f"{path}/plan.md"
        if not any(change.path == plan and change.before is None for change in commit.changes):
            return commit
        output = self._ask(
            *("diff-tree", "-r", "-z", "--root", "--no-commit-id", "--no-ext-diff", "--no-textconv", "--relative"),
            *("-M", "--diff-filter=R", "--raw", "--no-abbrev", commit.id),
        )
        fields = output.decode("utf-8", "surrogateescape").split("\0")
        renames = {
            new: (old, raw.split(" ")[2])
            for raw, old, new in zip(fields[::3], fields[1::3], fields[2::3], strict=False)
        }
        if plan not in renames:
            return commit
        changes = tuple(
            FileChange(change.path, renames[change.path][1] if change.path in renames else change.before, change.after)
            for change in commit.changes
        )
        return replace(commit, changes=changes, renamed_from=renames[plan][0].removesuffix("/plan.md"))

    def blob(self, id_: str) -> bytes:
        """The bytes of a blob."""
        *_, data = self._git().get_object_data(id_)
        return bytes(data)

    def revision(self, name: str) -> str:
        """The commit that a person means by `name`, a revision or a day (its last commit); refuses what is neither."""
        day = _day(name)
        if day is None:
            status, output, _ = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        else:
            status, output, _ = self._run("rev-list", "-1", f"--before={day.isoformat()}T23:59:59", "HEAD")
        id_ = output.decode("ascii", "replace").strip()
        if status or not id_:
            raise UnreadableError("no commit is there for the revision or day after --at; see `git log`")
        return id_

    def files_at(self, revision: str, path: str) -> dict[str, bytes]:
        """The files under the folder `path` as they were at `revision`; none before the first commit."""
        if self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")[0]:
            return {}
        output = self._ask("ls-tree", "-r", "-z", revision, "--", f"{path}/")
        entries = (entry.split("\t", 1) for entry in output.decode("utf-8", "surrogateescape").split("\0") if entry)
        return {name: self.blob(fields.split()[2]) for fields, name in entries if fields.split()[1] == "blob"}


def _remove_once_stale(lock: Path) -> None:
    """Remove a lock file unless it goes by itself: a git that the person runs just now holds one for an instant."""
    try:
        while time.time() - lock.stat().st_mtime < _STALE_SECONDS:
            time.sleep(0.05)
        lock.unlink()
    except FileNotFoundError:
        return


def _commit(block: str) -> Commit:
    id_, author, when, subject, *raw = block.split("\0")
    return Commit(id_, author, datetime.fromisoformat(when), subject, tuple(_raw_changes(raw)))


def _raw_changes(fields: list[str]) -> Iterator[FileChange]:
    entries = iter(fields)
    for entry in entries:
        if entry.lstrip("\n").startswith(":"):
            _, _, before, after, _ = entry.lstrip("\n:").split(" ")
            yield FileChange(next(entries), _blob_or_none(before), _blob_or_none(after))


def _blob_or_none(id_: str) -> str | None:
    return None if set(id_) == {"0"} else id_


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[0].removeprefix("fatal: ").removeprefix("error: ") if lines else "it gave no reason"


def _reason(text: str) -> str:
    """Git's last words: hooks and signing programs print first, git's own summary may follow."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("hint:")]
    return " / ".join(lines[:3]) if lines else "a hook or git itself refused it without a reason"
