"""The workspace of a person: their plan repositories and their policy, named in a file of their own configuration.

It holds folders, the address of a policy, and nothing of any plan. Only the person reads it, and whatever a plan
repository says cannot change it.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from coachplan.base.errors import UnreadableError, UsageError
from coachplan.store import files

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Array

T = TypeVar("T")
FILE = "workspace.toml"
_REPOSITORIES = "repositories"
_POLICY = "policy"
_HEADING = "# The plan repositories that `coachplan workspace` works with, a folder each.\n"


@dataclass(frozen=True)
class Workspace:
    """The workspace whose file lies in `folder`; without a file it is empty."""

    folder: Path

    @classmethod
    def own(cls) -> "Workspace":
        """The workspace of the person who runs coachplan."""
        return cls(files.own_folder("XDG_CONFIG_HOME", "~/.config"))

    @property
    def file(self) -> Path:
        """The path of its file, where a link may lead to."""
        return Path(os.path.realpath(self.folder / FILE))

    @cached_property
    def roots(self) -> tuple[Path, ...]:
        """The folders of the plan repositories, in the order in which they were added, each once."""
        folders = self._data.get(_REPOSITORIES, [])
        if not isinstance(folders, list) or not all(isinstance(one, str) and os.path.isabs(one) for one in folders):
            raise self._unfit(f"`{_REPOSITORIES}` is a list of folders, each a whole path such as '/home/ada/plans'")
        return tuple(Path(one) for one in dict.fromkeys(folders))

    @property
    def policy(self) -> str:
        """The policy as it is written, `URL@COMMIT`; empty without one. A file that cannot name one is not read."""
        if _POLICY not in self._text():
            return ""
        policy = self._data.get(_POLICY, "")
        if not isinstance(policy, str):
            raise self._unfit(f"`{_POLICY}` is a text, such as 'git@example.com:policy.git@COMMIT'")
        return policy

    @cached_property
    def _data(self) -> dict[str, Any]:
        if not (text := self._text()):
            return {}
        import tomllib

        try:
            data = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
            raise UnreadableError(f"{self.file} cannot be read: {why}") from None
        if unknown := sorted(data.keys() - {_REPOSITORIES, _POLICY}):
            raise self._unfit(f"unknown key {unknown[0]!r}; known are `{_REPOSITORIES}` and `{_POLICY}`")
        return data

    def add(self, root: Path) -> bool:
        """Add a plan repository at the end; False if it was there already."""
        if not str(root).isprintable():
            raise UsageError(f"{str(root)!r} cannot be in the workspace: its name has characters that cannot be shown")
        return self._change_list(root, lambda listed: listed.append(str(root)), is_there=False)

    def remove(self, root: Path) -> bool:
        """Take a plan repository off the list, and leave its files alone; False if it was not there."""
        return self._change_list(root, lambda listed: listed.remove(str(root)), is_there=True)

    def set_policy(self, text: str) -> None:
        """Name another policy, `URL@COMMIT`, or none with an empty text."""

        def change(document: "TOMLDocument") -> None:
            document.pop(_POLICY, None)
            if text:
                document[_POLICY] = text

        self._change(change)

    def find(self, query: str, start: Path) -> Path:
        """Return the repository in the list that `query` names: a folder as seen from `start`, or the end of a path."""
        from coachplan.base.candidates import the_one

        wanted = Path(os.path.abspath(start / query))
        parts = Path(query).parts
        exact = [root for root in self.roots if root in (wanted, wanted.resolve())]
        found = exact or [root for root in self.roots if parts and root.parts[-len(parts) :] == parts]
        return the_one(query, found, "repository", "repositories", otherwise="`coachplan workspace list` shows them")

    def _change_list(self, root: Path, change: "Callable[[Array], object]", *, is_there: bool) -> bool:
        """Change the list of repositories; False where the one is there, or not, as it is to be already."""
        from tomlkit import array

        def change_in(document: "TOMLDocument") -> bool:
            if (root in Workspace(self.folder).roots) is not is_there:
                return False
            if _REPOSITORIES not in document:
                document[_REPOSITORIES] = array().multiline(multiline=True)
            change(document[_REPOSITORIES])
            return True

        return self._change(change_in)

    def _change(self, change: "Callable[[TOMLDocument], T]") -> "T":
        """Change the file in place, so that whatever else the person wrote into it stays; nothing after a False."""
        from tomlkit import parse

        with files.locked(self.file.with_name(f"{self.file.name}.lock")):
            now = Workspace(self.folder)
            _, text = now._data, now._text()  # what cannot be read is refused
            document = parse(text or _HEADING)
            if (result := change(document)) is not False:
                files.write_file(self.file.parent, self.file.name, document.as_string().encode("utf-8"), private=True)
        for known in ("roots", "_data"):
            self.__dict__.pop(known, None)
        return result

    def _text(self) -> str:
        if not os.path.lexists(self.file):
            return ""
        try:
            return files.read_given(self.file).decode("utf-8")
        except UnicodeDecodeError:
            raise UnreadableError(f"{self.file} cannot be read: it is not UTF-8") from None

    def _unfit(self, why: str) -> UnreadableError:
        return UnreadableError(f"{self.file}: {why}")


def named_policy() -> str:
    """Return the policy that the person's own workspace names, as it is written there; empty without one."""
    try:
        folder = files.own_folder("XDG_CONFIG_HOME", "~/.config")
    except UnreadableError:  # nobody's home has no workspace
        return ""
    try:
        found = os.stat(folder / FILE)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        raise UnreadableError(f"{folder / FILE} cannot be read: {(error.strerror or str(error)).lower()}") from None
    return _named_in(folder, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _named_in(folder: Path, *_: int) -> str:
    return Workspace(folder).policy
