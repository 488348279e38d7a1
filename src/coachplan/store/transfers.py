"""Transfers from and to another repository by GitPython, as its objects follow them, with git's words for a failure."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from coachplan.base.errors import UnreadableError
from coachplan.store.git import drop_redirections, first_line

if TYPE_CHECKING:
    from git import RemoteProgress

Progress = Callable[[int, int], None]
"""Called with the number of objects that a transfer is through with, and with the number of all."""

_ABSENT = "couldn't find remote ref"
_BEGINNING = "Cloning into "
"""How git begins what it says of a clone, before any reason."""


class AbsentError(UnreadableError):
    """The remote has no branch of that name."""


@contextmanager
def transfer(remote: str, progress: Progress | None, so_far: str) -> "Iterator[RemoteProgress]":
    """Yield what follows a transfer from or to `remote`; one that fails is told in git's words, and then `so_far`."""
    drop_redirections()
    import logging

    from git import GitCommandError

    logging.getLogger("git.remote").setLevel(logging.CRITICAL)  # it would print what the error says
    said: list[str] = []
    follower = _follower(progress, said)
    try:
        yield follower
    except GitCommandError as error:
        kind = AbsentError if _ABSENT in str(error.stderr) else UnreadableError
        errors = "\n".join((str(error.stderr), *follower.error_lines))
        raise kind(f"{remote}: {_reason(said, errors)}; {so_far}") from None
    except ValueError as error:
        raise UnreadableError(f"the remote {remote} cannot be used: {error}; {so_far}") from None


def asking() -> dict[str, str]:
    """Return the variables with which git asks for a password only where somebody looks at the terminal."""
    return {} if sys.stdin.isatty() else {"GIT_TERMINAL_PROMPT": "0"}


def _follower(progress: Progress | None, said: list[str]) -> "RemoteProgress":
    """Return what GitPython calls while a transfer goes on; `said` takes the remote's own words."""
    from git import RemoteProgress

    class Follower(RemoteProgress):
        """Passes on how far a transfer is, and keeps the lines that are about anything else."""

        def update(self, _: int, cur_count: str | float, max_count: str | float | None = None, __: str = "") -> None:
            if progress and max_count:
                progress(int(float(cur_count)), int(float(max_count)))

        def line_dropped(self, line: str) -> None:
            said.append(line)

    return Follower()


def _reason(said: Sequence[str], errors: str) -> str:
    """Return why a transfer failed: the remote's own words, or else the first line of git's errors."""
    lines = [line.strip().strip("'").strip() for line in (*errors.replace("stderr:", "").splitlines(), *said)]
    remote = [line.removeprefix("remote:").strip() for line in lines if line.startswith("remote:")]
    return first_line("\n".join(filter(None, remote)) or "\n".join(x for x in lines if not x.startswith(_BEGINNING)))
