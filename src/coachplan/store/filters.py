"""Filters that git keeps files through, such as those that encrypt: which there are, and what may run of them.

Attributes, which anyone commits, name a filter; settings say what program it is. Reading runs one only where the
person's own settings name it, never the repository's. Commits run what git runs.
"""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coachplan.base.errors import RefusedError, UnreadableError
from coachplan.base.layout import PLAN_FILE, PLANS_FOLDER
from coachplan.store.files import read_file, top_of

if TYPE_CHECKING:
    from coachplan.store.git import Git

_PROGRAMS = ("process", "smudge")
_ATTRIBUTES = ".gitattributes"
_MAX_BYTES = 100 * 1024 * 1024
"""Git reads no larger file of attributes, either."""


class Filters:
    """The filters of a repository; one that `any_plan` has is taken for that of all of them."""

    any_plan = f"{PLANS_FOLDER}/person/plan/{PLAN_FILE}"

    def __init__(self, git: "Git") -> None:
        self._git = git

    @cached_property
    def _may_be(self) -> bool:
        """True if any file of attributes speaks of a filter; most repositories have none, and git is not started."""
        root = self._git.root
        tops = [top] if (top := top_of(root)) else []
        home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        people = _folders(root / PLANS_FOLDER)
        places = [*tops, root, root / PLANS_FOLDER, *people, *(plan for person in people for plan in _folders(person))]
        files = [place / _ATTRIBUTES for place in places if os.path.lexists(place / _ATTRIBUTES)]
        own = [home / "git" / "attributes", *(top / ".git" / "info" / "attributes" for top in tops)]
        # git follows a link to a person's own attributes, and none in the work tree.
        return any(b"filter" in _content(file) for file in (*files, *(Path(os.path.realpath(file)) for file in own)))

    def of(self, paths: Iterable[str]) -> Mapping[str, str]:
        """Return the filter of each of these paths that has one."""
        if not self._may_be:
            return {}
        output = self._git.ask("check-attr", "-z", "filter", "--", *paths).decode("utf-8", "surrogateescape")
        fields = output.split("\0")[:-1]
        found = dict(zip(fields[::3], fields[2::3], strict=True))
        return {path: name for path, name in found.items() if name not in ("unspecified", "unset", "set", "")}

    @cached_property
    def of_plans(self) -> str | None:
        """The filter that plans are kept through, if there is one."""
        return self.of([self.any_plan]).get(self.any_plan)

    @cached_property
    def settings(self) -> Mapping[str, str]:
        """The person's own settings of the filter of plans; none where it is the repository that names a program."""
        keys = [f"filter.{self.of_plans}.{program}" for program in _PROGRAMS]
        known = self._git.own_settings(r"^filter\.")
        own = {key: value for key in keys if (value := known.get(key))}
        # A process goes before any other program, and cannot be set to none.
        is_own = self._get(keys[0]) in (None, own.get(keys[0]))
        return own if is_own else {}

    def _get(self, key: str) -> str | None:
        status, output, _ = self._git.run("config", "--get", key)
        return None if status else output.decode("utf-8", "surrogateescape").rstrip("\n")

    def require_set_up(self, paths: Iterable[str]) -> None:
        """Refuse to write files whose filter nobody has set up: git would record them in the clear."""
        for path, name in self.of(paths).items():
            if not any(self._get(f"filter.{name}.{program}") for program in ("clean", "process")):
                raise RefusedError(
                    f"git is to keep {path} through the filter `{name}`, which is not set up in this copy, and would "
                    f"record it in the clear; set it up first{_hint(name)}; nothing was written"
                )

    def require_readable(self) -> None:
        """Refuse to read what commits hold where a filter hides it."""
        name = self.of_plans
        if name is None or self.settings:
            return
        if not any(self._get(f"filter.{name}.{program}") for program in _PROGRAMS):
            raise UnreadableError(
                f"git keeps plans through the filter `{name}`, which is not set up in this copy: what commits hold is "
                f"not to be read here; set it up first{_hint(name)}"
            )
        raise UnreadableError(
            f"git keeps plans through the filter `{name}`, and coachplan runs no program that only a repository names; "
            f"name it in your own settings (`git config --global filter.{name}.smudge PROGRAM`), and try again"
        )


def _folders(folder: Path) -> list[Path]:
    """Return the folders in a folder; links are not followed."""
    if not folder.is_symlink():
        with suppress(OSError), os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)]
    return []


def _content(file: Path) -> bytes:
    with suppress(UnreadableError):
        return read_file(file.parent, file.name, at_most=_MAX_BYTES)
    return b""


def _hint(name: str) -> str:
    return " (`git-crypt unlock`)" if name.startswith("git-crypt") else ""
