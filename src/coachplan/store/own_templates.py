"""The templates that a plan repository brings: their bytes, read once, and the person's word for exactly these.

Whoever can push may change them, and they decide what documents and pages say. So none is used before the person said
yes to these bytes. That word lies outside of every repository, under a fingerprint of all names and bytes: it holds in
each clone, and not for anything else. Files that are the same as ours need no word.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from coachplan.base.errors import CoachplanError, UnreadableError
from coachplan.base.layout import is_copy
from coachplan.store import files

PACKAGED = Path(__file__).parents[1] / "templates"
OF_PLANS = "plans/"
"""Where the templates for new plans are; all others are for documents and pages."""
MAX_FILES = 1_000
MAX_BYTES = 16 * files.MAX_BYTES
"""How many files there may be, and their size together; each may have 1 MiB, and a Word file all of it."""

_SITE = "site/"
_QUESTIONS = "questions/"  # texts, shown as texts
_WORDS = "trusted"
_TITLE = "coachplan: templates that may be used"


class TemplateUse(Enum):
    """What templates are to be used for: new plans, documents, or the pages of the site."""

    PLANS = (OF_PLANS,), ()
    DOCUMENTS = ("",), (OF_PLANS, _SITE)
    PAGES = ("",), (OF_PLANS,)

    def takes(self, name: str) -> bool:
        """True if a template of this name may be used for it."""
        among, beside = self.value
        return name.startswith(among) and not name.startswith(beside)


class UntrustedError(UnreadableError):
    """Templates of the repository were to be used without the person's word for them."""


@dataclass(frozen=True)
class TemplateWord:
    """The person's yes to templates: where they were, the day, and the fingerprint of each file by its name."""

    repository: str
    day: str
    files: Mapping[str, str]


class OwnTemplates:
    """The templates below `folder`, as they were when they were read: all but questions, copies and hidden files."""

    def __init__(
        self, folder: Path, found: Mapping[str, bytes], broken: Mapping[str, str], *, is_pinned: bool = False
    ) -> None:
        self.folder = folder
        self.is_pinned = is_pinned
        self._found = found
        self._broken = broken

    @classmethod
    def read(cls, root: Path, *, is_pinned: bool = False) -> "OwnTemplates | None":
        """Return the templates that the repository in `root` brings, None without; refuses links.

        Those that are pinned need no word: the person's own file names the commit that they are from.
        A file that cannot be read is named once it is to be used. Raises `UnreadableError` for more than anybody needs.
        """
        files.require_unlinked(root, files.TEMPLATES_FOLDER)
        folder = root / files.TEMPLATES_FOLDER
        found: dict[str, bytes] = {}
        broken: dict[str, str] = {}
        left = MAX_BYTES
        for name in sorted(_names_below(folder)):
            try:
                at_most = left if name.endswith(".docx") else files.MAX_BYTES
                raw = files.read_within(folder, name, at_most=at_most)
            except UnreadableError as error:
                broken[name] = str(error)
                continue
            left -= len(raw)
            if left < 0:
                raise UnreadableError(f"{files.TEMPLATES_FOLDER}/ holds more than 16 MiB; nobody needs as much")
            if not _is_ours(name, raw):
                found[name] = raw
        return cls(folder, found, broken, is_pinned=is_pinned) if found or broken else None

    def __contains__(self, name: str) -> bool:
        return name in self._found or name in self._broken

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OwnTemplates) and (self.folder, self.digest) == (other.folder, other.digest)

    def __hash__(self) -> int:
        return hash((self.folder, self.digest))

    @property
    def names(self) -> list[str]:
        """The names of the files, relative to their folder."""
        return sorted([*self._found, *self._broken])

    @cached_property
    def digest(self) -> str:
        """The fingerprint of all of it: other bytes, another name, or one file more have another one."""
        known = sorted(
            [*self.digests.items(), *((name, f"cannot be read: {why}") for name, why in self._broken.items())]
        )
        return _digest(json.dumps(known).encode())

    @cached_property
    def digests(self) -> dict[str, str]:
        """The fingerprint of each file that can be read, by its name."""
        return {name: _digest(raw) for name, raw in self._found.items()}

    def peek(self, name: str) -> bytes:
        """Return the bytes of a file to show them as a text; raises `UnreadableError` where it cannot be read."""
        if name in self._broken:
            raise UnreadableError(f"template {self._broken[name]}")
        return self._found[name]

    def use(self, name: str) -> bytes:
        """Return the bytes of a file to use them; raises `UntrustedError` without the person's word for all of it."""
        raw = self.peek(name)
        if not self.is_trusted():
            raise self._untrusted()
        return raw

    def require_trusted(self, use: TemplateUse) -> None:
        """Raise `UntrustedError` where some may be used, and the person's word is missing."""
        if self.needs_word(use):
            raise self._untrusted()

    def needs_word(self, use: TemplateUse) -> bool:
        """True if some may be used, and the person's word is missing."""
        return any(map(use.takes, self.names)) and not self.is_trusted()

    def _untrusted(self) -> UntrustedError:
        more = f" and {len(self.names) - 1} more" if self.names[1:] else ""
        return UntrustedError(
            "this repository brings templates of its own, and you have not allowed them as they are now "
            f"({files.TEMPLATES_FOLDER}/{self.names[0]}{more}): look at them, then run `coachplan trust`"
        )

    def is_trusted(self) -> bool:
        """True if the person has said yes to exactly this, by a word or by the commit that their own file names."""
        if self.is_pinned:
            return True
        with suppress(CoachplanError):
            return _read(self.digest) is not None
        return False

    def trust(self, day: date) -> None:
        """Remember the person's yes."""
        told = {"title": _TITLE, "repository": str(self.folder.parent), "day": str(day), "files": self.digests}
        files.make_folder(words_folder())
        files.write_file(words_folder(), self.digest, json.dumps(told).encode(), private=True)


def words_folder() -> Path:
    """Return the folder with what this person has said, outside of every repository."""
    return files.own_folder("XDG_DATA_HOME", "~/.local/share") / _WORDS


def words() -> dict[str, TemplateWord]:
    """Return each word that the person has given, by its fingerprint, the oldest first."""
    folder = words_folder()
    with suppress(OSError), os.scandir(folder) as entries:
        known = sorted(entries, key=lambda entry: entry.stat(follow_symlinks=False).st_mtime_ns)
        return {entry.name: word for entry in known if (word := _read(entry.name))}
    return {}


def forget(digests: list[str]) -> None:
    """Take words back."""
    for digest in digests:
        try:
            os.unlink(words_folder() / digest)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise UnreadableError(f"{words_folder() / digest} cannot be removed: {error.strerror or error}") from None


def _read(digest: str) -> TemplateWord | None:
    """Return the word under a fingerprint; None where there is none, or the file holds anything else."""
    try:
        told: Any = json.loads(files.read_file(words_folder(), digest, at_most=MAX_BYTES))
        if told["title"] == _TITLE and isinstance(told["files"], dict):
            return TemplateWord(str(told["repository"]), str(told["day"]), told["files"])
    except (UnreadableError, ValueError, LookupError, TypeError, RecursionError):
        pass
    return None


def _names_below(folder: Path) -> Iterator[str]:
    """Yield the name of each file that a template may use; refuses links, as git may bring one from anybody."""
    left, count = [""], 0
    while left:
        inner = left.pop()
        with suppress(OSError), os.scandir(f"{folder}/{inner}") as entries:
            for entry in entries:
                name = f"{inner}{entry.name}"
                if entry.name.startswith(".") or is_copy(name) or f"{name}/".startswith(_QUESTIONS):
                    continue
                count += 1
                if count > MAX_FILES:
                    raise UnreadableError(f"{files.TEMPLATES_FOLDER}/ holds more than {MAX_FILES} files and folders")
                if entry.is_symlink():
                    files.require_unlinked(folder, name)
                if entry.is_dir(follow_symlinks=False):
                    left.append(f"{name}/")
                else:
                    yield name


def _is_ours(name: str, raw: bytes) -> bool:
    with suppress(OSError):
        return (PACKAGED / name).read_bytes() == raw
    return False


def _digest(raw: bytes) -> str:
    return blake2b(raw, digest_size=32).hexdigest()
