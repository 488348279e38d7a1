"""The remote that a plan repository is shared through: what it has that is not here, and what it lacks.

GitPython fetches and pushes, as its objects follow a transfer; all else goes through the gateway. Two histories become
one without the work tree: git computes the files, and they are looked at before anything stands.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from coachplan.base.errors import NotRecordedError, RefusedError, UnreadableError
from coachplan.store.git import Git, first_line, separate
from coachplan.store.transfers import AbsentError, Progress, asking, transfer

if TYPE_CHECKING:
    from git import Remote, RemoteProgress

_BASE, _MINE, _THEIRS = "1", "2", "3"

_DRIVER = "coachplan: "
"""The beginning of a line of the merge driver."""


class OvertakenError(NotRecordedError):
    """Somebody else was faster: the remote has moved since it was asked."""


class NotSharedError(UnreadableError):
    """There is not a remote to share plans through."""


class Contested(NamedTuple):
    """A file on which git found no agreement: its mode, and its blobs before, here and there; None where it is not."""

    path: str
    mode: str
    base: str | None
    mine: str | None
    theirs: str | None


@dataclass(frozen=True)
class Joined:
    """The files of two histories put together: the tree, the files that are contested, and what the driver said."""

    tree: str
    contested: tuple[Contested, ...] = ()
    said: tuple[str, ...] = ()


class Sharing:
    """The branch of a remote that the branch of this clone is shared with."""

    def __init__(self, git: Git, remote: str, branch: str) -> None:
        self._git = git
        self.remote = remote
        self._branch = branch
        self._tracking = f"refs/remotes/{remote}/{branch}"

    @classmethod
    def of(cls, git: Git) -> "Sharing":
        """Return where the present branch is shared: its upstream or, without one, the only remote there is."""
        branch = present_branch(git)
        remote, merged = (_setting(git, f"branch.{branch}.{key}") for key in ("remote", "merge"))
        if remote and merged:
            return cls(git, remote, merged.removeprefix("refs/heads/"))
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

    def tip(self) -> str | None:
        """Return the commit that the remote's branch had when it was asked last; None where it has none."""
        status, output, _ = self._git.run("rev-parse", "--verify", "--quiet", f"{self._tracking}^{{commit}}")
        return None if status else output.decode("ascii").strip()

    def has_all(self) -> bool:
        """True if the remote had all that is recorded here when it was asked last."""
        return (tip := self.tip()) is not None and not self.only_in("HEAD", tip)

    def only_in(self, commit: str, other: str | None) -> list[str]:
        """Return the commits in the history of `commit` that `other` does not have, the newest first."""
        without = (f"^{other}",) if other else ()
        return self._git.ask("rev-list", commit, *without, "--").decode("ascii").split()

    # -- transfers -------------------------------------------------------------------------------------------------

    def fetch(self, progress: Progress | None = None) -> None:
        """Ask the remote for what its branch has; says in git's words why it does not answer.

        A branch that the remote never had is in order, one that it has no longer is not.
        """
        try:
            with self._talking(progress, "nothing was changed") as (remote, follower):
                remote.fetch(f"+refs/heads/{self._branch}:{self._tracking}", progress=follower)
        except AbsentError:
            if self.tip():  # the branch may have another name now, or the remote be another one
                raise UnreadableError(
                    f"{self.remote} no longer has the branch {self._branch}; nothing was changed: `git push "
                    f"{self.remote} HEAD:{self._branch}` makes it anew, `git branch --set-upstream-to` names another"
                ) from None

    def push(self, progress: Progress | None = None) -> None:
        """Give the remote what it lacks; raises `OvertakenError` where somebody was faster."""
        try:
            with self._talking(progress, "your work is recorded here, and not shared yet") as (remote, follower):
                pushed = remote.push(f"HEAD:refs/heads/{self._branch}", progress=follower, set_upstream=True)
                pushed.raise_if_error()
        except UnreadableError:
            self.fetch()
            if (tip := self.tip()) and self.only_in(tip, "HEAD"):
                raise OvertakenError(
                    "others were faster every time: your work is recorded here; try again in a moment"
                ) from None
            raise

    @contextmanager
    def _talking(self, progress: Progress | None, so_far: str) -> "Iterator[tuple[Remote, RemoteProgress]]":
        """Yield the remote, and what follows a transfer; one that fails is told in git's words, and then `so_far`."""
        with transfer(self.remote, progress, so_far) as follower:
            from git import Repo

            with Repo(self._git.root, search_parent_directories=True, expand_vars=False) as repo:
                repo.git.update_environment(**asking())
                yield repo.remote(self.remote), follower

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

    def settled(self, joined: Joined, decided: Mapping[str, bytes | None]) -> str:
        """Return the joined tree with the contested files as they were decided; None takes a file out."""
        if not decided:
            return joined.tree
        modes = {file.path: file.mode for file in joined.contested}
        aside = str(self._git.own_folder() / f"coachplan-{os.getpid()}.index")
        try:
            self._made("read-tree", joined.tree, index=aside)
            for path, data in decided.items():
                if data is None:
                    self._made("update-index", "--force-remove", "--", path, index=aside)
                else:
                    blob = self._made("hash-object", "-w", "--stdin", given=data)
                    self._made("update-index", "--add", "--cacheinfo", f"{modes[path]},{blob},{path}", index=aside)
            return self._made("write-tree", index=aside)
        finally:
            if os.path.lexists(aside):
                os.unlink(aside)

    def committed(self, tree: str, mine: str, theirs: str, message: str) -> str:
        """Return a new commit of a tree, which joins two commits; it is on no branch yet."""
        signing = ["--gpg-sign"] if self._git.is_signing() else []
        return self._made("commit-tree", *signing, "-p", mine, "-p", theirs, "-m", message, tree)

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


def is_shared(git: Git, commit: str) -> bool:
    """True if a remote has a commit, as far as this clone knows."""
    return bool(git.ask("for-each-ref", "--count=1", "--contains", commit, "refs/remotes"))


def _contested(stages: Sequence[str]) -> Iterator[Contested]:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for entry in stages:
        fields, path = entry.split("\t", 1)
        mode, blob, stage = fields.split()
        found.setdefault(path, {})[stage] = mode, blob
    for path, known in found.items():
        blobs = (known[stage][1] if stage in known else None for stage in (_BASE, _MINE, _THEIRS))
        yield Contested(path, next(iter(known.values()))[0], *blobs)


def _setting(git: Git, name: str) -> str:
    status, output, _ = git.run("config", "--get", name)
    return "" if status else output.decode("utf-8", "surrogateescape").strip()
