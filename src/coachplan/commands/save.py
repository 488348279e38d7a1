"""`coachplan save`."""

from typing import Annotated

import typer

from coachplan.commands import _arguments
from coachplan.commands._arguments import PlanNames, flag

_NAMED = 5


def save(
    context: typer.Context,
    plans: PlanNames = None,
    draft: Annotated[bool, flag("--draft", "Record draft plans although they are not in order yet.")] = False,
) -> None:
    """Commit edits that were made by hand.

    Once they are valid, with a message that says what changed in coaching terms.
    """
    from coachplan.actions import save as saving
    from coachplan.base.candidates import listed
    from coachplan.commands._recording import show_lapse
    from coachplan.output.terminal.console import line, out, say

    repository = _arguments.repository(context)
    folders = [repository.plan(name) for name in plans] if plans else None
    changed = saving.pending(repository, folders)
    if not changed.batches:
        out("Nothing to save: every plan and check-in is recorded")
    for saved in saving.save(repository, changed.batches, _arguments.day(None), may_have_errors=draft):
        out(f"Recorded {line(saved.message)}")
        if saved.revision:
            show_lapse(saved.revision)
    if changed.left:
        say(f"Left as they are, since they are not a part of a plan: {line(listed(changed.left, _NAMED))}")
