"""The note of a writer, and what the files and git say of one that was stopped before it could take the note back."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from pathlib import Path

from coachplan.base.errors import UnreadableError
from coachplan.store import files
from coachplan.store.work_tree import WorkTree

_HEX = re.compile(r"[0-9a-f]*")


class Left(Enum):
    """How far a writer came before it was stopped."""

    NOTHING = "nothing"
    WRITTEN = "written"
    RECORDED = "recorded"


TOLD = {
    Left.RECORDED: "A command that was stopped had recorded all the same: {}",
    Left.WRITTEN: "A command that was stopped had written its files but not recorded them ({}): look at them, and "
    "`coachplan save` records them",
    Left.NOTHING: "A command that was stopped had changed nothing ({})",
}
"""The words for each, with a place for the message of the writer."""


@dataclass(frozen=True)
class Note:
    """The files that a writer writes in the work tree at `root`: a fingerprint of each by path, None for one to go.

    `message` is that of the commit that it is about to make, empty for none. `target` is the commit that it moves the
    branch to, with these files, where it does that; with a message, it takes back that commit, whose message it is.
    """

    root: Path
    message: str
    files: Mapping[str, str | None]
    target: str = ""

    @classmethod
    def of(cls, root: Path, message: str, wanted: Mapping[str, bytes | None], target: str = "") -> "Note":
        """Return the note of a writer of these bytes."""
        return cls(root, message, {path: _fingerprint(data) for path, data in wanted.items()}, target)

    @classmethod
    def read(cls, note: bytes) -> "Note | None":
        """Return the note in these bytes, or None if its writer died while writing it, or it is nothing of ours."""
        try:
            read = json.loads(note)
            known = cls(Path(read["root"]), read["message"], read["files"], read.get("target", ""))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        return known if known._is_ours() else None

    def _is_ours(self) -> bool:
        """True if each part of a note that was read has the form of those that are written."""
        texts = (self.message, self.target)
        return (
            all(isinstance(text, str) for text in texts)
            and _HEX.fullmatch(self.target) is not None
            and isinstance(self.files, dict)
            and "\0" not in "".join((str(self.root), *self.files))
            and all(data is None or (isinstance(data, str) and _HEX.fullmatch(data)) for data in self.files.values())
        )

    def to_bytes(self) -> bytes:
        """Return the note as it is kept in the lock."""
        known = {"root": str(self.root), "message": self.message, "files": dict(self.files), "target": self.target}
        return json.dumps(known).encode()

    @property
    def takes_back(self) -> bool:
        """True if the writer takes back a commit."""
        return bool(self.target and self.message)

    def is_repeated_by(self, other: "Note") -> bool:
        """True if the other writer takes the same step of the same plan once more, so that it would count twice.

        One that writes nothing but what this one has written does not.
        """
        is_same_step = other.message.split(": ")[:2] == self.message.split(": ")[:2]
        return is_same_step and bool(self.message) and not other.files.items() <= self.files.items()

    def left(self, work_tree: WorkTree) -> Left:
        """Return how far the writer came; the index is settled already."""
        settled = set(work_tree.recorded(self.files))
        there = {path for path in self.files if _fingerprint(_on_disk(self.root, path)) == self.files[path]}
        if all(
            path in there & settled or _fingerprint(work_tree.content("HEAD", path)) == self.files[path]
            for path in self.files
        ):
            return Left.RECORDED
        return Left.WRITTEN if there else Left.NOTHING


def _fingerprint(data: bytes | None) -> str | None:
    return None if data is None else sha256(data).hexdigest()


def _on_disk(root: Path, path: str) -> bytes | None:
    try:
        return files.read_file(root, path)
    except UnreadableError:
        return b"" if os.path.lexists(root / path) else None
