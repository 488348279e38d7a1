"""A cache between commands: values, each with the stamp of its sources.

The file holds a title line, which names the release that wrote it, and then JSON; any other content counts as an empty
cache. The file is private to the person and may be deleted at any time.
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
from typing import Any

from coachplan import __version__
from coachplan.base.errors import CoachplanError
from coachplan.store import files

# A file that changes within the resolution of its time stamps would keep its stamp: young ones are read again.
_SETTLED_NS = 2_000_000_000


class Cache:
    """Values by name, each valid as long as its sources have the same stamp.

    `folder` returns the place when it is needed; `key` stands for the circumstances in which the values hold: under
    another key the cache is empty. A place that cannot be read or written only costs time.
    """

    def __init__(self, folder: Callable[[], Path], file: str, key: str = "") -> None:
        self._folder = folder
        self._file = file
        self._key = blake2b(key.encode(), digest_size=16).hexdigest()
        self._began = time.monotonic_ns()
        # Of each value the stamp of its sources, the newest time in that stamp in nanoseconds, and the value itself.
        self._seen: dict[str, Any] = {}
        self._is_new = False

    def get(self, name: str, stamp: str) -> Any:
        """Return the value under `name` with this stamp, or None."""
        known, settled = self._known
        entry = known.get(name)
        if entry is None or entry[0] != stamp or entry[1] >= settled:
            return None
        self._seen[name] = entry
        return entry[2]

    def stale(self, name: str) -> Any:
        """Return the value under `name` with any stamp, or None: for callers that compare contents."""
        entry = self._known[0].get(name)
        return entry[2] if entry else None

    def put(self, name: str, stamp: str, newest: int, value: Any) -> None:
        """Keep a value whose sources have this stamp, with `newest` as the newest time in it."""
        self._is_new = True
        self._seen[name] = (stamp, newest, value)

    def size(self) -> int:
        """Return the size of the file in bytes, all of which is read by the first `get`."""
        try:
            return (self._folder() / self._file).stat().st_size
        except (OSError, CoachplanError):
            return 0

    def save(self, *, whole: bool = True) -> None:
        """Write the values that were read or kept; if this is not the `whole`, other settled values stay, too."""
        if not self._is_new and (not whole or len(self._seen) == len(self._known[0])):
            return
        took = time.monotonic_ns() - self._began
        values = json.dumps(self._seen if whole else self._settled() | self._seen, separators=(",", ":")).encode()
        try:
            folder = self._folder()
            files.make_folder(folder)
            files.remove_leftovers(folder)
            _make_private(folder, folder / self._file)
            files.write_file(folder, self._file, b"%s\n%s" % (self._title(values, took), values))
        except CoachplanError:
            return

    def _settled(self) -> dict[str, Any]:
        """Return the values whose files had not just changed when they were read."""
        known, settled = self._known
        return {name: entry for name, entry in known.items() if entry[1] < settled}

    @cached_property
    def _known(self) -> tuple[dict[str, Any], int]:
        """The values in the file, and the time since which a file must be unchanged for its stamp to identify it."""
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
        """Return the first line: the release, the key, a checksum, and the time from the first read to the end."""
        return b"coachplan %s %s %08x %d" % (__version__.encode(), self._key.encode(), zlib.crc32(values), took)


def _make_private(folder: Path, file: Path) -> None:
    """Make the folder and the file private: a rewritten file keeps its mode, and others may have opened it."""
    for path, mode in ((folder, 0o700), (file, 0o600)):
        with suppress(OSError):
            path.chmod(mode)
