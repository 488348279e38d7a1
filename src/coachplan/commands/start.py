"""`coachplan start`."""

import typer

from coachplan.commands.arguments import PlanName
from coachplan.commands.coauthoring import ActivityName


def start(context: typer.Context, plan: PlanName, activity: ActivityName = None) -> None:
    """Begin an activity that is agreed."""
    from coachplan.commands.coauthoring import Desk
    from coachplan.reports.terminal import out

    desk = Desk(context, plan)
    place = desk.place(activity, desk.in_status("agreed", None))
    if not desk.record(desk.coauthor.start(place), "Start"):
        out("Nothing was changed: it is under way")
