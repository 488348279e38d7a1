"""Showing something again whenever a plan changes."""

import os
import stat
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from coachplan.base.errors import UnreadableError

if TYPE_CHECKING:
    from coachplan.store.repository import Repository

_BREATH = 200


def watched(folders: Sequence[Path], files: Sequence[Path], day: Callable[[], date]) -> Iterator[bool]:
    """Whether anything in the folders that is not hidden, or one of the files, has changed, or another day has begun.

    Told a few times a second; from here on no change is missed. What is not there may come. Raises `UnreadableError`
    where the system cannot watch them.
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
    """Whether anything in the folders has changed; where one came or is another one, watching begins anew."""
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
    """In a line without the folder that the library names: its name is a person's."""
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
    """What tells a folder from another one of its name; None where there is none."""
    try:
        at = folder.lstat()
    except OSError:
        return None
    return at.st_ino if stat.S_ISDIR(at.st_mode) else None


@contextmanager
def until_ctrl_c() -> Iterator[None]:
    """Ctrl-C is the way to end what the block does, and so is no reason for a word."""
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def keep_watching(repository: "Repository", show: Callable[[], str], day: Callable[[], date]) -> NoReturn:
    """Show it again whenever a plan, a check-in or the settings change, and at midnight; ends with Ctrl-C."""
    from coachplan.base.errors import CoachplanError
    from coachplan.base.layout import PLANS_FOLDER
    from coachplan.output.terminal.console import clear, out, say
    from coachplan.store.files import SETTINGS_FILE

    changes = watched([repository.root / PLANS_FOLDER], [repository.root / SETTINGS_FILE], day)
    with until_ctrl_c():
        while True:
            clear()
            try:
                out(show())
            except CoachplanError as error:
                say(f"coachplan: {error}")
            say("Watching for changes; Ctrl-C ends it")
            while not next(changes):
                pass
            repository.forget_settings()
