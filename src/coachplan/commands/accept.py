"""`coachplan accept`."""

from typing import Annotated

import typer

from coachplan.commands.arguments import PlanName
from coachplan.commands.coauthoring import ActivityNames


def accept(
    context: typer.Context,
    plan: PlanName,
    activities: ActivityNames = None,
    everything: Annotated[bool, typer.Option("--all", help="Every proposal that is open.")] = False,
) -> None:
    """Agree to proposed activities.

    Only the team member can: a proposal is no more than that until they say yes.
    """
    from coachplan.coauthoring import open_proposals
    from coachplan.commands.coauthoring import Desk
    from coachplan.reports.terminal import out

    desk = Desk(context, plan)
    if not activities:
        desk.coauthor.require_say()
    waiting = open_proposals(desk.plan)
    places = waiting if everything else desk.places(activities, waiting)
    if not desk.record(desk.coauthor.accept(places), "Accept"):
        out("Nothing was changed: you had agreed before")
    desk.tell_open()
