"""Watch the files of a repository for changes."""

import os
import stat
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from coachplan.base.errors import UnreadableError

_BREATH = 200


def watched(folders: Sequence[Path], files: Sequence[Path], day: Callable[[], date]) -> Iterator[bool]:
    """Yield a few times a second, True if anything in the folders or one of the files changed, or a new day began.

    Hidden files do not count. From the call on no change is missed; a folder or file that is not there may come. Raises
    `UnreadableError` if the system cannot watch them.
    """

    def others() -> Any:
        return day(), [_stamp(file) for file in files]

    changes, now = _changes(folders), others()
    next(changes)
    return _with_others(changes, now, others)


def _with_others(changes: Iterator[bool], now: Any, others: Callable[[], Any]) -> Iterator[bool]:
    for has_changed in changes:
        before, now = now, others()
        yield has_changed or now != before


def _changes(folders: Sequence[Path]) -> Iterator[bool]:
    """Yield True if anything in the folders changed; watching starts again when a folder comes or is replaced."""
    while True:
        there = {os.path.realpath(folder): number for folder in folders if (number := _number(folder))}
        events = _events([*there])
        with suppress(FileNotFoundError):  # gone just now
            next(events)
            yield True
            while all(_number(folder) == there.get(os.path.realpath(folder)) for folder in folders):
                yield next(events)
        events.close()


def _events(folders: Sequence[str]) -> Generator[bool, None, None]:
    from watchfiles import watch

    def counts(_: object, path: str) -> bool:
        return not any(f"{os.sep}." in path.removeprefix(folder) for folder in folders if path.startswith(folder))

    try:
        for changes in watch(*folders, watch_filter=counts, rust_timeout=_BREATH, yield_on_timeout=True):
            yield bool(changes)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnreadableError(f"the plans cannot be watched: {_why(error)}") from None


def _why(error: OSError) -> str:
    """Return the reason in a line without the folder that the library names: its name is a person's."""
    if isinstance(error, PermissionError):
        return "a folder among them cannot be read; `ls -lR plans templates` shows which"
    if "limit" in str(error) or "Too many" in str(error):
        return "this machine watches too many files already; end other programs that watch, or raise the limit"
    return os.strerror(error.errno).lower() if error.errno else "the system refuses it"


def _stamp(file: Path) -> tuple[int, ...] | None:
    try:
        at = file.stat()
    except OSError:
        return None
    return at.st_ino, at.st_size, at.st_mtime_ns, at.st_ctime_ns


def _number(folder: Path) -> int | None:
    """Return the number that tells a folder from another one of its name, None without one."""
    try:
        at = folder.lstat()
    except OSError:
        return None
    return at.st_ino if stat.S_ISDIR(at.st_mode) else None
