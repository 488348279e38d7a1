"""`coachplan merge-driver`: git's merge driver for plans; git calls it, see `store/merge_driver`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coachplan.base.errors import UsageError

if TYPE_CHECKING:
    from coachplan.coaching.merging.plans import Merged

# In a rebase, git's `ours` is what others recorded: these are right for either.
_LABELS = ("here", "coming in")


def merge_driver(arguments: Sequence[str]) -> int:
    """Merge the files BASE, OURS and THEIRS of a plan into OURS: 0 merged, 1 with questions that a person decides.

    git gives the size of conflict markers and the plan's path, and newer ones the names of both sides.
    """
    from coachplan.coaching.merging.plans import merge
    from coachplan.output.terminal.console import say
    from coachplan.store.files import read_given, write_file

    if len(arguments) < 5 or not arguments[3].isdecimal():
        raise UsageError("merge-driver is called by git: BASE OURS THEIRS MARKER-SIZE PATH")
    base, ours, theirs = (read_given(Path(name)) for name in arguments[:3])
    merged = merge(base or None, ours, theirs)
    labels = [name if name and name != mark else "" for name, mark in zip(arguments[5:7], ("%X", "%Y"), strict=False)]
    first, second = (known or usual for known, usual in zip([*labels, "", ""], _LABELS, strict=False))
    target = Path(arguments[1]).absolute()
    write_file(target.parent, target.name, merged.text((first, second), int(arguments[3])), durable=False)
    for line in _told(merged):
        say(f"coachplan: {arguments[4]}: {line}")
    return 1 if merged.conflicts else 0


def _told(merged: "Merged") -> list[str]:
    """Return the lines that a person has to know of a merge; keys alone, as CI logs what git prints."""
    lines = []
    if merged.conflicts:
        asked = ", ".join(f"{conflict.key} ({conflict.kind})" for conflict in merged.conflicts)
        lines.append(f"for a person to decide: {asked}")
    return [*lines, *([merged.notice] if merged.notice else [])]
