"""What is worth remembering between commands: values under the stamps of what they were made from.

On disk a line that says who wrote what follows, then JSON; anything else in its place counts as nothing known. It is
safe to delete at any time, and private to the person.
"""

import json
import os
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from coachplan import __version__
from coachplan.base.errors import CoachplanError
from coachplan.store import files

# A file that changes within the resolution of its time stamps would keep its stamp: young ones are read again.
_SETTLED_NS = 2_000_000_000


class _Known(NamedTuple):
    """A remembered value, under the stamp of what it was made from and the newest time in it, in nanoseconds."""

    stamp: str
    newest: int
    value: Any


class Cache:
    """Values by name, each good as long as what it was made from has the same stamp.

    `folder` is asked for the place when it is needed; `key` says under which circumstances the values hold: under
    another key nothing is known. Where nothing can be read or written there, remembering only costs time.
    """

    def __init__(self, folder: Callable[[], Path], file: str, key: str = "") -> None:
        self._folder = folder
        self._file = file
        self._key = blake2b(key.encode(), digest_size=16).hexdigest()
        self._began = time.monotonic_ns()
        self._seen: dict[str, Any] = {}
        self._is_new = False

    def get(self, name: str, stamp: str) -> Any:
        """The value that is remembered under `name`, None where there is none for this stamp."""
        known, settled = self._known
        entry = known.get(name)
        if entry is None or entry[0] != stamp or entry[1] >= settled:
            return None
        self._seen[name] = entry
        return entry[2]

    def stale(self, name: str) -> Any:
        """The value under `name` whatever its stamp was, None where there is none: for whoever compares contents."""
        entry = self._known[0].get(name)
        return entry[2] if entry else None

    def put(self, name: str, stamp: str, newest: int, value: Any) -> None:
        """Remember a value that was made from what has this stamp, and `newest` as the newest time in it."""
        self._is_new = True
        self._seen[name] = _Known(stamp, newest, value)

    def size(self) -> int:
        """How many bytes there are to read before anything can be recalled."""
        try:
            return (self._folder() / self._file).stat().st_size
        except (OSError, CoachplanError):
            return 0

    def save(self, *, whole: bool = True) -> None:
        """Write down what was recalled or kept; what was not stays only where this is not the `whole`."""
        if not self._is_new and (not whole or len(self._seen) == len(self._known[0])):
            return
        took = time.monotonic_ns() - self._began
        values = json.dumps(self._seen if whole else self._settled() | self._seen, separators=(",", ":")).encode()
        try:
            folder = self._folder()
            files.make_folder(folder)
            _make_private(folder, folder / self._file)
            files.write_file(folder, self._file, b"%s\n%s" % (self._title(values, took), values))
        except CoachplanError:
            return

    def _settled(self) -> dict[str, Any]:
        """What is known of files that were all at rest when they were looked at."""
        known, settled = self._known
        return {name: entry for name, entry in known.items() if entry[1] < settled}

    @cached_property
    def _known(self) -> tuple[dict[str, Any], int]:
        """What is known, and since when a file must have been at rest to be known by its stamp."""
        try:
            path = self._folder() / self._file
            title, _, values = path.read_bytes().partition(b"\n")
            took = int(title.split()[-1])
            if title != self._title(values, took):
                return {}, 0
            settled = os.stat(path).st_mtime_ns - took - _SETTLED_NS
        except (OSError, ValueError, IndexError, CoachplanError):
            return {}, 0
        return json.loads(values), settled

    def _title(self, values: bytes, took: int) -> bytes:
        """The first line: the release, the key, a checksum, and how long it took from the first look to the end."""
        return b"coachplan %s %s %08x %d" % (__version__.encode(), self._key.encode(), zlib.crc32(values), took)


def _make_private(folder: Path, file: Path) -> None:
    """Close to others what may once have been opened to them: a rewritten file keeps its mode."""
    for path, mode in ((folder, 0o700), (file, 0o600)):
        with suppress(OSError):
            path.chmod(mode)
