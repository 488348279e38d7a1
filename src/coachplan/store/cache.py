"""A cache between commands: values, each with the stamp of its sources.

The file holds a title line, which names the release that wrote it, and then JSON. The title seals it for this place, by
a secret of the person that lies outside of every repository: what was carried in from elsewhere, as in an archive, is
not believed, and any other content counts as an empty cache, too. The file is private to the person and may be deleted
at any time.
"""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from coachplan import __version__
from coachplan.base.errors import CoachplanError, UnreadableError
from coachplan.store import files

_MAX_BYTES = 64 * 1024 * 1024
_SECRET = "secret"  # noqa: S105 - the name of its file
_SECRET_BYTES = 32
# A file that changes within the resolution of its time stamps would keep its stamp: young ones are read again.
_SETTLED_NS = 2_000_000_000


class Cache:
    """Values by name, each valid as long as its sources have the same stamp.

    `folder` returns the place when it is needed; `key` stands for the circumstances in which the values hold: under
    another key the cache is empty. A place that cannot be read or written only costs time, and so does a person without
    a folder for the secret.
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
            return (self._folder() / self._file).lstat().st_size
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
            title = self._title(folder, values, took, make_secret())
            files.make_folder(folder)
            files.make_private(folder)
            files.remove_leftovers(folder)
            files.write_file(folder, self._file, b"%s\n%s" % (title, values), private=True)
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
            folder = self._folder()
            raw, seal = files.read_file(folder, self._file, at_most=_MAX_BYTES), secret()
            title, _, values = raw.partition(b"\n")
            took = int(title[title.rindex(b" ") :])
            if title != self._title(folder, values, took, seal):
                return {}, 0
            settled = os.lstat(folder / self._file).st_mtime_ns - took - _SETTLED_NS
        except (OSError, ValueError, CoachplanError):
            return {}, 0
        return json.loads(values), settled

    def _title(self, folder: Path, values: bytes, took: int, secret: bytes) -> bytes:
        """Return the first line: the release, the key, a seal, and the time from the first read to the end."""
        place = f"{folder}\0{self._file}\0{took}\0".encode("utf-8", "surrogateescape")
        seal = blake2b(place + values, key=secret, digest_size=16).hexdigest()
        return b"coachplan %s %s %s %d" % (__version__.encode(), self._key.encode(), seal.encode(), took)


def secret() -> bytes:
    """Return the secret of this person on this machine; raises `UnreadableError` where there is none yet."""
    folder = _secrets()
    try:
        stamp = os.stat(folder / _SECRET)
    except OSError as error:
        raise UnreadableError(f"{_SECRET} cannot be read: {error.strerror}") from None
    return _secret_in(folder, stamp.st_mtime_ns, stamp.st_ino, stamp.st_size)


@lru_cache(maxsize=2)
def _secret_in(folder: Path, *_: int) -> bytes:
    found = files.read_file(folder, _SECRET, at_most=_SECRET_BYTES)
    if len(found) != _SECRET_BYTES:
        raise UnreadableError(f"{_SECRET} holds something else")
    return found


def make_secret() -> bytes:
    """Return the secret of this person on this machine, made at its first use."""
    with suppress(UnreadableError):
        return secret()
    folder = _secrets()
    files.make_folder(folder)
    files.write_file(folder, _SECRET, os.urandom(_SECRET_BYTES), private=True)
    return secret()


def _secrets() -> Path:
    return files.own_folder("XDG_CACHE_HOME", "~/.cache")
