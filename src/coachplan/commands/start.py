"""`coachplan start`."""

import typer

from coachplan.commands._activities import ActivityName
from coachplan.commands._arguments import PlanName


def start(context: typer.Context, plan: PlanName = None, activity: ActivityName = None) -> None:
    """Begin an activity that is agreed."""
    from coachplan.commands._activities import ActivitySession
    from coachplan.output.terminal.console import out

    desk = ActivitySession(context, plan)
    place = desk.place(activity, desk.in_status("agreed", None))
    if not desk.record(desk.coauthor.start(place), "Start"):
        out("Nothing was changed: it is under way")
