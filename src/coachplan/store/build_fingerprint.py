"""A fingerprint of this build of coachplan, so that results of another build are not used again."""

import os
import sys
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec

import coachplan


@cache
def fingerprint(*libraries: str) -> str:
    """Return a text that changes with coachplan's code and word lists, Python and these libraries.

    No file is read or imported.
    """
    files = [
        entry.path
        for folder, _, _ in sorted(os.walk(os.path.dirname(coachplan.__file__)))
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name)
        if entry.name.endswith((".py", ".txt"))
    ]
    files += [spec.origin for name in libraries if (spec := find_spec(name)) and spec.origin]
    stats = [(path, os.stat(path)) for path in files]
    known = [sys.version, *(f"{path}:{at.st_size}:{at.st_mtime_ns}:{at.st_ino}" for path, at in stats)]
    return blake2b(" ".join(known).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
