"""The remote that a plan repository is shared through: what it has that is not here, and what it lacks.

Two histories become one without the work tree: git computes the files, and they are looked at before anything stands.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from coachplan.base.errors import CoachplanError, NotRecordedError, RefusedError, UnreadableError
from coachplan.base.layout import PLANS_FOLDER
from coachplan.base.parallel import Tick, unwatched
from coachplan.store.address import Address
from coachplan.store.files import SETTINGS_FILE, TEMPLATES_FOLDER
from coachplan.store.git import Git, first_line, separate
from coachplan.store.transfers import AbsentError, MovedError, transfer

_BASE, _MINE, _THEIRS = "1", "2", "3"
_REGULAR = "100644"

_DRIVER = "coachplan: "
"""The beginning of a line of the merge driver."""


class OvertakenError(NotRecordedError):
    """Somebody else was faster: the remote has moved since it was asked."""


class NotSharedError(UnreadableError):
    """There is not a remote to share plans through."""


class Blob(NamedTuple):
    """A file in git: its mode, and the id of its bytes."""

    mode: str
    id: str


class Contested(NamedTuple):
    """A file on which git found no agreement: what it was before, here and there; None where it is not."""

    path: str
    base: Blob | None
    mine: Blob | None
    theirs: Blob | None


Decided = Mapping[str, bytes | Blob | None]
"""What became of each contested file, by path: new bytes, a file that git has, or None where it went."""


@dataclass(frozen=True)
class Joined:
    """The files of two histories put together: the tree, the files that are contested, and what the driver said."""

    tree: str
    contested: tuple[Contested, ...] = ()
    said: tuple[str, ...] = ()


class Sharing:
    """The branch of a remote that the branch of this clone is shared with."""

    def __init__(self, git: Git, remote: str, branch: str, *, is_upstream: bool = False) -> None:
        self._git = git
        self.remote = remote
        self._branch = branch
        self._is_upstream = is_upstream
        self._tracking = f"refs/remotes/{remote}/{branch}"

    @classmethod
    def of(cls, git: Git) -> "Sharing":
        """Return where the present branch is shared: its upstream or, without one, the only remote there is."""
        branch = present_branch(git)
        remote, merged = (_setting(git, f"branch.{branch}.{key}") for key in ("remote", "merge"))
        if remote == "." or ":" in remote:
            raise UnreadableError(
                f"branch {branch} is not shared through a remote with a name: `git remote add origin URL`, and "
                f"`git push --set-upstream origin {branch}` once"
            )
        if remote and merged:
            return cls(git, remote, merged.removeprefix("refs/heads/"), is_upstream=True)
        remotes = git.ask("remote").decode("utf-8", "surrogateescape").split()
        if len(remotes) == 1:
            return cls(git, remotes[0], branch)
        if not remotes:
            raise NotSharedError(
                "these plans are not shared yet: `coachplan share URL` does so, through a private repository"
            )
        raise UnreadableError(
            f"branch {branch} does not say which of {len(remotes)} remotes it is shared through: "
            f"`git push --set-upstream REMOTE {branch}` once"
        )

    @property
    def address(self) -> str:
        """The address of the remote as anyone may see it."""
        return Address(_setting(self._git, f"remote.{self.remote}.url")).shown

    def tip(self) -> str | None:
        """Return the commit that the remote's branch had when it was asked last; None where it has none."""
        status, output, _ = self._git.run("rev-parse", "--verify", "--quiet", f"{self._tracking}^{{commit}}")
        return None if status else output.decode("ascii").strip()

    def has_all(self) -> bool:
        """True if the remote had all that is recorded here when it was asked last."""
        return (tip := self.tip()) is not None and not self.only_in("HEAD", tip)

    def only_in(self, commit: str, other: str | None) -> list[str]:
        """Return the commits in the history of `commit` that `other` does not have, the newest first."""
        if commit == other:
            return []
        without = (f"^{other}",) if other else ()
        return self._git.ask("rev-list", commit, *without, "--").decode("ascii").split()

    # -- transfers -------------------------------------------------------------------------------------------------

    def fetch(self, progress: Tick = unwatched) -> None:
        """Ask the remote for what its branch has; says in git's words why it does not answer.

        A branch that the remote never had is in order, one that it has no longer is not. The git of an editor, or of a
        sync that was stopped, may note the branch at the same time.
        """
        words = ("fetch", "--", self.remote, f"+refs/heads/{self._branch}:{self._tracking}")
        try:
            try:
                self._transfer(*words, so_far="nothing was changed", progress=progress)
            except MovedError:
                self._transfer(*words, so_far="nothing was changed", progress=progress)
        except AbsentError:
            if self.tip():  # the branch may have another name now, or the remote be another one
                raise UnreadableError(
                    f"{self.remote} no longer has the branch {self._branch}; nothing was changed: `git push "
                    f"{self.remote} HEAD:{self._branch}` makes it anew, `git branch --set-upstream-to` names another"
                ) from None

    def push(self, progress: Tick = unwatched) -> None:
        """Give the remote what it lacks; raises `OvertakenError` where somebody was faster.

        Where only the remote's answer was lost, it has all of it, and that is in order.
        """
        given = self._git.revision("HEAD")
        options = () if self._is_upstream else ("--set-upstream",)
        try:
            what = f"HEAD:refs/heads/{self._branch}"
            so_far = "your work is recorded here, and not shared yet"
            self._transfer("push", *options, "--", self.remote, what, so_far=so_far, progress=progress)
        except UnreadableError:
            with suppress(CoachplanError):
                self.fetch()
            tip = self.tip()
            if tip and not self.only_in(given, tip):
                return
            if tip and self.only_in(tip, given):
                raise OvertakenError(
                    "others were faster every time: your work is recorded here; try again in a moment"
                ) from None
            raise
        tip = self.tip()
        if tip is None or self.only_in(given, tip):  # a clone of one branch alone notes nothing of the others
            self._git.change("update-ref", self._tracking, given)

    def _transfer(self, *arguments: str, so_far: str, progress: Tick) -> None:
        transfer(self._git, *arguments, remote=self.remote, so_far=so_far, progress=progress)

    # -- two histories -----------------------------------------------------------------------------------------------

    def join(self, mine: str, theirs: str) -> Joined:
        """Return the files of two commits put together, without touching the work tree."""
        status, output, errors = self._git.change("merge-tree", "--write-tree", "-z", "--no-messages", mine, theirs)
        if "unrelated histories" in errors:
            raise RefusedError(f"{self.remote} holds other plans: its history has nothing in common with this one")
        if status > 1 or not output:
            raise UnreadableError(f"joining two histories takes git 2.38 or newer: {first_line(errors)}")
        tree, *stages = separate(output)
        said = (line.removeprefix(_DRIVER) for line in errors.splitlines() if line.startswith(_DRIVER))
        return Joined(tree, tuple(_contested(stages)), tuple(said))

    def settled(self, joined: Joined, decided: Decided) -> str:
        """Return the joined tree with the contested files as they were decided."""
        if not decided:
            return joined.tree
        aside = str(self._git.own_folder() / f"coachplan-{os.getpid()}.index")
        none = "0" * len(joined.tree)
        entries = (
            f"{self._entry(path, what) or f'0 {none}'}\t{self._from_top(path)}\0" for path, what in decided.items()
        )
        given = "".join(entries).encode("utf-8", "surrogateescape")
        try:
            self._made("read-tree", joined.tree, index=aside)
            self._made("update-index", "-z", "--index-info", index=aside, given=given)
            return self._made("write-tree", index=aside)
        finally:
            if os.path.lexists(aside):
                os.unlink(aside)

    def _entry(self, path: str, decision: bytes | Blob | None) -> str:
        """Return mode and id of a file as it was decided; new bytes go through the filter that the path has."""
        if isinstance(decision, bytes):
            return f"{_REGULAR} {self._made('hash-object', '-w', '--stdin', f'--path={path}', given=decision)}"
        return f"{decision.mode} {decision.id}" if decision else ""

    def _from_top(self, path: str) -> str:
        return os.path.normpath(f"{self._git.prefix()}{path}")

    def committed(self, tree: str, parents: Sequence[str], message: str) -> str:
        """Return a new commit of a tree on top of others; it is on no branch yet."""
        signing = ["--gpg-sign"] if self._git.is_signing() else []
        onto = (part for parent in parents for part in ("-p", parent))
        return self._made("commit-tree", *signing, *onto, "-m", message, tree)

    def _made(self, *arguments: str, index: str | None = None, given: bytes | None = None) -> str:
        status, output, errors = self._git.change(*arguments, index=index, given=given)
        if status:
            raise NotRecordedError(f"git {arguments[0]} failed: {first_line(errors)}; nothing was changed")
        return output.decode("ascii", "replace").strip()


def present_branch(git: Git) -> str:
    """Return the branch that is recorded on."""
    status, head, _ = git.run("symbolic-ref", "--quiet", "--short", "HEAD")
    if status:
        raise RefusedError("HEAD is detached: it belongs to no branch; `git switch BRANCH` first")
    return head.decode("utf-8", "surrogateescape").strip()


def unshared(git: Git) -> int | None:
    """Return the number of changes of plans and settings that no remote has; None without a remote."""
    if not git.has_remote():
        return None
    if git.is_tip_of_a_remote():
        return 0
    status, output, _ = git.run(
        *("rev-list", "--count", "--no-merges", "--full-history", "HEAD", "--not", "--remotes"),
        *("--", PLANS_FOLDER, SETTINGS_FILE, TEMPLATES_FOLDER),
    )
    return None if status else int(output)


def is_shared(git: Git, commit: str) -> bool:
    """True if a remote has a commit, as far as this clone knows."""
    return bool(git.ask("for-each-ref", "--count=1", "--contains", commit, "refs/remotes"))


def _contested(stages: Sequence[str]) -> Iterator[Contested]:
    found: dict[str, dict[str, Blob]] = {}
    for entry in stages:
        fields, path = entry.split("\t", 1)
        mode, id_, stage = fields.split()
        found.setdefault(path, {})[stage] = Blob(mode, id_)
    for path, known in found.items():
        yield Contested(path, *(known.get(stage) for stage in (_BASE, _MINE, _THEIRS)))


def _setting(git: Git, name: str) -> str:
    status, output, _ = git.run("config", "--get", name)
    return "" if status else output.decode("utf-8", "surrogateescape").strip()
