"""`coachplan done`."""

from typing import Annotated

import typer

from coachplan.commands._activities import ActivityName
from coachplan.commands._arguments import PlanName, Text, option


def done(
    context: typer.Context,
    plan: PlanName = None,
    activity: ActivityName = None,
    learned: Annotated[Text, option("--learned", "TEXT", "What doing it taught.")] = None,
) -> None:
    """Finish an activity, with what it taught. On a terminal it asks for that."""
    from coachplan.commands._activities import ActivitySession
    from coachplan.commands._recording import ask_if_missing
    from coachplan.output.terminal.console import out

    session = ActivitySession(context, plan)
    place = session.place(activity, session.in_status("doing", "agreed", None))
    session.coauthor.finish(place)
    taught = ask_if_missing(learned, "What did it teach (Enter skips)?")
    if not session.record(session.coauthor.finish(place, taught), "Done", taught):
        out("Nothing was changed: it is done already")
