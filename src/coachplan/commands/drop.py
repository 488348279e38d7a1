"""`coachplan drop`."""

from typing import Annotated

import typer

from coachplan.commands._activities import ActivityName
from coachplan.commands._arguments import PlanName, Text, option


def drop(
    context: typer.Context,
    plan: PlanName = None,
    activity: ActivityName = None,
    why: Annotated[Text, option("--why", "TEXT", "Why, if you want to say.")] = None,
    learned: Annotated[Text, option("--learned", "TEXT", "What it taught all the same.")] = None,
) -> None:
    """Let go of an agreed activity.

    A strategy that does not help makes room for another.
    """
    from coachplan.commands._activities import ActivitySession
    from coachplan.commands._recording import ask_if_missing
    from coachplan.output.terminal.console import out

    session = ActivitySession(context, plan)
    place = session.place(activity, session.in_status("doing", "agreed", None))
    session.coauthor.drop(place)
    reason = ask_if_missing(why, "Why, if you want to say (Enter: no reason)")
    taught = ask_if_missing(learned, "What did it teach all the same (Enter skips)?")
    after = session.coauthor.drop(place, reason, taught)
    if not session.record(after, "Drop", "\n".join(filter(None, (reason, taught)))):
        out("Nothing was changed: it was dropped before")
