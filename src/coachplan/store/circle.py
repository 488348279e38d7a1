"""A plan repository for one circle of readers: private, and with a name that says nothing of anybody."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coachplan.base import outcome
from coachplan.base.errors import NotRecordedError
from coachplan.store.files import SETTINGS_FILE, private_modes
from coachplan.store.repository import Repository

_NAME = "circle-"


@contextmanager
def new_circle(beside: Repository) -> Iterator[Repository]:
    """Yield a new repository beside another one; unless the block records a plan in it, it is gone again.

    It takes over the settings, but for the people that they name, and who acts where that is set for `beside` alone.
    """
    folder = _place(beside) / f"{_NAME}{os.urandom(4).hex()}"
    made = Repository(folder)
    made.tell = beside.tell
    with private_modes():
        try:
            Repository.create(folder, {SETTINGS_FILE: _settings(beside)}, _own_identity(beside))
            yield made
        except NotRecordedError as error:
            raise NotRecordedError(f"in {folder}: {error}") from None
        finally:
            if not made.plans():
                shutil.rmtree(folder, ignore_errors=True)
                outcome.forget()  # that it was made


def _place(beside: Repository) -> Path:
    """Return the folder around the work tree that a repository lies in."""
    top = beside.root
    for _ in range(beside.git.prefix().count("/")):
        top = top.parent
    return top.parent


def _settings(beside: Repository) -> str:
    """Return the settings without the people that they name, who may be of other circles."""
    import tomlkit

    known = tomlkit.parse(beside.read_bytes(SETTINGS_FILE).decode("utf-8"))
    known.pop("people", None)
    return known.as_string()


def _own_identity(beside: Repository) -> str | None:
    if not beside.git.settings_here(r"^user\.(name|email)$"):
        return None
    name, email = beside.git.identity()
    return f"{name} <{email}>"
