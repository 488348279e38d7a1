"""`coachplan undo`."""

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.base.errors import CoachplanError
from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import flag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coachplan.actions.undo import Command


def undo(
    context: typer.Context,
    is_meant: Annotated[bool, flag("--yes", "Do not ask before.")] = False,
) -> None:
    """Take back your last command.

    While nobody else has it: what you typed is kept as text. What is shared already stays, and undo says how to set it
    right. What others recorded is theirs to take back.
    """
    from coachplan.actions.undo import last_command, take_back
    from coachplan.commands._guided import ask_alone, yes
    from coachplan.output.terminal.console import line, out, say

    command = last_command(_where.repository(context))
    if command is None:
        out("Nothing to take back: nothing was recorded here since the plan repository was made")
        return
    told = line(_told(command))
    if not is_meant:
        if not _arguments.is_interactive():
            raise _arguments.missing("--yes")
        say(f"Your last, recorded on {command.made.when:%Y-%m-%d at %H:%M} and not shared: {told}")
        if not ask_alone("Take it back (y), or leave it (Enter)?", yes):
            say("Left as it is")
            raise typer.Exit(1)
    kept = ", ".join(map(str, take_back(command)))
    out(f"Taken back: {told}{line(f'; its words are kept in {kept}') if kept else ''}")
    with suppress(CoachplanError):  # it is taken back, whatever can be read now
        for text in _standing(command):
            out(line(text))


def _told(command: "Command") -> str:
    """Return what a command did, in people's own words; without them in CI, whose logs more people read."""
    texts = [command.subject] if os.environ.get("CI") or not command.plans else [one.text for one in command.changes]
    return ": ".join(filter(None, (", ".join(command.plans), "; ".join(texts) or command.subject)))


def _standing(command: "Command") -> "Iterator[str]":
    """Yield the last that is recorded of each plan now."""
    from coachplan.views.events import tell

    for id_ in command.plans:
        last = next(tell(command.repository.history, f"plans/{id_}"), None)
        if last and (command.repository.root / f"plans/{id_}").is_dir():
            texts = [change.subject if os.environ.get("CI") else change.text for change in last.changes]
            yield f"What stands now: {'; '.join(texts)} ({last.author}, {last.when:%Y-%m-%d})"
        else:
            yield f"The plan {id_} is not there any more"
