"""Codes in the place of names in paths, for logs and reports that others than a plan's readers see.

A code is made with a key that lies in the repository: whoever can read the plans finds the name again, and nobody else
can try names until one fits.
"""

import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from coachplan.base.errors import CoachplanError, UnreadableError, UsageError
from coachplan.base.layout import AGREEMENTS_FOLDER, CHECK_INS_FOLDER, PLAN_FILE, PLANS_FOLDER, PLANS_README
from coachplan.store.files import files_in, read_file

if TYPE_CHECKING:
    from coachplan.store.repository import Repository
    from coachplan.views.checker import Checked
    from coachplan.views.verification import Judgement

KEY_FILE = ".coachplan-key"
_KEY = re.compile(rb"[0-9a-f]{32}\n?")
_OURS = frozenset((PLAN_FILE, CHECK_INS_FOLDER, AGREEMENTS_FOLDER))
_CODE_BYTES = 6
_DEPTH_OF_PLANS = 4
# A path ends where a sentence goes on.
_PATHS = re.compile(rf"(?<![\w/-]){PLANS_FOLDER}/[^\s`'\"(),;]*[^\s`'\"(),;:.]")


def new_key() -> str:
    """Return the text of a new key file."""
    return f"{secrets.token_hex(16)}\n"


class PathCodes:
    """The codes of a repository; without a `key` those of this run alone, which nobody can find the names for."""

    def __init__(self, key: bytes | None) -> None:
        self.is_kept = key is not None
        self._key = key or secrets.token_bytes(16)

    @classmethod
    def of(cls, repository: "Repository") -> "PathCodes":
        """The codes by the key that lies in a repository; refuses a file that holds something else."""
        try:
            key = read_file(repository.root, KEY_FILE)
        except UnreadableError:
            if not (repository.root / KEY_FILE).exists():
                return cls(None)
            raise
        if not _KEY.fullmatch(key):
            raise UnreadableError(f"{KEY_FILE} is not a key; remove it, and `coachplan init --ci` makes another one")
        return cls(key.strip())

    def path(self, path: str) -> str:
        """Return a path with a code for the plan, and one for each file whose name is not the same in every plan.

        A path outside the folder of the plans stays as it is.
        """
        if not path.startswith(f"{PLANS_FOLDER}/") or path == PLANS_README:
            return path
        _, *parts = path.split("/")
        plan, inside = "/".join(parts[:2]), parts[2:]
        told = [part if part in _OURS else self._code("/".join(parts[: 3 + at])) for at, part in enumerate(inside)]
        return "/".join([PLANS_FOLDER, self._code(plan), *told])

    def text(self, text: str) -> str:
        """Return a text with codes for the paths of plans in it."""
        return _PATHS.sub(lambda found: self.path(found[0]), text)

    def checked(self, checked: "Checked") -> "Checked":
        """Return what a check found with codes for paths, and without lines of the files."""
        findings = [
            replace(
                finding,
                path=self.path(finding.path),
                message=self.text(finding.message),
                advice=self.text(finding.advice),
                rewrite="",
            )
            for finding in checked.findings
        ]
        plans = tuple(self.path(path) for path in checked.plans)
        return replace(checked, findings=sorted(findings), lines={}, plans=plans)

    def judged(self, judgement: "Judgement") -> "Judgement":
        """Return what was judged of commits, with a code for each plan."""
        flaws = (flaw._replace(plan=flaw.plan and self._code(flaw.plan)) for flaw in judgement.flaws)
        return replace(judgement, flaws=tuple(flaws))

    @contextmanager
    def in_errors(self) -> Iterator[None]:
        """Put codes for paths in the message of an error that ends the block."""
        try:
            yield
        except CoachplanError as error:
            error.args = (self.text(str(error)),)
            raise

    def _code(self, name: str) -> str:
        told = name.encode("utf-8", "surrogateescape")
        return blake2b(told, key=self._key, digest_size=_CODE_BYTES).hexdigest()


def explained(repository: "Repository", code: str) -> list[str]:
    """Return the paths of the plan, or of the file, that a code, or a path with codes, stands for.

    Refuses where no key lies in the repository, by which anybody could tell.
    """
    codes = PathCodes.of(repository)
    if not codes.is_kept:
        raise UsageError(
            f"{repository.root} has no {KEY_FILE}, so codes hold for one run alone; `coachplan init --ci` makes one"
        )
    wanted = code.strip().strip("/")
    return sorted({path for path in _paths(repository) if wanted in _names(codes.path(path))})


def _paths(repository: "Repository") -> Iterable[str]:
    """Yield each file below the folder of the plans, and each folder on the way to it."""
    for path in files_in(repository.root, PLANS_FOLDER, depth=_DEPTH_OF_PLANS):
        parts = path.split("/")
        yield from ("/".join(parts[:end]) for end in range(2, len(parts) + 1))


def _names(path: str) -> tuple[str, ...]:
    """Return what a path with codes may be called by: itself, without the folder of the plans, its last code."""
    last = path.rpartition("/")[2]
    return (path, path.partition("/")[2], *([] if last in _OURS else [last]))
