"""`coachplan done`."""

from typing import Annotated

import typer

from coachplan.commands._activities import ActivityName
from coachplan.commands._arguments import PlanName


def done(
    context: typer.Context,
    plan: PlanName = None,
    activity: ActivityName = None,
    learned: Annotated[str | None, typer.Option(metavar="TEXT", help="What doing it taught.")] = None,
) -> None:
    """Finish an activity, with what it taught. On a terminal it asks for that."""
    from coachplan.commands._activities import ActivitySession, ask_if_missing
    from coachplan.output.terminal.console import out

    desk = ActivitySession(context, plan)
    place = desk.place(activity, desk.in_status("doing", "agreed", None))
    desk.coauthor.finish(place)
    taught = ask_if_missing(learned, "What did it teach (Enter skips)?")
    if not desk.record(desk.coauthor.finish(place, taught), "Done", taught):
        out("Nothing was changed: it is done already")
