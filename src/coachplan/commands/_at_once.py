"""Sharing what was recorded at once, where the person's own settings of git say `coachplan.sync = always`."""

import sys
from typing import TYPE_CHECKING

import typer

from coachplan.base.errors import CoachplanError, UsageError
from coachplan.commands import _where

if TYPE_CHECKING:
    from coachplan.store.repository import Repository

_SETTING = "coachplan.sync"


def share_at_once(context: typer.Context) -> bool:
    """Share what a command has recorded, and say so; whatever keeps it from that is said in a line, and no failure.

    Returns False where it said that it is not shared.
    """
    from coachplan.output.terminal.console import line, report_bug, say

    try:
        repository = _where.repository(context)
        why = _unshared(repository) if _is_wanted(repository) else ""
    except KeyboardInterrupt:
        why = "stopped"
    except (CoachplanError, OSError) as error:
        why = str(error).rpartition("; ")[0] or str(error)
    except Exception as error:  # noqa: BLE001 - what was recorded is a success
        report_bug(error)
        why = "a bug"
    if why:
        say(line(f"Recorded, and not shared yet: {why}; `coachplan sync` shares it"))
    return not why


def _is_wanted(repository: "Repository") -> bool:
    from coachplan.store.own_settings import own_setting

    said = own_setting(repository.git, _SETTING)
    if said not in ("", "always", "never"):
        raise UsageError(f"git's setting {_SETTING} is always or never, and not {said!r}")
    return said == "always"


def _unshared(repository: "Repository") -> str:
    """Share, say what came of it, and return why it is not shared, if so; plans without a remote are left alone."""
    from coachplan.base.words import plural
    from coachplan.commands.sync import synced
    from coachplan.output.terminal import syncing
    from coachplan.output.terminal.console import out
    from coachplan.store.sharing import NotSharedError

    sys.stdout.flush()
    try:
        done = synced(repository, {})
    except NotSharedError:
        return ""
    if done.questions:
        return f"{plural(len(done.questions), 'question')} only a person can decide"
    out(syncing.as_text(done, sys.stderr), sys.stderr)
    return ""
