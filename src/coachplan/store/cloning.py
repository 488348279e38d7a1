"""A clone of a plan repository, private to the person and set up, whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coachplan.base.errors import RefusedError, UnreadableError, UsageError
from coachplan.base.parallel import Tick, unwatched
from coachplan.store import files
from coachplan.store.address import Address
from coachplan.store.git import Git, first_line, separate
from coachplan.store.repository import Repository
from coachplan.store.transfers import transfer

_REMOTE = "origin"


def place_for(address: Address, start: Path, name: str | None) -> Path:
    """Return the folder for a clone, `name` as seen from `start`; refuses one that holds anything."""
    if not (name or address.name):
        raise UsageError(f"{address.shown} does not say what a folder for it may be called: name one after it")
    shown = start / (name or address.name)
    folder = files.real_folder(shown)
    if not files.is_free(folder):
        raise RefusedError(f"{shown} is there already, and not empty: name another folder after the address")
    if not folder.parent.is_dir():
        raise UnreadableError(f"{shown} cannot be made: the folder {shown.parent} does not exist")
    for parent in folder.parents:
        if (parent / files.SETTINGS_FILE).is_file():
            raise RefusedError(f"{shown} is inside the plan repository {parent}; name a folder outside of it")
    return folder


@contextmanager
def cloned(address: Address, folder: Path, progress: Tick = unwatched) -> Iterator[Repository]:
    """Yield a clone that is still aside; once the block has ended in order it is at `folder`, and else nowhere."""
    with files.temporary_folder(folder.parent) as temporary:
        clone = temporary / "clone"
        with files.private_modes():
            _fetch(address, clone, progress)
            git = Git(clone)
            _check_out(git, address)
        git.configure("core.sharedRepository", "0600")
        repository = Repository(clone / _inner_root(git, address))
        repository.set_up_merging()
        yield repository
        os.rename(clone, folder)


def _fetch(address: Address, clone: Path, progress: Tick) -> None:
    """Clone by git; links to the files of another folder would keep that one's modes."""
    words = ("--no-hardlinks", f"--origin={_REMOTE}", "--", address.url, str(clone))
    transfer(Git(clone.parent), "clone", *words, remote=address.shown, so_far="nothing was kept", progress=progress)


def _check_out(git: Git, address: Address) -> None:
    """Check out the only branch there is where the remote names one that it does not have; refuses an empty remote."""
    if git.head():
        return
    listed = git.ask("for-each-ref", "--format=%(refname:lstrip=2)", f"refs/remotes/{_REMOTE}")
    branches = listed.decode("utf-8", "surrogateescape").split()
    if not branches:
        raise UnreadableError(
            f"{address.shown} is empty: whoever has the plans shares them with `coachplan share {address.shown}`; "
            "`coachplan init` makes new ones"
        )
    status, _, errors = git.change("switch", "--quiet", "--track", branches[0]) if len(branches) == 1 else (1, b"", "")
    if status:
        why = first_line(errors) if errors else f"it has {len(branches)} branches, and says of none that it is the one"
        raise UnreadableError(f"{address.shown} cannot be checked out: {why}; nothing was kept")


def _inner_root(git: Git, address: Address) -> str:
    """Return the folder of the plan repository in a clone, empty for its top; refuses a clone without one."""
    tracked = separate(git.ask("ls-files", "-z"))
    roots = [path.removesuffix(files.SETTINGS_FILE) for path in tracked if path.split("/")[-1] == files.SETTINGS_FILE]
    if not roots:
        raise UnreadableError(
            f"{address.shown} is not a plan repository: it has no {files.SETTINGS_FILE}; nothing was kept; "
            "`coachplan init` makes one"
        )
    return min(roots, key=lambda path: (path.count("/"), path))
