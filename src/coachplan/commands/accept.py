"""`coachplan accept`."""

from typing import Annotated

import typer

from coachplan.commands._activities import ActivityNames
from coachplan.commands._arguments import PlanName, flag


def accept(
    context: typer.Context,
    plan: PlanName = None,
    activities: ActivityNames = None,
    everything: Annotated[bool, flag("--all", "Every proposal that is open.")] = False,
) -> None:
    """Agree to proposed activities.

    Only the team member can: it stays a proposal until they say yes, and is one again when its words change.
    """
    from coachplan.coaching.proposals import open_proposals
    from coachplan.commands._activities import ActivitySession
    from coachplan.output.terminal.console import out

    session = ActivitySession(context, plan)
    if not activities:
        session.coauthor.require_say()
    waiting = open_proposals(session.plan)
    places = waiting if everything else session.places(activities, waiting)
    if not session.record(session.coauthor.accept(places), "Accept"):
        out("Nothing was changed: you had agreed before")
    session.show_open()
