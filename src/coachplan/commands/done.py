"""`coachplan done`."""

from typing import Annotated

import typer

from coachplan.commands.arguments import PlanName
from coachplan.commands.coauthoring import ActivityName


def done(
    context: typer.Context,
    plan: PlanName,
    activity: ActivityName = None,
    learned: Annotated[str | None, typer.Option(metavar="TEXT", help="What doing it taught.")] = None,
) -> None:
    """Finish an activity, with what it taught. On a terminal it asks for that."""
    from coachplan.commands.coauthoring import Desk, ask_if_missing
    from coachplan.reports.terminal import out

    desk = Desk(context, plan)
    place = desk.place(activity, desk.in_status("doing", "agreed", None))
    desk.coauthor.finish(place)
    taught = ask_if_missing(learned, "What did it teach (Enter skips)?")
    if not desk.record(desk.coauthor.finish(place, taught), "Done", taught):
        out("Nothing was changed: it is done already")
