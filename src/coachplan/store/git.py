"""The narrow gateway to git: explicit argument lists in, plain data or one clear sentence out.

Nothing else imports `git`. Commands that only read run nothing that a hostile `.git/config` names; commands that
commit respect the person's hooks and signing, and touch no path that is not theirs.
"""

import math
import os
import re
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from importlib.util import find_spec, module_from_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coachplan.base.errors import NotRecordedError, RefusedError, UnreadableError
from coachplan.store.commits import PLAN, Commit, Entry, FileChange, Log, Renames, through_renames

if TYPE_CHECKING:
    from git.cmd import Git

    from coachplan.plan import Person

# With these set, git would work on another repository or index than the one that the person is in, or read our paths
# as patterns.
_REDIRECTIONS = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE"),
    *("GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE"),
    *("GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"),
)
# A repository may name programs for each of these: to watch files, as hooks, to fetch what a partial clone lacks.
_HARMLESS = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "protocol.allow=never")
# What was committed is read, not what somebody has put in its place.
_READING = (
    *(part for setting in _HARMLESS for part in ("-c", setting)),
    *("--no-optional-locks", "--no-replace-objects"),
)
# A repository may name programs that check signatures, too: those of the PATH do.
_VERIFYING = (
    *("-c", "gpg.program=gpg", "-c", "gpg.openpgp.program=gpg"),
    *("-c", "gpg.ssh.program=ssh-keygen", "-c", "gpg.x509.program=gpgsm"),
)
# Whose keys are whose is the person's own to say, never the repository's.
_KEYS_OF_OTHERS = ("gpg.ssh.allowedSignersFile", "gpg.ssh.revocationFile")
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
    "sequencer": ("a series of cherry-picks or reverts", "git cherry-pick or git revert --continue or --abort"),
}
# As many ids as fit into the smallest pipe there is, of 16 KiB.
_PIPEFUL = 200
# What is told of a commit, and how two trees are named that are compared.
_COMMIT = "%H%x00%an%x00%ae%x00%aI"
_PAIR = re.compile(r"([0-9a-f]{40,64}) ([0-9a-f]{40,64})\n")
_STALE_SECONDS = 1.0
_INDEX_SECONDS = 2.0


@dataclass(frozen=True)
class Signature:
    """Who git says made a commit, and its signature: git's letter (`man git-log`, %G?), whose it is, and the key."""

    author: str
    email: str
    letter: str
    signer: str
    key: str


class _Renamed(NamedTuple):
    """A plan that git takes for renamed: its paths, and the blobs there."""

    old: str
    before: str
    new: str
    after: str

    @property
    def is_unchanged(self) -> bool:
        return self.before == self.after

    @property
    def is_in_same_folder(self) -> bool:
        """Whether both lie in the folder of one person."""
        return self.old.split("/")[-3:-2] == self.new.split("/")[-3:-2]

    def is_of_one_person(self, content: Mapping[str, bytes]) -> bool:
        """Whether both name the same team member; where one cannot be read, whether one person's folder holds both."""
        was, now = _team_member(self.old, content[self.before]), _team_member(self.new, content[self.after])
        return was.is_same_as(now) if was and now else self.is_in_same_folder


class History:
    """The git history of a plan repository whose folder is `root`; all paths are relative to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._runner: Git | None = None
        self._places: tuple[Path, Path, str] | None = None
        self._identity: tuple[str, str] | None = None

    # -- running git -----------------------------------------------------------------------------------------------

    def _git(self) -> "Git":
        if self._runner is None:
            for name in _REDIRECTIONS:
                os.environ.pop(name, None)
            self._runner = _gitpython()[0](str(self.root))
        return self._runner

    def _execute(self, arguments: Sequence[str], before: Sequence[str], **options: Any) -> Any:
        # All paths are meant as they are; `check-ignore` takes none but such, and refuses to be told.
        environment = {"GIT_LITERAL_PATHSPECS": str(int(arguments[0] != "check-ignore")), "GIT_TERMINAL_PROMPT": "0"}
        if before is _COMMITTING:
            # Hooks run in the person's own language and encoding, not in GitPython's.
            environment |= {name: os.environ.get(name, "") for name in ("LC_ALL", "LANGUAGE")}
        try:
            return self._git().execute(["git", *before, *arguments], env=environment, **options)
        except _gitpython()[1]:
            raise UnreadableError("git was not found; install it, or put it on the PATH") from None
        except OSError as error:
            raise UnreadableError(f"git cannot be started: {error.strerror or error}") from None

    def _run(
        self, *arguments: str, before: Sequence[str] = _READING, keep_open: int | None = None
    ) -> tuple[int, bytes, str]:
        status, output, errors = self._execute(
            arguments,
            before,
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
            pass_fds=() if keep_open is None else (keep_open,),
        )
        assert isinstance(output, bytes)
        return status, output, errors if isinstance(errors, str) else errors.decode("utf-8", "replace")

    def _ask(self, *arguments: str) -> bytes:
        status, output, errors = self._run(*arguments)
        if status:
            raise UnreadableError(f"git {arguments[0]} failed: {_first_line(errors)}")
        return output

    def _ask_about(self, lines: Iterable[str], *arguments: str) -> bytes:
        """What git says of the lines that it reads from its standard input."""
        asked = "".join(f"{line}\n" for line in lines).encode()
        if not asked:
            return b""
        process = self._start(*arguments)
        output, errors = process.communicate(asked)
        if process.returncode:
            raise UnreadableError(f"git {arguments[0]} failed: {_first_line(errors.decode('utf-8', 'replace'))}")
        return bytes(output)

    def _start(self, *arguments: str) -> "Git.AutoInterrupt":
        """A git that reads what it is asked from its standard input; it ends when nobody holds it any more."""
        from subprocess import PIPE

        process: Git.AutoInterrupt = self._execute(arguments, _READING, istream=PIPE, as_process=True)
        return process

    # -- the repository --------------------------------------------------------------------------------------------

    def exists(self) -> bool:
        """Whether the folder lies in a git work tree."""
        status, output, _ = self._run("rev-parse", "--is-inside-work-tree")
        return status == 0 and output.strip() == b"true"

    def create(self, temporary: Path) -> None:
        """Make a git repository of the folder, private to the person: at `temporary` first, so whole or not at all."""
        status, _, errors = self._run("init", "--quiet", "--shared=0600", "--", str(temporary))
        if status:
            raise UnreadableError(f"git init failed: {_first_line(errors)}")
        os.rename(temporary / ".git", self.root / ".git")

    def folder(self) -> Path:
        """Git's own folder, which all work trees of the repository share; refuses where there is none."""
        return self._find()[0]

    def commits_noted_in(self) -> Path | None:
        """The file in which git notes each commit that this work tree comes to; None where there is no such repository.

        Nor where there is no git: whoever only looks out for commits waits in vain then, and needs to know no more.
        """
        try:
            status, output, _ = self._run("rev-parse", "--git-path", "logs/HEAD")
        except UnreadableError:
            return None
        return None if status else self.root / os.fsdecode(output).removesuffix("\n")

    def _own_folder(self) -> Path:
        """Git's folder of this work tree."""
        return self._find()[1]

    def _find(self) -> tuple[Path, Path, str]:
        """Git's folder that all work trees share, its folder of this one, and the root within the work tree."""
        if self._places is None:
            status, output, errors = self._run("rev-parse", "--git-common-dir", "--git-dir", "--show-prefix")
            if status:
                if "not a git repository" in errors:
                    raise UnreadableError(f"{self.root} is in no git repository that can be used; run `coachplan init`")
                raise UnreadableError(
                    f"git does not use {self.root}: {_first_line(errors)}; `git status` there says more"
                )
            lines = os.fsdecode(output).splitlines()
            if len(lines) != 3:
                raise UnreadableError(f"{self.root}: a folder's name holds a line break; rename it")
            self._places = (self.root / lines[0]).resolve(), (self.root / lines[1]).resolve(), lines[2]
        return self._places

    def identity(self) -> tuple[str, str]:
        """Name and email of whoever acts, as git has them; refused where git does not know."""
        if self._identity is None:
            self._identity = self._known_as("GIT_AUTHOR_IDENT")
        return self._identity

    def _known_as(self, role: str) -> tuple[str, str]:
        status, output, _ = self._run("-c", "user.useConfigOnly=true", "var", role)
        name, _, rest = output.decode("utf-8", "replace").partition(" <")
        email = rest.partition(">")[0]
        if status or not name.strip() or not email.strip():
            raise RefusedError(
                'git does not know who you are: git config --global user.name "Your Name" '
                "&& git config --global user.email you@example.com"
            )
        return name.strip(), email.strip()

    def is_signing(self) -> bool:
        """Whether the commits of whoever acts are signed."""
        status, output, _ = self._run("config", "--type=bool", "--get", "commit.gpgsign")
        return status == 0 and output.strip() == b"true"

    def require_ready(self) -> None:
        """Refuse while a commit could not be made, or would land where nobody looks for it."""
        for name, (what, remedy) in _UNFINISHED.items():
            if os.path.lexists(self._own_folder() / name):
                raise RefusedError(f"{what} is in progress; finish it first ({remedy}), then try again")
        if self._run("symbolic-ref", "--quiet", "HEAD")[0]:
            raise RefusedError("HEAD is detached: a commit here would belong to no branch; `git switch BRANCH` first")
        self.identity()
        self._known_as("GIT_COMMITTER_IDENT")

    def require_wanted(self, *paths: str) -> None:
        """Refuse a path that the person told git to ignore."""
        if paths and self._run("check-ignore", "--", *paths)[0] == 0:
            what = paths[0] if len(paths) == 1 else "one of the new files"
            raise RefusedError(f"git is told to ignore {what} (`git check-ignore -v` says where); nothing was written")

    def editor(self) -> str:
        """The person's editor, as git would start it."""
        status, output, _ = self._run("var", "GIT_EDITOR")
        if status:
            raise UnreadableError("no editor is set: export EDITOR=nano, or git config --global core.editor nano")
        return output.decode("utf-8", "surrogateescape").strip()

    # -- writing ---------------------------------------------------------------------------------------------------

    def commit(self, paths: Sequence[str], message: str, lock: int | None = None) -> None:
        """Commit just `paths` as they are on disk; whatever else is staged or changed stays as it is.

        `lock` is the descriptor of a file last written just before: git inherits it, and git's own lock files that
        are younger are removed where git dies. Raises `NotRecordedError` with git's own reason.
        """
        self._await_index()
        added = self._introduce(paths, lock)
        status, output, errors = self._run(
            "commit", "--quiet", "--only", "--message", message, "--", *paths, before=_COMMITTING, keep_open=lock
        )
        if status == 0:
            return
        if status < 0 and lock is not None:
            self.remove_stale_locks(os.fstat(lock).st_mtime)
        # Git may have died, or failed, after the commit; or someone else recorded the same in the meantime.
        if self.settle(paths):
            return
        self._forget(added, lock)
        raise NotRecordedError(f"git commit failed: {_reason(errors or output.decode('utf-8', 'replace'))}")

    def _await_index(self) -> None:
        """Give a git that the person or their editor runs just now a moment to end; refuses where it does not."""
        index_lock, deadline = self._own_folder() / "index.lock", time.monotonic() + _INDEX_SECONDS
        while os.path.lexists(index_lock) and time.monotonic() < deadline:
            time.sleep(0.05)
        if os.path.lexists(index_lock):
            place = os.path.relpath(index_lock, self.root)
            raise NotRecordedError(f"another git holds {place}; let it end, or remove that file where none runs")

    def _introduce(self, paths: Sequence[str], lock: int | None) -> list[str]:
        """Tell git of those of `paths` that it does not know yet; which they are."""
        present = [path for path in paths if os.path.lexists(self.root / path)]
        listed = self._ask("ls-files", "-z", "--", *present) if present else b""
        known = set(listed.decode("utf-8", "surrogateescape").split("\0"))
        added = [path for path in present if path not in known]
        if not added:
            return added
        status, _, errors = self._run("add", "--", *added, before=_COMMITTING, keep_open=lock)
        if status:
            if status < 0 and lock is not None:
                self.remove_stale_locks(os.fstat(lock).st_mtime)
                self._forget(added, lock)
            raise NotRecordedError(f"git add failed: {_reason(errors)}")
        return added

    def _forget(self, added: Sequence[str], lock: int | None) -> None:
        if added:
            self._run(
                *("rm", "--cached", "--force", "--quiet", "--ignore-unmatch", "--", *added),
                before=_COMMITTING,
                keep_open=lock,
            )

    def settle(self, paths: Sequence[str]) -> bool:
        """Let the index follow the last commit for those of `paths` that it holds as they are on disk.

        Whether that is all of them. Git moves the branch before the index, so the index lags where git died between.
        """
        recorded = self._recorded(paths)
        if recorded:
            self._run("reset", "--quiet", "--", *recorded, before=_COMMITTING)
        return len(recorded) == len(paths)

    def _recorded(self, paths: Sequence[str]) -> list[str]:
        status, output, _ = self._run("ls-tree", "-z", "HEAD", "--", *paths)
        entries = (entry.split("\t", 1) for entry in output.decode("utf-8", "surrogateescape").split("\0") if entry)
        last = {path: " ".join(fields.split()[::2]) for fields, path in entries}
        files = [path for path in paths if os.path.isfile(self.root / path) and not os.path.islink(self.root / path)]
        ids = self._ask("hash-object", "--", *files).decode().split() if files and not status else []
        on_disk = {path: f"{self._git_mode(path)} {id_}" for path, id_ in zip(files, ids, strict=False)}
        gone = [path for path in paths if not os.path.lexists(self.root / path) and path not in last]
        return gone + [path for path, content in on_disk.items() if last.get(path) == content]

    def _git_mode(self, path: str) -> str:
        return "100755" if (self.root / path).stat().st_mode & 0o100 else "100644"

    def remove_stale_locks(self, since: float) -> None:
        """Remove the lock files, not older than `since`, of a git process that died while it committed for us."""
        for lock in self.locks(since):
            _remove_once_stale(lock)

    def locks(self, since: float) -> list[Path]:
        """Git's lock files that are not older than `since`."""
        places = {self.folder(), self._own_folder()}
        found = (lock for place in places for lock in (*place.glob("*.lock"), *place.glob("refs/**/*.lock")))
        return [lock for lock in found if _modified(lock) >= since]

    def uncommitted(self, *paths: str) -> list[str]:
        """The files under `paths` that differ from the last commit or are not in it yet."""
        output = self._ask(
            *("status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignore-submodules=all", "--no-renames"),
            *("--", *paths),
        )
        entries = output.decode("utf-8", "surrogateescape").split("\0")
        found = {entry[3:].removeprefix(self._find()[2]) for entry in entries}
        return sorted(path for path in found if path and not path.endswith("/"))

    def changed_since(self, revision: str) -> list[str]:
        """The files that differ from where this branch left `revision`, committed or not; refuses an unknown one."""
        commit = self.revision(revision, option="--changed-since")
        status, base, _ = self._run("merge-base", "--end-of-options", commit, "HEAD")
        if status:
            raise UnreadableError(
                f"{revision} and HEAD have no commit in common; fetch more of the history (in CI, fetch-depth: 0)"
            )
        differing = self._ask(
            *("diff", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative", "-z"),
            *("--end-of-options", base.decode().strip(), "--"),
        )
        new = self._ask("ls-files", "--others", "--exclude-standard", "-z")
        paths = (differing + new).decode("utf-8", "surrogateescape").split("\0")
        return sorted({path for path in paths if path})

    # -- reading ---------------------------------------------------------------------------------------------------

    def commits(self, path: str, revision: str = "HEAD") -> Iterator[Commit]:
        """The commits that changed files under the folder `path`, newest first, following it through renames."""
        return through_renames(path, revision, self._commits, lambda id_: self._renames([id_])[id_])

    def log(self, folder: str) -> Log:
        """The history of each folder two levels under `folder`, from one look; empty where nothing is committed."""
        # Every commit, even where it changed nothing here: git's walk leads over those, too.
        form = f"%T%x00%P%x00%ct%x00{_COMMIT}"
        logged = {fields[3]: fields for fields in self._logged(folder, "HEAD", form, "--full-history", "--sparse")}
        touched = self._touched_by_merges(folder, logged)
        entries = {id_: _entry(folder, fields, touched.get(id_)) for id_, fields in logged.items()}
        renames = self._renames([id_ for id_, entry in entries.items() if _may_rename(entry)])
        return Log(
            entries,
            is_told=lambda path: path == _within(folder, f"{path}/{PLAN}"),
            renames=lambda id_: renames[id_] if id_ in renames else self._renames([id_])[id_],
            elsewhere=self._commits,
        )

    def _touched_by_merges(
        self, folder: str, logged: Mapping[str, Sequence[str]]
    ) -> dict[str, tuple[AbstractSet[str], ...]]:
        """For each merge, the folders in which it differs from each of its parents."""
        parents = {id_: fields[1].split() for id_, fields in logged.items() if " " in fields[1]}
        trees = {id_: [(logged[id_][0], logged[parent][0]) for parent in parents[id_]] for id_ in parents}
        differing = self._differing(folder, [pair for pairs in trees.values() for pair in pairs])
        return {
            id_: tuple({_within(folder, path) for path in differing[pair]} for pair in pairs)
            for id_, pairs in trees.items()
        }

    def _commits(self, path: str, revision: str) -> list[Commit]:
        return [_commit(fields) for fields in self._logged(path, revision, _COMMIT)]

    def _logged(self, path: str, revision: str, form: str, *options: str) -> list[list[str]]:
        """For each commit, the fields of `form`, and then the changes under `path` as git has them."""
        mark = os.urandom(16).hex()
        status, output, errors = self._run(
            *("-c", "log.showRoot=true", "log", "--encoding=UTF-8", "--no-color", "--no-show-signature"),
            *("--no-ext-diff", "--no-textconv", "--no-renames", "--no-follow", "--relative", *options),
            *("--raw", "--no-abbrev", "-z", f"--format=tformat:{mark}%x00{form}%x00", revision),
            *("--", f"{path}/"),
        )
        if status:
            if self._has_no_commit():
                return []
            self._find()  # where the repository itself is of no use, this says so
            raise UnreadableError(f"git log failed: {_first_line(errors)}")
        blocks = output.decode("utf-8", "surrogateescape").split(f"{mark}\0")[1:]
        return [block.split("\0") for block in blocks]

    def _has_no_commit(self) -> bool:
        """Whether there is nothing yet that could be read, as against something that cannot be."""
        # Git says of a repository with a broken HEAD, too, that there is none.
        if not any(os.path.lexists(place / ".git") for place in (self.root, *self.root.parents)):
            return True
        return "does not have any commits yet" in self._run("log", "-1")[2]

    def _renames(self, commits: Sequence[str]) -> Mapping[str, Renames]:
        """The files that each of these commits renamed: by its new path the old one, and the blob that it was.

        Git goes by how alike two files are, and so may take a plan for another person's: such a one is left out.
        """
        output = self._ask_about(
            commits,
            *("diff-tree", "--stdin", "-r", "-z", "--root", "--no-ext-diff", "--no-textconv", "--relative"),
            *("-M", "--diff-filter=R", "--raw", "--no-abbrev"),
        )
        found: dict[str, dict[str, tuple[str, str]]] = {id_: {} for id_ in commits}
        plans: list[tuple[str, _Renamed]] = []
        fields = iter(output.decode("utf-8", "surrogateescape").split("\0"))
        commit = ""
        for field in fields:
            if field.startswith(":"):
                _, _, before, after, _ = field.split(" ")
                old, new = next(fields), next(fields)
                found[commit][new] = old, before
                if new.endswith(f"/{PLAN}"):
                    plans.append((commit, _Renamed(old, before, new, after)))
            else:
                commit = field
        for commit, renamed in self._of_others(plans):
            del found[commit][renamed.new]
        return found

    def _of_others(self, plans: Sequence[tuple[str, "_Renamed"]]) -> Iterator[tuple[str, "_Renamed"]]:
        """Those of the renamed plans that were another person's before."""
        doubtful = [(commit, plan) for commit, plan in plans if not (plan.is_unchanged and plan.is_in_same_folder)]
        if not doubtful:
            return
        blobs = self.blobs_in_turn({plan.before, plan.after} for _, plan in doubtful)
        for (commit, plan), content in zip(doubtful, blobs, strict=True):
            if not plan.is_of_one_person(content):
                yield commit, plan

    def _differing(self, path: str, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
        """The files under `path` in which two trees differ, for each pair of trees."""
        output = self._ask_about(
            (f"{one} {other}" for one, other in pairs),
            *("diff-tree", "--stdin", "-r", "-z", "--no-renames", "--relative", "--name-only", "--", f"{path}/"),
        )
        found: dict[tuple[str, str], list[str]] = {pair: [] for pair in pairs}
        files: list[str] = []
        for name in output.decode("utf-8", "surrogateescape").split("\0"):
            # A line with the two trees stands before the first of their files, and no file's name begins like it.
            while head := _PAIR.match(name):
                files, name = found[head[1], head[2]], name[head.end() :]  # noqa: PLW2901 - what is left of it
            files += [name] if name else []
        return found

    def signatures(self, commits: Sequence[str]) -> dict[str, Signature]:
        """The signature of each of these commits, checked against the keys that the person knows."""
        if not commits:
            return {}
        mark = os.urandom(16).hex()
        status, output, errors = self._run(
            *("log", "--no-walk=unsorted", "--encoding=UTF-8", "--no-color", "--no-show-signature", "--no-patch"),
            *(f"--format=tformat:{mark}%x00%H%x00%an%x00%ae%x00%G?%x00%GS%x00%GK%x00", *commits, "--"),
            before=(*_READING, *_VERIFYING, *self._known_keys()),
        )
        if status:
            raise UnreadableError(f"git log failed: {_first_line(errors)}")
        blocks = output.decode("utf-8", "replace").split(f"{mark}\0")[1:]
        return {id_: Signature(*fields) for id_, *fields in (block.split("\0")[:6] for block in blocks)}

    def _known_keys(self) -> Iterator[str]:
        """The person's own lists of keys; without one, an empty list: no key is known then."""
        for name in _KEYS_OF_OTHERS:
            found = (
                self._run("config", scope, "--includes", "--type=path", "--get", name)
                for scope in ("--global", "--system")
            )
            path = next(
                (output.decode("utf-8", "surrogateescape").strip() for code, output, _ in found if not code), ""
            )
            yield from ("-c", f"{name}={path or os.devnull}")

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The bytes of blobs, by id."""
        wanted = set(ids)
        return next(self.blobs_in_turn([wanted])) if wanted else {}

    def blobs_in_turn(self, groups: Iterable[Collection[str]]) -> Iterator[dict[str, bytes]]:
        """The bytes of the blobs of each group, by id, from one git for all of them, a group at a time."""
        git = self._start("cat-file", "--batch")
        for group in groups:
            wanted, found = list(group), dict[str, bytes]()
            # Git reads on only while somebody reads what it says, so no more is asked at once than fits into the pipe.
            for place in range(0, len(wanted), _PIPEFUL):
                asked = wanted[place : place + _PIPEFUL]
                _tell(git, asked)
                found.update(_object(git) for _ in asked)
            yield found

    def revision(self, name: str, *, option: str = "--at") -> str:
        """The commit that a person means by `name`, a revision or a day (its last commit); refuses what is neither.

        `option` is what the message calls it.
        """
        day = _day(name)
        if day is None:
            status, output, _ = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        else:
            status, output, _ = self._run("rev-list", "-1", f"--before={day.isoformat()}T23:59:59", "HEAD")
        id_ = output.decode("ascii", "replace").strip()
        if status or not id_:
            when = "of that name" if day is None else f"on or before {day}"
            raise UnreadableError(f"{option}: there is no commit {when}; `git log` shows what there is")
        return id_

    def day_of(self, name: str) -> date:
        """The day that a person means by `name`: itself, or the day of the commit, where it was made."""
        if day := _day(name):
            return day
        told = self._ask("log", "-1", "--no-show-signature", "--no-patch", "--format=%cs", self.revision(name))
        return date.fromisoformat(told.decode("ascii").strip())

    def files_at(self, revision: str, path: str) -> dict[str, bytes]:
        """The files under the folder `path` as they were at `revision`; none before the first commit."""
        if self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")[0]:
            return {}
        output = self._ask("ls-tree", "-r", "-z", revision, "--", f"{path}/")
        entries = (entry.split("\t", 1) for entry in output.decode("utf-8", "surrogateescape").split("\0") if entry)
        ids = {name: fields.split()[2] for fields, name in entries if fields.split()[1] == "blob"}
        blobs = self.blobs(ids.values())
        return {name: blobs[id_] for name, id_ in ids.items()}


@cache
def _gitpython() -> "tuple[type[Git], type[Exception]]":
    """GitPython's runner of commands, and what it raises where there is no git.

    Only these: on its own import, the package loads all of itself and starts git twice, which takes longer than most
    commands. Whoever imports it after this gets it whole.
    """
    if "git" not in sys.modules and (spec := find_spec("git")):
        sys.modules["git"] = module_from_spec(spec)
        try:
            return _gitpython_loaded()
        finally:
            del sys.modules["git"]
    return _gitpython_loaded()


def _gitpython_loaded() -> "tuple[type[Git], type[Exception]]":
    from git.cmd import Git
    from git.exc import GitCommandNotFound

    Git.GIT_PYTHON_GIT_EXECUTABLE = "git"
    return Git, GitCommandNotFound


def _modified(file: Path) -> float:
    try:
        return file.lstat().st_mtime
    except OSError:  # it went in the meantime
        return -math.inf


def _remove_once_stale(lock: Path) -> None:
    """Remove a lock file unless it goes by itself: a git that the person runs just now holds one for an instant."""
    with suppress(OSError):
        while time.time() - lock.lstat().st_mtime < _STALE_SECONDS:
            time.sleep(0.05)
        lock.unlink()


def _entry(folder: str, fields: list[str], touched: tuple[AbstractSet[str], ...] | None) -> Entry:
    commit = _commit(fields[3:])
    changes: dict[str, tuple[FileChange, ...]] = {}
    for within, files in groupby(commit.changes, lambda change: _within(folder, change.path)):
        changes[within] = (*changes.get(within, ()), *files)
    parents = tuple(fields[1].split())
    return Entry(replace(commit, changes=()), parents, int(fields[2]), changes, touched or (changes.keys(),))


def _within(folder: str, path: str) -> str:
    """The folder, two levels under `folder`, that a file is in; nothing where it is in none."""
    parts = path.split("/", depth := folder.count("/") + 3)
    return "/".join(parts[:depth]) if len(parts) > depth and path.startswith(f"{folder}/") else ""


def _may_rename(entry: Entry) -> bool:
    """Whether any folder has its plan from this commit on."""
    return any(
        change.before is None and change.path == f"{folder}/{PLAN}"
        for folder, changes in entry.changes.items()
        for change in changes
    )


def _team_member(path: str, raw: bytes) -> "Person | None":
    """Whose plan a text is; None where it does not say."""
    from coachplan.format import read_plan

    plan = read_plan(path, raw)
    return plan.content.people.team_member if plan.content and "people" not in plan.unread else None


def _commit(fields: list[str]) -> Commit:
    id_, author, email, when, *raw = fields
    return Commit(id_, author, email, datetime.fromisoformat(when), tuple(_raw_changes(raw)))


def _tell(git: "Git.AutoInterrupt", ids: Iterable[str]) -> None:
    with suppress(BrokenPipeError):  # what it says instead tells more
        git.stdin.write("".join(f"{id_}\n" for id_ in ids).encode())
        git.stdin.flush()


def _object(git: "Git.AutoInterrupt") -> tuple[str, bytes]:
    """The next object that `git cat-file --batch` prints, with its id."""
    head = git.stdout.readline().decode()
    if not head:
        raise UnreadableError(f"git cat-file failed: {_first_line(git.stderr.read().decode('utf-8', 'replace'))}")
    id_, kind, *size = head.split()
    if not size:
        raise UnreadableError(f"git has no content for {id_} ({kind}); `git fsck` says more")
    content = git.stdout.read(int(size[0]) + 1)
    return id_, content[:-1]


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
