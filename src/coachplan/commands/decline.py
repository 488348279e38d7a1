"""`coachplan decline`."""

from typing import Annotated

import typer

from coachplan.commands._activities import ActivityNames
from coachplan.commands._arguments import PlanName, Text, option


def decline(
    context: typer.Context,
    plan: PlanName = None,
    activities: ActivityNames = None,
    why: Annotated[Text, option("--why", "TEXT", "Why, if you want to say.")] = None,
) -> None:
    """Say no to proposed activities.

    The team member can, and whoever proposed one takes it back.
    """
    from coachplan.coaching.proposals import open_proposals
    from coachplan.commands._activities import ActivitySession
    from coachplan.commands._recording import ask_if_missing
    from coachplan.output.terminal.console import out

    session = ActivitySession(context, plan)
    places = session.places(activities, open_proposals(session.plan))
    session.coauthor.decline(places)
    reason = ask_if_missing(why, "Why, if you want to say (Enter: no reason)")
    if not session.record(session.coauthor.decline(places, reason), "Decline", reason):
        out("Nothing was changed: it was declined before")
    session.show_open()
