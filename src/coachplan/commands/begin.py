"""`coachplan begin`."""

import typer

from coachplan.commands import _arguments, _where
from coachplan.commands._arguments import PlanName


def begin(context: typer.Context, plan: PlanName = None) -> None:
    """Begin a plan that both have agreed to.

    A draft that team member and manager have agreed to begins by itself on its first day, unless coachplan.toml says
    `begin = "command"` under [policy]. This begins it at once.
    """
    from coachplan.actions.record import OpenPlan, PlanChange, record
    from coachplan.coaching import lifecycle
    from coachplan.commands._recording import show

    at = OpenPlan.at(*_where.chosen(context, plan))
    today = _arguments.day(None)
    text = lifecycle.begun(at.version.text, at.plan, today)
    show(record(at, PlanChange(text, "Begin"), today))
