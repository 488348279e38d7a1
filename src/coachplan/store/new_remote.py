"""A repository that plans are to be shared through: looked at, made where it is a folder, and then named `origin`."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from coachplan.base.errors import NotRecordedError, RefusedError, UnreadableError
from coachplan.store.address import Address
from coachplan.store.git import Git, first_line, separate
from coachplan.store.repository import Repository
from coachplan.store.sharing import Sharing, present_branch
from coachplan.store.transfers import transfer

_NAME = "origin"
_PARTS = {"HEAD", "branches", "config", "description", "hooks", "info", "objects", "refs"}
"""The files and folders of a repository that git has just made."""


def already(git: Git, address: Address) -> Sharing | None:
    """Return the sharing through an address that is set up here; refuses where plans are shared through another one."""
    output = git.answer("config", "-z", "--get-regexp", r"^remote\..*\.url$")
    known = [Address(entry.partition("\n")[2]) for entry in separate(output or b"")]
    if not known:
        return None
    if len(known) == 1 and address.is_same_as(known[0].url):
        return Sharing.of(git)
    raise RefusedError(
        f"these plans are shared through {known[0].shown} already: `coachplan sync` gives and takes there; "
        "nothing was changed"
    )


def is_to_be_made(address: Address) -> bool:
    """True if an address is a folder without a repository yet; refuses one that holds anything else."""
    folder = address.folder
    if folder is None:
        return False
    if not os.path.lexists(folder):
        if not folder.parent.is_dir():
            raise UnreadableError(f"{folder} cannot be made: the folder {folder.parent} does not exist")
        return True
    try:
        names = set(os.listdir(folder))
    except OSError as error:
        raise UnreadableError(f"{folder} cannot be shared through: {(error.strerror or str(error)).lower()}") from None
    if ".git" in names:
        raise RefusedError(
            f"{folder} is a clone, with files of its own: share through a new folder, such as {folder}.git"
        )
    if names >= {"HEAD", "objects", "refs"}:
        return False
    if not names <= _PARTS:
        raise RefusedError(f"{folder} holds other files: share through a new folder, such as {folder / 'plans.git'}")
    return True


def make(git: Git, folder: Path) -> bool:
    """Make a repository without a work tree, open to the group where that may write to the place; True if it is."""
    place = folder if folder.is_dir() else folder.parent
    is_open = bool(os.stat(place).st_mode & stat.S_IWGRP)
    shared, branch = ("0660" if is_open else "0600"), present_branch(git)
    status, _, errors = git.change(
        "init", "--quiet", "--bare", f"--shared={shared}", f"--initial-branch={branch}", "--", str(folder)
    )
    if status:
        raise UnreadableError(f"{folder} cannot be made: {first_line(errors)}")
    return is_open


def require_room(git: Git, address: Address) -> None:
    """Refuse a repository that has something else already: another history than the one here."""
    so_far = "nothing was changed"
    with TemporaryFile() as output:
        words = ("ls-remote", "--heads", "--", address.url)
        transfer(git, *words, remote=address.shown, so_far=so_far, output=output.fileno())
        output.seek(0)
        heads = output.read().decode("utf-8", "surrogateescape").splitlines()
    found = [(line.partition("\t")[0], line.partition("\t")[2]) for line in heads]
    unknown = [name for id_, name in found if git.run("cat-file", "-e", f"{id_}^{{commit}}")[0]]
    if unknown:
        options = ("--quiet", "--no-tags", "--no-write-fetch-head", "--")
        transfer(git, "fetch", *options, address.url, *unknown, remote=address.shown, so_far=so_far)
    if found and not any(git.base_of(id_, "HEAD") for id_, _ in found):
        raise RefusedError(
            f"{address.shown} holds something else already, which has nothing in common with these plans: share "
            f"through an empty repository, or get the plans that are there with `coachplan clone {address.shown}`"
        )


@contextmanager
def named(repository: Repository, address: Address) -> Iterator[None]:
    """Let `origin` be an address; unless the block ends with all of it shared there, it is forgotten again."""
    git = repository.git
    with repository.sharing():
        git.configure(f"remote.{_NAME}.fetch", f"+refs/heads/*:refs/remotes/{_NAME}/*")
        git.configure(f"remote.{_NAME}.url", address.url)  # the last: it is what makes a remote
    try:
        yield
    finally:
        if not Sharing.of(git).has_all():
            status, _, errors = git.change("remote", "remove", _NAME)
            if status:
                raise NotRecordedError(f"git remote failed: {first_line(errors)}; nothing was shared")
