"""The workspace in words: its repositories, and what came of sharing each."""

from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from coachplan.actions.sync_all import Shared
from coachplan.base.words import plural
from coachplan.output.terminal import plain, syncing
from coachplan.output.terminal.console import line, styled

EMPTY = "Your workspace is empty; `coachplan workspace add URL|DIR` adds a plan repository"


class Listed(NamedTuple):
    """A repository in the workspace: the number of its plans, None where it cannot be read, and where it is shared.

    `why` says what keeps either from being known.
    """

    root: Path
    plans: int | None
    remote: str | None
    why: str = ""

    @classmethod
    def at(cls, root: Path) -> "Listed":
        """The entry of the repository at `root` as it is now."""
        from coachplan.base.errors import CoachplanError
        from coachplan.store.files import SETTINGS_FILE
        from coachplan.store.repository import Repository
        from coachplan.store.sharing import NotSharedError, Sharing

        if not (root / SETTINGS_FILE).is_file():
            return cls(root, None, None)
        repository, plans = Repository(root), None
        try:
            plans = len(repository.plans())
            return cls(root, plans, Sharing.of(repository.git).address)
        except NotSharedError:
            return cls(root, plans, None)
        except CoachplanError as error:
            return cls(root, plans, None, str(error))


def as_text(entries: Sequence[Listed]) -> str:
    """Return a line for each repository: its folder, its plans, and the remote."""
    if not entries:
        return EMPTY
    return "\n".join(f"{line(str(entry.root))}  {styled(_about(entry), 'dim')}" for entry in entries)


def _about(entry: Listed) -> str:
    if entry.plans is None:
        otherwise = f"cannot be read; coachplan workspace remove {line(quote(str(entry.root)))}"
        return line(entry.why) or otherwise
    if entry.why:
        return f"{plural(entry.plans, 'plan')}, {line(entry.why)}"
    where = f"shared through {line(entry.remote)}" if entry.remote else "not shared with anybody yet"
    return f"{plural(entry.plans, 'plan')}, {where}"


def as_json(entries: Sequence[Listed]) -> str:
    """Return the same for programs."""
    return plain.as_json({"repositories": [entry._asdict() | {"root": str(entry.root)} for entry in entries]})


def shared(one: Shared) -> str:
    """Return what came of a repository that is shared, or that has nobody to be shared with."""
    what = syncing.as_text(one.synced) if one.synced else "not shared with anybody yet: `coachplan share URL` does that"
    return f"{styled(line(str(one.repository.root)), 'bold')}\n{_indented(what)}"


def not_shared(one: Shared) -> str:
    """Return why a repository is not shared, and the command that goes on with it."""
    why = plural(len(one.synced.questions), "question") + " only a person can decide" if one.synced else line(one.why)
    go_on = f"coachplan -C {line(quote(str(one.repository.root)))} sync"
    return f"{styled(line(str(one.repository.root)), 'bold')}\n{_indented(why)}\n  {styled(go_on, 'dim')}"


def _indented(text: str) -> str:
    return "\n".join(f"  {row}" for row in text.splitlines())
