"""`coachplan tidy`."""

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import PlanName


def tidy(context: typer.Context, plan: PlanName = None) -> None:
    """Move acknowledgements from plan.md into files of their own.

    In one commit. Nobody's word changes: what was agreed stays agreed, and two clones no longer write into one place.
    Plans of coachplan 0.1 have them in plan.md, where they stay readable.
    """
    from coachplan.actions import agree
    from coachplan.actions.record import OpenPlan
    from coachplan.base.words import plural
    from coachplan.commands._recording import show
    from coachplan.output.terminal.console import line, out

    at = OpenPlan.at(*_where.chosen(context, plan))
    done = agree.tidy(at, _arguments.day(None))
    if done is None:
        out(line(f"Nothing to do: {at.folder.plan_path} holds no acknowledgements"))
        return
    recorded, count = done
    show(recorded)
    files = "a file of its own" if count == 1 else "files of their own"
    out(f"Moved {plural(count, 'acknowledgement')} into {files}; the rest of plan.md is as it was")
