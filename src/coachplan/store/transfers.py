"""Transfers from and to another repository: how far they are, and git's words for a failure.

They go through the gateway as everything does. GitPython would take longer to load than a transfer without news takes,
and its reader of what a remote says dies of a word that is not UTF-8.
"""

import re
from collections.abc import Sequence

from coachplan.base.errors import UnreadableError
from coachplan.base.parallel import Tick, unwatched
from coachplan.store.git import Git, first_line

_STEP = re.compile(
    r"(?:remote: )?(?:[\w ]+: +\d+% \((\d{1,18})/(\d{1,18})\).*|Enumerating objects: .*|Total \d+ \(delta .*)", re.ASCII
)
"""A line that tells how far a transfer is."""

_KEPT, _LONGEST = 100, 1000
"""The number of lines that are kept from the beginning, and from the end, of what is said; the characters of each."""

_ABSENT = "couldn't find remote ref"
_MOVED = "cannot lock ref"
_REFUSED = re.compile(r" ! \[.*\((.*)\)")
_UNREACHED = "fatal: Could not read from remote repository."


class AbsentError(UnreadableError):
    """The remote has no branch of that name."""


class MovedError(UnreadableError):
    """Another git moved meanwhile what this one was to move: the same once more finds it in order."""


def transfer(
    git: Git,
    verb: str,
    *arguments: str,
    remote: str,
    so_far: str,
    progress: Tick = unwatched,
    output: int | None = None,
) -> None:
    """Run a command that talks with `remote`; one that fails is told in git's words, and then `so_far`.

    `progress` is called with the number of objects that are through, and of all. `output` is the descriptor of a file.
    """
    said: list[str] = []

    def hear(line: str) -> None:
        step = _STEP.fullmatch(line)
        if step is None:
            said.append(line[:_LONGEST])
            del said[_KEPT:-_KEPT]  # a remote may talk without end
        elif step[2]:
            progress(int(step[1]), int(step[2]))

    told = () if progress is unwatched else ("--progress",)
    if git.transfer(verb, *told, *arguments, hear=hear, output=output):
        kinds = {_ABSENT: AbsentError, _MOVED: MovedError}
        kind = next((kinds[sign] for sign in kinds if any(sign in line for line in said)), UnreadableError)
        raise kind(f"{remote}: {_reason(said)}; {so_far}")


def _reason(said: Sequence[str]) -> str:
    """Return why a transfer failed: the remote's own words, or else git's, or those of the program that connects."""
    lines = [line.strip() for line in said if line.strip() and not line.startswith("hint:")]
    remote = [line.removeprefix("remote:").strip() for line in lines if line.startswith("remote:")]
    if any(remote):
        return first_line("\n".join(remote))
    if refused := next(filter(None, map(_REFUSED.match, said)), None):
        return refused[1]
    if _UNREACHED in lines[1:]:  # the line before tells more
        return first_line(lines[lines.index(_UNREACHED) - 1])
    first = next((place for place, line in enumerate(lines) if line.startswith(("fatal:", "error:"))), 0)
    return first_line("\n".join(lines[first:]))
