"""Something that git has not finished, such as a merge with conflicts: what it is, and how to record beside it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from coachplan.base.errors import NotRecordedError
from coachplan.store.git import Git, failure, separate

_REBASE = ("rebase-merge", "rebase-apply")


@dataclass(frozen=True)
class Operation:
    """Something that git is in the middle of: its name, the commands that end it, and the file with the other side."""

    mark: str
    name: str
    remedy: str
    other_side: str = ""

    @property
    def what(self) -> str:
        """Its name as that of the one that is meant."""
        return f"the {self.name.partition(' ')[2]}"

    @property
    def verb(self) -> str:
        """The word that begins the subject of the commit that concludes it."""
        return self.name.split()[-1].capitalize()

    @property
    def next_step(self) -> str:
        """The command that goes on with it."""
        return f"`{self.remedy.removesuffix(' or --abort')}`"

    @property
    def is_rebase(self) -> bool:
        """True if it makes new commits on no branch, and moves the branch only at its end."""
        return self.mark in _REBASE

    @property
    def is_merge(self) -> bool:
        """True if its commit joins two histories, and has none but its own words."""
        return self.mark == "MERGE_HEAD"

    def bases(self, git: Git) -> list[str]:
        """Return the commit from which both sides come, none where that is not known."""
        sides = self.parents(git)
        if len(sides) < 2:
            return []
        found = git.base_of(*sides[:2]) if self.is_merge else git.before(sides[1])
        return [found] if found else []

    def parents(self, git: Git) -> list[str]:
        """Return the commits whose content it joins: that of HEAD, and the other side's."""
        found = ["HEAD"]
        if self.other_side:
            try:
                text = (git.own_folder() / self.other_side).read_text(encoding="ascii", errors="replace")
            except OSError:
                text = ""
            found += [id_ for id_ in text.split() if id_.isalnum()]
        return found


_OPERATIONS = (
    Operation("rebase-merge", "a rebase", "git rebase --continue or --abort", "REBASE_HEAD"),
    Operation("rebase-apply", "a rebase", "git rebase --continue or --abort", "REBASE_HEAD"),
    Operation("MERGE_HEAD", "a merge", "git merge --continue or --abort", "MERGE_HEAD"),
    Operation("CHERRY_PICK_HEAD", "a cherry-pick", "git cherry-pick --continue or --abort", "CHERRY_PICK_HEAD"),
    Operation("REVERT_HEAD", "a revert", "git revert --continue or --abort"),
    Operation(
        "sequencer", "a series of cherry-picks or reverts", "git cherry-pick or git revert --continue or --abort"
    ),
)


def operation(git: Git) -> Operation | None:
    """Return what git is in the middle of, None in a work tree where everything is finished."""
    folder = git.own_folder()
    return next((known for known in _OPERATIONS if os.path.lexists(folder / known.mark)), None)


def unmerged(git: Git) -> list[str]:
    """Return the files whose conflict git has not been told to be mended; those elsewhere begin with `../`."""
    up = "../" * git.prefix().count("/")
    entries = separate(git.ask("ls-files", "--unmerged", "-z", "--", *([up] if up else [])))
    return [*dict.fromkeys(entry.split("\t", 1)[1] for entry in entries)]


def commit_beside(git: Git, paths: Sequence[str], message: str, lock: int) -> None:
    """Commit new files on top of HEAD, and add them to the index; the rest of the index stays, with its conflicts.

    Git itself makes no commit of a part while it merges. So its plumbing does; hooks run when the merge is concluded.
    """
    aside = git.own_folder() / f"coachplan-{os.getpid()}.index"

    def done(*arguments: str, index: str | None = str(aside)) -> str:
        return _changed(git, *arguments, index=index, lock=lock)

    try:
        head = done("rev-parse", "--verify", "HEAD^{commit}")
        done("read-tree", head)
        done("add", "--", *paths)
        signing = ["--gpg-sign"] if git.is_signing() else []
        commit = done("commit-tree", *signing, "-p", head, "-m", message, done("write-tree"))
        done("add", "--", *paths, index=None)
        done("update-ref", "-m", f"commit: {message}", "HEAD", commit, head)
    finally:
        aside.unlink(missing_ok=True)


def stage(git: Git, paths: Sequence[str]) -> None:
    """Tell git that files are mended: add them to the index as they are on disk, or take them out of it."""
    if paths:
        _changed(git, "add", "--all", "--", *paths)


def conclude(git: Git, message: str, lock: int) -> None:
    """Commit all that is staged, as the end of a merge, a cherry-pick or a revert."""
    status, output, errors = git.change("commit", "--quiet", "--message", message, holding=lock)
    if status:
        raise NotRecordedError(f"git commit {failure(status, errors or output.decode('utf-8', 'replace'))}")


def _changed(git: Git, *arguments: str, index: str | None = None, lock: int | None = None) -> str:
    """Return the output of a git that writes, in another index where one is named; raises an error where it fails."""
    status, output, errors = git.change(*arguments, index=index, holding=lock)
    if status:
        raise NotRecordedError(f"git {arguments[0]} {failure(status, errors)}")
    return output.decode("ascii", "replace").strip()
