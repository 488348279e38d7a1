"""The next step in one line, after whatever command recorded something; for a person at a terminal alone."""

import re
import sys
from contextlib import suppress

import typer

from coachplan.base import outcome
from coachplan.base.errors import CoachplanError
from coachplan.base.layout import PLANS_FOLDER
from coachplan.commands import _arguments, _where

_PLAN = re.compile(r": ([a-z0-9-]+/[a-z0-9-]+)")


def say_next_step(context: typer.Context, *, says_unshared: bool) -> None:
    """Say what comes next in the plan of which something was recorded, and that it is not shared; else nothing.

    Without `says_unshared` that was said already: it names the person's own step alone, as nobody else can take theirs.
    """
    if not sys.stderr.isatty():
        return
    from coachplan.output.terminal.console import say

    with suppress(CoachplanError, OSError):
        if text := _next_step(context, says_unshared=says_unshared):
            say(text, "dim")


def _next_step(context: typer.Context, *, says_unshared: bool) -> str:
    from coachplan.actions.record import who
    from coachplan.coaching.next_step import next_steps
    from coachplan.output.terminal.next_step import as_text
    from coachplan.plan.terms import role_of
    from coachplan.store.files import PlanFolder

    repository = _where.repository(context)
    unshared = _arguments.unshared([repository], None) if says_unshared else None
    named = _PLAN.search(outcome.recorded())
    folder = PlanFolder(repository.root, named[1]) if named else None
    plan = repository.plan_if_readable(folder) if folder else None
    if folder is None or plan is None:
        return as_text(PLANS_FOLDER, None, None, "", unshared)
    role, steps = role_of(plan, who(repository, plan)), list(next_steps(plan))
    own = next((step for step in steps if step.role == role), None)
    other = next((step for step in steps if step.role != role), None) if says_unshared else None
    person = plan.people.in_role(other.role) if other else None
    return as_text(folder.id, own, other, person.name if person else "", unshared)
