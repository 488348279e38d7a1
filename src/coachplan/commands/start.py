"""`coachplan start`."""

import typer

from coachplan.commands._activities import ActivityName
from coachplan.commands._arguments import PlanName


def start(context: typer.Context, plan: PlanName = None, activity: ActivityName = None) -> None:
    """Begin an activity that is agreed."""
    from coachplan.commands._activities import ActivitySession
    from coachplan.output.terminal.console import out

    session = ActivitySession(context, plan)
    place = session.place(activity, session.in_status("agreed", None))
    if not session.record(session.coauthor.start(place), "Start"):
        out("Nothing was changed: it is under way")
