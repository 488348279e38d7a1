"""`coachplan accept`."""

from typing import Annotated

import typer

from coachplan.commands._activities import ActivityNames
from coachplan.commands._arguments import PlanName


def accept(
    context: typer.Context,
    plan: PlanName = None,
    activities: ActivityNames = None,
    everything: Annotated[bool, typer.Option("--all", help="Every proposal that is open.")] = False,
) -> None:
    """Agree to proposed activities.

    Only the team member can: a proposal is no more than that until they say yes.
    """
    from coachplan.coaching.proposals import open_proposals
    from coachplan.commands._activities import ActivitySession
    from coachplan.output.terminal.console import out

    desk = ActivitySession(context, plan)
    if not activities:
        desk.coauthor.require_say()
    waiting = open_proposals(desk.plan)
    places = waiting if everything else desk.places(activities, waiting)
    if not desk.record(desk.coauthor.accept(places), "Accept"):
        out("Nothing was changed: you had agreed before")
    desk.tell_open()
