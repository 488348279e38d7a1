"""`coachplan save`."""

from typing import TYPE_CHECKING, Annotated

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import PlanNames, flag

if TYPE_CHECKING:
    from coachplan.store.repository import Repository

_NAMED = 5


def save(
    context: typer.Context,
    plans: PlanNames = None,
    draft: Annotated[bool, flag("--draft", "Record draft plans although they are not in order yet.")] = False,
) -> None:
    """Commit edits that were made by hand.

    Once they are valid, with a message that says what changed in coaching terms.
    """
    from coachplan.actions.save import bring_home
    from coachplan.actions.unsaved import pending
    from coachplan.base.candidates import listed
    from coachplan.commands._recording import save_and_show
    from coachplan.output.terminal.console import line, out, say

    repository = _where.repository(context)
    repository.settle_move()
    folders = [repository.plan(name) for name in plans] if plans else None
    has_ended = _has_ended_what_git_is_in(repository, may_have_errors=draft)
    if has_ended is False:
        return
    if folders is None:
        bring_home(repository)
    changed = pending(repository, folders)
    if not (changed.batches or has_ended):
        out("Nothing to save: every plan and check-in is recorded")
    save_and_show(repository, changed.batches, may_have_errors=draft)
    if changed.left:
        say(f"Left as they are, since they are not a part of a plan: {line(listed(changed.left, _NAMED))}")


def _has_ended_what_git_is_in(repository: "Repository", *, may_have_errors: bool) -> bool | None:
    """Conclude a merge or the like that is mended: True once it has ended, False while it goes on, None without one."""
    operation = repository.work_tree.operation()
    if operation is None:
        return None
    from coachplan.actions.conclude import conclude
    from coachplan.output.terminal.console import line, out, say

    concluded = conclude(repository, operation, _arguments.day(None), may_have_errors=may_have_errors)
    if concluded.message:
        out(f"Recorded {line(concluded.message)}")
    if going_on := concluded.goes_on:
        say(f"{going_on.what.capitalize()} is mended as far as it has come: {going_on.next_step} goes on")
    return concluded.goes_on is None
