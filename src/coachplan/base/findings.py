"""Findings, as `check` reports them."""

from dataclasses import dataclass, field
from enum import StrEnum

CANNOT_BE_OPENED = "CP001"
"""The code of a finding about a file or folder that could not even be opened."""

UNREADABLE = frozenset(f"CP{number:03}" for number in range(1, 11))
"""The codes of findings that kept a file from being read, so that nothing else is known about it."""


class Severity(StrEnum):
    """The weight of a finding: errors and warnings fail a check, hints do not."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One thing to fix in one file.

    `path` is relative to the plan repository, `line` and `column` count characters from 1. `message` and
    `advice` never quote the file, so that they may appear in shared logs. `rewrite` may: it is a better wording made
    of the plan's own words, for the eyes of the plan's readers only.
    """

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    advice: str
    rewrite: str = field(default="", compare=False)
