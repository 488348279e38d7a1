"""The files of a plan repository: found, read, locked and written so that nothing is lost.

The only file I/O for plans. A write is whole or did not happen: a temporary file in the same folder, fsync, rename,
fsync of the folder, under a lock.
"""

import errno
import fcntl
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from coachplan.base.errors import CoachplanError, RefusedError, UnreadableError, UsageError
from coachplan.base.layout import (
    AGREEMENTS_FOLDER,
    CHECK_INS_FOLDER,
    PLAN_FILE,
    PLANS_FOLDER,
    check_in_order,
    is_copy,
    is_id,
)

SETTINGS_FILE = "coachplan.toml"
TEMPLATES_FOLDER = "templates"
MAX_BYTES = 1024 * 1024
NOTE_BYTES = 4 * MAX_BYTES
"""The size of the largest note in a lock: it names each file that a writer writes, some ten thousand at most."""

_RECORDS = (CHECK_INS_FOLDER, AGREEMENTS_FOLDER)

# A folder is linked from itself, from the one around it, and from each folder inside. Where a file system counts
# otherwise, it counts files as well, or nothing, and a plan's folder with check-ins never has three.
_LINKS_OF_ONE_FOLDER_INSIDE = 3

LEFTOVER = ".coachplan-"
"""How the names of temporary files begin."""

_LOCK_SECONDS = 60.0
_LOCK_PAUSE = 0.01


@dataclass(frozen=True, order=True)
class PlanFolder:
    """The folder of a plan: the root of its repository, and the plan's id, `team-member/title`."""

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
        """Return the check-ins' files, relative to the root, sorted by day and then in the order of recording."""
        return self._records(CHECK_INS_FOLDER)

    def agreement_paths(self) -> list[str]:
        """Return the agreements' files, relative to the root, sorted by day and then in the order of recording."""
        return self._records(AGREEMENTS_FOLDER)

    def copies(self) -> list[str]:
        """Return the copies that sync programs and editors left beside the plan's files, relative to the root."""
        folders = [self.path, *(f"{self.path}/{folder}" for folder in _RECORDS)]
        return [
            f"{at}/{entry.name}" for at in folders for entry in _entries(f"{self.root}/{at}") if is_copy(entry.name)
        ]

    def stamp(self) -> tuple[str, int]:
        """Return a fingerprint of name, size, times and inode of each file, and the newest time in nanoseconds.

        Another state of the files has another one, unless a file changes twice within the resolution of its times. The
        folder itself is among them: its times change with the copies that come and go.
        """
        folder, parts, newest = f"{self.root}/{self.path}", [], 0
        try:
            found = [("", os.lstat(folder)), (PLAN_FILE, os.lstat(f"{folder}/{PLAN_FILE}"))]
            for name in _RECORDS:
                files = _record_files(f"{folder}/{name}")
                found += sorted([(f"{name}/{file.name}", file.stat(follow_symlinks=False)) for file in files])
                if files and found[0][1].st_nlink == _LINKS_OF_ONE_FOLDER_INSIDE:
                    break
        except OSError as error:
            raise UnreadableError(f"{self.path} cannot be read: {_why(error)}") from None
        for name, at in found:
            modified, changed = at.st_mtime_ns, at.st_ctime_ns
            parts.append(f"{name}:{at.st_size}:{modified}:{changed}:{at.st_ino}")
            newest = max(newest, modified, changed)
        return blake2b(os.fsencode("/".join(parts)), digest_size=16).hexdigest(), newest

    def _records(self, folder: str) -> list[str]:
        files = _record_files(f"{self.root}/{self.path}/{folder}")
        names = sorted([file.name for file in files if not is_copy(file.name)], key=check_in_order)
        return [f"{self.path}/{folder}/{name}" for name in names]


def _record_files(folder: str) -> list[os.DirEntry[str]]:
    """The files in a folder of check-ins or agreements that are one, or a copy of one, in any order."""
    return [entry for entry in _entries(folder) if entry.name.endswith(".md") or is_copy(entry.name)]


def top_of(folder: Path) -> Path | None:
    """Return the nearest folder upwards that has `.git`; None where there is none."""
    return next((place for place in chain((folder,), folder.parents) if os.path.lexists(place / ".git")), None)


def find_root(start: Path) -> Path:
    """Return the root of the plan repository around `start`: the nearest folder upwards with `coachplan.toml`."""
    folder = real_folder(start)
    if not folder.is_dir():
        raise UnreadableError(f"{start} is not a folder")
    for candidate in (folder, *folder.parents):
        if os.path.isfile(candidate / SETTINGS_FILE):
            return candidate
    raise UnreadableError(
        f"{start} is not in a plan repository; run `coachplan init` to make one, or name one with -C DIR"
    )


def real_folder(path: Path) -> Path:
    """Return the folder that the system takes a path for: `..` is the folder around the one that a link leads to."""
    try:
        os.getcwd()
    except OSError as error:
        raise UnreadableError(f"the current folder cannot be read: {_why(error)}") from None
    parts = path.parts
    for place in (number for number, part in enumerate(parts) if part == ".."):
        if not os.path.isdir(before := Path(*parts[:place])):
            raise UnreadableError(f"{path} cannot be found: {before} is not a folder")
    return Path(os.path.realpath(path))


class Survey(NamedTuple):
    """The plans of a repository, sorted by id; and what else lies where plans do: files, and folders without a plan.

    A folder whose name cannot be a part of an id is `misnamed`, and nothing in it is a plan.
    """

    plans: list[PlanFolder]
    files: list[str]
    folders: list[str]
    misnamed: list[str]


def survey(root: Path) -> Survey:
    """Return what lies in the folder of the plans, down to each plan's own; links are not followed."""
    found = Survey([], [], [], [])
    for person in _sorted(f"{root}/{PLANS_FOLDER}"):
        if not person.is_dir(follow_symlinks=False):
            found.files.append(f"{PLANS_FOLDER}/{person.name}")
            continue
        if not is_id(person.name):
            found.misnamed.append(f"{PLANS_FOLDER}/{person.name}")
            continue
        for title in _sorted(person.path):
            id_ = f"{person.name}/{title.name}"
            if not title.is_dir(follow_symlinks=False):
                found.files.append(f"{PLANS_FOLDER}/{id_}")
            elif not is_id(title.name):
                found.misnamed.append(f"{PLANS_FOLDER}/{id_}")
            elif os.path.lexists(f"{title.path}/{PLAN_FILE}"):
                found.plans.append(PlanFolder(root, id_))
            else:
                found.folders.append(f"{PLANS_FOLDER}/{id_}")
    return found


def _sorted(folder: str) -> list[os.DirEntry[str]]:
    return sorted(_entries(folder), key=lambda entry: entry.name)


def files_in(root: Path, folder: str, depth: int = 2) -> Iterator[str]:
    """Yield the files in a folder, and in those inside it as far down as `depth`; links are not followed."""
    for entry in _sorted(f"{root}/{folder}"):
        path = f"{folder}/{entry.name}"
        if not entry.is_dir(follow_symlinks=False):
            yield path
        elif depth > 1:
            yield from files_in(root, path, depth - 1)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return the entries of a folder that are not hidden; an empty list if the folder does not exist."""
    try:
        if stat.S_ISLNK(os.lstat(folder).st_mode):
            raise UnreadableError(f"{folder} cannot be read: it is a symbolic link")
        with os.scandir(folder) as entries:
            return [entry for entry in entries if entry.name[0] != "."]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UnreadableError(f"{folder} cannot be read: {_why(error)}") from None


def matching(folders: list[PlanFolder], query: str) -> list[PlanFolder]:
    """Return the plans that `query` may name: by the whole id, else by a whole part of it, else by any part."""
    wanted = (
        query.strip().removeprefix("./").removeprefix(f"{PLANS_FOLDER}/").removesuffix(PLAN_FILE).strip("/").lower()
    )
    by_any_part = [folder for folder in folders if wanted and wanted in folder.id.lower()]
    by_whole_part = [folder for folder in by_any_part if wanted in folder.id.lower().split("/")]
    by_whole_id = [folder for folder in by_any_part if wanted == folder.id.lower()]
    return by_whole_id or by_whole_part or by_any_part


def read_file(root: Path, path: str, *, at_most: int | None = MAX_BYTES) -> bytes:
    """Return the bytes of a file; refuses links, devices, pipes, files over 1 MiB, and files that cannot be read.

    `at_most` is another size than 1 MiB, None for any.
    """
    try:
        descriptor = os.open(f"{root}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        why = "it is a symbolic link" if error.errno == errno.ELOOP else _why(error)
        raise UnreadableError(f"{path} cannot be read: {why}") from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError(f"{path} cannot be read: it is not a regular file")
        if at_most is not None and status.st_size > at_most:
            raise UnreadableError(f"{path} cannot be read: it is larger than {max(at_most // MAX_BYTES, 1)} MiB")
        return _bytes_of(descriptor, status.st_size)
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {_why(error)}") from None
    finally:
        os.close(descriptor)


def _bytes_of(descriptor: int, size: int) -> bytes:
    """Read the whole file: at once, unless it has grown beyond `size` or the file system returns less at a time."""
    data = os.read(descriptor, size + 1)
    while len(data) != size and len(data) <= MAX_BYTES and (more := os.read(descriptor, MAX_BYTES)):
        data += more
    return data


def read_within(folder: Path, path: str, *, at_most: int = MAX_BYTES) -> bytes:
    """Return the bytes of a file that git may have brought: refuses symbolic links below `folder`, too."""
    require_unlinked(folder, path)
    return read_file(folder, path, at_most=at_most)


def require_unlinked(folder: Path, path: str) -> None:
    """Raise `UnreadableError` if there is a symbolic link on the way from `folder` to `path`."""
    pure = PurePosixPath(path)
    for part in reversed((pure, *pure.parents[:-1])):
        if os.path.islink(folder / part):
            raise UnreadableError(f"{part} cannot be read: it is a symbolic link; replace it with a copy of its target")


def read_given(path: Path) -> bytes:
    """Return the bytes of a file that the person names, anywhere; refuses the same files as `read_file`."""
    try:
        return read_file(path.absolute().parent, path.name)
    except UnreadableError as error:
        raise UnreadableError(f"{path.parent}/{error}" if path.parent != Path() else str(error)) from None


class UnsyncedError(UnreadableError):
    """The new file is in place and whole, but the disk did not confirm it."""


class Lock:
    """The lock of a writer, which has `descriptor`; the git that it starts locks `for_git`, another file, in its place.

    `left` is the note of a holder that died while writing, empty if the last one ended in order. If this holder is
    `unsettled`, its note stays, as if it had died.
    """

    def __init__(self, descriptor: int, for_git: int) -> None:
        self.descriptor = descriptor
        self.for_git = for_git
        self.left = os.pread(descriptor, min(os.fstat(descriptor).st_size, NOTE_BYTES), 0)
        self.left_since = self.since
        self.unsettled = False

    @property
    def since(self) -> float:
        """The time of the last note, by the file system's clock."""
        return os.fstat(self.descriptor).st_mtime

    @contextmanager
    def busy(self, note: bytes) -> Iterator[None]:
        """Keep a durable note during the block, so that the next holder can clean up after a crash.

        The note stays if the block ends with an unexpected error.
        """
        try:
            self._write(note)
        except OSError as error:
            self.clear()
            raise UnreadableError(f"the lock cannot be written: {_why(error)}; nothing was recorded") from None
        try:
            yield
        except CoachplanError:
            self.clear()
            raise
        self.clear()

    def _write(self, note: bytes) -> None:
        os.ftruncate(self.descriptor, 0)
        if os.pwrite(self.descriptor, note, 0) < len(note):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(self.descriptor)

    def clear(self) -> None:
        """Remove the note; if that fails, the next holder looks for a crash in vain."""
        with suppress(OSError):
            if not self.unsettled:
                os.ftruncate(self.descriptor, 0)


@contextmanager
def locked(path: Path) -> Iterator[Lock]:
    """Hold the lock at `path` during the block; wait for it, and for the git of a holder that died, up to a minute."""
    make_folder(path.parent)
    deadline = time.monotonic() + _LOCK_SECONDS
    with _opened(path) as descriptor, _opened(path.with_name(f"{path.name}-of-git")) as for_git:
        _acquire(lambda: fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB), path, deadline)
        with suppress(UnreadableError, OSError):  # there are disks without this kind of lock
            _acquire(lambda: fcntl.lockf(for_git, fcntl.LOCK_EX | fcntl.LOCK_NB), path, deadline)
            fcntl.lockf(for_git, fcntl.LOCK_UN)
        yield Lock(descriptor, for_git)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)
    except OSError as error:
        raise UnreadableError(f"{path} cannot be opened: {_why(error)}") from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UnreadableError(f"{path} cannot be used as a lock: it is not a regular file; remove it")
        yield descriptor
    finally:
        with suppress(OSError):
            os.close(descriptor)


def _acquire(lock: Callable[[], object], path: Path, deadline: float) -> None:
    while True:
        try:
            lock()
        except (BlockingIOError, PermissionError):  # a system says one or the other
            if time.monotonic() > deadline:
                raise RefusedError(
                    "another coachplan, or the git of one that was stopped, is still writing to this repository; "
                    "try again in a moment"
                ) from None
            time.sleep(_LOCK_PAUSE)
        except OSError as error:
            raise UnreadableError(f"{path} cannot be locked: {_why(error)}") from None
        else:
            return


def make_folder(path: Path) -> None:
    """Make `path` and its missing parents, private to the person and durable."""
    missing = [path, *path.parents]
    missing = missing[: next(place for place, folder in enumerate(missing) if os.path.lexists(folder))]
    for folder in reversed(missing):
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(folder.parent)
        except OSError as error:
            raise UnreadableError(f"{folder} cannot be made: {_why(error)}") from None
    if not os.path.isdir(path):
        raise UnreadableError(f"{path} is not a folder, and one is needed there")


def own_folder(variable: str, otherwise: str) -> Path:
    """Return the folder for coachplan's files of this person alone, outside of every repository."""
    return _own_folder(os.environ.get(variable, ""), otherwise, os.environ.get("HOME"))


@lru_cache(maxsize=8)
def _own_folder(named: str, otherwise: str, _: str | None) -> Path:
    home = named if os.path.isabs(named) else os.path.expanduser(otherwise)
    if not os.path.isabs(home):
        raise UnreadableError("there is no home folder")
    return Path(home, "coachplan")


def open_to_others(root: Path) -> Path | None:
    """Return the folder of yours through which others on this machine get at what is in a repository, if they can.

    That is the one with `.git` above or at `root`. A folder above that is closed to others keeps them out of all.
    """
    top = top_of(root) or root
    try:
        is_open = os.stat(top).st_uid == os.geteuid() and all(
            os.stat(place).st_mode & stat.S_IXOTH for place in (top, *top.parents)
        )
    except OSError:
        return None
    return top if is_open else None


def make_private(folder: Path) -> None:
    """Close a folder to others; a link to one, and one that cannot be closed, stay as they are."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.fchmod(descriptor, 0o700)
        finally:
            os.close(descriptor)


def write_file(root: Path, path: str, data: bytes, *, durable: bool = True, private: bool = False) -> None:
    """Write a file whole or not at all, private to the person if it is new or to be so; durable when this returns.

    Files that can be made again need not be `durable`. Raises `UnsyncedError` if the file is whole, but the disk did
    not confirm it.
    """
    target = root / path
    refuse_links(root, path)
    make_folder(target.parent)
    temporary = target.parent / f"{LEFTOVER}{os.getpid()}-{os.urandom(4).hex()}.tmp"
    try:
        keeps_mode = not private and os.path.lexists(target)
        mode = stat.S_IMODE(os.lstat(target).st_mode) if keeps_mode else 0o600
        _write_through(temporary, data, mode=mode, durable=durable)
        os.rename(temporary, target)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UnreadableError(f"{path} cannot be written: {_why(error)}") from None
        raise
    if not durable:
        return
    try:
        _sync_folder(target.parent)
    except OSError as error:
        raise UnsyncedError(f"{path} was written, but the disk did not confirm it: {_why(error)}") from None


def _write_through(new: Path, data: bytes, *, mode: int, durable: bool) -> None:
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)
        file.write(data)
        file.flush()
        if durable:
            os.fsync(descriptor)


def write_private(path: Path, data: bytes) -> None:
    """Write a file that the person named, whole or not at all, private to them also where it was not."""
    if os.path.isdir(path):
        raise UnreadableError(f"{path} cannot be written: it is a folder")
    if not os.path.isdir(path.parent):
        raise UnreadableError(f"{path} cannot be written: the folder {path.parent} does not exist")
    remove_leftovers(path.parent)
    write_file(path.parent, path.name, data, private=True)


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files that dead processes left in a folder; others, and those that cannot be, stay."""
    for leftover in folder.glob(f"{LEFTOVER}*.tmp"):
        process = _maker(leftover)
        if process is not None and not _is_alive(process):
            with suppress(OSError):
                leftover.unlink()


def _maker(leftover: Path) -> int | None:
    """Return the process that made a temporary file or folder, by its name; None where that does not tell."""
    process = leftover.name.removeprefix(LEFTOVER).partition("-")[0]
    return int(process) if process.isdecimal() else None


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # another person's
        return True
    return True


def write_new(folder: Path, name: str, data: bytes) -> Path:
    """Write a new private file, named after `name`, and return its path; it is durable when this returns."""
    make_folder(folder)
    new = folder / f"{Path(name).stem}-{os.urandom(4).hex()}{Path(name).suffix}"
    try:
        _write_through(new, data, mode=0o600, durable=True)
        _sync_folder(folder)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    return new


def is_free(folder: Path) -> bool:
    """True if the folder is missing, or holds only the remains of an interrupted creation."""
    try:
        return not os.path.lexists(folder) or all(name.startswith(LEFTOVER) for name in os.listdir(folder))
    except OSError as error:
        raise UnreadableError(f"{folder} cannot be read: {_why(error)}") from None


@contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """Yield a new folder in `parent` and remove it after the block; removes those of dead processes first."""
    import shutil
    import tempfile

    try:
        for leftover in parent.glob(f"{LEFTOVER}*.tmp"):
            process = _maker(leftover)
            if process is None or not _is_alive(process):
                shutil.rmtree(leftover, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{LEFTOVER}{os.getpid()}-", suffix=".tmp", dir=parent))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        _sync_folder(parent)
    except OSError as error:
        raise UnreadableError(f"{parent} cannot be written: {_why(error)}") from None


@contextmanager
def private_modes() -> Iterator[None]:
    """Let all that the block writes, also by other programs, be private to the person."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def move(root: Path, old: str, new: str) -> None:
    """Move a file within the repository to a place that is free, durable when this returns; else it stays."""
    for path in (old, new):
        refuse_links(root, path)
    target = root / new
    make_folder(target.parent)
    if os.path.lexists(target):
        return
    try:
        os.rename(root / old, target)
        _sync_folder(target.parent)
    except OSError as error:
        raise UnreadableError(f"{old} cannot be moved: {_why(error)}") from None


def tidy(root: Path, path: str) -> None:
    """Remove the temporary files and empty folders that a failed or dead writer of `path` left.

    Only the holder of the lock may call this; files that cannot be removed stay.
    """
    folder = (root / path).parent
    with suppress(OSError):
        for leftover in folder.glob(f"{LEFTOVER}*.tmp"):
            leftover.unlink(missing_ok=True)
        while folder != root:
            folder.rmdir()
            folder = folder.parent


def refuse_links(root: Path, path: str) -> None:
    """Raise an error if a path leaves the repository through a symbolic link or `..`."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts:
        raise UsageError(f"{path} is outside the plan repository")
    for part in (pure, *pure.parents[:-1]):
        if os.path.islink(root / part):
            raise RefusedError(f"{part} is a symbolic link; plans are plain files and folders, nothing was written")


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
