"""The place where a command works: a folder, the plan repository around it or several, and the plan that is meant."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import typer

from coachplan.base.errors import UnreadableError, UsageError

if TYPE_CHECKING:
    from coachplan.store.files import PlanFolder
    from coachplan.store.repository import Repository


@dataclass
class Where:
    """The place that the command line was called for: the folders after -C, or the current one, or the workspace.

    `found` are the plan repositories that are there and can be read, `is_partial` says that others were left out.
    `chosen` is the root of the one that a command has found its plan in.
    """

    directories: tuple[str, ...] = ()
    is_workspace: bool = False
    chosen: Path | None = None
    is_partial: bool = False
    found: "list[Repository] | None" = None

    def roots(self) -> list[Path]:
        """Return the root of each plan repository that is meant; the workspace's where there is none around here."""
        from coachplan.store.files import find_root

        if self.is_workspace and self.directories:
            raise UsageError("-C and --workspace cannot be combined; choose one")
        if not self.is_workspace:
            try:
                return [*dict.fromkeys(find_root(Path(folder)) for folder in self.directories or (".",))]
            except UnreadableError:
                if self.directories or not Path().is_dir() or not (roots := _workspace()):
                    raise
                return roots
        if not (roots := _workspace()):
            raise UsageError("the workspace is empty; `coachplan workspace add DIR` adds a plan repository to it")
        return roots


def _workspace() -> list[Path]:
    from coachplan.store.workspace import Workspace

    return [*Workspace.own().roots]


def repository(context: typer.Context) -> "Repository":
    """Return the one plan repository that the command was called for; refuses several."""
    where = _asked(context)
    roots = [where.chosen] if where.chosen else where.roots()
    if len(roots) > 1:
        raise UsageError(f"this works in one plan repository, and there are {len(roots)}: name one with -C DIR")
    return _at(roots[0])


def repositories(context: typer.Context) -> "list[Repository]":
    """Return every plan repository that the command was called for; says which of several cannot be read, and why."""
    from coachplan.output.terminal.console import line, say
    from coachplan.store.files import SETTINGS_FILE

    where = _asked(context)
    if where.found is not None:
        return where.found
    roots = where.roots()
    is_there = {root: os.path.isfile(f"{root}/{SETTINGS_FILE}") for root in roots}
    there = [root for root in roots if is_there[root]]
    for root in roots:
        if not is_there[root]:
            say(line(f"{root} is not a plan repository any more; `coachplan workspace remove {quote(str(root))}`"))
    if not there:
        raise UnreadableError("the workspace has no other plan repository; `coachplan workspace add DIR` adds one")
    found = [_at(root) for root in there]
    for one in found[1:]:
        one.policy = found[0].policy  # the person's own, for all of them
    where.found = [one for one in found if len(found) == 1 or _can_be_read(one)]
    where.is_partial = len(where.found) < len(roots)
    if not where.found:
        raise UnreadableError(f"none of these {len(there)} plan repositories can be read")
    return where.found


def _can_be_read(repository: "Repository") -> bool:
    """True if the settings of one of several repositories can be read, and its plans listed; says why not."""
    from coachplan.base.errors import CoachplanError
    from coachplan.output.terminal.console import line, say

    try:
        return bool(repository.settings) and repository.plans() is not None
    except CoachplanError as error:
        say(line(f"{repository.root} is left out: {error}"))
        return False


def is_partial(context: typer.Context) -> bool:
    """True if one of several repositories could not be read, and was left out."""
    return _asked(context).is_partial


def repository_if_any(context: typer.Context) -> "Repository | None":
    """Return the plan repository that the command was called for, or None where it was called outside of one."""
    from coachplan.store.files import find_root

    folder = start(context)
    try:
        return _at(find_root(folder))
    except UnreadableError:
        if not folder.is_dir():
            raise
        return None


def chosen(context: typer.Context, query: str | None, *, is_closed: bool = False) -> "tuple[Repository, PlanFolder]":
    """Return the repository that the command was called for, and the plan that it is about.

    If no plan is named and there are several, says which one it is.
    """
    from coachplan.output.terminal.console import say
    from coachplan.store.plan_names import the_plan

    several = repositories(context)
    found, folder = the_plan(several, query, is_closed=is_closed)
    _asked(context).chosen = found.root
    if query is None and sum(len(one.plans()) for one in several) > 1:
        say(f"The only plan that is {'' if is_closed else 'not '}closed: {folder.id}")
    return found, folder


def start(context: typer.Context) -> Path:
    """Return the folder that the command was called for: the one after -C, or the current one."""
    directories = _asked(context).directories
    if len(directories) > 1:
        raise UsageError("this works in one folder: name one with -C")
    return Path(directories[0] if directories else ".")


def start_or_here(context: typer.Context) -> Path:
    """Return the folder that the command was called for, or the current one where it was called for several."""
    return Path() if len(_asked(context).directories) > 1 else start(context)


def all_of_workspace(context: typer.Context) -> None:
    """Let a command work in all of the workspace, or in the folders after -C."""
    where = _asked(context)
    where.is_workspace = not where.directories


def go_on_in(context: typer.Context, root: Path) -> None:
    """Let whatever comes after what was recorded be about the plan repository in another folder."""
    _asked(context).chosen = root


def add_to_workspace(root: Path) -> None:
    """Add a plan repository to the person's workspace; what keeps it from there is said, and is no failure."""
    from coachplan.base.errors import CoachplanError
    from coachplan.output.terminal.console import line, say
    from coachplan.store.files import real_folder
    from coachplan.store.workspace import Workspace

    try:
        Workspace.own().add(real_folder(root))
    except CoachplanError as error:
        say(line(f"Not in your workspace: {error}"))


def tell_if_open(repositories: "Iterable[Repository]") -> None:
    """Say which of these repositories others on this machine can read, and the command that closes it; not in CI."""
    from coachplan.output.terminal.console import line, say
    from coachplan.store.files import open_to_others

    for one in repositories if not os.environ.get("CI") else ():
        if folder := open_to_others(one.root):
            say(line(f"Others on this machine can open {folder}; to keep them out: chmod go= {quote(str(folder))}"))


def _at(root: Path) -> "Repository":
    from coachplan.output.terminal.console import say
    from coachplan.store.repository import Repository

    found = Repository(root)
    found.tell = say
    return found


def _asked(context: typer.Context) -> Where:
    obj = context.find_root().obj
    assert isinstance(obj, Where)
    return obj
