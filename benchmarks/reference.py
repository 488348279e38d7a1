"""What a command is compared with, as a program of its own: `reference.py read|stat|csafe|csafe-j2 FOLDER`.

Each does the one thing that cannot be left out and nothing else, so that a ratio says what coachplan adds to it.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from multiprocessing import get_context


def walk(folder: str) -> Iterator[os.DirEntry[str]]:
    """Every file below a folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from walk(entry.path)
            else:
                yield entry


def stat(folder: str) -> None:
    """Walk, and stat every file."""
    for entry in walk(folder):
        entry.stat(follow_symlinks=False)


def read(folder: str) -> None:
    """Walk, and read every file."""
    for entry in walk(folder):
        _bytes(entry.path)


def csafe(paths: Iterable[str]) -> None:
    """Read files, and parse their front matter with PyYAML's C loader."""
    import yaml

    for path in paths:
        yaml.load(_bytes(path).split(b"---\n", 2)[1], Loader=yaml.CSafeLoader)


def csafe_in_two(paths: list[str]) -> None:
    """The same, each half of the files in a process of its own."""
    halves = [get_context("fork").Process(target=csafe, args=(paths[place::2],)) for place in range(2)]
    for half in halves:
        half.start()
    for half in halves:
        half.join()


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def main(what: str, folder: str) -> None:
    """Do what is asked for in a folder of plans."""
    if what in ("stat", "read"):
        {"stat": stat, "read": read}[what](folder)
        return
    paths = [entry.path for entry in walk(folder)]
    {"csafe": csafe, "csafe-j2": csafe_in_two}[what](paths)


if __name__ == "__main__":
    main(*sys.argv[1:])
