"""The files of a plan repository: found, read, locked and written so that nothing is lost.

The only file I/O for plans. A write is whole or did not happen: a temporary file in the same folder, fsync, rename,
fsync of the folder, under a lock.
"""

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from coachplan.errors import RefusedError, UnreadableError, UsageError

SETTINGS_FILE = "coachplan.toml"
PLANS_FOLDER = "plans"
PLAN_FILE = "plan.md"
CHECK_INS_FOLDER = "check-ins"
TEMPLATES_FOLDER = "templates"
MAX_BYTES = 1024 * 1024

LEFTOVER = ".coachplan-"
"""How the names of temporary files begin."""

_LOCK_SECONDS = 60.0


@dataclass(frozen=True, order=True)
class PlanFolder:
    """Where a plan lives: the root of its repository, and its id, `team-member/title`."""

    root: Path
    id: str

    @property
    def path(self) -> str:
        """The folder, relative to the root."""
        return f"{PLANS_FOLDER}/{self.id}"

    @property
    def plan_path(self) -> str:
        """The plan's file, relative to the root."""
        return f"{self.path}/{PLAN_FILE}"

    def check_in_paths(self) -> list[str]:
        """The check-ins' files, relative to the root, sorted by name and so by day."""
        folder = f"{self.path}/{CHECK_INS_FOLDER}"
        return [f"{folder}/{name}" for name in sorted(_names(self.root / folder, ".md"))]


def find_root(start: Path) -> Path:
    """The plan repository that `start` is in: the nearest folder upwards with `coachplan.toml`."""
    folder = start.absolute()
    if not folder.is_dir():
        raise UnreadableError(f"{start} is not a folder")
    for candidate in (folder, *folder.parents):
        if (candidate / SETTINGS_FILE).is_file():
            return candidate
    raise UnreadableError(
        f"{start} is in no plan repository; run `coachplan init` to make one, or name one with -C DIR"
    )


def plan_folders(root: Path) -> list[PlanFolder]:
    """Every plan of the repository, sorted by id; links are not followed."""
    plans = root / PLANS_FOLDER
    return [
        PlanFolder(root, f"{person}/{title}")
        for person in sorted(_folders(plans))
        for title in sorted(_folders(plans / person))
        if os.path.lexists(plans / person / title / PLAN_FILE)
    ]


def _folders(folder: Path) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            yield from (entry.name for entry in entries if entry.is_dir(follow_symlinks=False) and entry.name[0] != ".")
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnreadableError(f"{folder} cannot be read: {_why(error)}") from None


def _names(folder: Path, suffix: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            yield from (entry.name for entry in entries if entry.name.endswith(suffix) and entry.name[0] != ".")
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnreadableError(f"{folder} cannot be read: {_why(error)}") from None


def folder_of(root: Path, path: Path) -> PlanFolder | None:
    """The plan that a path inside the repository belongs to."""
    try:
        parts = path.absolute().relative_to(root).parts
    except ValueError:
        return None
    if (
        len(parts) >= 3
        and parts[0] == PLANS_FOLDER
        and (root / PLANS_FOLDER / parts[1] / parts[2] / PLAN_FILE).exists()
    ):
        return PlanFolder(root, f"{parts[1]}/{parts[2]}")
    return None


def matching(folders: list[PlanFolder], query: str) -> list[PlanFolder]:
    """The plans that `query` may name: the one with that id, else those with that part, else those that contain it."""
    wanted = (
        query.strip().removeprefix("./").removeprefix(f"{PLANS_FOLDER}/").removesuffix(PLAN_FILE).strip("/").lower()
    )
    if not wanted:
        return []
    tests = (
        lambda id_: id_ == wanted,
        lambda id_: wanted in id_.split("/"),
        lambda id_: wanted in id_,
    )
    for test in tests:
        if found := [folder for folder in folders if test(folder.id)]:
            return found
    return []


def read_file(root: Path, path: str) -> bytes:
    """The bytes of a file; refuses links, devices and pipes, what is over 1 MiB, and what cannot be read."""
    try:
        descriptor = os.open(root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        why = "it is a symbolic link" if error.errno == errno.ELOOP else _why(error)
        raise UnreadableError(f"{path} cannot be read: {why}") from None
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError(f"{path} cannot be read: it is not a regular file")
        if status.st_size > MAX_BYTES:
            raise UnreadableError(f"{path} cannot be read: it is larger than 1 MiB")
        try:
            return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise UnreadableError(f"{path} cannot be read: {_why(error)}") from None


class Lock:
    """Held by whoever writes; `descriptor` may be inherited, and then the lock lasts until the heir has ended, too.

    While `busy`, the file says so: whoever gets the lock next and finds it still said knows of a crash.
    """

    def __init__(self, descriptor: int, *, crashed: bool) -> None:
        self.descriptor = descriptor
        self.crashed = crashed

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Say that git is at work, for the time of the block."""
        os.pwrite(self.descriptor, b"busy\n", 0)
        try:
            yield
        finally:
            os.ftruncate(self.descriptor, 0)


@contextmanager
def locked(path: Path) -> Iterator[Lock]:
    """Hold the lock at `path` for the time of the block; wait up to a minute for it."""
    make_folder(path.parent)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise UnreadableError(f"{path} cannot be opened: {_why(error)}") from None
    try:
        _acquire(descriptor)
        yield Lock(descriptor, crashed=os.pread(descriptor, 1, 0) != b"")
    finally:
        os.close(descriptor)


def _acquire(descriptor: int) -> None:
    deadline = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise RefusedError(
                    "another coachplan is still writing to this repository; try again in a moment"
                ) from None
            time.sleep(0.01)


def make_folder(path: Path) -> None:
    """Make `path` and what is missing above it, private to the person, and durable."""
    missing = [path, *path.parents]
    missing = missing[: next(place for place, folder in enumerate(missing) if folder.exists())]
    for folder in reversed(missing):
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(folder.parent)
        except OSError as error:
            raise UnreadableError(f"{folder} cannot be made: {_why(error)}") from None
    if not path.is_dir():
        raise UnreadableError(f"{path} is in the way: a folder is needed there")


def write_file(root: Path, path: str, data: bytes) -> None:
    """Write a file whole or not at all, private to the person where it is new; durable when this returns."""
    target = root / path
    refuse_links(root, path)
    make_folder(target.parent)
    temporary = target.parent / f"{LEFTOVER}{os.getpid()}.tmp"
    try:
        mode = stat.S_IMODE(os.lstat(target).st_mode) if target.exists() else 0o600
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with open(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        os.rename(temporary, target)
        _sync_folder(target.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UnreadableError(f"{path} cannot be written: {_why(error)}") from None


def write_private(path: Path, data: bytes) -> None:
    """Write a file that the person named, whole or not at all, private to them where it is new."""
    if path.is_dir():
        raise UnreadableError(f"{path} cannot be written: it is a folder")
    if not path.parent.is_dir():
        raise UnreadableError(f"{path} cannot be written: there is no folder {path.parent}")
    write_file(path.parent, path.name, data)


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files of writers that died; only for the holder of the lock."""
    if folder.is_dir():
        for leftover in folder.glob(f"{LEFTOVER}*.tmp"):
            leftover.unlink(missing_ok=True)


def refuse_links(root: Path, path: str) -> None:
    """Refuse a path that leaves the repository through a symbolic link or `..`."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts:
        raise UsageError(f"{path} is outside the plan repository")
    for part in (pure, *pure.parents):
        if (root / part).is_symlink():
            raise RefusedError(f"{part} is a symbolic link; plans are plain files and folders, nothing was written")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
