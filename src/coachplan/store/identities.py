"""The person who acts, in many repositories: git is asked once for all whose own settings do not speak of people."""

import re
from collections.abc import Sequence

from coachplan.base.errors import CoachplanError
from coachplan.store.git import Git

_SPEAKS_OF_PEOPLE = re.compile(rb"user|author|committer|include", re.IGNORECASE)


def identities(gits: Sequence[Git]) -> list[str]:
    """Return as whom git knows the person in each repository, `Name <email>`; empty where it knows nobody.

    A repository is asked on its own where its settings may name somebody, and all are where the person's own settings
    depend on the repository (`includeIf`).
    """
    silent = [git for git in gits if not _SPEAKS_OF_PEOPLE.search(git.written_settings() or b"user")]
    is_same = len(silent) > 1 and silent[0].run("config", "--get-regexp", r"^includeif\.")[0] == 1
    common = _identity(silent[0]) if is_same else ""
    alike = set(map(id, silent)) if is_same else set[int]()
    return [common if id(git) in alike else _identity(git) for git in gits]


def _identity(git: Git) -> str:
    try:
        name, email = git.identity()
    except CoachplanError:
        return ""
    return f"{name} <{email}>"
