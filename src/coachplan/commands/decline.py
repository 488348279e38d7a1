"""`coachplan decline`."""

from typing import Annotated

import typer

from coachplan.commands.arguments import PlanName
from coachplan.commands.coauthoring import ActivityNames


def decline(
    context: typer.Context,
    plan: PlanName,
    activities: ActivityNames = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="Why, if you want to say.")] = None,
) -> None:
    """Say no to proposed activities.

    The team member can, and whoever proposed one takes it back.
    """
    from coachplan.coauthoring import open_proposals
    from coachplan.commands.coauthoring import Desk, ask_if_missing
    from coachplan.reports.terminal import out

    desk = Desk(context, plan)
    places = desk.places(activities, open_proposals(desk.plan))
    desk.coauthor.decline(places)
    reason = ask_if_missing(why, "Why, if you want to say (Enter: no reason)")
    if not desk.record(desk.coauthor.decline(places, reason), "Decline", reason):
        out("Nothing was changed: it was declined before")
    desk.tell_open()
